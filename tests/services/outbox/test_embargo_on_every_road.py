"""Nothing of an embargoed inspection reaches anybody outside its circle, by whatever road it goes.

Each road is tried with a word of the inspection that nobody else uses; the bytes that left are
searched for it, parts decoded, so that no encoding hides it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from config.settings import settings
from models.inspections import EmbargoMember
from models.words import BodyMode, ContactRole
from notifications.dispatch import Outcome
from services.by_hand import ChaseOrder, chase
from services.deliver import deliver_outbox
from services.prove_mail import make_proof, send_proof
from services.resend_message import resend_message
from services.settle_unknown import settle_unknown

MONDAY, TUESDAY = date(2018, 7, 9), date(2018, 7, 10)
DUE = date(2018, 7, 23)
SECRET_TITLE, SECRET_AREA, CODE_NAME = "Wrongly closed referrals", "Quillmarsh", "Project Heron"


@pytest.fixture
def embargoed(scene):
    """An inspection that only Ada Quill, the manager, may see; the police take part."""
    inspection = scene.inspection
    inspection.embargoed, inspection.published_on = True, None
    inspection.code_name, inspection.area = CODE_NAME, SECRET_AREA
    inspection.theme = SECRET_TITLE
    scene.session.add(
        EmbargoMember(inspection_id=inspection.id, name="Ada", email=scene.manager.email)
    )
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC, title=SECRET_TITLE)
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Dev Rook", email="dev.rook@police.example"
    )
    scene.sink.outcome = Outcome.SENT
    return scene


@pytest.fixture
def divert(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """``divert("a@x.example")``: all mail goes there."""

    def set_to(value: str) -> None:
        monkeypatch.setenv("LONGSTOP_DELIVER_ONLY_TO", value)
        settings.cache_clear()

    yield set_to
    settings.cache_clear()


def words_sent(scene, *, besides: str = "ada.quill@saltmarsh.example") -> str:
    """Every word that left, to whom it may not be told: headers and decoded parts."""
    said = [_words(raw) for to, raw in scene.sink.sent if to != besides]
    assert said, "nothing was sent, so nothing was proved"
    return "\n".join(said)


def _words(raw: bytes) -> str:
    mail = message_from_bytes(raw, policy=default)
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return "\n".join([headers, raw.decode(), *(str(one.get_content()) for one in parts)])


def take_into_the_circle(scene, address: str) -> None:
    """One more who may see the inspection."""
    scene.session.add(
        EmbargoMember(inspection_id=scene.inspection.id, name="Another", email=address)
    )


def assert_nothing_leaks(words: str) -> None:
    assert SECRET_TITLE not in words
    assert SECRET_AREA not in words
    assert CODE_NAME in words


def test_by_mail_and_by_the_deputys_copy(embargoed) -> None:
    embargoed.decide(MONDAY)
    embargoed.deliver(MONDAY)

    assert {"maria.fenn@police.example", "dev.rook@police.example"} <= set(embargoed.sink.to)
    assert_nothing_leaks(words_sent(embargoed))


def test_by_a_card_whose_reader_is_a_whole_channel(embargoed) -> None:
    # Even the channel of somebody in the circle is read by others.
    take_into_the_circle(embargoed, "maria.fenn@police.example")
    embargoed.inspector.teams_channel = "police-plan"
    embargoed.decide(MONDAY)
    embargoed.session.commit()
    deliver_outbox(
        embargoed.factory,
        transport=embargoed.sink,
        teams=embargoed.sink,
        now=embargoed.at(MONDAY),
        today=MONDAY,
    )

    cards = [raw.decode() for to, raw in embargoed.sink.sent if to == "police-plan"]
    assert cards
    assert_nothing_leaks("\n".join(cards))


def test_by_a_request_made_by_hand(embargoed) -> None:
    order = ChaseOrder(whom="estuary-police", requested_by="Ada Quill")
    chase(embargoed.session, order, key=None, today=TUESDAY, now=embargoed.at(TUESDAY))
    embargoed.deliver(TUESDAY)

    assert_nothing_leaks(words_sent(embargoed))


def test_by_what_is_sent_again(embargoed) -> None:
    embargoed.decide(MONDAY)
    embargoed.sink.outcome = Outcome.FAILED
    embargoed.deliver(MONDAY)
    embargoed.sink.sent.clear()
    embargoed.sink.outcome = Outcome.SENT
    (message,) = embargoed.messages()
    resend_message(
        embargoed.session, message.id, because=None, today=TUESDAY, now=embargoed.at(TUESDAY),
        by="Ada",
    )  # fmt: skip
    embargoed.deliver(TUESDAY)

    assert_nothing_leaks(words_sent(embargoed))


def test_by_what_did_not_arrive_and_goes_again(embargoed) -> None:
    embargoed.decide(MONDAY)
    embargoed.sink.outcome = Outcome.UNKNOWN
    embargoed.deliver(MONDAY)
    embargoed.sink.sent.clear()
    embargoed.sink.outcome = Outcome.SENT
    (message,) = embargoed.messages()
    settle_unknown(
        embargoed.session, message.id, arrived=False, by="Ada", today=TUESDAY,
        now=embargoed.at(TUESDAY),
    )  # fmt: skip
    embargoed.deliver(TUESDAY)

    assert_nothing_leaks(words_sent(embargoed))


def test_by_a_rehearsal_to_a_manager_outside_the_circle(embargoed) -> None:
    take_into_the_circle(embargoed, "maria.fenn@police.example")
    embargoed.manager.email = "new.manager@saltmarsh.example"
    embargoed.item(due=DUE, mode=BodyMode.REHEARSAL, title=SECRET_TITLE)
    embargoed.decide(MONDAY)
    embargoed.deliver(MONDAY)

    rehearsed = [raw for _, raw in embargoed.sink.sent if b"Rehearsal for Maria Fenn" in raw]
    assert rehearsed
    assert_nothing_leaks("\n".join(_words(raw) for raw in rehearsed))


def test_by_a_diversion_to_somebody_outside_the_circle(embargoed, divert) -> None:
    # What Maria would have read in full goes to somebody who may not.
    take_into_the_circle(embargoed, "maria.fenn@police.example")
    divert("tester@saltmarsh.example")
    embargoed.decide(MONDAY)
    embargoed.deliver(MONDAY)

    assert set(embargoed.sink.to) == {"tester@saltmarsh.example"}
    assert_nothing_leaks(words_sent(embargoed))


def test_a_test_message_names_no_inspection_at_all(embargoed) -> None:
    proof = make_proof(embargoed.session, to=None, now=embargoed.at(MONDAY), by="Ada")
    send_proof(proof, embargoed.sink, say=print)

    words = words_sent(embargoed)
    assert not any(word in words for word in (SECRET_TITLE, SECRET_AREA, CODE_NAME))
