"""What does each command do? One module for each, with a function `run`: exit code out."""

from __future__ import annotations

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "check": "lint files and folders (the default; no PATH: the current folder)",
    "explain": "show the page of a rule: why, bad, good, how safe the repair is",
    "rules": "list the rules with their levels and repairs",
    "facts": "show every hub event with every fact and its evidence",
    "matrix": "print the specification's tables with the rule in each cell",
    "test-rules": "run the Bad and Good programs of the rules in your own folders",
    "what-if": "show what becomes of each call with other versions of the libraries",
    "config": "show the settings in force and where each comes from",
    "completion": "print what a shell needs to complete this command",
}
