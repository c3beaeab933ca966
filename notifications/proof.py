"""The words of a test message: who sent it, when, and that nobody has to do anything."""

from __future__ import annotations

import datetime
from html import escape

from notifications.mail import LONDON
from notifications.message import Rendered, Sender
from notifications.plain_text import one_line, wrapped
from rules.status_words import time_of_day
from rules.wording import long_date


def proof_of(
    sender: Sender, *, now: datetime.datetime, by: str, diverted_from: str | None = None
) -> Rendered:
    """A test message, sent by ``by`` at ``now``; nothing of any inspection stands in it."""
    at = now.astimezone(LONDON)
    when = f"on {long_date(at.date())} at {time_of_day(at.time())}"
    paragraphs = [
        f"This is a test. {one_line(by)} sent it {when}, to see whether mail arrives.",
        "You do not need to do anything.",
        f"If you did not expect it, please tell us: {sender.reply_to}.",
        sender.council,
    ]
    if diverted_from is not None:
        paragraphs.insert(0, f"Diverted: this would have gone to {diverted_from}.")
    lines = "".join(f"<p>{escape(one_line(text))}</p>" for text in paragraphs)
    return Rendered(
        subject=one_line(f"[{sender.marking}] Test message from {sender.team}"),
        text=wrapped("\n\n".join(paragraphs)),
        html=f'<html lang="en-GB"><body>{lines}</body></html>',
    )
