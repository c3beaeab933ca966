"""The lines on which messages are under way: one in the caller's thread, or several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from models.words import Channel
from notifications.dispatch import Outcome, Receipt, Transport
from services.deliver.values import Answer, Work


@dataclass
class Lines:
    """What is under way, at most as many at once as each transport has lines.

    With one line in all no thread is begun, so a process that delivers so may fork. Every
    database act stays with the caller; a thread only sends.
    """

    transports: Mapping[Channel, Transport]
    _under_way: dict[Future[Answer], Work] = field(default_factory=dict)
    _next: list[Work] = field(default_factory=list)
    _pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        if any(transport.lines > 1 for transport in self.transports.values()):
            total = sum(transport.lines for transport in self.transports.values())
            self._pool = ThreadPoolExecutor(total, thread_name_prefix="delivery")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    @property
    def has_threads(self) -> bool:
        """Whether more than one may be under way at once."""
        return self._pool is not None

    @property
    def busy(self) -> int:
        """How many are under way."""
        return len(self._under_way) + len(self._next)

    def free(self, channel: Channel) -> int:
        """How many more may be begun on this channel."""
        if channel not in self.transports:
            return 0
        if self._pool is None:
            return 1 - self.busy
        busy = Counter(work.channel for work in self._under_way.values())
        return self.transports[channel].lines - busy[channel]

    def is_busy(self, channel: Channel) -> bool:
        """Whether anything of this channel is under way."""
        return any(work.channel is channel for work in (*self._under_way.values(), *self._next))

    def begin(self, works: Iterable[Work]) -> None:
        """Put these under way; their claims are committed."""
        for work in works:
            if self._pool is None:
                self._next.append(work)
            else:
                self._under_way[self._pool.submit(self._send, work)] = work

    def answers(self) -> list[Answer]:
        """Wait for at least one answer, and return all there are; empty if nothing is under way."""
        if self._pool is None:
            works, self._next = self._next, []
            return [self._send(work) for work in works]
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        for one in done:
            del self._under_way[one]
        return [one.result() for one in done]

    def _send(self, work: Work) -> Answer:
        composed = work.composed
        try:
            receipt = self.transports[work.channel].send(
                composed.raw, recipient=composed.to, key=composed.key
            )
        except Exception as fault:
            # A transport raises for nothing a server says. Whatever broke, bytes may have left.
            words = f"The sending broke off ({type(fault).__name__})."
            receipt = Receipt(Outcome.UNKNOWN, "", words)
        return Answer(work, receipt)
