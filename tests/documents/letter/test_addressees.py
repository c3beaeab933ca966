"""Whom a letter is written to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents.letter.addressees import addressee_of, addressees_in
from documents.letter.body_kinds import kind_of
from documents.letter.pages import Line
from documents.letter.reading import AddresseeKind

LineMaker = Callable[..., Line]


@pytest.mark.parametrize(
    ("entry", "name", "role", "body"),
    [
        (
            "Ada Winterbourne, Director of Children’s Services, Saltmarsh Borough Council",
            "Ada Winterbourne",
            "Director of Children’s Services",
            "Saltmarsh Borough Council",
        ),
        (
            "Osric Tamm QPM, Chief Constable of Estuary Police",
            "Osric Tamm QPM",
            "Chief Constable",
            "Estuary Police",
        ),
        (
            "Osric Tamm, QPM, Chief Constable, Estuary Police",
            "Osric Tamm QPM",
            "Chief Constable",
            "Estuary Police",
        ),
        (
            "Acting Chief Constable Osric Tamm, Estuary Police",
            "Osric Tamm",
            "Acting Chief Constable",
            "Estuary Police",
        ),
        ("Barnaby Quill, Chair of Saltmarsh LSCB", "Barnaby Quill", "Chair", "Saltmarsh LSCB"),
        (
            "Petra Lindqvist, Police, Fire and Crime Commissioner",
            "Petra Lindqvist",
            "Police, Fire and Crime Commissioner",
            None,
        ),
        (
            "Juno Abara Designated Nurse for NHS Saltmarsh CCG",
            "Juno Abara",
            "Designated Nurse",
            "NHS Saltmarsh CCG",
        ),
        (
            "Ms Juno Abara – Chief Nurse, Saltmarsh ICB",
            "Ms Juno Abara",
            "Chief Nurse",
            "Saltmarsh ICB",
        ),
        ("Pia Odu MBE, Youth Justice Service", "Pia Odu MBE", None, "Youth Justice Service"),
        ("Independent Scrutineer", "", "Independent Scrutineer", None),
    ],
)
def test_an_entry_is_parted_into_name_role_and_body(
    entry: str, name: str, role: str | None, body: str | None
) -> None:
    person = addressee_of(entry)

    assert (person.name, person.role, person.body) == (name, role, body)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Director of Children’s Services, Saltmarsh Council", AddresseeKind.COUNCIL),
        ("Director of Public Health", AddresseeKind.COUNCIL),
        ("Chief Nurse, NHS Saltmarsh", AddresseeKind.HEALTH),
        ("Place Director, Integrated Care Board", AddresseeKind.HEALTH),
        ("Commissioner of the Metropolitan Police", AddresseeKind.POLICE),
        ("Chief Constable", AddresseeKind.POLICE),
        ("Police and Crime Commissioner", AddresseeKind.MAYOR_OR_COMMISSIONER),
        ("Deputy Mayor for Policing and Crime", AddresseeKind.MAYOR_OR_COMMISSIONER),
        ("CEO, Community Rehabilitation Company", AddresseeKind.PROBATION),
        ("Youth Offending Team Manager, Saltmarsh Council", AddresseeKind.YOUTH_OFFENDING),
        (
            "Chair, Saltmarsh Safeguarding Children Partnership",
            AddresseeKind.SAFEGUARDING_PARTNERSHIP,
        ),
        ("Independent Scrutineer", AddresseeKind.SAFEGUARDING_PARTNERSHIP),
        ("Lead Member for Children", AddresseeKind.POLITICAL),
        ("Harbour Master", AddresseeKind.OTHER),
    ],
)
def test_the_kind_of_body_follows_from_role_and_body(words: str, kind: AddresseeKind) -> None:
    assert kind_of(words) is kind


def test_an_entry_that_runs_over_the_line_is_one_entry(a_line: LineMaker) -> None:
    lines = [
        a_line("Corin Vale, Accountable Officer, NHS Saltmarsh Clinical", y=700.0, x1=500.0),
        a_line("Commissioning Group", y=685.0),
        a_line("Petra Lindqvist, Police and Crime Commissioner", y=670.0),
    ]

    people = addressees_in(lines)

    assert [person.name for person in people] == ["Corin Vale", "Petra Lindqvist"]
    assert people[0].body == "NHS Saltmarsh Clinical Commissioning Group"


def test_two_people_on_one_line_are_two_entries(a_line: LineMaker) -> None:
    lines = [
        a_line("Dr Corin Vale, Chief Officer, Saltmarsh CCG Ms Petra Lindqvist,", y=700.0),
        a_line("Police and Crime Commissioner", y=685.0),
    ]

    assert [person.name for person in addressees_in(lines)] == [
        "Dr Corin Vale",
        "Ms Petra Lindqvist",
    ]


def test_a_post_without_a_name_is_an_entry_where_the_line_above_had_room(
    a_line: LineMaker,
) -> None:
    lines = [
        a_line("Corin Vale, Chief Officer, Saltmarsh CCG", y=700.0, x1=300.0),
        a_line("Chair of the Saltmarsh Safeguarding Children Board", y=685.0, x1=520.0),
    ]

    names = [person.name for person in addressees_in(lines)]

    assert names == ["Corin Vale", ""]


def test_no_lines_are_no_people() -> None:
    assert addressees_in([]) == ()
