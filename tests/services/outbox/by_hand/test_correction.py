"""When we had recorded a body's words wrongly, it is told shortly, as far as it is told at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.milestones import Update
from models.words import BodyMode, ContactRole, MessageState, SaidState, UpdateChannel
from services.correct_update import correct_update
from services.record_update import Answer
from services.show_message import show_message
from services.tell_correction import CorrectionTold, tell_correction

MONDAY = date(2018, 7, 9)
LATER = date(2018, 9, 28)


@pytest.fixture
def correct(scene, hand, rulebook):
    """Correct the newest update of an item, and tell the body."""

    def corrected(words: str = "Draft is late", **more: Any) -> CorrectionTold:
        before = scene.session.exec(select(Update).order_by(Update.id.desc())).first()
        made = correct_update(
            scene.session,
            before,
            Answer(
                SaidState.AT_RISK,
                said_by="Maria Fenn",
                channel=UpdateChannel.TELEPHONE,
                words=words,
                **more,
            ),
            today=MONDAY,
            now=scene.at(MONDAY),
            by="Ada Quill",
            rulebook=rulebook,
        )
        told = tell_correction(scene.session, made, today=MONDAY, now=scene.at(MONDAY))
        scene.session.commit()
        return told

    return corrected


def read(scene, number: int) -> str:
    shown = show_message(scene.session, number, today=MONDAY, now=scene.at(MONDAY))
    return " ".join(shown.text.split())


def test_an_automatic_bodys_lead_and_deputy_are_told_at_once(scene, hand, correct) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Lee Brook", email="lee@police.example"
    )
    hand.answer(scene.item(due=LATER, ref="3.1", mode=BodyMode.AUTOMATIC), words="Draft is ready")

    told = correct()
    scene.deliver(MONDAY)

    assert told.to == "Maria Fenn, single point of contact, Estuary Police"
    assert scene.sink.to == ["maria.fenn@police.example", "lee@police.example"]
    text = read(scene, told.message)
    assert (
        'We had recorded: Monday 9 July 2018, from Maria Fenn: On track. "Draft is ready"' in text
    )
    assert 'It now reads: Monday 9 July 2018, from Maria Fenn: At risk. "Draft is late"' in text
    assert "Ada Quill has corrected it." in text


def test_where_messages_wait_for_approval_it_waits_too(scene, hand, correct) -> None:
    hand.answer(scene.item(due=LATER, mode=BodyMode.PREPARED))

    told = correct()

    assert told.leaves_at is None
    assert scene.held().held_because == "This body's messages wait for approval."


def test_in_rehearsal_it_comes_to_the_manager(scene, hand, correct) -> None:
    hand.answer(scene.item(due=LATER, mode=BodyMode.REHEARSAL))

    correct()
    scene.deliver(MONDAY)

    assert scene.sink.to == ["ada.quill@saltmarsh.example"]


def test_a_quiet_body_hears_nothing(scene, hand, correct) -> None:
    hand.answer(scene.item(due=LATER, mode=BodyMode.QUIET))

    told = correct()

    assert (told.message, told.because) == (None, "Estuary Police is quiet in saltmarsh-2018")


def test_a_note_of_our_own_were_no_words_of_the_body(scene, hand, correct) -> None:
    item = scene.item(due=LATER, mode=BodyMode.AUTOMATIC)
    hand.answer(item, channel=UpdateChannel.MANAGER)

    assert correct().because == "it was a note of our own"


def test_what_is_corrected_again_before_it_went_is_told_once(scene, hand, correct) -> None:
    hand.answer(scene.item(due=LATER, mode=BodyMode.AUTOMATIC))
    first, second = correct("Draft is late"), correct("Draft is very late")

    scene.deliver(MONDAY)

    assert len(scene.sink.sent) == 1
    assert "Draft is very late" in read(scene, second.message)
    states = {one.id: one.state for one in scene.messages()}
    assert states[first.message] is MessageState.CANCELLED


def test_outside_the_circle_no_words_are_shown(scene, hand, correct) -> None:
    hand.answer(scene.item(due=LATER, mode=BodyMode.AUTOMATIC), words="Draft is ready")
    scene.inspection.embargoed = True

    text = read(scene, correct().message)

    assert "Draft" not in text
    assert "wording not shown until the letter is published" in text


def test_it_is_no_update_request_and_keeps_nothing_from_being_asked(scene, hand, correct) -> None:
    item = scene.item(due=LATER, mode=BodyMode.AUTOMATIC)
    hand.answer(item)
    correct()
    scene.deliver(MONDAY)

    preview = hand.preview(again="The board meets today")

    assert [one.ref for one in preview.asked] == [item.ref]


def test_a_lead_who_cannot_be_told_is_named_as_the_reason(scene, hand, correct) -> None:
    hand.answer(scene.item(due=LATER, mode=BodyMode.AUTOMATIC))
    scene.inspector.email = None

    assert "cannot be told: no mail address is known" in (correct().because or "")
