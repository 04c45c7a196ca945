"""An object without `__call__` is called by its signature."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, Repairs

LOADED = HEAD + 'm = hub.load("https://tfhub.dev/google/elmo/3")\nx = tf.constant(["a b"])\n'


def repairs(text: str, folder: Path) -> Repairs:
    return Repairs(folder, {"main.py": text})


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        pytest.param(
            "y = m(x)", 'y = m.signatures["default"](x)["default"]', "safe", id="a tensor"
        ),
        pytest.param(
            'y = m(x)["elmo"]', 'y = m.signatures["default"](x)["elmo"]', "safe", id="a key"
        ),
        pytest.param(
            'y = m(x)["nothing"]',
            'y = m.signatures["default"](x)["nothing"]',
            "unsafe",
            id="a key that the model is not known to have",
        ),
        pytest.param(
            'y = m(["a b", "c"])',
            'y = m.signatures["default"](tf.constant(["a b", "c"]))["default"]',
            "safe",
            id="a list of texts becomes a tensor",
        ),
        pytest.param(
            "y = m(input())",
            'y = m.signatures["default"](tf.convert_to_tensor(input()))["default"]',
            "unsafe",
            id="an input that nobody knows",
        ),
        pytest.param(
            'y = m(x, signature="default", as_dict=True)',
            'y = m.signatures["default"](x)',
            "safe",
            id="the way of hub.Module, all outputs",
        ),
        pytest.param(
            'y = m(x, signature="default", as_dict=True)["elmo"]',
            'y = m.signatures["default"](x)["elmo"]',
            "safe",
            id="the way of hub.Module, one output",
        ),
        pytest.param(
            "y = m(inputs=x)",
            'y = m.signatures["default"](x)["default"]',
            "safe",
            id="inputs by their name",
        ),
        pytest.param(
            'y = m({"tokens": x, "sequence_len": x}, signature="tokens")',
            'y = m.signatures["tokens"](tokens=x, sequence_len=x)["default"]',
            "unsafe",
            id="a dict is spread",
        ),
        pytest.param(
            "y = tf.identity(m(x)) + m(m(x))",
            'y = tf.identity(m.signatures["default"](x)["default"]) + m.signatures["default"]'
            '(m.signatures["default"](x)["default"])["default"]',
            "safe",
            id="calls within calls",
        ),
        pytest.param(
            "y = (\n    m  # the model\n    (x)  # the text\n)",
            'y = (\n    m.signatures["default"]  # the model\n    (x)["default"]  # the text\n)',
            "safe",
            id="comments stay",
        ),
        pytest.param(
            'y = m(  # why\n    ["a",\n     "b"],  # two\n)',
            'y = m.signatures["default"](  # why\n    tf.constant(["a",\n     "b"]),  # two\n)'
            '["default"]',
            "safe",
            id="several lines stay",
        ),
    ],
)
def test_a_call_is_repaired(before: str, after: str, safety: str, tmp_path: Path) -> None:
    found = repairs(f"{LOADED}{before}\n", tmp_path)
    assert {fix.safety for fix in found.fixes} == {safety}
    assert found.made()["main.py"].decode() == f"{LOADED}{after}\n"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("m([1.0, 2.0])", id="numbers, whose type the signature knows"),
        pytest.param("m(x, x)", id="several inputs"),
        pytest.param("m(*x)", id="hidden inputs"),
        pytest.param("m(x, **x)", id="hidden keywords"),
        pytest.param("m(x, training=True)", id="an argument that no signature takes"),
        pytest.param("m(x, signature=input())", id="a signature that nobody knows"),
        pytest.param('f"{m(x)}"', id="inside of a text"),
    ],
)
def test_a_call_that_cannot_be_written_is_left_alone(call: str, tmp_path: Path) -> None:
    found = repairs(f"{LOADED}y = {call}\n", tmp_path)
    assert found.findings
    assert not found.fixes


@pytest.mark.parametrize(
    ("head", "constant"),
    [
        ("import tensorflow as tf\nimport tensorflow_hub as hub\n", "tf.constant"),
        ("import tensorflow.compat.v1 as tf1\nimport tensorflow_hub as hub\n", "tf1.constant"),
        ("import tensorflow\nimport tensorflow_hub as hub\n", "tensorflow.constant"),
        ("from tensorflow.compat import v2 as tf\nimport tensorflow_hub as hub\n", "tf.constant"),
    ],
)
def test_tensorflow_is_called_by_the_name_it_has(head: str, constant: str, tmp_path: Path) -> None:
    load = 'm = hub.load("https://tfhub.dev/google/elmo/3")\n'
    found = repairs(f'{head}{load}y = m(["a"])\n', tmp_path)
    expected = f'{head}{load}y = m.signatures["default"]({constant}(["a"]))["default"]\n'
    assert found.made()["main.py"].decode() == expected


def test_tensorflow_is_imported_where_it_has_no_name(tmp_path: Path) -> None:
    code = 'm = hub.load("https://tfhub.dev/google/elmo/3")\ny = m(["a"])\nz = m(["b"])\n'
    found = repairs(f'"""Doc."""\nimport os\nimport tensorflow_hub as hub\n{code}', tmp_path)
    assert found.made()["main.py"].decode() == (
        '"""Doc."""\nimport os\nimport tensorflow as tf\nimport tensorflow_hub as hub\n'
        'm = hub.load("https://tfhub.dev/google/elmo/3")\n'
        'y = m.signatures["default"](tf.constant(["a"]))["default"]\n'
        'z = m.signatures["default"](tf.constant(["b"]))["default"]\n'
    )


@pytest.mark.parametrize("taken", ["tf = 1\n", "def tf(): ...\n", "import os as tf\n"])
def test_a_name_that_would_collide_is_not_taken(taken: str, tmp_path: Path) -> None:
    code = 'm = hub.load("https://tfhub.dev/google/elmo/3")\ny = m(["a"])\n'
    found = repairs(f"import tensorflow_hub as hub\n{taken}{code}", tmp_path)
    assert found.findings
    assert not found.fixes


def test_what_happens_on_some_paths_only_is_not_applied(tmp_path: Path) -> None:
    text = HEAD + (
        'h = "https://tfhub.dev/google/elmo/3"\n'
        'if input():\n    h = "https://tfhub.dev/google/nnlm-en-dim128/2"\n'
        'm = hub.load(h)\ny = m(tf.constant(["a"]))\n'
    )
    assert {fix.safety for fix in repairs(text, tmp_path).fixes} <= {"display"}
