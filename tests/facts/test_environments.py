"""Which environment counts for a project's code, and what is it believed beside the pins?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hublint.engine import check
from hublint.model import VersionRange
from hublint.settings.config import Settings
from tests.facts.projects import Project

CODE = 'import tensorflow_hub as hub\n\nhub.load("./model")\n'
MARK = {"pyproject.toml": ""}


def environment(folder: str, **versions: str) -> dict[str, str]:
    """The files of an environment; a library without a version is not in it."""
    has = {"tensorflow": "2.4.4", "tensorflow_hub": "0.12.0", **versions}
    packages = f"{folder}/lib/python3.8/site-packages"
    installed = {
        f"{packages}/{name}-{version}.dist-info/METADATA": ""
        for name, version in has.items()
        if version
    }
    return {f"{folder}/pyvenv.cfg": "version = 3.8.10\n", **installed}


def project(tmp_path: Path, files: Mapping[str, str], **settings: Any) -> Project:
    return Project(tmp_path / "project", {"main.py": CODE, **files}, **settings)


def releases(seen: Project, library: str, place: str = "main.py:3") -> set[str]:
    [fact] = seen.facts(place, library)
    assert isinstance(fact.value, VersionRange)
    return set(fact.value.releases)


OWN: dict[str, tuple[dict[str, str], set[str]]] = {
    "of the project decides where nothing pins": (environment(".venv"), {"2.4.4"}),
    "without the dot is as good": (environment("venv"), {"2.4.4"}),
    "with the dot comes before one without": (
        {**environment(".venv"), **environment("venv", tensorflow="2.5.0")},
        {"2.4.4"},
    ),
    "narrows a pin": ({**environment(".venv"), "requirements.txt": "tensorflow>=2\n"}, {"2.4.4"}),
    "that a pin excludes is as likely as the pin": (
        {**environment(".venv"), "requirements.txt": "tensorflow==2.15.1\n"},
        {"2.4.4", "2.15.1"},
    ),
    "says less than a lock file": (
        {
            **environment(".venv"),
            "uv.lock": '[[package]]\nname = "tensorflow"\nversion = "2.15.1"\n',
        },
        {"2.15.1"},
    ),
    "says less than what the code installs": (
        {
            **environment(".venv"),
            "main.py": CODE + "import subprocess\nsubprocess.run("
            '["pip", "install", "tensorflow==2.15.1"])\n',
        },
        {"2.15.1"},
    ),
}


@pytest.mark.parametrize(("files", "expected"), OWN.values(), ids=OWN)
def test_an_environment(tmp_path: Path, files: dict[str, str], expected: set[str]) -> None:
    seen = project(tmp_path, {**MARK, **files})
    assert releases(seen, "tensorflow") == expected


PASSED_OVER = {
    "without hub is for tools": environment(".venv", tensorflow_hub=""),
    "without TensorFlow runs no such code": environment(".venv", tensorflow=""),
    "of another name is not looked for": environment("env"),
    "that is only a folder of that name is none": {
        name: text for name, text in environment(".venv").items() if "pyvenv" not in name
    },
    "that sees the packages of its Python is not all there is": {
        **environment(".venv"),
        ".venv/pyvenv.cfg": "include-system-site-packages = true\n",
    },
    "beside the project is another's": environment("../.venv"),
}


@pytest.mark.parametrize("files", PASSED_OVER.values(), ids=PASSED_OVER)
def test_an_environment_is_passed_over(tmp_path: Path, files: dict[str, str]) -> None:
    [fact] = project(tmp_path, {**MARK, **files}).facts("main.py:3", "tensorflow")
    assert fact.certainty == "assumed"


def test_what_is_installed_is_proven_and_says_where(tmp_path: Path) -> None:
    seen = project(tmp_path, {**MARK, **environment(".venv")})
    [fact] = seen.facts("main.py:3", "tensorflow_hub")
    assert fact.certainty == "proven"
    [text] = seen.evidence("main.py:3", "tensorflow_hub")
    assert text.startswith("tensorflow_hub==0.12.0 is installed in ")
    assert text.endswith("/.venv")


def test_the_nearest_environment_counts(tmp_path: Path) -> None:
    inner = environment("app/.venv", tensorflow="2.5.0")
    seen = project(tmp_path, {**MARK, **environment(".venv"), **inner, "app/embed.py": CODE})
    assert releases(seen, "tensorflow") == {"2.4.4"}
    assert releases(seen, "tensorflow", "app/embed.py:3") == {"2.5.0"}


def test_of_a_stale_environment_nothing_is_believed_that_nobody_else_speaks_of(
    tmp_path: Path,
) -> None:
    """Its Keras belongs to its TensorFlow, and so it is no Keras of the one that is pinned."""
    files = {**environment(".venv", keras="2.4.3"), "requirements.txt": "tensorflow==2.15.1\n"}
    assert "2.4.3" not in releases(project(tmp_path, {**MARK, **files}), "keras")


def test_a_target_has_no_company_in_an_environment_that_it_excludes(tmp_path: Path) -> None:
    files = {**MARK, **environment(".venv", keras="2.4.3")}
    seen = project(tmp_path, files, targets={"tensorflow": "2.15.1"})
    assert releases(seen, "tensorflow") == {"2.15.1"}
    assert "2.4.3" not in releases(seen, "keras")


def active(tmp_path: Path, files: Mapping[str, str], **versions: str) -> Project:
    other = Project(tmp_path / "elsewhere", environment("env", **versions))
    return project(tmp_path, {**MARK, **files}, active=str(other.folder / "env"))


ACTIVE: dict[str, tuple[dict[str, str], dict[str, str], set[str]]] = {
    "decides where nothing else speaks": ({}, {}, {"2.4.4"}),
    "narrows a pin": ({"requirements.txt": "tensorflow>=2\n"}, {}, {"2.4.4"}),
    "that a pin excludes belongs to something else": (
        {"requirements.txt": "tensorflow==2.15.1\n"},
        {},
        {"2.15.1"},
    ),
    "says nothing beside the project's own": (
        environment(".venv", tensorflow="2.5.0"),
        {},
        {"2.5.0"},
    ),
    "for tools alone says nothing": ({}, {"tensorflow_hub": ""}, {"2.21.0"}),
}


@pytest.mark.parametrize(("files", "versions", "expected"), ACTIVE.values(), ids=ACTIVE)
def test_the_active_environment(
    tmp_path: Path, files: dict[str, str], versions: dict[str, str], expected: set[str]
) -> None:
    seen = active(tmp_path, files, **versions)
    assert releases(seen, "tensorflow") == expected


def test_one_version_that_a_pin_excludes_makes_the_active_environment_another_project_s(
    tmp_path: Path,
) -> None:
    seen = active(tmp_path, {"requirements.txt": "tensorflow-hub==0.15.0\n"})
    assert releases(seen, "tensorflow") == {"2.15.1"}


def test_the_active_environment_is_called_so(tmp_path: Path) -> None:
    [text] = active(tmp_path, {}).evidence("main.py:3", "tensorflow")
    assert text.endswith("/env, the active environment")


NAMED: dict[str, tuple[dict[str, str], set[str]]] = {
    "beats a lock file": (
        {"uv.lock": '[[package]]\nname = "tensorflow"\nversion = "2.15.1"\n'},
        {"2.4.4"},
    ),
    "beats a pin": ({"requirements.txt": "tensorflow==2.15.1\n"}, {"2.4.4"}),
    "beats the project's own": (environment(".venv", tensorflow="2.5.0"), {"2.4.4"}),
}


@pytest.mark.parametrize(("files", "expected"), NAMED.values(), ids=NAMED)
@pytest.mark.parametrize("named", ["env", "env/bin/python"])
def test_an_environment_that_is_named(
    tmp_path: Path, files: dict[str, str], expected: set[str], named: str
) -> None:
    other = Project(tmp_path / "elsewhere", {**environment("env"), "env/bin/python": ""})
    seen = project(tmp_path, {**MARK, **files}, python=str(other.folder / named))
    assert releases(seen, "tensorflow") == expected


def test_none_means_none(tmp_path: Path) -> None:
    seen = project(tmp_path, {**MARK, **environment(".venv")}, python="none")
    assert releases(seen, "tensorflow") == {"2.21.0"}


def test_a_named_environment_of_which_nothing_can_be_learned_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path, environment(".venv", tensorflow_hub="")).folder
    settings = Settings(str(folder), python=str(folder / ".venv"))
    [note] = check(settings, [folder / "main.py"]).notes
    assert note.text.endswith("/.venv has no tensorflow_hub; it is passed over")


@pytest.mark.parametrize(
    ("versions", "code"),
    [
        ({"tensorflow": "2.16.1", "tensorflow_hub": "0.16.1", "setuptools": "82.0.0"}, "HUB407"),
        ({"tensorflow": "2.16.1", "tensorflow_hub": "0.16.1", "setuptools": "75.0.0"}, "HUB408"),
    ],
    ids=["a setuptools without pkg_resources", "hub without tf_keras"],
)
def test_an_environment_in_which_hub_can_t_be_imported_is_told_at_the_import(
    tmp_path: Path, versions: dict[str, str], code: str
) -> None:
    seen = project(tmp_path, {**MARK, **environment(".venv", **versions)})
    assert f"main.py:1 {code}" in seen.codes
    assert seen.finding(code).severity == "error"


@pytest.mark.parametrize(
    ("targets", "codes"),
    [
        ({}, ["HUB408"]),
        ({"tensorflow_hub": "0.16.1"}, ["HUB408"]),
        ({"tensorflow": "2.17.0", "tensorflow_hub": "0.16.1"}, []),
    ],
    ids=["nothing else is asked for", "what is locked", "another TensorFlow"],
)
def test_a_lock_file_says_nothing_of_what_comes_with_other_releases(
    tmp_path: Path, targets: dict[str, str], codes: list[str]
) -> None:
    locked = "".join(
        f'[[packages]]\nname = "{name}"\nversion = "{version}"\n'
        for name, version in (("tensorflow", "2.16.1"), ("tensorflow-hub", "0.16.1"))
    )
    code = "import tensorflow_hub as hub\n"
    files = {**MARK, "pylock.toml": locked, "main.py": code}
    seen = Project(tmp_path, files, targets=targets)
    assert [one.code for one in seen.findings] == codes


def test_a_branch_for_versions_that_are_not_installed_is_never_reached(tmp_path: Path) -> None:
    code = """
        import tensorflow as tf
        import tensorflow_hub as hub

        if tf.__version__.startswith("1."):
            hub.Module("./model")
        """
    seen = project(tmp_path, {**MARK, **environment(".venv"), "main.py": code})
    assert seen.codes == []
