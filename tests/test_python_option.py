"""Which environment counts where the command line, the configuration or VIRTUAL_ENV names one?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.cli import main

MODULE = 'import tensorflow_hub as hub\n\nhub.Module("https://tfhub.dev/google/elmo/3")\n'
REMOVED = "hub.Module was removed in tensorflow_hub 0.16\n"


def environment(folder: Path, hub: str = "0.16.1") -> Path:
    for name in ("tensorflow-2.15.1", f"tensorflow_hub-{hub}"):
        (folder / "lib/python3.11/site-packages" / f"{name}.dist-info").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("version = 3.11.7\n")
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that pins nothing; hublint is run in its folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("")
    (folder / "main.py").write_text(MODULE)
    monkeypatch.chdir(folder)
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    main([*words, "--select", "HUB401", "--no-cache"])
    return capsys.readouterr().out


def test_an_option_names_it(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert REMOVED not in told(capsys, ".")
    assert REMOVED in told(capsys, ".", "--python", str(environment(tmp_path / "env")))


def test_the_configuration_names_it_from_its_own_folder(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(project / "env")
    (project / "hublint.toml").write_text('python = "env"\n')
    monkeypatch.chdir(project.parent)
    assert REMOVED in told(capsys, "project")


def test_the_option_wins_over_the_configuration(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment(project / "env")
    (project / "hublint.toml").write_text('python = "env"\n')
    assert REMOVED not in told(capsys, ".", "--python", "none")


def test_the_active_environment_is_read(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", str(environment(tmp_path / "env")))
    assert REMOVED in told(capsys, ".")


def test_a_kept_report_is_not_given_in_another_environment(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = environment(tmp_path / "old", "0.12.0"), environment(tmp_path / "new")
    for active, removed in ((old, False), (new, True), (old, False)):
        monkeypatch.setenv("VIRTUAL_ENV", str(active))
        main(["."])
        assert (REMOVED in capsys.readouterr().out) is removed


def test_a_kept_report_is_not_given_after_an_upgrade(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = environment(project / ".venv", "0.12.0") / "lib/python3.11/site-packages"
    main(["."])
    assert REMOVED not in capsys.readouterr().out
    (packages / "tensorflow_hub-0.12.0.dist-info").rename(
        packages / "tensorflow_hub-0.16.1.dist-info"
    )
    main(["."])
    assert REMOVED in capsys.readouterr().out


def test_a_path_that_is_not_there_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--python", "gone", "."]) == 2
    assert "argument --python: there is no file or folder gone" in capsys.readouterr().err


def test_the_version_names_the_environment(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment(project / ".venv")
    main(["--version", "--verbose"])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == ("environment .venv: tensorflow==2.15.1, tensorflow_hub==0.16.1, python==3.11.*")
