"""What does one run read, and what comes of it?"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.commands.check import configurations, files_to_read
from hublint.files.disk import Place
from hublint.model import CallVerdict, FileReport, Finding, HubCall, Report, Severity, Span
from hublint.run import (
    Batch,
    Outcome,
    ShowProgress,
    batches,
    check_all,
    fails,
)
from hublint.settings.config import FailOn, Settings
from hublint.settings.options import parse

SPAN = Span("app.py", 1, 1, 1, 5)


def finding(severity: Severity = "error", code: str = "HUB101") -> Finding:
    return Finding(SPAN, code, "module-in-eager", severity, "proven", "is unsupported")


def report(*findings: Finding, verdict: str = "supported") -> Report:
    call = CallVerdict(HubCall("load", SPAN), (), (), verdict)  # type: ignore[arg-type]
    return Report((FileReport("app.py", True, tuple(findings), (call,)),))


def made(cwd: Path, *words: str, stdin: bytes = b"") -> tuple[list[Batch], list[str]]:
    options = parse(words)
    configs = configurations(options, str(cwd))
    found = files_to_read(options, str(cwd), configs)
    return batches(options, str(cwd), configs, found, lambda: stdin)


def names(batch: Batch, root: Path) -> list[str]:
    return [Path(file).relative_to(root).as_posix() for file in batch.files]


def test_files_under_one_configuration_are_one_batch(tmp_path: Path) -> None:
    (tmp_path / "a.py").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.py").touch()
    (batch,), problems = made(tmp_path)
    assert names(batch, tmp_path) == ["a.py", "sub/b.py"]
    assert not problems


def test_each_configuration_makes_a_batch_of_its_own(tmp_path: Path) -> None:
    for folder, runtime in (("old", "tf1"), ("new", "tf2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").touch()
        (tmp_path / folder / "hublint.toml").write_text(f'runtime = "{runtime}"')
    found, _ = made(tmp_path)
    assert [(names(batch, tmp_path), batch.settings.runtime) for batch in found] == [
        (["new/a.py"], "tf2"),
        (["old/a.py"], "tf1"),
    ]


def test_a_broken_configuration_costs_its_own_files_only(tmp_path: Path) -> None:
    for folder, text in (("old", "runtime = 1"), ("new", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").touch()
        (tmp_path / folder / "hublint.toml").write_text(text)
    found, problems = made(tmp_path)
    assert [names(batch, tmp_path) for batch in found] == [["new/a.py"]]
    assert problems == ["old/hublint.toml: runtime: must be a string"]


def test_standard_input_stands_for_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "hublint.toml").write_text('runtime = "tf1"')
    (batch,), _ = made(tmp_path, "-", "--stdin-filename", "app.py", stdin=b"x = 1")
    assert batch.stdin == ("app.py", b"x = 1")
    assert batch.files == ()
    assert batch.settings.runtime == "tf1"


def test_standard_input_without_a_name_has_a_name_that_says_so(tmp_path: Path) -> None:
    (batch,), _ = made(tmp_path, "-", stdin=b"x = 1")
    assert batch.stdin == ("<stdin>", b"x = 1")


def test_standard_input_can_be_excluded_by_its_name(tmp_path: Path) -> None:
    words = ("-", "--stdin-filename", "old/app.py", "--exclude", "old/")
    assert len(made(tmp_path, *words)[0]) == 1
    assert made(tmp_path, *words, "--force-exclude") == ([], [])


@pytest.mark.parametrize(
    ("severity", "fail_on", "failing"),
    [
        ("error", "error", True),
        ("error", "undecided", True),
        ("warning", "error", False),
        ("warning", "warning", True),
        ("info", "warning", False),
        ("info", "info", True),
        ("info", "undecided", True),
    ],
)
def test_what_fails(severity: Severity, fail_on: FailOn, failing: bool) -> None:
    assert fails(report(finding(severity)), fail_on) is failing


def test_an_undecided_call_fails_only_if_asked() -> None:
    undecided = report(verdict="undecided")
    assert fails(undecided, "undecided")
    assert not fails(undecided, "info")
    assert not fails(report(), "undecided")


@pytest.mark.parametrize(
    ("outcome", "exit_zero", "code"),
    [
        pytest.param(Outcome(report(), False, ()), False, 0, id="clean"),
        pytest.param(Outcome(report(finding()), True, ()), False, 1, id="findings"),
        pytest.param(Outcome(report(finding()), True, ()), True, 0, id="findings, exit zero"),
        pytest.param(Outcome(report(finding()), True, ("x",)), False, 2, id="a problem beats them"),
        pytest.param(Outcome(report(), False, ("x",)), True, 2, id="exit zero hides no problem"),
        pytest.param(
            Outcome(report(finding(code="HUB000")), True, ()), True, 2, id="hublint itself failed"
        ),
    ],
)
def test_exit_codes(outcome: Outcome, exit_zero: bool, code: int) -> None:
    assert outcome.exit_code(exit_zero) == code


def test_all_batches_make_one_report_by_path_and_fail_by_their_own_settings() -> None:
    seen: list[tuple[int, int]] = []

    def check(
        settings: Settings,
        files: Sequence[Place],
        stdin: tuple[str, bytes] | None,
        progress: ShowProgress | None,
    ) -> Report:
        assert progress is not None
        progress(1, len(files))
        path = str(files[0])
        return Report(
            (FileReport(path, findings=(finding("warning"),)),), sources={path: f"text of {path}"}
        )

    strict = Batch(Settings("/b", fail_on="warning"), ("b.py",))
    lenient = Batch(Settings("/a", fail_on="error"), ("a.py",))
    outcome = check_all([strict, lenient], (), check, lambda done, of: seen.append((done, of)))
    assert [file.path for file in outcome.report.files] == ["a.py", "b.py"]
    assert outcome.report.sources == {"a.py": "text of a.py", "b.py": "text of b.py"}
    assert outcome.failing
    assert not check_all([lenient], (), check, lambda done, of: None).failing
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("here", "paths", "code"),
    [
        pytest.param("", [], 0, id="the folder in which hublint runs"),
        pytest.param("", ["a/src/app.py"], 0, id="also where a file is named"),
        pytest.param("a/src", [], 1, id="and none above it"),
    ],
)
def test_where_no_project_is_marked_dependency_files_count_up_to_a_folder(
    here: str, paths: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in an archive that somebody unpacked, or a folder of a container's image."""
    (tmp_path / "a" / "src").mkdir(parents=True)
    (tmp_path / "a" / "requirements.txt").write_text("tensorflow==1.15.5\n")
    program = "import tensorflow_hub as hub\nhub.Module('https://tfhub.dev/google/elmo/3')\n"
    (tmp_path / "a" / "src" / "app.py").write_text(program)
    monkeypatch.chdir(tmp_path / here)
    assert main([*paths, "--fail-on", "warning"]) == code
