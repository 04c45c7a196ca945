"""When is a module of the project run? Once, when it is first asked for, and for everyone."""

from pathlib import Path

import pytest

from hublint.engine import facts_of
from hublint.settings.config import Settings

CONFIG = """
SMALL = "https://tfhub.dev/google/nnlm-en-dim128/2"
LARGE = "https://tfhub.dev/google/universal-sentence-encoder/4"
"""

BRANCH = """
import tensorflow_hub as hub
from config import LARGE, SMALL


def encoder(large):
    if large:
        return hub.load(LARGE)
    else:
        return hub.load(SMALL)
"""

EARLY_RETURN = """
import sys
import tensorflow_hub as hub
import config


def main(large):
    if large:
        hub.load(config.LARGE)
        return
    hub.load(config.SMALL)


main(len(sys.argv) > 1)
"""


@pytest.mark.parametrize(
    "main",
    [
        pytest.param(BRANCH, id="two branches read it"),
        pytest.param(EARLY_RETURN, id="the first branch returns"),
    ],
)
def test_a_module_that_one_branch_asks_for_first_is_known_in_the_others(
    tmp_path: Path, main: str
) -> None:
    for name, text in {"config.py": CONFIG, "main.py": main, ".git": ""}.items():
        (tmp_path / name).write_text(text)
    ((_, events),) = facts_of(Settings(root=str(tmp_path)), [tmp_path / "main.py"])
    made = {row["handle"].value for event in events for row in event.rows if event.kind == "made"}
    assert made == {
        "https://tfhub.dev/google/nnlm-en-dim128/2",
        "https://tfhub.dev/google/universal-sentence-encoder/4",
    }
