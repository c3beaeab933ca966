"""Messages about very much stay readable."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from notifications.contents import DigestContent
from notifications.manager_contents import ManagerDailyContent
from notifications.message import Item, Recipient, Sender
from notifications.render import render


def test_the_manager_reads_forty_lines_of_a_kind_and_how_many_more(
    manager_daily: ManagerDailyContent, spoc: Recipient, sender: Sender, today: datetime.date
) -> None:
    (one,) = manager_daily.going_out
    many = replace(
        manager_daily, going_out=tuple(replace(one, number=number) for number in range(1, 501))
    )

    text = render(many, recipient=spoc, sender=sender, today=today, demonstration=True).text

    assert "- Message 40 to" in text
    assert "- Message 41 to" not in text
    assert "And 460 more that are not listed here." in text


def test_a_day_on_which_everything_goes_wrong_still_fits_a_message(
    manager_daily: ManagerDailyContent, spoc: Recipient, sender: Sender, today: datetime.date
) -> None:
    """Kinds that stand first are listed, those that follow with a few lines and their number."""
    words = "Nothing is known of it and nobody has asked. " * 20
    worst = replace(
        manager_daily,
        going_out=manager_daily.going_out * 200,
        waiting=manager_daily.waiting * 200,
        not_known=manager_daily.not_known * 200,
        bounced=manager_daily.bounced * 200,
        unanswered=manager_daily.unanswered * 200,
        checks=manager_daily.checks * 200,
        questions=(words,) * 200,
        news=(words,) * 200,
    )

    message = render(worst, recipient=spoc, sender=sender, today=today, demonstration=True)

    assert len(message.text) + len(message.html) < 95_000
    text = " ".join(message.text.split())
    assert text.count("tried on 3 September") == 40
    assert text.count("no update received since we asked") == 5
    assert text.count("And 195 more that are not listed here.") >= 3


def test_many_new_items_are_counted_not_named(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender, today: datetime.date
) -> None:
    def text_of(number: int) -> str:
        items = tuple(make_item(f"1.{one}", is_new=True) for one in range(number))
        content = DigestContent(items=items, last_written=datetime.date(2018, 8, 28))
        message = render(content, recipient=spoc, sender=sender, today=today, demonstration=True)
        return " ".join(message.text.split())

    assert "New since our message of 28 August: 1.0 and 1.1." in text_of(2)
    assert "New since our message of 28 August: 9 items." in text_of(9)
