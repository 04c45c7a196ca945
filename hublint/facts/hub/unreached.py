"""Which hub calls stand in the code, but on no path that was followed? They are told as unknown.

Names are looked up in the imports of the module alone: that is enough to see that something was
missed, and not enough to say anything of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from hublint.facts.hub.recorder import Recorder
from hublint.facts.libraries.symbols import Symbols
from hublint.facts.project.modules import Module
from hublint.facts.project.words import chain_of
from hublint.facts.versions.branches import may_test_versions, passed_by
from hublint.model import Evidence, Fact, HubCall, Span

_HUB = "tensorflow_hub"
_PASSED_BY = "this test of a version lets nobody through"
_REASON = "nothing that could be followed reaches this call"
_FACTS = ("operation", "handle", "format", "runtime", "execution", "argument", "trainable", "tags")


def hub_calls(module: Module, symbols: Symbols) -> Iterator[HubCall]:
    """Every hub call that stands in a module."""
    for name, span in _calls(module):
        api = symbols.hub_api(name)
        if api is not None:
            yield HubCall(api.name, span)


def record_unreached(
    calls: Iterable[HubCall], recorder: Recorder, modules: Iterable[Module]
) -> None:
    """Records those of the calls that no program has come to; `modules` are those they stand in.

    Nothing is unknown of a call in a branch for other versions than those that may run here.
    """
    missed = [call for call in calls if not recorder.was_at(call.span)]
    paths = {call.span.path for call in missed}
    passed: dict[Span, Span] = {}
    for module in modules:
        if module.display in paths and may_test_versions(module):
            passed.update(passed_by(module, recorder.ways))
    for call in missed:
        if call.span in passed:
            why = (Evidence(_PASSED_BY, passed[call.span]),)
            row = {"api": Fact(call.api), "event": Fact("unreached", why=why)}
            recorder.record("unreached", call.api, call.span, call, [row])
        else:
            unknown = {fact: Fact(None, missing=_REASON) for fact in _FACTS}
            row = {"api": Fact(call.api), "event": Fact("made"), **unknown}
            recorder.record("made", call.api, call.span, call, [row])


def _calls(module: Module) -> Iterator[tuple[str, Span]]:
    """Every call of a name of tensorflow_hub: the name in full, and where the call stands."""
    names = dict(_imported(module))
    if not names:
        return
    for node in module.tree.every(ast.Call):
        name = _full_name(node.func, names)
        if name:
            yield name, module.span(node)


def _imported(module: Module) -> Iterator[tuple[str, str]]:
    """The names that imports give to tensorflow_hub, its modules and what they hold."""
    for node in module.imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _is_hub(alias.name):
                    yield (alias.asname or _HUB), (alias.name if alias.asname else _HUB)
        elif isinstance(node, ast.ImportFrom) and not node.level and _is_hub(node.module or ""):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _is_hub(dotted: str) -> bool:
    return dotted.partition(".")[0] == _HUB


def _full_name(node: ast.expr, names: Mapping[str, str]) -> str:
    chain, _ = chain_of(node)
    return ".".join((names[chain[0]], *chain[1:])) if chain and chain[0] in names else ""
