"""In a notebook, the cells change that must, and nothing else of the file does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fixes.sources import NEW, OLD, Repairs

NNLM = "'https://tfhub.dev/google/nnlm-en-dim128/1'"
USE = "'https://tfhub.dev/google/universal-sentence-encoder/4'"
MULTILINGUAL = "'https://tfhub.dev/google/universal-sentence-encoder-multilingual/3'"
NEWEST = {"tensorflow": "2.21.0", "tensorflow_hub": "0.16.1"}
IMPORTS = "import tensorflow as tf\nimport tensorflow_hub as hub"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def notebook(cells: list[str]) -> str:
    made = [
        {
            "cell_type": "code",
            "metadata": {"id": number},
            "execution_count": number,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["é\n"]}],
            "source": text.splitlines(keepends=True),
        }
        for number, text in enumerate(cells)
    ]
    whole = {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": made}
    return json.dumps(whole, indent=1, ensure_ascii=False)


@pytest.mark.parametrize(
    ("targets", "before", "after"),
    [
        pytest.param(
            OLD,
            [
                "!pip install nothing\n%matplotlib inline\nimport tensorflow_hub as hub",
                f"%%time\nm = hub.Module({NNLM})",
                "%timeit m(['a'])",
                "files = !ls\ny = m(['b'], as_dict=False);",
            ],
            [
                "!pip install nothing\n%matplotlib inline\nimport tensorflow as tf\n"
                "import tensorflow_hub as hub",
                f"%%time\nm = hub.KerasLayer({NNLM})",
                "%timeit m(tf.constant(['a']))",
                "files = !ls\ny = m(tf.constant(['b']));",
            ],
            id="a module in one cell, its calls in others, beside magics",
        ),
        pytest.param(
            OLD,
            ["import os\nimport tensorflow_hub as hub", f"m = hub.load({MULTILINGUAL})"],
            [
                "import os\nimport tensorflow_hub as hub\nimport tensorflow_text  # noqa: F401",
                f"m = hub.load({MULTILINGUAL})",
            ],
            id="an import behind the last line of a cell",
        ),
        pytest.param(
            NEWEST,
            [IMPORTS, f"m = tf.keras.Sequential([hub.KerasLayer({USE})])", "%time tf.keras.Model"],
            [
                f"{IMPORTS}\nimport tf_keras",
                f"m = tf_keras.Sequential([hub.KerasLayer({USE})])",
                "%time tf_keras.Model",
            ],
            id="all of Keras, in every cell",
        ),
        pytest.param(
            NEWEST,
            [
                f"%%time\nimport os\n{IMPORTS}",
                "from tensorflow import keras",
                f"m = keras.Sequential([hub.KerasLayer({USE})])",
            ],
            [
                '%%time\nimport os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n\n' + IMPORTS,
                "from tensorflow import keras",
                f"m = keras.Sequential([hub.KerasLayer({USE})])",
            ],
            id="a variable in the cell that imports TensorFlow",
        ),
        pytest.param(
            NEW,
            ["from tensorflow_hub import *", f"layer = KerasLayer({USE})", "%%bash\nKerasLayer"],
            [
                "import tensorflow_hub as hub",
                f"layer = hub.KerasLayer({USE})",
                "%%bash\nKerasLayer",
            ],
            id="a star import, and no other language's cell",
        ),
    ],
)
def test_the_cells_of_a_notebook_are_repaired(
    targets: dict[str, str], before: list[str], after: list[str], tmp_path: Path
) -> None:
    found = Repairs(tmp_path, {"a.ipynb": notebook(before)}, targets)
    assert found.made()["a.ipynb"].decode() == notebook(after)


def test_what_a_cell_writes_into_a_file_costs_the_other_cells_nothing(tmp_path: Path) -> None:
    written = f"%%writefile task.py\n{IMPORTS}\ntf.keras.Sequential([hub.KerasLayer({USE})])"
    before = notebook([IMPORTS, written, "tf.keras.models.load_model('x')"])
    found = Repairs(tmp_path, {"a.ipynb": before}, NEWEST)
    assert [finding.code for finding in found.findings] == ["HUB405"]
    assert found.fixes == []
