"""What do the dependency files that are read line by line ask for?

pip's requirement files, conda's environment files, and the pip commands of Dockerfiles and of
scripts that install. Of a conda file only the list items matter, and where they stand, which a
YAML library would not tell: so the lines are read as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hublint.facts.versions.requirements import Declaration

_COMMENT = re.compile(r"(^|\s)#.*$")
_REFERENCE = re.compile(r"(?:-r|-c|--requirement|--constraint)[\s=]*(\S+)")
_PER_REQUIREMENT_OPTION = re.compile(r"\s--?[a-z].*$")

_ITEM = re.compile(r"\s*-\s+(?P<quote>[\"']?)(?P<text>[^\"'#]+)(?P=quote)\s*(#.*)?$")
_CONDA = re.compile(
    r"(?:[\w./-]+::)?(?P<name>[\w.-]+)\s*=(?P<version>[\w.!+*]+)(?:=\S*)?\s*",
)
_EXPORTED = re.compile(r"([\w.-]+)=([\w.!+]+)=[\w.]+")

# What a Dockerfile gives a name, and where it takes that.
_GIVEN = re.compile(r"\s*(?:ARG|ENV)\s+(\w+)(?:\s*=\s*|\s+)[\"']?([^\s\"']+)", re.IGNORECASE)
_TAKEN = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>\w+))")

_TENSORFLOW_IMAGE = re.compile(
    r"\s*FROM\s.*\btensorflow/tensorflow:(\d+\.\d+\.\d+(?:rc\d+)?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another requirement file that this one includes, relative to its own folder."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ShellLine:
    """A shell command in a dependency file, with its first line."""

    text: str
    line: int


def read_requirements_txt(text: str) -> Iterator[Declaration | Reference]:
    """Read a requirement or constraint file of pip, hashes and continued lines included.

    What `conda list --export` writes often has that name: `tensorflow=1.15.0=a-build`.
    """
    for line, joined in _joined_lines(text):
        content = _COMMENT.sub("", joined).strip()
        reference = _REFERENCE.match(content)
        if reference:
            yield Reference(reference[1], line)
        elif content and not content.startswith("-"):
            exported = _EXPORTED.fullmatch(content)
            words = f"{exported[1]}=={exported[2]}" if exported else content
            yield Declaration(_PER_REQUIREMENT_OPTION.sub("", words), line)


def read_conda_environment(text: str) -> Iterator[Declaration | Reference]:
    """Read the list items of an environment file, conda's (`tensorflow=2.4`) and pip's."""
    for line, content in enumerate(text.splitlines(), start=1):
        item = _ITEM.match(content)
        if not item:
            continue
        words = item["text"].strip()
        reference = _REFERENCE.match(words)
        if reference:
            yield Reference(reference[1], line)
        else:
            yield Declaration(_pip_spelling(words), line)


def read_dockerfile(text: str) -> Iterator[Declaration | ShellLine]:
    """Read the commands of a Dockerfile, and the TensorFlow of an official base image.

    An ARG counts with its default: who builds the image may give it another value.
    """
    given: dict[str, str] = {}
    for line, raw in _joined_lines(text):
        joined = _TAKEN.sub(lambda taken: _value(taken, given), raw)
        name = _GIVEN.match(joined)
        if name:
            given[name[1]] = name[2]
        image = _TENSORFLOW_IMAGE.match(joined)
        if image:
            yield Declaration(f"tensorflow=={image[1]}", line)
        command = joined.strip()
        if command[:4].upper() == "RUN ":
            yield ShellLine(command[4:], line)


def read_install_script(text: str) -> Iterator[ShellLine]:
    """Read the commands of a shell script that installs what a project needs."""
    for line, joined in _joined_lines(text):
        yield ShellLine(joined.strip(), line)


def _value(taken: re.Match[str], given: Mapping[str, str]) -> str:
    """What stands for a name in a Dockerfile; the name itself where nothing gives it a value."""
    known = given.get(taken["braced"] or taken["plain"], taken["default"])
    return known or taken[0]


def _pip_spelling(words: str) -> str:
    # conda's one "=" is a prefix: tensorflow=2.4 is any 2.4, and so is tensorflow=2.4=a-build.
    conda = _CONDA.fullmatch(words)
    if conda:
        return f"{conda['name']}=={conda['version'].removesuffix('.*').rstrip('*')}.*"
    return words.rpartition("::")[2]


def _joined_lines(text: str) -> Iterator[tuple[int, str]]:
    first, parts = 1, list[str]()
    for line, content in enumerate(text.splitlines(), start=1):
        if not parts:
            first = line
        if content.endswith("\\"):
            parts.append(content[:-1])
            continue
        yield first, " ".join([*parts, content])
        parts.clear()
    if parts:
        yield first, " ".join(parts)
