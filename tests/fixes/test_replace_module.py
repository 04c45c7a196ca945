"""A hub.Module gives way to a layer, or to what hub.load gives, with all of its calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, NEW, Repairs

NNLM = '"https://tfhub.dev/google/nnlm-en-dim128/1"'
ELMO = '"https://tfhub.dev/google/elmo/3"'


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        pytest.param(
            f"m = hub.Module({NNLM})\ny = m(tf.constant(['a']))\n",
            f"m = hub.KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n",
            "safe",
            id="called with a tensor",
        ),
        pytest.param(
            f"y = hub.Module({NNLM})(['a'])\n",
            f"y = hub.KerasLayer({NNLM})(tf.constant(['a']))\n",
            "safe",
            id="called at once, with texts",
        ),
        pytest.param(
            f"m = hub.Module(spec={NNLM}, trainable=False)\ny = m(input())\n",
            f"m = hub.KerasLayer(handle={NNLM}, trainable=False)\n"
            "y = m(tf.convert_to_tensor(input()))\n",
            "unsafe",
            id="the parameter's other name, an unknown input",
        ),
        pytest.param(
            f"m = hub.Module(\n    {ELMO},  # why\n)\n"
            "y = m(['a'], signature='default', as_dict=True)['elmo']\n"
            "z = m(['b'], as_dict=True, signature='default') ['elmo']\n",
            f'm = hub.KerasLayer(\n    {ELMO}, signature="default", output_key="elmo",  # why\n)\n'
            "y = m(tf.constant(['a']))\nz = m(tf.constant(['b'])) \n",
            "safe",
            id="one output of a signature",
        ),
        pytest.param(
            f"m = hub.Module({ELMO})\ny = m(['a'], as_dict=True)\nz = y['elmo']\n",
            f"m = hub.KerasLayer({ELMO}, signature_outputs_as_dict=True)\n"
            "y = m(tf.constant(['a']))\nz = y['elmo']\n",
            "safe",
            id="all outputs",
        ),
        pytest.param(
            f"m = hub.Module({ELMO})\ny = m(['a'], as_dict=True)['elmo']\n"
            "z = m(['a'], as_dict=True)['word_emb']\n",
            f"m = hub.KerasLayer({ELMO}, signature_outputs_as_dict=True)\n"
            "y = m(tf.constant(['a']))['elmo']\nz = m(tf.constant(['a']))['word_emb']\n",
            "safe",
            id="each its own output",
        ),
        pytest.param(
            f"m = hub.Module({ELMO})\ny = m(['a'])\n"
            "z = m({'tokens': y, 'sequence_len': y}, signature='tokens', as_dict=True)\n",
            f"m = hub.load({ELMO})\n"
            'y = m.signatures["default"](tf.constant([\'a\']))["default"]\n'
            'z = m.signatures["tokens"](tokens=y, sequence_len=y)\n',
            "unsafe",
            id="two signatures are those of a loaded object",
        ),
        pytest.param(
            "def f(handle):\n    m = hub.Module(handle, name='info', trainable=False, tags=[])\n"
            "    return m(\n        signature='info',\n        as_dict=True,\n    )\n",
            "def f(handle):\n    m = hub.load(handle, tags=[])\n"
            '    return m.signatures["info"]()\n',
            "unsafe",
            id="a handle that nobody knows, of which hub.Module says the format",
        ),
        pytest.param(
            f"class Encoder:\n    def __init__(self):\n        self.m = hub.Module({NNLM})\n\n"
            "    def encode(self, x):\n        return self.m(tf.constant(x))\n",
            f"class Encoder:\n    def __init__(self):\n        self.m = hub.KerasLayer({NNLM})\n\n"
            "    def encode(self, x):\n        return self.m(tf.constant(x))\n",
            "safe",
            id="an attribute",
        ),
        pytest.param(
            f"def f(x):\n    m = hub.Module({NNLM})\n    n = m\n    return n(tf.constant(x))\n"
            "\n\ndef g(m):\n    return m(1)\n",
            f"def f(x):\n    m = hub.KerasLayer({NNLM})\n    n = m\n    return n(tf.constant(x))\n"
            "\n\ndef g(m):\n    return m(1)\n",
            "safe",
            id="several names, and a name of another function's own",
        ),
        pytest.param(
            f"m: hub.Module = hub.Module({NNLM})\ny = m(tf.constant(['a']))\n",
            f"m: hub.KerasLayer = hub.KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n",
            "safe",
            id="with its type",
        ),
        pytest.param(
            f"m = hub.Module({NNLM}, name='text')\ny = m(tf.constant(['a']))\n",
            f"m = hub.KerasLayer({NNLM}, name='text')\ny = m(tf.constant(['a']))\n",
            "unsafe",
            id="a name, by which variables are found",
        ),
        pytest.param(
            f"m = hub.Module({NNLM})\ny = m(tf.constant(['a']))\n"
            "with tf.compat.v1.Session() as s:\n    s.run(y)\n",
            f"m = hub.KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n"
            "with tf.compat.v1.Session() as s:\n    s.run(y)\n",
            "unsafe",
            id="a session, which runs no eager tensor",
        ),
    ],
)
def test_a_module_is_replaced(before: str, after: str, safety: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + before})
    assert [fix.safety for fix in found.fixes] == [safety]
    assert found.made()["main.py"].decode() == HEAD + after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"m = hub.Module({NNLM}, trainable=True)\ny = m(x)\n", id="trainable"),
        pytest.param(f"m = hub.Module({NNLM}, trainable=flag)\ny = m(x)\n", id="perhaps trainable"),
        pytest.param(
            "import argparse\np = argparse.ArgumentParser()\n"
            "p.add_argument('--tune', action='store_true')\na = p.parse_args()\n"
            f"m = hub.Module({NNLM}, trainable=a.tune)\ny = m(x)\n",
            id="trainable where somebody asks for it",
        ),
        pytest.param(f"m = hub.Module({NNLM})\nf(m)\n", id="passed on"),
        pytest.param(f"m = [hub.Module({NNLM})]\n", id="put into a list"),
        pytest.param(f"def f():\n    return hub.Module({NNLM})\n", id="returned"),
        pytest.param(f"m = hub.Module({NNLM})\nm.export(p, s)\n", id="another method"),
        pytest.param(f"m = hub.Module({NNLM})\nprint(f'{{m(x)}}')\n", id="used inside of a text"),
        pytest.param(f"m = hub.Module({NNLM})\ny = m([1, 2])\n", id="numbers"),
        pytest.param(
            "def f(spec):\n    m = hub.Module(spec)\n    return m(x)\n\n\n"
            "def g(name):\n    return hub.load_module_spec(name)\n",
            id="what nobody knows, where specs are about",
        ),
        pytest.param(f"m = hub.Module({NNLM})\ny = m(x, **more)\n", id="hidden arguments"),
        pytest.param(
            f"s = hub.load_module_spec({NNLM})\nm = hub.Module(s)\ny = m(x)\n", id="made of a spec"
        ),
        pytest.param(f"m = hub.Module(*[{NNLM}])\ny = m(x)\n", id="a hidden handle"),
        pytest.param(f"m = n = hub.Module({NNLM})\nf(n)\n", id="passed on by its other name"),
        pytest.param(
            f"m = hub.Module({NNLM})\n\n\ndef f():\n    def g():\n        return m\n",
            id="named in a function that nobody runs",
        ),
        pytest.param(
            f"a, m = 1, hub.Module({NNLM})\ny = m(x)\n",
            id="unpacked",
        ),
    ],
)
def test_a_module_that_goes_elsewhere_is_left_alone(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": f"{HEAD}x = tf.constant(['a'])\n{code}"})
    assert found.findings
    assert not found.fixes


def test_every_file_that_calls_the_module_is_rewritten(tmp_path: Path) -> None:
    files = {
        "encoder.py": f"{HEAD}embed = hub.Module({ELMO})\n",
        "main.py": "import tensorflow as tf\nfrom encoder import embed\n\n"
        "y = embed(tf.constant(['a']), as_dict=True)['elmo']\n",
    }
    found = Repairs(tmp_path, files)
    assert [fix.safety for fix in found.fixes] == ["unsafe"]
    made = {name: data.decode() for name, data in found.made().items()}
    assert made["encoder.py"].endswith(f'embed = hub.KerasLayer({ELMO}, output_key="elmo")\n')
    assert made["main.py"].endswith("y = embed(tf.constant(['a']))\n")


def test_a_module_in_a_graph_is_replaced_where_it_no_longer_exists(tmp_path: Path) -> None:
    head = "import tensorflow.compat.v1 as tf\nimport tensorflow_hub as hub\n\n"
    code = f"tf.disable_v2_behavior()\nm = hub.Module({NNLM})\ny = m(tf.constant(['a']))\n"
    found = Repairs(tmp_path, {"main.py": head + code}, NEW)
    assert [fix.safety for fix in found.fixes] == ["safe"]
    assert found.made()["main.py"].decode() == head + code.replace("Module", "KerasLayer")


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"# coding: latin-1\n# \xe9\n", b""])
def test_all_other_bytes_stay(newline: str, start: bytes, tmp_path: Path) -> None:
    code = (
        f"{HEAD}m  =  hub.Module( {NNLM} )\t# why\n\nif hub:\n\ty = 1\n"
        "z = m(tf.constant(\n['a'] ) )   \nlast = 'no line end'"
    )
    before = start + code.replace("\n", newline).encode()
    found = Repairs(tmp_path, {"main.py": before})
    assert found.made()["main.py"] == before.replace(b"Module", b"KerasLayer")
