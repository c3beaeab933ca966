"""The chase rule for one milestone: what goes today, and why each step went, waits or will not go.

This is the rule of design section 6.5 told once more, for a reader, without the windows that
``rules.windows`` compiles for the query. The two are proven equal over random histories
(tests/models/test_due_notices.py); whoever changes one changes the other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.chase_words import sentence_of
from rules.counts import BeyondKnownHolidays
from rules.ladders import (
    COURTESY_SUFFIX,
    LATE_WHEN_ENTERED,
    Audience,
    Calendar,
    Ladder,
    Rung,
    Tone,
)
from rules.verdicts import (
    Decision,
    LedgerLine,
    LedgerState,
    Outcome,
    Reason,
    StepKey,
    Verdict,
)

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChasedItem:
    """One milestone in the version of its date that stands.

    ``is_waiting``: open, or reported complete for the ladder of our own check. ``armed_on`` is
    null while nothing may go out. ``anchor`` is the day that the ladder counts from.
    """

    anchor: datetime.date
    armed_on: datetime.date | None
    is_waiting: bool = True
    is_statutory: bool = False
    answered_on: datetime.date | None = None
    acknowledged_until: datetime.date | None = None


def decide(
    item: ChasedItem,
    ledger: Iterable[LedgerLine],
    *,
    ladder: Ladder,
    calendar: Calendar,
    today: datetime.date,
    previous_day: datetime.date | None,
    is_body_day: bool = True,
    is_paused: bool = False,
) -> Decision:
    """Decide every step of ``ladder`` for one item on ``today``.

    ``ledger`` holds the lines of this version of the item. ``previous_day`` is the day last
    decided before today. ``is_body_day``: the body takes its weekly message today (a council's
    own team every day). ``is_paused``: the body, the plan or everything is paused.

    A step goes if it is not in the ledger, its day has come and its window is still open, nobody
    has answered or acknowledged, today is a day for speaking to this body, and whatever must be
    told before it was told long enough ago. Of several that are due for the same role the
    furthest goes; the others are folded into it.
    """
    case = _Case(
        item=item,
        lines=tuple(line for line in ledger if line.state is not LedgerState.WITHDRAWN),
        ladder=ladder,
        calendar=calendar,
        today=today,
        previous_day=previous_day,
        is_body_day=is_body_day,
        is_paused=is_paused,
    )
    looked = [(place, case.look(place)) for place in _places(ladder) if case.concerns(place)]
    return Decision(tuple(_verdict(case, place, reason) for place, reason in _fold(looked)))


@dataclass(frozen=True, slots=True)
class _Place:
    """One occurrence of a rung, its courtesy notice, or what was late when it was entered."""

    key: StepKey
    offset: int
    rung: Rung | None

    @property
    def is_late_when_entered(self) -> bool:
        return self.key.rung_id == LATE_WHEN_ENTERED

    @property
    def is_courtesy(self) -> bool:
        return self.rung is not None and self.key.rung_id == self.rung.id + COURTESY_SUFFIX

    @property
    def is_for_those_above(self) -> bool:
        return self.rung is not None and self.rung.audience.is_above_lead

    @property
    def stale_after(self) -> int | None:
        return self.rung.stale_after if self.rung and not self.is_courtesy else None


@dataclass(frozen=True, slots=True)
class _Case:
    item: ChasedItem
    lines: tuple[LedgerLine, ...]
    ladder: Ladder
    calendar: Calendar
    today: datetime.date
    previous_day: datetime.date | None
    is_body_day: bool
    is_paused: bool

    def concerns(self, place: _Place) -> bool:
        """Only an item whose date had passed when it was armed was late when entered."""
        if not place.is_late_when_entered:
            return True
        return self.item.armed_on is not None and self.item.anchor < self.item.armed_on

    def look(self, place: _Place) -> Reason:
        """The first thing that settles whether this step goes; ``GOES`` if nothing stops it."""
        for line in self.lines:
            if (line.rung_id, line.occurrence, line.audience) == place.key:
                return Reason(Outcome.IN_LEDGER, line=line)
        try:
            stopped = self._by_item() or self._by_days(place) or self._by_people(place)
            return stopped or self._by_wait(place) or Reason(Outcome.GOES)
        except BeyondKnownHolidays:
            return Reason(Outcome.NOT_COUNTED)

    def _by_item(self) -> Reason | None:
        if not self.item.is_waiting:
            return Reason(Outcome.NOT_WAITING)
        if self.item.armed_on is None or self.item.armed_on > self.today:
            return Reason(Outcome.NOT_ARMED)
        return None

    def _by_days(self, place: _Place) -> Reason | None:
        """Whether today lies in the step's window: from its day to the last one, both included."""
        if place.is_late_when_entered:
            return None
        day = self.calendar.send_day(self.item.anchor, place.offset)
        armed_on = self.item.armed_on or day
        if day < armed_on and not place.is_for_those_above:
            return Reason(Outcome.BEFORE_ARMING, day=day)
        if day > self.today:
            return Reason(Outcome.NOT_YET, day=day)
        if place.stale_after is None:
            return None
        last_open = self.calendar.send_day(day, place.stale_after)
        if last_open >= self.today:
            return None
        if self.previous_day is not None and last_open > self.previous_day:
            return Reason(Outcome.MISSES, day=day, until=last_open)
        return Reason(Outcome.CLOSED, day=day, until=last_open)

    def _by_people(self, place: _Place) -> Reason | None:
        """An answer holds every step; a pause all but statutory ones; an acknowledgement those
        that concern people above the lead; and a body is asked on its own day."""
        answer_ends = self._answer_ends()
        if answer_ends is not None and answer_ends >= self.today:
            return Reason(Outcome.ANSWERED, until=answer_ends)
        acknowledged_until = self.item.acknowledged_until
        if place.is_for_those_above and acknowledged_until and acknowledged_until >= self.today:
            return Reason(Outcome.ACKNOWLEDGED, until=acknowledged_until)
        if self.item.is_statutory:
            return None
        if self.is_paused:
            return Reason(Outcome.PAUSED)
        is_weekly = place.key.audience is Audience.LEAD and not place.is_courtesy
        if is_weekly and not self.is_body_day:
            return Reason(Outcome.NOT_ITS_DAY)
        return None

    def _answer_ends(self) -> datetime.date | None:
        """The last day on which the body's answer holds; null if nothing is held."""
        if self.item.answered_on is None or self.ladder.answer_holds == 0:
            return None
        return self.calendar.send_day(self.item.answered_on, self.ladder.answer_holds)

    def _by_wait(self, place: _Place) -> Reason | None:
        """A step above the lead waits since the level below was told; nobody is jumped over."""
        rung = place.rung
        if rung is None or not rung.audience.is_above_lead:
            return None
        below, audience = _below(self.ladder, rung)
        wait = (rung.wait or 1) - (rung.courtesy or 0)
        is_after_courtesy = bool(rung.courtesy) and not place.is_courtesy
        if rung.courtesy and is_after_courtesy:
            # The courtesy has waited for the level below; the rung follows the courtesy.
            below, audience, wait = {rung.id + COURTESY_SUFFIX}, Audience.LEAD, rung.courtesy
        told = [
            line.told_on
            for line in self.lines
            # A line of which it is not known whether it arrived has told nobody.
            if line.rung_id in below and line.state is LedgerState.TOLD and line.told_on
        ]
        if not told:
            return Reason(
                Outcome.WAITS_FOR_BELOW, below=audience, is_after_courtesy=is_after_courtesy
            )
        waited = self._working_days_since(min(told))
        if waited >= wait:
            return None
        return Reason(
            Outcome.WAITS,
            until=self.calendar.send_day(min(told), wait),
            below=audience,
            is_after_courtesy=is_after_courtesy,
            waited=waited,
            wait=wait,
        )

    def _working_days_since(self, day: datetime.date) -> int:
        """Working days after ``day`` up to and including today."""
        return self.calendar.count_between(day + ONE_DAY, self.today)


def _places(ladder: Ladder) -> Iterator[_Place]:
    for rung in ladder.rungs:
        if rung.courtesy is not None:
            key = StepKey(rung.id + COURTESY_SUFFIX, 0, Audience.LEAD)
            yield _Place(key, rung.offset - rung.courtesy, rung)
        repeats = rung.repeat.times if rung.repeat else 0
        for occurrence in range(repeats + 1):
            every = rung.repeat.every if rung.repeat else 0
            key = StepKey(rung.id, occurrence, rung.audience)
            yield _Place(key, rung.offset + occurrence * every, rung)
    if ladder.asks_the_lead:
        yield _Place(StepKey(LATE_WHEN_ENTERED, 0, Audience.LEAD), 0, None)


def _below(ladder: Ladder, rung: Rung) -> tuple[set[str], Audience]:
    """The rungs whose telling starts the wait of ``rung``, and whom they speak to."""
    climbed = ladder.rungs[: ladder.rungs.index(rung)]
    for other in reversed(climbed):
        if other.audience.is_above_lead:
            return {other.id}, other.audience
    audience = Audience.LEAD if ladder.asks_the_lead else Audience.PROGRAMME_MANAGER
    before_the_date = rung.offset <= 0
    said = {
        other.id
        for other in ladder.rungs
        if other.audience is audience and (other.tone is Tone.LATE or before_the_date)
    }
    return (said | {LATE_WHEN_ENTERED} if ladder.asks_the_lead else said), audience


def _fold(looked: Sequence[tuple[_Place, Reason]]) -> Iterator[tuple[_Place, Reason]]:
    """Of the steps that go to one role the furthest goes. A courtesy stands by itself."""
    furthest: dict[Audience, _Place] = {}
    for place, reason in looked:
        if reason.outcome is not Outcome.GOES or place.is_courtesy:
            continue
        rival = furthest.get(place.key.audience)
        if rival is None or _is_further(place, rival):
            furthest[place.key.audience] = place
    for place, reason in looked:
        is_beaten = not place.is_courtesy and furthest.get(place.key.audience) is not place
        if reason.outcome is Outcome.GOES and is_beaten:
            yield place, replace(reason, outcome=Outcome.FOLDS)
        else:
            yield place, reason


def _is_further(place: _Place, rival: _Place) -> bool:
    """A later step of the ladder; what was late when entered comes right after the date."""
    if rival.is_late_when_entered:
        return place.offset > 0
    if place.is_late_when_entered:
        return rival.offset <= 0
    return place.offset > rival.offset


def _verdict(case: _Case, place: _Place, reason: Reason) -> Verdict:
    return Verdict(
        rung_id=place.key.rung_id,
        occurrence=place.key.occurrence,
        audience=place.key.audience,
        outcome=reason.outcome,
        sentence=sentence_of(case.ladder, place.key, reason=reason),
        reason=reason,
    )
