"""What comes back: the message told nobody, and only an address that is gone for good is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.delivery_report import MailRead, ReportReader
from models.ledger import Delivery, DeliveryReport
from models.queries.history import newest_events
from models.queries.reports import newest_main_delivery, report_rows
from models.session import transaction
from models.words import (
    BodyMode,
    ContactRole,
    DeliveryState,
    MessageState,
    NoticeState,
    ReportKind,
)
from notifications.dispatch import Outcome
from services.cover_contact import Cover, cover_contact
from services.errors import NotFoundError, Refused
from services.returned_mail import Became, file_by_hand, take_in
from services.set_contact import ContactOrder, set_contact
from services.show_message import show_message

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
DUE = date(2018, 7, 23)
MARIA = "maria.fenn@police.example"
PLACEHOLDER = "<12.1.0123456789ab@saltmarsh.example>"


@pytest.fixture(scope="session")
def reader() -> Iterator[ReportReader]:
    """One child process for many mails."""
    with ReportReader() as opened:
        yield opened


@pytest.fixture
def about(repository, reader: ReportReader) -> Callable[..., MailRead]:
    """``about("postfix", delivery)``: that sample, as it would come back for this delivery."""
    folder = repository / "tests" / "documents" / "delivery_report" / "samples"

    def read(name: str, delivery: Delivery | None, *, to: str | None = None) -> MailRead:
        content = (folder / f"{name}.eml").read_text()
        if delivery is not None:
            content = content.replace(PLACEHOLDER, delivery.message_id_header or "")
        if to is not None:
            content = content.replace(MARIA, to)
        return reader.read(content.encode())

    return read


@pytest.fixture
def sent(scene):
    """One message to the police, sent on Monday; ``scene.message`` and ``scene.delivery``."""
    return _sent(scene, Outcome.SENT)


@pytest.fixture
def unknown(scene):
    """The same, of which it is not known whether it arrived."""
    return _sent(scene, Outcome.UNKNOWN)


def _sent(scene, outcome: Outcome):
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = outcome
    scene.deliver(MONDAY)
    (scene.message,) = scene.messages()
    (scene.delivery,) = scene.deliveries(scene.message)
    return scene


def take(scene, mail: MailRead, *, day: date = TUESDAY):
    taken = take_in(
        scene.session, mail, file_name="bounce.eml", today=day, now=scene.at(day), by="operator"
    )
    scene.session.commit()
    scene.session.expire_all()
    return taken


def notice_states(scene) -> list[NoticeState]:
    return [one.state for one in scene.notices(scene.message)]


@pytest.mark.parametrize(
    "name",
    ["postfix", "exim", "exchange_online", "exchange_edge", "qmail", "domino", "mangled",
     "two_recipients"],
)  # fmt: skip
def test_a_bounce_for_good_fails_the_message_and_marks_the_address(sent, about, name) -> None:
    (taken,) = take(sent, about(name, sent.delivery))

    assert (taken.became, taken.message) == (Became.CAME_BACK, sent.message.id)
    assert taken.marked == ("Maria Fenn",)
    assert sent.inspector.bounced_at == sent.at(TUESDAY)
    assert sent.delivery.state is DeliveryState.FAILED
    assert notice_states(sent) == [NoticeState.FAILED]


@pytest.mark.parametrize("name", ["gmail_full", "exchange_refused_by_rule"])
def test_one_that_is_not_for_good_fails_the_message_and_marks_nobody(sent, about, name) -> None:
    (taken,) = take(sent, about(name, sent.delivery))

    assert (taken.became, taken.marked) == (Became.CAME_BACK, ())
    assert sent.inspector.bounced_at is None
    assert sent.delivery.state is DeliveryState.FAILED


def test_the_reason_is_the_servers_own(sent, about) -> None:
    take(sent, about("postfix", sent.delivery))

    assert "550 5.1.1" in sent.inspector.bounce_reason
    assert "It came back: 550 5.1.1" in sent.delivery.outcome


def test_a_warning_of_delay_changes_nothing_that_was_sent(sent, about) -> None:
    (taken,) = take(sent, about("postfix_delayed", sent.delivery))

    assert taken.became is Became.DELAYED
    assert sent.delivery.state is DeliveryState.SENT
    assert notice_states(sent) == [NoticeState.TOLD]


@pytest.mark.parametrize(
    "name",
    ["delivered", "read_receipt", "postfix_delayed", "absence_exchange", "absence_sieve", "reply"],
)
def test_what_shows_that_a_server_has_it_settles_an_unknown(unknown, about, name) -> None:
    take(unknown, about(name, unknown.delivery))

    assert unknown.delivery.state is DeliveryState.FILED
    (notice,) = unknown.notices(unknown.message)
    assert (notice.state, notice.told_on) == (NoticeState.TOLD, MONDAY)


def test_a_bounce_settles_an_unknown_as_failed(unknown, about) -> None:
    take(unknown, about("postfix", unknown.delivery))

    assert unknown.delivery.state is DeliveryState.FAILED
    assert notice_states(unknown) == [NoticeState.FAILED]
    assert unknown.inspector.bounced_at is not None


@pytest.mark.parametrize("name", ["absence_exchange", "absence_sieve", "absence_domino"])
def test_an_absence_marks_nobody_and_answers_nothing(sent, about, name) -> None:
    (taken,) = take(sent, about(name, sent.delivery))

    assert taken.became is Became.AUTOMATIC_REPLY
    assert sent.inspector.bounced_at is None
    assert sent.delivery.state is DeliveryState.SENT


def test_a_report_counts_once_however_often_it_is_read(sent, about) -> None:
    mail = about("postfix", sent.delivery)
    take(sent, mail)
    events = len(newest_events(sent.session, limit=500))

    (again,) = take(sent, mail)

    assert again.became is Became.READ_BEFORE
    assert len(newest_events(sent.session, limit=500)) == events
    assert len(report_rows(sent.session, waiting=False)) == 1


def test_a_mark_keeps_the_day_of_the_first_report(sent, about) -> None:
    take(sent, about("postfix", sent.delivery))
    take(sent, about("exim", sent.delivery), day=date(2018, 7, 11))

    assert sent.inspector.bounced_at == sent.at(TUESDAY)


def test_an_address_put_right_since_is_not_marked(sent, about) -> None:
    set_contact(
        sent.session, sent.police,
        ContactOrder(ContactRole.SPOC, "Maria Fenn", email="m.fenn@police.example"),
        today=TUESDAY, now=sent.at(TUESDAY), by="manager",
    )  # fmt: skip

    (taken,) = take(sent, about("postfix", sent.delivery))

    assert taken.marked == ()
    assert sent.inspector.bounced_at is None
    assert sent.delivery.state is DeliveryState.FAILED


def test_whoever_stands_in_is_marked_in_the_holders_place(scene, about) -> None:
    cover = Cover("Dev Rook", "dev.rook@police.example", date(2018, 7, 31))
    cover_contact(
        scene.session, scene.inspector, cover, today=MONDAY, now=scene.at(MONDAY), by="manager"
    )
    _sent(scene, Outcome.SENT)

    take(scene, about("postfix", scene.delivery, to="dev.rook@police.example"))

    assert scene.inspector.bounced_at is None
    assert scene.inspector.cover_bounced_at == scene.at(TUESDAY)


def test_a_deputys_copy_that_came_back_marks_the_deputy_and_no_message(scene, about) -> None:
    deputy = scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Dev Rook", email="dev.rook@police.example"
    )
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.SENT
    scene.deliver(MONDAY)
    (scene.message,) = scene.messages()
    (copy,) = [one for one in scene.deliveries(scene.message) if one.is_copy]

    take(scene, about("postfix", copy, to="dev.rook@police.example"))

    assert deputy.bounced_at is not None
    assert scene.inspector.bounced_at is None
    assert notice_states(scene) == [NoticeState.TOLD]


def test_where_mail_is_passed_on_nobody_is_marked_and_a_person_looks(sent, about) -> None:
    (taken,) = take(sent, about("postfix", sent.delivery, to="someone.else@elsewhere.example"))

    assert taken.became is Became.WAITS
    assert sent.inspector.bounced_at is None
    assert sent.delivery.state is DeliveryState.FAILED


def test_a_bounce_of_somebody_elses_mail_marks_nobody(sent, about) -> None:
    (taken,) = take(sent, about("somebody_elses", None))

    assert taken.became is Became.WAITS
    assert sent.inspector.bounced_at is None
    assert sent.delivery.state is DeliveryState.SENT


def test_a_bounce_about_nobody_we_know_is_not_kept(sent, about) -> None:
    (taken,) = take(sent, about("somebody_elses", None, to="friend@elsewhere.example"))

    assert taken.became is Became.NOT_OURS
    assert report_rows(sent.session, waiting=False) == []


def without_our_message(mail: MailRead) -> MailRead:
    """The same report from a server that returns nothing of the message."""
    return replace(mail, cited=(), returned=())


def test_by_the_address_alone_one_that_is_gone_is_marked(sent, about) -> None:
    (taken,) = take(sent, without_our_message(about("postfix", sent.delivery)))

    assert taken.marked == ("Maria Fenn",)
    # Nobody can tell which message it was, so none is taken back.
    assert sent.delivery.state is DeliveryState.SENT


def test_by_the_address_alone_a_full_mailbox_waits_for_a_person(sent, about) -> None:
    (taken,) = take(sent, without_our_message(about("gmail_full", sent.delivery)))

    assert taken.became is Became.WAITS
    assert sent.inspector.bounced_at is None


def test_by_the_address_alone_nobody_is_marked_long_after_the_last_message(sent, about) -> None:
    (taken,) = take(
        sent, without_our_message(about("postfix", sent.delivery)), day=date(2018, 9, 3)
    )

    assert taken.became is Became.WAITS
    assert sent.inspector.bounced_at is None


def test_by_the_address_alone_nobody_is_marked_where_several_have_it(sent, about) -> None:
    sent.make.contact(sent.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh", email=MARIA)

    (taken,) = take(sent, without_our_message(about("postfix", sent.delivery)))

    assert taken.became is Became.WAITS


def test_a_forged_report_cites_a_name_that_nobody_has(sent, about) -> None:
    forged = about("postfix", None)

    (taken,) = take(sent, forged)

    assert taken.became is Became.WAITS
    assert sent.inspector.bounced_at is None
    assert sent.delivery.state is DeliveryState.SENT


def test_a_bounce_of_what_was_sent_again_since_takes_nothing_back(unknown, about) -> None:
    from services.settle_unknown import settle_unknown

    settle_unknown(
        unknown.session, unknown.message.id, arrived=False, by="Ada Quill", today=TUESDAY,
        now=unknown.at(TUESDAY),
    )  # fmt: skip
    unknown.sink.outcome = Outcome.SENT
    unknown.deliver(TUESDAY)

    take(unknown, about("gmail_full", unknown.delivery), day=TUESDAY)

    assert notice_states(unknown) == [NoticeState.TOLD]


def test_an_introduction_that_came_back_introduced_nobody(scene, about) -> None:
    scene.inspector.introduced_on = None
    _sent(scene, Outcome.SENT)
    assert scene.inspector.introduced_on == MONDAY

    take(scene, about("postfix", scene.delivery))

    assert scene.inspector.introduced_on is None


def test_who_was_never_introduced_is_introduced_once_the_address_is_right(scene, about) -> None:
    scene.inspector.introduced_on = None
    _sent(scene, Outcome.SENT)
    take(scene, about("postfix", scene.delivery))
    set_contact(
        scene.session, scene.police,
        ContactOrder(ContactRole.SPOC, "Maria Fenn", email="m.fenn@police.example"),
        today=TUESDAY, now=scene.at(TUESDAY), by="manager",
    )  # fmt: skip

    scene.decide(TUESDAY)
    scene.deliver(TUESDAY)

    newest = scene.messages()[-1]
    assert newest.introduces
    assert "m.fenn@police.example" in scene.sink.to


def test_the_manager_reads_what_came_back_and_what_waits(sent, about) -> None:
    take(sent, about("postfix", sent.delivery))
    take(sent, about("somebody_elses", None), day=TUESDAY)

    sent.decide(TUESDAY)

    (letter,) = sent.messages_to(sent.council, MessageState.QUEUED)
    text = show_message(sent.session, letter.id, today=TUESDAY, now=sent.at(TUESDAY)).text
    assert "Maria Fenn, Estuary Police, on 10 July" in text
    assert "1 delivery report waits for a person" in " ".join(text.split())


def test_what_came_back_for_a_while_is_told_to_the_manager_too(sent, about) -> None:
    take(sent, about("gmail_full", sent.delivery))

    sent.decide(TUESDAY)

    (letter,) = sent.messages_to(sent.council, MessageState.QUEUED)
    text = show_message(sent.session, letter.id, today=TUESDAY, now=sent.at(TUESDAY)).text
    assert "Maria Fenn, Estuary Police, on 10 July" in text


@pytest.fixture
def waiting(sent, about) -> DeliveryReport:
    """A report that waits for a person."""
    take(sent, about("somebody_elses", None))
    return report_rows(sent.session, waiting=True)[0].report


def file(scene, number: int, **more):
    return file_by_hand(
        scene.session, number, now=scene.at(TUESDAY), by="Ada Quill",
        **{"because": "She has left", **more},
    )  # fmt: skip


def test_a_person_files_a_report_with_a_reason(sent, waiting) -> None:
    file(sent, waiting.id)

    assert report_rows(sent.session, waiting=True) == []
    assert (waiting.filed_by, waiting.filed_because) == ("Ada Quill", "She has left")
    assert sent.inspector.bounced_at is None


def test_a_person_may_say_that_the_address_is_wrong(sent, waiting) -> None:
    filed = file(sent, waiting.id, address_is_wrong=True)

    assert filed.marked == ("Maria Fenn",)
    assert waiting.kind is ReportKind.FAILED


def test_a_report_is_filed_once(sent, waiting) -> None:
    file(sent, waiting.id)

    with pytest.raises(Refused, match="filed already, by Ada Quill"):
        file(sent, waiting.id)


def test_a_report_is_not_filed_without_a_reason(sent, waiting) -> None:
    with pytest.raises(Refused, match="Say why"):
        file(sent, waiting.id, because=" ")


def test_a_report_that_is_not_there_is_named(sent) -> None:
    with pytest.raises(NotFoundError, match="no report 77"):
        file(sent, 77)


@pytest.fixture
def late(scene):
    """An item a week late, its lead told on Monday, and a senior lead above them."""
    scene.make.contact(
        scene.police,
        role=ContactRole.SENIOR_LEAD,
        name="Sol Marsh",
        email="sol.marsh@police.example",
        introduced_on=date(2018, 6, 1),
    )
    scene.item(due=date(2018, 7, 2), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.SENT
    scene.deliver(MONDAY)
    (scene.message,) = scene.messages()
    (scene.delivery,) = scene.deliveries(scene.message)
    return scene


def steps_decided(scene, *, weeks: int = 4) -> set[str]:
    """Every step that is decided in the weeks to come, each day delivered."""
    for days in range(1, 7 * weeks):
        day = MONDAY + timedelta(days=days)
        if day.weekday() < 5:
            scene.decide(day)
    return {one.rung_id for message in scene.messages() for one in scene.notices(message)}


def test_the_steps_above_the_lead_open_where_the_lead_was_told(late) -> None:
    assert any("courtesy" in step for step in steps_decided(late))


def test_no_step_above_the_lead_waits_on_a_message_that_came_back(late, about) -> None:
    take(late, about("gmail_full", late.delivery), day=MONDAY)

    assert not any("courtesy" in step for step in steps_decided(late))


def test_a_bounce_that_is_quicker_than_the_record_of_the_outcome_stands(scene, about) -> None:
    """The server takes it and refuses it in the same second; the worker's answer comes later."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.SENT
    (scene.message,) = scene.messages()
    number, now, kept = scene.message.id, scene.at(MONDAY), scene.sink.send

    def bounces_at_once(raw: bytes, **more):
        if more["recipient"] == MARIA:
            with transaction(scene.factory) as other:
                delivery = newest_main_delivery(other, number)
                assert delivery.state is DeliveryState.SENDING
                bounce = about("postfix", delivery)
                take_in(other, bounce, file_name="b.eml", today=MONDAY, now=now, by="operator")
        return kept(raw, **more)

    scene.sink.send = bounces_at_once
    scene.deliver(MONDAY)

    assert [one.state for one in scene.deliveries(scene.message)] == [DeliveryState.FAILED]
    assert notice_states(scene) == [NoticeState.FAILED]
    assert scene.inspector.bounced_at is not None
    assert scene.message.state is MessageState.CLOSED
