"""What does this file say?"""

import os
from pathlib import Path

import pytest

from hublint.sources.source import Source, Unreadable, display_path, read_source, source_of

HUB = b"import tensorflow_hub as hub\n"
ANYWHERE = Path("app.py")


def source(data: bytes) -> Source:
    found = source_of(ANYWHERE, "app.py", data)
    assert isinstance(found, Source)
    return found


def unreadable(data: bytes, max_size: int = 1_000_000) -> Unreadable:
    found = source_of(ANYWHERE, "app.py", data, max_size)
    assert isinstance(found, Unreadable)
    return found


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param(b"x = 1\n", "x = 1\n", "utf-8", id="ASCII is UTF-8"),
        pytest.param("x = 'é'".encode(), "x = 'é'", "utf-8", id="UTF-8 is the default"),
        pytest.param(b"a\r\nb\rc\n", "a\r\nb\rc\n", "utf-8", id="line ends stay as they are"),
        pytest.param(b"", "", "utf-8", id="an empty file is an empty text"),
        pytest.param(
            b"# -*- coding: latin-1 -*-\n# caf\xe9",
            "# -*- coding: latin-1 -*-\n# café",
            "iso-8859-1",
            id="a coding line in the first line counts",
        ),
        pytest.param(
            b"#!/usr/bin/python\n# coding=cp1252\n# \x80",
            "#!/usr/bin/python\n# coding=cp1252\n# €",
            "cp1252",
            id="a coding line in the second line counts",
        ),
        pytest.param(
            b"\xef\xbb\xbfx = 1\n", "x = 1\n", "utf-8-sig", id="a byte order mark is no text"
        ),
    ],
)
def test_text_and_encoding(data: bytes, text: str, encoding: str) -> None:
    found = source(data)
    assert found.text == text
    assert found.encoding == encoding
    assert found.text.encode(found.encoding) == data


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        pytest.param(
            b"x = 1\n\n# caf\xe9\n",
            3,
            "it is not utf-8: byte 0xe9 can't be decoded",
            id="bytes that are no UTF-8, without a coding line",
        ),
        pytest.param(
            b"# \xe9\nx = 1\n",
            1,
            "it is not utf-8: byte 0xe9 can't be decoded",
            id="bytes that are no UTF-8, where the coding line would be",
        ),
        pytest.param(
            b"# coding: klingon\nx = 1\n",
            1,
            "its coding line is wrong: unknown encoding: klingon",
            id="a coding line that names no encoding",
        ),
        pytest.param(
            b"# coding: hex\n00",
            1,
            "its encoding, hex, is none of text",
            id="a coding line that names a codec of bytes",
        ),
        pytest.param(
            b"# coding: ascii\n\n# caf\xe9",
            3,
            "it is not ascii: byte 0xe9 can't be decoded",
            id="bytes that are not what the coding line says",
        ),
        pytest.param(b"x\n\0", 2, "it holds a null byte", id="a null byte"),
    ],
)
def test_bytes_that_give_no_text_say_where_and_why(data: bytes, line: int, reason: str) -> None:
    found = unreadable(data)
    assert (found.kind, found.line, found.reason) == ("undecodable", line, reason)


def test_an_unreadable_file_still_says_whether_it_mentions_hub() -> None:
    assert unreadable(HUB + b"\xff").mentions_hub
    assert not unreadable(b"\xff").mentions_hub


@pytest.mark.parametrize(
    ("data", "mentions"),
    [
        pytest.param(HUB, True, id="an import"),
        pytest.param(b"from tensorflow_hub import KerasLayer", True, id="a from-import"),
        pytest.param(b"x = LazyLoader('tensorflow_hub')", True, id="a name in a string"),
        pytest.param(b"import paddlehub as hub", False, id="another hub"),
        pytest.param(b"torch.hub.load('x')", False, id="torch's hub"),
    ],
)
def test_the_gate_passes_what_names_the_library(data: bytes, mentions: bool) -> None:
    assert source(data).mentions_hub is mentions


def test_a_file_over_the_limit_is_skipped_and_says_so() -> None:
    found = unreadable(HUB, max_size=10)
    assert found.kind == "too-large"
    assert found.reason == "skipped, since 29 bytes are more than max-file-size (10)"
    assert found.mentions_hub


def test_a_file_of_just_the_limit_is_read() -> None:
    assert isinstance(source_of(ANYWHERE, "app.py", HUB, len(HUB)), Source)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_a_file_of_any_size_is_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "app.py"
    path.write_bytes(b"#" * size)
    found = read_source(path, "app.py")
    assert isinstance(found, Source)
    assert len(found.data) == size


def test_a_file_that_is_gone_costs_itself_only(tmp_path: Path) -> None:
    found = read_source(tmp_path / "gone.py", "gone.py")
    assert isinstance(found, Unreadable)
    assert (found.kind, found.reason) == ("missing", "No such file or directory")


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        pytest.param(("work", "app", "x.py"), "app/x.py", id="below the run's folder: from there"),
        pytest.param(("other", "x.py"), "/other/x.py", id="elsewhere: absolute"),
        pytest.param(("workshop", "x.py"), "/workshop/x.py", id="a name that only begins alike"),
    ],
)
def test_paths_are_shown_from_the_run_s_folder(parts: tuple[str, ...], shown: str) -> None:
    cwd = os.sep + "work"
    assert display_path(os.sep + os.path.join(*parts), cwd) == shown
