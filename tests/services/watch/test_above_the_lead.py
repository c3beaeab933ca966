"""No chair before a lead; a person speaks to anyone above the lead."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import select

from models.ledger import Brief, Delivery, Escalation, Notice
from models.milestones import Milestone
from models.queries.plans import current_version
from models.words import BriefState
from services.approve_message import approve_message
from services.report_complete import Completion, report_complete
from services.rulebook import standing_rulebook

FRIDAY = date(2018, 9, 14)
MONDAY = date(2018, 9, 17)


def _told(notices: Any, **more: Any) -> list[tuple[date, str, str]]:
    return sorted(
        (notice.told_on, notice.audience, notice.rung_id)
        for notice in notices(state="told", subject_kind="milestone", **more)
    )


def test_three_missed_weeks_reach_no_senior_and_no_chair_before_the_lead(
    cast: Any, make: Any, session: Any, days: Any, notices: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY - (MONDAY - date(2018, 8, 31)), date(2018, 8, 31))

    back = date(2018, 10, 8)
    days.live(back, date(2018, 10, 12))

    told = _told(notices)
    assert [rung for day, _, rung in told if day >= back] == [
        "not-received",
        "senior-lead-courtesy",
    ]
    assert {audience for _, audience, _ in told} == {"lead"}
    assert notices(audience="senior_lead") == []
    assert notices(audience="chair") == []


def test_the_lead_gets_a_courtesy_two_working_days_before_the_senior_is_raised(
    cast: Any, make: Any, session: Any, days: Any, notices: Any, working_days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()

    days.live(MONDAY, date(2018, 10, 12))

    courtesy = notices(rung_id="senior-lead-courtesy")[0]
    raised = notices(rung_id="senior-lead")[0]
    assert courtesy.audience == "lead"
    assert courtesy.told_on is not None
    assert raised.decided_on >= working_days(courtesy.told_on, 2)


def test_the_courtesy_names_the_date_and_the_person_it_will_be_raised_with(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()

    days.live(MONDAY, date(2018, 10, 5))

    bodies = [
        mail.get_body(("plain",)).get_content() for mail in days.mails(to="maria@police.example")
    ]
    assert any("Noor Ames" in body and "Friday 28 September 2018" in body for body in bodies)


def test_a_senior_of_another_body_waits_for_a_person(
    cast: Any, make: Any, session: Any, days: Any, messages: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()

    days.live(MONDAY, date(2018, 12, 14))

    assert [message.state for message in messages(kind="escalation")] == ["held"]
    assert days.mails(to="noor@police.example") == []
    assert session.exec(select(Brief)).one().state is BriefState.WAITING


def test_the_chair_waits_since_the_senior_was_told_and_hears_from_a_person(
    cast: Any,
    make: Any,
    session: Any,
    days: Any,
    messages: Any,
    notices: Any,
    working_days: Any,
    now: Any,
    factory: Any,
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY, date(2018, 11, 2))
    held = messages(kind="escalation")[0]
    monday = date(2018, 11, 5)
    with factory() as own:
        approve_message(own, held.id, today=monday, now=days.at(monday, 9), by="Pat Lowe")
        own.commit()

    days.live(monday, date(2018, 12, 21))

    senior = notices(rung_id="senior-lead", state="told")[0]
    chair = notices(rung_id="chair")[0]
    assert senior.told_on == monday
    assert chair.decided_on >= working_days(senior.told_on, 10)
    assert chair.message_id is None
    assert chair.brief_id is not None
    assert days.mails(to="chris@board.example") == []


def test_an_unknown_delivery_does_not_start_the_wait_above(
    cast: Any, make: Any, session: Any, days: Any, notices: Any, factory: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.check(MONDAY)
    with factory() as own:
        for notice in own.exec(select(Notice).where(Notice.state == "queued")):
            notice.state = "unknown"
            own.add(notice)
        for delivery in own.exec(select(Delivery)):
            delivery.state = "unknown"
            own.add(delivery)
        own.commit()

    days.live(date(2018, 9, 18), date(2018, 9, 21))

    assert notices(rung_id="senior-lead-courtesy") == []


def test_a_contact_that_cannot_be_mailed_is_told_to_the_manager_and_nothing_climbs(
    cast: Any, make: Any, session: Any, days: Any, notices: Any
) -> None:
    cast.spoc.email = None
    session.add(cast.spoc)
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()

    days.live(MONDAY, date(2018, 12, 14))

    assert notices(subject_kind="milestone") == []
    manager = days.mails(to="pat@council.example")
    assert "no mail address is known" in " ".join(
        manager[0].get_body(("plain",)).get_content().split()
    )


def test_when_it_is_reported_complete_everyone_who_was_told_is_told(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, factory: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY, date(2018, 11, 2))
    held = messages(kind="escalation")[0]
    monday = date(2018, 11, 5)
    with factory() as own:
        approve_message(own, held.id, today=monday, now=days.at(monday, 9), by="Pat Lowe")
        own.commit()
    days.live(monday, date(2018, 11, 6))
    with factory() as own:
        milestone = own.exec(select(Milestone)).one()
        report_complete(
            own,
            milestone,
            Completion(done_on=date(2018, 11, 6), reported_on=date(2018, 11, 7)),
            today=date(2018, 11, 7),
            now=days.at(date(2018, 11, 7), 9),
            by="Pat Lowe",
            rulebook=standing_rulebook(),
        )
        own.commit()

    days.live(date(2018, 11, 7), date(2018, 11, 9))

    all_clear = messages(kind="resolved")
    assert [message.contact_id for message in all_clear] == [cast.senior.id]
    with factory() as own:
        assert own.exec(select(Escalation)).one().closed_on == date(2018, 11, 7)


def test_what_waits_to_be_raised_is_not_raised_once_it_is_settled(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, factory: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY, date(2018, 11, 2))
    monday = date(2018, 11, 5)
    _report_complete(factory, on=monday, now=days.at(monday, 7))

    days.live(monday)

    assert [message.state for message in messages(kind="escalation")] == ["cancelled"]
    assert messages(kind="resolved") == []
    with factory() as own:
        brief = own.exec(select(Brief)).one()
        assert (brief.state, brief.because) == (BriefState.WITHDRAWN, "it was reported complete")


def test_a_brief_about_two_items_goes_on_waiting_when_one_is_settled(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, factory: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY, date(2018, 11, 2))
    monday = date(2018, 11, 5)
    _report_complete(factory, on=monday, now=days.at(monday, 7))

    days.live(monday)

    assert [message.state for message in messages(kind="escalation")] == ["held"]
    with factory() as own:
        assert own.exec(select(Brief)).one().state is BriefState.WAITING


def _report_complete(factory: Any, *, on: date, now: Any) -> None:
    """The first item is reported complete."""
    with factory() as own:
        report_complete(
            own,
            own.exec(select(Milestone).order_by(Milestone.id)).first(),
            Completion(done_on=on, reported_on=on),
            today=on,
            now=now,
            by="Pat Lowe",
            rulebook=standing_rulebook(),
        )
        own.commit()


def test_nobody_who_answered_is_asked_again_within_the_week(
    cast: Any, make: Any, session: Any, days: Any, notices: Any
) -> None:
    milestone = make.milestone(cast.inspection, cast.police, due=FRIDAY)
    version = current_version(session, milestone.id)
    version.answered_on = date(2018, 9, 14)
    session.add(version)
    session.commit()

    days.live(MONDAY)

    assert notices(subject_kind="milestone", audience="lead") == []
