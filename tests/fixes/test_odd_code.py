"""Odd code survives all repairs: it parses, has no new error, and nothing changes a second time."""

from __future__ import annotations

import ast
import json
from collections import Counter
from pathlib import Path

import pytest

from hublint.cli import main

HEAD = "import tensorflow as tf\nimport tensorflow_hub as hub\n"
NNLM = "'https://tfhub.dev/google/nnlm-en-dim128/1'"
ELMO = "'https://tfhub.dev/google/elmo/3'"
X = "tf.constant(['a'])"

# Each program with the line that a repair leaves in it; None: nothing may change.
PROGRAMS: dict[str, tuple[str, str | None]] = {
    "several statements on one line": (
        f"m = hub.Module({NNLM}); y = m(['a']); z = m(['b'])\n",
        f"m = hub.KerasLayer({NNLM}); y = m({X}); z = m(tf.constant(['b']))",
    ),
    "an if on one line": (
        f"if True: m = hub.Module({NNLM}); y = m(['a'])\n",
        f"if True: m = hub.KerasLayer({NNLM}); y = m({X})",
    ),
    "the body of a lambda": (
        f"m = hub.Module({NNLM})\nf = lambda: m(['a'], as_dict=True)['default']\ny = f()\n",
        f"f = lambda: m({X})",
    ),
    "a walrus around a call": (
        f"m = hub.Module({NNLM})\nif (y := m(['a'])) is not None: pass\n",
        f"if (y := m({X})) is not None: pass",
    ),
    "a chained comparison": (
        f"m = hub.load({NNLM})\nb = 0 < m({X}) < 1\n",
        f'b = 0 < m.signatures["default"]({X})["default"] < 1',
    ),
    "a nested function": (
        f"def f():\n    m = hub.Module({NNLM})\n"
        "    def g(): return m(['a'])\n    return g()\nf()\n",
        f"    def g(): return m({X})",
    ),
    "a name of the outer function": (
        "def f():\n    m = None\n    def g():\n        nonlocal m\n"
        f"        m = hub.Module({NNLM})\n"
        f"    g()\n    return m({X})\nf()\n",
        f"        m = hub.KerasLayer({NNLM})",
    ),
    "a comprehension": (
        f"ys = [hub.Module({NNLM})(['a']) for _ in range(3)]\n",
        f"ys = [hub.KerasLayer({NNLM})({X}) for _ in range(3)]",
    ),
    "tabs": (
        f"class A:\n\tdef __init__(self):\n\t\tself.m = hub.Module({NNLM})\n"
        "\tdef f(self):\n\t\treturn self.m(['a'])\nA().f()\n",
        f"\t\treturn self.m({X})",
    ),
    "findings in findings": (
        f"y = hub.load({NNLM})(hub.load({NNLM})(['a']))\n",
        f'y = hub.load({NNLM}).signatures["default"](hub.load({NNLM}).signatures["default"]({X})'
        '["default"])["default"]',
    ),
    "several rules on one statement": (
        f"s = hub.load({NNLM}).signatures['default']\ny = tf.square(s(['a'])) + s({X})\n",
        f'y = tf.square(s({X})["default"]) + s({X})["default"]',
    ),
    "letters beyond ASCII": (
        f"é = '日本'; m = hub.Module({NNLM}); ü = m(['日本語', 'ñ'])\n",
        f"é = '日本'; m = hub.KerasLayer({NNLM}); ü = m(tf.constant(['日本語', 'ñ']))",
    ),
    "hub is a parameter": (f"def f(hub):\n    m = hub.Module({NNLM})\n    return m(['a'])\n", None),
    "a module as a decorator": (f"m = hub.Module({NNLM})\n@m\ndef f(): pass\n", None),
    "inside of a text": (
        f"m = hub.load({NNLM})\nprint(f'{{m({X.replace(chr(39), chr(34))})}}')\n",
        None,
    ),
    "stars": (f"m = hub.Module({NNLM})\na = [{X}]\ny = m(*a)\n", None),
    "more stars": (f"m = hub.load({ELMO})\nk = {{}}\ny = m({X}, **k)\n", None),
    "a walrus that gives the object": (f"if (m := hub.Module({NNLM})):\n    y = m(['a'])\n", None),
    "another name for the API": (f"M = hub.Module\nm = M({NNLM})\ny = m(['a'])\n", None),
    "a place in a dict": (f"ms = {{}}\nms['a'] = hub.Module({NNLM})\ny = ms['a'](['a'])\n", None),
    "a finding that is suppressed": (
        f"m = hub.Module({NNLM})  # noqa: HUB101\ny = m(['a'])\n",
        None,
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_odd_code_survives(
    name: str,
    end: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program, line = PROGRAMS[name]
    before = (HEAD + program).replace("\n", end)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "main.py"
    file.write_bytes(before.encode())
    (tmp_path / "requirements.txt").write_text("tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
    found = errors(capsys)
    main(["--fix-only", "--unsafe-fixes", "."])
    after = file.read_bytes().decode()
    if line is None:
        assert after == before
    else:
        assert line in after.split(end)
        assert after.count("\n") == before.count("\n")
    ast.parse(after)
    capsys.readouterr()
    assert not errors(capsys) - found
    assert main(["--diff", "--unsafe-fixes", "."]) == 0


def errors(capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    main(["--output-format", "json", "."])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return Counter(one["code"] for one in findings if one["severity"] == "error")
