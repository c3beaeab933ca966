"""One run of delivery: claims, sends and records, until nothing may go (design 7).

Every turn is one transaction: the answers that have come are recorded and as many deliveries are
claimed anew. It is committed before the first byte of a claimed message leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Delivery
from models.queries.channel_faults import SendingStands, channel_faults, sending_stands
from models.queries.outbox import deliveries_with_lapsed_lease
from models.session import SessionFactory, reading, transaction
from models.words import Channel, DeliveryState
from notifications.dispatch import Transport
from services.channel_words import fault_sentence
from services.claims_journal import ClaimsJournal, journal_of
from services.compose.reading import DayReading
from services.deliver.claiming import Claims
from services.deliver.closing import close_delivery
from services.deliver.faults import end_probe, reserve_probe
from services.deliver.lines import Lines
from services.deliver.recording import Recording, keep_queued
from services.deliver.stopping import ON_REQUEST, Stop, stopping_gently
from services.deliver.values import CHANNEL_FAULT, Answer, DeliveryReport, Work
from services.forgotten_claims import FORGOTTEN, forgotten_claims

LAPSED = "The worker stopped between the claim and the record of the outcome."
STOPPED = "Sending is stopped for everything; the queue is kept."
NOT_WRITTEN = (
    "The record of what is handed over could not be written beside the database ({}), so nothing "
    "is sent. Make room on the disk, or let this user write there."
)


@dataclass
class Run:
    """What one run works with. ``clock`` gives its moments; None means that ``now`` stands."""

    factory: SessionFactory
    transports: Mapping[Channel, Transport]
    now: datetime
    today: date
    clock: Callable[[], datetime] | None
    limit: int | None
    on_delivery: Callable[[str], None] | None
    report: DeliveryReport = field(default_factory=DeliveryReport)
    journal: ClaimsJournal = field(init=False)
    claims: Claims = field(init=False)
    lines: Lines = field(init=False)
    stop: Stop = field(init=False)

    def until_done(self) -> DeliveryReport:
        """Deliver what may go; what is under way when it stops gets its outcome first."""
        self.claims = Claims(self.transports, self.report)
        with stopping_gently() as self.stop, Lines(self.transports) as self.lines:
            self._begin(self._first_turn())
            while self.lines.busy:
                self._begin(self._turn(self.lines.answers()))
        self._say_why_stopped()
        self.report.counts += type(self.report.counts)()  # Drops the zeroes.
        return self.report

    def moment(self) -> datetime:
        """Now, by the clock of the door or as it was at the door."""
        return self.clock() if self.clock is not None else self.now

    def _first_turn(self) -> list[Work]:
        now = self.moment()
        with transaction(self.factory) as session:
            self.journal = journal_of(session, now=now)
            self._close_unknown(session, deliveries_with_lapsed_lease(session, now=now), LAPSED)
            self._close_unknown(session, forgotten_claims(session, self.journal), FORGOTTEN)
            return self._claim(session, sending_stands(session), now=now)

    def _turn(self, answers: Sequence[Answer]) -> list[Work]:
        """Record these answers and claim as many anew, in one commit.

        Where History is to hear of something its lock is taken, and then nothing is claimed
        under it: a person who waits for that lock may hold a row that a claim would wait for.
        """
        now = self.moment()
        with transaction(self.factory) as session:
            stands = sending_stands(session)
            recording = Recording(session, self.journal, now, self.today, stands.in_trouble)
            outcomes = _recorded(recording, answers)
            self.report.counts.update(outcomes)
            recording.tell_history()
            is_quiet = not recording.events and CHANNEL_FAULT not in outcomes
            works = self._claim(session, stands, now=now) if is_quiet else []
        if self.on_delivery is not None:
            for outcome in outcomes:
                self.on_delivery(outcome)
        return works if is_quiet else self._claim_anew()

    def _claim_anew(self) -> list[Work]:
        with transaction(self.factory) as session:
            return self._claim(session, sending_stands(session), now=self.moment())

    def _claim(self, session: Session, stands: SendingStands, *, now: datetime) -> list[Work]:
        """Claim as many as there are free lines, on each channel that is in order."""
        if self._must_stop(stands):
            return []
        day = self.claims.readings.at(session, head=stands.head, today=self.today)
        works: list[Work] = []
        for channel in self.transports:
            claim = self._probe if channel in stands.in_trouble else self._claim_of
            works += claim(session, channel, works, day=day, now=now)
        return works

    def _claim_of(
        self,
        session: Session,
        channel: Channel,
        claimed: Sequence[Work],
        *,
        day: DayReading,
        now: datetime,
    ) -> list[Work]:
        works: list[Work] = []
        while self._room(channel, [*claimed, *works]):
            work = self.claims.claim(session, channel, day=day, now=now)
            if work is None:
                break
            works.append(work)
        return works

    def _probe(
        self,
        session: Session,
        channel: Channel,
        claimed: Sequence[Work],
        *,
        day: DayReading,
        now: datetime,
    ) -> list[Work]:
        """One message finds out whether the channel works again, once its pause has lapsed."""
        is_free = self._room(channel, claimed) and not self.lines.is_busy(channel)
        if not is_free or not reserve_probe(session, channel, now=now):
            return []
        work = self.claims.claim(session, channel, day=day, now=now, is_probe=True)
        if work is None:
            end_probe(session, channel, now=now)
        return [work] if work is not None else []

    def _room(self, channel: Channel, claimed: Sequence[Work]) -> bool:
        """Whether one more may be claimed on this channel, besides what is claimed already."""
        under_way = self.lines.busy + len(claimed)
        if self.limit is not None and self.report.total + under_way >= self.limit:
            return False
        if not self.lines.has_threads:
            return under_way == 0
        own = sum(work.channel is channel for work in claimed)
        return self.lines.free(channel) - own > 0

    def _must_stop(self, stands: SendingStands) -> bool:
        if stands.stopped:
            self.report.stopped_because = STOPPED
        elif self.stop.is_asked:
            self.report.stopped_because = ON_REQUEST
        return self.report.stopped_because is not None

    def _begin(self, works: Sequence[Work]) -> None:
        """Put claimed work under way; it is written down beside the database before."""
        if not works:
            return
        try:
            self.journal.handed_over({work.delivery_id: work.letter for work in works})
        except OSError as fault:
            self._take_back(works)
            self.report.stopped_because = NOT_WRITTEN.format(fault.strerror or fault)
        else:
            self.lines.begin(works)

    def _take_back(self, works: Sequence[Work]) -> None:
        """Queue these again: nothing of them was sent."""
        with transaction(self.factory) as session:
            for work in works:
                keep_queued(session, work)

    def _close_unknown(
        self, session: Session, deliveries: Sequence[Delivery], because: str
    ) -> None:
        """What nobody knows the outcome of: a person looks, nothing is sent again."""
        now = self.moment()
        for delivery in deliveries:
            delivery.outcome = because
            close_delivery(session, delivery, DeliveryState.UNKNOWN, now=now, today=self.today)
        session.flush()
        self.report.counts["unknown"] += len(deliveries)

    def _say_why_stopped(self) -> None:
        """Name the channels that are out of order, unless a person stopped it all."""
        if self.report.stopped_because:
            return
        with reading(self.factory) as session:
            faults = [one for one in channel_faults(session) if one.channel in self.transports]
            paused = [fault_sentence(one) for one in faults]
        self.report.stopped_because = " ".join(paused) or None


def _recorded(recording: Recording, answers: Sequence[Answer]) -> list[str]:
    """Each answer's outcome, recorded in the order of their messages: two workers that hold
    deliveries of the same messages then never wait for each other."""
    ordered = sorted(answers, key=lambda one: (one.work.message_id, one.work.delivery_id))
    return [recording.outcome_of(answer) for answer in ordered]
