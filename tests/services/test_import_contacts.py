"""A sheet of contacts is taken in whole, or refused with every fault at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from documents.contact_sheet import read_contacts
from models.queries.agencies import all_contacts, holder_of
from models.words import ContactRole
from services.import_contacts import import_contacts
from services.sheet_refused import SheetRefused


@pytest.fixture
def sheet(tmp_path: Path):
    """A sheet of these lines."""

    def read(*lines: str):
        path = tmp_path / "contacts.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return read_contacts(path)

    return read


@pytest.fixture
def bodies(make):
    """Two bodies."""
    return (
        make.agency("estuary-police", name="Estuary Police"),
        make.agency("health", name="Estuary Health"),
    )


def test_every_row_becomes_a_contact_and_the_body_takes_its_day(
    sheet, bodies, session: Session, act
) -> None:
    police, health = bodies
    read = sheet(
        "Agency,Role,Name,E-mail,Chosen day,cover_name,cover_email,cover_until",
        "Estuary Police,spoc,Maria Fenn,m.fenn@police.example,Tuesday,,,",
        "estuary-police,Senior lead,Ada Rowe,a.rowe@police.example,,,,",
        "health,Single point of contact,Tom Reed,t@health.example,thu,Jo Hill,"
        "j@health.example,3 August 2018",
    )

    changes = import_contacts(session, read, **act)

    assert len(changes) == 3
    assert (police.chosen_weekday, health.chosen_weekday) == (2, 4)
    spoc = holder_of(session, health.id, role=ContactRole.SPOC, on=act["today"])
    assert (spoc.name, spoc.cover_name, spoc.cover_until) == (
        "Tom Reed",
        "Jo Hill",
        date(2018, 8, 3),
    )


def test_all_faults_come_at_once_with_row_and_column(sheet, bodies, session, act) -> None:
    read = sheet(
        "agency,role,name,email,chosen_day,from",
        "estuary-polise,spoc,Maria Fenn,m@police.example,,",
        "health,spok,,not-an-address,Sunday,31 June 2018",
    )

    with pytest.raises(SheetRefused) as refused:
        import_contacts(session, read, **act)

    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "agency"),
        (3, "role"),
        (3, "name"),
        (3, "email"),
        (3, "chosen_day"),
        (3, "from"),
    ]
    words = str(refused.value)
    assert words.startswith("6 faults in contacts.csv. Nothing was imported.")
    assert "There is no agency 'estuary-polise'. Did you mean " in words
    assert "Did you mean 'spoc'" in words
    assert all_contacts(session) == []


def test_two_people_for_one_role_and_two_days_for_one_body_are_faults(
    sheet, bodies, session: Session, act
) -> None:
    read = sheet(
        "agency,role,name,email,chosen_day",
        "health,spoc,Tom Reed,t@health.example,Monday",
        "health,spoc,Jo Hill,j@health.example,Tuesday",
    )

    with pytest.raises(SheetRefused) as refused:
        import_contacts(session, read, **act)

    assert [fault.message for fault in refused.value.faults] == [
        "row 2 names somebody for this role already.",
        "row 2 says Monday; a body has one day.",
    ]


def test_cover_is_whole_or_not_at_all(sheet, bodies, session: Session, act) -> None:
    read = sheet(
        "agency,role,name,email,cover_name", "health,spoc,Tom Reed,t@health.example,Jo Hill"
    )

    with pytest.raises(SheetRefused, match="cover needs a name, a mail address and a last day"):
        import_contacts(session, read, **act)


def test_importing_the_same_sheet_again_changes_nobody(sheet, bodies, session, act) -> None:
    lines = ("agency,role,name,email", "health,spoc,Tom Reed,t@health.example")
    import_contacts(session, sheet(*lines), **act)

    import_contacts(session, sheet(*lines), **act)

    assert len(all_contacts(session)) == 1


def test_what_only_shows_when_a_row_is_set_names_its_row_too(
    sheet, bodies, make, session: Session, act
) -> None:
    make.contact(bodies[1], name="Ann Lake", held_from=date(2018, 7, 9))
    read = sheet("agency,role,name,email,from", "health,spoc,Tom Reed,t@health.example,1 July 2018")

    with pytest.raises(SheetRefused, match="row 2: Ann Lake holds this role from Monday 9 July"):
        import_contacts(session, read, **act)


@pytest.mark.parametrize("written", ["senior lead", "Senior-Lead", "senior_lead", " SENIOR  LEAD "])
def test_a_role_may_be_written_as_commands_or_as_people_write_it(
    written: str, sheet, bodies, session: Session, act
) -> None:
    read = sheet("agency,role,name,email", f"health,{written},Ada Rowe,a@health.example")

    [change] = import_contacts(session, read, **act)

    assert change.contact.role is ContactRole.SENIOR_LEAD
