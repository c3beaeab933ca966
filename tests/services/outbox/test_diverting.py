"""Where all mail is diverted, nobody outside hears of anything, and every message says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from config.settings import settings
from models.inspections import EmbargoMember
from models.words import BodyMode, Channel, ContactRole, DeliveryState, NoticeState
from notifications.dispatch import Outcome
from services.divert import diverted_address, diverted_sentence
from services.errors import Refused
from services.outbox_overview import lines_of
from services.returned_mail.effects import came_back

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)
TESTER = "tester@saltmarsh.example"
MARIA = "maria.fenn@police.example"


@pytest.fixture
def divert(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """``divert("a@x.example")``: all mail goes there."""

    def set_to(value: str) -> None:
        monkeypatch.setenv("LONGSTOP_DELIVER_ONLY_TO", value)
        settings.cache_clear()

    yield set_to
    settings.cache_clear()


def delivered(scene):
    """An item of the police, decided and delivered on Monday."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.SENT
    scene.deliver(MONDAY)
    (scene.message,) = scene.messages()
    return scene


def mail_for(scene, name: str):
    """The one mail in whose words this person would have been addressed."""
    parsed = [message_from_bytes(raw, policy=default) for _, raw in scene.sink.sent]
    (mail,) = [one for one in parsed if f"Dear {name}" in one.get_body(("plain",)).get_content()]
    return mail


def test_everything_goes_to_the_operator(scene, divert) -> None:
    divert(TESTER)

    delivered(scene)

    assert set(scene.sink.to) == {TESTER}


def test_each_message_says_whom_it_would_have_reached(scene, divert) -> None:
    divert(TESTER)
    delivered(scene)

    mail = mail_for(scene, "Maria Fenn")

    says = "Diverted: this would have gone to Maria Fenn, single point of contact, Estuary Police"
    assert mail["Subject"].startswith("[OFFICIAL] Diverted, for Maria Fenn: ")
    assert says in " ".join(mail.get_body(("plain",)).get_content().split())
    assert "Diverted: this would have gone to Maria Fenn" in mail.get_body(("html",)).get_content()
    assert mail["To"].addresses[0].addr_spec == TESTER
    assert mail["Cc"] is None


def test_the_rows_say_where_it_went_and_where_it_would_have_gone(scene, divert) -> None:
    divert(TESTER)
    delivered(scene)

    (delivery,) = scene.deliveries(scene.message)
    assert (delivery.sent_to, delivery.diverted_from) == (TESTER, MARIA)
    assert [one.state for one in scene.notices(scene.message)] == [NoticeState.TOLD]


def test_the_deputys_copy_is_diverted_too(scene, divert) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Dev Rook", email="dev.rook@police.example"
    )
    divert(TESTER)

    delivered(scene)

    assert set(scene.sink.to) == {TESTER}
    assert len(scene.sink.to) == 3


def test_mail_to_an_address_that_is_allowed_goes_there_as_it_is(scene, divert) -> None:
    divert(f"{TESTER}, Ada.Quill@saltmarsh.example")

    delivered(scene)

    assert sorted(scene.sink.to) == ["ada.quill@saltmarsh.example", TESTER]
    assert "Diverted" not in mail_for(scene, "Ada Quill")["Subject"]


def test_a_card_is_cancelled_for_it_would_reach_its_channel(scene, divert) -> None:
    scene.inspector.teams_channel = "police-plan"
    divert(TESTER)
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.session.commit()
    from services.deliver import deliver_outbox

    deliver_outbox(
        scene.factory, transport=scene.sink, teams=scene.sink, now=scene.at(MONDAY), today=MONDAY
    )
    scene.session.expire_all()

    (message,) = scene.messages()
    (card,) = [one for one in scene.deliveries(message) if one.channel is Channel.TEAMS]
    assert card.state is DeliveryState.CANCELLED
    assert "diverted" in card.outcome


@pytest.fixture
def embargoed(scene):
    """An inspection nobody may hear of, but Maria Fenn, who stands in its circle."""
    scene.inspection.embargoed, scene.inspection.published_on = True, None
    scene.inspection.code_name = "Project Heron"
    scene.session.add(EmbargoMember(inspection_id=scene.inspection.id, name="Maria", email=MARIA))
    return scene


def test_the_one_in_the_circle_reads_the_title(embargoed) -> None:
    delivered(embargoed)

    assert embargoed.inspection.embargoed
    assert "Minutes shared in two days" in str(mail_for(embargoed, "Maria Fenn"))


def test_nothing_of_an_embargoed_inspection_reaches_an_operator_outside_the_circle(
    embargoed, divert
) -> None:
    divert(TESTER)

    delivered(embargoed)

    assert embargoed.inspection.embargoed
    everything = b"".join(raw for _, raw in embargoed.sink.sent)
    assert b"Minutes shared" not in everything
    assert b"Saltmarsh inspection" not in everything


def test_an_operator_in_the_circle_reads_what_the_person_would(embargoed, divert) -> None:
    embargoed.session.add(
        EmbargoMember(inspection_id=embargoed.inspection.id, name="T", email=TESTER)
    )
    divert(TESTER)

    delivered(embargoed)

    assert embargoed.inspection.embargoed
    assert "Minutes shared in two days" in str(mail_for(embargoed, "Maria Fenn"))


def test_what_came_back_from_the_operator_marks_nobody(scene, divert) -> None:
    divert(TESTER)
    delivered(scene)
    (delivery,) = scene.deliveries(scene.message)

    came_back(scene.session, delivery, words="550 5.1.1 no", now=scene.at(MONDAY))

    assert scene.inspector.bounced_at is None


@pytest.mark.parametrize("written", ["", "tester", "a@x.example, b", " , "])
def test_what_is_no_address_lets_nothing_go(scene, divert, written) -> None:
    divert(written)
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)

    with pytest.raises(Refused, match="LONGSTOP_DELIVER_ONLY_TO holds"):
        scene.deliver(MONDAY)

    assert scene.sink.sent == []


def test_without_the_setting_nothing_is_diverted() -> None:
    assert (diverted_address(MARIA), diverted_sentence()) == (None, None)


def test_the_outbox_says_where_it_went(scene, divert) -> None:
    divert(TESTER)
    delivered(scene)

    (line,) = lines_of(scene.session, [scene.message.id], today=MONDAY)

    assert line.why == f"Diverted: it went to {TESTER} instead of {MARIA}."
