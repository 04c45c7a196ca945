"""How does a rule's Markdown page read on a terminal?"""

import pytest

from hublint.report.page import render_page
from hublint.report.style import Style

PLAIN = Style(False)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param("# HUB101 name", "HUB101 name\n", id="a heading"),
        pytest.param("one\ntwo\n", "one two\n", id="a paragraph is one"),
        pytest.param("one\n\ntwo\n", "one\n\ntwo\n", id="a blank line parts paragraphs"),
        pytest.param("# a\n## b\ntext", "a\n\nb\n\ntext\n", id="headings stand alone"),
        pytest.param("```toml\nx = 1\n```\ntext", "text\n", id="what hublint reads is not shown"),
        pytest.param(
            "```python\nx = 1\n\n# no heading\n```",
            "    x = 1\n\n    # no heading\n",
            id="code stays as it is",
        ),
        pytest.param(
            "```python file=main.py\nx = 1\n```",
            "    # main.py\n    x = 1\n",
            id="code says which file it is",
        ),
        pytest.param("- one\n  more\n- two", "- one more\n\n- two\n", id="items of a list"),
        pytest.param("[here](https://a.b)", "here (https://a.b)\n", id="a link shows its address"),
        pytest.param("<https://a.b>", "https://a.b\n", id="a bare address"),
        pytest.param("| a | b |\n|---|---|", "| a | b |\n|---|---|\n", id="a table stays"),
        pytest.param("a `x` b **c**", "a `x` b c\n", id="code keeps its ticks without colour"),
    ],
)
def test_blocks(markdown: str, text: str) -> None:
    assert render_page(markdown, PLAIN) == text


def test_paragraphs_are_wrapped_and_items_hang() -> None:
    lines = render_page("- " + "word " * 40, PLAIN, width=40).splitlines()
    assert max(map(len, lines)) <= 40
    assert [line[:3] for line in lines] == ["- w", *["  w"] * (len(lines) - 1)]


def test_colour_takes_the_place_of_ticks_and_stars() -> None:
    assert render_page("a `x` **b**", Style(True)) == "a \033[36mx\033[0m \033[1mb\033[0m\n"
