"""What does an argument of the command line become, where it is more than a word?"""

from __future__ import annotations

import argparse
import os
from abc import abstractmethod
from typing import Any


class _Taking(argparse.Action):
    """Takes an argument."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Take it from an option, or from none."""
        self.take(values, option_string or "", namespace)

    @abstractmethod
    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Put what the argument means among the options."""


class OnePath(_Taking):
    """Takes one path, in the place of several."""

    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Put the path in the place of all."""
        namespace.paths = (values,) if values else ()


class Words(_Taking):
    """Collects comma-separated words, of every time that the option is given."""

    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Add the words to those before."""
        before = getattr(namespace, self.dest, None) or ()
        setattr(namespace, self.dest, (*before, *_split(values)))


class Choices(_Taking):
    """Adds to the choices of rules, in the order of the command line."""

    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Add the choices, each with the option that it stands behind."""
        verb = option.lstrip("-")
        steps = ((verb, word) for word in _split(values))
        namespace.selection = (*getattr(namespace, "selection", ()), *steps)


class Targets(_Taking):
    """Adds one library's version, checked."""

    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Add the version; an argparse.ArgumentError says what is wrong with it."""
        name, version = _target(self, str(values))
        namespace.targets = {**(getattr(namespace, "targets", None) or {}), name: version}


class Python(_Taking):
    """Takes the folder of an environment or its interpreter, which must be there, or "none"."""

    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Put the absolute path; an argparse.ArgumentError says that there is none."""
        path = os.path.abspath(os.path.expanduser(str(values)))
        if values != "none" and not os.path.exists(path):
            raise argparse.ArgumentError(self, f"there is no file or folder {values}")
        namespace.python = values if values == "none" else path


class Environments(_Taking):
    """Adds one environment: the versions of several libraries, checked."""

    def take(self, values: Any, option: str, namespace: argparse.Namespace) -> None:
        """Add the environment; an argparse.ArgumentError says what is wrong with it."""
        one = dict(_target(self, word) for word in _split(values))
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


def _split(values: object) -> tuple[str, ...]:
    return tuple(word for word in str(values).replace(" ", "").split(",") if word)
