"""What is around the place where the program stands: a graph, a session, a test, a loop?"""

from __future__ import annotations

from typing import NamedTuple

from hublint.facts.values.value import Trace

# The kind of a context in which a failure is expected.
EXPECTS = "expects-failure"

# The kind of a context in which a name may be missing: something else is done then.
TRIES = "tries"

# The kind of a context whose statements are run pass by pass.
LOOP = "loop"


class Context(NamedTuple):
    """Where code runs: inside a graph, a tf.function, a session; and what shows it."""

    kind: str
    trace: Trace | None
    detail: str = ""
