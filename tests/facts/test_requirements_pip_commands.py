"""What does a `pip install` command ask for?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.facts.versions.pip_commands import parse_pip_command, parse_shell_command
from hublint.model import Span

SPAN = Span("train.ipynb", 1, 1, 1, 40, cell=2)

COMMANDS = {
    "a notebook's shell line": (
        "!pip install -q tensorflow==1.15.2",
        ["tensorflow==1.15.2"],
    ),
    "a notebook's magic": (
        "%pip install tensorflow-hub",
        ["tensorflow_hub"],
    ),
    "several packages, options between": (
        'pip install --upgrade "tensorflow-text==2.11.*" -i https://example.org/simple keras',
        ["tensorflow_text==2.11.*", "keras"],
    ),
    "pip3 by its path": ("/usr/bin/pip3.7 install tensorflow==2.1.0", ["tensorflow==2.1.0"]),
    "a module of Python": ("python3 -m pip install tensorflow==2.1.0", ["tensorflow==2.1.0"]),
    "a later command of the line": (
        "apt-get update && pip install tensorflow==1.14; echo done",
        ["tensorflow==1.14"],
    ),
    "two pip commands": (
        "pip install keras==2.3.1 && pip install tensorflow-hub==0.7.0",
        ["keras==2.3.1", "tensorflow_hub==0.7.0"],
    ),
    "a comment": ("pip install keras==2.3.1 # not tensorflow==2.4", ["keras==2.3.1"]),
    "an extra": ("pip install 'tensorflow[and-cuda]==2.18.1'", ["tensorflow==2.18.1"]),
    "an unquoted bound": ("pip install tensorflow>=2.16.0", ["tensorflow>=2.16.0"]),
    "a file and an address": (
        "pip install -r requirements.txt git+https://example.org/keras#egg=keras",
        [],
    ),
    "a name that is an option's value": ("pip install --no-binary tensorflow numpy", []),
    "a removal": ("pip uninstall -y tensorflow", []),
    "no pip at all": ("npm install tensorflow==1.0.0", []),
    "a quotation without an end": ("pip install keras==2.3.1 'tensorflow==2.4", ["keras==2.3.1"]),
    "a version that only Python knows": ("!pip install tensorflow=={version}", []),
}


@pytest.mark.parametrize(("text", "asked"), COMMANDS.values(), ids=COMMANDS)
def test_a_shell_line_asks_for(text: str, asked: list[str]) -> None:
    found = parse_shell_command(text, SPAN)
    assert [one.package + one.specifier for one in found] == asked
    assert all(one.source == "code" and one.span == SPAN for one in found)


LISTS = {
    "the whole command of a subprocess": ["python", "-m", "pip", "install", "tensorflow==1.15.2"],
    "the arguments of pip's own main": ["install", "-q", "tensorflow==1.15.2"],
}


@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS)
def test_a_list_of_words_asks_for(words: list[str]) -> None:
    (found,) = parse_pip_command(words, SPAN)
    assert found.specifier == "==1.15.2"


def test_a_list_that_installs_nothing_asks_for_nothing() -> None:
    assert parse_pip_command(["pip", "show", "tensorflow"], SPAN) == ()


@given(st.text(alphabet="pip install tensorflow==<>&|;()[]{}'\"\\#!%-=1.2\n"))
def test_any_shell_line_is_read_without_an_error(text: str) -> None:
    for one in parse_shell_command("pip install " + text, SPAN):
        assert one.package == "tensorflow"
