"""What does an import run? Packages and modules before it, with the switches that they throw."""

from __future__ import annotations

import warnings
from pathlib import Path
from textwrap import dedent

import pytest

from tests.facts.projects import ELMO, TF2_PINS, USE_TF2, Project, handles, notebook

IN_FUNCTION = "import tensorflow.compat.v1 as tf\n\ndef start():\n    tf.disable_v2_behavior()\n"
SWITCH = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
EMBED = f"""
    import tensorflow_hub as hub

    def embed():
        return hub.Module("{ELMO}")
    """
USE = f'import tensorflow_hub as hub\n\nhub.Module("{ELMO}")\n'


def project(tmp_path: Path, **files: str) -> Project:
    named = {name.replace("__", "/") + ".py": text for name, text in files.items()}
    named = {name.replace("/init.py", "/__init__.py"): text for name, text in named.items()}
    return Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **named})


THROWN: dict[str, dict[str, str]] = {
    "the package of what is imported": {
        "main": "from app.embed import embed\nembed()\n",
        "app__init": SWITCH,
        "app__embed": EMBED,
    },
    "the package around that package": {
        "main": "import app.text.embed\napp.text.embed.embed()\n",
        "app__init": SWITCH,
        "app__text__init": "",
        "app__text__embed": EMBED,
    },
    "the package of a module that nobody imports": {"app__init": SWITCH, "app__embed": EMBED},
    "a module that its package imports": {
        "main": "from app.embed import embed\nembed()\n",
        "app__init": "from . import switch\n",
        "app__switch": SWITCH,
        "app__embed": EMBED,
    },
    "a module that is imported out of its package": {
        "main": f"from app import switch\n{USE}",
        "app__init": "",
        "app__switch": SWITCH,
    },
    "one out of a folder that is no package": {
        "main": f"from app import switch\n{USE}",
        "app__switch": SWITCH,
    },
    "a module that another one imports": {
        "main": f"import first\n{USE}",
        "first": "from second import tf\n",
        "second": SWITCH,
    },
    "the package of what another module imports": {
        "main": f"import first\n{USE}",
        "first": "import app.names\n",
        "app__init": SWITCH,
        "app__names": "NAMES = ()\n",
    },
    "a module that calls its own function": {
        "main": f"import first\n{USE}",
        "first": "import second\n",
        "second": f"{IN_FUNCTION}\nstart()\n",
    },
    "a module that calls a function of another": {
        "main": f"import first\n{USE}",
        "first": "import second\nsecond.start()\n",
        "second": IN_FUNCTION,
    },
    "a module that calls one that it has from everywhere": {
        "main": f"import first\n{USE}",
        "first": "from second import *\nstart()\n",
        "second": IN_FUNCTION,
    },
    "a module that defines a class with it in its body": {
        "main": f"import first\n{USE}",
        "first": "import tensorflow as tf\n\nclass Modes:\n"
        "    tf.compat.v1.disable_v2_behavior()\n",
    },
    "a module that decorates a function by what throws it": {
        "main": f"import first\n{USE}",
        "first": f"{IN_FUNCTION}    return print\n\n@start()\ndef run():\n    pass\n",
    },
    "a data class behind its fields": {
        "main": f"import first\nfirst.Modes()\n{USE}",
        "first": "from dataclasses import dataclass\nimport tensorflow as tf\n\n@dataclass\n"
        "class Modes:\n    old: bool = True\n\n    def __post_init__(self):\n"
        "        if self.old:\n            tf.compat.v1.disable_v2_behavior()\n",
    },
    "a module that makes an object which does": {
        "main": f"import first\n{USE}",
        "first": "from second import App\napp = App()\n",
        "second": "import tensorflow.compat.v1 as tf\n\nclass App:\n"
        "    def __init__(self):\n        tf.disable_v2_behavior()\n",
    },
}


@pytest.mark.parametrize("files", THROWN.values(), ids=THROWN)
def test_a_switch_is_thrown_by(tmp_path: Path, files: dict[str, str]) -> None:
    assert project(tmp_path, **files).codes == []


THROWING = "import tensorflow.compat.v1 as tf\n{}tf.disable_v2_behavior()\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            b"# coding: gbk\n" + THROWING.format('NAME = "\u8aa0"\n').encode("gbk"),
            id="a file in an encoding in which a letter's second byte is a backslash",
        ),
        pytest.param(THROWING.format("!pip install x\n").encode(), id="a script of a notebook"),
        pytest.param(THROWING.format("type Name = str\n").encode(), id="syntax of Python 3.12"),
        pytest.param(THROWING.format('NAME = "\\d"\n').encode(), id="what Python warns of"),
    ],
)
def test_a_switch_is_thrown_by_a_module_however_it_is_written(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "first.py").write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert project(tmp_path, main=f"import first\n{USE}").codes == []


KEPT: dict[str, dict[str, str]] = {
    "a function that nobody calls": {
        "main": f"import first\n{USE}",
        "first": IN_FUNCTION,
    },
    "a function that another module only imports": {
        "main": f"import first\n{USE}",
        "first": "from second import start\n",
        "second": IN_FUNCTION,
    },
    "a module that nobody imports": {"main": USE, "first": SWITCH},
    "what is done only as the main program": {
        "main": f"import first\n{USE}",
        "first": "import tensorflow.compat.v1 as tf\n\nif __name__ == '__main__':\n"
        "    tf.disable_v2_behavior()\n",
    },
}


@pytest.mark.parametrize("files", KEPT.values(), ids=KEPT)
def test_no_switch_is_thrown_by(tmp_path: Path, files: dict[str, str]) -> None:
    assert [code.split()[1] for code in project(tmp_path, **files).codes] == ["HUB101"]


def test_a_flag_has_the_default_of_a_module_that_is_imported_out_of_its_package(
    tmp_path: Path,
) -> None:
    seen = project(
        tmp_path,
        app__init="",
        app__options=f"""
            from absl import flags
            flags.DEFINE_string("model", "{USE_TF2}", "The model.")
            """,
        main="""
            from absl import flags
            import tensorflow_hub as hub
            from app import options

            hub.load(flags.FLAGS.model)
            """,
    )
    assert handles(seen, "main.py:5") == {USE_TF2}


# What gives a program the module `app.embed`, whose functions it calls where the switch is thrown.
CALLED = {
    "import_module": """
        import importlib
        importlib.import_module("app.embed").embed()
        """,
    "import_module by its own name": """
        from importlib import import_module
        import_module("app.embed").embed()
        """,
    "import_module with its argument's name": """
        import importlib
        importlib.import_module(
            name="app.embed",
        ).embed()
        """,
    "import_module of a name beside a package": """
        import importlib
        import app
        importlib.import_module(".embed", "app").embed()
        """,
    "__import__, which gives the package": """
        __import__("app.embed").embed.embed()
        """,
    "__import__ of names, which gives the module": """
        __import__("app.embed", fromlist=["embed"]).embed()
        """,
    "import_module of any module of the package": """
        import importlib
        import sys
        importlib.import_module("app." + sys.argv[1]).embed()
        """,
    "import_module of any module, in an f-string": """
        import importlib
        import sys
        importlib.import_module(f"app.{sys.argv[1]}").embed()
        """,
    "import_module of any module beside a package": """
        import importlib
        import sys
        importlib.import_module(f".{sys.argv[1]}", "app").embed()
        """,
    "import_module in a function": """
        import importlib

        def run(name):
            importlib.import_module("app.embed").embed()

        run("x")
        """,
}


@pytest.mark.parametrize("code", CALLED.values(), ids=CALLED)
def test_a_module_is_one_of_the_program_that_imports_it_by(tmp_path: Path, code: str) -> None:
    seen = project(
        tmp_path, app__init="", app__embed=EMBED, main=f"{SWITCH}{dedent(code).lstrip()}"
    )
    assert seen.values("app/embed.py:4", "runtime") == ["tf1-compat"]


def test_what_any_module_of_a_package_does_is_followed(tmp_path: Path) -> None:
    seen = project(
        tmp_path,
        main="""
            import importlib
            import sys
            importlib.import_module(f"plugins.{sys.argv[1]}").Encoder().load()
            """,
        base="""
            import tensorflow_hub as hub

            class Base:
                def __init__(self, url):
                    self.url = url

                def load(self):
                    return hub.load(self.url)
            """,
        plugins__one=f"""
            from base import Base

            class Encoder(Base):
                def __init__(self):
                    super().__init__("{USE_TF2}")
            """,
        plugins__two="class Encoder:\n    pass\n",
    )
    assert handles(seen, "base.py:8") == {USE_TF2}


def test_a_notebook_imports_a_module_by_a_call(tmp_path: Path) -> None:
    cells = notebook(SWITCH, 'import importlib\nimportlib.import_module("embed").embed()')
    files = {"embed.py": EMBED, "look.ipynb": cells}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert seen.values("embed.py:4", "runtime") == ["tf1-compat"]
