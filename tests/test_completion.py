"""What does a shell need to know to complete a command line? Asked of the real bash."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.commands import COMMANDS
from hublint.report import RENDERERS
from hublint.settings.option_parser import parser_of

# Asks the script's own function for the words that complete the last of these.
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_shtab_hublint 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        pytest.param([""], set(COMMANDS), id="a command"),
        pytest.param(["--output-format", ""], set(RENDERERS), id="a format"),
        pytest.param(["check", "--color", "a"], {"auto", "always"}, id="behind a command"),
        pytest.param(["explain", "module-in-e"], {"module-in-eager"}, id="a rule by its name"),
        pytest.param(["explain", "HUB101"], {"HUB101"}, id="or by its code"),
        pytest.param(["check", "a"], {"app.py"}, id="a path"),
        pytest.param(["--config", "h"], {"hublint.toml"}, id="a file of an option"),
        pytest.param(["completion", "z"], {"zsh"}, id="a shell"),
    ],
)
def test_bash_completes(
    words: list[str], wanted: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bash = shutil.which("bash")
    assert bash
    for name in ("app.py", "hublint.toml"):
        (tmp_path / name).touch()
    path = tmp_path / "script"
    path.write_text(script("bash", capsys))
    command = [bash, "-c", ASK, "bash", str(path), "hublint", *words]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert set(said.stdout.split()) == wanted


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_every_option(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = script(shell, capsys)
    flags = {
        flag
        for command in COMMANDS
        for action in parser_of(command)._actions
        for flag in action.option_strings
        if flag not in ("-h", "--help")
    }
    assert [flag for flag in flags if flag.lstrip("-") not in text] == []
    assert "hublint" in text


def test_what_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert "pip install 'hublint[completion]'" in capsys.readouterr().err
