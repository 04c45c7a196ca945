"""Imports point one way, and nothing is imported that may not be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "hublint").rglob("*.py"))
}

# Who may be imported by whom: a family of modules, and the families that it must not know.
FAMILIES = {
    "facts": ("facts",),
    "rules": ("judging",),
    "repair": ("repair", "fixes"),
    "engine": ("engine", "outcomes", "run"),
    "report": ("report",),
    "command line": ("commands", "cli", "__main__"),
}
MUST_NOT_KNOW = {
    "facts": {"rules", "repair", "engine", "report", "command line"},
    "rules": {"facts", "repair", "engine", "report", "command line"},
    "repair": {"engine", "report", "command line"},
    "engine": {"report", "command line"},
    "report": {"facts", "rules", "repair", "engine", "command line"},
}

# What points the other way all the same, and why.
EXCEPTIONS = {
    (
        "hublint.judging.conditions",
        "hublint.facts.versions.running",
    ): "whether a range of versions admits another",
    (
        "hublint.report.sarif",
        "hublint.judging.rulebook",
    ): "code scanning shows the pages of the rules",
}

# Nothing of the linted code is ever run, and nothing is ever fetched.
FORBIDDEN = {
    "tensorflow",
    "tensorflow_hub",
    "tensorflow_text",
    "keras",
    "tf_keras",
    "numpy",
    "importlib.util",
    "runpy",
    "socket",
    "http",
    "urllib.request",
    "requests",
    "subprocess",
}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, at whatever place, but for the sake of types alone."""
    for node in running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else node.module


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes that are not for type checkers alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from running(child)


def family(module: str) -> str:
    top = module.split(".")[1] if "." in module else ""
    return next((name for name, tops in FAMILIES.items() if top in tops), "")


IMPORTS = {module: set(imported(path)) for module, path in MODULES.items()}


def test_imports_point_one_way() -> None:
    wrong = {
        (module, name)
        for module, names in IMPORTS.items()
        for name in names
        if name.startswith("hublint") and family(name) in MUST_NOT_KNOW.get(family(module), set())
    }
    assert wrong == set(EXCEPTIONS)


def test_the_words_that_all_share_know_no_other_module() -> None:
    for module in ("hublint.model", "hublint.vocabulary"):
        assert [name for name in IMPORTS[module] if name.startswith("hublint")] == []


def test_no_module_can_run_the_linted_code_or_fetch_anything() -> None:
    assert [
        (module, name)
        for module, names in IMPORTS.items()
        for name in names
        if any(name == word or name.startswith(f"{word}.") for word in FORBIDDEN)
    ] == []


def test_no_module_evaluates_text_as_code() -> None:
    called = {
        (module, node.func.id)
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert [
        (module, name)
        for module, name in called
        if name in ("eval", "exec", "compile", "__import__")
    ] == []


def test_every_module_that_the_families_name_exists() -> None:
    tops = {name.split(".")[1] for name in MODULES if "." in name}
    known = {top for family in FAMILIES.values() for top in family}
    assert known - tops <= {"repair", "fixes"}
