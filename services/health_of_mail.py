"""Whether mail can go and its outcomes are known: the part of `longstop doctor` about sending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.installation import Installation
from models.queries.channel_faults import channel_faults
from models.queries.outbox import count_by_state
from models.queries.reports import waiting_reports
from models.queries.sending import queue_stands
from models.words import DatabaseKind, DeliveryState
from notifications.dispatch import Transport
from rules.wording import counted, long_date
from services.channel_words import fault_sentence
from services.channels import channels_of
from services.divert import diverted_sentence
from services.errors import ServiceError
from services.opening import london_date
from services.secret_files import secret_files_open_to_all
from services.stop_sending import stopped_words


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, whether all is well, and a sentence that says what is and what to do."""

    question: str
    is_well: bool
    sentence: str


def examine_mail(session: Session, row: Installation, *, now: datetime) -> Iterator[Answer]:
    """Ask every question about sending. Opens the channels, and sends nothing."""
    yield _sending(row)
    yield from _channels(row)
    for fault in channel_faults(session):
        yield Answer(f"The {fault.channel} channel of late", False, fault_sentence(fault))
    yield from _secrets()
    yield from _diversion(row)
    yield _outcomes(session, now=now)
    yield _came_back(session)


def _sending(row: Installation) -> Answer:
    if row.sending_stopped:
        again = " To let it go again: 'longstop sending start'."
        return Answer("Sending", False, stopped_words(row) + again)
    return Answer("Sending", True, "Not stopped.")


def _channels(row: Installation) -> Iterator[Answer]:
    try:
        channels = channels_of(row)
    except ServiceError as error:
        yield Answer("Mail channel", False, str(error))
        return
    try:
        yield _looked("Mail channel", channels.mail)
        if channels.trouble is not None:
            yield Answer("Teams", False, channels.trouble)
        elif channels.teams is not None:
            yield _looked("Teams", channels.teams)
    finally:
        channels.close()


def _looked(question: str, transport: Transport) -> Answer:
    state = transport.look()
    return Answer(question, state.is_well, state.sentence)


def _secrets() -> Iterator[Answer]:
    """Only where there is something to say: a file of secrets that is not kept to ourselves."""
    for path in secret_files_open_to_all():
        sentence = f"Every user of this machine can read {path}. Let only ours: chmod 600 {path}"
        yield Answer("Secrets", False, f"{sentence}.")


def _diversion(row: Installation) -> Iterator[Answer]:
    """Only where there is one: a live database whose mail is diverted tells nobody anything."""
    try:
        sentence = diverted_sentence()
    except ServiceError as error:
        yield Answer("Diversion", False, str(error))
        return
    if sentence is not None:
        yield Answer("Diversion", row.kind is DatabaseKind.DEMONSTRATION, sentence)


def _outcomes(session: Session, *, now: datetime) -> Answer:
    queue = queue_stands(session, now=now)
    if queue.unknown:
        since = ""
        if queue.unknown_since is not None:
            since = f", the oldest tried on {long_date(london_date(queue.unknown_since))}"
        return Answer(
            "Outcomes",
            False,
            f"Not known whether sent: {counted(queue.unknown, 'message')}{since}. Ask them, then "
            "'longstop outbox settle'. 'longstop outbox list --unknown' names them.",
        )
    failed = count_by_state(session).get(DeliveryState.FAILED, 0)
    rest = f" {counted(failed, 'message')} could not be sent." if failed else ""
    return Answer("Outcomes", True, f"Every outcome is known.{rest}")


def _came_back(session: Session) -> Answer:
    number = waiting_reports(session)
    if not number:
        return Answer("What came back", True, "No report waits for a person.")
    verb = "waits" if number == 1 else "wait"
    sentence = f"{counted(number, 'report')} {verb} for a person: 'longstop mail reports'."
    return Answer("What came back", False, sentence)
