"""What a message costs: put in words, wrapped as mail, filed. Run it as a file."""

from __future__ import annotations

import datetime
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from config.councils import council
from notifications.contents import DigestContent
from notifications.keys import DeliveryKey
from notifications.mail import Envelope, build_mail
from notifications.message import Item, ItemKind, LastSaid, Recipient, Tone
from notifications.render import render
from notifications.senders import sender_of

MESSAGES = 1_000
ITEMS = 20
TODAY = datetime.date(2018, 9, 4)
NOW = datetime.datetime(2018, 9, 4, 9, tzinfo=datetime.UTC)
READER = Recipient("Priya Shah", "single point of contact", "Estuary Police", "p@police.example")
SENDER = sender_of(council("example"))


def main() -> None:
    """Print milliseconds of CPU, and of the clock, for each step of one message."""
    said = LastSaid("On track", "Draft is with our control room.", "Priya Shah", TODAY)
    items = tuple(
        Item(
            ref=f"2.{number}",
            inspection="Joint targeted area inspection, March 2018",
            title="Night-time contact list is shared with all bodies",
            due=TODAY,
            kind=ItemKind.PLAN,
            tone=Tone.LATE if number % 2 else Tone.REMINDER,
            plan_words="End of August 2018",
            last_said=said,
            reason="Its date passed and no update has reached us.",
        )
        for number in range(ITEMS)
    )
    content = DigestContent(items=items, reply_by=TODAY)

    def put_in_words() -> None:
        render(content, recipient=READER, sender=SENDER, today=TODAY, demonstration=True)

    message = render(content, recipient=READER, sender=SENDER, today=TODAY, demonstration=True)

    def wrap(number: int = 1) -> bytes:
        key = DeliveryKey("bench", number)
        return build_mail(
            Envelope(
                sender=SENDER,
                recipient=READER,
                subject=message.subject,
                text=message.text,
                html=message.html,
                message_id=key.message_id("saltmarsh.example"),
                date=NOW,
            )
        )

    measure(f"in words, {ITEMS} items", lambda _: put_in_words())
    measure("wrapped as mail", wrap)
    raw = wrap()
    started = time.perf_counter()
    from notifications.plugins.maildir import maildir_transport

    print(f"{'import of the channel':24} {(time.perf_counter() - started) * 1000:8.0f} ms, once")
    with tempfile.TemporaryDirectory() as folder:
        transport = maildir_transport(Path(folder) / "mail")
        measure(
            f"filed, {len(raw) / 1000:.0f} kB",
            lambda number: transport.send(raw, recipient="", key=DeliveryKey("bench", number)),
        )


def measure(what: str, act: Callable[[int], object]) -> None:
    """Print what one of ``MESSAGES`` acts costs."""
    cpu, clock = time.process_time(), time.perf_counter()
    for number in range(MESSAGES):
        act(number)
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    each = 1000 / MESSAGES
    print(f"{what:24} {cpu * each:8.2f} ms of CPU, {clock * each:8.2f} ms by the clock")


if __name__ == "__main__":
    main()
