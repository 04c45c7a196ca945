"""A run that was made before is not made again, and nobody could tell."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hublint.cache import FILE_NAME, MAX_REPORTS, Cache
from hublint.cli import main
from hublint.engine import check
from hublint.files.disk import CACHE_FOLDER
from hublint.files.paths import find_files
from hublint.model import Report
from hublint.settings.config import Settings

ROOT = Path(__file__).parent.parent

HUB_FILE = """\
import tensorflow as tf
import tensorflow_hub as hub
from settings import HANDLE

layer = hub.KerasLayer(HANDLE, trainable=True)
embed = hub.load("model")
embed(tf.constant(["a"]))
"""

# What each file of a small project may hold; None: there is no such file. `model` is where the
# program looks for a model, and `settings` what it may import.
VARIANTS: Mapping[str, Sequence[bytes | None]] = {
    "app.py": [
        HUB_FILE.encode(),
        b"import tensorflow_hub as hub\nhub.Module('https://tfhub.dev/google/elmo/3')\n",
        b"import tensorflow_hub as hub\nhub.Module(\n",
        b"x = 1\n",
    ],
    "main.py": [
        None,
        b"import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\nimport app\n",
        b"import app\n",
    ],
    "settings.py": [
        None,
        b"HANDLE = 'https://tfhub.dev/google/nnlm-en-dim128/1'\n",
        b"HANDLE = 'https://tfhub.dev/google/nnlm-en-dim128/2'\n",
    ],
    "settings/__init__.py": [None, b"HANDLE = 'https://tfhub.dev/google/elmo/3'\n"],
    "requirements.txt": [None, b"tensorflow==1.15.0\n", b"tensorflow==2.15.0\n-r more.txt\n"],
    "more.txt": [None, b"tensorflow-hub==0.12.0\n", b"tensorflow-hub==0.16.1\n"],
    "model/tfhub_module.pb": [None, b"\x08\x03"],
    "model/saved_model.pb": [None, b"", b"\x08\x01"],
    ".gitignore": [None, b"main.py\n"],
    "Dockerfile": [None, b"ENV TF_USE_LEGACY_KERAS=1\n"],
    "setup.cfg": [None, b"[options]\ninstall_requires = tensorflow<2\n"],
}

EDITS = st.lists(
    st.sampled_from(sorted(VARIANTS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(VARIANTS[name]))
    ),
    min_size=1,
    max_size=12,
)


def write(folder: Path, name: str, data: bytes | None) -> None:
    path = folder / name
    if data is None:
        path.unlink(missing_ok=True)
        if path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
        return
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


class Counted:
    """The engine's check, counting how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, *asked: object) -> Report:
        self.times += 1
        return check(*asked)  # type: ignore[arg-type]


def report_of(folder: Path, checking: Callable[..., Report]) -> Report:
    files = find_files(["."], cwd=str(folder)).files
    return checking(Settings(str(folder)), [Path(file) for file in files], None, None)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write(folder, "app.py", HUB_FILE.encode())
    write(folder, "settings.py", VARIANTS["settings.py"][1])
    return folder


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=EDITS)
def test_whatever_is_edited_a_cached_run_says_what_one_without_cache_says(
    edits: list[tuple[str, bytes | None]], project: Path, tmp_path: Path
) -> None:
    cached = Cache(str(tmp_path / "cache")).around(check)
    for name, data in edits:
        write(project, name, data)
        assert report_of(project, cached) == report_of(project, check)
    for name in VARIANTS:
        write(project, name, None)


def test_the_same_run_is_made_once(project: Path, tmp_path: Path) -> None:
    counted = Counted()
    cached = Cache(str(tmp_path / "cache")).around(counted)
    assert [report_of(project, cached) for _ in range(3)] == [report_of(project, check)] * 3
    assert counted.times == 1


CHANGES = [
    pytest.param("settings.py", b"HANDLE = ''\n", id="a module that it imports changes"),
    pytest.param("settings/__init__.py", b"HANDLE = ''\n", id="another module takes its place"),
    pytest.param("requirements.txt", b"tensorflow==1.15\n", id="a dependency file appears"),
    pytest.param("model/tfhub_module.pb", b"", id="a model appears"),
    pytest.param("new.py", b"import app\n", id="a module appears that imports it"),
    pytest.param("setup.py", b"", id="the project's root is marked"),
]


@pytest.mark.parametrize(("name", "data"), CHANGES)
def test_a_run_is_made_anew_when(name: str, data: bytes, project: Path, tmp_path: Path) -> None:
    counted = Counted()
    cached = Cache(str(tmp_path / "cache")).around(counted)
    report_of(project, cached)
    write(project, name, data)
    report_of(project, cached)
    assert counted.times == 2


def test_a_file_of_the_same_size_and_time_but_another_text_is_seen(
    project: Path, tmp_path: Path
) -> None:
    cached = Cache(str(tmp_path / "cache")).around(check)
    settings_file = project / "settings.py"
    before = settings_file.stat()
    report_of(project, cached)
    settings_file.write_bytes(settings_file.read_bytes().replace(b"/1'", b"/2'"))
    os.utime(settings_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert report_of(project, cached) == report_of(project, check)


def test_other_settings_are_another_run(project: Path, tmp_path: Path) -> None:
    cached = Cache(str(tmp_path / "cache")).around(check)
    files = [project / "app.py"]
    first = cached(Settings(str(project)), files, None, None)
    other = cached(Settings(str(project), runtime="tf1"), files, None, None)
    assert (first, other) == (
        check(Settings(str(project)), files),
        check(Settings(str(project), runtime="tf1"), files),
    )
    assert first != other


OWN_RULE = """\
# HUB901 no-layers

```toml
[[case]]
severity = "warning"
message = "{says}"
[case.when]
api = "KerasLayer"
event = "made"
```

## Why

We have said so.
"""


def test_a_page_of_ones_own_that_changes_makes_a_run_anew(project: Path, tmp_path: Path) -> None:
    cached = Cache(str(tmp_path / "cache")).around(check)
    (tmp_path / "rules").mkdir()
    page = tmp_path / "rules" / "HUB901-no-layers.md"
    asked = Settings(str(project), rules=(str(page.parent),)), [project / "app.py"], None, None
    said = []
    for says in ("this is a layer", "a layer is here"):
        page.write_text(OWN_RULE.replace("{says}", says))
        said.append([one.message for one in cached(*asked).files[0].findings])
    assert ["this is a layer" in said[0], "a layer is here" in said[1]] == [True, True]


DAMAGES: Mapping[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "no database": lambda data: b"nonsense" * 1000,
    "cut in half": lambda data: data[: len(data) // 2],
    "zeros inside": lambda data: data[:4096] + bytes(len(data) - 4096),
    "other letters inside": lambda data: data.replace(b"hub.load", b"hub.loud"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_costs_nothing_but_itself(
    damage: str, project: Path, tmp_path: Path
) -> None:
    counted = Counted()
    cached = Cache(str(tmp_path / "cache")).around(counted)
    first = report_of(project, cached)
    path = tmp_path / "cache" / FILE_NAME
    data = path.read_bytes()
    path.write_bytes(DAMAGES[damage](data))
    assert path.read_bytes() != data
    assert [report_of(project, cached) for _ in range(3)] == [first] * 3
    assert counted.times <= 3
    assert report_of(project, cached) == first


def test_no_more_is_made_of_a_cache_than_reports(project: Path, tmp_path: Path) -> None:
    cached = Cache(str(tmp_path / "cache")).around(check)
    first = report_of(project, cached)
    with sqlite3.connect(tmp_path / "cache" / FILE_NAME) as base:
        base.execute("UPDATE reports SET report = ?", (json.dumps(["Popen", "touch proof"]),))
    assert report_of(project, cached) == first
    assert not (project / "proof").exists()


def test_while_another_process_writes_a_run_goes_on_without(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hublint.cache._PATIENCE", 0.01)
    cached = Cache(str(tmp_path / "cache")).around(check)
    first = report_of(project, cached)
    other = sqlite3.connect(tmp_path / "cache" / FILE_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert report_of(project, cached) == first
    other.close()


def test_a_folder_that_cannot_be_made_costs_no_run(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cached = Cache(str(tmp_path / "file" / "cache")).around(check)
    assert report_of(project, cached) == report_of(project, check)


def test_the_newest_reports_stay(project: Path, tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    empty = cache.around(lambda *asked: Report(()))
    for number in range(MAX_REPORTS + 5):
        empty(Settings(str(project)), [project / f"{number}.py"], None, None)
    with sqlite3.connect(tmp_path / "cache" / FILE_NAME) as base:
        assert base.execute("SELECT count(*) FROM reports").fetchone() == (MAX_REPORTS,)


def test_the_command_line_keeps_reports_beside_the_project_and_out_of_git(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for _ in range(2):
        code = main([".", "--output-format", "json"])
        said.append((code, capsys.readouterr().out))
    assert said[0] == said[1]
    assert {path.name for path in (project / CACHE_FOLDER).iterdir()} == {".gitignore", FILE_NAME}
    assert (project / CACHE_FOLDER / ".gitignore").read_text() == "*\n"


NOTHING_KEPT = [
    pytest.param([".", "--no-cache"], id="when it is told not to"),
    pytest.param([".", "--diff"], id="when it repairs"),
    pytest.param(["-", "--stdin-filename", "app.py"], id="when it reads standard input"),
    pytest.param([".", "--cache-dir", "../elsewhere"], id="when it keeps them elsewhere"),
]


@pytest.mark.parametrize("words", NOTHING_KEPT)
def test_the_command_line_keeps_no_reports_there(
    words: list[str], project: Path, tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "hublint", *words],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=HUB_FILE.encode(),
        capture_output=True,
        check=False,
    )
    assert not (project / CACHE_FOLDER).exists()
    assert (tmp_path / "elsewhere").exists() == ("--cache-dir" in words)


def test_a_run_that_was_made_before_does_not_import_the_rules(project: Path) -> None:
    asked = "print('hublint.judging.rulebook' in sys.modules)"
    probe = f"import sys\nfrom hublint.cli import main\nmain(['.'])\n{asked}"
    said = [
        subprocess.run(
            [sys.executable, "-c", probe],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        for _ in range(2)
    ]
    assert said == ["True", "False"]
