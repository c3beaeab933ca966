"""Every step of one item's ladder with what became of it: the answer of ``services.why``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.milestones import DeadlineVersion, Milestone
from models.queries.by_hand import AskedToday, asked_by_hand_today
from models.queries.sweeps import sweep_of
from models.queries.told import ToldLine
from models.words import MessageState, MilestoneState, NoticeState, SubjectKind
from rules.ad_hoc import yields_to_a_request
from rules.chase import ChasedItem, decide
from rules.ladder_words import ROLE_WORDS, step_words
from rules.ladders import Ladder, Subject, steps_of
from rules.ladders import Step as LadderStep
from rules.routing import NoRoute, Step, route
from rules.verdicts import LedgerLine, LedgerState, Outcome, StepKey, Verdict
from services.find import key_of
from services.situation import Situation
from services.surroundings import Surroundings

YIELDS = "due, and waits for the next daily check: the same role is asked by hand today."
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


def is_about(line: ToldLine, version: DeadlineVersion, ladder: Ladder | None) -> bool:
    """Whether a line of the ledger is about this version of the date, and by these steps."""
    notice = line.notice
    return (
        ladder is not None
        and notice.subject_kind is KIND_OF_SUBJECT[ladder.subject]
        and notice.deadline_version == version.version
        and notice.rehearsal == version.rehearsal
    )


@dataclass(frozen=True)
class AskedSteps:
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
            [ledger_line(line) for line in current.values()],
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
            if is_about(line, self.version, self.ladder)
            and line.notice.state is not NoticeState.WITHDRAWN
            and line.notice.decided_on <= self.situation.today
        }

    def _step(self, verdict: Verdict, current: Mapping[tuple[str, int, str], ToldLine]) -> WhyStep:
        line = current.get((verdict.rung_id, verdict.occurrence, verdict.audience.value))
        name = step_words(self.ladder, rung_id=verdict.rung_id, occurrence=verdict.occurrence)
        if self._yields(verdict):
            return WhyStep(name, ROLE_WORDS[verdict.audience], verdict.outcome, YIELDS)
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

    def _yields(self, verdict: Verdict) -> bool:
        """Whether a step that would go today waits, because the role is asked by hand today."""
        if verdict.outcome is not Outcome.GOES or self.ladder.subject is Subject.CHECK:
            return False
        asked = AskedToday(
            key_of(self.milestone.id), verdict.audience.value, self.version.rehearsal
        )
        return yields_to_a_request(self._rung(verdict.key)) and asked in asked_by_hand_today(
            self.session, today=self.situation.today
        )

    def _rung(self, key: StepKey) -> LadderStep:
        return next(
            one
            for one in steps_of(self.ladder)
            if (one.rung_id, one.occurrence) == (key.rung_id, key.occurrence)
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
        step = self._rung(key)
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


def ledger_line(line: ToldLine) -> LedgerLine:
    """The line as the rule takes it."""
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
