"""Whatever people do with an item, its dates, versions, counts and History stay true.

Random acts through the real services, each allowed to be refused; after every one the laws of
the model are looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from models.milestones import Milestone
from models.plans import Plan
from models.queries.plans import (
    changes_of,
    current_version,
    live_notices_of,
    plan_of,
    updates_of,
    versions_of,
)
from models.words import (
    BodyMode,
    DateChangeKind,
    MilestoneState,
    NoticeState,
    PlanState,
    SaidState,
    UpdateChannel,
)
from services.accept_complete import accept_complete
from services.agree_plan import Agreement, agree_plan
from services.check_evidence import Verdict, check_evidence
from services.correct_date import correct_date
from services.drop_milestone import drop_milestone
from services.errors import ServiceError
from services.go_live import set_mode
from services.history import verify
from services.liveness import liveness
from services.move_milestone import Move, move_milestone
from services.pause_milestone import pause_milestone
from services.record_update import Answer, record_update
from services.reopen_milestone import reopen_milestone
from services.resume_milestone import resume_ended_pauses, resume_milestone
from services.set_due import set_due

FIRST_DAY = date(2018, 7, 9)


@dataclass
class World:
    """One item of one plan of one body, and the day it is."""

    session: Session
    rulebook: Any
    inspection: Any
    agency: Any
    plan: Plan
    milestone: Milestone
    minute: Any
    meeting: Any
    today: date = FIRST_DAY
    first_agreed: date | None = None

    @property
    def when(self) -> dict[str, Any]:
        now = datetime.combine(self.today, time(9), tzinfo=UTC)
        return {"today": self.today, "now": now, "by": "manager"}

    @property
    def by_the_rules(self) -> dict[str, Any]:
        return {**self.when, "rulebook": self.rulebook}

    @property
    def dated(self) -> dict[str, Any]:
        return {"past_date_confirmed": True, **self.by_the_rules}

    def do(self, act: str, number: int) -> None:
        """One act; ``number`` is how many days from today its date lies."""
        DOINGS[act](self, self.today + timedelta(days=number))

    def asked(self, service: Any, *more: Any, **named: Any) -> None:
        """Ask a service about the item."""
        service(self.session, self.milestone, *more, **named)

    def say(self, state: SaidState, **more: Any) -> None:
        """The body answers."""
        answer = Answer(state, "Maria Fenn", UpdateChannel.REPLY, **more)
        self.asked(record_update, answer, **self.by_the_rules)

    def agree(self) -> None:
        """All partners agree the plan."""
        agreement = Agreement(self.today, "All partners")
        agree_plan(self.session, self.plan, agreement, **self.by_the_rules)

    def set_mode(self, mode: BodyMode) -> None:
        """The manager switches the body."""
        set_mode(self.session, self.inspection, self.agency, mode=mode, **self.by_the_rules)

    def days_pass(self, day: date) -> None:
        """Days pass, and the daily check ends what pauses are over."""
        self.today += abs(day - self.today)
        resume_ended_pauses(self.session, **self.by_the_rules)


DOINGS: dict[str, Callable[[World, date], None]] = {
    "set": lambda w, day: w.asked(set_due, due=day, **w.dated),
    "agree": lambda w, _: w.agree(),
    "move": lambda w, day: w.asked(move_milestone, Move(day, "late", "Board"), **w.dated),
    "correct": lambda w, day: w.asked(correct_date, due=day, reason="slip", **w.dated),
    "say": lambda w, _: w.say(SaidState.ON_TRACK),
    "no-change": lambda w, _: w.say(SaidState.NO_CHANGE),
    "complete": lambda w, day: w.say(
        SaidState.COMPLETE, done_on=min(day, w.today), evidence="Minutes"
    ),
    "accept": lambda w, _: w.asked(check_evidence, Verdict(is_accepted=True), **w.by_the_rules),
    "refuse": lambda w, _: w.asked(
        check_evidence, Verdict(is_accepted=False, reason="no"), **w.by_the_rules
    ),
    "board": lambda w, _: w.asked(accept_complete, minute=w.minute, meeting=w.meeting, **w.when),
    "pause": lambda w, day: w.asked(pause_milestone, until=day, reason="vacant", **w.when),
    "resume": lambda w, _: w.asked(resume_milestone, **w.by_the_rules),
    "drop": lambda w, _: w.asked(drop_milestone, reason="covered", **w.when),
    "reopen": lambda w, _: w.asked(reopen_milestone, reason="not so", **w.by_the_rules),
    "quiet": lambda w, _: w.set_mode(BodyMode.QUIET),
    "rehearsal": lambda w, _: w.set_mode(BodyMode.REHEARSAL),
    "prepared": lambda w, _: w.set_mode(BodyMode.PREPARED),
    "days": lambda w, day: w.days_pass(day),
}
ACTS = st.lists(
    st.tuples(st.sampled_from(sorted(DOINGS)), st.integers(min_value=-30, max_value=60)),
    min_size=5,
    max_size=25,
)


@pytest.fixture
def worlds(make, session: Session, rulebook):
    """A new item for each example, in the same database."""

    def new(*, is_agreed: bool) -> World:
        inspection, agency = make.inspection(), make.agency()
        milestone = make.milestone(
            inspection,
            agency,
            mode=BodyMode.PREPARED if is_agreed else BodyMode.QUIET,
            plan=PlanState.AGREED if is_agreed else PlanState.DRAFT,
            due=date(2018, 7, 31) if is_agreed else None,
        )
        meeting = make.meeting(body=f"Board {milestone.id}", held_on=date(2018, 7, 2))
        plan = plan_of(session, inspection.id)
        minute = make.minute(meeting)
        return World(session, rulebook, inspection, agency, plan, milestone, minute, meeting)

    return new


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS, is_agreed=st.booleans())
def test_the_laws_hold_whatever_people_do(
    worlds, acts: list[tuple[str, int]], is_agreed: bool
) -> None:
    world = worlds(is_agreed=is_agreed)
    world.first_agreed = world.milestone.first_due
    for act, number in acts:
        said_before = len(updates_of(world.session, world.milestone.id))
        try:
            world.do(act, number)
        except ServiceError:
            assert len(updates_of(world.session, world.milestone.id)) == said_before
        world.session.flush()
        _look_at_the_laws(world)
    assert verify(world.session).is_sound


def _look_at_the_laws(world: World) -> None:
    milestone = world.milestone
    versions = versions_of(world.session, milestone.id)
    changes = changes_of(world.session, milestone.id)
    current = current_version(world.session, milestone.id)

    # Versions are numbered without a gap, the newest counts, and it bears the present date.
    assert [one.version for one in versions] == list(range(1, len(versions) + 1))
    assert [one.is_current for one in versions] == [False] * (len(versions) - 1) + (
        [True] if versions else []
    )
    assert (milestone.due is None) == (current is None)
    if current is not None:
        assert (current.due, current.version) == (milestone.due, milestone.version)

    # Only moves are counted, and the first date only ever changes by a correction.
    kinds = [change.kind for change in changes]
    assert milestone.moves == kinds.count(DateChangeKind.MOVE)
    if milestone.first_due != world.first_agreed and world.first_agreed is not None:
        assert changes[-1].kind is DateChangeKind.CORRECTION
    world.first_agreed = milestone.first_due

    # What is armed may be asked about; what may not be asked about is not armed.
    live = liveness(world.session, milestone, today=world.today)
    if current is not None:
        assert (current.armed_on is not None) == live.is_live, live.because
        if live.is_live:
            assert current.rehearsal == live.rehearsal
    # An open item is counted from its date, one that is reported complete from the report.
    if current is not None and milestone.state is MilestoneState.OPEN:
        assert current.anchor == milestone.due
    if current is not None and milestone.state is MilestoneState.REPORTED_COMPLETE:
        assert current.anchor == milestone.reported_on
    # Only what was passed when it was armed stands in the ledger here: nobody has sent anything.
    for version in versions:
        notices = live_notices_of(world.session, subject_id=milestone.id, version=version.version)
        assert {notice.state for notice in notices} <= {NoticeState.BEFORE_ARMING}
        keys = [(n.subject_kind, n.rung_id, n.occurrence, n.audience, n.rehearsal) for n in notices]
        assert len(keys) == len(set(keys))
