"""Which names of a project lead to hub: from name to name, and from module to module."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.project.modules import Modules
from hublint.facts.project.outline import Outline, outline
from hublint.facts.project.reach import Name, Outlines, Reach

FILES = {
    "encoders.py": """
import tensorflow_hub as hub

URL = "https://tfhub.dev/google/nnlm-en-dim128/2"

def load():
    return hub.load(URL)

def tokens(text):
    return text.split()
""",
    "models/__init__.py": "from .base import *\nfrom .base import Base as Root\n",
    "models/base.py": """
import encoders

class Base:
    def build(self):
        self.encoder = encoders.load()

class Plain:
    def split(self, text):
        return encoders.tokens(text)
""",
    "app.py": """
import models
from models import Root
import models.base as base

class Own(Root):
    pass

class Other(base.Plain):
    pass

def chain():
    return models.base.Base()

def starred():
    return models.Base()

def plain():
    return models.Plain().split("a b")

def within():
    import tensorflow_hub
    return tensorflow_hub

def by_name():
    return __import__("tensorflow_hub")

try:
    from encoders import tokens as fast
except ImportError:
    from encoders import load as fast

def either():
    return fast("a b")

def switching():
    import tensorflow.compat.v1 as tf
    tf.disable_v2_behavior()

model = chain()

def uses_variable(x):
    return model(x)

def around():
    return back()

def back():
    return around()
""",
}


@pytest.fixture
def reach(tmp_path: Path) -> tuple[Reach, Modules, Path]:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    modules = Modules(tmp_path, lambda path: path.name)
    words = ("disable_v2_behavior",)
    outlines = Outlines(("tensorflow_hub",))
    return (
        Reach(modules, outlines.of, "tensorflow_hub", words, lambda module: True),
        modules,
        tmp_path,
    )


@pytest.mark.parametrize(
    ("file", "name", "leads"),
    [
        ("encoders.py", "load", True),
        ("encoders.py", "tokens", False),
        ("models/base.py", "Base", True),
        ("models/base.py", "Plain", False),
        ("app.py", "Own", True),
        ("app.py", "Other", False),
        ("app.py", "chain", True),
        ("app.py", "starred", True),
        ("app.py", "plain", False),
        ("app.py", "within", True),
        ("app.py", "by_name", True),
        ("app.py", "either", True),
        ("app.py", "switching", True),
        ("app.py", "uses_variable", True),
        ("app.py", "around", False),
    ],
)
def test_a_name_leads_to_what_its_definition_mentions(
    reach: tuple[Reach, Modules, Path], file: str, name: str, leads: bool
) -> None:
    found, modules, root = reach
    module = modules.at(root / file)
    assert module is not None
    assert found.leads(Name(module, name)) is leads


def test_the_order_of_questions_does_not_matter(reach: tuple[Reach, Modules, Path]) -> None:
    found, modules, root = reach
    app = modules.at(root / "app.py")
    assert app is not None
    names = ["around", "plain", "chain", "uses_variable", "back", "starred"]
    first = {name: found.leads(Name(app, name)) for name in names}
    outlines = Outlines(("tensorflow_hub",))
    again = Reach(modules, outlines.of, "tensorflow_hub", (), lambda module: True)
    assert first == {name: again.leads(Name(app, name)) for name in reversed(names)}


def outlined(folder: Path, text: str) -> Outline:
    """The outline of a module with this text."""
    path = folder / "a.py"
    path.write_text(text)
    module = Modules(folder, lambda one: one.name).at(path)
    assert module is not None
    found = outline(module, ())
    assert found is not None
    return found


def test_an_outline_tells_functions_that_reopen_a_name_of_the_module(tmp_path: Path) -> None:
    text = "H = 'a'\n\ndef change():\n    global H\n    H = 'b'\n\ndef keep():\n    H = 1\n"
    found = outlined(tmp_path, text)
    assert found.reopening == {"change"}
    assert ("H",) in found.mentions["change"]


def test_only_functions_that_may_just_make_a_text_are_small(tmp_path: Path) -> None:
    text = "def text():\n    return 'a'\n\ndef loops(x):\n    for one in x:\n        print(one)\n"
    assert outlined(tmp_path, text).large == {"loops"}
