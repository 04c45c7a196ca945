"""What is known behind a test for a signature's name?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import NNLM_TF2, TF2_PINS, Project

HEAD = (
    "import tensorflow as tf\nimport tensorflow_hub as hub\n"
    f'x = tf.constant(["t"])\nm = hub.load("{NNLM_TF2}")\n'
)

# Each ends in a call of the signature "default", by custom one of TF1 Hub format.
TESTED = {
    "a test that holds": 'if "default" in m.signatures:\n    m.signatures["default"](x)\n',
    "its keys": 'if "default" in m.signatures.keys():\n    m.signatures["default"](x)\n',
    "the other branch": (
        'if "default" not in m.signatures:\n    y = None\nelse:\n    m.signatures["default"](x)\n'
    ),
    "an assertion": 'assert "default" in m.signatures\nm.signatures["default"](x)\n',
    "a name that is chosen": (
        'name = "default" if "default" in m.signatures else "serving_default"\n'
        "m.signatures[name](x)\n"
    ),
    "a function that returns early": (
        "def run():\n"
        '    if "default" not in m.signatures:\n'
        "        return None\n"
        '    return m.signatures["default"](x)\n'
        "run()\n"
    ),
    "a name of its own for the signatures": (
        's = m.signatures\nif "default" in s:\n    s["default"](x)\n'
    ),
}
UNTESTED = {
    "no test": 'm.signatures["default"](x)  # HUB106\n',
    "a test for another name": (
        'if "serving_default" in m.signatures:\n    m.signatures["default"](x)  # HUB106\n'
    ),
    "a test of another object": (
        f'n = hub.load("{NNLM_TF2}")\n'
        'if "default" in n.signatures:\n    m.signatures["default"](x)  # HUB106\n'
    ),
    "behind the branch": (
        'if "default" in m.signatures:\n    print("yes")\nm.signatures["default"](x)  # HUB106\n'
    ),
    "the branch where it is missing": (
        'if "default" in m.signatures:\n    y = 1\n'
        'else:\n    m.signatures["default"](x)  # HUB106\n'
    ),
}


@pytest.mark.parametrize("code", [pytest.param(code, id=way) for way, code in TESTED.items()])
def test_a_signature_that_the_code_has_looked_for_is_there(tmp_path: Path, code: str):
    made = Project(tmp_path, {"requirements.txt": TF2_PINS, "main.py": HEAD + code})
    assert made.codes == []


@pytest.mark.parametrize("code", [pytest.param(code, id=way) for way, code in UNTESTED.items()])
def test_a_signature_that_nobody_has_looked_for_is_advised_of(tmp_path: Path, code: str):
    made = Project(tmp_path, {"requirements.txt": TF2_PINS, "main.py": HEAD + code})
    assert made.codes == made.claims


def test_where_it_was_found_missing_a_call_of_it_fails(tmp_path: Path):
    code = 'if "default" not in m.signatures:\n    m.signatures["default"](x)\n'
    made = Project(tmp_path, {"requirements.txt": TF2_PINS, "main.py": HEAD + code})
    assert made.finding("HUB106").severity == "error"
    assert "found no default" in " ".join(made.why("HUB106"))
