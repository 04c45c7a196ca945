"""The README tells the truth: its commands say what stands below them."""

import re
from pathlib import Path

import pytest

from hublint.commands import COMMANDS
from hublint.settings.configurations import Configurations
from hublint.settings.option_parser import parser_of
from tests import readme
from tests.readme import ROOT, Shown

TEXT = readme.README.read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
TOML = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("shown", list(readme.shown()), ids=lambda shown: shown.command)
def test_a_command_says_what_the_readme_shows(shown: Shown) -> None:
    assert readme.normalised(shown.output) == readme.run(shown.command), (
        "run `python -m tests.readme` and read what changed"
    )


def test_the_readme_shows_all_findings_of_the_examples() -> None:
    assert any("examples/ " in f"{shown.command} " for shown in readme.shown())


def test_the_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    commands = [line for line in TEXT.splitlines() if line.startswith("python3 -m venv .venv")]
    assert len(commands) == 2
    assert "hublint examples/" in commands[0]
    assert commands[1].endswith("-m pytest")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "grep '^python3 -m venv .venv .*-m pytest$' README.md" in script


def test_every_option_that_the_readme_names_exists() -> None:
    known = {option for name in COMMANDS for option in parser_of(name)._option_string_actions}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT))
    assert named - known == set()


@pytest.mark.parametrize("text", TOML, ids=lambda text: text.splitlines()[0])
def test_an_example_of_a_configuration_can_be_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    settings = Configurations({}, str(tmp_path)).in_folder(str(tmp_path))
    assert settings.origins


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", PROSE))
def test_a_link_to_a_file_of_the_project_leads_to_one(target: str) -> None:
    assert (ROOT / target).exists()
