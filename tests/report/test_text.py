"""What does a person read?"""

from dataclasses import replace

import pytest

from hublint.model import FileReport, Fix, Missing, Report, Safety
from hublint.report import Look, concise, text

from .samples import CALLED, EMPTY, REPORT, SUPPORTED, UNDECIDED

QUIET = Look(quiet=True)


def test_a_report_as_text() -> None:
    assert text.render(REPORT, Look(seconds=0.25)) == (
        "app.py:3:9 HUB505 newer-tf2-version info (possible): there is a TF2 version\n"
        "  |\n"
        "3 | embed = hub.load(HANDLE)\n"
        "  |         ^^^^^^^^^^^^^^^^\n"
        "\n"
        "app.py:4:7 HUB104 tf1-object-called error: what hub.load gives for TF1 Hub format can't"
        " be called\n"
        "  |\n"
        '4 | print(embed(["a"]))\n'
        "  |       ^^^^^^^^^^^^\n"
        "  = because: the catalogue lists google/elmo/3 as TF1 Hub format\n"
        "  = because: HANDLE is https://tfhub.dev/google/elmo/3  (config.py:7)\n"
        "  = help: call its default signature (safe)\n"
        '    4 - print(embed(["a"]))\n'
        '    4 + print(embed.signatures["default"](["a"]))\n'
        "\n"
        "note: other.py: is large\n"
        "undecided: format: the handle comes from the command line (1 call, first other.py:2:1)\n"
        "help: --fix makes 1 repair; --diff shows them\n"
        "1 error, 1 info in 3 files, 2 hub calls (1 decided, 1 undecided), 0.25 s\n"
    )


def test_a_concise_report_has_one_line_for_each_finding() -> None:
    assert concise.render(REPORT, QUIET) == (
        "app.py:3:9 HUB505 newer-tf2-version info (possible): there is a TF2 version\n"
        "app.py:4:7 HUB104 tf1-object-called error: what hub.load gives for TF1 Hub format can't"
        " be called\n"
    )


@pytest.mark.parametrize(
    ("report", "line"),
    [
        pytest.param(EMPTY, "no use of TensorFlow Hub in 1 file (0.50 s)", id="no hub"),
        pytest.param(Report(()), "there is no Python file to read (0.50 s)", id="no file"),
        pytest.param(
            SUPPORTED,
            "all clear: 1 file, 1 hub call (1 decided, 0 undecided), 0.50 s",
            id="all supported",
        ),
        pytest.param(
            Report((FileReport("other.py", True, calls=(UNDECIDED,)),)),
            "nothing found in what is decided: 1 file, 1 hub call (0 decided, 1 undecided), 0.50 s",
            id="undecided is not clear",
        ),
        pytest.param(
            Report((FileReport("app.py", True, findings=(CALLED, CALLED), suppressed=1),)),
            "2 errors, 1 suppressed in 1 file, 0 hub calls (0 decided, 0 undecided), 0.50 s",
            id="found and suppressed",
        ),
    ],
)
def test_the_last_line(report: Report, line: str) -> None:
    assert text.render(report, Look(seconds=0.5)).splitlines()[-1] == line


@pytest.mark.parametrize("render", [text.render, concise.render])
def test_quiet_and_clean_is_silent(render: object) -> None:
    assert callable(render)
    assert render(SUPPORTED, QUIET) == ""


def test_verbose_tells_every_undecided_call() -> None:
    lines = text.render(REPORT, Look(verbose=True)).splitlines()
    assert (
        "other.py:2:1 undecided KerasLayer: format: the handle comes from the command line" in lines
    )


def test_the_same_reason_is_told_once_with_the_number_of_its_calls() -> None:
    report = Report((FileReport("other.py", True, calls=(UNDECIDED,) * 3),))
    line = "undecided: format: the handle comes from the command line (3 calls, first other.py:2:1)"
    assert line in text.render(report, Look()).splitlines()


def test_facts_that_one_reason_leaves_unknown_are_told_together() -> None:
    missing = (*UNDECIDED.missing, Missing("tags", UNDECIDED.missing[0].reason))
    report = Report((FileReport("other.py", True, calls=(replace(UNDECIDED, missing=missing),)),))
    line = (
        "undecided: format, tags: the handle comes from the command line"
        " (1 call, first other.py:2:1)"
    )
    assert line in text.render(report, Look()).splitlines()


def test_statistics_count_each_rule_the_most_frequent_first() -> None:
    report = Report((FileReport("app.py", findings=(*REPORT.files[0].findings, CALLED)),))
    lines = concise.render(report, Look(quiet=True, statistics=True)).splitlines()
    assert lines[-2:] == ["2 HUB104 tf1-object-called", "1 HUB505 newer-tf2-version"]


def test_a_repair_says_how_safe_it_is() -> None:
    def line(safety: Safety) -> str:
        fix = Fix("call its default signature", safety)
        report = Report((FileReport("app.py", findings=(replace(CALLED, fix=fix),)),))
        return text.render(report, QUIET).splitlines()[-1].strip()

    assert line("safe") == "= help: call its default signature (safe)"
    assert line("unsafe") == (
        "= help: call its default signature (unsafe: may change what the code does)"
    )
    assert line("display") == "= help: call its default signature"


@pytest.mark.parametrize(
    ("safeties", "line"),
    [
        (["safe", "safe"], "help: --fix makes 2 repairs; --diff shows them"),
        (["unsafe"], "help: --fix --unsafe-fixes makes 1 repair; --diff shows them"),
        (
            ["safe", "unsafe", "unsafe"],
            "help: --fix makes 1 repair, --fix --unsafe-fixes makes 2 more; --diff shows them",
        ),
    ],
)
def test_the_end_tells_how_many_repairs_can_be_made(safeties: list[Safety], line: str) -> None:
    assert CALLED.fix is not None
    fixes = [replace(CALLED.fix, safety=safety) for safety in safeties]
    report = Report((FileReport("a.py", findings=tuple(replace(CALLED, fix=f) for f in fixes)),))
    assert text.render(report, Look()).splitlines()[-2] == line


def test_what_is_only_shown_is_no_repair_to_be_made() -> None:
    assert CALLED.fix is not None
    shown = replace(CALLED, fix=replace(CALLED.fix, safety="display"))
    report = Report((FileReport("a.py", findings=(shown,)),))
    assert "--fix" not in text.render(report, Look())


def test_places_in_notebooks_name_the_cell() -> None:
    span = replace(CALLED.span, path="demo.ipynb", cell=3)
    report = Report((FileReport("demo.ipynb", findings=(replace(CALLED, span=span),)),))
    assert concise.render(report, QUIET).startswith("demo.ipynb:cell 3:4:7 HUB104 ")


def test_a_finding_about_a_file_shows_no_line() -> None:
    span = replace(CALLED.span, line=1, column=1, end_line=1, end_column=1)
    finding = replace(CALLED, span=span, why=(), fix=None)
    report = Report((FileReport("app.py", findings=(finding,)),), sources=REPORT.sources)
    assert len(text.render(report, QUIET).splitlines()) == 1


def test_colour_only_adds_codes() -> None:
    import re

    coloured = text.render(REPORT, Look(colour=True))
    assert "\033[1;31mHUB104\033[0m" in coloured
    assert re.sub(r"\033\[[0-9;]*m", "", coloured) == text.render(REPORT, Look())


def test_what_would_steer_a_terminal_is_escaped() -> None:
    finding = replace(CALLED, message="a\033[2Jb\nc\u202ed")
    report = Report((FileReport("app.py", findings=(finding,)),))
    assert r"error: a\x1b[2Jb\nc\u202ed" in concise.render(report, QUIET)
