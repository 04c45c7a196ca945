"""Which versions does a project ask for, and on which line? Events of no hub object.

An event stands on the line of the dependency file that decides; where none does, because the
versions are a target or configured, on the import of tensorflow_hub.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hublint.facts.project.gists import PROTOBUF
from hublint.facts.versions.requirements import INSTALLED, Requirement, described
from hublint.facts.versions.running import ranges_and_implied
from hublint.model import Event, Evidence, Fact, Span

if TYPE_CHECKING:
    from hublint.facts.project.modules import Module

# The libraries of whose lines something can be said.
PACKAGES = ("tensorflow_hub", "setuptools", "protobuf")


def required_events(
    module: Module,
    requirements: Sequence[Requirement],
    targets: Mapping[str, str],
    naming: Callable[[str, Module], str],
) -> Iterator[Event]:
    """Give one event for each of PACKAGES that is asked for where a module imports hub.

    Its facts are what pins and targets admit, and what that implies of others; an open range stays
    open. `naming` gives a file of the project that names a word, "" if there is none.
    """
    imported = import_of_hub(module)
    if imported is None:
        return
    asked = ranges_and_implied(requirements, targets)
    known = {name: fact for name, fact in asked.items() if fact.value is not None}
    row = {"event": Fact("required"), "api": Fact(""), **known, **_tf_keras_listed(requirements)}
    if "protobuf" in row:
        row["protobuf"] = _protobuf(row["protobuf"], naming(PROTOBUF, module))
    spoken = {*targets, *(one.package for one in requirements)}
    for package in PACKAGES:
        if package in known and package in spoken:
            fact = known[package]
            span = next((one.span for one in fact.why if one.span is not None), imported)
            one = {**row, "package": Fact(package, why=fact.why)}
            yield Event("required", "", span, None, (one,))


def _protobuf(installed: Fact, file: str) -> Fact:
    """Which protobuf counts: unknown where a file may choose the one that is written in Python."""
    if not file:
        return installed
    return Fact(None, missing=f"{file} names {PROTOBUF}, by which any protobuf may do")


def _tf_keras_listed(requirements: Sequence[Requirement]) -> dict[str, Fact]:
    """Whether what lists all packages, a lock file or an environment, lists tf_keras beside hub."""
    for sources in (("named",), ("lock",), INSTALLED):
        whole = [one for one in requirements if one.source in sources]
        packages = {one.package for one in whole}
        if {"tensorflow", "tensorflow_hub"} <= packages:
            listed = "tf_keras" in packages
            text = f"what is {'locked' if sources == ('lock',) else 'installed'} has tensorflow_hub"
            more = f"{text}, and {'tf_keras' if listed else 'no tf_keras'}"
            hub = next(described(one) for one in whole if one.package == "tensorflow_hub")
            return {"tf_keras_listed": Fact(listed, why=(Evidence(more, hub.span),))}
    return {}


def import_of_hub(module: Module) -> Span | None:
    """The first statement of a module that imports tensorflow_hub."""
    for node in module.imports:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            names = [] if node.level else [node.module or ""]
        if any(name.partition(".")[0] == "tensorflow_hub" for name in names):
            return module.span(node)
    return None
