"""The letter that a person may sign and send to somebody above the lead."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notifications.arranging import reading_order
from notifications.contents import BriefContent, RaisedItem
from notifications.item_views import bodies_of
from notifications.item_words import WITHHELD, status_words
from notifications.message import Item, Recipient, Sender
from rules.status_words import near_date
from rules.wording import counted, listed


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One item of the letter: ``what`` it is, where it stands, when it is due, when we asked."""

    ref: str
    what: str
    status: str
    due: datetime.date
    asked: tuple[datetime.date, ...]

    @property
    def paragraph(self) -> str:
        """The item where the letter has no table."""
        return f"{self.ref}: {self.what}. {self.status}"


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """The letter in its parts. ``subject`` says what it is about, without a full stop."""

    salutation: str
    subject: str
    about: str
    items: tuple[LetterItem, ...]
    request: str
    valediction: str
    signatory: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """From "Dear" to the signatory, each on one line."""
        return (
            self.salutation,
            self.about,
            *(item.paragraph for item in self.items),
            self.request,
            self.valediction,
            self.signatory,
        )


def draft_letter(content: BriefContent, *, sender: Sender, today: datetime.date) -> DraftLetter:
    """The letter that a brief's signatory may send.

    It says what another body may read: no count of moves, and "Update not yet received".
    """
    raised = sorted(content.items, key=lambda one: reading_order(one.item))
    items = [one.item for one in raised]
    return DraftLetter(
        salutation=f"Dear {content.to.name}",
        subject=f"{counted(len(items), 'item')} of the plan: {_inspections(items)}",
        about=_what_it_is_about(content, items=items, today=today),
        items=tuple(_letter_item(one, reader=content.to, today=today) for one in raised),
        request=(
            "We may have missed an answer. If so, please send it again; if not, please see that"
            f" an update reaches the {sender.team} at {sender.reply_to}."
        ),
        valediction="Yours sincerely",
        signatory=content.signatory,
    )


def _letter_item(raised: RaisedItem, *, reader: Recipient, today: datetime.date) -> LetterItem:
    item = raised.item
    return LetterItem(
        ref=item.ref,
        what=item.title or WITHHELD,
        status=_status(item, reader=reader, today=today),
        due=item.due,
        asked=tuple(sorted({one.on for one in raised.asked})),
    )


def _inspections(items: Sequence[Item]) -> str:
    return listed(tuple(dict.fromkeys(item.inspection for item in items)))


def _what_it_is_about(content: BriefContent, *, items: Sequence[Item], today: datetime.date) -> str:
    bodies = bodies_of(items, otherwise=content.to.agency)
    are = "is" if len(bodies) == 1 else "are"
    return (
        f"I write about {counted(len(items), 'item')} for which {listed(bodies)} {are} accountable"
        f" in the plan ({_inspections(items)}). {_standing(items)}"
        f" {_asked_words(content, today=today)}"
    )


def _standing(items: Sequence[Item]) -> str:
    """Where the items stand against their dates: a date of law is raised before it comes."""
    late, number = sum(item.is_late for item in items), len(items)
    if late == number:
        dates_have = "Its date has" if number == 1 else "Their dates have"
        return f"{dates_have} passed and no update has reached us."
    if late:
        have = "One has" if late == 1 else f"{late} have"
        return f"{have} passed the date; the others are near theirs and not reported complete."
    dates_are = "Its date is" if number == 1 else "Their dates are"
    return f"{dates_are} near, and nothing has been reported complete."


def _asked_words(content: BriefContent, *, today: datetime.date) -> str:
    days = sorted({asked.on for one in content.items for asked in one.asked})
    if not days:
        return f"The person asked is {content.lead}."
    on = listed([near_date(day, today=today) for day in days])
    return f"On {on} we asked {content.lead}."


def _status(item: Item, *, reader: Recipient, today: datetime.date) -> str:
    outside = replace(reader, own_staff=False)
    return status_words(item, reader=outside, today=today)
