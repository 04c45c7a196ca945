"""However many processes work, the report is the same."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from hublint.engine import check
from hublint.files.disk import Answers, remembering
from hublint.files.paths import find_files
from hublint.parallel import can_fork, spread
from hublint.settings.config import Settings
from tests.benchmarks.trees import write_tree

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
def test_what_is_spread_comes_back_in_order(jobs: int) -> None:
    assert spread(lambda number: number**2, 50, jobs) == [number**2 for number in range(50)]


def test_it_is_done_in_other_processes() -> None:
    assert can_fork()
    assert os.getpid() not in spread(lambda number: os.getpid(), 4, 2)


def test_a_process_that_has_threads_does_it_all_itself() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert set(spread(lambda number: os.getpid(), 4, 2)) == {os.getpid()}
    finally:
        stop.set()
        thread.join()


def test_what_fails_there_fails_here() -> None:
    def work(number: int) -> int:
        if number == 3:
            raise KeyError("three")
        return number

    with pytest.raises(KeyError, match="three"):
        spread(work, 5, 2)


def test_what_a_dead_process_has_not_done_is_done_here() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if number == 3 and os.getpid() != parent:
            os._exit(1)
        return number

    assert spread(work, 20, 2) == list(range(20))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_tree(tmp_path, files=24, with_hub=12)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("folder", ["a generated tree", "the examples"])
def test_the_report_is_that_of_one_process(
    folder: str, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree if folder == "a generated tree" else ROOT / "examples"
    monkeypatch.chdir(root)
    files = [Path(file) for file in find_files(["."], cwd=str(root)).files]
    settings = Settings(str(root))
    alone = check(settings, files)
    assert any(report.findings for report in alone.files)
    assert [check(settings, files, jobs=jobs) for jobs in (2, 3)] == [alone, alone]


def test_what_the_disk_told_the_others_is_remembered(tree: Path) -> None:
    files = [Path(file) for file in find_files(["."], cwd=str(tree)).files]
    told = []
    for jobs in (1, 2):
        answers = Answers()
        with remembering(answers):
            check(Settings(str(tree)), files, jobs=jobs)
        told.append(answers.digests)
    assert told[0].keys() <= told[1].keys()
    assert told[0].items() <= told[1].items()
