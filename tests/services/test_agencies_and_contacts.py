"""Bodies succeed each other, roles change hands, and nobody inherits old messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from models.queries.agencies import (
    all_contacts,
    effective_agency,
    effective_agency_ids,
    holder_of,
)
from models.words import AgencyKind, ContactRole
from services.add_agency import NewAgency, add_agency
from services.clear_bounce import clear_bounce
from services.cover_contact import Cover, cover_contact
from services.end_contact import end_contact
from services.errors import NotFoundError, Refused
from services.find import the_agency
from services.set_contact import ContactOrder, set_contact
from services.succeed_agency import succeed_agency

SPOC = ContactRole.SPOC


def test_a_body_is_found_by_reference_or_name_in_any_case(make, session: Session) -> None:
    police = make.agency("estuary-police", name="Estuary Police")

    assert the_agency(session, "ESTUARY-POLICE").id == police.id
    assert the_agency(session, "estuary police").id == police.id


def test_an_unknown_body_is_answered_with_the_nearest_names(make, session: Session) -> None:
    make.agency("estuary-police", name="Estuary Police")

    with pytest.raises(NotFoundError, match=r"Did you mean .*'estuary-police'"):
        the_agency(session, "estuary-polise")


@pytest.mark.parametrize("ref", ["Estuary Police", "-police", "", "x" * 61])
def test_a_reference_is_small_letters_digits_and_hyphens(session, now, ref: str) -> None:
    with pytest.raises(Refused, match="cannot be a reference"):
        add_agency(session, NewAgency(ref, "Estuary", AgencyKind.PARTNER), now=now, by="manager")


def test_two_bodies_cannot_share_a_name_or_a_reference(make, session, now) -> None:
    make.agency("police", name="Estuary Police")

    with pytest.raises(Refused, match="already"):
        add_agency(
            session, NewAgency("force", "estuary police", AgencyKind.PARTNER), now=now, by="manager"
        )


def test_a_successor_answers_from_the_day_it_began(make, session: Session, now) -> None:
    group, board = make.agency("ccg"), make.agency("icb")

    succeed_agency(session, group, board, on=date(2022, 7, 1), now=now, by="manager")

    assert effective_agency(session, group.id, on=date(2022, 6, 30)).ref == "ccg"
    assert effective_agency(session, group.id, on=date(2022, 7, 1)).ref == "icb"


def test_successions_are_followed_to_their_end(make, session: Session, now) -> None:
    first, second, third = make.agency("one"), make.agency("two"), make.agency("three")
    succeed_agency(session, first, second, on=date(2018, 4, 1), now=now, by="manager")
    succeed_agency(session, second, third, on=date(2020, 4, 1), now=now, by="manager")

    assert effective_agency(session, first.id, on=date(2019, 1, 1)).ref == "two"
    assert effective_agency(session, first.id, on=date(2020, 4, 1)).ref == "three"
    assert effective_agency_ids(session, on=date(2021, 1, 1)) == {
        first.id: third.id,
        second.id: third.id,
        third.id: third.id,
    }


def test_bodies_cannot_succeed_each_other_in_a_circle(make, session: Session, now) -> None:
    one, other = make.agency("one"), make.agency("other")
    succeed_agency(session, one, other, on=date(2018, 4, 1), now=now, by="manager")

    with pytest.raises(Refused, match="circle"):
        succeed_agency(session, other, one, on=date(2020, 4, 1), now=now, by="manager")
    with pytest.raises(Refused, match="cannot succeed itself"):
        succeed_agency(session, other, other, on=date(2020, 4, 1), now=now, by="manager")


def test_a_new_person_ends_the_time_of_the_one_before(make, session: Session, act) -> None:
    police = make.agency("police")
    set_contact(
        session,
        police,
        ContactOrder(SPOC, "Maria Fenn", "m.fenn@police.example", held_from=date(2018, 1, 8)),
        **act,
    )

    change = set_contact(
        session, police, ContactOrder(SPOC, "Tom Reed", "t.reed@police.example"), **act
    )

    assert change.previous.held_until == date(2018, 7, 8)
    assert change.contact.held_from == date(2018, 7, 9)
    assert change.contact.introduced_on is None
    assert holder_of(session, police.id, role=SPOC, on=date(2018, 7, 8)).name == "Maria Fenn"
    assert holder_of(session, police.id, role=SPOC, on=date(2018, 7, 9)).name == "Tom Reed"


def test_the_same_person_with_a_new_address_stays_introduced_and_is_trusted_again(
    make, session: Session, act, now
) -> None:
    police = make.agency("police")
    held = make.contact(
        police, introduced_on=date(2018, 2, 1), bounced_at=now, bounce_reason="unknown user"
    )

    change = set_contact(
        session, police, ContactOrder(SPOC, "MARIA  FENN", "maria@police.example"), **act
    )

    assert change.contact.id == held.id
    assert not change.is_new_person
    assert (held.email, held.bounced_at) == ("maria@police.example", None)
    assert len(all_contacts(session)) == 1


def test_a_misspelt_name_is_corrected_without_a_new_person(make, session, act) -> None:
    police = make.agency("police")
    held = make.contact(police, name="Maria Fen")

    change = set_contact(
        session, police, ContactOrder(SPOC, "Maria Fenn", is_same_person=True), **act
    )

    assert (change.contact.id, held.name, change.previous) == (held.id, "Maria Fenn", None)


def test_nobody_takes_a_role_before_its_holder_had_it(make, session: Session, act) -> None:
    police = make.agency("police")
    make.contact(police, held_from=date(2018, 7, 9))

    with pytest.raises(Refused, match="later first day"):
        set_contact(session, police, ContactOrder(SPOC, "Tom Reed", "t@police.example"), **act)


@pytest.mark.parametrize(
    "email", ["maria", "maria@police", "a@b.example, c@d.example", "Maria <m@police.example>", ""]
)
def test_an_unusable_address_is_refused(make, session: Session, act, email: str) -> None:
    with pytest.raises(Refused, match="not a mail address"):
        set_contact(session, make.agency(), ContactOrder(SPOC, "Maria Fenn", email), **act)


def test_a_role_can_be_left_vacant(make, session: Session, now) -> None:
    police = make.agency("police")
    held = make.contact(police)

    end_contact(session, held, last_day=date(2018, 7, 31), now=now, by="manager")

    assert holder_of(session, police.id, role=SPOC, on=date(2018, 7, 31)) is held
    assert holder_of(session, police.id, role=SPOC, on=date(2018, 8, 1)) is None


def test_cover_lasts_until_a_day_that_is_to_come(make, session: Session, act) -> None:
    held = make.contact(make.agency("police"))

    with pytest.raises(Refused, match="has passed"):
        cover_contact(session, held, Cover("Tom Reed", "t@police.example", date(2018, 7, 8)), **act)
    cover_contact(session, held, Cover("Tom Reed", "t@police.example", date(2018, 7, 20)), **act)

    assert (held.cover_name, held.cover_until) == ("Tom Reed", date(2018, 7, 20))


def test_a_bounce_is_cleared_once(make, session: Session, now) -> None:
    held = make.contact(
        make.agency("police"), bounced_at=datetime(2018, 7, 2, tzinfo=UTC), bounce_reason="full"
    )

    clear_bounce(session, held, now=now, by="manager")

    assert (held.bounced_at, held.bounce_reason) == (None, None)
    with pytest.raises(Refused, match="has come back"):
        clear_bounce(session, held, now=now, by="manager")


def test_a_bodys_teams_channel_stays_with_the_role(make, session: Session, act) -> None:
    agency = make.agency()
    first = ContactOrder(role=ContactRole.SPOC, name="Maria Fenn", teams_channel=" Improvement ")
    set_contact(session, agency, first, **act)
    later = {**act, "today": act["today"] + timedelta(days=30)}
    second = ContactOrder(role=ContactRole.SPOC, name="Tom Reed")
    change = set_contact(session, agency, second, **later)
    assert change.contact.teams_channel == "Improvement"


def test_a_teams_channel_is_taken_away_by_an_empty_name(make, session: Session, act) -> None:
    agency = make.agency()
    first = ContactOrder(role=ContactRole.SPOC, name="Maria Fenn", teams_channel="Improvement")
    set_contact(session, agency, first, **act)
    change = set_contact(session, agency, replace(first, teams_channel=""), **act)
    assert change.contact.teams_channel is None
