"""On which objects is run what nobody in view calls?"""

from __future__ import annotations

from pathlib import Path

from tests.facts.projects import ELMO, NNLM_TF2, TF2_PINS, USE_TF2, Project, handles

BASE = """
    import tensorflow_hub as hub

    class Encoder:
        def __init__(self, handle):
            self.model = hub.load(handle)

        def encode(self, texts):
            return self.model(texts)
    """


def project(tmp_path: Path, **files: str) -> Project:
    named = {f"{name}.py": text for name, text in files.items()}
    return Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **named})


def derived(name: str, handle: str) -> str:
    return f"""
    from base import Encoder

    class {name}(Encoder):
        def __init__(self):
            super().__init__("{handle}")
    """


def test_what_derives_from_a_base_says_what_the_base_is_given(tmp_path: Path) -> None:
    seen = project(tmp_path, base=BASE, use=derived("Use", USE_TF2))
    assert handles(seen, "base.py:5") == {USE_TF2}
    assert handles(seen, "base.py:5") == {
        fact.value for fact in seen.facts("base.py:8", "handle", "called")
    }


def test_each_class_that_derives_counts(tmp_path: Path) -> None:
    files = {"use": derived("Use", USE_TF2), "elmo": derived("Elmo", ELMO)}
    seen = project(tmp_path, base=BASE, **files)
    assert handles(seen, "base.py:5") == {USE_TF2, ELMO}
    assert seen.codes == ["base.py:8 HUB104"]


def test_an_object_of_the_base_itself_counts_too(tmp_path: Path) -> None:
    code = f'{BASE}\n    encoder = Encoder("{NNLM_TF2}")\n'
    seen = project(tmp_path, base=code, use=derived("Use", USE_TF2))
    assert handles(seen, "base.py:5") == {NNLM_TF2, USE_TF2}


def test_a_base_from_which_nobody_derives_is_run_for_anything(tmp_path: Path) -> None:
    assert handles(project(tmp_path, base=BASE), "base.py:5") == {None}


def test_a_method_that_has_others_in_its_place_is_run_as_nobody_s(tmp_path: Path) -> None:
    """The class that derives loads what can't be called, and calls its signature instead."""
    code = derived("Elmo", ELMO) + (
        "\n        def encode(self, texts):"
        '\n            return self.model.signatures["default"](texts)\n'
    )
    seen = project(tmp_path, base=BASE, elmo=code)
    assert {fact.value for fact in seen.facts("base.py:8", "handle", "called")} == {None}
    assert seen.codes == []


def test_what_the_main_program_may_make_is_made_before_what_it_imports_is_run(
    tmp_path: Path,
) -> None:
    """Nobody calls `encoder` either, but it says what an Encoder is given."""
    base = """
        import tensorflow_hub as hub

        class Encoder:
            def __init__(self, handle):
                self.model = self.load(handle)

            @staticmethod
            def load(handle):
                return hub.load(handle)
        """
    main = f"""
        from base import Encoder

        def encoder():
            return Encoder("{USE_TF2}")
        """
    assert handles(project(tmp_path, base=base, main=main), "base.py:9") == {USE_TF2}
