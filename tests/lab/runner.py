"""Who runs a program inside an environment? A process there that serves one after the other."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.lab.environments import Environment
from tests.lab.scenarios import Program

SERVER = Path(__file__).with_name("run_programs.py")
SECONDS = 90
QUIET = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # so that the sets in messages have one order
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # so that numbers are the same in every release
}


class Runner:
    """A serving process; `folder` holds the models, `warm` lets programs share its imports."""

    def __init__(self, environment: Environment, folder: Path, warm: bool) -> None:
        how = "--warm" if warm else "--fresh"
        self._command = [str(environment.executable), str(SERVER), how]
        self._models = str(folder / "models")
        self._variables = {**os.environ, **QUIET, "TFHUB_CACHE_DIR": str(folder / "hub")}

    def __enter__(self) -> Runner:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._variables,
            text=True,
        )
        return self

    def __exit__(self, *problem: object) -> None:
        self._process.communicate()

    def run(self, program: Program) -> dict[str, Any]:
        """What becomes of a program; RuntimeError where the server itself is gone."""
        job = {
            "source": program.source,
            "check": program.check,
            "models": self._models,
            "seconds": SECONDS,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the runner of {self._command[0]} is gone, at {program.id}")
        said: dict[str, Any] = json.loads(answer)
        return said
