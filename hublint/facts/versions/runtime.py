"""Which runtime does this run in, and does it run in a graph, eagerly, or in a function?

What decides, in this order: configuration; the TensorFlow that is pinned; symbols that exist
only in TF1; the switches that were thrown before; and where nothing at all speaks, TF2. What
surrounds the call (a graph, an Estimator's model_fn, a tf.function) decides the execution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hublint.facts.versions.markers import Markers
from hublint.facts.versions.running import is_sure, satisfies
from hublint.model import Certainty, Evidence, Fact, VersionRange

# "unknown": it may have been thrown.
Switch = Literal["none", "disabled-v2", "disabled-eager", "enabled-v2", "enabled-eager", "unknown"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a file's runtime before it runs.

    `unfollowed` says why a switch may be thrown that nobody sees; empty if there is none. `beside`
    is which TensorFlow its programs show, for a file that shows none itself.
    """

    versions: Mapping[str, Fact]
    markers: Markers
    configured: Fact | None = None
    unfollowed: str = ""
    beside: Fact | None = None

    @property
    def runs_tf1(self) -> bool:
        """Whether it runs with TensorFlow 1."""
        return _major(self).value == "tf1"

    @property
    def is_silent(self) -> bool:
        """Whether neither the file nor what surrounds it says which TensorFlow it runs with."""
        major = _major(self)
        return major.value == "tf2" and major.certainty == "assumed"


def runtime_facts(
    around: Surroundings,
    switch: Switch,
    thrown: tuple[Evidence, ...],
    certainty: Certainty,
    uncalled: bool,
) -> dict[str, Fact]:
    """The runtime and its own execution at a place where a switch stands so.

    `thrown` is the evidence for the switch, which is as certain as `certainty`; `uncalled` is
    whether nobody in view calls the function around the place.
    """
    major = _major(around)
    if major.value is None:
        return _unknown(major.missing, switch, thrown)
    if switch == "unknown":
        shown = thrown[0].text if thrown else "something"
        return _unknown(f"{shown}, which may throw a switch", switch, thrown)
    if major.value == "tf1":
        eager = switch in ("enabled-v2", "enabled-eager")
        why = (*major.why, *(thrown if eager else ()))
        return _facts("tf1", "eager" if eager else "graph", major.certainty, why, switch, thrown)
    weakest = major.certainty if certainty == "proven" else certainty
    if switch == "disabled-v2":
        return _facts("tf1-compat", "graph", weakest, (*major.why, *thrown), switch, thrown)
    if switch == "disabled-eager":
        return _facts("tf2", "graph", weakest, (*major.why, *thrown), switch, thrown)
    if around.unfollowed and switch == "none" and uncalled:
        return _unknown(around.unfollowed, switch, thrown)
    return _facts("tf2", "eager", weakest, (*major.why, *thrown), switch, thrown)


def _major(around: Surroundings) -> Fact:
    """Whether it is TF1 or TF2: "tf1", "tf1-compat" or "tf2", or unknown."""
    if around.configured is not None:
        value = "tf1" if around.configured.value == "tf1" else "tf2"
        return Fact(value, "proven", around.configured.why)
    pinned = around.versions.get("tensorflow")
    marker = around.markers.tf1_only
    if pinned is not None and isinstance(pinned.value, VersionRange):
        is_assumed = pinned.certainty == "assumed"
        if satisfies(pinned.value, "<2") and (marker is None or not is_assumed):
            return Fact("tf1", pinned.certainty, pinned.why)
        is_proven = _is_proven_tf2(pinned)
        if is_proven and marker is None:
            lines = tuple(one for one in pinned.why if one.span is not None)
            return Fact("tf2", "proven", lines or pinned.why)
        if is_proven and marker is not None:
            missing = f"TensorFlow 2 is pinned, but {marker.text}"
            return Fact(None, missing=missing)
    if marker is not None:
        return Fact("tf1", "proven", (marker,))
    if pinned is not None and pinned.value is not None and pinned.certainty == "proven":
        return Fact(None, missing=pinned.missing or "the pins admit TensorFlow 1 and 2")
    if around.beside is not None:
        return around.beside
    nothing = Evidence("nothing here speaks of TensorFlow 1, so TensorFlow 2 is assumed")
    return Fact("tf2", "assumed", (nothing,))


def _is_proven_tf2(version: Fact) -> bool:
    is_tf2 = isinstance(version.value, VersionRange) and satisfies(version.value, ">=2")
    return bool(is_tf2) and is_sure(version, ">=2")


def proves_tf1(
    markers: Markers, configured: Fact | None, versions: Mapping[str, Fact]
) -> Evidence | None:
    """What shows that a file runs with TensorFlow 1, beside its pins; None if nothing does.

    `versions` are those of the pins: where these prove TensorFlow 2, nothing is shown.
    """
    if _is_proven_tf2(versions["tensorflow"]):
        return None
    if configured is None:
        return markers.tf1_only
    return configured.why[0] if configured.value == "tf1" else None


def _facts(
    runtime: str,
    execution: str,
    certainty: Certainty,
    why: tuple[Evidence, ...],
    switch: Switch,
    thrown: tuple[Evidence, ...],
) -> dict[str, Fact]:
    return {
        "runtime": Fact(runtime, certainty, why),
        "execution": Fact(execution, certainty, why),
        "switch": _switch_fact(switch, thrown),
    }


def _unknown(missing: str, switch: Switch, thrown: tuple[Evidence, ...]) -> dict[str, Fact]:
    graph = switch in ("disabled-v2", "disabled-eager")
    return {
        "runtime": Fact(None, missing=missing),
        "execution": Fact("graph", "proven", thrown) if graph else Fact(None, missing=missing),
        "switch": _switch_fact(switch, thrown),
    }


def _switch_fact(switch: Switch, thrown: tuple[Evidence, ...]) -> Fact:
    if switch == "unknown":
        return Fact(None, missing="it is not known which switches are thrown")
    return Fact("before" if switch.startswith("disabled") else "none", "proven", thrown)


# What surrounds a call, from the inside out, decides how it is executed.
_EXECUTIONS = {"graph": "graph", "session": "graph", "function": "function", "eager": "eager"}
EXECUTING = frozenset({*_EXECUTIONS, "keras", "unknown-graph"})


def surrounded(
    facts: dict[str, Fact], contexts: Sequence[tuple[str, Evidence | None]]
) -> dict[str, Fact]:
    """The same facts with the execution that the contexts around the call give (outer first)."""
    for kind, shown in reversed(contexts):
        why = (shown,) if shown is not None else ()
        if kind in _EXECUTIONS:
            return {**facts, "execution": Fact(_EXECUTIONS[kind], "proven", why)}
        if kind == "unknown-graph":
            return {**facts, "execution": Fact(None, missing="the graph around it is not known")}
        if kind in ("keras", "lambda") and facts["execution"].value == "eager":
            base = facts["execution"]
            return {**facts, "execution": Fact("function", base.certainty, (*base.why, *why))}
    return facts
