"""A user's own rules are pages, too: loaded by the configuration, tested by `test-rules`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hublint.cli import main

EXAMPLE = Path(__file__).parent.parent / "examples" / "own_rules"
PAGE = (EXAMPLE / "lint" / "HUB900-no-elmo.md").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "bot")
    monkeypatch.chdir(tmp_path / "bot")
    return tmp_path / "bot"


def concise(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    main([*words, "--output-format", "concise", "--no-cache"])
    return capsys.readouterr().out


def test_a_rule_of_ones_own_speaks_where_its_folder_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
):
    assert "answers.py:5:8 HUB900 no-elmo warning: " in concise(capsys)


def test_its_folder_counts_from_the_configuration(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(project.parent)
    assert "HUB900" in concise(capsys, "bot")


@pytest.mark.parametrize("word", ["HUB900", "no-elmo", "HUB9"])
def test_it_is_chosen_like_any_other(project: Path, capsys: pytest.CaptureFixture[str], word: str):
    assert "HUB900" not in concise(capsys, "--ignore", word)


def test_what_it_says_is_silenced_like_anything_else(
    project: Path, capsys: pytest.CaptureFixture[str]
):
    file = project / "answers.py"
    file.write_text(file.read_text().replace('elmo/3")', 'elmo/3")  # noqa: HUB900'))
    assert "HUB900" not in concise(capsys)


def test_a_page_that_changes_is_read_anew(project: Path, capsys: pytest.CaptureFixture[str]):
    page = project / "lint" / "HUB900-no-elmo.md"
    main([])
    assert "since May" in capsys.readouterr().out
    page.write_text(PAGE.replace("since May", "since June"))
    main([])
    assert "since June" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(("HUB900", "HUB190"), "own codes are HUB900 to HUB999", id="a code of ours"),
        pytest.param(("no-elmo", "module-in-eager"), "is taken by", id="a name that is taken"),
        pytest.param(("handle =", "handel ="), "did you mean", id="a fact that there isn't"),
    ],
)
def test_a_page_that_can_not_be_followed_ends_the_run(
    project: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], says: str
):
    (project / "lint" / "HUB900-no-elmo.md").write_text(PAGE.replace(*change))
    assert main(["--no-cache"]) == 2
    assert says in capsys.readouterr().err


def test_a_folder_that_is_not_there_ends_the_run(project: Path, capsys: pytest.CaptureFixture[str]):
    shutil.rmtree(project / "lint")
    assert main(["--no-cache"]) == 2
    assert "no folder of rule pages" in capsys.readouterr().err


class TestShown:
    """`hublint rules` and `hublint explain` know the rules of the folder in which they are run."""

    def test_lists_a_rule_of_ones_own(self, project: Path, capsys: pytest.CaptureFixture[str]):
        assert main(["rules"]) == 0
        last = capsys.readouterr().out.splitlines()[-1]
        says = "ELMo is loaded, which the service for sentences has replaced"
        assert " ".join(last.split()) == f"HUB900 no-elmo warning - {says}"

    @pytest.mark.parametrize("word", ["HUB900", "hub900", "no-elmo"])
    def test_explains_it(self, project: Path, capsys: pytest.CaptureFixture[str], word: str):
        assert main(["explain", word]) == 0
        assert capsys.readouterr().out.startswith("HUB900 no-elmo")

    @pytest.mark.parametrize(
        "words",
        [
            pytest.param(["--isolated"], id="where no configuration is read"),
            pytest.param(["--config", "../other.toml"], id="where another one is"),
        ],
    )
    def test_knows_it_nowhere_else(
        self, project: Path, capsys: pytest.CaptureFixture[str], words: list[str]
    ):
        (project.parent / "other.toml").touch()
        assert main(["rules", *words]) == 0
        assert "HUB900" not in capsys.readouterr().out
        assert main(["explain", "HUB900", *words]) == 2

    def test_the_configuration_may_lie_elsewhere(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ):
        monkeypatch.chdir(project.parent)
        assert main(["explain", "no-elmo", "--config", "bot/pyproject.toml"]) == 0

    def test_a_page_that_can_not_be_followed_is_told(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ):
        page = project / "lint" / "HUB900-no-elmo.md"
        page.write_text(PAGE.replace("handle =", "handel ="))
        assert main(["rules"]) == 2
        assert "did you mean" in capsys.readouterr().err


class TestTestRules:
    """`hublint test-rules FOLDER` runs the pages' Bad and Good programs."""

    def test_says_of_each_program_that_it_does_as_it_says(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ):
        assert main(["test-rules", "lint"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines == ["ok HUB900 Bad 1", "ok HUB900 Good 1", "2 programs of 1 rule, 0 failed"]

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            pytest.param(
                ("  # HUB900", ""),
                "FAILED HUB900 Bad 1: no line carries # HUB900",
                id="a Bad program without a claim",
            ),
            pytest.param(
                ('"https://tfhub.dev/google/elmo/*"', '"*bert*"'),
                "FAILED HUB900 Bad 1: fires on nothing, not on main.py:3",
                id="a rule that does not fire",
            ),
            pytest.param(
                ('"https://tfhub.dev/google/elmo/*"', '"*"'),
                "FAILED HUB900 Good 1: fires on main.py:3, not on nothing",
                id="a rule that fires on what is good",
            ),
            pytest.param(
                ("## Good", "## Better"),
                "FAILED HUB900 Good: the page has no program there",
                id="a page without a Good program",
            ),
        ],
    )
    def test_fails_where_a_program_does_otherwise(
        self,
        project: Path,
        capsys: pytest.CaptureFixture[str],
        change: tuple[str, str],
        says: str,
    ):
        (project / "lint" / "HUB900-no-elmo.md").write_text(PAGE.replace(*change))
        assert main(["test-rules", "lint"]) == 1
        assert says in capsys.readouterr().out.splitlines()

    def test_a_folder_without_pages_tests_nothing(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ):
        (project / "empty").mkdir()
        assert main(["test-rules", "empty"]) == 1
        assert capsys.readouterr().out.strip() == "0 programs of 0 rules, 0 failed"
