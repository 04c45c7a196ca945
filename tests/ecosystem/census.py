"""Which hub calls stand in the text of these files? Counted by spelling, without hublint's facts.

A call that stands here and that hublint doesn't report is a silent pass: the table has to say why.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from hublint.facts.libraries.symbols import Symbols
from tests.ecosystem.table import Place

APIS = frozenset(Symbols().hub)
HUB = "tensorflow_hub"

_SPELT = re.compile(rf"\bhub\.({'|'.join(sorted(APIS))})\s*\(")
# Cell magics behind which Python stands; behind any other there is something else.
_PYTHON_MAGICS = ("%%time", "%%capture", "%%writefile")


def calls_in(folder: Path) -> frozenset[Place]:
    """Every call of a name of tensorflow_hub in the Python files and notebooks of a checkout."""
    found: set[Place] = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in (".py", ".ipynb") or name.startswith(".git/") or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if "hub" in text:
            found |= set(
                _in_notebook(name, text) if path.suffix == ".ipynb" else _in_file(name, text)
            )
    return frozenset(found)


def _in_file(name: str, text: str) -> Iterator[Place]:
    tree = _tree(text)
    lines = _spelt(text) if tree is None else _called(tree, _names(tree))
    yield from (Place(name, None, line) for line in lines)


def _in_notebook(name: str, text: str) -> Iterator[Place]:
    try:
        notebook = json.loads(text)
    except ValueError:
        return
    sheets = notebook.get("worksheets") or [notebook]
    cells = [cell for sheet in sheets for cell in sheet.get("cells", [])]
    sources = [(number, _source(cell)) for number, cell in enumerate(cells, start=1)]
    trees = [(number, source, _tree(_without_magics(source))) for number, source in sources]
    names: dict[str, str] = {}
    for _, _, tree in trees:
        names.update(_names(tree) if tree is not None else {})
    for number, source, tree in trees:
        lines = _spelt(source) if tree is None else _called(tree, names)
        yield from (Place(name, number, line) for line in lines)


def _source(cell: Mapping[str, object]) -> str:
    """The Python of a cell; nothing where it holds anything else."""
    written = cell.get("source", cell.get("input", ""))
    source = "".join(written) if isinstance(written, list) else str(written)
    is_magic = source.lstrip().startswith("%%")
    if cell.get("cell_type") != "code":
        return ""
    return "" if is_magic and not source.lstrip().startswith(_PYTHON_MAGICS) else source


def _without_magics(source: str) -> str:
    """The cell with `pass` for each line of IPython's, and %time's statement without it."""
    lines = []
    for line in source.splitlines():
        bare = line.lstrip()
        indent = line[: len(line) - len(bare)]
        if bare.startswith("%time "):
            line = indent + bare.removeprefix("%time ")
        elif bare[:1] in ("!", "%"):
            line = indent + "pass"
        lines.append(line)
    return "\n".join(lines)


def _tree(text: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            return None


def _names(tree: ast.Module) -> dict[str, str]:
    """The names that stand for tensorflow_hub or for something of it: "" for a module."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == HUB:
                    names[alias.asname or HUB] = ""
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == HUB:
            for alias in node.names:
                names[alias.asname or alias.name] = alias.name if alias.name in APIS else ""
        elif isinstance(node, ast.Assign) and _is_lazy(node.value):
            names.update({one.id: "" for one in node.targets if isinstance(one, ast.Name)})
    return names


def _is_lazy(value: ast.expr) -> bool:
    """Whether something that is called with the text "tensorflow_hub" may be that module."""
    if not isinstance(value, ast.Call):
        return False
    return any(isinstance(one, ast.Constant) and one.value == HUB for one in value.args)


def _called(tree: ast.Module, names: Mapping[str, str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and names.get(called.id):
            yield node.lineno
        elif isinstance(called, ast.Attribute) and called.attr in APIS:
            owner = called.value
            while isinstance(owner, ast.Attribute):
                owner = owner.value
            if isinstance(owner, ast.Name) and names.get(owner.id) == "":
                yield node.lineno


def _spelt(text: str) -> Iterator[int]:
    """Where the text can't be parsed: the lines that look like a call."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _SPELT.search(line.partition("#")[0]):
            yield number
