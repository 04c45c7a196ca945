"""What text do these known texts make? Operations on strings that Python would do at run time.

Each function takes the possible values of its operands and gives the possible results; an
operand that is no known text makes the result unknown, with the operand's own reason.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from hublint.facts.values import bounds, version_tests
from hublint.facts.values.atoms import Atom, Collection, Const, Dictionary, External, Unknown
from hublint.facts.values.choices import resolved
from hublint.facts.values.guards import ALWAYS, Guard, both
from hublint.facts.values.sources import sources_of
from hublint.facts.values.value import Alternative, Trace, Value, capped

# The methods of str that give the same on every Python, for arguments that are known.
STRING_METHODS = frozenset(
    {
        *("capitalize", "casefold", "endswith", "join", "lower", "lstrip", "partition"),
        *("removeprefix", "removesuffix", "replace", "rpartition", "rsplit", "rstrip"),
        *("split", "startswith", "strip", "title", "upper", "format"),
        *("count", "find", "index", "isdigit", "isnumeric", "rfind", "rindex"),
    }
)


# The methods of a path that give another path: of pathlib, whose paths are kept as their texts.
PATH_METHODS = frozenset({"joinpath", "as_posix", "resolve", "absolute", "expanduser"})
PATH_PARTS: Mapping[str, Callable[[str], str]] = {
    "parent": posixpath.dirname,
    "name": lambda path: _of_path(path, posixpath.basename),
    "stem": lambda path: _of_path(path, lambda one: posixpath.splitext(name_of(one))[0]),
}


def _of_path(path: str, part: Callable[[str], str]) -> str:
    """A part of what is surely a path: the name of an Enum's member is not in its value."""
    if "/" not in path or "://" in path:
        raise ValueError(path)
    return part(path)


class NotText(Exception):
    """An operand isn't known; carries the unknown operand."""

    def __init__(self, atom: Atom) -> None:
        super().__init__()
        self.atom = atom


def combine(
    operands: Sequence[Value], compute: Callable[..., Any], key: Hashable, reason: str
) -> Value:
    """The results of a pure function of known operands, for each consistent combination."""
    results: list[Alternative] = []
    for chosen, guard in combinations(operands):
        why = tuple(dict.fromkeys(trace for item in chosen for trace in item.why))
        assumed = any(item.assumed for item in chosen)
        atoms = [resolved(item, guard) for item in chosen]
        results.append(Alternative(_result(atoms, compute, key, reason), guard, why, assumed))
    return capped(tuple(results))


def combinations(operands: Sequence[Value]) -> list[tuple[tuple[Alternative, ...], Guard]]:
    """Every consistent choice of one alternative of each operand."""
    found: list[tuple[tuple[Alternative, ...], Guard]] = [((), ALWAYS)]
    for operand in operands:
        found = [
            ((*chosen, item), guard)
            for chosen, before in found
            for item in operand
            if (guard := both(before, item.guard)) is not None
        ]
        if len(found) > 256:
            found = found[:256]
    return found


def _result(atoms: Sequence[Atom], compute: Callable[..., Any], key: Hashable, reason: str) -> Atom:
    by = version_tests.varying(atoms)
    if by is not None:
        return version_tests.in_each(by, atoms, lambda *at: _result(at, compute, key, reason))
    try:
        return as_atom(compute(*[as_python(atom) for atom in atoms]))
    except NotText as error:
        known = getattr(error.atom, "reason", "") or reason
        sources = frozenset(source for atom in atoms for source in sources_of(atom))
        head, tail = _ending(atoms, compute)
        is_text = bool(tail) or _gives_text(atoms, compute)
        return Unknown(known, _of_these(key, atoms), sources, head, tail, is_text)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError):
        return Unknown(reason, _of_these(key, atoms))


# Stands for the one text that isn't known.
_HOLE = "\0"


def _ending(atoms: Sequence[Atom], compute: Callable[..., Any]) -> tuple[Hashable, str]:
    """The unknown text that a result begins with, and the known one behind it, if it is so."""
    unknown = [atom for atom in atoms if isinstance(atom, (Unknown, External))]
    if len(unknown) != 1:
        return None, ""
    [hole] = unknown
    head, tail = getattr(hole, "head", None), getattr(hole, "tail", "")
    try:
        made = compute(*[_HOLE + tail if atom is hole else as_python(atom) for atom in atoms])
    except (NotText, ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None, ""
    if not isinstance(made, str) or made[:1] != _HOLE or made.count(_HOLE) > 1:
        return None, ""
    return (hole if head is None else head), made[1:]


def _gives_text(atoms: Sequence[Atom], compute: Callable[..., Any]) -> bool:
    """Whether the result can only be a text, be what isn't known a text or a number."""
    found = set()
    for hole in (_HOLE, 0):
        try:
            operands = [_filled(atom, hole) for atom in atoms]
            found.add(isinstance(compute(*operands), str))
        except (NotText, ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
            continue
    return found == {True}


def _filled(atom: Atom, hole: str | int) -> Any:
    """The Python value of an atom, with something in the place of what isn't known."""
    if isinstance(atom, (Unknown, External)):
        return hole
    if isinstance(atom, Collection) and not atom.open and all(map(_single, atom.items)):
        items = [_filled(item[0].atom, hole) for item in atom.items]
        return tuple(items) if atom.kind == "tuple" else items
    return as_python(atom)


def _of_these(key: Hashable, atoms: Sequence[Atom]) -> Hashable:
    """The key of what is computed of atoms: a number, for keys in keys double with each `v + v`."""
    computed = ("computed", hash((key, *map(_key, atoms))))
    library = next(filter(None, map(version_tests.source, atoms)), "")
    return version_tests.marked(library, computed) if library else computed


def _key(atom: Atom) -> Hashable:
    return getattr(atom, "key", None) or getattr(atom, "value", None) or type(atom).__name__


def as_python(atom: Atom) -> Any:
    """The Python value of a constant or of a container of constants. Raises NotText."""
    if isinstance(atom, Const):
        return atom.value
    if isinstance(atom, Dictionary) and not atom.open:
        pairs = [
            (key[0], value[0]) for key, value in atom.entries if _single(key) and _single(value)
        ]
        return {as_python(key.atom): as_python(value.atom) for key, value in pairs}
    if isinstance(atom, Collection) and not atom.open:
        items = [as_python(item[0].atom) for item in atom.items if _single(item)]
        return tuple(items) if atom.kind == "tuple" else items
    raise NotText(atom)


def _single(value: Value) -> bool:
    if len(value) != 1:
        raise NotText(value[0].atom if value else Const(None))
    return True


def as_atom(value: Any) -> Atom:
    """The atom of a Python value that a text operation gave."""
    if isinstance(value, (list, tuple)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return Collection(kind, tuple((Alternative(as_atom(item)),) for item in value))
    if value is None or isinstance(value, (str, bytes, int, float, bool)):
        bounds.check_value(value)
        return Const(value)
    raise TypeError(type(value).__name__)


def join_path(*parts: str) -> str:
    """os.path.join, as it is on the systems that hub code runs on."""
    return posixpath.join(*parts)


def folder_of(path: str) -> str:
    """os.path.dirname."""
    return posixpath.dirname(path)


def name_of(path: str) -> str:
    """os.path.basename."""
    return posixpath.basename(path)


def formatted(text: str, *given: Any, **named: Any) -> str:
    """str.format. Raises ValueError if too long."""
    bounds.check_format(text, (*given, *named.values()))
    return text.format(*given, **named)


def as_text(value: Any = "") -> str:
    """str of a constant."""
    return str(value)


def as_version(text: str) -> tuple[int, ...]:
    """A parsed version, as far as its numbers go: (2, 15, 1). Raises ValueError."""
    from packaging.version import Version

    release = Version(text).release
    return (*release, 0, 0, 0)[: max(3, len(release))]


def as_whole(value: Any = 0) -> int:
    """int of a constant."""
    return int(value)


def as_decimal(value: Any = 0) -> float:
    """float of a constant."""
    return float(value)


def percent(text: Any, operand: Any) -> Any:
    """The % operator of strings and numbers. Raises ValueError if too long."""
    bounds.check_percent(text, operand)
    if isinstance(text, str):
        return text % (tuple(operand) if isinstance(operand, tuple) else operand)
    return text % operand


def add(left: Any, right: Any) -> Any:
    """The + operator of strings, numbers and sequences."""
    return left + right


def multiply(left: Any, right: Any) -> Any:
    """The * operator; `["train"] * is_training` among it. Raises ValueError if too long."""
    bounds.check_product(left, right)
    return left * right


def quotient(left: Any, right: Any) -> Any:
    """The / operator: of numbers, or of a path and a name."""
    if isinstance(left, str) and isinstance(right, str):
        return posixpath.join(left, right)
    return left / right


BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "Add": add,
    "Mod": percent,
    "Mult": multiply,
    "Div": quotient,
    "Sub": lambda left, right: left - right,
    "FloorDiv": lambda left, right: left // right,
}


def piece(value: Any, conversion: str | None, specification: str) -> str:
    """One replacement field of an f-string. Raises ValueError if too long."""
    bounds.check_specification(specification)
    if conversion == "r":
        value = repr(value)
    elif conversion in ("s", "a"):
        value = str(value)
    return format(value, specification)


def traced(value: Value, trace: Trace) -> Value:
    """The same value, believed for one more reason."""
    return tuple(
        Alternative(item.atom, item.guard, (*item.why, trace), item.assumed)
        if trace not in item.why
        else item
        for item in value
    )
