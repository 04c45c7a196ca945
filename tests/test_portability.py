"""Nothing depends on Linux: not on forks, any console's encoding, any line end, drive letters."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hublint.files.display import display_path
from hublint.parallel import spread
from hublint.report import RENDERERS

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "hublint").rglob("*.py"))

# What not every system has. os.chown is asked for where its lack is caught.
MODULES_OF_UNIX = {
    "curses",
    "fcntl",
    "grp",
    "posix",
    "pty",
    "pwd",
    "readline",
    "resource",
    "termios",
    "tty",
}
CALLS_OF_UNIX = {
    f"os.{name}" for name in ("fork", "getuid", "killpg", "mkfifo", "setsid", "sysconf")
}

# What is asked for only where this process was seen to be able to.
GUARDED = {"hublint/parallel.py": {"os.fork"}}

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
BROKEN = (
    "import tensorflow_hub as hub\n\n"
    'größe = hub.Module("https://tfhub.dev/google/elmo/3")  # ☃ \U0001f40d\n'
)


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def asked_for(path: Path) -> set[str]:
    """The modules that a file imports, and what it names of the module os."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os":
            found.add(f"os.{node.attr}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_asks_for_what_only_unix_has(path: Path) -> None:
    of_unix = asked_for(path) & (MODULES_OF_UNIX | CALLS_OF_UNIX)
    assert of_unix == GUARDED.get(path.relative_to(ROOT).as_posix(), set())


def test_where_nothing_can_be_forked_one_process_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "fork")
    assert spread(lambda number: os.getpid(), range(4), 2) == [os.getpid()] * 4


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text(PINS)
    (tmp_path / "app.py").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "hublint.toml").write_text("# ☃\n", encoding="utf-8")
    return tmp_path


def hublint(
    folder: Path, *words: str, options: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *options, "-m", "hublint", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "encoding"),
    [*((name, "ascii") for name in RENDERERS), ("text", "cp437"), ("text", "utf-16")],
)
def test_any_console_shows_every_format(project: Path, name: str, encoding: str) -> None:
    said = hublint(project, "--output-format", name, PYTHONIOENCODING=encoding)
    assert said.returncode == 1
    assert said.stderr == b""
    assert "HUB101" in said.stdout.decode(encoding)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--output-file", "report.txt"],
        ["--write-baseline"],
        ["--diff"],
        ["--add-noqa"],
        ["config"],
        ["explain", "HUB101"],
        ["facts"],
    ],
    ids=" ".join,
)
def test_no_file_is_read_or_written_in_the_machine_s_own_encoding(
    project: Path, words: list[str]
) -> None:
    strict = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")
    said = hublint(project, *words, options=strict)
    assert b"EncodingWarning" not in said.stderr
    assert said.returncode in (0, 1)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["carriage return, line feed", "the old Mac"])
def test_line_ends_change_nothing_but_themselves(project: Path, end: str) -> None:
    plain = hublint(project, "--output-format", "gitlab")
    hublint(project, "--write-baseline")
    (project / "app.py").write_bytes(BROKEN.replace("\n", end).encode())
    assert hublint(project, "--output-format", "gitlab").stdout == plain.stdout
    assert hublint(project, "--baseline", "hublint-baseline.json").returncode == 0
    assert hublint(project, "--add-noqa").returncode == 0
    lines = (project / "app.py").read_bytes().decode().split(end)
    assert lines[2].endswith("  # noqa: HUB101")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param(r"C:\work\app\a.py", "app/a.py", id="below the folder"),
        pytest.param(r"C:\worker\a.py", "C:/worker/a.py", id="a folder that begins alike"),
        pytest.param(r"D:\app\a.py", "D:/app/a.py", id="on another drive"),
        pytest.param(r"\\server\share\a.py", "//server/share/a.py", id="on a server"),
    ],
)
def test_paths_of_windows_are_shown_with_slashes(
    path: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    assert display_path(path, r"C:\work") == shown
