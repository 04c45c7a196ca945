"""Which names stand for a session of TensorFlow 1?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.values.atoms import Atom, External, Instance
from hublint.facts.values.value import Value

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


def is_session(run: Interpreter, frame: Frame, name: str) -> bool:
    """Whether a name, or an attribute as it is written, is a session's where the program stands."""
    return any(_is_session(run, item.atom) for item in _value(run, frame, name))


def _is_session(run: Interpreter, atom: Atom) -> bool:
    if not isinstance(atom, External):
        return False
    role = run.symbols.role(atom.name)
    return role is not None and (role.name, role.detail) == ("context", "session")


def _value(run: Interpreter, frame: Frame, name: str) -> Value:
    """What a name has been given; nothing is read that could do something."""
    first, *rest = name.split(".")
    owners = (scope.owned_elsewhere.get(first, scope) for scope in frame.lexical())
    found = (run.state.get((owner.ident, first)) for owner in owners)
    value: Value = next((one for one in found if one is not None), ())
    for part in rest:
        held = [item.atom for item in value if isinstance(item.atom, Instance)]
        value = tuple(one for atom in held for one in run.state.get((atom.ident, part)) or ())
    return value
