"""The letter that a person may sign and send to somebody above the lead."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from notifications.arranging import reading_order
from notifications.contents import BriefContent
from notifications.item_views import bodies_of
from notifications.item_words import WITHHELD, status_words
from notifications.message import Item, Recipient, Sender, Tone
from rules.status_words import near_date
from rules.wording import counted, listed


def draft_letter(content: BriefContent, *, sender: Sender, today: datetime.date) -> tuple[str, ...]:
    """The paragraphs of the letter, from "Dear" to the signatory, each on one line.

    It says what another body may read: no count of moves, and "Update not yet received".
    """
    return tuple(_paragraphs(content, sender=sender, today=today))


def _paragraphs(content: BriefContent, *, sender: Sender, today: datetime.date) -> Iterator[str]:
    items = sorted((one.item for one in content.items), key=reading_order)
    yield f"Dear {content.to.name}"
    yield _what_it_is_about(content, items=items, today=today)
    for item in items:
        yield _item_paragraph(item, reader=content.to, today=today)
    yield (
        "We may have missed an answer. If so, please send it again; if not, please see that"
        f" an update reaches the {sender.team} at {sender.reply_to}."
    )
    yield "Yours sincerely"
    yield content.signatory


def _what_it_is_about(content: BriefContent, *, items: Sequence[Item], today: datetime.date) -> str:
    bodies = bodies_of(items, otherwise=content.to.agency)
    are = "is" if len(bodies) == 1 else "are"
    inspections = listed(tuple(dict.fromkeys(item.inspection for item in items)))
    dates_have = "Its date has" if len(items) == 1 else "Their dates have"
    return (
        f"I write about {counted(len(items), 'item')} for which {listed(bodies)} {are} accountable"
        f" in the plan ({inspections}). {dates_have} passed and no update has reached us."
        f" {_asked_words(content, today=today)}"
    )


def _asked_words(content: BriefContent, *, today: datetime.date) -> str:
    days = sorted({asked.on for one in content.items for asked in one.asked})
    if not days:
        return f"The person asked is {content.lead}."
    on = listed([near_date(day, today=today) for day in days])
    return f"On {on} we asked {content.lead}."


def _item_paragraph(item: Item, *, reader: Recipient, today: datetime.date) -> str:
    late = replace(item, tone=Tone.LATE) if item.tone is Tone.ESCALATION else item
    outside = replace(reader, own_staff=False)
    return (
        f"{item.ref}: {item.title or WITHHELD}. {status_words(late, reader=outside, today=today)}"
    )
