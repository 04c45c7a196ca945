"""What a signature is given becomes what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, NEW, Repairs

TEXT = f'{HEAD}s = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1").signatures["default"]\n'
IMAGE = (
    f'{HEAD}s = hub.load("https://tfhub.dev/google/imagenet/inception_v3/feature_vector/3")'
    '.signatures["default"]\n'
)
UNKNOWN = f'{HEAD}s = hub.load("https://tfhub.dev/google/delf/1").signatures["default"]\n'


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("head", "before", "after", "safety"),
    [
        pytest.param(TEXT, "s(['a'])", "s(tf.constant(['a']))", "safe", id="texts"),
        pytest.param(
            TEXT,
            "s((('a', 'b')))",
            "s((tf.constant(('a', 'b'))))",
            "safe",
            id="texts in a tuple, in parentheses",
        ),
        pytest.param(
            IMAGE,
            "s([[0.5, -1]])",
            "s(tf.constant([[0.5, -1]], tf.float32))",
            "safe",
            id="numbers, whose type the card tells",
        ),
        pytest.param(
            f"import numpy as np\n{IMAGE}",
            "s(np.zeros([1, 299, 299, 3]))",
            "s(tf.constant(np.zeros([1, 299, 299, 3]), tf.float32))",
            "safe",
            id="an array, whose type the card tells",
        ),
        pytest.param(
            f"import numpy as np\n{UNKNOWN}",
            "s(np.zeros([3]))",
            "s(tf.constant(np.zeros([3])))",
            "unsafe",
            id="an array, whose type nobody knows",
        ),
        pytest.param(
            TEXT,
            "s(({'default': tf.constant(['a'])}))",
            "s(**({'default': tf.constant(['a'])}))",
            "safe",
            id="a dict in parentheses",
        ),
    ],
)
def test_an_input_is_repaired(
    head: str, before: str, after: str, safety: str, tmp_path: Path
) -> None:
    found = Repairs(tmp_path, {"main.py": f"{head}y = {before}\n"}, NEW)
    assert [fix.safety for fix in found.fixes] == [safety]
    assert found.made()["main.py"].decode() == f"{head}y = {after}\n"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("s([1.0])", id="numbers, whose type nobody knows"),
        pytest.param("s([tf.constant(1)])", id="a list of tensors"),
        pytest.param("s({}, {})", id="several dicts"),
    ],
)
def test_an_input_that_nobody_knows_is_left_alone(call: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": f"{UNKNOWN}y = {call}\n"}, NEW)
    assert found.findings
    assert not found.fixes


def test_inputs_by_name_lose_the_name_and_keep_their_parentheses(tmp_path: Path) -> None:
    head = f'{HEAD}m = hub.load("https://tfhub.dev/google/elmo/3")\n'
    found = Repairs(tmp_path, {"main.py": f"{head}y = m(inputs = ( ['a'] ))\n"}, NEW)
    expected = f'{head}y = m.signatures["default"](( tf.constant([\'a\']) ))["default"]\n'
    assert found.made()["main.py"].decode() == expected
