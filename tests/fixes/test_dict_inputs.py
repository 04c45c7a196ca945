"""A dict of inputs becomes what signatures take: keywords whose values are tensors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, NEW, Repairs

ELMO = f'{HEAD}x = tf.constant(["a"])\nelmo = hub.load("https://tfhub.dev/google/elmo/3")\n'
DELF = f'{HEAD}x = tf.constant(["a"])\nelmo = hub.load("https://tfhub.dev/google/delf/1")\n'
START = 'y = elmo.signatures["tokens"]('


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            '{"tokens": x, "sequence_len": x})\n', "tokens=x, sequence_len=x)\n", id="on one line"
        ),
        pytest.param(
            "{\n    'tokens': x,  # words\n    # and how many\n    'sequence_len': x,\n})\n",
            "**{\n    'tokens': x,  # words\n    # and how many\n    'sequence_len': x,\n})\n",
            id="on several lines, with comments",
        ),
        pytest.param("dict(tokens=x, size=x,))\n", "tokens=x, size=x,)\n", id="dict()"),
        pytest.param(
            "dict (tokens=x, **more))\n",
            "**dict (tokens=x, **more))\n",
            id="dict() with room before its bracket",
        ),
        pytest.param("{'tokens': x, **more})\n", "tokens=x, **more)\n", id="another dict in it"),
        pytest.param("({'tokens': x}))\n", "**({'tokens': x}))\n", id="in parentheses"),
        pytest.param("{'to kens': x})\n", "**{'to kens': x})\n", id="a key that is no name"),
        pytest.param("{'class': x})\n", "**{'class': x})\n", id="a key that Python keeps"),
        pytest.param("{'a': x, 'a': x})\n", "**{'a': x, 'a': x})\n", id="a key that stands twice"),
        pytest.param("{'a' 'b': x})\n", "ab=x)\n", id="a key in two pieces"),
        pytest.param(
            '{"tokens": [["a"]], "sequence_len": [1]})\n',
            'tokens=tf.constant([["a"]]), sequence_len=tf.constant([1], tf.int32))\n',
            id="lists, whose types the card tells",
        ),
    ],
)
def test_a_dict_is_spread(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": f"{ELMO}more = {{}}\n{START}{before}"}, NEW)
    assert [finding.code for finding in found.findings] == ["HUB107"]
    assert found.made()["main.py"].decode() == f"{ELMO}more = {{}}\n{START}{after}"


def test_a_list_behind_a_name_becomes_a_tensor_where_it_is_passed(tmp_path: Path) -> None:
    names = "words = [['a']]\nsizes = [1]\n"
    before = f"{ELMO}{names}{START}{{'tokens': words, 'sequence_len': sizes}})\n"
    after = (
        f"{ELMO}{names}{START}tokens=tf.constant(words), "
        "sequence_len=tf.constant(sizes, tf.int32))\n"
    )
    assert Repairs(tmp_path, {"main.py": before}, NEW).made()["main.py"].decode() == after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f'{START}{{"tokens": [1.0]}})\n', id="numbers, whose type nobody knows"),
        pytest.param(f'{START}{{"tokens": [x]}})\n', id="a list of tensors"),
        pytest.param(
            f'inputs = {{"tokens": x, "size": [1.0]}}\n{START}inputs)\n',
            id="a list in a dict that stands elsewhere",
        ),
    ],
)
def test_a_dict_of_what_is_no_tensor_is_left_alone(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": DELF + code}, NEW)
    assert "HUB107" in {finding.code for finding in found.findings}
    assert not found.fixes


def test_what_nobody_knows_is_converted_where_its_type_is_known(tmp_path: Path) -> None:
    before = (
        f"{ELMO}\n\ndef f(words, sizes):\n    inputs = {{'tokens': words, 'sequence_len': sizes}}\n"
        f"    {START}inputs)\n    return y\n"
    )
    after = (
        f"{ELMO}\n\ndef f(words, sizes):\n    inputs = {{'tokens': tf.convert_to_tensor(words), "
        f"'sequence_len': tf.convert_to_tensor(sizes, tf.int32)}}\n"
        f"    {START}**inputs)\n    return y\n"
    )
    assert Repairs(tmp_path, {"main.py": before}, NEW).made()["main.py"].decode() == after


def test_a_dict_that_is_made_in_another_graph_is_only_spread(tmp_path: Path) -> None:
    loading = 'elmo = hub.load("https://tfhub.dev/google/elmo/3")\n'
    before = (
        f"{HEAD}\n\ndef f(words):\n    inputs = {{'tokens': words}}\n"
        f"    with tf.Graph().as_default():\n        {loading}        {START}inputs)\n"
        "    return y\n"
    )
    after = before.replace("(inputs)", "(**inputs)")
    assert Repairs(tmp_path, {"main.py": before}, NEW).made()["main.py"].decode() == after
