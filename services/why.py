"""Why an item was asked for, or was not: every step of its ladder with its reason.

The answer is the rule's own (``rules.chase``), given the item's real ledger. What goes is routed
as the daily check would route it, so that contact trouble and approvals show as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.inspections import Inspection
from models.ledger import Chase
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.plans import current_version
from models.queries.sweeps import last_sweep_before
from models.queries.told import ToldLine, told_lines
from models.words import NoticeState, SubjectKind
from rules.chase_words import ledger_words
from rules.ladders import AD_HOC, Ladder
from rules.routing import Mode
from rules.status_words import MILESTONE_STATES
from rules.wording import long_date, plain_date
from services.errors import Refused
from services.find import key_of
from services.liveness import liveness
from services.situation import Situation, read_situation
from services.surroundings import surroundings
from services.why_steps import AskedSteps, WhyStep, is_about, ledger_line

MODE_WORDS = {
    Mode.QUIET: "quiet: all is worked out and shown, and nothing goes out",
    Mode.REHEARSAL: "in rehearsal: everything goes to the programme manager",
    Mode.PREPARED: "prepared: each message waits for approval",
    Mode.AUTOMATIC: "automatic: messages go by themselves",
}
NO_DATE = "it has no date yet"


@dataclass(frozen=True)
class Why:
    """The whole answer for one item on one day.

    ``nothing_goes_because`` is set where nothing at all may go out about it. ``by_hand`` holds
    what was asked by hand about the date that stands, ``earlier`` what was told about earlier
    versions of its date, or before it was reported complete.
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
    by_hand: tuple[str, ...] = ()
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
        steps=AskedSteps(session, milestone, version, ladder, situation, around, lines).steps(),
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
    current = [line for line in lines if version and is_about(line, version, ladder)]
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
        by_hand=tuple(
            _by_hand_words(session, line) for line in current if line.notice.rung_id == AD_HOC
        ),
        earlier=tuple(
            _earlier_words(line)
            for line in lines
            if line not in current and line.notice.state is NoticeState.TOLD
        ),
    )


def _by_hand_words(session: Session, line: ToldLine) -> str:
    """``Ada Quill asked on 9 July 2018: told Maria Fenn on 9 July 2018 (message 12).``"""
    number = line.message.chase_id if line.message else None
    chase = session.get(Chase, number) if number is not None else None
    who = f"{chase.requested_by} asked" if chase else "Asked"
    became = ledger_words(ledger_line(line)).removesuffix(".")
    return (
        f"{who} on {plain_date(line.notice.decided_on)}: {became} "
        f"(message {line.notice.message_id})."
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
