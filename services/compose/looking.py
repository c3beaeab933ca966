"""Looking again at a message's notices when it is claimed: what may still go, and what not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from models.inspections import Inspection
from models.ledger import Notice
from models.queries.noticed import (
    Facts,
    SeenDate,
    SeenMilestone,
    SeenNotice,
    facts_of_message,
    first_noticed_items,
    noticed_items_numbered,
    notices_numbered,
)
from models.queries.noticed import NoticedItem as NoticedRow
from models.words import MilestoneKind, MilestoneState, NoticeState, SubjectKind
from notifications.message import Tone
from rules.ladders import Ladder, Step, Subject, steps_of
from rules.ladders import Tone as StepTone
from rules.recheck import NoticedItem, why_withdrawn
from rules.working_days import WorkingCalendar
from services.compose.reader import Reader

ASKED_IN_STATE = {
    SubjectKind.MILESTONE: MilestoneState.OPEN,
    SubjectKind.CHECK: MilestoneState.REPORTED_COMPLETE,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice that may go, with its item and step."""

    notice: SeenNotice
    milestone: SeenMilestone
    version: SeenDate
    step: Step
    ladder: Ladder
    row: NoticedRow

    @property
    def subject(self) -> Subject:
        """Whether it asks about the item or about the check we owe."""
        return self.ladder.subject


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Notices that may go and are only counted in their message, all of one kind."""

    inspection: Inspection
    tone: Tone
    milestone_ids: tuple[int, ...]


@dataclass
class Looked:
    """The notices of one message, looked at again.

    ``kept`` are those that can be listed, ``rest`` those that are only counted.
    """

    kept: list[Kept] = field(default_factory=list)
    rest: list[Unlisted] = field(default_factory=list)
    withdrawn: list[tuple[Notice, str]] = field(default_factory=list)


def look_again(session: Session, reader: Reader, *, copy: bool, at_most: int | None) -> Looked:
    """Sort a message's notices into those that may still go and those that may not.

    A copy says what the person themself was told: of that nothing is decided again. With
    ``at_most`` only so many are kept for listing, the most pressing ones, and the rest are
    counted; every one of them is looked at all the same.
    """
    known = reader.inspections
    limit = None if at_most is None else at_most + 1
    rows = first_noticed_items(session, reader.message_id, at_most=limit, known=known)
    if at_most is None or len(rows) <= at_most:
        return look_again_at(session, reader, rows, as_told=copy)
    return _look_at_many(session, reader, as_told=copy, at_most=at_most)


def look_again_at(
    session: Session, reader: Reader, rows: Sequence[NoticedRow], *, as_told: bool
) -> Looked:
    """Sort these notices; ``as_told`` keeps what was told, and decides nothing of it again."""
    looked = Looked()
    reasons: dict[int, str] = {}
    for row in rows:
        notice, milestone, version = row.notice, row.milestone, row.version
        ladder = reader.ladder(version.ladder_id)
        facts = _facts_of(row)
        because, step = _verdict(reader, ladder, facts, as_told=as_told)
        if step is not None and because is None:
            looked.kept.append(Kept(notice, milestone, version, step, ladder, row))
        elif because:
            reasons[notice.id] = because
    looked.withdrawn = _withdrawn(session, reasons)
    return looked


def _look_at_many(session: Session, reader: Reader, *, as_told: bool, at_most: int) -> Looked:
    """The same for a message of any size: one decision for all notices that are alike."""
    reasons: dict[int, str] = {}
    going: dict[tuple[bool, date], list[tuple[int, int, Facts, Step]]] = {}
    for facts, numbers in facts_of_message(session, reader.message_id).items():
        ladder = reader.ladder(facts.ladder_id)
        because, step = _verdict(reader, ladder, facts, as_told=as_told)
        if step is not None and because is None:
            place = (facts.kind is not MilestoneKind.STATUTORY, facts.due)
            going.setdefault(place, []).extend((*one, facts, step) for one in numbers)
        elif because:
            reasons.update((number, because) for _, number in numbers)
    listed, rest = _divided(going, at_most=at_most)
    rows = noticed_items_numbered(session, listed, known=reader.inspections)
    looked = look_again_at(session, reader, rows, as_told=as_told)
    looked.rest = _counted(reader, rest)
    looked.withdrawn += _withdrawn(session, reasons)
    return looked


def _divided(
    going: Mapping[tuple[bool, date], list[tuple[int, int, Facts, Step]]], *, at_most: int
) -> tuple[list[int], list[tuple[int, Facts, Step]]]:
    """The notices that are listed, and the items of those that are only counted.

    Statutory dates first, then the earliest, then as they stand in the plan.
    """
    listed: list[int] = []
    rest: list[tuple[int, Facts, Step]] = []
    for place in sorted(going):
        room = at_most - len(listed)
        same = sorted(going[place], key=lambda one: one[:2]) if room > 0 else going[place]
        listed += [number for _, number, _, _ in same[:room]] if room > 0 else []
        rest += [(item, facts, step) for item, _, facts, step in same[max(room, 0) :]]
    return listed, rest


def _counted(reader: Reader, rest: Iterable[tuple[int, Facts, Step]]) -> list[Unlisted]:
    """What is not listed, by inspection and tone."""
    alike: dict[tuple[int, int], list[int]] = {}
    met: dict[tuple[int, int], tuple[Facts, Step]] = {}
    for item, facts, step in rest:
        key = (facts.inspection_id, id(facts))
        met.setdefault(key, (facts, step))
        alike.setdefault(key, []).append(item)
    return [
        Unlisted(
            reader.inspection(facts.inspection_id),
            tone_of(step, reader.ladder(facts.ladder_id).subject),
            tuple(alike[key]),
        )
        for key, (facts, step) in met.items()
    ]


def _verdict(
    reader: Reader, ladder: Ladder, facts: Facts, *, as_told: bool
) -> tuple[str | None, Step | None]:
    """Why notices of these facts are withdrawn, and their step. Neither: they are no longer said,
    or what became of them was decided before."""
    step = _step(ladder, facts.rung_id, facts.occurrence)
    if as_told and facts.notice_state not in (NoticeState.WITHDRAWN, NoticeState.QUEUED):
        return None, step
    if facts.notice_state is not NoticeState.QUEUED:
        return None, None
    today, calendar = reader.today, reader.around.calendar
    return _why_gone_at(facts, step, today=today, calendar=calendar), step


def why_gone(facts: Facts, ladder: Ladder, *, today: date, calendar: WorkingCalendar) -> str | None:
    """Why waiting notices of these facts would be withdrawn today; None if they may go."""
    step = _step(ladder, facts.rung_id, facts.occurrence)
    return _why_gone_at(facts, step, today=today, calendar=calendar)


def _why_gone_at(
    facts: Facts, step: Step | None, *, today: date, calendar: WorkingCalendar
) -> str | None:
    because = why_withdrawn(_as_noticed(facts), step, today=today, calendar=calendar)
    if because is None and step is None:
        return "its steps have changed since"
    return because


def _withdrawn(session: Session, reasons: Mapping[int, str]) -> list[tuple[Notice, str]]:
    found = notices_numbered(session, reasons) if reasons else {}
    return [(notice, reasons[number]) for number, notice in found.items()]


def tone_of(step: Step, subject: Subject) -> Tone:
    """How a step speaks of its item."""
    if subject is Subject.CHECK:
        return Tone.CHECK
    if step.is_late_when_entered:
        return Tone.LATE_WHEN_ENTERED
    return TONES[step.tone]


TONES = {
    StepTone.REMINDER: Tone.REMINDER,
    StepTone.LATE: Tone.LATE,
    StepTone.ESCALATION: Tone.ESCALATION,
    StepTone.COURTESY: Tone.COURTESY,
}


def _facts_of(row: NoticedRow) -> Facts:
    notice, milestone, version, _, _ = row
    return Facts(
        notice_state=notice.state,
        subject_kind=notice.subject_kind,
        rung_id=notice.rung_id,
        occurrence=notice.occurrence,
        notice_version=notice.deadline_version,
        decided_on=notice.decided_on,
        kind=milestone.kind,
        item_state=milestone.state,
        inspection_id=milestone.inspection_id,
        version=version.version,
        due=version.due,
        anchor=version.anchor,
        ladder_id=version.ladder_id,
        armed_on=version.armed_on,
        answered_on=version.answered_on,
        acknowledged_until=version.acknowledged_until,
    )


def _as_noticed(facts: Facts) -> NoticedItem:
    return NoticedItem(
        is_still_asked=facts.item_state is ASKED_IN_STATE[facts.subject_kind],
        is_paused=facts.item_state is MilestoneState.PAUSED,
        current_version=facts.version,
        is_armed=facts.armed_on is not None,
        anchor=facts.anchor,
        answered_on=facts.answered_on,
        acknowledged_until=facts.acknowledged_until,
        notice_version=facts.notice_version,
        decided_on=facts.decided_on,
    )


def _step(ladder: Ladder, rung_id: str, occurrence: int) -> Step | None:
    for step in steps_of(ladder):
        if (step.rung_id, step.occurrence) == (rung_id, occurrence):
            return step
    return None
