"""Which pinned worlds does the lab run in, and where do they live on this machine?

An environment is data (`environments.toml`); its virtual environment lies in the user's cache,
in a folder named by the hash of its Python and pins, so that changed pins make a new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = Path(__file__).with_name("environments.toml")


@dataclass(frozen=True)
class Environment:
    """A pinned world: its name, its Python ("3.11"), its pip requirements, its runtime.

    An elective one runs only the scenarios that name it, or the word in `elective`; scenarios
    whose ids do not begin as `whole` says run in one context. `beside` is what tells it from others
    of the same TensorFlow and tensorflow_hub: "+protobuf==3.20.3", "-tf-keras".
    """

    name: str
    python: str
    pins: tuple[str, ...]
    runtime: str
    remove: tuple[str, ...] = ()
    elective: str = ""
    whole: tuple[str, ...] = ("",)
    beside: str = ""

    @property
    def folder(self) -> Path:
        """Where its virtual environment lies, or will lie."""
        recipe = json.dumps([self.python, self.pins, self.remove])
        return cache() / f"{self.name}-{hashlib.sha256(recipe.encode()).hexdigest()[:10]}"

    @property
    def executable(self) -> Path:
        """Its Python interpreter."""
        return self.folder / "bin" / "python"

    @property
    def ready(self) -> bool:
        """Whether its virtual environment is complete."""
        return (self.folder / "complete").exists()

    @property
    def versions(self) -> dict[str, str]:
        """The version of each package that it pins exactly; tensorflow-cpu is tensorflow."""
        pairs = (pin.split("==") for pin in self.pins if "==" in pin)
        return {name.removesuffix("-cpu"): version for name, version in pairs}


def cache() -> Path:
    """The folder that holds the virtual environments, outside of any checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "hublint-lab"


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file."""
    tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tables


def load(path: Path = DATA) -> dict[str, Environment]:
    """All environments by name, in the order of the file."""
    tables = read_toml(path)
    return {
        name: Environment(
            name,
            table["python"],
            tuple(table["pins"]),
            table["runtime"],
            tuple(table.get("remove", ())),
            table.get("elective", ""),
            tuple(table.get("whole", ("",))),
            table.get("beside", ""),
        )
        for name, table in tables.items()
    }


def interpreter(python: str) -> str | None:
    """A Python of that version on this machine, None where there is none."""
    for candidate in _candidates(python):
        probe = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if probe.stdout.strip() == python:
            return candidate
    return None


def _candidates(python: str) -> Iterator[str]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from (str(path) for path in sorted(pyenv.glob(f"versions/{python}.*/bin/python")))
    found = shutil.which(f"python{python}")
    if found:
        yield found


def build(environment: Environment) -> bool:
    """Make the virtual environment if it is not there; False where this machine can't.

    The Python may be missing, or the wheels may not be had: the reason goes to stderr.
    """
    if environment.ready:
        return True
    python = interpreter(environment.python)
    if python is None:
        print(f"{environment.name}: no Python {environment.python} here", file=sys.stderr)
        return False
    shutil.rmtree(environment.folder, ignore_errors=True)
    pip = [str(environment.executable), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    steps = [
        [python, "-m", "venv", str(environment.folder)],
        [*pip, "install", *environment.pins],
    ]
    if environment.remove:
        steps.append([*pip, "uninstall", "--yes", *environment.remove])
    print(f"{environment.name}: installing {' '.join(environment.pins)}", file=sys.stderr)
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{environment.name}: {done.stderr.strip()[-600:]}", file=sys.stderr)
            return False
    (environment.folder / "complete").touch()
    return True
