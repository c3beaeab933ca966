"""Stopping gently: Ctrl-C and SIGTERM end a run after what is under way has its outcome."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
ON_REQUEST = "Stopped on request. What was under way has its outcome; the rest is kept."


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    is_asked: bool = False


@contextmanager
def stopping_gently() -> Iterator[Stop]:
    """Turn the first Ctrl-C or SIGTERM into a request; a second one interrupts as ever.

    Only the main thread can listen for signals. A run in another thread is not interrupted by
    them anyway: its process waits for it.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {int(one): signal.getsignal(one) for one in SIGNALS}

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.is_asked = True
        signal.signal(number, before[number])

    for one in before:
        signal.signal(one, ask)
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
