"""Switches are thrown in time, and newer versions of a model are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, Repairs

NNLM = '"https://tfhub.dev/google/nnlm-en-dim128/1"'
COMPAT = "import tensorflow.compat.v1 as tf\nimport tensorflow_hub as hub\n"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"m = hub.Module({NNLM})\ntf.compat.v1.disable_v2_behavior()  # graph\ny = 1\n",
            f"tf.compat.v1.disable_v2_behavior()  # graph\nm = hub.Module({NNLM})\ny = 1\n",
            id="before the module",
        ),
        pytest.param(
            f"m = hub.Module({NNLM})\n\ntf.compat.v1.disable_v2_behavior()\n\n\ny = 1\n",
            f"tf.compat.v1.disable_v2_behavior()\nm = hub.Module({NNLM})\n\n\ny = 1\n",
            id="with one of the blank lines around",
        ),
        pytest.param(
            f"def f():\n    hub.Module({NNLM})\n\n\nf()\ntf.compat.v1.disable_v2_behavior()\n",
            f"tf.compat.v1.disable_v2_behavior()\n\n\ndef f():\n    hub.Module({NNLM})\n\n\nf()\n",
            id="before the function that makes the module",
        ),
        pytest.param(
            f"# old\nm = hub.Module({NNLM})\n# so that\n# it runs\n"
            "tf.compat.v1.disable_v2_behavior()\ny = 1\n",
            "# so that\n# it runs\ntf.compat.v1.disable_v2_behavior()\n"
            f"# old\nm = hub.Module({NNLM})\ny = 1\n",
            id="with the comments above it",
        ),
    ],
)
def test_a_late_switch_moves_up(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + before})
    assert [fix.safety for fix in found.fixes] == ["unsafe"]
    assert found.made()["main.py"].decode() == HEAD + after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"m = hub.Module({NNLM})\nif m:\n    tf.compat.v1.disable_v2_behavior()\n",
            id="under a condition",
        ),
        pytest.param(
            f"m = hub.Module({NNLM})\nx = 1; tf.compat.v1.disable_v2_behavior()\n",
            id="behind another statement",
        ),
        pytest.param(
            f"m = hub.Module({NNLM})\nfrom tensorflow.compat import v1\nv1.disable_v2_behavior()\n",
            id="of a library that is imported later",
        ),
    ],
)
def test_a_late_switch_that_has_no_line_of_its_own_stays(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + code})
    assert found.findings
    assert not found.fixes


def test_a_missing_switch_is_thrown_behind_the_imports(tmp_path: Path) -> None:
    code = f"\nm = hub.Module({NNLM})\n"
    found = Repairs(tmp_path, {"main.py": f'"""Doc."""\n{COMPAT}{code}'})
    assert [fix.safety for fix in found.fixes] == ["unsafe"]
    made = found.made()["main.py"].decode()
    assert made == f'"""Doc."""\n{COMPAT}\ntf.disable_v2_behavior()\n{code}'


def test_a_missing_switch_is_thrown_in_the_entry_module_before_its_own_imports(
    tmp_path: Path,
) -> None:
    files = {
        "encoder.py": f"{COMPAT}\nm = hub.Module({NNLM})\n",
        "main.py": "import os\nimport tensorflow as tf\n\nimport encoder\n",
    }
    made = Repairs(tmp_path, files).made()
    assert made["encoder.py"].decode() == files["encoder.py"]
    assert made["main.py"].decode() == (
        "import os\nimport tensorflow as tf\n\ntf.compat.v1.disable_v2_behavior()\n"
        "\nimport encoder\n"
    )


def test_a_switch_brings_the_import_that_it_needs(tmp_path: Path) -> None:
    files = {
        "encoder.py": f"{COMPAT}\nm = hub.Module({NNLM})\n",
        "main.py": "import os\n\nimport encoder\n",
    }
    made = Repairs(tmp_path, files).made()
    assert made["main.py"].decode() == (
        "import os\n\nimport tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n\n"
        "import encoder\n"
    )


def test_no_switch_is_thrown_in_a_file_that_nobody_runs(tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": f"{COMPAT}\ndef f(x):\n    hub.Module({NNLM})(x)\n"})
    assert {fix.safety for fix in found.fixes} <= {"display"}


def test_no_switch_is_thrown_in_a_program_that_runs_eagerly_elsewhere(tmp_path: Path) -> None:
    files = {
        "encoder.py": f"{COMPAT}\ndef f(x):\n    return hub.Module({NNLM})(x)\n",
        "main.py": "import encoder\n\nprint(encoder.f(['a']).numpy())\n",
    }
    found = Repairs(tmp_path, files)
    assert found.findings
    assert not found.fixes


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        pytest.param(
            {"main.py": f"{HEAD}m = hub.KerasLayer({NNLM}, trainable=True)\nm(['a'])\n"},
            "main.py",
            id="where the layer is made",
        ),
        pytest.param(
            {
                "main.py": f"{HEAD}from config import HANDLE\n\n"
                "m = hub.KerasLayer(HANDLE, trainable=True)\nm(['a'])\n",
                "config.py": f"HANDLE = {NNLM}\n",
            },
            "config.py",
            id="in the constants of another file",
        ),
        pytest.param(
            {
                "main.py": f"{HEAD}MODELS = {{'nnlm': {NNLM}}}\n"
                "m = hub.KerasLayer(MODELS['nnlm'], trainable=True)\nm(['a'])\n",
            },
            "main.py",
            id="in a dictionary",
        ),
    ],
)
def test_the_tf2_version_of_a_model_is_shown(
    files: dict[str, str], changed: str, tmp_path: Path
) -> None:
    found = Repairs(tmp_path, files)
    assert [fix.safety for fix in found.fixes] == ["display"]
    assert found.made()[changed].decode() == files[changed].replace("dim128/1", "dim128/2")


@pytest.mark.parametrize(
    "handle",
    [
        pytest.param('"https://tfhub.dev/google/elmo/3"', id="a model without a TF2 version"),
        pytest.param('"https://tfhub.dev/google/" + "elmo/3"', id="a handle in two pieces"),
    ],
)
def test_without_a_tf2_version_or_a_place_for_it_nothing_is_shown(
    handle: str, tmp_path: Path
) -> None:
    code = f"{HEAD}m = hub.KerasLayer({handle}, trainable=True)\nm(['a'])\n"
    found = Repairs(tmp_path, {"main.py": code})
    assert found.findings
    assert not found.fixes
