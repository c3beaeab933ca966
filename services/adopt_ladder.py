"""Moving what is live to a ladder that was changed since.

A changed file counts for what goes live later (design 6.6); what is live keeps the ladder it was
armed with until a person moves it. Moving asks nobody again: steps of both ladders keep their
lines in the ledger, because names are permanent, and steps that are new and whose day has passed
are written down as ``before_arming``.

One thing must not follow from a move: that an item which is late can no longer be raised, because
no step of the new ladder tells its lead. Such an item goes live anew today, so that its lead is
told once that it is late; the waits above begin there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from config.ladders import ladder_from_body, ladder_hash
from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.due_notices import STATE_OF_SUBJECT
from models.queries.ladders import armed_by_other_steps
from models.queries.plans import live_notices_of
from models.words import NoticeState, SubjectKind
from rules.counts import BeyondKnownHolidays
from rules.ladder_words import step_words
from rules.ladders import (
    LATE_WHEN_ENTERED,
    BeforeArming,
    Ladder,
    rungs_before_arming,
    steps_of,
    told_below,
)
from rules.wording import long_date
from services.act import Act
from services.find import key_of
from services.history import Subject, record
from services.stored_ladders import store_ladder

Key = tuple[str, int]
_HEARD = (NoticeState.TOLD, NoticeState.UNKNOWN, NoticeState.QUEUED)


@dataclass(frozen=True, slots=True)
class MovedItem:
    """One item and what the move does to it.

    ``never_sent``: the new steps whose day has passed, in words. ``tells_lead_again``: it is late
    and goes live anew, because otherwise nobody above its lead could ever hear of it.
    """

    milestone_id: int
    ref: str
    title: str
    anchor: date
    never_sent: tuple[str, ...]
    next_words: str
    tells_lead_again: bool


@dataclass(frozen=True, slots=True)
class Adoption:
    """The items that are live by other steps of the same name, and the ladder they move to."""

    ladder: str
    sha256: str
    items: tuple[MovedItem, ...]


@dataclass(frozen=True, slots=True)
class _Move:
    version: DeadlineVersion
    milestone: Milestone
    passed: tuple[BeforeArming, ...]
    tells_lead_again: bool


def preview_adoption(session: Session, name: str, *, act: Act) -> Adoption:
    """What moving the live items to the present ladder of this name would change. Only reads."""
    ladder = act.rulebook.ladder(name)
    return _adoption(ladder, _moves(session, ladder, act=act), act=act)


def adopt_ladder(session: Session, name: str, *, act: Act) -> Adoption:
    """Move the live items to the present ladder of this name, with one event for all of them."""
    ladder = act.rulebook.ladder(name)
    moves = _moves(session, ladder, act=act)
    adoption = _adoption(ladder, moves, act=act)
    if not moves:
        return adoption
    ladder_id = key_of(store_ladder(session, ladder, now=act.now).id)
    for move in moves:
        _move(session, move, ladder, ladder_id=ladder_id, today=act.today)
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="ladder adopted",
        subject=Subject("ladder", ladder_id),
        payload={
            "ladder": ladder.name,
            "sha256": adoption.sha256,
            "items": [item.milestone_id for item in adoption.items],
            "told_again": sum(item.tells_lead_again for item in adoption.items),
        },
    )
    return adoption


def _moves(session: Session, ladder: Ladder, *, act: Act) -> list[_Move]:
    found = armed_by_other_steps(
        session,
        name=ladder.name,
        sha256=ladder_hash(ladder),
        state=STATE_OF_SUBJECT[ladder.subject],
    )
    return [_move_of(session, *one, ladder=ladder, act=act) for one in found]


def _move_of(
    session: Session,
    version: DeadlineVersion,
    milestone: Milestone,
    stored: StoredLadder,
    *,
    ladder: Ladder,
    act: Act,
) -> _Move:
    lines = _lines(session, version, ladder)
    known = {(step.rung_id, step.occurrence) for step in steps_of(ladder_from_body(stored.body))}
    passed = tuple(
        step
        for step in rungs_before_arming(
            ladder, act.rulebook.calendar, anchor=version.anchor, armed_on=act.today
        )
        if (step.rung_id, step.occurrence) not in lines
    )
    new = tuple(step for step in passed if (step.rung_id, step.occurrence) not in known)
    stuck = version.anchor < act.today and not _can_tell(ladder, lines, new)
    return _Move(version, milestone, passed if stuck else new, tells_lead_again=stuck)


def _can_tell(ladder: Ladder, lines: dict[Key, NoticeState], new: tuple[BeforeArming, ...]) -> bool:
    """Whether the lead has heard, or can still hear, a step that the level above waits for."""
    above = [rung for rung in ladder.rungs if rung.audience.is_above_lead]
    if not above:
        return True
    names = set(told_below(ladder, above[0]))
    if any(rung_id in names and state in _HEARD for (rung_id, _), state in lines.items()):
        return True
    lost = {(step.rung_id, step.occurrence) for step in new} | set(lines)
    return any(
        step.rung_id in names
        and step.rung_id != LATE_WHEN_ENTERED
        and (step.rung_id, step.occurrence) not in lost
        for step in steps_of(ladder)
    )


def _lines(session: Session, version: DeadlineVersion, ladder: Ladder) -> dict[Key, NoticeState]:
    return {
        (notice.rung_id, notice.occurrence): notice.state
        for notice in live_notices_of(
            session, subject_id=version.milestone_id, version=version.version
        )
        if notice.subject_kind.value == ladder.subject.value
        and notice.rehearsal == version.rehearsal
    }


def _move(session: Session, move: _Move, ladder: Ladder, *, ladder_id: int, today: date) -> None:
    move.version.ladder_id = ladder_id
    if move.tells_lead_again:
        move.version.armed_on = today
    session.add(move.version)
    session.add_all(
        Notice(
            subject_kind=SubjectKind(ladder.subject.value),
            subject_id=move.version.milestone_id,
            deadline_version=move.version.version,
            rung_id=step.rung_id,
            occurrence=step.occurrence,
            audience=step.audience.value,
            rehearsal=move.version.rehearsal,
            state=NoticeState.BEFORE_ARMING,
            decided_on=today,
            reason="the steps were changed",
        )
        for step in move.passed
    )
    session.flush()


def _adoption(ladder: Ladder, moves: list[_Move], *, act: Act) -> Adoption:
    items = tuple(_moved_item(move, ladder, act=act) for move in moves)
    return Adoption(ladder.name, ladder_hash(ladder), items)


def _moved_item(move: _Move, ladder: Ladder, *, act: Act) -> MovedItem:
    return MovedItem(
        milestone_id=move.version.milestone_id,
        ref=move.milestone.ref,
        title=move.milestone.title,
        anchor=move.version.anchor,
        never_sent=tuple(
            step_words(ladder, rung_id=step.rung_id, occurrence=step.occurrence)
            for step in move.passed
        ),
        next_words=_next_words(move, ladder, act=act),
        tells_lead_again=move.tells_lead_again,
    )


def _next_words(move: _Move, ladder: Ladder, *, act: Act) -> str:
    """The next step by its day; what waits for another to be told has no day of its own."""
    if move.tells_lead_again:
        return "its lead is told once more that it is late"
    days = []
    for step in steps_of(ladder):
        try:
            day = act.rulebook.calendar.send_day(move.version.anchor, step.offset)
        except BeyondKnownHolidays:
            continue
        if step.gate is None and not step.is_late_when_entered and day >= act.today:
            days.append((day, step_words(ladder, rung_id=step.rung_id, occurrence=step.occurrence)))
    if not days:
        return "nothing by its day"
    day, words = min(days)
    return f"{long_date(day)}: {words}"
