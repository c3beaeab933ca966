"""Where sending stands, for whoever wonders why nothing comes: switch, channel and queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.queries.channel_faults import channel_faults
from models.queries.sending import QueueStands, queue_stands
from rules.status_words import time_of_day
from rules.wording import counted, long_date
from services.channel_words import fault_sentence
from services.divert import diverted_sentence
from services.errors import Refused
from services.installation import installation
from services.mail_channel import describe_mail
from services.opening import LONDON
from services.stop_sending import stopped_words


@dataclass(frozen=True, slots=True)
class SendingStatus:
    """``sentences`` say all of it in words; the numbers are for scripts."""

    stopped: bool
    diverted: bool
    channels_out_of_order: tuple[str, ...]
    queue: QueueStands
    sentences: tuple[str, ...]


def sending_status(session: Session, *, now: datetime) -> SendingStatus:
    """Where sending stands now. Opens no connection."""
    row = installation(session)
    faults = channel_faults(session)
    queue = queue_stands(session, now=now)
    diverted = diverted_sentence()
    try:
        mail = describe_mail(row)
    except Refused as error:
        mail = str(error)
    switch = stopped_words(row) if row.sending_stopped else "Sending is not stopped."
    said = [switch, mail, *([diverted] if diverted else []), *map(fault_sentence, faults)]
    return SendingStatus(
        stopped=row.sending_stopped,
        diverted=diverted is not None,
        channels_out_of_order=tuple(str(one.channel) for one in faults),
        queue=queue,
        sentences=(*said, *_queue_words(queue)),
    )


def _queue_words(queue: QueueStands) -> Iterator[str]:
    if queue.queued:
        later = f"; the next of the others {_at(queue.departs)}" if queue.departs else ""
        yield f"On their way: {counted(queue.queued, 'message')}, {queue.ready} ready{later}."
    else:
        yield "Nothing is on its way."
    if queue.held:
        yield f"Waiting for approval: {counted(queue.held, 'message')}."
    if queue.unknown:
        since = f", the oldest tried {_at(queue.unknown_since)}" if queue.unknown_since else ""
        yield f"Not known whether sent: {counted(queue.unknown, 'message')}{since}."
    yield f"Last sent {_at(queue.last_sent)}." if queue.last_sent else "Nothing was sent yet."


def _at(moment: datetime | None) -> str:
    if moment is None:
        return "at an unknown time"
    at = moment.astimezone(LONDON)
    return f"on {long_date(at.date())} at {time_of_day(at.time())}"
