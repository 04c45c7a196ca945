"""Which findings did the author of the code silence, and which requests silence nothing?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hublint.editing.edits import Text
from hublint.judging.rulebook import load_rulebook
from hublint.model import CallVerdict, Event, FileReport, Finding, HubCall, Span
from hublint.silencing.suppress import Silencing, suppress, suppressions_in, unsure_places

RULES = load_rulebook()


def finding(code: str, line: int, end_line: int = 0, cell: int | None = None) -> Finding:
    span = Span("app.py", line, 1, end_line or line, 9, cell)
    return Finding(span, code, RULES.find(code).name, "error", "proven", "is unsupported")


def checked(
    text: str, *findings: Finding, reason: bool = False, unsure: tuple[Span, ...] = ()
) -> FileReport:
    report = FileReport("app.py", parsed=True, findings=findings)
    found = suppressions_in({None: text}, "app.py", RULES)
    return suppress(report, found, Silencing(RULES, reason, unsure))


def codes(report: FileReport) -> list[str]:
    return [finding.code for finding in report.findings]


CALL = "x = hub.Module(\n    HANDLE,\n    trainable=True,\n)"


def behind(line: int, comment: str) -> str:
    """The call over four lines, with a comment at the end of one."""
    lines = CALL.split("\n")
    lines[line - 1] += f"  {comment}"
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(behind(1, "# noqa: HUB101"), id="a noqa with the code, on the first line"),
        pytest.param(behind(4, "# noqa: HUB101"), id="or on the last line"),
        pytest.param(behind(1, "# noqa"), id="a noqa without codes"),
        pytest.param(behind(1, "#noqa:HUB101"), id="without blanks"),
        pytest.param(behind(1, "# NOQA: hub101"), id="in any case"),
        pytest.param(behind(1, "# noqa: HUB1"), id="a code's beginning"),
        pytest.param(behind(1, "# noqa: E501,HUB101"), id="among others' codes"),
        pytest.param(behind(1, "# noqa: E501 HUB101 as the others"), id="with text behind"),
        pytest.param(behind(1, "# noqa: module-in-eager"), id="the rule's name"),
        pytest.param(behind(1, "# type: ignore  # noqa: HUB101"), id="behind another comment"),
        pytest.param(behind(1, "# noqa: HUB101  # type: ignore"), id="before another comment"),
        pytest.param(behind(1, "# hublint: ignore[module-in-eager] old"), id="hublint's own"),
        pytest.param(behind(4, "# hublint: ignore[HUB201, HUB101]"), id="of which one holds"),
        pytest.param(behind(1, "# hublint:ignore"), id="hublint's own without words"),
        pytest.param("# hublint: ignore[HUB101] old\n" + CALL, id="on a line of its own above"),
        pytest.param("# hublint: ignore[HUB101]\n# and why\n\n" + CALL, id="above, with more"),
        pytest.param("# hublint: ignore-file[HUB101] old\n" + CALL, id="for the file, at its top"),
        pytest.param(CALL + "\n# hublint: ignore-file", id="for the file, anywhere"),
    ],
)
def test_a_finding_is_silenced_by(text: str) -> None:
    start = 1 + text.split("x = ")[0].count("\n")
    report = checked(text, finding("HUB101", start, start + 3))
    assert "HUB101" not in codes(report)
    assert report.suppressed == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(behind(2, "# noqa: HUB101"), id="a comment between its first and last line"),
        pytest.param(behind(1, "# noqa: HUB201"), id="another code"),
        pytest.param(behind(1, "# noqa: HUB10, E501"), id="a code that is none, but begins alike"),
        pytest.param(behind(1, "# hublint: ignore[]"), id="brackets without a word"),
        pytest.param(behind(1, "# hublint: skip"), id="a word that asks for nothing"),
        pytest.param("# noqa: HUB101\n" + CALL, id="a noqa on a line of its own"),
        pytest.param('s = "# noqa: HUB101"; ' + CALL, id="what is said in a string"),
        pytest.param("y = 1  # hublint: ignore[HUB101]\n" + CALL, id="another line's comment"),
    ],
)
def test_a_finding_is_not_silenced_by(text: str) -> None:
    start = 1 + text.split("x = ")[0].count("\n")
    known = "HUB201" if "HUB10," in text else "HUB101"
    report = checked(text, finding(known, start, start + 3))
    assert known in codes(report)
    assert report.suppressed == 0


def test_a_string_over_several_lines_is_one_row() -> None:
    text = 'x = hub.load("""https://\ntfhub.dev""")  # noqa: HUB101\n'
    assert codes(checked(text, finding("HUB101", 1, 1))) == []


def test_carriage_returns_end_lines() -> None:
    text = 'x = 1\r\ny = hub.Module("")  # noqa: HUB101\r\nz = 2  # noqa: HUB101\r\n'
    (left,) = checked(text, finding("HUB101", 2)).findings
    assert (left.code, left.span.line, left.span.column) == ("HUB002", 3, 8)
    assert left.fix
    assert Text(text).edited(left.fix.edits) == text.replace("2  # noqa: HUB101", "2")


def test_that_hublint_failed_is_never_silenced() -> None:
    assert codes(checked("# hublint: ignore-file\n", finding("HUB000", 1))) == ["HUB000"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("# hublint: ignore-file[HUB001] Python 2\nx = '''\n", 2, id="before it"),
        pytest.param("!pip install $x\ny = 1  # noqa: HUB001\n", 2, id="behind a shell's line"),
        pytest.param("x = 1\ny = '''  # noqa: HUB001\n", 2, id="on its line"),
        pytest.param("x = '''(\n# hublint: ignore[HUB001] shell\ny = 1\n", 3, id="above its line"),
    ],
)
def test_what_can_t_be_tokenized_is_read_line_by_line(text: str, line: int) -> None:
    report = suppress(
        FileReport("app.py", findings=(finding("HUB001", line),)),
        suppressions_in({None: text}, "app.py", RULES),
        Silencing(RULES),
    )
    assert report.findings == ()
    assert report.suppressed == 1


def test_a_cell_s_comment_speaks_of_its_cell_and_a_file_s_of_all() -> None:
    findings = (finding("HUB101", 1, cell=1), finding("HUB101", 1, cell=2))
    report = FileReport("a.ipynb", parsed=True, findings=findings)
    for comment, left in (("ignore[HUB101]", [2]), ("ignore-file[HUB101]", [])):
        texts = {1: f"x = 1  # hublint: {comment} old", 2: "y = 1"}
        told = suppress(report, suppressions_in(texts, "a.ipynb", RULES), Silencing(RULES))
        assert [finding.span.cell for finding in told.findings] == left


@pytest.mark.parametrize(
    ("line", "message", "repaired"),
    [
        pytest.param(
            "x = 1  # noqa: HUB101", "no HUB101 is found here", "x = 1", id="an unused code"
        ),
        pytest.param(
            "x = 1  # noqa: E501, HUB101,HUB201",
            "no HUB101 is found here; no HUB201 is found here",
            "x = 1  # noqa: E501",
            id="others' codes are kept",
        ),
        pytest.param(
            "x = 1  # noqa: HUB101  # type: ignore",
            "no HUB101 is found here",
            "x = 1  # type: ignore",
            id="other comments are kept",
        ),
        pytest.param(
            "x = 1  # type: ignore  # noqa: HUB101 old",
            "no HUB101 is found here",
            "x = 1  # type: ignore",
            id="before it, too",
        ),
        pytest.param(
            "x = 1  # noqa: HUB110",
            "no HUB110 is found here",
            "x = 1",
            id="every known code is looked for",
        ),
        pytest.param(
            "x = 1  # noqa: HUB999",
            "no rule is called `HUB999`, did you mean `HUB409`?",
            "x = 1",
            id="a code that there isn't",
        ),
        pytest.param(
            "x = 1  # hublint: ignore[module-in-eagre]",
            "no rule is called `module-in-eagre`, did you mean `module-in-eager`?",
            "x = 1",
            id="a slip",
        ),
        pytest.param(
            "x = 1  # hublint: ingore[HUB101]",
            "`# hublint: ingore` asks for nothing, did you mean `ignore`?",
            "x = 1",
            id="a slip in the verb",
        ),
        pytest.param(
            "x = 1  # hublint: ignore[]", "its brackets name no rule", "x = 1", id="no words"
        ),
        pytest.param(
            "x = 1  # hublint: ignore", "nothing is found here", "x = 1", id="no brackets"
        ),
        pytest.param(
            "# hublint: ignore-file[HUB1] old\nx = 1",
            "no HUB1 is found here",
            "x = 1",
            id="a line of its own goes as a whole",
        ),
    ],
)
def test_what_silences_nothing_is_told_and_repaired(line: str, message: str, repaired: str) -> None:
    (unused,) = checked(f"{line}\n").findings
    assert (unused.code, unused.name, unused.message) == ("HUB002", "unused-suppression", message)
    assert unused.fix
    assert unused.fix.safety == "safe"
    assert Text(f"{line}\n").edited(unused.fix.edits) == f"{repaired}\n"


def test_of_several_words_the_used_ones_stay() -> None:
    text = "x = 1  # hublint: ignore[HUB201, HUB101] old\n"
    (unused,) = checked(text, finding("HUB101", 1)).findings
    assert unused.message == "no HUB201 is found here"
    assert unused.fix
    assert Text(text).edited(unused.fix.edits) == "x = 1  # hublint: ignore[HUB101] old\n"


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("# noqa", id="a noqa without codes, which others read"),
        pytest.param("# noqa: E501", id="others' codes"),
        pytest.param("# noqa: HUB002", id="who names HUB002 alone"),
        pytest.param("# noqa: HUB101, HUB002", id="or beside what is unused"),
        pytest.param("# noqa: HUB003", id="a rule that is not chosen"),
        pytest.param("# nothing of ours", id="any other comment"),
        pytest.param("# see hublint: it is good", id="a comment that speaks of hublint"),
    ],
)
def test_nothing_is_said_of(comment: str) -> None:
    assert codes(checked(f"x = 1  {comment}\n")) == []


def test_nothing_is_said_of_a_line_whose_call_is_undecided() -> None:
    span = Span("app.py", 2, 1, 2, 9)
    call = HubCall("load", Span("app.py", 1, 1, 1, 9))
    verdict = CallVerdict(call, (), (), "undecided")
    report = FileReport("app.py", parsed=True, calls=(verdict,))
    unsure = unsure_places(report, [Event("called", "load", span, call, ({},))])
    assert codes(checked("h = 1\nh()  # noqa: HUB104\n", unsure=unsure)) == []
    assert codes(checked("h = 1  # noqa: HUB104\nh()\n", unsure=unsure)) == ["HUB002"]


def test_a_rule_that_is_switched_off_says_nothing() -> None:
    rules = RULES.selected([("ignore", "HUB002")])
    report = FileReport("app.py", parsed=True)
    found = suppressions_in({None: "x = 1  # noqa: HUB101"}, "app.py", rules)
    assert suppress(report, found, Silencing(rules)).findings == ()


@pytest.mark.parametrize(
    ("comment", "wanting"),
    [
        ("# noqa: HUB101", True),
        ("# noqa: HUB101 until the move", False),
        ("# hublint: ignore[HUB101]", True),
        ("# hublint: ignore[HUB101] until the move", False),
        ("# noqa", False),
    ],
)
def test_a_reason_can_be_required(comment: str, wanting: bool) -> None:
    text = f"x = 1  {comment}\n"
    report = checked(text, finding("HUB101", 1), reason=True)
    assert codes(report) == ["HUB002"] * wanting
    assert report.suppressed == 1
    if wanting:
        assert report.findings[0].fix is None
        assert "require-reason" in report.findings[0].message


def test_text_without_a_mark_is_not_tokenized() -> None:
    assert suppressions_in({None: "x = '''# never closed"}, "app.py", RULES) == ()


def test_a_report_stays_as_it_is_where_nothing_is_suppressed() -> None:
    report = FileReport("app.py", parsed=True, findings=(finding("HUB101", 1),))
    assert suppress(report, (), Silencing(RULES)) == replace(report)


def test_the_run_counts_what_is_suppressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hublint.cli import main

    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").write_text("tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
    code = 'import tensorflow_hub as hub\nx = hub.Module("https://tfhub.dev/google/elmo/3")'
    Path("app.py").write_text(f"{code}  # noqa: HUB101\n")
    assert main(["--color", "never"]) == 0
    assert capsys.readouterr().out.startswith("1 suppressed in 1 file, 1 hub call")
    Path("hublint.toml").write_text("require-reason = true\n[severity]\nHUB002 = 'error'\n")
    assert main(["--output-format", "concise"]) == 1
    assert "app.py:2:52 HUB002 unused-suppression error: " in capsys.readouterr().out


def test_what_is_suppressed_can_be_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hublint.cli import main

    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").write_text("tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
    code = 'import tensorflow_hub as hub\nx = hub.Module("https://tfhub.dev/google/elmo/3")'
    Path("app.py").write_text(f"{code}  # noqa: HUB101\ny = 1  # noqa: HUB201\n")
    assert main(["--ignore-noqa", "--output-format", "concise"]) == 1
    out = capsys.readouterr().out
    assert "HUB101" in out
    assert "HUB002" not in out


CLASH = "tensorflow==2.16.1\ntensorflow-hub==0.15.0"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        pytest.param("requirements.txt", f"{CLASH}\n", 1, id="no comment"),
        pytest.param("requirements.txt", f"{CLASH}  # noqa: HUB403\n", 0, id="on the line"),
        pytest.param(
            "requirements.txt",
            CLASH.replace("\n", "\n# hublint: ignore[versions-clash] it's no import here\n"),
            0,
            id="on a line above",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\nname = "a"\nversion = "1"\ndependencies = [\n  "tensorflow==2.16.1",\n'
            '  "tensorflow-hub==0.15.0",  # noqa: HUB403\n]\n',
            0,
            id="in a list of TOML",
        ),
    ],
)
def test_lines_of_dependency_files_can_be_silenced(
    name: str,
    text: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from hublint.cli import main

    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text)
    Path("app.py").write_text(
        'import tensorflow_hub as hub\nx = hub.load("https://tfhub.dev/google/nnlm-en-dim128/2")\n'
    )
    assert main([]) == code
    assert ("1 suppressed" in capsys.readouterr().out) is (code == 0)
    if code:
        assert main(["--add-noqa"]) == 1
        assert "1 can't be silenced by a comment" in capsys.readouterr().out
        assert Path(name).read_text() == text
