"""With which protobuf can TensorFlow and tensorflow_hub be imported, and who says which it is?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.facts.projects import Project

CODE = 'import tensorflow_hub as hub\n\nhub.load("./model")\n'
SWITCH = "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"


def pins(*lines: str) -> dict[str, str]:
    """Of a TensorFlow and a tensorflow_hub that run with protobuf 3 alone, and more."""
    pair = ("tensorflow==2.12.1", "tensorflow-hub==0.12.0")
    return {"requirements.txt": "\n".join((*pair, *lines))}


def locked(**versions: str) -> dict[str, str]:
    tables = (f'[[package]]\nname = "{name}"\nversion = "{at}"' for name, at in versions.items())
    return {"poetry.lock": "\n\n".join(tables)}


def installed(**versions: str) -> dict[str, str]:
    packages = ".venv/lib/python3.10/site-packages"
    found = {f"{packages}/{name}-{at}.dist-info/METADATA": "" for name, at in versions.items()}
    return {".venv/pyvenv.cfg": "version = 3.10.13\n", **found}


OLD_HUB = {"tensorflow": "2.12.1", "tensorflow_hub": "0.12.0"}
NEW_HUB = {"tensorflow": "2.12.1", "tensorflow_hub": "0.13.0"}
OLD_TENSORFLOW = {"tensorflow": "2.4.4", "tensorflow_hub": "0.12.0"}
CONDA = "dependencies:\n  - tensorflow=2.12\n  - tensorflow-hub=0.12\n  - protobuf="
PIP = 'import os\nos.system("pip install tensorflow==2.12.1 tensorflow-hub==0.12.0 protobuf=='

# files, what is told, and how sure that is
TOLD: dict[str, tuple[dict[str, str], str, str]] = {
    "a pin of protobuf 4": (pins("protobuf==4.25.9"), "requirements.txt:2", "error"),
    "a range of protobuf 4": (pins("protobuf>=4.21,<5"), "requirements.txt:2", "error"),
    "a lock file": (locked(**OLD_HUB, protobuf="4.25.9"), "poetry.lock:6", "error"),
    "an environment": (installed(**OLD_HUB, protobuf="4.25.9"), "main.py:1", "error"),
    "conda's prefix": ({"environment.yml": CONDA + "4.25\n"}, "environment.yml:3", "error"),
    "pip in the code": ({"main.py": f'{PIP}4.25.9")\n{CODE}'}, "main.py:2", "error"),
    "nothing, where pip would choose protobuf 4": (pins(), "requirements.txt:2", "info"),
    "any version": (pins("protobuf"), "requirements.txt:2", "info"),
    "a lower bound": (pins("protobuf>=3.20"), "requirements.txt:2", "info"),
    "a tensorflow_hub of before": (
        {"requirements.txt": "tensorflow==2.13.1\ntensorflow-hub==0.7.0\nprotobuf==4.21.12\n"},
        "requirements.txt:2",
        "error",
    ),
    "a TensorFlow that no protobuf helps": (
        {"requirements.txt": "tensorflow==2.14.1\ntensorflow-hub==0.12.0\nprotobuf==3.20.3\n"},
        "requirements.txt:2",
        "error",
    ),
    "a range of TensorFlow that protobuf 3 helps in part": (
        {"requirements.txt": "tensorflow>=2.12,<2.16\ntensorflow-hub==0.12.0\n"},
        "requirements.txt:2",
        "info",
    ),
    "a TensorFlow that admits any protobuf, with a pin": (
        {"requirements.txt": "tensorflow==2.4.4\ntensorflow-hub\nprotobuf==4.21.12\n"},
        "requirements.txt:3",
        "error",
    ),
    "a TensorFlow that admits any protobuf, with a lower bound": (
        {"requirements.txt": "tensorflow==2.4.4\ntensorflow-hub==0.12.0\nprotobuf>=3.9.2\n"},
        "requirements.txt:3",
        "info",
    ),
    "a TensorFlow that admits any protobuf, in a lock file": (
        locked(**OLD_TENSORFLOW, protobuf="4.21.12"),
        "poetry.lock:10",
        "error",
    ),
}

SILENT: dict[str, dict[str, str]] = {
    "a pin of protobuf 3": pins("protobuf==3.20.3"),
    "an upper bound": pins("protobuf<4"),
    "a pin of protobuf 3 by its prefix": pins("protobuf~=3.20.0"),
    "a pin of protobuf 3 in another file": {**pins(), "requirements-dev.txt": "protobuf<3.21\n"},
    "a constraint of protobuf 3, which TensorFlow brings along": {
        **pins(),
        "constraints.txt": "protobuf==3.20.3\n",
    },
    "a lock file with protobuf 3": locked(**OLD_HUB, protobuf="3.20.3"),
    "an environment with protobuf 3": installed(**OLD_HUB, protobuf="3.20.3"),
    "conda's prefix of protobuf 3": {"environment.yml": CONDA + "3.20\n"},
    "pip in the code, with protobuf 3": {"main.py": f'{PIP}3.20.3")\n{CODE}'},
    "a range with both": pins("protobuf>=3.20,<5"),
    "a newer tensorflow_hub": locked(**NEW_HUB, protobuf="4.25.9"),
    "an older TensorFlow with protobuf 3": locked(**OLD_TENSORFLOW, protobuf="3.20.3"),
    "an older TensorFlow of which nothing says the protobuf": {
        "requirements.txt": "tensorflow==2.4.4\ntensorflow-hub==0.12.0\n"
    },
    "a TensorFlow that asks for protobuf 3 itself": {
        "requirements.txt": "tensorflow==2.11.0\ntensorflow-hub==0.12.0\nprotobuf\n"
    },
    "the environment variable, in the code": {
        **pins("protobuf==4.25.9"),
        "main.py": f'import os\n\nos.environ["{SWITCH}"] = "python"\n{CODE}',
    },
    "the environment variable, in another module": {
        **pins("protobuf==4.25.9"),
        "start.py": f'import os\n\nos.environ["{SWITCH}"] = "python"\nimport main\n',
    },
    "the environment variable, in a container": {
        **pins("protobuf==4.25.9"),
        "Dockerfile": f"FROM python:3.10\nENV {SWITCH}=python\n",
    },
}


def project(tmp_path: Path, files: Mapping[str, str], **settings: Any) -> Project:
    return Project(tmp_path, {"main.py": CODE, "setup.cfg": "", **files}, **settings)


@pytest.mark.parametrize(("files", "place", "level"), TOLD.values(), ids=TOLD)
def test_what_can_t_be_imported_is_told(
    tmp_path: Path, files: dict[str, str], place: str, level: str
) -> None:
    seen = project(tmp_path, files)
    assert seen.codes == [f"{place} HUB403"]
    assert seen.finding("HUB403").severity == level


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_what_can_be_imported_is_not(tmp_path: Path, files: dict[str, str]) -> None:
    assert project(tmp_path, files).codes == []


@pytest.mark.parametrize(("version", "level"), [("3.20.3", None), ("4", "error")])
def test_a_target_decides_it(tmp_path: Path, version: str, level: str | None) -> None:
    seen = project(tmp_path, pins(), targets={"protobuf": version})
    assert [one.severity for one in seen.findings] == ([level] if level else [])


def test_the_finding_says_why_protobuf_is_what_it_is(tmp_path: Path) -> None:
    seen = project(tmp_path, pins("protobuf>=3.20"))
    assert seen.why("HUB403") == [
        "requirements.txt:1 requirements.txt pins tensorflow==2.12.1",
        "requirements.txt:2 requirements.txt pins tensorflow-hub==0.12.0",
        "requirements.txt:3 requirements.txt asks for protobuf>=3.20",
        "TensorFlow 2.12 to 2.17 requires a protobuf before 5: protobuf==4.25.9 is assumed",
    ]
