"""The spike of "one query a ladder": over random histories the query and the rule say the same.

The query (``models.queries.due_notices`` with ``rules.windows`` and ``rules.folding``) and the
rule for one milestone (``rules.chase``) share the ladder and the calendar and nothing else. Each
batch is one ladder on one day with hundreds of items, each item with a history of its own.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from config.ladders import ladder_body, ladder_hash, shipped_ladders
from models.agencies import Agency
from models.inspections import Inspection
from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.due_notices import BodyDays, due_candidates
from models.words import AgencyKind, MilestoneKind, MilestoneState, NoticeState, SubjectKind
from rules.chase import ChasedItem, decide
from rules.folding import fold
from rules.ladder_faults import faults_of_ladder
from rules.ladders import (
    Audience,
    Ladder,
    Repeat,
    Rung,
    Subject,
    Tone,
    Way,
    rungs_before_arming,
    steps_of,
)
from rules.verdicts import Decision, LedgerLine, LedgerState, Outcome
from rules.windows import compile_windows
from rules.working_days import WorkingCalendar

BATCHES = 20
ITEMS_A_BATCH = 500
SEED = 20180816
DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2024, 11, 1), date(2026, 12, 31)
NOON = datetime.datetime(2025, 1, 1, 12, tzinfo=datetime.UTC)
# Nothing decided yet, the day before, a weekend, and outages of two and three weeks.
_PREVIOUS_DAYS: tuple[Callable[[date], date | None], ...] = (
    lambda _: None,
    lambda today: today - DAY,
    lambda today: today - 14 * DAY,
    lambda today: today - 3 * DAY,
    lambda today: today - 21 * DAY,
)
AGENCIES = range(1, 9)
INSPECTIONS = range(1, 5)
Said = set[tuple[int, str, int, str, str]]


@dataclass
class History:
    """One item of one batch, and what the ledger and its body say of it."""

    id: int
    item: ChasedItem
    agency_id: int
    inspection_id: int
    rehearsal: bool
    version: int
    lines: list[LedgerLine] = field(default_factory=list)


@dataclass
class Batch:
    """One ladder on one day."""

    number: int
    ladder: Ladder
    today: date
    previous_day: date | None
    days: BodyDays
    histories: list[History]


@pytest.mark.parametrize("first_batch", range(0, BATCHES, 5))
def test_the_query_and_the_rule_agree_on_random_histories(
    engine: Engine, calendar: WorkingCalendar, first_batch: int
) -> None:
    outcomes: Counter[Outcome] = Counter()
    going: Counter[Tone] = Counter()
    _write_bodies(engine)

    for number in range(first_batch, first_batch + 5):
        rng = random.Random(SEED + number)  # noqa: S311  # a seed, not a secret
        batch = _random_batch(rng, number, calendar=calendar)
        decisions = {history.id: _decision(history, batch, calendar) for history in batch.histories}
        _count(decisions, batch.ladder, outcomes, going)
        asked, ruled = _asked(engine, batch, calendar), _ruled(decisions)
        if asked != ruled:
            pytest.fail(_difference(asked, ruled, batch, decisions))

    _assert_not_vacuous(outcomes, going)


def _asked(engine: Engine, batch: Batch, calendar: WorkingCalendar) -> Said:
    """What the query and folding say of the batch."""
    windows = compile_windows(
        batch.ladder, calendar, today=batch.today, previous_day=batch.previous_day
    )
    with Session(engine) as session:
        ladder_id = _write_batch(session, batch)
        candidates = due_candidates(
            session,
            ladder_id=ladder_id,
            subject=batch.ladder.subject,
            windows=windows,
            today=batch.today,
            days=batch.days,
        )
        session.commit()
    folded = fold(candidates, windows)
    said: Said = set()
    for word, found in (
        ("due", folded.going), ("folded", folded.folded), ("missed", folded.missed),
    ):  # fmt: skip
        for one in found:
            step = windows[one.window].step
            said.add((one.subject_id, step.rung_id, step.occurrence, step.audience, word))
    assert len(said) == len(candidates), "the query gave a step twice"
    return said


def _ruled(decisions: dict[int, Decision]) -> Said:
    """What the rule says of the same items, one by one."""
    return {
        (id_, key.rung_id, key.occurrence, key.audience, word)
        for id_, decision in decisions.items()
        for word, keys in (
            ("due", decision.due), ("folded", decision.folded), ("missed", decision.missed),
        )
        for key in keys
    }  # fmt: skip


def _decision(history: History, batch: Batch, calendar: WorkingCalendar) -> Decision:
    is_open_body = history.agency_id in batch.days.open_agencies
    return decide(
        history.item,
        history.lines,
        ladder=batch.ladder,
        calendar=calendar,
        today=batch.today,
        previous_day=batch.previous_day,
        is_body_day=history.agency_id in batch.days.todays_agencies,
        is_paused=not is_open_body or history.inspection_id in batch.days.paused_inspections,
    )


# Random batches.


def _random_batch(rng: random.Random, number: int, *, calendar: WorkingCalendar) -> Batch:
    ladder = _random_ladder(rng, number)
    today = FIRST_DAY + DAY * rng.randrange((LAST_DAY - FIRST_DAY).days)
    open_agencies = frozenset(rng.sample(AGENCIES, 6))
    batch = Batch(
        number=number,
        ladder=ladder,
        today=today,
        previous_day=_PREVIOUS_DAYS[(number + number // 5) % 5](today),
        days=BodyDays(
            open_agencies=open_agencies,
            todays_agencies=frozenset(rng.sample(sorted(open_agencies), 4)),
            paused_inspections=frozenset(rng.sample(INSPECTIONS, rng.randrange(2))),
        ),
        histories=[],
    )
    for place in range(ITEMS_A_BATCH):
        id_ = number * ITEMS_A_BATCH + place + 1
        batch.histories.append(_random_history(rng, id_, batch, calendar=calendar))
    return batch


def _random_ladder(rng: random.Random, number: int) -> Ladder:
    """The shipped ladders first, then ladders that nobody wrote."""
    shipped = list(shipped_ladders().values())
    if number % 5 < len(shipped):
        return shipped[number % 5]
    while True:
        ladder = _invented_ladder(rng, number)
        if not faults_of_ladder(ladder):
            return ladder


def _invented_ladder(rng: random.Random, number: int) -> Ladder:
    rungs = []
    for audience in (Audience.LEAD, Audience.PROGRAMME_MANAGER):
        offsets = sorted(rng.sample(range(-30, 25), rng.randint(1, 5)))
        rungs += [_invented_rung(rng, audience, offset) for offset in offsets]
    offset = rng.randint(-8, 8)
    above = [Audience.SENIOR_LEAD, Audience.DCS, Audience.CHAIR]
    for audience in rng.sample(above, rng.randint(2, 3)):
        wait = rng.randint(2, 9)
        rungs.append(
            Rung(
                id=f"raised-to-{audience.replace('_', '-')}",
                offset=offset,
                audience=audience,
                way=Way.PERSON,
                tone=Tone.ESCALATION,
                wait=wait,
                courtesy=rng.randint(1, wait - 1),
            )
        )
        offset += rng.randint(1, 9)
    return Ladder(
        name=f"invented-{number}",
        title="Invented",
        subject=rng.choice([Subject.MILESTONE, Subject.MILESTONE, Subject.CHECK]),
        answer_holds=rng.choice([0, 1, 5]),
        rungs=tuple(rungs),
    )


def _invented_rung(rng: random.Random, audience: Audience, offset: int) -> Rung:
    repeat = Repeat(rng.randint(1, 6), rng.randint(1, 3)) if rng.random() < 0.4 else None
    return Rung(
        id=f"{audience.replace('_', '-')}-{'late' if offset > 0 else 'early'}-{abs(offset)}",
        offset=offset,
        audience=audience,
        way=Way.AUTOMATIC,
        tone=Tone.LATE if offset > 0 else Tone.REMINDER,
        stale_after=rng.choice([None, 5, 7, 12]),
        repeat=repeat,
    )


def _random_history(
    rng: random.Random, id_: int, batch: Batch, *, calendar: WorkingCalendar
) -> History:
    today = batch.today
    anchor = today + DAY * round(rng.gauss(-5, 25))
    armed_on = rng.choices(
        [None, today + DAY, today, min(today, anchor - DAY * rng.randint(0, 80)),
         today - DAY * rng.randint(0, 40)],
        [2, 2, 10, 50, 36],
    )[0]  # fmt: skip
    history = History(
        id=id_,
        item=ChasedItem(
            anchor=anchor,
            armed_on=armed_on,
            is_waiting=rng.random() < 0.95,
            is_statutory=rng.random() < 0.3,
            answered_on=today - DAY * rng.randint(0, 14) if rng.random() < 0.25 else None,
            acknowledged_until=today + DAY * rng.randint(-3, 4) if rng.random() < 0.2 else None,
        ),
        agency_id=rng.choice(AGENCIES),
        inspection_id=rng.choice(INSPECTIONS),
        rehearsal=rng.random() < 0.1,
        version=rng.randint(1, 3),
    )
    history.lines.extend(_random_lines(rng, history, batch, calendar))
    return history


def _random_lines(
    rng: random.Random, history: History, batch: Batch, calendar: WorkingCalendar
) -> Iterator[LedgerLine]:
    """What arming wrote, and then whatever may have become of the other steps by today."""
    item, written = history.item, set()
    if item.armed_on is not None:
        for one in rungs_before_arming(
            batch.ladder, calendar, anchor=item.anchor, armed_on=item.armed_on
        ):
            written.add((one.rung_id, one.occurrence))
            yield LedgerLine(one.rung_id, one.occurrence, one.audience, LedgerState.BEFORE_ARMING)
    how_far = rng.choice([0.0, 0.4, 0.8, 0.95])
    for step in steps_of(batch.ladder):
        if (step.rung_id, step.occurrence) in written or rng.random() >= how_far:
            continue
        day = calendar.send_day(item.anchor, step.offset)
        if day > batch.today:
            continue
        states = rng.choices(list(LedgerState), _weights(), k=rng.choice([1, 1, 2]))
        for state in dict.fromkeys([*states[1:], LedgerState.WITHDRAWN][: len(states) - 1]):
            # Only a withdrawn line leaves room for another of the same step.
            if state is LedgerState.WITHDRAWN:
                yield _line(rng, step.rung_id, step.occurrence, step.audience, state, day, batch)
        # A ladder that was changed may have told somebody else by a step of the same name.
        audience = step.audience if rng.random() < 0.97 else "somebody_else"
        yield _line(rng, step.rung_id, step.occurrence, audience, states[0], day, batch)


def _weights() -> list[int]:
    heavy = {LedgerState.TOLD: 60, LedgerState.UNKNOWN: 8, LedgerState.WITHDRAWN: 8}
    return [heavy.get(state, 3) for state in LedgerState]


def _line(
    rng: random.Random,
    rung_id: str,
    occurrence: int,
    audience: str,
    state: LedgerState,
    day: date,
    batch: Batch,
) -> LedgerLine:
    told = None
    if state in (LedgerState.TOLD, LedgerState.UNKNOWN, LedgerState.FAILED):
        told = min(batch.today, day + DAY * rng.randint(0, 12))
    return LedgerLine(rung_id, occurrence, audience, state, told_on=told)


# Writing them down.


def _write_bodies(engine: Engine) -> None:
    with Session(engine) as session:
        session.add_all(
            Agency(id=id_, ref=f"body-{id_}", name=f"Body {id_}", kind=AgencyKind.PARTNER)
            for id_ in AGENCIES
        )
        session.add_all(
            Inspection(
                id=id_, ref=f"i{id_}", code_name="Heron", area="Saltmarsh", framework="jtai",
                opened_at=NOON,
            )
            for id_ in INSPECTIONS
        )  # fmt: skip
        session.commit()


def _write_batch(session: Session, batch: Batch) -> int:
    """Write the batch under a ladder row of its own, so that batches do not see each other."""
    ladder = StoredLadder(
        name=batch.ladder.name,
        sha256=ladder_hash(batch.ladder)[:50] + f"{batch.number:014}",
        body=ladder_body(batch.ladder),
        stored_at=NOON,
    )
    session.add(ladder)
    session.flush()
    assert ladder.id is not None
    rows = [(history, batch, ladder.id) for history in batch.histories]
    for table, build in (
        (Milestone, _milestone_row), (DeadlineVersion, _version_rows), (Notice, _notice_rows),
    ):  # fmt: skip
        session.connection().execute(
            sa.insert(table), [row for each in rows for row in build(*each)]
        )
    return ladder.id


def _milestone_row(history: History, batch: Batch, _ladder_id: int) -> list[dict[str, Any]]:
    is_check = batch.ladder.subject is Subject.CHECK
    waiting = MilestoneState.REPORTED_COMPLETE if is_check else MilestoneState.OPEN
    other = MilestoneState.OPEN if is_check else MilestoneState.REPORTED_COMPLETE
    kind = MilestoneKind.STATUTORY if history.item.is_statutory else MilestoneKind.PLAN
    row = Milestone(
        id=history.id,
        inspection_id=history.inspection_id,
        agency_id=history.agency_id,
        ref=f"M{history.id}",
        title="",
        kind=kind,
        state=waiting if history.item.is_waiting else other,
    )
    return [row.model_dump()]


def _version_rows(history: History, _batch: Batch, ladder_id: int) -> list[dict[str, Any]]:
    """The current version and the one before it, which the query must never look at."""
    item = history.item
    current = DeadlineVersion(
        milestone_id=history.id,
        version=history.version,
        is_current=True,
        due=item.anchor,
        anchor=item.anchor,
        ladder_id=ladder_id,
        armed_on=item.armed_on,
        rehearsal=history.rehearsal,
        answered_on=item.answered_on,
        acknowledged_until=item.acknowledged_until,
    )
    before = current.model_copy(update={"version": history.version - 1, "is_current": False})
    return [row.model_dump(exclude={"id"}) for row in (current, before)]


def _notice_rows(history: History, batch: Batch, _ladder_id: int) -> Iterator[dict[str, Any]]:
    """The item's lines, and beside every step told lines of others, never to be taken for it."""
    for line in history.lines:
        yield _notice_row(history, batch, line)
    strangers: tuple[dict[str, Any], ...] = (
        {"deadline_version": history.version - 1},
        {"rehearsal": not history.rehearsal},
        {"subject_kind": SubjectKind.CONTACT},
    )
    for place, step in enumerate(steps_of(batch.ladder)):
        line = LedgerLine(
            step.rung_id, step.occurrence, step.audience, LedgerState.TOLD, told_on=FIRST_DAY
        )
        row = _notice_row(history, batch, line)
        yield row | strangers[(history.id + place) % 3]


def _notice_row(history: History, batch: Batch, line: LedgerLine) -> dict[str, Any]:
    is_check = batch.ladder.subject is Subject.CHECK
    return {
        "subject_kind": SubjectKind.CHECK if is_check else SubjectKind.MILESTONE,
        "subject_id": history.id,
        "deadline_version": history.version,
        "rung_id": line.rung_id,
        "occurrence": line.occurrence,
        "audience": line.audience,
        "rehearsal": history.rehearsal,
        "state": NoticeState(line.state),
        "decided_on": batch.today,
        "told_on": line.told_on,
    }


# What the test says of itself.


def _count(
    decisions: dict[int, Decision],
    ladder: Ladder,
    outcomes: Counter[Outcome],
    going: Counter[Tone],
) -> None:
    tone_of = {step.rung_id: step.tone for step in steps_of(ladder)}
    for decision in decisions.values():
        outcomes.update(verdict.outcome for verdict in decision.verdicts)
        going.update(tone_of[key.rung_id] for key in decision.due)


def _assert_not_vacuous(outcomes: Counter[Outcome], going: Counter[Tone]) -> None:
    """Histories that never reach an outcome would prove nothing about it.

    Two outcomes are not among these: arming has written its lines into the ledger, and every
    day here is a known one.
    """
    elsewhere = {Outcome.BEFORE_ARMING, Outcome.NOT_COUNTED}
    rare = {
        outcome: outcomes[outcome] for outcome in set(Outcome) - elsewhere if outcomes[outcome] < 20
    }
    assert not rare, f"too few histories reach {rare}"
    assert all(going[tone] >= 20 for tone in Tone), f"too few steps of a tone go: {going}"


def _difference(asked: Said, ruled: Said, batch: Batch, decisions: dict[int, Decision]) -> str:
    """The first items on which the two differ, with their history and the rule's reasons."""
    differing = sorted({entry[0] for entry in asked ^ ruled})
    said = [f"{batch.ladder.name} on {batch.today}: {len(differing)} items differ"]
    for history in batch.histories:
        if history.id in differing[:3]:
            said.append(f"query {sorted(e for e in asked - ruled if e[0] == history.id)}")
            said.append(f"rule  {sorted(e for e in ruled - asked if e[0] == history.id)}")
            said.append(f"{history}")
            said.extend(
                f"  {verdict.key}: {verdict.sentence}" for verdict in decisions[history.id].verdicts
            )
    return "\n".join(said)
