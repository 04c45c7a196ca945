"""Files get their new content whole, all together or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hublint.editing.replace_files import Change, ReplaceProblem, replace_files


def made(path: Path, data: bytes = b"old\n") -> Change:
    path.write_bytes(data)
    return Change(str(path), data, b"new\n")


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".hublint")]


def test_a_file_gets_its_new_content(tmp_path: Path) -> None:
    change = made(tmp_path / "a.py")
    replace_files([change])
    assert (tmp_path / "a.py").read_bytes() == b"new\n"
    assert not leftovers(tmp_path)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    change = made(tmp_path / "a.py")
    os.chmod(change.path, mode)
    replace_files([change])
    assert stat.S_IMODE(os.stat(change.path).st_mode) == mode


def test_a_symbolic_link_stays_one_and_its_target_changes(tmp_path: Path) -> None:
    made(tmp_path / "real.py")
    link = tmp_path / "links" / "a.py"
    link.parent.mkdir()
    link.symlink_to("../real.py")
    replace_files([Change(str(link), b"old\n", b"new\n")])
    assert link.is_symlink()
    assert os.readlink(link) == "../real.py"
    assert (tmp_path / "real.py").read_bytes() == b"new\n"


def test_a_file_that_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    change = made(tmp_path / "a.py")
    (tmp_path / "a.py").write_bytes(b"somebody's\n")
    with pytest.raises(ReplaceProblem, match="changed"):
        replace_files([change])
    assert (tmp_path / "a.py").read_bytes() == b"somebody's\n"
    assert not leftovers(tmp_path)


@pytest.mark.parametrize("broken", ["gone", "changed", "a folder"])
def test_if_one_of_several_files_fails_none_changes(tmp_path: Path, broken: str) -> None:
    changes = [made(tmp_path / name) for name in ("a.py", "b.py", "c.py")]
    if broken == "gone":
        (tmp_path / "b.py").unlink()
    elif broken == "changed":
        (tmp_path / "b.py").write_bytes(b"somebody's\n")
    else:
        (tmp_path / "b.py").unlink()
        (tmp_path / "b.py").mkdir()
    with pytest.raises(ReplaceProblem, match=r"b\.py"):
        replace_files(changes)
    assert (tmp_path / "a.py").read_bytes() == b"old\n"
    assert (tmp_path / "c.py").read_bytes() == b"old\n"
    assert not leftovers(tmp_path)


def test_an_interrupted_run_leaves_every_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = [made(tmp_path / name) for name in ("a.py", "b.py")]
    real, calls = os.replace, []

    def replace(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        replace_files(changes)
    assert [(tmp_path / name).read_bytes() for name in ("a.py", "b.py")] == [b"old\n", b"old\n"]
    assert not leftovers(tmp_path)


def test_a_file_that_may_not_be_written_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = made(tmp_path / "a.py")
    os.chmod(change.path, 0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # as for anyone but root
    with pytest.raises(ReplaceProblem, match="read-only"):
        replace_files([change])
    assert (tmp_path / "a.py").read_bytes() == b"old\n"
