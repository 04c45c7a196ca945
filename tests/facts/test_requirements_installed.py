"""Which versions does a virtual environment have?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.installed import read_installed


def environment(root: Path, packages: str, names: list[str]) -> Path:
    for name in names:
        (root / packages / name).mkdir(parents=True)
    return root


@pytest.mark.parametrize(
    "packages",
    ["lib/python3.11/site-packages", "Lib/site-packages"],
    ids=["on POSIX", "on Windows"],
)
def test_the_folders_of_site_packages_tell(tmp_path: Path, packages: str) -> None:
    names = [
        "tensorflow_cpu-2.15.1.dist-info",
        "tensorflow_hub-0.15.0.dist-info",
        "numpy-1.26.4.dist-info",
        "tensorflow",
        "keras.dist-info",
    ]
    found = read_installed(environment(tmp_path, packages, names), lambda path: path.name)
    assert [(one.package, one.specifier, one.source) for one in found] == [
        ("tensorflow", "==2.15.1", "installed"),
        ("tensorflow_hub", "==0.15.0", "installed"),
    ]
    assert found[0].span.path == "tensorflow_cpu-2.15.1.dist-info"


def test_the_environment_tells_its_python(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.7\n")
    (found,) = read_installed(tmp_path, lambda path: path.name)
    assert (found.package, found.specifier) == ("python", "==3.11.*")


def test_a_folder_that_is_no_environment_has_nothing(tmp_path: Path) -> None:
    assert read_installed(tmp_path / "gone", str) == ()


def test_a_folder_that_only_looks_like_a_distribution_is_passed_over(tmp_path: Path) -> None:
    names = ["tensorflow-unknown.dist-info", "keras-2.15.0.dist-info"]
    found = read_installed(environment(tmp_path, "Lib/site-packages", names), str)
    assert [one.package for one in found] == ["keras"]
