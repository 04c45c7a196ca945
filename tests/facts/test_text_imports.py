"""Does anything import tensorflow_text: the code, or a library that it imports?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from hublint.tables import DATA, table_rows
from tests.facts.projects import TF2_PINS, Project

CALL = """
import tensorflow_hub as hub
model = hub.load("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
"""

# What else the program imports, whether that imports tensorflow_text, and how sure that is.
IMPORTS = {
    "tensorflow_text": ("import tensorflow_text", True, "proven"),
    "nothing": ("", False, "proven"),
    "the standard library": ("import os.path, json\nfrom typing import Any", False, "proven"),
    "libraries that don't": ("import numpy as np\nfrom PIL import Image", False, "proven"),
    "a library that does": ("import seqio", True, "proven"),
    "a module of a library that does": ("from t5.data import mixtures", True, "proven"),
    "a library that does where it can": ("import keras_nlp", True, "assumed"),
    "a package of official": ("import official.nlp.modeling.layers as layers", True, "assumed"),
    "a package of official, by its name": ("from official.nlp import modeling", True, "assumed"),
    "a module of official that doesn't": ("from official.nlp import optimization", False, "proven"),
    "a module of official that nobody knows": ("from official.nlp import x", False, "assumed"),
    "one that does, and one that does where it can": (
        "import keras_hub\nimport seqio\nimport tensorflow_models",
        True,
        "proven",
    ),
    "a library that nobody knows": ("from company.models import fetch", False, "assumed"),
    "in a function": ("def f():\n    import company", False, "assumed"),
}


@pytest.mark.parametrize(("imports", "value", "certainty"), IMPORTS.values(), ids=IMPORTS)
def test_what_a_program_imports(tmp_path: Path, imports: str, value: bool, certainty: str):
    files = {".git/HEAD": "", "requirements.txt": TF2_PINS, "main.py": f"{imports}{CALL}"}
    seen = Project(tmp_path, files)
    [fact] = seen.facts(seen.line("model ="), "text_imported")
    assert (fact.value, fact.certainty) == (value, certainty)


# The other files of the project, and the fact where main.py imports nothing else.
OTHERS: Mapping[str, tuple[dict[str, str], bool, str]] = {
    "another module imports it": ({"other.py": "import tensorflow_text"}, True, "proven"),
    "another module imports a library that does": ({"other.py": "import seqio"}, True, "proven"),
    "another module imports a library that nobody knows": (
        {"other.py": "import company"},
        False,
        "assumed",
    ),
    "modules of the project itself are known": (
        {"other.py": "import lib.names\nfrom lib import names", "lib/names.py": ""},
        False,
        "proven",
    ),
    "a notebook is another program": (
        {"other.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": "import company"}]})},
        False,
        "proven",
    ),
}


@pytest.mark.parametrize(("others", "value", "certainty"), OTHERS.values(), ids=OTHERS)
def test_what_the_rest_of_a_project_imports(
    tmp_path: Path, others: dict[str, str], value: bool, certainty: str
):
    seen = Project(tmp_path, {".git/HEAD": "", "main.py": CALL, **others})
    [fact] = seen.facts(seen.line("model ="), "text_imported")
    assert (fact.value, fact.certainty) == (value, certainty)


def test_the_evidence_names_the_library(tmp_path: Path):
    code = f"from official.nlp.modeling import models\n{CALL}"
    seen = Project(tmp_path, {"main.py": code})
    assert seen.evidence(seen.line("model ="), "text_imported") == [
        "official.nlp.modeling is imported, which imports tensorflow_text, where it is installed"
    ]


def test_what_is_not_known_is_told_and_only_informs(tmp_path: Path):
    code = f"import one, two, three, four\n{CALL}"
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, "main.py": code})
    assert seen.finding("HUB114").severity == "info"
    assert seen.finding("HUB114").certainty == "assumed"
    expected = "four, one, three and 1 more: assumed not to import tensorflow_text"
    assert expected in seen.why("HUB114")


def test_each_row_of_the_table_has_its_source():
    for module, imports, source in table_rows(DATA / "text_imports.tsv"):
        assert module.replace("_", "a").replace(".", "a").isalnum()
        assert imports in ("always", "where-installed", "never")
        assert source
