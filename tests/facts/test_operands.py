"""Where does Python refuse to compute with a dict, as a signature gives one? There it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import TF2_PINS, Project

HEAD = """\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")
outputs = embed.signatures["default"](tf.constant(["a first sentence"]))
"""

COMPUTING = [
    "x = outputs + 1",
    "x = 1 + outputs",
    "x = outputs - 1",
    "x = outputs * 2.0",
    "x = [outputs] * 2",
    "x = outputs / 2",
    "x = outputs // 2",
    "x = outputs ** 2",
    "x = outputs @ outputs",
    "x = outputs % 2",
    "x = 'all: %s' % outputs",
    "x = '%(default)s' % outputs",
    "x = outputs | {'more': 1}",
    "x = {'more': 1} | outputs",
    "x = -outputs",
    "x = +outputs",
    "x = ~outputs",
    "x = not outputs",
    "x = outputs < 3",
    "x = 3 <= outputs",
    "x = outputs > outputs",
    "x = outputs == 3",
    "x = outputs != {}",
    "x = 'default' in outputs",
    "x = outputs is None",
    "outputs += 1",
    "outputs -= 1",
    "outputs *= 2",
    "outputs |= {'more': 1}",
    "x = ['a']; x += outputs",
    "x = {'a': 1}; x |= outputs",
    "x = '%s'; x %= outputs",
    "x = 2; x *= outputs",
    "x = 2; x -= outputs",
]


def raises(statement: str) -> bool:
    """Whether Python raises TypeError where the signature's dict is an ordinary one."""
    try:
        exec(statement, {"outputs": {"default": 1.0}})
    except TypeError:
        return True
    return False


@pytest.mark.parametrize("statement", COMPUTING)
def test_a_dict_is_told_where_it_can_t_be_computed_with(statement: str, tmp_path: Path) -> None:
    seen = Project(tmp_path, {"main.py": f"{HEAD}{statement}\n", "requirements.txt": TF2_PINS})
    assert any(one.code == "HUB108" for one in seen.findings) == raises(statement)
