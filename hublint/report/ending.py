"""What does a run say at its end? Counts, what is undecided and why, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hublint.model import Report, Span
from hublint.report import Look
from hublint.report.nothing import nothing_line
from hublint.report.style import Style, counted, printable
from hublint.report.summary import Summary, calls_of, findings_of, reasons_of, summarise

_REASONS_SHOWN = 5


def ending(report: Report, look: Look) -> Iterator[str]:
    """The lines after the findings."""
    style = Style(look.colour)
    if look.statistics:
        yield from _statistics(report)
    if look.quiet:
        return
    for note in (*(note for file in report.files for note in file.notes), *report.notes):
        text = f"{note.path}: {note.text}" if note.path else note.text
        yield f"{style('info', 'note')}: {printable(text)}"
    summary = summarise(report)
    if summary.undecided:
        yield from _undecided(report, look)
    yield from _repairs(report, style)
    yield _last_line(summary, look.seconds, style)


def where(span: Span) -> str:
    """A place as path:line:column, with the cell of a notebook."""
    cell = f"cell {span.cell}:" if span.cell is not None else ""
    return printable(f"{span.path}:{cell}{span.line}:{span.column}")


def _statistics(report: Report) -> Iterator[str]:
    counts = Counter((found.code, found.name) for found in findings_of(report))
    width = len(f"{max(counts.values(), default=0):,}")
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{width},} {code} {name}"


def _repairs(report: Report, style: Style) -> Iterator[str]:
    """How many of the findings hublint itself can repair, and by which options."""
    fixes = (finding.fix for finding in findings_of(report))
    counts = Counter(fix.safety for fix in fixes if fix is not None and fix.edits)
    safe, unsafe = counts["safe"], counts["unsafe"]
    told = [f"--fix makes {counted(safe, 'repair')}"] if safe else []
    if unsafe:
        number = f"makes {unsafe:,} more" if safe else f"makes {counted(unsafe, 'repair')}"
        told.append(f"--fix --unsafe-fixes {number}")
    if told:
        yield f"{style('good', 'help')}: {', '.join(told)}; --diff shows them"


def _undecided(report: Report, look: Look) -> Iterator[str]:
    style = Style(look.colour)
    if look.verbose:
        for verdict in calls_of(report):
            if verdict.verdict == "undecided":
                lacking = "; ".join(f"{item.fact}: {item.reason}" for item in verdict.missing)
                place = style("bold", where(verdict.call.span))
                yield f"{place} undecided {verdict.call.api}: {printable(lacking)}"
        return
    reasons = reasons_of(report)
    for reason in reasons[:_REASONS_SHOWN]:
        text = printable(f"{', '.join(reason.facts)}: {reason.text}")
        calls = counted(reason.calls, "call")
        yield f"{style('info', 'undecided')}: {text} ({calls}, first {where(reason.first)})"
    if len(reasons) > _REASONS_SHOWN:
        more = counted(len(reasons) - _REASONS_SHOWN, "more reason")
        yield f"{style('info', 'undecided')}: {more}, see --verbose"


def _last_line(summary: Summary, seconds: float, style: Style) -> str:
    if not summary.calls and not _found(summary):
        return nothing_line(summary.files, seconds, style)
    files = counted(summary.files, "file")
    calls = counted(summary.calls, "hub call")
    decided = f"{summary.decided:,} decided, {summary.undecided:,} undecided"
    seen = f"{files}, {calls} ({decided}), {seconds:.2f} s"
    if not _found(summary):
        verdict = "all clear" if not summary.undecided else "nothing found in what is decided"
        return f"{style('good', verdict)}: {seen}"
    levels = (
        style(level, counted(number, level)) if number else ""
        for level, number in (
            ("error", summary.errors),
            ("warning", summary.warnings),
            ("info", summary.infos),
        )
    )
    suppressed = f"{summary.suppressed:,} suppressed" if summary.suppressed else ""
    return f"{', '.join(filter(None, (*levels, suppressed)))} in {seen}"


def _found(summary: Summary) -> int:
    return summary.errors + summary.warnings + summary.infos + summary.suppressed
