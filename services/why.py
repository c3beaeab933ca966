"""Why an item was asked for, or was not: every step of its ladder with its reason.

The answer is the rule's own (``rules.chase``), given the item's real ledger. What goes is routed
as the daily check would route it, so that contact trouble and approvals show as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.inspections import Inspection
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.plans import current_version
from models.queries.sweeps import last_sweep_before, sweep_of
from models.queries.told import ToldLine, told_lines
from models.words import MessageState, MilestoneState, NoticeState, SubjectKind
from rules.chase import ChasedItem, decide
from rules.ladder_words import ROLE_WORDS, step_words
from rules.ladders import Ladder, Subject, steps_of
from rules.routing import Mode, NoRoute, Step, route
from rules.status_words import MILESTONE_STATES
from rules.verdicts import LedgerLine, LedgerState, Outcome, StepKey, Verdict
from rules.wording import long_date, plain_date
from services.errors import Refused
from services.find import key_of
from services.liveness import liveness
from services.situation import Situation, read_situation
from services.surroundings import Surroundings, surroundings

MODE_WORDS = {
    Mode.QUIET: "quiet: all is worked out and shown, and nothing goes out",
    Mode.REHEARSAL: "in rehearsal: everything goes to the programme manager",
    Mode.PREPARED: "prepared: each message waits for approval",
    Mode.AUTOMATIC: "automatic: messages go by themselves",
}
NO_DATE = "it has no date yet"
DECIDED_ALREADY = "Today was decided before this fell due; it goes with the next daily check."
ASKED_STATE = {
    Subject.MILESTONE: MilestoneState.OPEN,
    Subject.CHECK: MilestoneState.REPORTED_COMPLETE,
}
KIND_OF_SUBJECT = {
    Subject.MILESTONE: SubjectKind.MILESTONE,
    Subject.CHECK: SubjectKind.CHECK,
}


@dataclass(frozen=True, slots=True)
class WhyStep:
    """One step: what it is, for whom, and in ``sentence`` what became or becomes of it.

    ``message`` is the number of the message that carries it. ``note`` adds how it travels.
    """

    step: str
    audience: str
    outcome: Outcome
    sentence: str
    told_on: date | None = None
    told_to: str | None = None
    message: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Why:
    """The whole answer for one item on one day.

    ``nothing_goes_because`` is set where nothing at all may go out about it. ``earlier`` holds
    what was told about earlier versions of its date, or before it was reported complete.
    """

    day: date
    ref: str
    inspection: str
    title: str
    body: str
    mode: str
    state: str
    due: date | None
    asked_since: date | None
    steps_title: str | None
    nothing_goes_because: str | None
    steps: tuple[WhyStep, ...] = ()
    earlier: tuple[str, ...] = field(default_factory=tuple)


def why(session: Session, milestone: Milestone, *, today: date) -> Why:
    """Every step of the item's ladder on ``today``, with what became of it and why.

    For another day than the present one it is the item as it stands now, seen from that day.
    Raises `Refused` for a day beyond the known bank holidays.
    """
    around = surroundings(session)
    if not around.calendar.first <= today <= around.calendar.last:
        raise Refused(f"{long_date(today)} lies beyond the known bank holidays.")
    previous = last_sweep_before(session, today)
    situation = read_situation(
        session,
        today=today,
        previous_day=previous.day if previous else None,
        calendar=around.sending,
    )
    lines = told_lines(session, key_of(milestone.id))
    version = current_version(session, key_of(milestone.id))
    if version is None:
        return _answer(session, milestone, situation, None, None, because=NO_DATE, lines=lines)
    stored = session.get_one(StoredLadder, version.ladder_id)
    ladder = ladder_from_body(stored.body)
    because = liveness(session, milestone, today=today).because
    return _answer(
        session,
        milestone,
        situation,
        version,
        ladder,
        because=because,
        lines=lines,
        steps=_Asked(session, milestone, version, ladder, situation, around, lines).steps(),
    )


def _answer(
    session: Session,
    milestone: Milestone,
    situation: Situation,
    version: DeadlineVersion | None,
    ladder: Ladder | None,
    *,
    because: str | None,
    lines: Sequence[ToldLine],
    steps: tuple[WhyStep, ...] = (),
) -> Why:
    inspection = session.get_one(Inspection, milestone.inspection_id)
    mode = situation.mode_of(inspection_id=milestone.inspection_id, agency_id=milestone.agency_id)
    current = [line for line in lines if version and _is_about(line, version, ladder)]
    return Why(
        day=situation.today,
        ref=milestone.ref,
        inspection=inspection.ref,
        title=milestone.title,
        body=situation.people.body_names[milestone.agency_id],
        mode=MODE_WORDS[mode],
        state=MILESTONE_STATES[milestone.state],
        due=milestone.due,
        asked_since=version.armed_on if version else None,
        steps_title=ladder.title if ladder else None,
        nothing_goes_because=because,
        steps=steps,
        earlier=tuple(
            _earlier_words(line)
            for line in lines
            if line not in current and line.notice.state is NoticeState.TOLD
        ),
    )


def _is_about(line: ToldLine, version: DeadlineVersion, ladder: Ladder | None) -> bool:
    notice = line.notice
    return (
        ladder is not None
        and notice.subject_kind is KIND_OF_SUBJECT[ladder.subject]
        and notice.deadline_version == version.version
        and notice.rehearsal == version.rehearsal
    )


def _earlier_words(line: ToldLine) -> str:
    whom = line.contact.name if line.contact else "the lead"
    on = plain_date(line.notice.told_on) if line.notice.told_on else "an unknown day"
    number = f" (message {line.notice.message_id})" if line.notice.message_id else ""
    rehearsed = " in rehearsal" if line.notice.rehearsal else ""
    which = f"version {line.notice.deadline_version} of its date"
    if line.notice.subject_kind is SubjectKind.CHECK:
        which = "the check of its evidence"
    return f"{whom} was told about {which} on {on}{rehearsed}{number}."


@dataclass(frozen=True)
class _Asked:
    """One item with its ladder and ledger, ready to be decided."""

    session: Session
    milestone: Milestone
    version: DeadlineVersion
    ladder: Ladder
    situation: Situation
    around: Surroundings
    lines: Sequence[ToldLine]

    def steps(self) -> tuple[WhyStep, ...]:
        """Every step in the order of the ladder."""
        current = self._current()
        decision = decide(
            self._item(),
            [_ledger_line(line) for line in current.values()],
            ladder=self.ladder,
            calendar=self.around.calendar,
            today=self.situation.today,
            previous_day=self.situation.previous_day,
            is_body_day=self.milestone.agency_id in self.situation.days.todays_agencies,
            is_paused=self._is_paused(),
        )
        return tuple(self._step(verdict, current) for verdict in decision.verdicts)

    def _item(self) -> ChasedItem:
        version = self.version
        return ChasedItem(
            anchor=version.anchor,
            armed_on=version.armed_on,
            is_waiting=self.milestone.state is ASKED_STATE[self.ladder.subject],
            is_statutory=self.milestone.kind == "statutory",
            answered_on=version.answered_on,
            acknowledged_until=version.acknowledged_until,
        )

    def _is_paused(self) -> bool:
        days = self.situation.days
        return (
            self.milestone.agency_id not in days.open_agencies
            or self.milestone.inspection_id in days.paused_inspections
        )

    def _current(self) -> Mapping[tuple[str, int, str], ToldLine]:
        """The ledger's lines about this version that had been decided by the day."""
        return {
            (line.notice.rung_id, line.notice.occurrence, line.notice.audience): line
            for line in self.lines
            if _is_about(line, self.version, self.ladder)
            and line.notice.state is not NoticeState.WITHDRAWN
            and line.notice.decided_on <= self.situation.today
        }

    def _step(self, verdict: Verdict, current: Mapping[tuple[str, int, str], ToldLine]) -> WhyStep:
        line = current.get((verdict.rung_id, verdict.occurrence, verdict.audience.value))
        name = step_words(self.ladder, rung_id=verdict.rung_id, occurrence=verdict.occurrence)
        return WhyStep(
            step=name,
            audience=ROLE_WORDS[verdict.audience],
            outcome=verdict.outcome,
            sentence=verdict.sentence.removeprefix(f"{name}: "),
            told_on=line.notice.told_on if line else None,
            told_to=line.contact.name if line and line.contact else None,
            message=line.notice.message_id if line else None,
            note=self._note(verdict, line),
        )

    def _note(self, verdict: Verdict, line: ToldLine | None) -> str | None:
        if line is not None and line.message is not None:
            held = line.message.state is MessageState.HELD
            return line.message.held_because if held else None
        if verdict.outcome is not Outcome.GOES:
            return None
        if sweep_of(self.session, self.situation.today) is not None:
            return DECIDED_ALREADY
        return self._how(verdict.key)

    def _how(self, key: StepKey) -> str | None:
        """How a step that goes today would travel, or why it cannot."""
        step = next(
            one
            for one in steps_of(self.ladder)
            if (one.rung_id, one.occurrence) == (key.rung_id, key.occurrence)
        )
        milestone = self.milestone
        mode = self.situation.mode_of(
            inspection_id=milestone.inspection_id, agency_id=milestone.agency_id
        )
        found = route(
            Step(rung_id=step.rung_id, audience=step.audience, way=step.way, tone=step.tone),
            milestone_id=key_of(milestone.id),
            agency_id=milestone.agency_id,
            is_statutory=milestone.kind == "statutory",
            mode=mode,
            people=self.situation.people,
        )
        if isinstance(found, NoRoute):
            return found.sentence
        contact = self.situation.contacts[found.contact_id]
        return f"To {contact.name}. {found.held_because or ''}".strip()


def _ledger_line(line: ToldLine) -> LedgerLine:
    notice = line.notice
    return LedgerLine(
        rung_id=notice.rung_id,
        occurrence=notice.occurrence,
        audience=notice.audience,
        state=LedgerState(notice.state.value),
        told_on=notice.told_on,
        told_to=line.contact.name if line.contact else None,
        reason=notice.reason,
    )
