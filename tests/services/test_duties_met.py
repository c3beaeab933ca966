"""What is done closes its duty at once, so that nobody is reminded of it the next day."""

from __future__ import annotations

from datetime import date
from typing import Any

from config.inspections import shipped_inspection
from models.inspections import Inspection
from models.meetings import Meeting
from models.milestones import Milestone
from models.queries.key_dates import milestone_of_rule
from models.queries.meetings import meeting_of
from models.words import MilestoneState
from services.act import Act
from services.agree_plan import Agreement, agree_plan
from services.find import the_plan
from services.open_from_facts import open_from_facts
from services.open_inspection import OpeningOrder
from services.record_minute import NewMinute, record_minute

NOTED = NewMinute("42", "Joint inspection", "That the letter be noted.")


def opened(session: Any, rulebook: Any, *, today: date, now: Any) -> Inspection:
    """Southend's inspection, opened from its facts before Cabinet met."""
    act = Act(by="manager", today=today, now=now, rulebook=rulebook)
    facts = shipped_inspection()
    return open_from_facts(session, facts, order=OpeningOrder(), act=act).inspection


def duty(session: Any, inspection: Inspection, rule_key: str) -> Milestone:
    """The inspection's duty of this rule."""
    found = milestone_of_rule(session, inspection.id or 0, rule_key=rule_key)
    assert found is not None
    return found


def cabinet(session: Any) -> Meeting:
    """Cabinet's meeting of 19 June 2018."""
    found = meeting_of(session, body="Cabinet", held_on=date(2018, 6, 19))
    assert found is not None
    return found


def test_the_minute_of_its_meeting_meets_a_committees_duty(
    session: Any, rulebook: Any, act: Any
) -> None:
    inspection = opened(session, rulebook, today=date(2018, 6, 1), now=act["now"])

    record_minute(session, cabinet(session), NOTED, inspection=inspection, **act)

    noting = duty(session, inspection, "cabinet_noting")
    assert noting.state is MilestoneState.ACCEPTED
    assert noting.done_on == date(2018, 6, 19)
    assert noting.accepted_by_minute == "Cabinet, 19 June 2018, minute 42"


def test_a_minute_of_another_meeting_meets_nothing(session: Any, rulebook: Any, act: Any) -> None:
    inspection = opened(session, rulebook, today=date(2018, 6, 1), now=act["now"])

    record_minute(session, cabinet(session), NOTED, inspection=inspection, **act)

    assert duty(session, inspection, "cabinet_return").state is MilestoneState.OPEN


def test_a_minute_about_no_inspection_meets_nothing(session: Any, rulebook: Any, act: Any) -> None:
    inspection = opened(session, rulebook, today=date(2018, 6, 1), now=act["now"])

    record_minute(session, cabinet(session), NOTED, **act)

    assert duty(session, inspection, "cabinet_noting").state is MilestoneState.OPEN


def test_agreeing_the_plan_meets_the_duty_to_agree_it(
    session: Any, rulebook: Any, act: Any
) -> None:
    inspection = opened(session, rulebook, today=date(2018, 6, 1), now=act["now"])
    agreement = Agreement(act["today"], "all partners", despite="the bodies answer later")

    agree_plan(session, the_plan(session, inspection), agreement, rulebook=rulebook, **act)

    agreed = duty(session, inspection, "plan_agreed")
    assert (agreed.state, agreed.done_on) == (MilestoneState.ACCEPTED, act["today"])
