"""Who asks the disk? Facts do by `disk` alone, else a cached run would miss what changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKING = re.compile(
    r"os\.(path\.(is|exists|lexists|get|realpath)|scandir|listdir|stat|access|walk)\w*\("
    r"|(?<!disk)\.(is_file|is_dir|exists|iterdir|r?glob|stat|read_text|read_bytes|open)\("
    r"|\.resolve\(\)|(?<![\w.])open\("
)
MODULES = [
    *sorted((ROOT / "hublint" / "facts").rglob("*.py")),
    ROOT / "hublint" / "sources" / "source.py",
]

# Who reads tables of hublint's own, which count as a part of its version.
OWN_TABLES = {"catalogue.py", "public_models.py", "releases.py", "signatures.py", "symbols.py"}


@pytest.mark.parametrize(
    "module",
    [path.relative_to(ROOT).as_posix() for path in MODULES if path.name not in OWN_TABLES],
)
def test_a_module_of_facts_asks_the_disk_by_hublint_disk_alone(module: str) -> None:
    lines = (ROOT / module).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if ASKING.search(line)] == []
