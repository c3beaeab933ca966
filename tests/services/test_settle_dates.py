"""Confirming receipt, a date confirmed in writing, an earlier date chosen, and corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.history import newest_events
from models.queries.key_dates import rule_milestones_of
from models.queries.plans import changes_of, current_version, findings_of, versions_of
from models.words import DateChangeKind, FindingKind, MilestoneState
from services.act import Act
from services.confirm_dates import ConfirmedInWriting, choose_date, confirm_due, confirm_receipt
from services.correct_inspection import correct_inspection
from services.errors import NeedsConfirmation, NotFoundError, Refused
from services.find import key_of, the_agency, the_inspection
from services.set_meeting import set_meeting
from services.timeline import statutory_dates

MAY = date(2018, 5, 21)
INSPECTOR = ConfirmedInWriting(
    due=date(2018, 8, 16), by="the lead inspector", on=date(2018, 5, 18), file="mail.eml"
)


@pytest.fixture
def session(southend_session: Session) -> Session:
    return southend_session


@pytest.fixture
def inspection(session: Session) -> Inspection:
    return the_inspection(session)


@pytest.fixture
def acting(rulebook) -> Act:
    return Act(by="manager", today=MAY, now=datetime(2018, 5, 21, 9, tzinfo=UTC), rulebook=rulebook)


@pytest.fixture
def statement(session: Session, inspection: Inspection) -> Milestone:
    return rule_milestones_of(session, key_of(inspection.id))["statement"]


def test_an_earlier_receipt_counts_the_law_anew(session, inspection, statement, acting) -> None:
    confirm_receipt(session, inspection, received_on=date(2018, 4, 30), by="Rosa Lind", act=acting)

    assert statement.due == date(2018, 8, 8)
    assert statement.first_due == date(2018, 8, 16), "the first date is never lost"
    assert changes_of(session, key_of(statement.id))[-1].kind is DateChangeKind.RECOUNT
    assert statement.moves == 0
    assert [one.due for one in versions_of(session, key_of(statement.id))] == [
        date(2018, 8, 16),
        date(2018, 8, 8),
    ]


def test_a_confirmed_receipt_makes_the_date_sure_and_closes_its_task(
    session, inspection, statement, acting
) -> None:
    before, _ = statutory_dates(session, statement, today=MAY)
    assert before is not None
    assert before.provisional

    confirm_receipt(session, inspection, received_on=date(2018, 5, 9), by="Rosa Lind", act=acting)

    after, _ = statutory_dates(session, statement, today=MAY)
    assert after is not None
    assert not after.provisional
    task = rule_milestones_of(session, key_of(inspection.id))["record_receipt"]
    assert task.state is MilestoneState.ACCEPTED


def test_a_later_receipt_that_a_person_confirms_moves_the_count_later(
    session, inspection, statement, acting
) -> None:
    confirm_receipt(session, inspection, received_on=date(2018, 5, 11), by="R. Lind", act=acting)

    assert statement.due == date(2018, 8, 17), "the letter's Saturday 18 August, moved back"


@pytest.mark.parametrize(
    ("received", "why"),
    [
        (date(2018, 6, 1), "still to come"),
        (date(2018, 3, 22), "fieldwork ended"),
    ],
)
def test_an_impossible_receipt_is_refused(session, inspection, acting, received, why) -> None:
    with pytest.raises(Refused, match=why):
        confirm_receipt(session, inspection, received_on=received, by="Rosa Lind", act=acting)


def test_a_confirmation_in_writing_stands_beside_the_others(
    session, inspection, statement, acting
) -> None:
    confirm_due(session, inspection, confirmed=INSPECTOR, act=acting)

    dates, questions = statutory_dates(session, statement, today=MAY)
    assert dates is not None
    assert (dates.confirmed, dates.confirmed_by) == (date(2018, 8, 16), "the lead inspector")
    assert (dates.stated, dates.counted) == (date(2018, 8, 18), date(2018, 8, 16))
    task = rule_milestones_of(session, key_of(inspection.id))["confirm_due_date"]
    assert (task.state, task.done_on) == (MilestoneState.ACCEPTED, date(2018, 5, 18))
    assert not any("confirm" in question for question in questions)


def test_a_later_confirmation_does_not_move_us_past_the_law(
    session, inspection, statement, acting
) -> None:
    later = replace(INSPECTOR, due=date(2018, 8, 20))

    confirm_due(session, inspection, confirmed=later, act=acting)

    assert statement.due == date(2018, 8, 16)


def test_an_earlier_confirmation_is_worked_to(session, inspection, statement, acting) -> None:
    earlier = replace(INSPECTOR, due=date(2018, 8, 11))

    confirm_due(session, inspection, confirmed=earlier, act=acting)

    assert statement.due == date(2018, 8, 10), "a Saturday, moved back"


def test_only_an_earlier_day_can_be_chosen(session, inspection, statement, acting) -> None:
    with pytest.raises(Refused, match="Only an earlier day"):
        choose_date(session, inspection, chosen=date(2018, 8, 17), reason="holidays", act=acting)

    choose_date(session, inspection, chosen=date(2018, 8, 10), reason="holidays", act=acting)
    assert statement.due == date(2018, 8, 10)


def test_a_choice_can_be_changed_up_to_the_date_that_binds(
    session, inspection, statement, acting
) -> None:
    choose_date(session, inspection, chosen=date(2018, 8, 3), reason="holidays", act=acting)

    choose_date(session, inspection, chosen=date(2018, 8, 10), reason="too tight", act=acting)

    assert statement.due == date(2018, 8, 10)


def test_a_day_that_has_passed_cannot_be_chosen_unasked(session, inspection, acting) -> None:
    with pytest.raises(NeedsConfirmation):
        choose_date(session, inspection, chosen=date(2018, 5, 18), reason="slip", act=acting)


def test_a_correction_is_history_and_counts_anew(session, inspection, statement, acting) -> None:
    done = correct_inspection(
        session,
        inspection,
        field="stated_due",
        value="14 August 2018",
        reason="misread",
        act=acting,
    )

    assert (done.before, done.after) == (date(2018, 8, 18), date(2018, 8, 14))
    assert statement.due == date(2018, 8, 14)
    kinds = [event.kind for event in newest_events(session, limit=4)]
    assert "inspection_corrected" in kinds


def test_a_correction_to_a_later_stated_date_is_no_holiday_and_applies(
    session, inspection, statement, acting
) -> None:
    values = {"stated_due": "2018-08-14"}
    for value in (values["stated_due"], "2018-08-15"):
        correct_inspection(
            session, inspection, field="stated_due", value=value, reason="slip", act=acting
        )

    assert statement.due == date(2018, 8, 15)


@pytest.mark.parametrize(
    ("field", "value", "kind", "said"),
    [
        ("stated_deu", "2018-08-16", NotFoundError, "'stated_due'"),
        ("stated_due", "31 June 2018", Refused, "June"),
        ("stated_due", "2017-08-16", Refused, "Check the year"),
        ("fieldwork_end", "2018-03-01", Refused, "before it starts"),
        ("area", "", Refused, "cannot be empty"),
        ("submit_to", "somewhere", Refused, "mail address"),
        ("theme", "child exploitation, gangs and missing children", Refused, "already"),
        ("finding:99:words", "x", NotFoundError, "finding"),
        ("finding:5:colour", "x", NotFoundError, "words"),
        ("finding:5:kind", "strengt", NotFoundError, "strength"),
        ("addressee:Rosa:role", "x", NotFoundError, "addressee"),
        ("principal_authority", "estuary-polise", NotFoundError, "estuary-police"),
    ],
)
def test_a_correction_that_cannot_be_says_what_to_do(
    session, inspection, acting, field, value, kind, said
) -> None:
    with pytest.raises(kind, match=said):
        correct_inspection(session, inspection, field=field, value=value, reason="slip", act=acting)


def test_a_correction_needs_its_reason(session, inspection, acting) -> None:
    with pytest.raises(Refused, match="--reason"):
        correct_inspection(
            session, inspection, field="theme", value="neglect", reason=" ", act=acting
        )


def test_a_findings_words_and_kind_can_be_corrected(session, inspection, acting) -> None:
    for field, value in (("finding:5:title", "Diversity"), ("finding:5:kind", "priority action")):
        correct_inspection(
            session, inspection, field=field, value=value, reason="misread", act=acting
        )

    row = next(one for one in findings_of(session, key_of(inspection.id)) if one.ref == "5")
    assert (row.short_title, row.kind) == ("Diversity", FindingKind.PRIORITY_ACTION)


def test_another_principal_authority_takes_the_statement_over_quietly(
    session, inspection, statement, acting
) -> None:
    correct_inspection(
        session,
        inspection,
        field="principal_authority",
        value="estuary-health",
        reason="page 14",
        act=acting,
    )

    version = current_version(session, key_of(statement.id))
    assert statement.agency_id == the_agency(session, "estuary-health").id
    assert statement.due == date(2018, 8, 16)
    assert version is not None
    assert (version.version, version.armed_on) == (2, None)


def test_correcting_the_day_of_publication_sets_the_embargo_again(
    session, inspection, acting
) -> None:
    correct_inspection(
        session, inspection, field="published_on", value="", reason="not yet", act=acting
    )

    assert inspection.embargoed


def test_another_meeting_gives_its_day_to_the_return(session, inspection, acting) -> None:
    set_meeting(
        session,
        inspection,
        rule_key="cabinet-return",
        body="Cabinet",
        held_on=date(2019, 2, 26),
        act=acting,
    )

    milestone = rule_milestones_of(session, key_of(inspection.id))["cabinet_return"]
    version = current_version(session, key_of(milestone.id))
    assert milestone.due == date(2019, 2, 26)
    assert version is not None
    assert version.version == 2


def test_a_statutory_date_has_no_meeting(session, inspection, acting) -> None:
    with pytest.raises(NotFoundError, match="cabinet-noting"):
        set_meeting(
            session,
            inspection,
            rule_key="statement",
            body="Cabinet",
            held_on=date(2019, 2, 26),
            act=acting,
        )
