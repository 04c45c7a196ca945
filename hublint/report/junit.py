"""What do servers of continuous integration read? Each finding as a test that failed."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hublint.model import FileReport, Finding, Report
from hublint.report import Look
from hublint.report.ending import where
from hublint.report.style import printable
from hublint.report.wording import headless


def render(report: Report, look: Look) -> str:
    """The report as JUnit's XML: a suite for each file that was parsed or has findings.

    Errors and warnings are failures; what only informs passes, with what it says as output.
    """
    files = [file for file in report.files if file.parsed or file.findings]
    failures = sum(len(_failing(file.findings)) for file in files)
    tests = sum(max(1, len(file.findings)) for file in files)
    root = Element("testsuites", name="hublint", tests=str(tests), failures=str(failures))
    root.set("time", f"{look.seconds:.3f}")
    for file in files:
        _suite(root, file)
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml.decode("utf-8") + "\n"


def _failing(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity != "info"]


def _suite(root: Element, file: FileReport) -> None:
    tests, failures = max(1, len(file.findings)), len(_failing(file.findings))
    name = printable(file.path)
    suite = SubElement(root, "testsuite", name=name, tests=str(tests), failures=str(failures))
    if not file.findings:
        SubElement(suite, "testcase", name="uses of TensorFlow Hub", classname=name)
    for finding in sorted(file.findings, key=lambda one: (where(one.span), one.code)):
        title = f"{finding.code} {finding.name} at {where(finding.span)}"
        case = SubElement(suite, "testcase", name=title, classname=name)
        if finding.severity == "info":
            SubElement(case, "system-out").text = _text(finding)
        else:
            message = printable(finding.message)
            failure = SubElement(case, "failure", type=finding.severity, message=message)
            failure.text = _text(finding)


def _text(finding: Finding) -> str:
    because = (
        f"because: {evidence.text}" + (f" ({where(evidence.span)})" if evidence.span else "")
        for evidence in dict.fromkeys(finding.why)
    )
    lines = (where(finding.span), *headless(finding).splitlines(), *because)
    return "\n".join(map(printable, lines))
