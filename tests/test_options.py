"""What was asked on the command line?"""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.commands import COMMANDS
from hublint.settings.option_parser import parser_of
from hublint.settings.options import Options, parse


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        pytest.param("", "command", "check", id="no word checks"),
        pytest.param("src app.py", "paths", ["src", "app.py"], id="words are paths"),
        pytest.param("check src", "command", "check", id="check is the long form"),
        pytest.param("check check", "paths", ["check"], id="only the first word is a command"),
        pytest.param("./rules", "command", "check", id="./rules is a path"),
        pytest.param("src rules", "paths", ["src", "rules"], id="so is a later word"),
        pytest.param("explain HUB101", "rule", "HUB101", id="explain takes a rule"),
        pytest.param("config app.py", "paths", ("app.py",), id="config takes a path"),
        pytest.param("config", "paths", (), id="or none"),
        pytest.param(
            "--select HUB1,hub2 --ignore a",
            "selection",
            (("select", "HUB1"), ("select", "hub2"), ("ignore", "a")),
            id="choices keep their order",
        ),
        pytest.param(
            "--ignore=a --extend-select ' b , '",
            "selection",
            (("ignore", "a"), ("extend-select", "b")),
            id="blanks and empty words in choices count for nothing",
        ),
        pytest.param(
            "--exclude a,b --exclude c", "exclude", ("a", "b", "c"), id="exclude collects"
        ),
        pytest.param(
            "--target tensorflow=2.15 --target 'tf-keras=>=2.15,<3'",
            "targets",
            {"tensorflow": "2.15", "tf_keras": ">=2.15,<3"},
            id="targets collect, by the vocabulary's names",
        ),
        pytest.param(
            "--target keras=2 --target keras=3",
            "targets",
            {"keras": "3"},
            id="the last target wins",
        ),
        pytest.param("--runtime tf1-compat", "runtime", "tf1-compat", id="runtime"),
        pytest.param("-q", "quiet", True, id="-q"),
    ],
)
def test_arguments(line: str, field: str, value: object) -> None:
    assert getattr(parse(shlex.split(line)), field) == value


@given(st.lists(st.text().filter(lambda word: not word.startswith("-"))))
def test_paths_alone_mean_what_they_mean_among_options(words: list[str]) -> None:
    among_options = parse(["check", "--color", "auto", "--", *words])
    assert vars(among_options).items() >= vars(parse(["check", *words])).items()
    for name, value in vars(among_options).items():
        assert getattr(parse(["check", *words]), name) == value


def test_only_what_was_given_settles_settings() -> None:
    assert parse([]).given() == {}
    given = parse(["--runtime", "tf2", "--select", "HUB1"]).given()
    assert given == {"runtime": "tf2", "selection": (("select", "HUB1"),)}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("--runtime tf3", "invalid choice: 'tf3'", id="an unknown runtime"),
        pytest.param("--output-format yaml", "invalid choice: 'yaml'", id="an unknown format"),
        pytest.param("--fail-on never", "invalid choice: 'never'", id="an unknown level"),
        pytest.param("--isol", "unrecognized arguments: --isol", id="no abbreviations"),
        pytest.param("--isolated --config x", "not allowed with", id="no file and one file"),
        pytest.param(
            "--target keras", '"keras" is not NAME=VERSION', id="a target without version"
        ),
        pytest.param(
            "--target tensorfow=2.1",
            "tensorfow: unknown library, did you mean `tensorflow`?",
            id="an unknown library",
        ),
        pytest.param(
            "--target keras=three", '"three" is neither a version nor a range', id="no version"
        ),
        pytest.param(
            "--stdin-filename a.py", "needs the path -", id="a name for no standard input"
        ),
        pytest.param(
            "--quiet rules", "a command comes first: hublint rules", id="a command after an option"
        ),
        pytest.param("--fix --add-noqa", "not allowed with --add-noqa", id="repairs and silence"),
        pytest.param(
            "--diff --write-baseline", "not allowed with --write-baseline", id="or a baseline"
        ),
        pytest.param("--jobs 0", '"0" is no number from 1 on', id="no processes"),
        pytest.param("--jobs two", '"two" is no number from 1 on', id="no number"),
        pytest.param("--max-warnings -1", '"-1" is no number from 0 on', id="less than none"),
        pytest.param("facts -", "facts are told of files", id="facts of standard input"),
        pytest.param("explain", "CODE|NAME --traceback is required", id="explain without a rule"),
    ],
)
def test_a_mistake_ends_with_2_and_says_what_it_is(
    line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(shlex.split(line))
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_screen(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    lines = parser_of(command).format_help().splitlines()
    assert len(lines) <= 64
    assert max(map(len, lines)) <= 100


def test_help_names_every_command_and_every_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    parser = parser_of("check")
    text = parser.format_help()
    flags = [flag for action in parser._actions for flag in action.option_strings]
    assert [flag for flag in flags if f" {flag}" not in text] == ["-h"]
    assert all(f"  {command} " in text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_a_default_in_options(command: str) -> None:
    taken = [action.dest for action in parser_of(command)._actions if action.dest != "help"]
    assert [name for name in taken if not hasattr(Options, name)] == []
