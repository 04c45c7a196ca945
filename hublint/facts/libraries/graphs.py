"""In which graph is this object made, and in which is it applied?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from hublint.facts.values.contexts import Context

# Contexts that leave the graph as it is.
_OF_NO_GRAPH = (
    "strategy",
    "custom-objects",
    "default-session",
    "loop",
    "handler",
    "cached",
    "branch",
)

OUTSIDE: Hashable = "outside of all graphs"


def graph_around(contexts: Sequence[Context]) -> Hashable | None:
    """Give the identity of the graph that the innermost contexts are in; None if not known.

    A session is in the graph around it, unless it says otherwise; a tf.function, an Estimator's
    model_fn or a layer of Keras has a graph of its own, of which nothing is said here.
    """
    for context in reversed(contexts):
        if context.kind == "graph" and context.detail:
            return context.detail
        if context.kind not in _OF_NO_GRAPH:
            return None
    return OUTSIDE
