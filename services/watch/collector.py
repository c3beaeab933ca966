"""Python's cyclic collector, at rest while a large day is decided."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the collector from looking, dozens of times, through a hundred thousand small tuples
    of which none can be in a cycle: that is a fifth of a large day's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
