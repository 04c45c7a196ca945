"""Which hub calls stand in the code, but on no path that was followed? They are told as unknown.

Names are looked up in the imports of the module alone: that is enough to see that something was
missed, and not enough to say anything of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from hublint.facts.modules import Module
from hublint.facts.recorder import Recorder
from hublint.facts.symbols import Symbols
from hublint.model import Fact, HubCall, Span

_HUB = "tensorflow_hub"
_REASON = "nothing that could be followed reaches this call"
_FACTS = ("operation", "handle", "format", "runtime", "execution", "argument", "trainable", "tags")


def record_unreached(module: Module, symbols: Symbols, recorder: Recorder) -> None:
    """Records every hub call of a module that no program has come to."""
    for name, span in _calls(module):
        api = symbols.hub_api(name)
        if api is not None and not recorder.was_at(span):
            unknown = {fact: Fact(None, missing=_REASON) for fact in _FACTS}
            row = {"api": Fact(api.name), "event": Fact("made"), **unknown}
            recorder.record("made", api.name, span, HubCall(api.name, span), [row])


def _calls(module: Module) -> Iterator[tuple[str, Span]]:
    """Every call of a name of tensorflow_hub: the name in full, and where the call stands."""
    names = dict(_imported(module))
    if not names:
        return
    for node in module.nodes:
        if isinstance(node, ast.Call):
            name = _full_name(node.func, names)
            if name:
                yield name, module.python_span(node)


def _imported(module: Module) -> Iterator[tuple[str, str]]:
    """The names that imports give to tensorflow_hub, its modules and what they hold."""
    for node in module.nodes:
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
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        owner = _full_name(node.value, names)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
