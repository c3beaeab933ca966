"""Outside the circle an embargoed inspection is a code name, a reference and a date."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from notifications.contents import DigestContent, StatutoryContent
from notifications.message import (
    Item,
    ItemKind,
    LastSaid,
    Recipient,
    Rendered,
    Sender,
    WordingWithheld,
)
from notifications.render import render

SAID = LastSaid(state="On track", words="", by="Priya Shah", on=datetime.date(2018, 7, 3))


@pytest.mark.parametrize(
    "words",
    [
        {"title": "Minutes"},
        {"plan_words": "by August"},
        {"ask": "Send the minutes"},
        {"success_measure": "All of them"},
        {"last_said": SAID},
    ],
)
def test_an_item_whose_wording_is_withheld_cannot_carry_any(
    words: dict[str, Any], make_item: Callable[..., Item]
) -> None:
    with pytest.raises(WordingWithheld, match=r"2\.1 of HERON"):
        make_item(inspection="HERON", withheld=True, **{"title": None, "plan_words": None, **words})


def test_its_message_says_code_name_reference_and_date(
    render_sample: Callable[[str], Rendered],
) -> None:
    message = render_sample("digest-embargoed")

    assert "HERON" in message.text
    assert "2.1: wording not shown until the letter is published" in message.text
    assert "Due Friday 14 September 2018" in message.text


def test_its_subject_names_neither_title_nor_theme(
    render_sample: Callable[[str], Rendered],
) -> None:
    assert render_sample("digest-embargoed").subject == "[OFFICIAL] 1 item for Estuary Police"


def test_a_subject_carries_the_code_name_even_where_the_reader_may_see_the_title(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender, today: datetime.date
) -> None:
    item = make_item("S1", kind=ItemKind.STATUTORY, title="Written statement", code_name="HERON")

    for content in (StatutoryContent(item=item), DigestContent(items=(item,))):
        message = render(content, recipient=spoc, sender=sender, today=today, demonstration=True)

        assert "item S1 of HERON" in message.subject
        assert "Written statement" not in message.subject
        assert "Written statement" in message.text
