"""How often does Python look for garbage? Seldom: modules and trees are none."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two looks at the young, and looks at each generation between two at the
# next. With Python's own numbers a third of a run's time goes into looking at trees again.
_SELDOM = (200_000, 20, 20)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it, Python looks for garbage more seldom; not at all where it did not before."""
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def live_for_one_run() -> None:
    """Lets a process that does one run and ends look seldom, and not at all when it ends.

    All that it holds then would be looked at in vain, for a tenth of the run's time.
    """
    if gc.get_threshold()[0]:
        gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)
