"""What do pyproject.toml, Pipfile and setup.cfg ask for?

Their parsers tell no lines, so a requirement's line is looked up in the text afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hublint.facts.versions.requirements import Declaration


def read_pyproject(text: str) -> Iterator[Declaration]:
    """Read a project's dependencies, extras and groups, with those of Poetry, uv and PDM.

    Raises ValueError.
    """
    document = load_toml(text)
    project = _table(document.get("project"))
    lines = Lines(text)
    yield from lines.declare(project.get("dependencies"))
    python = project.get("requires-python")
    if isinstance(python, str):
        yield lines.python(python, "requires-python")
    tool = _table(document.get("tool"))
    groups = (
        project.get("optional-dependencies"),
        document.get("dependency-groups"),
        _table(tool.get("pdm")).get("dev-dependencies"),
    )
    for group in map(_table, groups):
        for name, wanted in group.items():
            yield from lines.declare(wanted, name)
    yield from lines.declare(_table(tool.get("uv")).get("dev-dependencies"), "dev")
    yield from _poetry(_table(tool.get("poetry")), lines)


def read_pipfile(text: str) -> Iterator[Declaration]:
    """Read a Pipfile: its packages, and the Python it wants. Raises ValueError."""
    document = load_toml(text)
    lines = Lines(text)
    yield from lines.declare_table(_table(document.get("packages")))
    yield from lines.declare_table(_table(document.get("dev-packages")), "dev-packages")
    version = _table(document.get("requires")).get("python_version")
    if isinstance(version, str):
        yield lines.python(f"=={version}.*", "python_version")


def read_setup_cfg(text: str) -> Iterator[Declaration]:
    """Read the options of setuptools in setup.cfg. Raises ValueError."""
    from configparser import ConfigParser, Error

    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # extras keep their case
    try:
        parser.read_string(text)
    except Error as error:
        raise ValueError(str(error)) from error
    lines = Lines(text)
    wanted = parser.get("options", "install_requires", fallback="")
    yield from lines.declare(_setup_cfg_list(wanted))
    if parser.has_section("options.extras_require"):
        for extra, wanted in parser.items("options.extras_require"):
            yield from lines.declare(_setup_cfg_list(wanted), extra)
    python = parser.get("options", "python_requires", fallback="")
    if python:
        yield lines.python(python, "python_requires")


def load_toml(text: str) -> Mapping[str, object]:
    """Parse TOML with the library that this Python has. Raises ValueError where it is none."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    document: dict[str, object] = tomllib.loads(text)
    return document


class Lines:
    """The lines of a text, asked where a requirement stands; equal ones are told in turn."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._after: dict[str, int] = {}

    def declare(self, wanted: object, extra: str | None = None) -> Iterator[Declaration]:
        """Give the Declarations of a list of PEP 508 texts; what is no text is passed over."""
        for text in wanted if isinstance(wanted, list) else ():
            if isinstance(text, str):
                line = self.find(text) or self.find(re.split(r"[^\w.-]", text)[0]) or 1
                yield Declaration(text, line, extra=extra)

    def declare_table(
        self, wanted: Mapping[str, object], extra: str | None = None
    ) -> Iterator[Declaration]:
        """Give the Declarations of a table of names and version constraints, as Poetry has it."""
        for name, value in wanted.items():
            line = self.find_key(name)
            for constraint in value if isinstance(value, list) else [value]:
                for text in _constraint_texts(name, constraint):
                    yield Declaration(text, line, extra=extra)

    def python(self, specifier: str, key: str) -> Declaration:
        """Give the Declaration of the Python that a project wants."""
        return Declaration(f"python{specifier}", self.find_key(key))

    def find(self, needle: str) -> int:
        """Give the next line that holds these words, from 1; 0 if there is none."""
        start = self._after.get(needle, 0)
        for index, line in enumerate(self._lines[start:], start=start + 1):
            if needle in line:
                self._after[needle] = index
                return index
        return 0

    def find_key(self, key: str) -> int:
        """Give the first line that assigns to a key or opens its table, from 1."""
        pattern = re.compile(rf"\s*(?:\[.*\.)?[\"']?{re.escape(key)}[\"']?\s*[=\]]")
        matching = (n for n, line in enumerate(self._lines, start=1) if pattern.match(line))
        return next(matching, 1)


def _poetry(poetry: Mapping[str, object], lines: Lines) -> Iterator[Declaration]:
    yield from lines.declare_table(_table(poetry.get("dependencies")))
    yield from lines.declare_table(_table(poetry.get("dev-dependencies")), "dev")
    for name, group in _table(poetry.get("group")).items():
        yield from lines.declare_table(_table(_table(group).get("dependencies")), name)


def _constraint_texts(name: str, constraint: object) -> Iterator[str]:
    table = _table(constraint)
    version = table.get("version") if table else constraint
    if not isinstance(version, str):
        return  # an address or a folder
    markers = table.get("markers")
    suffix = f"; {markers}" if isinstance(markers, str) else ""
    for alternative in version.split("||"):
        yield f"{name}{_pep440(alternative)}{suffix}"


def _pep440(constraint: str) -> str:
    parts = re.split(r"[,\s]+(?=[\^~=<>!\d*])", constraint.strip())
    return ",".join(filter(None, map(_pep440_part, parts)))


def _pep440_part(part: str) -> str:
    part = part.replace(" ", "")
    if part in ("", "*"):
        return ""
    if part[0] == "^":
        return _below_next(part[1:], caret=True)
    if part[0] == "~" and part[1:2] != "=":
        return _below_next(part[1:], caret=False)
    return f"=={part}" if part[0].isdigit() else part


def _below_next(version: str, caret: bool) -> str:
    """`^0.12.1` is >=0.12.1,<0.13 and `~2.4.1` is >=2.4.1,<2.5: Poetry's bounds."""
    numbers = [int(number) for number in re.findall(r"\d+", version)[:3]]
    significant = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
    place = significant if caret else min(1, len(numbers) - 1)
    bound = [*numbers[:place], numbers[place] + 1]
    return f">={version},<{'.'.join(map(str, bound))}"


def _setup_cfg_list(value: str) -> list[str]:
    # `file: requirements.txt` names a file that is read for itself.
    if value.strip().startswith("file:"):
        return []
    items = value.splitlines() if "\n" in value else value.split(";")
    return [item.partition("#")[0].strip() for item in items]


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
