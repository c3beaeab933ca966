"""Southend's inspection of 2018, opened from declared facts; the letter completes it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from config.inspections import shipped_inspection
from documents.letter import read_letter
from models.inspections import Inspection
from models.queries.agencies import agency_named
from models.queries.inspections import (
    authorities_of,
    involved_bodies_of,
    letter_findings_of,
    participations_of,
)
from models.queries.key_dates import rule_milestones_of
from models.queries.meetings import all_meetings
from models.queries.plans import actions_of, milestones_of, plan_of, supporters_of
from models.schema import upgrade_schema
from models.session import open_engine, session_factory, transaction
from models.words import (
    ActionState,
    BodyMode,
    DatabaseKind,
    FindingKind,
    LetterKind,
    MilestoneKind,
)
from services.act import Act
from services.bring_up_to_date import BroughtUp, bring_up_to_date
from services.errors import NeedsConfirmation, Refused
from services.find import key_of, the_inspection, the_milestone
from services.history import verify
from services.incoming import from_letter
from services.installation import InstallationOrder, install
from services.open_from_facts import open_from_facts
from services.open_inspection import OpeningOrder, open_inspection

MAY = date(2018, 5, 10)


@pytest.fixture
def acting(rulebook) -> Act:
    return Act(by="manager", today=MAY, now=datetime(2018, 5, 10, 9, tzinfo=UTC), rulebook=rulebook)


@pytest.fixture
def inspection(southend_session: Session) -> Inspection:
    return the_inspection(southend_session)


def test_southend_opens_with_27_strengths_and_29_areas(southend_session, inspection) -> None:
    kinds = [one.kind for one in letter_findings_of(southend_session, key_of(inspection.id))]

    assert kinds.count(FindingKind.STRENGTH) == 27
    assert kinds.count(FindingKind.AREA_FOR_IMPROVEMENT) == 29


def test_the_four_dates_stay_apart_and_we_work_to_thursday_16_august(
    southend_session, inspection
) -> None:
    statement = rule_milestones_of(southend_session, key_of(inspection.id))["statement"]

    assert inspection.stated_due == date(2018, 8, 18)
    assert inspection.confirmed_due is None
    assert statement.due == statement.first_due == date(2018, 8, 16)


def test_august_in_the_cabinet_report_cannot_mean_later_than_the_statement(
    southend_session, inspection
) -> None:
    agreed = rule_milestones_of(southend_session, key_of(inspection.id))["plan_agreed"]

    assert agreed.reading["stated"]["text"] == "August"
    assert agreed.due == date(2018, 8, 16)


def test_cabinets_meetings_are_key_dates(southend_session, inspection) -> None:
    found = rule_milestones_of(southend_session, key_of(inspection.id))

    assert [one.held_on for one in all_meetings(southend_session)] == [
        date(2018, 6, 19),
        date(2019, 2, 12),
    ]
    assert found["cabinet_noting"].due == date(2018, 6, 19)
    assert found["cabinet_return"].due == date(2019, 2, 12)


def test_every_body_takes_part_quietly_and_the_letters_words_are_matched(
    southend_session, inspection
) -> None:
    number = key_of(inspection.id)

    assert {one.mode for one in participations_of(southend_session, number)} == {BodyMode.QUIET}
    assert all(one.agency_id for one in involved_bodies_of(southend_session, number))
    council = agency_named(southend_session, "council")
    assert council is not None
    assert [one.agency_id for one in authorities_of(southend_session, number)] == [council.id]


def test_the_plan_is_proposed_with_its_words_and_its_bodies(southend_session, inspection) -> None:
    plan = plan_of(southend_session, key_of(inspection.id))
    assert plan is not None

    actions = {one.ref: one for one in actions_of(southend_session, key_of(plan.id))}

    assert len(actions) == 40
    assert {one.state for one in actions.values()} == {ActionState.PROPOSED}
    assert actions["1.1"].timescale_text == "By end of October 2018"
    supporters = supporters_of(southend_session, key_of(actions["1.1"].id))
    assert "Estuary Police" in [body.name for body in supporters]


def test_a_certain_timescale_dates_its_milestone_and_any_other_keeps_its_question(
    southend_session,
) -> None:
    dated = the_milestone(southend_session, "1.1")
    asked = the_milestone(southend_session, "21.1")

    assert dated.due == date(2018, 10, 31)
    assert asked.due is None
    assert asked.reading["text"] == "TBC"
    assert "TBC" in asked.reading["question"]


def test_an_action_of_two_steps_has_two_milestones(southend_session, inspection) -> None:
    refs = [one.ref for one in milestones_of(southend_session, key_of(inspection.id))]

    assert {"10.1", "10.1-2"} <= set(refs)


def test_its_history_is_sound(southend_session) -> None:
    assert verify(southend_session).is_sound


def test_the_same_facts_again_change_nothing(southend_session, inspection, acting) -> None:
    before = len(milestones_of(southend_session, key_of(inspection.id)))

    again = open_from_facts(
        southend_session, shipped_inspection(), order=OpeningOrder(), act=acting
    )

    assert not again.is_new
    assert again.changes == ()
    assert again.dates == ()
    assert len(milestones_of(southend_session, key_of(inspection.id))) == before


def test_facts_known_before_the_letter_are_completed_by_it(session, acting) -> None:
    facts = shipped_inspection()
    march = replace(acting, today=date(2018, 3, 19))
    first = open_from_facts(session, facts.before_the_letter(), order=OpeningOrder(), act=march)
    assert first.inspection.embargoed
    assert rule_milestones_of(session, key_of(first.inspection.id))["statement"].due is None

    opening = open_from_facts(session, facts.without_plan(), order=OpeningOrder(), act=acting)

    assert not opening.is_new
    assert opening.embargo_lifted
    assert len(opening.findings.added) == 56
    statement = rule_milestones_of(session, key_of(first.inspection.id))["statement"]
    assert statement.due == date(2018, 8, 16)


def test_a_body_that_is_there_under_another_reference_is_named_and_not_doubled(
    session, acting, make
) -> None:
    make.agency("police", name="Estuary Police")

    with pytest.raises(Refused, match="reference 'police'"):
        open_from_facts(session, shipped_inspection(), order=OpeningOrder(), act=acting)


def test_past_dates_of_a_declared_plan_are_all_asked_about_at_once(session, acting) -> None:
    autumn = replace(acting, today=date(2018, 10, 1))
    opened = OpeningOrder(past_date_confirmed=True)
    open_from_facts(session, shipped_inspection().without_plan(), order=opened, act=autumn)

    with pytest.raises(NeedsConfirmation) as raised:
        open_from_facts(session, shipped_inspection(), order=OpeningOrder(), act=autumn)

    message = str(raised.value)
    assert "Friday 31 August 2018" in message
    assert "Friday 14 September 2018" in message


def test_our_own_plan_dates_hang_on_no_statute(southend_session, inspection) -> None:
    kinds = {
        one.rule_key: one.kind
        for one in milestones_of(southend_session, key_of(inspection.id))
        if one.rule_key
    }

    assert [key for key, kind in kinds.items() if kind is MilestoneKind.STATUTORY] == ["statement"]


@pytest.mark.postgres
def test_postgres_opens_and_completes_it_alike(postgres_url: str, acting) -> None:
    engine = open_engine(postgres_url)
    upgrade_schema(engine)
    try:
        with transaction(session_factory(engine)) as session:
            install(
                session,
                InstallationOrder(DatabaseKind.DEMONSTRATION, "example", MAY),
                now=acting.now,
                by="manager",
            )
            facts = shipped_inspection()
            open_from_facts(session, facts.before_the_letter(), order=OpeningOrder(), act=acting)
            opening = open_from_facts(session, facts, order=OpeningOrder(), act=acting)
            number = key_of(opening.inspection.id)

            assert not opening.is_new
            assert rule_milestones_of(session, number)["statement"].due == date(2018, 8, 16)
            assert bring_up_to_date(session, today=MAY, now=acting.now) == BroughtUp()
            assert verify(session).is_sound
    finally:
        engine.dispose()


@pytest.mark.shared
def test_the_real_letter_completes_the_declared_inspection(
    southend_session, inspection, acting, shared_folder: Path
) -> None:
    letter = shared_folder / "data" / "letters" / "2018-05-09_southend-on-sea.pdf"
    incoming = from_letter(read_letter(letter), kind=LetterKind.PUBLISHED, file_name="letter.pdf")

    opening = open_inspection(southend_session, incoming, order=OpeningOrder(), act=acting)

    rows = letter_findings_of(southend_session, key_of(inspection.id))
    assert not opening.is_new
    assert opening.inspection.id == inspection.id
    assert len(opening.findings.worded) == 56
    assert opening.findings.added == opening.findings.gone == ()
    assert all(row.words and row.short_title for row in rows)
    nine = agency_named(southend_session, "childrens-services")
    assert nine is not None
    assert len([row for row in rows if row.accountable_agency_id == nine.id]) == 9
    assert opening.inspection.submit_to == "ProtectionOfChildren@ofsted.gov.uk"
