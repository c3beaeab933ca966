"""Claiming deliveries: each looked at again and put in words within its claim (decision 0005)."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.claiming import claim_delivery, deliveries_that_may_go, delivery_to_claim
from models.words import AgencyKind, Channel
from notifications.dispatch import Transport
from services.claims_journal import letter_of
from services.compose import Withdrawn, compose
from services.compose.reading import DayReading, Readings
from services.deliver.closing import cancel_delivery
from services.deliver.values import LEASE, PUT_OFF, DeliveryReport, Work
from services.queue_deliveries import to_others_at

# So many numbers are read at once; a worker then takes them one by one.
READ_AHEAD = 100


@dataclass
class Claims:
    """The claims of one run: what it may take next, by channel, and how far it looked."""

    transports: Mapping[Channel, Transport]
    report: DeliveryReport
    readings: Readings = field(default_factory=Readings)
    waiting: dict[Channel, deque[int]] = field(default_factory=dict)

    def claim(
        self,
        session: Session,
        channel: Channel,
        *,
        day: DayReading,
        now: datetime,
        is_probe: bool = False,
    ) -> Work | None:
        """Claim the next delivery of this channel, or None if nothing of it may go.

        One with nothing left to say is cancelled on the way; one to another body that would
        arrive on the eve of days off is put off.
        """
        for number in self._numbers(session, channel, now=now):
            row = delivery_to_claim(session, number, now=now)
            if row is None or self._is_put_off(session, *row, day=day, now=now):
                continue
            work = self._work(session, *row, day=day, now=now, is_probe=is_probe)
            if work is not None:
                return work
        return None

    def _numbers(self, session: Session, channel: Channel, *, now: datetime) -> Iterator[int]:
        """What was read ahead, then one more look: what others hold is not waited for."""
        waiting = self.waiting.setdefault(channel, deque())
        while waiting:
            yield waiting.popleft()
        waiting.extend(deliveries_that_may_go(session, channel=channel, now=now, limit=READ_AHEAD))
        while waiting:
            yield waiting.popleft()

    def _work(
        self,
        session: Session,
        delivery: Delivery,
        message: Message,
        *,
        day: DayReading,
        now: datetime,
        is_probe: bool,
    ) -> Work | None:
        composed = compose(session, delivery, today=day.today, now=now, reading=day)
        if isinstance(composed, Withdrawn):
            cancel_delivery(session, delivery, composed.reason, now=now)
            session.flush()
            self.report.counts["cancelled"] += 1
            return None
        number, token = delivery.id or 0, secrets.token_hex(16)
        claim_delivery(
            session,
            number,
            values={
                "claim_token": token,
                "claimed_at": now,
                "lease_until": now + LEASE,
                "carrier": self.transports[delivery.channel].channel,
                "sent_to": composed.to,
                "subject": composed.subject,
                "raw": composed.raw,
                "message_id_header": composed.message_id_header,
                "in_reply_to": composed.in_reply_to,
                "diverted_from": composed.diverted_from,
            },
        )
        return Work(
            delivery_id=number,
            message_id=delivery.message_id,
            is_copy=delivery.is_copy,
            token=token,
            channel=delivery.channel,
            composed=composed,
            letter=letter_of(delivery, message),
            is_probe=is_probe,
        )

    def _is_put_off(
        self,
        session: Session,
        delivery: Delivery,
        message: Message,
        *,
        day: DayReading,
        now: datetime,
    ) -> bool:
        """Whether it must wait for the next working day, and then the wait is written down.

        A first try that failed, or a channel that came back, can bring a message past the hour
        after which nothing goes to another body on the eve of days off. A statutory one meets
        the same rule: it would lie unread all the same.
        """
        if message.rehearsal:
            return False
        leaves_at = to_others_at(now, day.around)
        if leaves_at <= now:
            return False
        body = day.agencies[day.contact(session, delivery.contact_id).agency_id]
        if body.kind is AgencyKind.COUNCIL:
            return False
        delivery.not_before = leaves_at
        session.add(delivery)
        session.flush()
        self.report.counts[PUT_OFF] += 1
        return True
