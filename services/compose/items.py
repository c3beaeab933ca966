"""Noticed items as the values a message shows, each looked at again first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone, StoredLadder, Update
from models.queries.watching import NoticedItem as NoticedRow
from models.queries.watching import latest_updates, noticed_items
from models.words import MilestoneState, NoticeState, SubjectKind
from notifications.message import Item, ItemKind, LastSaid, Raising, Tone
from rules.ladders import COURTESY_SUFFIX, Ladder, Step, Subject, steps_of
from rules.ladders import Tone as StepTone
from rules.recheck import NoticedItem, why_withdrawn
from rules.status_words import SAID_STATES
from rules.step_words import reason_of
from services.compose.reader import Reader
from services.embargo import sees, title_for

ASKED_IN_STATE = {
    SubjectKind.MILESTONE: MilestoneState.OPEN,
    SubjectKind.CHECK: MilestoneState.REPORTED_COMPLETE,
}
# A message lists 40; what was last said is read for those that can be among them.
LISTED = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice that may go, with its item and step."""

    notice: Notice
    milestone: Milestone
    version: DeadlineVersion
    step: Step
    ladder: Ladder
    row: NoticedRow

    @property
    def subject(self) -> Subject:
        """Whether it asks about the item or about the check we owe."""
        return self.ladder.subject


@dataclass
class Looked:
    """The notices of one message, looked at again."""

    kept: list[Kept] = field(default_factory=list)
    withdrawn: list[tuple[Notice, str]] = field(default_factory=list)


def look_again(session: Session, reader: Reader, *, copy: bool) -> Looked:
    """Sort a message's notices into those that may still go and those that may not.

    For a copy nothing is decided again: it says what the person themself was told.
    """
    return look_again_at(session, reader, noticed_items(session, reader.message_id), as_told=copy)


def look_again_at(
    session: Session, reader: Reader, rows: Sequence[NoticedRow], *, as_told: bool
) -> Looked:
    """Sort these notices; ``as_told`` keeps what was told, and decides nothing again."""
    looked = Looked()
    ladders: dict[int, Ladder] = {}
    for row in rows:
        notice, milestone, version = row[0], row[1], row[2]
        ladder = ladders.get(version.ladder_id)
        if ladder is None:
            ladder = ladders[version.ladder_id] = _ladder(session, version)
        step = _step(ladder, notice)
        if as_told and step is not None and notice.state is not NoticeState.WITHDRAWN:
            looked.kept.append(Kept(notice, milestone, version, step, ladder, row))
            continue
        if notice.state is not NoticeState.QUEUED:
            continue
        because = why_withdrawn(
            _facts(notice, milestone, version),
            step,
            today=reader.today,
            calendar=reader.around.calendar,
        )
        if because is not None or step is None:
            looked.withdrawn.append((notice, because or "its steps have changed since"))
            continue
        looked.kept.append(Kept(notice, milestone, version, step, ladder, row))
    return looked


def items_of(session: Session, reader: Reader, kept: Sequence[Kept]) -> tuple[Item, ...]:
    """The items of kept notices as this reader may see them, the most pressing first."""
    ordered = in_reading_order(kept)
    said = latest_updates(session, [one.milestone.id or 0 for one in ordered[:LISTED]])
    return tuple(_item(reader, one, said.get(one.milestone.id or 0)) for one in ordered)


def in_reading_order(kept: Sequence[Kept]) -> list[Kept]:
    """Statutory dates first, then the earliest: the order in which items are shown."""
    return sorted(kept, key=lambda one: (one.milestone.kind != "statutory", one.version.due))


def _item(reader: Reader, one: Kept, said: Update | None) -> Item:
    _, milestone, version, action, inspection = one.row
    circle = reader.circle_of(inspection)
    withheld = not sees(inspection, reader.email, circle=circle)
    raising = _raising(reader, one)
    # An open item bears a reason once it has come back; a check that we owe is about the report.
    reopened = milestone.state_reason if one.subject is not Subject.CHECK else None
    return Item(
        ref=milestone.ref,
        inspection=title_for(inspection, for_email=reader.email, circle=circle),
        title=None if withheld else milestone.title,
        due=version.due,
        kind=ItemKind(milestone.kind.value),
        tone=_tone(one),
        plan_words=None if withheld or action is None else action.timescale_text or None,
        reason=reason_of(one.step, subject=one.subject, is_open_again=reopened is not None),
        held_by=reader.body_names.get(milestone.agency_id)
        if reader.agency_id != reader.stands_for(milestone.agency_id)
        else None,
        days_left=reader.around.calendar.days_left(version.due, reader.today),
        last_said=None if withheld or said is None else said_of(said),
        raising=raising,
        reported_on=milestone.reported_on if one.subject is Subject.CHECK else None,
        success_measure=None if withheld or action is None else action.success_measure,
        reopened=None if withheld else reopened,
        code_name=inspection.code_name if inspection.embargoed else None,
        withheld=withheld,
    )


def _tone(one: Kept) -> Tone:
    if one.subject is Subject.CHECK:
        return Tone.CHECK
    if one.step.is_late_when_entered:
        return Tone.LATE_WHEN_ENTERED
    return TONES[one.step.tone]


TONES = {
    StepTone.REMINDER: Tone.REMINDER,
    StepTone.LATE: Tone.LATE,
    StepTone.ESCALATION: Tone.ESCALATION,
    StepTone.COURTESY: Tone.COURTESY,
}


def _raising(reader: Reader, one: Kept) -> Raising | None:
    """When and with whom a courtesy notice says the item will be raised."""
    if one.step.tone is not StepTone.COURTESY:
        return None
    raised_id = one.step.rung_id.removesuffix(COURTESY_SUFFIX)
    raised = next(step for step in steps_of(one.ladder) if step.rung_id == raised_id)
    wait = raised.gate.wait if raised.gate else 1
    by_wait = reader.around.calendar.working_days_after(reader.today, wait).result
    by_date = reader.around.calendar.send_day(one.version.anchor, raised.offset)
    return Raising(
        on=max(by_wait, by_date),
        to=reader.name_of(raised.audience, agency_id=one.milestone.agency_id),
    )


def _facts(notice: Notice, milestone: Milestone, version: DeadlineVersion) -> NoticedItem:
    return NoticedItem(
        is_still_asked=milestone.state is ASKED_IN_STATE[SubjectKind(notice.subject_kind)],
        is_paused=milestone.state is MilestoneState.PAUSED,
        current_version=version.version,
        is_armed=version.armed_on is not None,
        anchor=version.anchor,
        answered_on=version.answered_on,
        acknowledged_until=version.acknowledged_until,
        notice_version=notice.deadline_version,
        decided_on=notice.decided_on,
    )


def _ladder(session: Session, version: DeadlineVersion) -> Ladder:
    return ladder_from_body(session.get_one(StoredLadder, version.ladder_id).body)


def _step(ladder: Ladder, notice: Notice) -> Step | None:
    for step in steps_of(ladder):
        if (step.rung_id, step.occurrence) == (notice.rung_id, notice.occurrence):
            return step
    return None


def said_of(update: Update) -> LastSaid:
    """The last update as a message shows it."""
    return LastSaid(
        state=SAID_STATES[update.state.value],
        words=update.words,
        by=update.said_by,
        on=update.said_on,
    )
