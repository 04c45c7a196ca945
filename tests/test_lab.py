"""What the lab's own parts promise, and that its table, programs and repairs agree."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from hublint.judging.rulebook import load_rulebook
from tests.lab import contexts, environments, grid, outcomes, scenarios
from tests.lab.check import (
    ELSEWHERE,
    FALSE,
    MISSED,
    QUIET,
    Finding,
    compare,
    judge,
    known,
    report,
)
from tests.lab.lines import allowed
from tests.lab.outcomes import Outcome, cause
from tests.lab.proofs import DATA, HEAD, lines, named, proves
from tests.lab.repaired import Pair, pairs, repaired
from tests.lab.sample import chosen

TABLE = outcomes.read()
WORLDS = environments.load()


# ---- the table -----------------------------------------------------------------------------------


def test_the_table_holds_at_least_1200_outcomes() -> None:
    assert len(TABLE) >= 1200


def test_the_table_is_sorted_and_tells_no_outcome_twice() -> None:
    keys = [(row.program, row.environment) for row in TABLE]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", WORLDS)
def test_the_table_tells_every_program_of_an_environment_and_no_other(name: str) -> None:
    told = {row.program for row in TABLE if row.environment == name}
    assert told == {program.id for program in scenarios.programs(WORLDS[name])}


def test_every_outcome_is_of_a_known_kind() -> None:
    assert {row.outcome for row in TABLE} == {"runs", "raises", "silent"}


def test_the_table_carries_the_causes_that_outside_toml_gives() -> None:
    stale = [row for row in TABLE if row.outside != outcomes.outside(row)]
    assert not stale, "run python -m tests.lab mark"


def test_a_failure_of_the_program_itself_names_a_line_of_it() -> None:
    nameless = [row for row in TABLE if row.outcome == "raises" and not row.on and not row.outside]
    assert not nameless


# ---- repairs -------------------------------------------------------------------------------------


PAIRS = list(pairs())
MADE = [pair for pair in PAIRS if pair.rule]
COMPARED = [pair for pair in PAIRS if pair.numbers in ("same", "different")]

# What no pair of the lab's can show, and why.
UNEXECUTED = {
    "import-text": "no environment has tensorflow_text",
    "use-tf2-version": "it is only shown: another version is another model",
}


def _named(pair: Pair) -> str:
    return f"{pair.repair} {pair.before}"


@pytest.mark.parametrize("pair", COMPARED, ids=_named)
def test_a_repair_keeps_or_changes_the_numbers_as_told(pair: Pair) -> None:
    first = {row.numbers for row in TABLE if row.program == pair.before and row.outcome == "runs"}
    then = {
        row.numbers
        for row in TABLE
        if fnmatchcase(row.program, pair.after) and row.outcome == "runs"
        if not row.program.endswith("@estimator")  # whose result is one row of the batch
    }
    assert len(first) == 1, "the program before does not run"
    assert then, "the program after does not run anywhere"
    assert "" not in first | then, "the result is no array"
    if pair.numbers == "same":
        assert then == first
    else:
        assert not then & first


@pytest.mark.parametrize("pair", MADE, ids=_named)
def test_a_repair_makes_run_what_failed(pair: Pair) -> None:
    outcome = {row.program: row.outcome for row in TABLE if row.environment == pair.environment}
    assert pair.numbers in ("raises", "silent")
    assert outcome[pair.before] == pair.numbers
    assert outcome[pair.after] == "runs"


@pytest.mark.parametrize("pair", MADE, ids=_named)
def test_the_program_after_is_what_hublint_makes_of_the_one_before(
    pair: Pair, tmp_path: Path
) -> None:
    world = WORLDS[pair.environment]
    sources = {program.id: program.source for program in scenarios.programs(world)}
    assert repaired(sources[pair.before], pair.rule, world, tmp_path) == sources[pair.after]


def test_every_repair_of_every_rule_has_been_executed() -> None:
    named = {(rule.code, fix) for rule in load_rulebook().rules for fix in rule.fixes}
    executed = {(pair.rule, pair.repair) for pair in MADE}
    assert executed | {(code, fix) for code, fix in named if fix in UNEXECUTED} == named
    assert not {fix for _, fix in executed} & UNEXECUTED.keys()


# ---- how an outcome is read ----------------------------------------------------------------------

MESSAGES = {
    "a plain message is its first line": (
        "No variables to optimize.\nmore",
        "No variables to optimize.",
    ),
    "of a converted function, the error below": (
        'in user code:\n\n    File "/x/program.py", line 6, in run  *\n        m = f()\n\n'
        "    RuntimeError: Module must be applied.\n",
        "Module must be applied.",
    ),
    "of a graph's error, the line below the places": (
        "Graph execution error:\n\nDetected at node a/b defined at (most recent call last):\n"
        "<stack traces unavailable>\nTable not initialized.\n\t [[{{node a/b}}]]",
        "Table not initialized.",
    ),
    "without addresses and counters": (
        "cannot compute __inference_pruned_1069 as <object at 0x7f3a>",
        "cannot compute __inference_pruned_N as <object at 0x..>",
    ),
}


@pytest.mark.parametrize(("message", "line"), list(MESSAGES.values()), ids=list(MESSAGES))
def test_a_message_is_cut_to_the_line_that_says_what_went_wrong(message: str, line: str) -> None:
    assert cause(message) == line


RAISES = Outcome("p@eager", "tf215", "raises", "9,5", "ValueError", "no")
RUNS = Outcome("p@eager", "tf215", "runs")
SILENT = Outcome("p@eager", "tf215", "silent", message="nothing trains")
OUTSIDE = Outcome("p@eager", "tf215", "raises", "5", "NotFoundError", "no", outside="skew")


def _told(severity: str, line: int) -> list[Finding]:
    return [Finding("HUB101", severity, line, "")]


JUDGED = {
    "an error on a line of the traceback agrees with a failure": (RAISES, _told("error", 5), ""),
    "nothing told of a failure": (RAISES, [], MISSED),
    "a warning is not enough for a failure": (RAISES, _told("warning", 5), MISSED),
    "an error on another line": (RAISES, _told("error", 4), ELSEWHERE),
    "nothing told of what runs": (RUNS, [], ""),
    "a warning does not contradict what runs": (RUNS, _told("warning", 5), ""),
    "an error contradicts what runs": (RUNS, _told("error", 5), FALSE),
    "a warning agrees with what is silently wrong": (SILENT, _told("warning", 1), ""),
    "nothing told of what is silently wrong": (SILENT, [], QUIET),
    "advice is not enough for what is silently wrong": (SILENT, _told("info", 1), QUIET),
    "a failure outside asks for nothing": (OUTSIDE, [], ""),
    "a failure outside forbids nothing": (OUTSIDE, _told("error", 1), ""),
}


@pytest.mark.parametrize(("row", "findings", "kind"), list(JUDGED.values()), ids=list(JUDGED))
def test_what_is_told_is_judged_by_what_happened(
    row: Outcome, findings: list[Finding], kind: str
) -> None:
    assert judge(row, findings) == kind


@pytest.mark.parametrize(
    ("rule", "line", "kind"),
    [
        pytest.param("HUB101", 5, "", id="of a rule that names the failure as its proof"),
        pytest.param("HUB102", 5, MISSED, id="of another rule"),
        pytest.param("HUB101", 4, MISSED, id="on a line that the traceback does not know"),
    ],
)
def test_a_warning_is_enough_where_it_is_all_that_a_rule_says(
    rule: str, line: int, kind: str
) -> None:
    assert judge(RAISES, _told("warning", line), warning={rule}) == kind


def test_an_error_may_stand_on_any_line_of_a_statement_and_in_the_functions_that_it_names() -> None:
    source = (
        "def run():\n    return 1\n\n\ndef other():\n    pass\n\n\nx = f(\n    run(),\n)\ny = 2\n"
    )
    assert allowed(source, frozenset({9})) == {1, 2, 9, 10, 11}


def test_an_error_of_a_graph_may_stand_where_it_was_built() -> None:
    source = "m = load()\ny = m(x)\nsess.run(y)\n"
    assert allowed(source, frozenset({3})) == {2, 3}


# ---- programs ------------------------------------------------------------------------------------


def test_a_scenario_is_read_with_its_parts_and_options() -> None:
    head = "notes\n=== Z1.a contexts=main,graph also=tf114 fresh\n"
    text = f"{head}x = 1\n\n--- call\ny = x\n--- check\nassert y\n"
    (found,) = scenarios.parse(text)
    assert found == scenarios.Scenario(
        "Z1.a", "x = 1\n", "y = x\n", "assert y\n", ("main", "graph"), (), ("tf114",), True
    )


PLACES = {
    "compat": "import tensorflow.compat.v1 as tf\n",
    "noeager": "tf.compat.v1.disable_eager_execution()\n",
    "graph": "with tf.Graph().as_default():\n",
    "func": "@tf.function\n",
    "wrapf": "tf.compat.v1.wrap_function(run, [])",
    "estimator": "def model_fn(features, labels, mode):\n",
}


@pytest.mark.parametrize(("context", "line"), list(PLACES.items()))
def test_a_context_puts_the_scenario_where_a_user_would(context: str, line: str) -> None:
    text = contexts.render("tf2", context, "m = 1\n", "result = m\n")
    assert line in text
    compile(text, context, "exec")


@pytest.mark.parametrize("name", WORLDS)
def test_every_program_is_python(name: str) -> None:
    for program in scenarios.programs(WORLDS[name]):
        compile(program.source, program.id, "exec")


def test_every_two_choices_of_the_grid_meet() -> None:
    axes = [[(str(n), "") for n in range(size)] for size in (3, 2, 4)]
    rows = grid.covering(axes)
    for first in range(3):
        for second in range(first + 1, 3):
            assert {(row[first], row[second]) for row in rows} == {
                (one, other) for one in axes[first] for other in axes[second]
            }
    assert len(rows) < 3 * 2 * 4


def test_a_sample_takes_every_kind_of_outcome() -> None:
    rows = [Outcome(f"runs{n}", "e", "runs") for n in range(20)]
    rows += [Outcome("raises", "e", "raises"), Outcome("silent", "e", "silent")]
    assert {"raises", "silent"} < chosen(rows, 8)
    assert len(chosen(rows, 8)) == 8


# ---- the rules' proofs ---------------------------------------------------------------------------


def _cases() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for rule in load_rulebook().rules:
        for position, case in enumerate(rule.cases, 1):
            yield f"{rule.code}, case {position}", case.severity, tuple(case.proof)


@pytest.mark.parametrize(("case", "severity", "proof"), list(_cases()))
def test_what_a_page_names_as_proof_was_executed(
    case: str, severity: str, proof: tuple[str, ...]
) -> None:
    programs = {row.program for row in TABLE}
    unknown = [name for name in proof if not any(proves(name, each) for each in programs)]
    assert not unknown


@pytest.mark.parametrize(
    ("case", "proof"), [(case, proof) for case, severity, proof in _cases() if severity == "error"]
)
def test_a_case_of_level_error_was_seen_to_fail(case: str, proof: tuple[str, ...]) -> None:
    failed = {row.program for row in TABLE if row.outcome in ("raises", "silent")}
    assert any(proves(name, each) for name in proof for each in failed)


def test_the_outcomes_that_hublint_ships_are_those_of_the_table() -> None:
    head, *told = DATA.read_text(encoding="utf-8").splitlines()
    assert head == HEAD
    assert set(told) <= set(lines(TABLE, ["*"])), "run python -m tests.lab proofs"


def test_hublint_ships_an_outcome_of_every_scenario_that_a_page_names() -> None:
    programs = {line.partition("\t")[0] for line in DATA.read_text(encoding="utf-8").splitlines()}
    without = [name for name in named() if not any(proves(name, each) for each in programs)]
    assert not without, "run python -m tests.lab proofs"


# ---- hublint and the table -----------------------------------------------------------------------


def test_hublint_says_of_every_program_what_happened_or_the_difference_is_listed() -> None:
    text, holds = report(compare(), known())
    assert holds, text
