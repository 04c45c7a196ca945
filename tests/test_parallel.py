"""However many processes work, the report is the same."""

from __future__ import annotations

import os
import threading
import time
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
    assert spread(lambda number: number**2, range(50), jobs) == [number**2 for number in range(50)]


def test_it_is_done_in_other_processes() -> None:
    assert can_fork()

    def work(number: int) -> int:
        time.sleep(0.01)
        return os.getpid()

    assert len(set(spread(work, range(40), 3))) == 3


def test_a_process_that_has_threads_does_it_all_itself() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert set(spread(lambda number: os.getpid(), range(4), 2)) == {os.getpid()}
    finally:
        stop.set()
        thread.join()


def test_what_fails_there_fails_here() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        time.sleep(0.01)
        if os.getpid() != parent:
            raise KeyError("there")
        return number

    with pytest.raises(KeyError, match="there"):
        spread(work, range(20), 2)


def test_what_a_dead_process_has_taken_is_done_here() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        time.sleep(0.01)
        if os.getpid() != parent:
            os._exit(1)
        return number

    assert spread(work, range(20), 2) == list(range(20))


def test_what_fails_here_leaves_no_process_behind() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() == parent:
            raise KeyError("here")
        time.sleep(60)
        return number

    with pytest.raises(KeyError, match="here"):
        spread(work, range(20), 3)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_can_have_no_process_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    assert spread(lambda number: os.getpid(), range(4), 2) == [os.getpid()] * 4


def test_the_largest_are_begun_first() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        time.sleep(0.01)
        return number

    spread(work, range(10), 2)
    assert begun == sorted(begun, reverse=True)


def test_what_is_needed_next_is_prepared_while_others_work() -> None:
    prepared: list[int] = []
    spread(lambda number: number, range(4), 2, lambda: prepared.append(os.getpid()))
    assert prepared == [os.getpid()]


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
