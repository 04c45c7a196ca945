"""What may be imported before anything is known to concern hub? Start-up is a feature."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Runs the command line and writes, as the last line, which modules are imported by then.
PROBE = """
import json, sys
before = set(sys.modules)
from hublint.cli import main
code = main(sys.argv[1:])
print("\\n" + json.dumps([code, sorted(set(sys.modules) - before)]))
"""

# Runs the command line and writes how often Python looked for garbage meanwhile.
LOOKS = """
import gc, sys
from hublint.cli import main
before = sum(generation["collections"] for generation in gc.get_stats())
code = main()
print(sum(generation["collections"] for generation in gc.get_stats()) - before)
"""

# What a run without hub, configuration and .gitignore imports of hublint: this and no more.
LIGHT = {
    "hublint",
    "hublint.cli",
    "hublint.commands",
    "hublint.commands.check",
    "hublint.files",
    "hublint.files.display",
    "hublint.files.paths",
    "hublint.files.patterns",
    "hublint.files.roots",
    "hublint.garbage",
    "hublint.gate",
    "hublint.report",
    "hublint.report.nothing",
    "hublint.report.outlet",
    "hublint.report.style",
    "hublint.settings",
    "hublint.settings.configurations",
    "hublint.settings.options",
}

# What costs more than it gives there; each doubles the time of an empty Python, or nearly so.
HEAVY = {
    "argparse",
    "ast",
    "dataclasses",
    "inspect",
    "pathlib",
    "subprocess",
    "tokenize",
    "tomllib",
    "urllib",
}

# What no run without hub may import, whatever its configuration asks.
NEVER = {"libcst", "hublint.engine", "hublint.facts", "hublint.model", "hublint.judging.rulebook"}


def imported(folder: Path, *words: str) -> tuple[int, set[str]]:
    code, modules = json.loads(last_line(folder, PROBE, *words))
    return code, set(modules)


def last_line(folder: Path, probe: str, *words: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", probe, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()[-1]


def families(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_a_folder_without_hub_imports_the_gate_and_little_else(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import torch.hub\n")
    code, modules = imported(tmp_path)
    assert code == 0
    assert {module for module in modules if module.startswith("hublint")} == LIGHT
    assert families(modules) - set(sys.stdlib_module_names) == {"hublint"}
    assert modules & HEAVY == set()


# What a .gitignore of a Python project may hold.
IGNORED = """\
# Byte-compiled
__pycache__/
*.py[cod]
*$py.class
*.so
.[Pp]ython
/build/
lib64/
share/python-wheels/
*.egg-info/
docs/_build/
**/*.tmp
data/**
local_settings.py
!keep.log
"""


def test_no_pattern_is_judged_where_no_name_can_match_one(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import torch.hub\n")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "rows.py").write_text("import torch.hub\n")
    (tmp_path / ".gitignore").write_text(IGNORED)
    code, modules = imported(tmp_path)
    assert code == 0
    assert families(modules) - set(sys.stdlib_module_names) == {"hublint"}


def test_patterns_are_judged_where_a_name_may_match_one(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import torch.hub\n")
    (tmp_path / ".gitignore").write_text(f"{IGNORED}app.*\n")
    code, modules = imported(tmp_path)
    assert code == 0
    assert "pathspec" in modules


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(".gitignore", "*.py\n", id="a .gitignore"),
        pytest.param("hublint.toml", 'runtime = "tf2"\nexclude = ["old/"]', id="a configuration"),
        pytest.param(
            "pyproject.toml", '[tool.hublint]\nignore = ["HUB101"]', id="choices of rules"
        ),
    ],
)
def test_neither_rules_nor_engine_are_imported_without_hub(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "app.py").write_text("import torch.hub\n")
    (tmp_path / name).write_text(text)
    code, modules = imported(tmp_path)
    assert code == 0
    assert modules & NEVER == set()


def test_a_small_run_never_looks_for_garbage(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import torch.hub\n")
    (tmp_path / "pyproject.toml").write_text('[tool.hublint]\nruntime = "tf2"\n')
    (tmp_path / ".gitignore").write_text("app.*\n")
    assert last_line(tmp_path, LOOKS) == "0"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["--show-files"]])
def test_what_lints_nothing_imports_no_engine(tmp_path: Path, words: list[str]) -> None:
    code, modules = imported(tmp_path, *words)
    assert code == 0
    assert modules & NEVER == set()


def test_a_file_that_uses_hub_opens_the_gate(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import tensorflow_hub as hub\n")
    code, modules = imported(tmp_path)
    assert code == 0
    assert {"hublint.engine", "hublint.judging.rulebook"} <= modules
    assert families(modules) & {"tensorflow", "tensorflow_hub", "keras"} == set()


def test_only_syntax_newer_than_this_python_opens_libcst(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import tensorflow_hub as hub\nhub.load('x')\n")
    assert "libcst" not in imported(tmp_path)[1]
    (tmp_path / "app.py").write_text("import tensorflow_hub as hub\nwhile x: = 1\n")
    assert "libcst" in imported(tmp_path)[1]
