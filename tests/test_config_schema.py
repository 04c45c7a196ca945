"""What may an editor offer in a configuration? Held to what the reader itself takes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from hublint.settings import ConfigError
from hublint.settings.config_keys import KEYS, OVERRIDE_KEYS
from hublint.settings.config_schema import render, schema
from hublint.settings.configurations import Configurations

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent


def test_it_is_a_schema_that_speaks_of_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert set(schema()["properties"]) == set(KEYS)
    overrides = schema()["properties"]["overrides"]["items"]
    assert set(overrides["properties"]) == set(OVERRIDE_KEYS)


def test_the_file_in_the_project_is_fresh() -> None:
    text = (ROOT / "hublint.schema.json").read_text(encoding="utf-8")
    assert text == render(), "run `python -m hublint.settings.config_schema > hublint.schema.json`"
    assert json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param('select = ["HUB1", "module-in-eager"]', id="rules"),
        pytest.param('extend = "base.toml"', id="a file to extend"),
        pytest.param('extend = ["base.toml"]', id="files to extend"),
        pytest.param('severity = {HUB101 = "info"}\nfail-on = "undecided"', id="levels"),
        pytest.param("max-warnings = 0\nrequire-reason = true", id="a number and a flag"),
        pytest.param('targets = {tf-keras = ">=2.15", tensorflow = "2.15"}', id="targets"),
        pytest.param('handles = {"models/a" = "tf1-hub"}', id="handles"),
        pytest.param('wrappers = {"app.load" = "load"}', id="wrappers"),
        pytest.param(
            '[[overrides]]\npaths = ["old/"]\nruntime = "tf1"\nignore = ["HUB302"]',
            id="overrides",
        ),
    ],
)
def test_what_is_read_is_valid(text: str, tmp_path: Path) -> None:
    (tmp_path / "base.toml").touch()
    (tmp_path / "hublint.toml").write_text(text)
    Configurations({}, str(tmp_path)).in_folder(str(tmp_path))
    jsonschema.validate(tomllib.loads(text), schema())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("selct = []", id="an unknown key"),
        pytest.param('select = "HUB1"', id="a word for a list"),
        pytest.param('severity = {HUB101 = "fatal"}', id="an unknown level"),
        pytest.param('runtime = "tf3"', id="an unknown runtime"),
        pytest.param("max-warnings = -1", id="a negative number"),
        pytest.param("require-reason = 1", id="a number for a flag"),
        pytest.param("targets = {keras = 3}", id="a number for a version"),
        pytest.param('handles = {"models/a" = "tf3"}', id="an unknown format"),
        pytest.param('[[overrides]]\nruntime = "tf1"', id="an override of no paths"),
        pytest.param('[[overrides]]\npaths = ["a/"]\nexclude = []', id="a key not for overrides"),
    ],
)
def test_what_is_refused_is_invalid(text: str, tmp_path: Path) -> None:
    (tmp_path / "hublint.toml").write_text(text)
    with pytest.raises(ConfigError):
        Configurations({}, str(tmp_path)).in_folder(str(tmp_path))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), schema())
