"""How the rules' answers become findings and verdicts: rows, certainty, precedence, evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.judging.judge import Judgement, judge, merge_assumed_versions
from hublint.judging.rulebook import Rulebook, load_rulebook
from hublint.judging.wording import paths
from hublint.model import Event, Evidence, Fact, Finding, HubCall, Missing, Row, Span, VersionRange

BOOK = load_rulebook()

TF1 = "https://tfhub.dev/google/elmo/3"
TF2 = "https://tfhub.dev/google/nnlm-en-dim128/2"
NEWEST = VersionRange(">=0.16.1", frozenset(["0.16.1"]))
OLD = VersionRange("==0.15.0", frozenset(["0.15.0"]))


def row(**facts: str | bool | VersionRange | Fact | None) -> Row:
    """A row of proven facts; None is unknown, a Fact stands for itself."""
    return {
        name: value if isinstance(value, Fact) else Fact(value) for name, value in facts.items()
    }


def called(handle: str | Fact, format_: str | Fact | None, **facts: str | bool | Fact) -> Row:
    return row(
        api="load", event="called", handle=handle, format=format_, module_syntax=False, **facts
    )


def span(line: int) -> Span:
    return Span("main.py", line, 1, line, 9)


LOAD = HubCall("load", span(1))
MODULE = HubCall("Module", span(1))


def event(*rows: Row, line: int = 2, call: HubCall | None = LOAD) -> Event:
    first = rows[0]
    return Event(str(first["event"].value), str(first["api"].value), span(line), call, rows)


def module(**facts: str | bool | VersionRange | Fact | None) -> Row:
    known: dict[str, str | bool | VersionRange | Fact | None] = {
        "api": "Module",
        "event": "made",
        "spec": "handle",
        "handle": TF1,
        "format": "tf1-hub",
        "tags": "none",
        "execution": "eager",
        "runtime": "tf2",
        "switch": "none",
        "alias": "tensorflow",
        "tensorflow_hub": OLD,
    }
    return row(**{**known, **facts})


def only(judgement: Judgement) -> Finding:
    (finding,) = judgement.findings
    return finding


def test_a_case_that_is_true_of_all_rows_is_a_finding():
    finding = only(judge([event(called(TF1, "tf1-hub"))], BOOK))
    assert (finding.code, finding.severity, finding.certainty) == ("HUB104", "error", "proven")
    assert finding.message == (
        f"hub.load gives an object that can't be called for {TF1}, a TF1 Hub format model"
    )
    assert finding.fix is not None
    assert finding.fix.safety == "display"


def test_a_case_that_is_true_of_some_rows_is_possible_and_names_them():
    finding = only(judge([event(called(TF1, "tf1-hub"), called(TF2, "tf2-savedmodel"))], BOOK))
    assert (finding.severity, finding.certainty) == ("warning", "possible")
    assert finding.message.startswith(f"may happen when handle is {TF1}: hub.load gives an object")


def test_paths_that_one_fact_does_not_tell_apart_are_named_by_all_that_differ():
    rows = (
        module(handle=TF1, execution="eager"),
        module(handle=TF1, execution="graph"),
        module(handle=TF2, format=None, execution="graph"),
        module(handle=TF2, format=None, execution="eager", api="load"),
    )
    finding = only(judge([event(*rows, call=MODULE)], BOOK))
    assert finding.message.startswith(
        f"may happen when api is hub.Module and handle is {TF1} and execution is eager: "
    )


def test_paths_that_nothing_tells_apart_are_some():
    assert paths([module()], [module(), module()], ["execution"]) == "on some paths"


def test_a_case_that_is_unknown_of_some_rows_and_true_of_others_is_possible():
    finding = only(judge([event(called(TF1, "tf1-hub"), called("h", None))], BOOK))
    assert finding.certainty == "possible"


def test_different_cases_on_different_paths_are_told_together_and_as_the_mildest():
    rows = (
        row(**{**called(TF1, "tf1-hub"), "module_syntax": Fact(True)}),
        row(**{**called(TF2, "tf2-savedmodel"), "module_syntax": Fact(True)}),
    )
    finding = only(judge([event(*rows)], BOOK))
    assert (finding.code, finding.severity, finding.certainty) == ("HUB105", "warning", "proven")
    assert "; or what hub.load gives is called with" in finding.message


@pytest.mark.parametrize(("certainty", "severity"), [("proven", "error"), ("assumed", "warning")])
def test_an_assumed_fact_lowers_the_level_by_one(certainty, severity):
    runs_eagerly = Fact("eager", certainty)
    finding = only(judge([event(module(execution=runs_eagerly), call=MODULE)], BOOK))
    assert (finding.severity, finding.certainty) == (severity, certainty)


def test_assumed_and_possible_lower_the_level_only_once():
    rows = (module(execution=Fact("eager", "assumed")), module(execution="graph"))
    finding = only(judge([event(*rows, call=MODULE)], BOOK))
    assert (finding.severity, finding.certainty) == ("warning", "possible")


def test_an_assumed_fact_that_the_case_does_not_read_changes_nothing():
    finding = only(judge([event(called(TF1, "tf1-hub", execution=Fact("eager", "assumed")))], BOOK))
    assert finding.certainty == "proven"


def test_an_unknown_fact_never_fires():
    judgement = judge([event(called("h", None))], BOOK)
    assert judgement.findings == ()
    assert judgement.calls[0].verdict == "undecided"


def test_what_was_missing_is_told_with_its_reason():
    unknown = Fact(None, missing="the handle comes from an argument")
    judgement = judge([event(called("h", unknown))], BOOK)
    assert judgement.calls[0].missing == (Missing("format", "the handle comes from an argument"),)


def test_versions_on_both_sides_of_a_bound_are_missing():
    either = VersionRange(">=0.15", frozenset(["0.15.0", "0.16.1"]))
    verdict = judge([event(module(execution="graph", tensorflow_hub=either), call=MODULE)], BOOK)
    assert verdict.calls[0].verdict == "undecided"
    (missing,) = verdict.calls[0].missing
    assert missing == Missing("tensorflow_hub", ">=0.15 has releases on both sides of >=0.16")


def test_a_fact_is_not_missing_where_another_decides():
    judgement = judge([event(row(api="resolve", event="made", format=None))], BOOK)
    assert (judgement.calls[0].verdict, judgement.calls[0].missing) == ("supported", ())


def test_evidence_is_that_of_the_facts_the_case_reads_told_once_in_the_order_of_the_vocabulary():
    listed, here = Evidence("the catalogue lists it"), Evidence("hub.load is called", span(1))
    facts = {
        "api": Fact("load", why=(here,)),
        "format": Fact("tf1-hub", why=(listed, here)),
        "runtime": Fact("tf2", why=(Evidence("not read"),)),
    }
    finding = only(judge([event({**called(TF1, "tf1-hub"), **facts})], BOOK))
    assert finding.why == (here, listed)


def test_evidence_of_many_paths_is_limited_and_that_of_one_fact_is_whole():
    many = tuple(Evidence(f"step {number}") for number in range(9))
    paths = [
        row(**{**called(f"{TF1}-{number}", None), "format": Fact("tf1-hub", why=(why,))})
        for number, why in enumerate(many)
    ]
    whole = row(**{**called(TF1, None), "format": Fact("tf1-hub", why=many)})
    assert only(judge([event(*paths)], BOOK)).why == many[:4]
    assert only(judge([event(whole)], BOOK)).why == many


def test_the_rule_that_supersedes_speaks_alone():
    late = module(switch="late")
    assert [finding.code for finding in judge([event(late, call=MODULE)], BOOK).findings] == [
        "HUB409"
    ]


def test_a_rule_speaks_where_the_one_that_supersedes_it_was_not_chosen():
    without = BOOK.selected([("ignore", "HUB409")])
    finding = only(judge([event(module(switch="late"), call=MODULE)], without))
    assert finding.code == "HUB101"


def test_a_rule_that_holds_of_some_paths_does_not_silence_one_that_holds_of_all():
    rows = (module(), module(handle=TF2, format="tf2-savedmodel"))
    findings = judge([event(*rows, call=MODULE)], BOOK).findings
    assert [(finding.code, finding.certainty) for finding in findings] == [
        ("HUB101", "proven"),
        ("HUB103", "possible"),
    ]


def layer(kind: str, **facts: str | bool) -> Row:
    return row(
        api="KerasLayer", event=kind, handle=TF1, format="tf1-hub", trainable=True,
        trainable_from="constructor", signature="none", module_syntax=False, execution="eager",
        trained_by="fit", **facts,
    )  # fmt: skip


def test_a_rule_per_object_speaks_at_the_first_event_of_each_object():
    first, second = HubCall("KerasLayer", span(1)), HubCall("KerasLayer", span(9))
    events = [
        event(layer("added"), line=2, call=first),
        event(layer("trained"), line=3, call=first),
        event(layer("called"), line=10, call=second),
    ]
    findings = judge(events, BOOK).findings
    assert [(finding.code, finding.span.line) for finding in findings] == [
        ("HUB201", 2),
        ("HUB201", 10),
    ]


def test_a_rule_per_object_is_told_of_one_call_and_counts_in_the_verdict_of_each():
    judgement = judge([event(layer("called"), call=HubCall("KerasLayer", span(1)))], BOOK)
    assert judgement.calls[0].verdict == "unsupported"


@pytest.mark.parametrize(
    ("api", "runtime", "verdict"),
    [
        ("create_module_spec", "tf2", "partial"),
        ("create_module_spec", "tf1", "supported"),
        ("resolve", "tf2", "supported"),
        ("create_module_spec", None, "undecided"),
    ],
)
def test_the_verdict_of_a_call_is_the_worst_that_holds(api, runtime, verdict):
    made = row(api=api, event="made", runtime=runtime, tensorflow_hub=OLD, switch="none")
    assert judge([event(made, call=HubCall(api, span(1)))], BOOK).calls[0].verdict == verdict


def test_a_verdict_has_the_rows_of_where_the_object_was_made():
    made = row(api="load", event="made", handle=TF1, format="tf1-hub", tags="none")
    judgement = judge([event(called(TF1, "tf1-hub")), event(made)], BOOK)
    assert judgement.calls[0].rows == (made,)


def test_an_event_of_no_call_has_no_verdict():
    saved = row(api="tf.saved_model.save", event="saved", saved_object="keras-model")
    assert judge([event(saved, call=None)], BOOK).calls == ()


def test_an_undecided_call_is_told_where_that_rule_is_chosen():
    chosen = BOOK.selected([("extend-select", "undecided-call")])
    finding = only(judge([event(called("h", Fact(None, missing="nobody says")))], chosen))
    assert (finding.code, finding.severity, finding.span) == ("HUB003", "info", LOAD.span)
    assert finding.message == (
        "nobody can say whether hub.load is supported here: format is unknown (nobody says)"
    )


class TestAssumedVersions:
    """What rests on the newest release, which nothing pins, is advice told once for a project."""

    @staticmethod
    def removed(line: int, **facts: str) -> Event:
        newest = Fact(NEWEST, "assumed")
        call = HubCall("Module", span(line))
        return event(module(tensorflow_hub=newest, **facts), line=line, call=call)

    def test_it_is_an_info_that_silences_nobody(self):
        findings = judge([self.removed(2)], BOOK).findings
        assert [(finding.code, finding.severity, finding.assumes) for finding in findings] == [
            ("HUB101", "error", ()),
            ("HUB401", "info", ("tensorflow_hub",)),
        ]

    def test_it_is_merged_to_the_first_place_with_the_count_and_how_to_pin(self):
        events = [self.removed(line, execution="graph") for line in (2, 5, 7)]
        merged = merge_assumed_versions(judge(events, BOOK).findings)
        assert [finding.span.line for finding in merged] == [2]
        assert merged[0].message == (
            "hub.Module was removed in tensorflow_hub 0.16 (here and in 2 more places); "
            "nothing pins tensorflow_hub, so the newest is assumed: "
            "pin it, or say --target tensorflow_hub=VERSION"
        )

    def test_the_other_findings_stay_in_their_order(self):
        events = [self.removed(2), self.removed(5)]
        merged = merge_assumed_versions(judge(events, BOOK).findings)
        assert [(finding.code, finding.span.line) for finding in merged] == [
            ("HUB101", 2),
            ("HUB401", 2),
            ("HUB101", 5),
        ]

    def test_a_pin_makes_it_an_error(self):
        finding = only(judge([event(module(tensorflow_hub=NEWEST), call=MODULE)], BOOK))
        assert (finding.code, finding.severity, finding.assumes) == ("HUB401", "error", ())


def test_a_message_without_a_known_handle_speaks_of_this_model(tmp_path: Path):
    finding = only(judge([event(called(Fact(None), "tf1-hub"))], _named(tmp_path)))
    assert finding.message == "hub.load gives this model"


def _named(folder: Path) -> Rulebook:
    page = """# HUB900 a-rule-of-mine

```toml
[[case]]
severity = "info"
message = "{api} gives {handle}"
[case.when]
api = "load"
```
"""
    (folder / "page.md").write_text(page)
    return load_rulebook([folder]).selected([("select", "HUB900")])
