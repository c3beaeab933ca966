"""The letter of a brief: made here, in History, and recorded when it was sent."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import docx
import pytest

from models.queries.history import events_about
from models.words import ContactRole, MilestoneState
from services.approve_message import approve_message
from services.brief_overview import show_brief
from services.errors import NotFoundError, Refused
from services.make_brief_letter import make_brief_letter
from services.record_brief import How, record_brief

MONDAY = date(2018, 7, 9)
RAISED_DAY = date(2018, 7, 16)


@pytest.fixture
def raised(scene):
    """A late item of the police that waits to be raised with their senior lead."""
    scene.make.contact(
        scene.police,
        role=ContactRole.SENIOR_LEAD,
        name="Sol Marsh",
        email="sol.marsh@police.example",
        introduced_on=date(2018, 6, 1),
    )
    scene.raised_item = scene.item(due=date(2018, 6, 4))
    for day in (MONDAY, date(2018, 7, 12)):
        scene.decide(day)
        approve_message(scene.session, scene.held().id, by="Ada", today=day, now=scene.at(day))
        scene.deliver(day)
    scene.decide(RAISED_DAY)
    return scene


def made(scene, day: date = RAISED_DAY):
    return make_brief_letter(
        scene.session, scene.brief().id, by="Ada Quill", today=day, now=scene.at(day)
    )


def recorded(scene, letter: str | None, how: How = How.SENT):
    return record_brief(
        scene.session,
        scene.brief().id,
        how=how,
        on=RAISED_DAY,
        by="Ada Quill",
        today=RAISED_DAY,
        now=scene.at(RAISED_DAY),
        letter=letter,
    )


def events(scene, kind: str):
    found = events_about(scene.session, subject_kind="brief", subject_id=scene.brief().id)
    return [event for event in found if event.kind == kind]


def words(raw: bytes) -> str:
    document = docx.Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(one.text for one in document.paragraphs), *cells])
    return said.replace("\u00a0", " ")


def test_it_says_what_the_brief_says(raised) -> None:
    said = words(made(raised).raw)
    shown = show_brief(
        raised.session, raised.brief().id, today=RAISED_DAY, now=raised.at(RAISED_DAY)
    )

    assert "Dear Sol Marsh" in said
    assert "Monday 4 June 2018" in said
    assert "9 July and 12 July" in said
    about = next(line for line in said.splitlines() if line.startswith("I write about"))
    assert " ".join(about.split()) in " ".join(shown.rendered.text.split())


def test_a_demonstration_says_that_it_is_one(raised) -> None:
    assert "Demonstration: not a letter to send" in words(made(raised).raw)


def test_made_again_on_the_same_day_it_is_the_same_and_stands_in_history_once(raised) -> None:
    first, again = made(raised), made(raised)

    assert first.raw == again.raw
    assert first.sha256 == hashlib.sha256(first.raw).hexdigest()
    (event,) = events(raised, "brief_letter_made")
    assert event.payload["sha256"] == first.sha256


def test_on_another_day_it_is_another_letter(raised) -> None:
    first, later = made(raised), made(raised, date(2018, 7, 17))

    shown = show_brief(
        raised.session, raised.brief().id, today=RAISED_DAY, now=raised.at(RAISED_DAY)
    )
    assert shown.letters == (first.sha256, later.sha256)


def test_the_letter_that_was_sent_is_recorded_with_it(raised) -> None:
    sha256 = made(raised).sha256

    done = recorded(raised, sha256[:12])

    assert done.letter == sha256
    (event,) = events(raised, "brief_recorded")
    assert event.payload["letter"] == sha256


def test_a_letter_that_was_not_made_here_is_refused(raised) -> None:
    made(raised)

    with pytest.raises(Refused, match="leave --letter out for another one"):
        recorded(raised, "0123456789ab")


def test_a_letter_goes_with_sending_alone(raised) -> None:
    with pytest.raises(Refused, match="A letter is recorded where it was sent"):
        recorded(raised, made(raised).sha256, How.SPOKE)


def test_with_nothing_left_to_raise_there_is_no_letter(raised) -> None:
    raised.raised_item.state = MilestoneState.ACCEPTED
    raised.session.add(raised.raised_item)

    with pytest.raises(Refused, match="Nothing is left to raise in brief"):
        made(raised)
    with pytest.raises(NotFoundError, match="There is no brief 99"):
        make_brief_letter(raised.session, 99, by="A", today=MONDAY, now=raised.at(MONDAY))


def test_the_brief_names_the_body_whose_items_they_are(raised) -> None:
    shown = show_brief(
        raised.session, raised.brief().id, today=RAISED_DAY, now=raised.at(RAISED_DAY)
    )

    assert "1 item of Estuary Police" in " ".join(shown.rendered.text.split())
