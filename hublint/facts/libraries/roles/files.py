"""What do texts, paths and files give?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values import format_guards, texts
from hublint.facts.values.atoms import Const, External, Unknown
from hublint.facts.values.value import Value, just, only

# The key of what a call gives that never returns.
_NEVER = "never"


def _text(call: LibraryCall) -> Value:
    key = (id(call.node), call.frame.ident)
    return texts.combine(
        call.arguments.positional, getattr(texts, call.detail), key, "a path that is not known"
    )


def _exists(call: LibraryCall) -> Value:
    path = call.argument("path", 0)
    return call.result() if path is None else call.run.look(path, call.node, call.frame)


def _list_files(call: LibraryCall) -> Value:
    folder = call.argument("path", 0) or ()
    key = format_guards.files_of(folder[0].atom) if len(folder) == 1 else None
    if key is None:
        return call.result()
    call.run.choices[format_guards.choice(folder[0].atom)] = call.trace()
    return call.run.unknown("what lies on disk is not known", key)


def _open(call: LibraryCall) -> Value:
    """A file is known by its path."""
    path = call.argument("file", 0) or call.argument("name", 0) or ()
    atom = only(path)
    known = isinstance(atom, Const) and isinstance(atom.value, str)
    return call.result(("file", atom.value) if known and isinstance(atom, Const) else None)


def _read_json(call: LibraryCall) -> Value:
    """json.load of an open file of the project, or json.loads of what it holds."""
    given = call.argument("fp", 0) or call.argument("s", 0) or ()
    atom = only(given)
    key = atom.key if isinstance(atom, External) else None
    if not (isinstance(key, tuple) and key[0] == "file"):
        return call.unknown("the data that is read is not known")
    shown = call.trace(f"`{call.frame.module.excerpt(call.node)}` reads {key[1]}")
    found = call.run.read_json(str(key[1]), call.frame.module, shown)
    return found or call.unknown(f"{key[1]} is no JSON file of this project")


def _once(call: LibraryCall) -> Value:
    """Each call gives what the first gave: the test's own folder."""
    atom = call.called.atom
    key = atom.key if isinstance(atom, External) else None
    return just(External(f"{call.name}()", key or call.name))


def _ends(call: LibraryCall) -> Value:
    """sys.exit(), self.skipTest(...): nothing behind it is run."""
    return just(External(f"{call.name}()", _NEVER))


def never_returns(value: Value) -> bool:
    """Whether what a call gives is nothing, because it raises or ends the program."""
    return bool(value) and all(
        (isinstance(item.atom, External) and item.atom.key == _NEVER)
        or (isinstance(item.atom, Unknown) and item.atom.key == _NEVER)
        for item in value
    )


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "text": _text,
    "exists": _exists,
    "list-files": _list_files,
    "ends": _ends,
    "once": _once,
    "open": _open,
    "json": _read_json,
}
