"""`--timing` tells where the time of a run went."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.timing import MAX_FILES, Clock, clock, measuring, stage

HUB = "import tensorflow_hub as hub\nhub.Module('https://tfhub.dev/google/elmo/3')\n"


def test_of_stages_within_one_another_each_has_its_own_time() -> None:
    measured = Clock()
    with measuring(measured), stage("outer"), stage("inner"):
        time.sleep(0.05)
    assert measured.stages["inner"] >= 0.05
    assert measured.stages["outer"] < measured.stages["inner"]


def test_without_a_clock_nothing_is_measured() -> None:
    measured = Clock()
    with measuring(measured), measuring(None), stage("parse"):
        assert clock() is None
    assert measured.stages == {}


def test_a_stage_that_fails_is_measured_too() -> None:
    measured = Clock()
    with pytest.raises(KeyError), measuring(measured), stage("parse", "app.py"):
        raise KeyError
    assert (list(measured.stages), list(measured.files)) == (["parse"], ["app.py"])


def test_the_clocks_of_several_processes_are_added() -> None:
    one, other = Clock(), Clock()
    one.stages, other.stages = {"parse": 1.0}, {"parse": 2.0, "facts": 3.0}
    one.files, other.files = {"a.py": 1.0}, {"a.py": 5.0}
    one.add(other)
    assert (one.stages, one.files) == ({"parse": 3.0, "facts": 3.0}, {"a.py": 6.0})


def test_the_slowest_files_are_told_first_and_no_more_than_fit() -> None:
    measured = Clock()
    measured.files = {f"{number:02}.py": float(number) for number in range(30)}
    told = [line.split()[-1] for line in measured.table(1.0).splitlines()[2:]]
    assert told == [f"{number:02}.py" for number in range(29, 29 - MAX_FILES, -1)]


@pytest.mark.parametrize(
    ("text", "words", "stages"),
    [
        pytest.param("x = 1\n", [], ["walk", "gate"], id="without hub"),
        pytest.param(
            HUB,
            ["--no-cache"],
            ["walk", "gate", "read", "imports", "waiting", "parse", "facts", "rules", "repairs"],
            id="with hub",
        ),
        pytest.param(HUB, ["--diff"], ["walk", "gate", "parse", "facts"], id="that repairs"),
    ],
)
def test_a_run_tells_its_stages_on_standard_error(
    text: str,
    words: list[str],
    stages: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(text)
    main([".", *words])
    plain = capsys.readouterr()
    main([".", "--timing", *words])
    timed = capsys.readouterr()
    without_seconds = re.compile(r"[\d.]+ m?s\b")
    assert without_seconds.sub("", timed.out) == without_seconds.sub("", plain.out)
    told = re.findall(r"^([a-z ]+?) +[\d.]+ s$", timed.err, re.MULTILINE)
    assert set(stages) <= set(told)
    assert told[-2:] == ["other", "in all"]


def test_the_stages_of_all_processes_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text(HUB)
    main([".", "--timing", "--no-cache", "--jobs", "2"])
    told = capsys.readouterr().err
    assert {"a.py", "b.py", "c.py"} <= set(told.split())
    assert re.search(r"^parse ", told, re.MULTILINE)
