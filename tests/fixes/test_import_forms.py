"""Names that were imported from tensorflow_hub give way with their imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.cli import main
from tests.fixes.sources import NEW, OLD, Repairs

NNLM = '"https://tfhub.dev/google/nnlm-en-dim128/1"'
HANDLE = '"https://tfhub.dev/google/nnlm-en-dim128/2"'
PINS = "tensorflow==2.15.1\ntensorflow-hub==0.16.1\n"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def fixed(files: dict[str, str], folder: Path) -> dict[str, str]:
    """What all repairs make of the files, in as many rounds as they want."""
    for name, text in {"requirements.txt": PINS, **files}.items():
        (folder / name).write_text(text)
    main(["--fix", "--unsafe-fixes", "-q", str(folder)])
    return {name: (folder / name).read_text() for name in files}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"from tensorflow_hub import Module\n\nm = Module({NNLM})\ny = m(['a'])\n",
            "import tensorflow as tf\nfrom tensorflow_hub import KerasLayer\n\n"
            f"m = KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n",
            id="the only use of a name",
        ),
        pytest.param(
            f"import tensorflow as tf\nfrom tensorflow_hub import Module as M, resolve  # both\n\n"
            f"m = M(spec={NNLM})\ny = m(tf.constant(['a']))\n",
            "import tensorflow as tf\nfrom tensorflow_hub import KerasLayer, resolve  # both\n\n"
            f"m = KerasLayer(handle={NNLM})\ny = m(tf.constant(['a']))\n",
            id="another name than the API's",
        ),
        pytest.param(
            f"import tensorflow as tf\nfrom tensorflow_hub import KerasLayer, Module\n\n"
            f"m = Module({NNLM})\ny = m(tf.constant(['a']))\nz = KerasLayer({HANDLE})\n",
            "import tensorflow as tf\nfrom tensorflow_hub import KerasLayer\n\n"
            f"m = KerasLayer({NNLM})\ny = m(tf.constant(['a']))\nz = KerasLayer({HANDLE})\n",
            id="beside the API that takes its place",
        ),
        pytest.param(
            f"import tensorflow as tf\nfrom tensorflow_hub import (\n    Module,  # old\n)\n\n"
            f"m = Module({NNLM})\ny = m(tf.constant(['a']))\n"
            f"n = Module({NNLM})\nz = n(tf.constant(['a']))\n",
            "import tensorflow as tf\nfrom tensorflow_hub import (\n    KerasLayer,  # old\n)\n\n"
            f"m = KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n"
            f"n = KerasLayer({NNLM})\nz = n(tf.constant(['a']))\n",
            id="two uses, in two rounds",
        ),
        pytest.param(
            f"import tensorflow as tf\nimport tensorflow_hub\n\n"
            f"m = tensorflow_hub.Module({NNLM})\ny = m(tf.constant(['a']))\n",
            f"import tensorflow as tf\nimport tensorflow_hub\n\n"
            f"m = tensorflow_hub.KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n",
            id="the library's whole name",
        ),
        pytest.param(
            f"import tensorflow as tf\nfrom tensorflow_hub import Module\n\n"
            f"m = Module({NNLM})\ny = m(tf.constant(['a']))\nz = isinstance(m, Module)\n",
            f"import tensorflow as tf\nfrom tensorflow_hub import Module\n\n"
            f"m = Module({NNLM})\ny = m(tf.constant(['a']))\nz = isinstance(m, Module)\n",
            id="not an object that goes elsewhere",
        ),
        pytest.param(
            f"import tensorflow as tf\nfrom tensorflow_hub import Module\n\nKerasLayer = load = 0\n"
            f"m = Module({NNLM})\ny = m(tf.constant(['a']))\n",
            f"import tensorflow as tf\nfrom tensorflow_hub import Module\n\nKerasLayer = load = 0\n"
            f"m = Module({NNLM})\ny = m(tf.constant(['a']))\n",
            id="not where the other name is taken",
        ),
        pytest.param(
            "import tensorflow_hub as hub\nfrom tensorflow_hub import Module\n\n"
            f"layer = hub.KerasLayer({HANDLE})\n",
            f"import tensorflow_hub as hub\n\nlayer = hub.KerasLayer({HANDLE})\n",
            id="an import that nothing uses",
        ),
    ],
)
def test_the_import_follows(before: str, after: str, tmp_path: Path) -> None:
    assert fixed({"main.py": before}, tmp_path) == {"main.py": after}


def test_an_import_that_another_module_takes_stays(tmp_path: Path) -> None:
    files = {
        "main.py": "import tensorflow_hub as hub\nfrom tensorflow_hub import Module\n",
        "other.py": "from main import Module\n",
    }
    assert fixed(files, tmp_path) == files


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"from tensorflow_hub import *  # all\n\n\ndef f():\n    return load({HANDLE})\n"
            f"\n\nlayer = KerasLayer(resolve({HANDLE}))\n",
            f"import tensorflow_hub as hub  # all\n\n\ndef f():\n    return hub.load({HANDLE})\n"
            f"\n\nlayer = hub.KerasLayer(hub.resolve({HANDLE}))\n",
            id="every use gets the name",
        ),
        pytest.param(
            f"from tensorflow_hub import *; layer = KerasLayer({HANDLE})\n",
            f"import tensorflow_hub as hub; layer = hub.KerasLayer({HANDLE})\n",
            id="several statements on one line",
        ),
    ],
)
def test_a_star_import_gives_way(before: str, after: str, tmp_path: Path) -> None:
    assert Repairs(tmp_path, {"main.py": before}, NEW).made()["main.py"].decode() == after


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                "main.py": f"from tensorflow_hub import *\n\nlayer = KerasLayer({HANDLE})\n",
                "other.py": "from main import KerasLayer\n",
            },
            id="another module imports this one",
        ),
        pytest.param(
            {"main.py": f"from tensorflow_hub import *\n\n\ndef f(load):\n    load({HANDLE})\n"},
            id="a name has another value, too",
        ),
        pytest.param(
            {"main.py": f"from tensorflow_hub import *\n\nprint(f'{{KerasLayer({HANDLE})}}')\n"},
            id="a name stands inside of a text",
        ),
        pytest.param(
            {"main.py": f"from tensorflow_hub import *\n\nhub = KerasLayer({HANDLE})\n"},
            id="hub means something else",
        ),
        pytest.param(
            {
                "main.py": "from tensorflow_hub import *\nfrom os.path import *\n\n"
                f"layer = KerasLayer({HANDLE})\n"
            },
            id="another star import",
        ),
    ],
)
def test_a_star_import_stays(files: dict[str, str], tmp_path: Path) -> None:
    found = Repairs(tmp_path, files, NEW)
    assert "HUB412" in {finding.code for finding in found.findings}
    assert not found.fixes


def test_an_older_library_needs_no_such_repair(tmp_path: Path) -> None:
    text = f"from tensorflow_hub import *\n\nlayer = KerasLayer({HANDLE})\n"
    assert not Repairs(tmp_path, {"main.py": text}, OLD).findings
