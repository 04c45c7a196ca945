"""What does flake8 show? The real one, the oldest and the newest that hublint declares."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement

from tests.packages import installed

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
# HUB101 and, on one line each, what silences it.
BROKEN = (
    "import tensorflow_hub as hub\n"
    'first = hub.Module("https://tfhub.dev/google/elmo/3")\n'
    'second = hub.Module("https://tfhub.dev/google/elmo/2")\n'
)
MAIN = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\nimport app\n"
MODEL = (
    "import tensorflow_hub as hub\n\n"
    'embed = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
)
LATE = (
    "import tensorflow_hub as hub\n"
    "embed = hub.Module(\n"
    '    "https://tfhub.dev/google/elmo/3"\n'
    ")  # hublint: ignore[module-in-eager] to show it\n"
)


class Flake8(NamedTuple):
    """A flake8 that sees the plugin of this checkout, installed or not."""

    paths: tuple[Path, ...]

    def run(self, folder: Path, *words: str, stdin: str | None = None) -> list[str]:
        """The lines it writes, its own rules left out; "/" in paths."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, self.paths))}
        done = subprocess.run(
            [sys.executable, "-m", "flake8", *words],
            cwd=folder,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        lines = done.stdout.replace(os.sep, "/").splitlines()
        return [line.removeprefix("./") for line in lines if " HUB" in line]


def metadata(folder: Path) -> Path:
    """What an installer writes of hublint, as far as flake8 asks for it."""
    info = folder / "hublint-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hublint\nVersion: 0\n")
    points = PROJECT["entry-points"]["flake8.extension"]
    lines = "".join(f"{name} = {target}\n" for name, target in points.items())
    (info / "entry_points.txt").write_text(f"[flake8.extension]\n{lines}")
    return folder


def oldest_declared() -> str:
    (text,) = PROJECT["optional-dependencies"]["flake8"]
    (specifier,) = Requirement(text).specifier
    assert specifier.operator == ">="
    return specifier.version


@pytest.fixture(scope="session")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Flake8:
    return Flake8((ROOT, metadata(tmp_path_factory.mktemp("metadata"))))


@pytest.fixture(scope="session", params=["oldest", "newest"])
def flake8(request: pytest.FixtureRequest, newest: Flake8) -> Flake8:
    if request.param == "newest":
        return newest
    kept = installed(f"flake8=={oldest_declared()}", request.config)
    return Flake8((kept, *newest.paths))


def hold(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in {"requirements.txt": PINS, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def short(lines: list[str]) -> list[str]:
    """path:line:column CODE"""
    return [" ".join(line.split()[:2]) for line in lines]


def test_it_is_the_one_that_is_meant(flake8: Flake8) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, flake8.paths))}
    command = [sys.executable, "-m", "flake8", "--version"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "hublint: " in said.stdout
    if len(flake8.paths) == 3:
        assert said.stdout.startswith(oldest_declared())


@pytest.mark.parametrize("options", [(), ("--hublint-info",)], ids=["as it is", "with info"])
def test_it_finds_in_the_examples_what_the_command_line_finds(
    flake8: Flake8, options: tuple[str, ...], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    command = [sys.executable, "-m", "hublint", "--output-format", "json", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    findings = json.loads(said.stdout)["findings"]
    assert findings
    wanted = [
        f"{one['path']}:{one['line']}:{one['column']}: {one['code']}"
        for one in findings
        if one["path"].endswith(".py")
        and one["code"] != "HUB002"
        and (options or one["severity"] != "info")
    ]
    assert sorted(short(flake8.run(tmp_path, "--isolated", *options, "."))) == sorted(wanted)


@pytest.mark.parametrize(
    ("files", "words", "wanted"),
    [
        pytest.param(
            {"app.py": BROKEN},
            ["."],
            ["app.py:2:9: HUB101", "app.py:3:10: HUB101"],
            id="all there is",
        ),
        pytest.param(
            {"app.py": BROKEN, "b/c.py": BROKEN, "plain.py": "import os\n"},
            ["-j", "2", "."],
            [
                "app.py:2:9: HUB101",
                "app.py:3:10: HUB101",
                "b/c.py:2:9: HUB101",
                "b/c.py:3:10: HUB101",
            ],
            id="in several processes",
        ),
        pytest.param({"app.py": BROKEN}, ["--select=HUB2", "."], [], id="what is selected"),
        pytest.param({"app.py": BROKEN}, ["--extend-ignore=HUB101", "."], [], id="not the ignored"),
        pytest.param(
            {"app.py": BROKEN}, ["--per-file-ignores=app.py:HUB1", "."], [], id="also for a file"
        ),
        pytest.param(
            {"app.py": BROKEN.replace('3")', '3")  # noqa: HUB101')},
            ["."],
            ["app.py:3:10: HUB101"],
            id="not what a noqa names",
        ),
        pytest.param({"app.py": LATE}, ["."], [], id="nor what hublint's own comment names"),
        pytest.param(
            {"app.py": LATE}, ["--disable-noqa", "."], ["app.py:2:9: HUB101"], id="unless asked"
        ),
        pytest.param(
            {"app.py": "x = 1  # noqa: HUB101\nimport tensorflow_hub\n"},
            ["."],
            [],
            id="nor idle suppressions",
        ),
        pytest.param(
            {"app.py": BROKEN, "pyproject.toml": '[tool.hublint]\nignore = ["HUB101"]\n'},
            ["."],
            [],
            id="pyproject.toml counts",
        ),
        pytest.param(
            {"app.py": BROKEN, "hublint.toml": 'exclude = ["app.py"]\n'},
            ["."],
            [],
            id="what hublint excludes is left out",
        ),
        pytest.param(
            {"app.py": BROKEN, "hublint.toml": 'severity = {HUB101 = "info"}\n'},
            ["."],
            [],
            id="what only informs is left out",
        ),
        pytest.param(
            {
                "app.py": BROKEN,
                "hublint.toml": 'severity = {HUB101 = "info"}\n',
                ".flake8": "[flake8]\nhublint-info = true\n",
            },
            ["app.py"],
            ["app.py:2:9: HUB101", "app.py:3:10: HUB101"],
            id="unless its option is set",
        ),
        pytest.param(
            {
                "pyproject.toml": "",
                "model.py": MODEL,
                "app.py": "from model import embed\n\nprint(embed(['a']))\n",
            },
            ["app.py"],
            ["app.py:3:7: HUB104"],
            id="what is handed over by a file that was not named",
        ),
        pytest.param(
            {
                "main.py": MAIN,
                "app.py": BROKEN,
            },
            ["."],
            [],
            id="the main module counts",
        ),
    ],
)
def test_what_is_shown(
    newest: Flake8, files: Mapping[str, str], words: list[str], wanted: list[str], tmp_path: Path
) -> None:
    hold(tmp_path, files)
    assert sorted(short(newest.run(tmp_path, *words))) == wanted


def test_standard_input_counts_and_not_the_file(flake8: Flake8, tmp_path: Path) -> None:
    hold(tmp_path, {"app.py": "import os\n", "hublint.toml": ""})
    words = ("--stdin-display-name", "app.py", "-")
    said = short(flake8.run(tmp_path, *words, stdin=BROKEN))
    assert said == ["app.py:2:9: HUB101", "app.py:3:10: HUB101"]
    assert flake8.run(tmp_path, *words, stdin="import os\n") == []


def test_a_message_names_rule_certainty_and_reason(newest: Flake8, tmp_path: Path) -> None:
    hold(tmp_path, {"app.py": BROKEN})
    first = newest.run(tmp_path, "app.py")[0]
    assert first.startswith("app.py:2:9: HUB101 module-in-eager: hub.Module is made where")


def test_settings_that_can_t_be_used_are_told(newest: Flake8, tmp_path: Path) -> None:
    hold(tmp_path, {"app.py": BROKEN, "hublint.toml": "runtime = 1\n"})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, newest.paths))}
    command = [sys.executable, "-m", "flake8", "."]
    said = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert "hublint.toml: runtime: must be a string" in said.stdout + said.stderr


def test_without_hub_no_engine_is_imported(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import torch.hub\n")
    probe = (
        "import sys\n"
        "from hublint.flake8_run import Flake8Run\n"
        "run = Flake8Run(['.'], info=False, suppressions=True)\n"
        "assert list(run.findings('./app.py', ['import torch.hub\\n'])) == []\n"
        "print(sorted({'libcst', 'hublint.engine', 'hublint.model'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"
