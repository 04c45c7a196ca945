"""Does anything import tensorflow_text? The code itself, or a library that the code imports.

Which libraries do so is in data/text_imports.tsv. One that is in no table may do it, too: that none
does is then assumed.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import cache
from typing import NamedTuple

from hublint.facts.project.modules import Module
from hublint.model import Evidence, Fact
from hublint.tables import DATA, table_rows

# So many libraries that nobody knows are named.
_NAMED = 3


class Brought(NamedTuple):
    """What imports of libraries bring: one that imports tensorflow_text, and those that may."""

    by: str = ""
    always: bool = False
    perhaps: Set[str] = frozenset()

    def with_more(self, other: Brought) -> Brought:
        """What these and other imports bring together."""
        surest = other if other.always or not self.by else self
        return Brought(surest.by, surest.always, self.perhaps | other.perhaps)


def text_fact(named: str, brought: Brought) -> Fact:
    """Give the fact `text_imported`; `named` is a file that names tensorflow_text, "" for none."""
    if named:
        return Fact(True, why=(Evidence(f"{named} names tensorflow_text"),))
    if brought.by:
        installed = "" if brought.always else ", where it is installed"
        text = f"{brought.by} is imported, which imports tensorflow_text{installed}"
        return Fact(True, "proven" if brought.always else "assumed", (Evidence(text),))
    if not brought.perhaps:
        return Fact(False)
    names = sorted(brought.perhaps)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    text = f"{', '.join(names[:_NAMED])}{more}: assumed not to import tensorflow_text"
    return Fact(False, "assumed", (Evidence(text),))


def brought_by(imported: Collection[str], is_own: Callable[[str], bool]) -> Brought:
    """Say what imports bring; `is_own` says of a first name whether it may be the project's."""
    above = {name for one in imported for name in _packages(one)}
    by, always, perhaps = "", False, set()
    for name in sorted(set(imported) - above):
        first = name.partition(".")[0]
        found = _listed(name)
        if found is None and first not in sys.stdlib_module_names and not is_own(first):
            perhaps.add(first)
        elif found is not None and found[1] != "never" and not always:
            by, always = found[0], found[1] == "always"
    return Brought(by, always, frozenset(perhaps))


def imported_by(modules: Iterable[Module]) -> Iterator[str]:
    """The dotted names that modules import, without those that are counted from the module."""
    for module in modules:
        for node in module.imports if module.refused is None else ():
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif not node.level and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _listed(name: str) -> tuple[str, str] | None:
    """The library of the table that a name belongs to, and what the table says of it."""
    table = _table()
    one = next((one for one in (name, *_packages(name)) if one in table), None)
    return None if one is None else (one, table[one])


def _packages(name: str) -> Iterator[str]:
    """The packages above a dotted name, the nearest first."""
    above = name.rpartition(".")[0]
    while above:
        yield above
        above = above.rpartition(".")[0]


@cache
def _table() -> Mapping[str, str]:
    return {module: imports for module, imports, _ in table_rows(DATA / "text_imports.tsv")}
