"""Which cells does a notebook have, and what happens to its bytes when a source is replaced?"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.sources.notebook import Cell, NotebookError, read_notebook, replace_cell_sources


def notebook(*sources: Any, **extra: Any) -> dict[str, Any]:
    cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **extra}


def codes(document: Any) -> list[tuple[int, str]]:
    return [
        (cell.number, cell.source) for cell in read_notebook(json.dumps(document)) if cell.is_code
    ]


def about(**metadata: Any) -> dict[str, Any]:
    return notebook("x", metadata=metadata)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(notebook("a\nb"), [(1, "a\nb")], id="a source may be one string"),
        pytest.param(notebook(["a\n", "b"]), [(1, "a\nb")], id="a source may be a list of lines"),
        pytest.param(notebook([]), [(1, "")], id="a source may be empty"),
        pytest.param(
            {"cells": [{"cell_type": "markdown", "source": "# t"}, *notebook("a")["cells"]]},
            [(2, "a")],
            id="a cell's number counts all cells",
        ),
        pytest.param(
            {
                "nbformat": 3,
                "worksheets": [
                    {"cells": [{"cell_type": "code", "input": ["a\n", "b"], "language": "python"}]},
                    {"cells": [{"cell_type": "code", "input": "c"}]},
                ],
            },
            [(1, "a\nb"), (2, "c")],
            id="the worksheets of nbformat 3 follow one another",
        ),
        pytest.param(
            {
                "worksheets": [
                    {"cells": [{"cell_type": "code", "input": "ls()", "language": "R"}]},
                ]
            },
            [],
            id="a cell of nbformat 3 has its own language",
        ),
        pytest.param(about(kernelspec={"language": "R"}), [], id="a kernel of R runs no Python"),
        pytest.param(about(language_info={"name": "julia"}), [], id="nor does one of Julia"),
        pytest.param(about(kernelspec={"name": "python3"}), [(1, "x")], id="no word of a language"),
        pytest.param(about(language_info={"name": "ipython"}), [(1, "x")], id="IPython is Python"),
        pytest.param(
            {"cells": [None, *notebook("a")["cells"]]}, [(2, "a")], id="a cell that is none"
        ),
        pytest.param(notebook(None, 3, [4, "a"]), [(1, ""), (2, ""), (3, "a")], id="odd sources"),
    ],
)
def test_the_cells_of_python(document: Any, expected: list[tuple[int, str]]) -> None:
    assert codes(document) == expected


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param('{\n"cells": [', "it is no JSON: Expecting value", 2, id="a torn file"),
        pytest.param("", "it is no JSON: Expecting value", 1, id="an empty file"),
        pytest.param("[1]", "it is JSON without a list of cells", 1, id="another document"),
        pytest.param(
            '{"cells": 3}', "it is JSON without a list of cells", 1, id="cells of no list"
        ),
        pytest.param("[" * 100_000, "its JSON is nested too deeply", 1, id="a tower of lists"),
    ],
)
def test_what_is_no_notebook_says_where_and_why(text: str, reason: str, line: int) -> None:
    with pytest.raises(NotebookError) as caught:
        read_notebook(text)
    assert (caught.value.reason, caught.value.line) == (reason, line)


@pytest.mark.parametrize(
    ("old", "new", "source"),
    [
        pytest.param('"a\\nb"', '"a\\nc"', "a\nc", id="a string stays a string"),
        pytest.param('["a\\n", "b"]', '["a\\n", "c"]', "a\nc", id="a list stays a list"),
        pytest.param(
            '[\n    "a\\n",\n    "b"\n   ]',
            '[\n    "a\\n",\n    "x\\n",\n    "b"\n   ]',
            "a\nx\nb",
            id="a new line is laid out like the others",
        ),
        pytest.param(
            '[\n "a"\n]', '[\n "b\\n",\n "c"\n]', "b\nc", id="like the only one there was"
        ),
        pytest.param('["a\\n", "b"]', '["b"]', "b", id="a line goes"),
        pytest.param('["a"]', "[]", "", id="all lines go"),
        pytest.param("[]", '["a\\n", "b"]', "a\nb", id="lines where there were none"),
        pytest.param(
            '["\\u0061\\/\\n", "b"]', '["\\u0061\\/\\n", "c"]', "a/\nc", id="odd spellings stay"
        ),
        pytest.param('"\\u00e9 = \\u0031"', '"\\u00e9 = 2"', "é = 2", id="also within a string"),
        pytest.param(
            '"\\ud83d\\ude00 a"', '"\\ud83d\\ude00 \\u00e9"', "😀 é", id="ASCII stays ASCII"
        ),
        pytest.param('"é a"', '"é ü"', "é ü", id="letters stay letters"),
        pytest.param('"a"', '"\\"\\\\"', '"\\', id="what JSON must escape is escaped"),
    ],
)
def test_a_source_keeps_its_form(old: str, new: str, source: str) -> None:
    frame = '{"cells":[ {"source":%s ,"cell_type" : "code", "outputs": [{"source": 1}]}]\t}\n'
    assert replace_cell_sources(frame % old, {1: source}) == frame % new


def test_the_sources_of_nbformat_3_are_replaced_too() -> None:
    text = '{"worksheets": [{"cells": [{"input": "a"}]}, {"cells": [{"input": ["b"]}]}]}'
    expected = '{"worksheets": [{"cells": [{"input": "A"}]}, {"cells": [{"input": ["B"]}]}]}'
    assert replace_cell_sources(text, {1: "A", 2: "B"}) == expected


@pytest.mark.parametrize("number", [0, 2, 3])
def test_a_cell_that_has_no_source_has_none_to_replace(number: int) -> None:
    with pytest.raises(KeyError):
        replace_cell_sources('{"cells": [{"source": "a"}, {"source": null}]}', {number: "x"})


TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.text(
    'ab\n\r"\\é\u2028😀', max_size=20
)
SOURCES = TEXT | st.lists(TEXT, max_size=5)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
LAYOUTS = st.fixed_dictionaries(
    {"ensure_ascii": st.booleans(), "indent": st.sampled_from([None, 0, 1, 4, "\t"])}
)


@st.composite
def framed(draw: st.DrawFn) -> tuple[list[str], list[Any], str]:
    """The text of a notebook between its sources, the sources, and the whole text."""
    layout = draw(LAYOUTS)
    sources = draw(st.lists(SOURCES, min_size=1, max_size=4))
    cells = [
        {"metadata": draw(JSON_VALUES), "source": 0, "outputs": draw(JSON_VALUES)} for _ in sources
    ]
    document = {"metadata": draw(JSON_VALUES), "cells": cells, "nbformat": 4}
    mark = "\N{SNOWMAN} here"
    for cell in cells:
        cell["source"] = mark
    text = json.dumps(document, **layout)
    frame = text.split(json.dumps(mark, ensure_ascii=layout["ensure_ascii"]))
    spelled = [json.dumps(source, **layout) for source in sources]
    parts = [part for pair in zip(frame, [*spelled, ""], strict=True) for part in pair]
    return frame, sources, "".join(parts)


@given(framed())
def test_sources_replaced_by_themselves_change_no_character(made: Any) -> None:
    _, sources, text = made
    same = {number: "".join(source) for number, source in enumerate(sources, 1)}
    assert replace_cell_sources(text, same) == text


@given(framed(), st.data())
def test_nothing_but_the_sources_changes(made: Any, data: st.DataObject) -> None:
    frame, sources, text = made
    new = data.draw(st.dictionaries(st.integers(1, len(sources)), TEXT))
    changed = replace_cell_sources(text, new)
    at = 0
    for number, (before, was) in enumerate(zip(frame, sources, strict=False), 1):
        assert changed.startswith(before, at)
        at += len(before)
        spelled, end = json.JSONDecoder().raw_decode(changed, at)
        assert isinstance(spelled, type(was))
        assert "".join(spelled) == new.get(number, "".join(was))
        at = end
    assert changed[at:] == frame[-1]


def test_a_cell_is_a_plain_value() -> None:
    assert read_notebook(json.dumps(notebook("a"))) == (Cell(1, "a", is_code=True),)
