"""Which findings are old, and known? By content and facts, never by the line's number."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hublint.cli import main
from hublint.model import FileReport, Finding, Report, Span
from hublint.silencing.baseline import Baseline, Entry

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
IMPORTS = "import tensorflow_hub as hub\n"
ELMO = 'elmo = hub.Module("https://tfhub.dev/google/elmo/3")\n'
NNLM = 'nnlm = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
FILE = "hublint-baseline.json"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").write_text(PINS)
    Path("app.py").write_text(IMPORTS + ELMO)

    def run_here(*words: str) -> tuple[int, str]:
        code = main(words)
        out, err = capsys.readouterr()
        return code, out + err

    return run_here


def entries(name: str = FILE) -> Any:
    return json.loads(Path(name).read_text())["findings"]


def test_what_is_written_is_known_from_then_on(run: Run) -> None:
    assert run()[0] == 1
    assert run("--write-baseline") == (0, f"{FILE} holds 1 finding\n")
    (entry,) = entries()
    assert (entry["path"], entry["code"], entry["name"]) == ("app.py", "HUB101", "module-in-eager")
    code, out = run("--baseline", FILE)
    assert code == 0
    assert f"note: 1 finding of {FILE} left out\n1 suppressed in 1 file" in out


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(IMPORTS + "\n\n" + ELMO, 0, id="moved down"),
        pytest.param(IMPORTS + "if 1:\n    " + ELMO, 0, id="indented"),
        pytest.param(IMPORTS + ELMO + NNLM, 1, id="another one beside it"),
        pytest.param(IMPORTS + ELMO + ELMO, 1, id="the same once more"),
        pytest.param(IMPORTS + NNLM, 1, id="another model"),
        pytest.param(IMPORTS + ELMO.replace("elmo =", "e ="), 1, id="another line"),
    ],
)
def test_what_stays_known(run: Run, text: str, code: int) -> None:
    run("--write-baseline")
    Path("app.py").write_text(text)
    assert run("--baseline", FILE)[0] == code


def test_a_raised_pin_leaves_it_known_and_another_runtime_does_not(run: Run) -> None:
    run("--write-baseline")
    assert run("--baseline", FILE, "--target", "tensorflow=2.10")[0] == 0
    model = ELMO.replace("hub.Module(", "hub.load(").replace(")\n", ')(["a"])\n')
    Path("app.py").write_text(IMPORTS + "URL = 'https://tfhub.dev/google/elmo/3'\n" + model)
    run("--write-baseline")
    assert run("--baseline", FILE)[0] == 0


def test_the_facts_make_another_finding_of_the_same_line(run: Run) -> None:
    call = "\nm = hub.Module(URL)\n"
    Path("app.py").write_text(f'{IMPORTS}URL = "https://tfhub.dev/google/elmo/3"{call}')
    run("--write-baseline")
    Path("app.py").write_text(f'{IMPORTS}URL = "https://tfhub.dev/google/elmo/2"{call}')
    assert run("--baseline", FILE)[0] == 1


def test_a_file_that_moved_takes_its_findings_along(run: Run) -> None:
    run("--write-baseline")
    Path("app.py").rename("main.py")
    assert run("--baseline", FILE)[0] == 0
    Path("app.py").write_text(Path("main.py").read_text())
    assert run("--baseline", FILE)[0] == 1


def test_what_is_found_no_more_is_told_and_pruned(run: Run) -> None:
    Path("app.py").write_text(IMPORTS + ELMO + NNLM)
    run("--write-baseline")
    Path("app.py").write_text(IMPORTS + NNLM)
    code, out = run("--baseline", FILE)
    assert code == 0
    told = f"note: {FILE}: 1 entry is found no more (first HUB101 in app.py), see --prune-baseline"
    assert told in out
    assert run("--prune-baseline") == (0, f"{FILE} holds 1 finding, 1 fewer\n")
    assert [entry["message"] for entry in entries()] == [entries()[0]["message"]]
    assert "found no more" not in run("--baseline", FILE)[1]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--select", "HUB2"], id="rules that did not speak"),
        pytest.param(["other.py"], id="files that were not read"),
    ],
)
def test_nothing_is_stale_of(run: Run, words: list[str]) -> None:
    Path("other.py").write_text(IMPORTS)
    run("--write-baseline")
    assert "found no more" not in run("--baseline", FILE, *words)[1]
    run("--prune-baseline", *words)
    assert len(entries()) == 1


def test_the_configuration_names_it_from_its_own_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("hublint.toml").write_text('baseline = "known.json"\n')
    assert run("--write-baseline")[1] == "known.json holds 1 finding\n"
    assert run()[0] == 0
    Path("sub").mkdir()
    monkeypatch.chdir("sub")
    assert run("..")[0] == 0


def test_a_run_without_hub_writes_an_empty_one(run: Run) -> None:
    Path("app.py").write_text("import os\n")
    assert run("--write-baseline")[0] == 0
    assert Path(FILE).read_text() == '{"version": 1, "findings": []}\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(None, "No such file or directory; --write-baseline makes one", id="missing"),
        pytest.param("{", "no valid JSON", id="no JSON"),
        pytest.param("[]", "no baseline: write it anew", id="another JSON"),
        pytest.param('{"version": 2, "findings": []}', "version 2 is not 1", id="another version"),
        pytest.param('{"version": 1, "findings": [{}]}', "no baseline", id="entries lacking keys"),
    ],
)
def test_a_baseline_that_can_t_be_read_stops_the_run(
    run: Run, text: str | None, message: str
) -> None:
    if text is not None:
        Path(FILE).write_text(text)
    code, out = run("--baseline", FILE)
    assert code == 2
    assert f"error: {FILE}: {message}" in out


def test_a_finding_of_hublint_s_own_failure_is_always_new(tmp_path: Path) -> None:
    failed = Finding(Span("a.py", 1, 1, 1, 1), "HUB000", "internal-error", "error", "proven", "x")
    known = replace(failed, code="HUB001", name="unreadable-file")
    report = Report((FileReport("a.py", findings=(failed, known)),))
    first = Baseline(str(tmp_path / FILE), str(tmp_path), ())
    first.without_known(report, ["HUB001"])
    assert [entry.code for entry in first.found] == ["HUB001"]
    second = Baseline(str(tmp_path / FILE), str(tmp_path), first.found)
    (file,) = second.without_known(report, ["HUB001"]).files
    assert [finding.code for finding in file.findings] == ["HUB000"]
    assert file.suppressed == 1


def test_paths_count_from_the_folder_of_the_baseline(tmp_path: Path) -> None:
    found = Finding(Span("../a.py", 1, 1, 1, 1), "HUB001", "unreadable-file", "error", "proven", "")
    baseline = Baseline(str(tmp_path / FILE), str(tmp_path / "sub"), ())
    baseline.without_known(Report((FileReport("../a.py", findings=(found,)),)), ["HUB001"])
    assert baseline.found == [
        Entry("a.py", "HUB001", "unreadable-file", baseline.found[0].fingerprint, "")
    ]


@pytest.mark.parametrize(("number", "code"), [("0", 1), ("1", 0), ("2", 0)])
def test_so_many_warnings_don_t_fail(run: Run, number: str, code: int) -> None:
    Path("hublint.toml").write_text('severity = {HUB101 = "warning"}\n')
    assert run()[0] == 1
    assert run("--max-warnings", number)[0] == code


def test_errors_fail_however_many_warnings_may(run: Run) -> None:
    assert run("--max-warnings", "9")[0] == 1
