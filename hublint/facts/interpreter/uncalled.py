"""On which objects is run what nobody in view calls? On those that the program has made.

A class that others derive from is often only their base: what it does not do itself, it does as one
of them, with what they have given it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hublint.facts.project.modules import Module
from hublint.facts.values.atoms import Class, Function, Instance

# Of so many objects of one class is it run what nobody calls.
MAX_INSTANCES = 4


def bases_last(defined: Iterable[Function | Class], main: Module | None) -> list[Function | Class]:
    """What is defined, in its order, but for classes that others of it derive from: they wait.

    The main program's own comes first, which makes objects of what it imports.
    """
    found = list(defined)
    classes = [one for one in found if isinstance(one, Class)]
    bases = {one.node for one in classes if any(derives(other, one) for other in classes)}
    return sorted(found, key=lambda one: (one.node in bases, one.module is not main))


def derives(type_: Class, above: Class) -> bool:
    """Whether a class derives from another, at whatever remove."""
    bases = (item.atom for item in type_.bases)
    return any(
        isinstance(base, Class)
        and base.node is not type_.node
        and (base.node is above.node or derives(base, above))
        for base in bases
    )


def objects_of(type_: Class, made: Iterable[Sequence[Instance]]) -> list[Instance]:
    """The last objects that were made of a class; of those that derive from it where of it none.

    `made` are the program's objects, class by class.
    """
    own: list[Instance] = []
    derived: list[Instance] = []
    for instances in made:
        if instances and instances[0].type.node is type_.node:
            own.extend(instances)
        elif instances and derives(instances[0].type, type_):
            derived.append(instances[-1])
    return (own or derived)[-MAX_INSTANCES:]
