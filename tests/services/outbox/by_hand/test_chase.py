"""One request is one message: pressed twice, by two people, or crossing with the schedule."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import select

from models.history import Event
from models.ledger import Chase, Message, Notice
from models.words import BodyMode, ContactRole, MessageState, NoticeState
from rules.ad_hoc import Left
from services.approve_message import approve_message
from services.by_hand import NothingToAsk, PreviewChanged
from services.cancel_message import cancel_message
from services.why import why

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
WEDNESDAY = date(2018, 7, 11)
NEXT_TUESDAY = date(2018, 7, 17)
NEXT_WEDNESDAY = date(2018, 7, 18)
DUE_SOON = date(2018, 7, 23)
LATER = date(2018, 9, 28)


def chases(scene) -> list[Chase]:
    return list(scene.session.exec(select(Chase)))


def lines_about(scene, item) -> list[tuple[str, NoticeState]]:
    rows = scene.session.exec(
        select(Notice).where(Notice.subject_id == item.id, Notice.state != "before_arming")
    )
    return sorted((row.rung_id, row.state) for row in rows if row.subject_kind != "contact")


def test_it_is_one_message_with_a_line_of_the_ledger_for_each_item(scene, hand) -> None:
    first, second = scene.item(due=LATER), scene.item(due=LATER)

    done = hand.ask(words="Please look")

    (message,) = scene.messages()
    notices = scene.notices(message)
    assert (done.message, done.items) == (message.id, 2)
    assert (message.state, message.approved_by) == (MessageState.QUEUED, "Ada Quill")
    assert {one.subject_id for one in notices} == {first.id, second.id}
    assert {(one.rung_id, one.occurrence, one.audience) for one in notices} == {
        ("ad-hoc", done.number, "lead")
    }


def test_what_was_previewed_is_what_is_filed(scene, hand) -> None:
    scene.item(due=LATER, title="Minutes shared in two days")
    preview = hand.preview(words="The board meets on Thursday.")

    hand.ask(words="The board meets on Thursday.", key=preview.key)
    scene.deliver(MONDAY)

    ((address, raw),) = scene.sink.sent
    mail = message_from_bytes(raw, policy=default)
    assert address == "maria.fenn@police.example"
    assert mail["Subject"] == preview.subject
    assert mail.get_body(("plain",)).get_content().split() == preview.text.split()


def test_pressing_the_same_preview_twice_is_one_request_and_says_by_whom(scene, hand) -> None:
    scene.item(due=LATER)
    key = hand.preview().key

    first = hand.ask(key=key)
    second = hand.ask(key=key, requested_by="Ben Ode")

    assert second.made is not None
    assert (second.message, second.made.by) == (first.message, "Ada Quill")
    assert len(chases(scene)) == len(scene.messages()) == 1


def test_the_key_stays_the_same_after_it_was_delivered(scene, hand) -> None:
    scene.item(due=LATER)
    key = hand.preview().key
    hand.ask(key=key)
    scene.deliver(MONDAY)

    again = hand.ask(key=key, on=TUESDAY)

    assert again.made is not None
    assert scene.sink.to == ["maria.fenn@police.example"]


def test_without_a_key_the_second_press_finds_nothing_left_to_ask(scene, hand) -> None:
    scene.item(due=LATER)
    hand.ask()

    with pytest.raises(NothingToAsk, match="is on its way to Maria Fenn in message"):
        hand.ask()


def test_asking_again_with_the_same_reason_is_the_same_request(scene, hand) -> None:
    scene.item(due=LATER)
    hand.ask()
    scene.deliver(MONDAY)

    first = hand.ask(again="The board meets today")
    second = hand.ask(again="The board meets today")

    assert first.made is None
    assert second.made is not None
    assert len(scene.messages()) == 2


def test_what_changed_since_the_preview_is_not_sent(scene, hand) -> None:
    item, other = scene.item(due=LATER), scene.item(due=LATER)
    key = hand.preview().key
    hand.answer(item)

    with pytest.raises(PreviewChanged) as changed:
        hand.ask(key=key)

    assert [one.ref for one in changed.value.preview.asked] == [other.ref]
    assert scene.messages() == []


def test_a_request_that_was_cancelled_can_be_made_anew(scene, hand) -> None:
    scene.item(due=LATER)
    key = hand.preview().key
    first = hand.ask(key=key)
    cancel_message(
        scene.session,
        first.message,
        reason="Too early",
        for_good=False,
        today=MONDAY,
        now=scene.at(MONDAY),
        by="Ada Quill",
    )

    second = hand.ask(key=key)

    assert (second.made, second.number) == (None, first.number)
    assert second.message != first.message


@pytest.mark.parametrize(
    ("mode", "reason"),
    [(BodyMode.AUTOMATIC, Left.ON_ITS_WAY), (BodyMode.PREPARED, Left.WAITS_FOR_APPROVAL)],
)
def test_what_the_check_has_queued_is_not_asked_by_hand_as_well(scene, hand, mode, reason) -> None:
    scene.item(due=DUE_SOON, mode=mode)
    scene.decide(MONDAY)

    with pytest.raises(NothingToAsk) as error:
        hand.ask()

    assert [one.reason for one in error.value.preview.left_out] == [reason]


def test_the_check_of_the_same_day_does_not_ask_what_was_asked_by_hand(scene, hand) -> None:
    item = scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    hand.ask()

    scene.decide(MONDAY)
    scene.deliver(MONDAY)

    assert scene.sink.to.count("maria.fenn@police.example") == 1
    assert lines_about(scene, item) == [("ad-hoc", NoticeState.TOLD)]


def test_the_next_check_of_the_bodys_day_asks_as_its_steps_say(scene, hand) -> None:
    item = scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    hand.ask()
    scene.decide(MONDAY)
    scene.deliver(MONDAY)

    for day in (TUESDAY, date(2018, 7, 16)):
        scene.decide(day)
        scene.deliver(day)

    told = [rung for rung, state in lines_about(scene, item) if state is NoticeState.TOLD]
    assert len(told) == 2


def test_what_is_folded_into_a_step_that_waits_stays_open_with_it(scene, hand) -> None:
    item = scene.item(due=date(2018, 7, 6), mode=BodyMode.AUTOMATIC)
    hand.ask()

    scene.decide(MONDAY)

    assert lines_about(scene, item) == [("ad-hoc", NoticeState.QUEUED)]


def test_a_request_that_waits_for_approval_holds_up_no_step(scene, hand) -> None:
    item = scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    hand.ask(has_read=False)

    scene.decide(MONDAY)

    assert len([rung for rung, _ in lines_about(scene, item) if rung != "ad-hoc"]) == 1


def test_approved_after_the_check_queued_the_same_item_it_yields(scene, hand) -> None:
    item, other = scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC), scene.item(due=LATER)
    waiting = hand.ask(has_read=False)
    scene.decide(MONDAY)

    approved = approve_message(
        scene.session, waiting.message, by="Ada Quill", today=MONDAY, now=scene.at(MONDAY)
    )
    scene.deliver(MONDAY)

    assert any(item.ref in sentence for sentence in approved.withdrawn)
    said = [raw for _, raw in scene.sink.sent if b"update request for" in raw.lower()]
    assert len(said) == 1
    assert other.ref.encode() in said[0]
    assert item.ref.encode() not in said[0]


def test_an_answer_stops_what_is_queued(scene, hand) -> None:
    item = scene.item(due=LATER)
    done = hand.ask()
    hand.answer(item)

    scene.deliver(MONDAY)

    assert scene.sink.sent == []
    assert scene.session.get_one(Message, done.message).state is MessageState.CANCELLED
    assert lines_about(scene, item) == [("ad-hoc", NoticeState.WITHDRAWN)]


def test_asked_again_in_spite_of_an_answer_it_goes(scene, hand) -> None:
    item = scene.item(due=LATER)
    hand.answer(item)
    hand.ask(again="The board wants a date")

    scene.deliver(MONDAY)

    assert len(scene.sink.sent) == 1


def test_asked_again_it_is_stopped_by_an_answer_of_the_same_day_that_came_after(
    scene, hand
) -> None:
    item = scene.item(due=LATER)
    hand.answer(item)
    hand.ask(again="The board wants a date")
    hand.answer(item, words="By Friday")

    scene.deliver(MONDAY)

    assert scene.sink.sent == []


def test_a_note_of_our_own_is_no_answer_and_stops_nothing(scene, hand) -> None:
    from models.words import UpdateChannel

    item = scene.item(due=LATER)
    hand.ask()
    hand.answer(item, channel=UpdateChannel.MANAGER)

    scene.deliver(MONDAY)

    assert len(scene.sink.sent) == 1


def test_the_deputy_gets_a_copy_and_is_not_asked_as_well(scene, hand) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Lee Brook", email="lee@police.example"
    )
    scene.item(due=LATER)
    hand.ask()

    scene.deliver(MONDAY)

    assert scene.sink.to == ["maria.fenn@police.example", "lee@police.example"]
    with pytest.raises(NothingToAsk):
        hand.ask("estuary-police/deputy")


def test_after_the_cool_down_it_can_be_asked_again(scene, hand) -> None:
    scene.item(due=LATER)
    hand.ask()
    scene.deliver(MONDAY)

    with pytest.raises(NothingToAsk):
        hand.ask(on=TUESDAY)
    hand.ask(on=WEDNESDAY)


def test_asking_by_hand_starts_no_wait_of_the_step_above(scene, hand) -> None:
    item = scene.item(due=date(2018, 7, 2), mode=BodyMode.AUTOMATIC)
    hand.ask()
    scene.deliver(MONDAY)

    answer = why(scene.session, item, today=LATER)

    above = [step for step in answer.steps if step.audience == "the senior lead"]
    assert above
    assert all("the lead has not been told yet" in step.sentence for step in above)


def test_why_names_what_was_asked_by_hand(scene, hand) -> None:
    item = scene.item(due=LATER)
    done = hand.ask()
    scene.deliver(MONDAY)

    answer = why(scene.session, item, today=MONDAY)

    assert answer.by_hand == (
        f"Ada Quill asked on 9 July 2018: told Maria Fenn on 9 July 2018 (message {done.message}).",
    )


def test_why_says_that_a_step_waits_for_a_request_of_today(scene, hand) -> None:
    item = scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    hand.ask()

    answer = why(scene.session, item, today=MONDAY)

    assert [step.sentence for step in answer.steps if "asked by hand today" in step.sentence]


def test_history_keeps_who_asked_whom_about_what(scene, hand) -> None:
    item = scene.item(due=LATER)

    hand.ask(words="Please look")

    event = scene.session.exec(select(Event).where(Event.kind == "asked_by_hand")).one()
    assert event.actor == "Ada Quill"
    assert event.payload["items"] == [item.ref]
    assert event.payload["words"] == "Please look"


def test_a_redaction_finds_the_persons_own_words(scene, hand) -> None:
    from services.redact import redact_text

    scene.item(due=LATER)
    hand.ask(words="Jo Bloggs told me")

    redact_text(scene.session, "Jo Bloggs", reason="a name", now=scene.at(MONDAY), by="Ada Quill")

    scene.session.expire_all()
    assert chases(scene)[0].words == "[removed] told me"


def test_the_first_message_to_somebody_introduces_us_once(scene, hand) -> None:
    scene.inspector.introduced_on = None
    scene.item(due=LATER, mode=BodyMode.AUTOMATIC)
    hand.ask()

    scene.decide(MONDAY)
    scene.deliver(MONDAY)

    said = [raw for to, raw in scene.sink.sent if to == "maria.fenn@police.example"]
    assert len(said) == 1
    scene.session.refresh(scene.inspector)
    assert scene.inspector.introduced_on == MONDAY


def test_in_rehearsal_it_comes_to_the_manager_alone(scene, hand) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Lee Brook", email="lee@police.example"
    )
    scene.item(due=LATER, mode=BodyMode.REHEARSAL)
    hand.ask()

    scene.deliver(MONDAY)

    assert scene.sink.to == ["ada.quill@saltmarsh.example"]


def test_too_old_to_go_it_is_withdrawn(scene, hand) -> None:
    item = scene.item(due=LATER)
    waiting = hand.ask(has_read=False)

    approved = approve_message(
        scene.session,
        waiting.message,
        by="Ada Quill",
        today=NEXT_WEDNESDAY,
        now=scene.at(NEXT_WEDNESDAY),
    )

    assert approved.shown is None
    assert "too long ago" in (approved.cancelled_because or "")
    assert lines_about(scene, item) == [("ad-hoc", NoticeState.WITHDRAWN)]
