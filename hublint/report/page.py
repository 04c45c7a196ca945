"""How does a rule's Markdown page read on a terminal?"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from hublint.report.style import Style, printable

_FENCE = re.compile(r"```(\w*)(?: file=(\S+))?\s*$")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.) +")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)|<(https?://[^>]+)>")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_CODE = re.compile(r"`([^`]+)`")

# The block that hublint itself reads says nothing that the prose doesn't.
_HIDDEN = "toml"
_HIDDEN_BLOCK = re.compile(rf"^```{_HIDDEN}\n.*?^```\n\n?", re.MULTILINE | re.DOTALL)


def render_page(markdown: str, style: Style, width: int = 88) -> str:
    """The page as text of at most `width` columns, but for code and tables."""
    blocks = (_block(lines, style, width) for lines in _blocks(markdown.splitlines()))
    return "\n\n".join(block for block in blocks if block) + "\n"


def without_block(markdown: str) -> str:
    """The page as it stands, without the block that hublint itself reads."""
    return _HIDDEN_BLOCK.sub("", markdown, count=1)


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Fences, headings, and what stands between blank lines; an item of a list is a block."""
    block: list[str] = []
    fenced = False
    for line in lines:
        fence = line.startswith("```")
        alone = not fenced and (not line.strip() or line.startswith("#") or _ITEM.match(line))
        if (alone or (fence and not fenced)) and block:
            yield block
            block = []
        if fenced or line.strip():
            block.append(line)
        if (fence and fenced) or (line.startswith("#") and not fenced):
            yield block
            block = []
        fenced = fenced != fence
    if block:
        yield block


def _block(lines: list[str], style: Style, width: int) -> str:
    first = lines[0]
    if fence := _FENCE.match(first):
        return _code(lines[1:-1], fence[1], fence[2], style)
    if first.startswith("#"):
        return style("heading", printable(first.lstrip("#").strip()))
    if first.startswith("|"):
        return "\n".join(map(printable, lines))
    item = _ITEM.match(first)
    hanging = " " * len(item[0]) if item else ""
    text = " ".join(printable(line.strip()) for line in lines)
    indent = item[1] if item else ""
    # Bare words are wrapped, so that invisible codes of colour do not count as columns.
    wrapped = textwrap.wrap(
        _LINK.sub(_link, text),
        width,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return _inline("\n".join(wrapped), style)


def _code(lines: list[str], language: str, file: str | None, style: Style) -> str:
    if language == _HIDDEN:
        return ""
    head = [style("dim", f"    # {file}")] if file else []
    return "\n".join((*head, *(f"    {printable(line)}".rstrip() for line in lines)))


def _inline(text: str, style: Style) -> str:
    text = _BOLD.sub(lambda bold: style("bold", bold[1]), text)
    return _CODE.sub(lambda code: style("code", code[1]) if style.colour else code[0], text)


def _link(link: re.Match[str]) -> str:
    return link[3] or (link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})")
