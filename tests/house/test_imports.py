"""Imports point one way, and nothing is imported that may not be."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "hublint").rglob("*.py"))
}

# Who may be imported by whom: a family of modules, and the families that it must not know.
FAMILIES = {
    "files": ("files",),
    "sources": ("sources",),
    "settings": ("settings",),
    "facts": ("facts",),
    "rules": ("judging",),
    "repair": ("repair", "fixes"),
    "engine": ("engine", "outcomes", "run"),
    "report": ("report",),
    "command line": ("commands", "cli", "__main__"),
}
MUST_NOT_KNOW = {
    "files": {"sources", "settings", "facts", "rules", "repair", "engine", "report"},
    "sources": {"settings", "facts", "rules", "repair", "engine", "report", "command line"},
    "settings": {"sources", "facts", "repair", "engine"},
    "facts": {"settings", "rules", "repair", "engine", "report", "command line"},
    "rules": {"settings", "facts", "repair", "engine", "report", "command line"},
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

# The folders of facts in layers, each built of those before it.
LAYERS = (
    "project",
    "values",
    "libraries",
    "models",
    "versions",
    "keras",
    "hub",
    "interpreter",
    "programs",
)

# What a layer is handed by those above it, and may name as the type of what it is handed.
HANDED_DOWN = {
    "hublint.facts.interpreter.program.Interpreter": "the program that runs",
    "hublint.facts.programs.surroundings.Project": "what surrounds its files",
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
    for name in named(running(tree(path))):
        yield name if name in MODULES else name.rpartition(".")[0]


def named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The dotted names of all that is imported, `import os` as `os.`."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (f"{alias.name}." for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


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


def layer(dotted: str) -> int | None:
    """The place of a module's folder among the layers, from 0; None where it stands in none."""
    parts = dotted.split(".")
    return LAYERS.index(parts[2]) if parts[:2] == ["hublint", "facts"] and parts[2:] else None


def upward(module: str, names: Iterable[str]) -> list[str]:
    """Those of the imported names that stand in a layer above the module's own."""
    own = layer(module)
    return [name for name in names if (at := layer(name)) is not None and at > (own or 0)]


@pytest.mark.parametrize("module", [one for one in MODULES if layer(one) is not None])
def test_a_layer_of_facts_is_built_of_those_before_it(module: str) -> None:
    assert upward(module, named(running(tree(MODULES[module])))) == []


@pytest.mark.parametrize("module", [one for one in MODULES if layer(one) is not None])
def test_for_types_alone_a_layer_names_what_it_is_handed_from_above(module: str) -> None:
    names = upward(module, named(ast.walk(tree(MODULES[module]))))
    assert [one for one in names if one not in HANDED_DOWN] == []


def test_each_folder_of_facts_is_a_layer() -> None:
    folders = {path.parent.name for path in (ROOT / "hublint" / "facts").glob("*/__init__.py")}
    assert folders == set(LAYERS)


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
        for node in ast.walk(tree(path))
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
