"""Which versions does a Python environment have?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.versions.installed import environment_folder, read_environment

POSIX = "lib/python3.11/site-packages"
WINDOWS = "Lib/site-packages"
NEEDED = ("tensorflow_cpu-2.15.1.dist-info", "tensorflow_hub-0.15.0.dist-info")


def environment(root: Path, packages: str, *names: str, config: str = "") -> Path:
    for name in names:
        (root / packages / name).mkdir(parents=True)
    if config:
        (root / "pyvenv.cfg").write_text(config)
    return root


def shown(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("packages", [POSIX, WINDOWS], ids=["on POSIX", "on Windows"])
def test_the_folders_of_site_packages_tell(tmp_path: Path, packages: str) -> None:
    others = ("numpy-1.26.4.dist-info", "tensorflow", "keras.dist-info")
    folder = environment(tmp_path / "env", packages, *NEEDED, *others, config="version = 3.11.7\n")
    found = read_environment(folder, shown)
    assert [(one.package, one.specifier, one.source) for one in found.requirements] == [
        ("tensorflow", "==2.15.1", "installed"),
        ("tensorflow_hub", "==0.15.0", "installed"),
        ("python", "==3.11.*", "installed"),
    ]
    assert {one.span.path for one in found.requirements} == {"env"}


def test_an_environment_without_a_configuration_tells_its_python_by_its_folders(
    tmp_path: Path,
) -> None:
    found = read_environment(environment(tmp_path, "lib/python3.8/site-packages", *NEEDED), shown)
    assert found.requirements[-1].written == "python==3.8.*"


def test_a_folder_that_only_looks_like_a_distribution_is_passed_over(tmp_path: Path) -> None:
    names = (*NEEDED, "keras-unknown.dist-info")
    found = read_environment(environment(tmp_path, WINDOWS, *names), shown)
    assert [one.package for one in found.requirements] == ["tensorflow", "tensorflow_hub"]


FLAWS = {
    "a folder that is not there": ((), "", "is no Python environment"),
    "one without hub": (NEEDED[:1], "", "has no tensorflow_hub"),
    "one without TensorFlow": (NEEDED[1:], "", "has no TensorFlow"),
    "one that sees the packages of its Python": (
        NEEDED,
        "include-system-site-packages = true\n",
        "sees packages outside of it, which are not read",
    ),
}


@pytest.mark.parametrize(("names", "config", "flaw"), FLAWS.values(), ids=FLAWS)
def test_of_some_folders_nothing_can_be_learned(
    tmp_path: Path, names: tuple[str, ...], config: str, flaw: str
) -> None:
    found = read_environment(environment(tmp_path, POSIX, *names, config=config), shown)
    assert (found.requirements, found.flaw) == ((), flaw)


INTERPRETERS = {
    "on POSIX": ("env/bin/python3.11", "env"),
    "on Windows": ("env/Scripts/python.exe", "env"),
    "of conda on Windows": ("env/python.exe", "env"),
}


@pytest.mark.parametrize(("interpreter", "folder"), INTERPRETERS.values(), ids=INTERPRETERS)
def test_an_interpreter_names_its_environment(
    tmp_path: Path, interpreter: str, folder: str
) -> None:
    path = tmp_path / interpreter
    path.parent.mkdir(parents=True)
    path.touch()
    assert environment_folder(path) == tmp_path / folder


def test_a_folder_names_itself(tmp_path: Path) -> None:
    assert environment_folder(tmp_path) == tmp_path
