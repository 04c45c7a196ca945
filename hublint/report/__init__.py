"""How is a report told? One module for each format, each with a function `render`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hublint.model import Report

RENDERERS: Mapping[str, str] = {
    "text": "hublint.report.text",
    "concise": "hublint.report.concise",
    "json": "hublint.report.json_report",
    "jsonl": "hublint.report.jsonl",
    "github": "hublint.report.github",
    "gitlab": "hublint.report.gitlab",
    "junit": "hublint.report.junit",
    "sarif": "hublint.report.sarif",
    "markdown": "hublint.report.markdown",
}


class Look(NamedTuple):
    """What a reader wants to see: `seconds` is how long the run took."""

    colour: bool = False
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    seconds: float = 0.0


Renderer = Callable[["Report", Look], str]


def renderer_of(format_name: str) -> Renderer:
    """The function that renders a report in a format of RENDERERS; its text ends with a newline."""
    from importlib import import_module

    renderer: Renderer = import_module(RENDERERS[format_name]).render
    return renderer
