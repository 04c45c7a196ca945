"""Which findings did the author of the code silence, and which requests silence nothing?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hublint.judging.rule_names import no_such_rule
from hublint.judging.rulebook import Rulebook
from hublint.model import Edit, Event, FileReport, Finding, Fix, Span
from hublint.silencing.suppressions import VERBS, Suppression, Word, is_ours, suppressions_of
from hublint.spelling import did_you_mean

UNUSED = "HUB002"

# What must be told whatever the code asks: that hublint itself failed.
_NEVER = frozenset({"HUB000"})


@dataclass(frozen=True, slots=True)
class Silencing:
    """What a suppression is held against beside the findings.

    `rules` are those of the run. `unsure` are the places of which the run could not say whether
    they are supported, so that a suppression there may be needed.
    """

    rules: Rulebook
    require_reason: bool = False
    unsure: tuple[Span, ...] = ()


def suppressions_in(
    texts: Mapping[int | None, str], path: str, rules: Rulebook, is_code: bool = True
) -> tuple[Suppression, ...]:
    """The suppressions in a file's text, or in those of a notebook's cells by their numbers.

    A file that is no code, such as one of dependencies, has its comments line by line.
    """
    names = [rule.name for rule in rules.rules]
    return tuple(
        one
        for cell, text in texts.items()
        for one in suppressions_of(text, path, names, cell, is_code)
    )


def unsure_places(report: FileReport, events: Iterable[Event]) -> tuple[Span, ...]:
    """Where something happens to an object whose call is undecided."""
    undecided = {call.call for call in report.calls if call.verdict == "undecided"}
    return tuple(event.span for event in events if event.call in undecided)


def suppress(
    report: FileReport, suppressions: Sequence[Suppression], silencing: Silencing
) -> FileReport:
    """The report of a file without the findings that it silences, which are counted.

    What silences nothing is a finding of its own (HUB002), in a file that could be read.
    """
    kept, used = _parted(report.findings, suppressions)
    silent = len(report.findings) - len(kept)
    if report.parsed and UNUSED in silencing.rules.chosen:
        about = list(_about_suppressions(suppressions, used, silencing))
        named = [replace(one, words=_naming(one, UNUSED)) for one in suppressions]
        left, _ = _parted(about, [one for one in named if one.words])
        kept += left
        silent += len(about) - len(left)
    return replace(report, findings=tuple(kept), suppressed=report.suppressed + silent)


_Used = set[tuple[Span, Word | None]]


def _parted(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], _Used]:
    """The findings that nothing silences, and what silenced the others."""
    kept: list[Finding] = []
    used: _Used = set()
    for finding in findings:
        by = {(one.span, word) for one in suppressions for word in one.matching(finding)}
        if not by or finding.code in _NEVER:
            kept.append(finding)
        used |= by
    return kept, used


def _naming(suppression: Suppression, code: str) -> tuple[Word, ...]:
    # Only who names HUB002 silences it: a noqa without codes would hide that it is unused.
    return tuple(word for word in suppression.words if word.text.upper() == code)


def _about_suppressions(
    suppressions: Sequence[Suppression], used: _Used, silencing: Silencing
) -> Iterator[Finding]:
    names = {rule.name for rule in silencing.rules.rules}
    for one in suppressions:
        needless = [
            (word, text)
            for word in one.words or (None,)
            if word is None or one.verb != "noqa" or is_ours(word.text, names)
            if (text := _what_is_wrong(one, word, (one.span, word) in used, silencing))
        ]
        texts = [text for _, text in needless]
        fix = _repair(one, [word for word, _ in needless]) if needless else None
        if silencing.require_reason and not one.reason and _must_give_reason(one, names):
            texts.append("this suppression gives no reason, and require-reason asks for one")
        if texts:
            yield _finding(one, "; ".join(texts), fix, silencing.rules)


def _must_give_reason(one: Suppression, names: set[str]) -> bool:
    return one.verb != "noqa" or any(is_ours(word.text, names) for word in one.words)


def _what_is_wrong(one: Suppression, word: Word | None, is_used: bool, silencing: Silencing) -> str:
    """Why a word of a suppression is of no use; "" if it is of use, or may be."""
    rules = silencing.rules
    if one.verb not in ("noqa", *VERBS):
        return f"`# hublint: {one.verb}` asks for nothing{did_you_mean(one.verb, VERBS)}"
    if word is not None and not word.text:
        return "its brackets name no rule"
    meant = [rule for rule in rules.rules if word is None or word.means(rule.code, rule.name)]
    if not meant and word is not None:
        return no_such_rule(word.text, rules.rules)
    if is_used or (word is None and one.verb == "noqa"):
        return ""
    if any(one.covers(span) for span in silencing.unsure):
        return ""
    if any(rule.code in rules.chosen and rule.code != UNUSED for rule in meant):
        return "nothing is found here" if word is None else f"no {word.text} is found here"
    return ""


def _repair(one: Suppression, needless: Sequence[Word | None]) -> Fix:
    kept = [word for word in one.words if word not in needless]
    if not kept:
        return Fix("remove it", "safe", (Edit(one.removal, ""),))
    first, last = one.words[0], one.words[-1]
    span = replace(one.span, column=first.column, end_column=last.end_column)
    gone = ", ".join(word.text for word in needless if word is not None)
    text = ", ".join(word.text for word in kept)
    return Fix(f"remove {gone} from it", "safe", (Edit(span, text),))


def _finding(one: Suppression, text: str, fix: Fix | None, rules: Rulebook) -> Finding:
    rule = rules.find(UNUSED)
    return Finding(one.span, rule.code, rule.name, rule.levels[0], "proven", text, fix=fix)
