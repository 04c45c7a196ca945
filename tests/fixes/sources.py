"""What the repairs of a small program are, and what they make of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hublint.editing.drafts import drafted
from hublint.editing.edits import Plan
from hublint.engine import check
from hublint.model import Finding, Fix, Report
from hublint.settings.config import Settings

# TensorFlow and tensorflow_hub at the end of hub.Module's time, and after it.
OLD = {"tensorflow": "2.15.1", "tensorflow_hub": "0.15.0"}
NEW = {"tensorflow": "2.15.1", "tensorflow_hub": "0.16.1"}

HEAD = "import tensorflow as tf\nimport tensorflow_hub as hub\n\n"


class Repairs:
    """The repairs of a program, before any is made."""

    def __init__(
        self,
        folder: Path,
        files: Mapping[str, str | bytes],
        targets: Mapping[str, str] = OLD,
    ) -> None:
        self._folder = folder
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths = [folder / name for name in sorted(files) if name.endswith((".py", ".ipynb"))]
        self.contents = {path: path.read_bytes() for path in paths}
        self.report: Report = check(Settings(str(folder), targets=targets), paths)

    @property
    def findings(self) -> list[Finding]:
        return [finding for file in self.report.files for finding in file.findings]

    @property
    def fixes(self) -> list[Fix]:
        """Those that have edits."""
        fixes = (finding.fix for finding in self.findings)
        return [fix for fix in fixes if fix is not None and fix.edits]

    def made(self) -> dict[str, bytes]:
        """The files after all repairs, whatever their safety; there must be some."""
        plan = Plan()
        fixes = [fix for fix in self.fixes if plan.take(fix)]
        assert fixes, "no repair was written"
        after = drafted(self.contents, fixes, lambda name: self._folder / name)
        return {path.relative_to(self._folder).as_posix(): after[path] for path in after}
