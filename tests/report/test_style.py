"""How does text look on a terminal, and where does it go?"""

import io
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from hublint.report.outlet import emit, write_file
from hublint.report.progress import Progress
from hublint.report.style import counted, wants_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("when", "stream", "environment", "colour"),
    [
        pytest.param("auto", Terminal(), {}, True, id="a terminal"),
        pytest.param("auto", io.StringIO(), {}, False, id="no terminal"),
        pytest.param("auto", Terminal(), {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param("auto", Terminal(), {"NO_COLOR": ""}, True, id="an empty NO_COLOR is none"),
        pytest.param("auto", io.StringIO(), {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param(
            "auto", Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, id="both: none"
        ),
        pytest.param("auto", Terminal(), {"TERM": "dumb"}, False, id="a dumb terminal"),
        pytest.param("always", io.StringIO(), {"NO_COLOR": "1"}, True, id="always"),
        pytest.param("never", Terminal(), {"FORCE_COLOR": "1"}, False, id="never"),
    ],
)
def test_colour(
    when: str, stream: io.StringIO, environment: Mapping[str, str], colour: bool
) -> None:
    assert wants_colour(when, stream, environment) is colour


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        pytest.param("utf-8", "é 日".encode(), id="UTF-8 has all"),
        pytest.param("ascii", rb"\xe9 \u65e5", id="ASCII has none"),
        pytest.param("cp1252", b"\xe9 " + rb"\u65e5", id="a Windows code page has some"),
    ],
)
def test_any_encoding_takes_any_text(encoding: str, written: bytes) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    emit("é 日", stream)
    assert raw.getvalue() == written


def test_a_file_is_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    write_file("é\n", str(path))
    assert path.read_bytes() == "é\n".encode()


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (1234, "1,234 files")]
)
def test_numbers_have_their_nouns(number: int, text: str) -> None:
    assert counted(number, "file") == text


def test_progress_says_nothing_of_a_short_run() -> None:
    stream = Terminal()
    progress = Progress(stream)
    progress(1, 2)
    progress.close()
    assert stream.getvalue() == ""


def test_progress_of_a_long_run_is_one_line_that_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    stream = Terminal()
    progress = Progress(stream)
    now += 2
    progress(500, 2000)
    progress(501, 2000)  # too soon after the last
    progress.close()
    assert stream.getvalue() == "\r500 of 2,000 files\r\033[K"
