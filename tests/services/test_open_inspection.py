"""Opening an inspection from a letter, and what a later version of the letter does to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from documents.letter import read_letter
from documents.letter.reading import (
    Addressee,
    AddresseeKind,
    FindingKind,
    LetterFinding,
    LetterReading,
)
from models.milestones import Milestone
from models.queries.history import newest_events
from models.queries.inspections import (
    addressees_of,
    all_inspections,
    authorities_of,
    letters_of,
    participations_of,
)
from models.queries.key_dates import rule_milestones_of
from models.queries.plans import plan_of, versions_of
from models.words import AgencyKind, BodyMode, ContactRole, LetterKind, PlanState
from services.act import Act
from services.errors import NeedsConfirmation, Refused
from services.incoming import from_letter
from services.open_inspection import Opening, OpeningOrder, open_inspection

LETTER = LetterReading(
    sha256="a" * 64,
    pages=9,
    area="Saltmarsh",
    letter_date=date(2018, 5, 9),
    inspection_start=date(2018, 3, 19),
    inspection_end=date(2018, 3, 23),
    theme="children who go missing",
    principal_authority="the director of children's services",
    sender="the director of children's services",
    submit_to="statements@inspectorate.example",
    involve=("Estuary Police", "health providers"),
    addressees=(Addressee("Rosa Lind", "Director", "Saltmarsh Council", AddresseeKind.COUNCIL),),
    statement_due=date(2018, 8, 18),
    statement_due_text="18 August 2018",
    findings=(
        LetterFinding(FindingKind.STRENGTH, 1, "Staff do not give up on young people.", 2, 2),
        LetterFinding(FindingKind.AREA_FOR_IMPROVEMENT, 1, "Minutes come far too late.", 3, 4),
        LetterFinding(FindingKind.AREA_FOR_IMPROVEMENT, 2, "Visits are not made in time.", 4, 4),
    ),
)


@pytest.fixture
def acting(rulebook) -> Act:
    return Act(
        by="manager",
        today=date(2018, 5, 10),
        now=datetime(2018, 5, 10, 9, tzinfo=UTC),
        rulebook=rulebook,
    )


@pytest.fixture
def open_letter(session: Session, acting: Act):
    def opened(
        reading: LetterReading = LETTER,
        *,
        version: LetterKind = LetterKind.PUBLISHED,
        received: date | None = None,
        act: Act = acting,
        **order,
    ) -> Opening:
        incoming = from_letter(reading, kind=version, file_name="letter.pdf", received_on=received)
        return open_inspection(session, incoming, order=OpeningOrder(**order), act=act)

    return opened


@pytest.fixture
def milestones(session: Session):
    def found(opening: Opening) -> dict[str, Milestone]:
        return rule_milestones_of(session, opening.inspection.id or 0)

    return found


def test_a_published_letter_opens_with_its_dates_apart(open_letter) -> None:
    inspection = open_letter().inspection

    assert inspection.ref == "saltmarsh-2018"
    assert inspection.letter_date == inspection.published_on == date(2018, 5, 9)
    assert inspection.stated_due == date(2018, 8, 18)
    assert inspection.received_on is None
    assert not inspection.embargoed


def test_the_key_dates_are_counted_and_those_without_a_meeting_wait_for_one(
    open_letter, milestones
) -> None:
    found = milestones(open_letter())

    assert found["statement"].due == date(2018, 8, 16)
    assert found["confirm_due_date"].due == found["record_receipt"].due == date(2018, 5, 11)
    assert found["cabinet_noting"].due is None
    assert found["cabinet_return"].due is None


def test_the_plan_is_a_draft_and_every_body_is_quiet(open_letter, session, make) -> None:
    make.agency("estuary-police")

    inspection = open_letter().inspection

    plan = plan_of(session, inspection.id or 0)
    assert plan is not None
    assert plan.state is PlanState.DRAFT
    parts = participations_of(session, inspection.id or 0)
    assert len(parts) == 2, "the council and the police"
    assert {part.mode for part in parts} == {BodyMode.QUIET}


def test_a_body_that_is_not_ours_is_asked_about_and_never_invented(open_letter, make) -> None:
    make.agency("estuary-police")

    questions = open_letter().questions

    assert len(questions) == 1
    assert "'health providers'" in questions[0]
    assert "inspection involve" in questions[0]


def test_the_director_of_childrens_services_stands_for_the_council(
    open_letter, session, make
) -> None:
    council = make.agency("council", kind=AgencyKind.COUNCIL)

    inspection = open_letter().inspection

    authority = authorities_of(session, inspection.id or 0)[0]
    assert authority.name == "the director of children's services"
    assert authority.agency_id == council.id


def test_of_several_teams_the_one_with_the_director_is_the_council(
    open_letter, milestones, make
) -> None:
    make.agency("early-help", kind=AgencyKind.COUNCIL)
    office = make.agency("directors-office", kind=AgencyKind.COUNCIL)
    make.contact(office, role=ContactRole.DCS, name="Rosa Lind")

    assert milestones(open_letter())["statement"].agency_id == office.id


def test_another_principal_authority_stays_a_question_and_the_duty_with_the_council(
    open_letter, milestones, make
) -> None:
    council = make.agency("council", kind=AgencyKind.COUNCIL)
    other = replace(LETTER, principal_authority="Estuary Integrated Care Board")

    opening = open_letter(other)

    assert any("Estuary Integrated Care Board" in one for one in opening.questions)
    assert milestones(opening)["statement"].agency_id == council.id


def test_the_same_document_twice_is_refused_by_name(open_letter, session) -> None:
    open_letter()

    with pytest.raises(Refused, match=r"already recorded as the published letter of saltmarsh"):
        open_letter()
    assert len(all_inspections(session)) == 1


def test_another_area_with_the_same_dates_is_another_inspection(open_letter, session) -> None:
    open_letter()

    open_letter(replace(LETTER, sha256="b" * 64, area="Driftwood"))

    assert [one.ref for one in all_inspections(session)] == ["saltmarsh-2018", "driftwood-2018"]


def test_a_later_version_completes_the_inspection_and_says_what_changed(
    open_letter, session
) -> None:
    first = open_letter(version=LetterKind.FINAL, code_name="Project Heron")
    later = replace(
        LETTER, sha256="b" * 64, statement_due=date(2018, 8, 16), statement_due_text="16 August"
    )

    opening = open_letter(later)

    assert not opening.is_new
    assert opening.inspection.id == first.inspection.id
    changed = {change.field: (change.before, change.after) for change in opening.changes}
    assert changed["stated_due"] == (date(2018, 8, 18), date(2018, 8, 16))
    assert changed["published_on"] == (None, date(2018, 5, 9))
    assert [letter.kind for letter in letters_of(session, first.inspection.id or 0)] == [
        LetterKind.FINAL,
        LetterKind.PUBLISHED,
    ]


def test_before_publication_the_inspection_is_embargoed_and_its_reference_tells_nothing(
    open_letter,
) -> None:
    inspection = open_letter(version=LetterKind.ACCURACY).inspection

    assert inspection.embargoed
    assert inspection.code_name.startswith("Project ")
    assert "saltmarsh" not in inspection.ref


def test_publication_lifts_the_embargo_and_keeps_the_reference(open_letter) -> None:
    ref = open_letter(version=LetterKind.FINAL).inspection.ref

    opening = open_letter(replace(LETTER, sha256="b" * 64))

    assert opening.embargo_lifted
    assert not opening.inspection.embargoed
    assert opening.inspection.ref == ref


def test_a_letter_dated_tomorrow_is_not_public_today(open_letter, acting) -> None:
    eve = replace(acting, today=date(2018, 5, 8))

    assert open_letter(act=eve).inspection.embargoed


def test_an_accuracy_draft_starts_no_clock_and_dates_nothing(open_letter, milestones) -> None:
    opening = open_letter(version=LetterKind.ACCURACY, received=date(2018, 4, 20))

    assert opening.inspection.received_on is None
    assert opening.inspection.stated_due is None
    assert milestones(opening)["statement"].due is None


def test_the_clock_runs_from_the_final_letter_and_not_from_the_published_copy(
    open_letter, milestones
) -> None:
    open_letter(version=LetterKind.FINAL, received=date(2018, 4, 30))

    opening = open_letter(replace(LETTER, sha256="b" * 64), received=date(2018, 5, 9))

    assert opening.inspection.received_on == date(2018, 4, 30)
    assert milestones(opening)["statement"].due == date(2018, 8, 8)


def test_a_draft_cannot_follow_the_published_letter(open_letter) -> None:
    open_letter()

    with pytest.raises(Refused, match="cannot follow it"):
        open_letter(replace(LETTER, sha256="b" * 64), version=LetterKind.ACCURACY)


def test_a_letter_about_another_area_cannot_complete_the_inspection_named(open_letter) -> None:
    open_letter()

    with pytest.raises(Refused, match="saltmarsh-2018 is about Saltmarsh"):
        open_letter(replace(LETTER, sha256="b" * 64, area="Driftwood"), ref="saltmarsh-2018")


def test_a_date_of_law_that_has_passed_is_confirmed_and_not_assumed(open_letter, acting) -> None:
    late = replace(acting, today=date(2018, 9, 3))

    with pytest.raises(NeedsConfirmation, match="Thursday 16 August 2018"):
        open_letter(act=late)


def test_a_confirmed_past_date_opens_and_our_own_tasks_start_from_the_day_of_opening(
    open_letter, acting, milestones
) -> None:
    late = replace(acting, today=date(2018, 9, 3))

    found = milestones(open_letter(act=late, past_date_confirmed=True))

    assert found["statement"].due == date(2018, 8, 16)
    assert found["confirm_due_date"].due == date(2018, 9, 5), "two working days from opening"
    assert found["plan_agreed"].due == date(2018, 8, 9), "it cannot come after the statement"


def test_a_changed_date_raises_the_version_once_and_an_unchanged_one_does_not(
    open_letter, milestones, session
) -> None:
    open_letter(version=LetterKind.FINAL)

    opening = open_letter(replace(LETTER, sha256="b" * 64, statement_due=date(2018, 8, 14)))

    statement, receipt = (milestones(opening)[key] for key in ("statement", "record_receipt"))
    assert statement.due == date(2018, 8, 14)
    assert [one.version for one in versions_of(session, statement.id or 0)] == [1, 2]
    assert [one.version for one in versions_of(session, receipt.id or 0)] == [1]
    assert statement.first_due == date(2018, 8, 16)


def test_history_names_no_finding_theme_or_area_while_embargoed(open_letter, session) -> None:
    open_letter(version=LetterKind.FINAL)

    told = str([event.payload for event in newest_events(session, limit=50)])

    for secret in ("Saltmarsh", "missing", "Minutes come", "Visits are"):
        assert secret not in told


def test_the_newest_letters_addressees_stand(open_letter, session) -> None:
    open_letter(version=LetterKind.FINAL)
    other = Addressee("Ines Vale", "Chief nurse", "Estuary Health", AddresseeKind.HEALTH)

    opening = open_letter(replace(LETTER, sha256="b" * 64, addressees=(other,)))

    names = [one.name for one in addressees_of(session, opening.inspection.id or 0)]
    assert names == ["Ines Vale"]


@pytest.mark.parametrize(
    ("received", "why"),
    [(date(2018, 5, 11), "still to come"), (date(2018, 3, 23), "fieldwork ended")],
)
def test_an_impossible_day_of_receipt_opens_nothing(open_letter, session, received, why) -> None:
    with pytest.raises(Refused, match=why):
        open_letter(received=received)
    assert all_inspections(session) == []


def test_a_finding_that_may_identify_a_child_is_refused_by_name(open_letter, session) -> None:
    number = "943 476 5919"
    words = f"The record of patient {number} was lost."
    finding = LetterFinding(FindingKind.AREA_FOR_IMPROVEMENT, 1, words, 3, 3)

    with pytest.raises(Refused, match="area for improvement 1") as raised:
        open_letter(replace(LETTER, findings=(finding,)))

    assert number not in str(raised.value)
    assert all_inspections(session) == []


def test_a_letter_without_an_area_is_refused_unless_the_area_is_named() -> None:
    unread = replace(LETTER, area=None)

    with pytest.raises(Refused, match="--area"):
        from_letter(unread, kind=LetterKind.PUBLISHED, file_name="letter.pdf")
    named = from_letter(unread, kind=LetterKind.PUBLISHED, file_name="x.pdf", area="Saltmarsh")
    assert named.area == "Saltmarsh"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "today", "ref", "stated", "works_to"),
    [
        ("2018-05-09_southend-on-sea", date(2018, 5, 10), "southend-on-sea-2018",
         date(2018, 8, 18), date(2018, 8, 16)),
        ("2024-05-17_coventry", date(2024, 5, 20), "coventry-2024",
         date(2024, 8, 27), date(2024, 8, 27)),
        ("2022-07-18_barnsley", date(2022, 7, 19), "barnsley-2022",
         date(2022, 10, 25), date(2022, 10, 25)),
    ],
)  # fmt: skip
def test_real_letters_open_and_we_work_to_the_earliest_date(
    session, acting, milestones, shared_folder: Path, file, today, ref, stated, works_to
) -> None:
    reading = read_letter(shared_folder / "data" / "letters" / f"{file}.pdf")
    incoming = from_letter(reading, kind=LetterKind.PUBLISHED, file_name=f"{file}.pdf")

    opening = open_inspection(
        session, incoming, order=OpeningOrder(), act=replace(acting, today=today)
    )

    assert opening.inspection.ref == ref
    assert opening.inspection.stated_due == stated
    assert milestones(opening)["statement"].due == works_to
