"""The house is kept: modules answer one question, functions are small, names say something."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("hublint", "tests")
PYTHON = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.read_bytes().strip()
]
TEXTS = [
    path
    for folder in (*FOLDERS, "rules", "examples", ".ci")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.is_file() and path.suffix not in (".pb", ".pyc")
] + sorted(ROOT.glob("*.md"))

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
MAX_LINES = 60

# Folders of somebody's machine. Tests may name made-up ones ("/home/me").
MACHINE = re.compile(r"(?<![\w.~/-])/(?:work|tmp|Users|mnt|opt)/\w|/home/(?!me/)\w|[A-Z]:\\Users")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_first_line_says_what_a_module_answers() -> None:
    lines = {path: (ast.get_docstring(tree(path)) or "").partition("\n")[0] for path in PYTHON}
    assert {
        named(path): line
        for path, line in lines.items()
        if not 15 <= len(line) <= 100 or not line.endswith((".", "?"))
    } == {}


def test_a_function_fits_a_screen() -> None:
    assert {
        f"{named(path)}:{node.lineno} {node.name}": lines
        for path in PYTHON
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for lines in [(node.end_lineno or node.lineno) - node.lineno + 1]
        if lines > MAX_LINES
    } == {}


def test_a_name_says_what_is_in_a_module() -> None:
    parts = {path: path.relative_to(ROOT).with_suffix("").parts for path in PYTHON}
    assert [named(path) for path, names in parts.items() if set(names) & SAYS_NOTHING] == []


def test_no_text_names_a_folder_of_a_machine() -> None:
    found = {
        path: MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))
        for path in TEXTS
        if path != Path(__file__)
    }
    assert {named(path): match[0] for path, match in found.items() if match is not None} == {}


NAMED = re.compile(r"`((?:[\w/]+/)?[\w/]+(?:\.py|\.tsv|/))`")


def test_the_guide_for_contributors_names_what_exists() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    there = [
        path.relative_to(ROOT).as_posix() + "/" * path.is_dir()
        for top in (*FOLDERS, "rules")
        for path in (ROOT / top, *(ROOT / top).rglob("*"))
    ]
    wanted = {name for name in NAMED.findall(guide) if not name.startswith("app/")}
    assert [
        name for name in wanted if not any(f"/{one}".endswith(f"/{name}") for one in there)
    ] == []


def test_the_guide_for_contributors_tells_what_each_folder_asks() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folders = {path.parent.relative_to(ROOT) for path in PYTHON if path.name == "__init__.py"}
    asked = [one.as_posix() for one in folders if len(one.parts) > 1 and one.parts[0] == "hublint"]
    assert [one for one in asked if f"{one.removeprefix('hublint/')}/`" not in guide] == []
