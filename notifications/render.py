"""A content in words: one subject, a written text part, and HTML that says the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from notifications.body_views import (
    courtesy_view,
    digest_view,
    escalation_view,
    resolved_view,
    statutory_view,
)
from notifications.by_hand_views import correction_view, update_request_view
from notifications.contents import BriefContent, Content
from notifications.council_views import brief_view, dcs_view, manager_view
from notifications.draft_letter import draft_letter
from notifications.item_views import Reading, Values
from notifications.kinds import ContentKind
from notifications.message import Recipient, Rendered, Sender
from notifications.plain_text import one_line, shortened, wrapped
from notifications.templating import fill_html, fill_text
from rules.status_words import DEMONSTRATION, ILLUSTRATION, near_date, near_long_date

# A longer one is cut by every mail program, and distrusted by some.
LONGEST_SUBJECT = 150

_VIEWS: dict[ContentKind, Callable[[Any, Reading], Values]] = {
    ContentKind.DIGEST: digest_view,
    ContentKind.STATUTORY: statutory_view,
    ContentKind.COURTESY: courtesy_view,
    ContentKind.ESCALATION: escalation_view,
    ContentKind.RESOLVED: resolved_view,
    ContentKind.MANAGER_DAILY: manager_view,
    ContentKind.DCS_WEEKLY: dcs_view,
    ContentKind.BRIEF: brief_view,
    ContentKind.UPDATE_REQUEST: update_request_view,
    ContentKind.CORRECTION: correction_view,
}


def render(
    content: Content,
    *,
    recipient: Recipient,
    sender: Sender,
    today: datetime.date,
    demonstration: bool,
    rehearsed_for: Recipient | None = None,
    diverted: bool = False,
    again_of: datetime.date | None = None,
    dates_attached: bool = False,
) -> Rendered:
    """The message ``content`` for ``recipient``, as read on ``today`` (London).

    In a rehearsal ``recipient`` is the manager and ``rehearsed_for`` the person it would have
    gone to: the words are those that this person would have read, under a heading that says so.
    ``diverted`` says that it goes to the operator in place of ``recipient``, and a heading says so.
    ``again_of`` is the day of the message that this one repeats, because nobody knows that it
    arrived. ``dates_attached`` says that a file for the reader's calendar travels with it.
    """
    reader = rehearsed_for or recipient
    values: Values = {
        **_VIEWS[content.kind](content, Reading(reader=reader, today=today)),
        "kind": content.kind.value,
        "c": content,
        "reader": reader,
        "partner": not reader.own_staff,
        "sender": sender,
        "today": today,
        "demonstration": demonstration,
        "rehearsed_for": rehearsed_for,
        "diverted_from": recipient if diverted else None,
        "again_of": again_of,
        "dates_attached": dates_attached,
        "near": partial(near_date, today=today),
        "near_long": partial(near_long_date, today=today),
        "demonstration_words": DEMONSTRATION,
        "illustration_words": ILLUSTRATION,
    }
    if isinstance(content, BriefContent):
        values["letter"] = draft_letter(content, sender=sender, today=today).paragraphs
    # The macros of words.jinja are made once for all messages and are given the message as m.
    values["m"] = SimpleNamespace(**values)
    subject = one_line(fill_text("_layout/subject.txt.jinja", values))
    values["subject"] = subject = shortened(subject, at_most=LONGEST_SUBJECT)
    return Rendered(
        subject=subject,
        text=wrapped(fill_text(f"{content.kind}/body.txt.jinja", values)),
        html=fill_html(f"{content.kind}/body.html.jinja", values),
    )
