"""What does an argument of the command line become, where it is more than a word?"""

from __future__ import annotations

import argparse
import os
from typing import Any


class Action(argparse.Action):
    """Takes what stands behind an option, whenever the option is given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """As argparse calls it."""
        self.take(str(values or ""), str(option_string), namespace)

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Put a text, and the option that it stands behind, into what was asked for."""
        raise NotImplementedError


class OnePath(Action):
    """Takes one path, in the place of several."""

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Put the path in the place of all."""
        namespace.paths = (text,) if text else ()


class Words(Action):
    """Collects comma-separated words, of every time that the option is given."""

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Add the words to those before."""
        before = getattr(namespace, self.dest, None) or ()
        setattr(namespace, self.dest, (*before, *_split(text)))


class Choices(Action):
    """Adds to the choices of rules, in the order of the command line."""

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Add the choices, each with the option that it stands behind."""
        verb = option.lstrip("-")
        steps = ((verb, word) for word in _split(text))
        namespace.selection = (*getattr(namespace, "selection", ()), *steps)


class Targets(Action):
    """Adds one library's version, checked."""

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Add the version; an argparse.ArgumentError says what is wrong with it."""
        name, version = _target(self, text)
        namespace.targets = {**(getattr(namespace, "targets", None) or {}), name: version}


class Python(Action):
    """Takes the folder of an environment or its interpreter, which must be there, or "none"."""

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Put the absolute path; an argparse.ArgumentError says that there is none."""
        path = os.path.abspath(os.path.expanduser(text))
        if text != "none" and not os.path.exists(path):
            raise argparse.ArgumentError(self, f"there is no file or folder {text}")
        namespace.python = text if text == "none" else path


class Environments(Action):
    """Adds one environment: the versions of several libraries, checked."""

    def take(self, text: str, option: str, namespace: argparse.Namespace) -> None:
        """Add the environment; an argparse.ArgumentError says what is wrong with it."""
        one = dict(_target(self, word) for word in _split(text))
        namespace.environments = (*getattr(namespace, "environments", ()), one)


def _target(action: argparse.Action, text: str) -> tuple[str, str]:
    from hublint.settings.config_keys import KeyProblemError, check_target

    library, equals, version = text.partition("=")
    if not equals:
        raise argparse.ArgumentError(action, f'"{text}" is not NAME=VERSION')
    try:
        return check_target(library, version)
    except KeyProblemError as problem:
        raise argparse.ArgumentError(action, f"{problem.key}: {problem.message}") from None


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(" ", "").split(",") if word)
