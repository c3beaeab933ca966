"""Before publication a code name stands for an inspection, save within its circle."""

from __future__ import annotations

from datetime import UTC, datetime

from models.inspections import Inspection
from services.embargo import item_title_for, public_title, sees, title_for

CIRCLE = frozenset({"rosa.lind@estuary.example"})


def an_inspection(*, embargoed: bool) -> Inspection:
    return Inspection(
        ref="SALT-2018",
        code_name="Project Heron",
        area="Saltmarsh",
        framework="jtai",
        theme="children who go missing",
        embargoed=embargoed,
        opened_at=datetime(2018, 4, 30, tzinfo=UTC),
    )


def test_outside_the_circle_the_title_is_the_code_name() -> None:
    inspection = an_inspection(embargoed=True)

    title = title_for(inspection, for_email="someone@other.example", circle=CIRCLE)

    assert title == "Project Heron"


def test_within_the_circle_the_title_is_the_areas_whatever_the_case_of_the_address() -> None:
    inspection = an_inspection(embargoed=True)

    title = title_for(inspection, for_email="Rosa.Lind@Estuary.example", circle=CIRCLE)

    assert title == "Joint targeted area inspection of Saltmarsh"


def test_a_subject_carries_the_code_name_even_to_the_circle() -> None:
    assert public_title(an_inspection(embargoed=True)) == "Project Heron"


def test_once_published_everybody_reads_the_title() -> None:
    inspection = an_inspection(embargoed=False)

    assert public_title(inspection) == "Joint targeted area inspection of Saltmarsh"
    assert sees(inspection, "someone@other.example", circle=frozenset())


def test_nobody_without_an_address_sees_an_embargoed_inspection() -> None:
    assert not sees(an_inspection(embargoed=True), None, circle=CIRCLE)


def test_an_items_title_is_its_reference_alone_outside_the_circle() -> None:
    inspection = an_inspection(embargoed=True)

    shown = item_title_for(
        inspection, ref="2.1", title="Share minutes", for_email="a@other.example", circle=CIRCLE
    )

    assert shown == "Item 2.1"
