"""Which versions does the code itself choose: by a shell line, a magic, or a call that runs pip?

Only what is written out counts; whether the line is reached is not asked.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from hublint.facts.project.modules import Module
from hublint.facts.project.words import last_name
from hublint.facts.versions.pip_commands import parse_shell_command
from hublint.facts.versions.requirements import Requirement
from hublint.model import Evidence, Fact, Span

_SPEAKS = re.compile(r"\bpip\d*\b|tensorflow_version")

# Colab's magic, while it had both: it chose the newest release of either major version.
_COLAB = re.compile(r"%?tensorflow_version\s+([12])(\.\S*)?")
_SPECIFIERS = {"1": "==1.*", "2": ">=2"}

# The functions that run a command: of subprocess, os, pip and IPython.
_RUNNERS = frozenset(
    {"call", "check_call", "check_output", "getoutput", "getstatusoutput", "main", "popen"}
    | {"Popen", "run", "run_line_magic", "system"}
)

# What stands in a list of words for one that is computed.
_COMPUTED = "{}"


class Chosen(NamedTuple):
    """What code chooses by itself: requirements, and the runtime where a magic names it."""

    requirements: tuple[Requirement, ...] = ()
    runtime: Fact | None = None


def chosen_by(module: Module) -> Chosen:
    """What the code of a module, or of the notebook around it, chooses."""
    commands = [(command.text, span) for command, span in module.commands]
    if _SPEAKS.search(module.code):
        commands.extend(_calls(module))
    requirements: list[Requirement] = []
    majors: dict[str, Evidence] = {}
    for text, span in commands:
        magic = _COLAB.match(text)
        if magic is not None:
            requirements.append(_colab(magic[1], span))
            majors.setdefault(magic[1], Evidence(f"`{magic[0]}`", span))
        else:
            requirements.extend(parse_shell_command(text, span))
    return Chosen(tuple(requirements), _runtime(majors))


def _colab(major: str, span: Span) -> Requirement:
    written = f"TensorFlow {major}.x"
    return Requirement("tensorflow", _SPECIFIERS[major], None, span, "magic", written=written)


def _runtime(majors: dict[str, Evidence]) -> Fact | None:
    if len(majors) != 1:
        return None
    ((major, shown),) = majors.items()
    return Fact(f"tf{major}", "proven", (shown,))


def _calls(module: Module) -> Iterator[tuple[str, Span]]:
    """The commands that calls of the code run, as a shell would be given them."""
    for node in module.tree.every(ast.Call):
        if node.args and last_name(node.func) in _RUNNERS:
            text = _command(node)
            if text:
                yield text, module.span(node)


def _command(call: ast.Call) -> str:
    words = call.args[0]
    if last_name(call.func) == "run_line_magic":
        return " ".join(["%" + _word(call.args[0]), *map(_word, call.args[1:])])
    if isinstance(words, (ast.List, ast.Tuple)):
        parts = [_word(element) for element in words.elts]
        if last_name(call.func) == "main":
            parts.insert(0, "pip")
        return _quoted(parts)
    return _word(words) if isinstance(words, (ast.Constant, ast.JoinedStr)) else ""


def _quoted(parts: list[str]) -> str:
    import shlex

    return shlex.join(parts)


def _word(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else _COMPUTED
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_word, node.values))
    return _COMPUTED
