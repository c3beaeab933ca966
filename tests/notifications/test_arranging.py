"""The order of items and the cap of 40."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from notifications.arranging import arranged
from notifications.contents import DigestContent
from notifications.message import Item, ItemKind, Recipient, Sender, Tone
from notifications.render import render

ONE_DAY = datetime.timedelta(days=1)


def refs(items: list[Item]) -> list[str]:
    return [item.ref for section in arranged(items).sections for item in section.items]


def test_statutory_items_stand_first_however_late_they_are_due(
    make_item: Callable[..., Item],
) -> None:
    plan = make_item("2.1", due=datetime.date(2018, 8, 1), tone=Tone.LATE)
    statutory = make_item("S1", due=datetime.date(2018, 12, 3), kind=ItemKind.STATUTORY)

    assert refs([plan, statutory]) == ["S1", "2.1"]


def test_the_latest_item_stands_above_the_less_late(make_item: Callable[..., Item]) -> None:
    late = make_item("9.9", due=datetime.date(2018, 6, 29), tone=Tone.LATE)
    later = make_item("1.1", due=datetime.date(2018, 8, 31), tone=Tone.LATE)

    assert refs([later, late]) == ["9.9", "1.1"]


def test_references_are_counted_not_spelt(make_item: Callable[..., Item]) -> None:
    items = [make_item(ref) for ref in ("2.10", "2.9", "S2", "5b", "5a", "10")]

    assert refs(items) == ["2.9", "2.10", "5a", "5b", "10", "S2"]


def test_the_inspection_of_the_most_pressing_item_is_on_top(make_item: Callable[..., Item]) -> None:
    ordinary = make_item("1.1", inspection="A", due=datetime.date(2018, 9, 20))
    pressing = make_item("1.2", inspection="B", due=datetime.date(2018, 9, 5))
    also_b = make_item("1.3", inspection="B", due=datetime.date(2018, 10, 31))

    sections = arranged([ordinary, pressing, also_b]).sections

    assert [section.inspection for section in sections] == ["B", "A"]
    assert [item.ref for item in sections[0].items] == ["1.2", "1.3"]


def test_forty_items_are_listed_over_all_inspections_and_the_rest_counted(
    make_item: Callable[..., Item],
) -> None:
    due = datetime.date(2018, 9, 14)
    items = [make_item(f"1.{n}", inspection="A", due=due + n * ONE_DAY) for n in range(1, 31)]
    items += [make_item(f"2.{n}", inspection="B", due=due + n * ONE_DAY) for n in range(1, 31)]

    arrangement = arranged(items)

    assert sum(len(section.items) for section in arrangement.sections) == 40
    assert arrangement.left_out == (("A", 10), ("B", 10))


def test_a_message_of_41_items_says_how_many_it_leaves_out_and_where_they_are(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender, today: datetime.date
) -> None:
    items = tuple(
        make_item(f"1.{n}", inspection="HERON", due=today + n * ONE_DAY) for n in range(1, 42)
    )

    message = render(
        DigestContent(items=items), recipient=spoc, sender=sender, today=today, demonstration=True
    )

    for part in (message.text, message.html):
        said = " ".join(part.split())
        assert "1.40: " in said
        assert "1.41: " not in said
        assert "Not listed here: 1 more item (1 of HERON)." in said
    assert "these 41 items" in message.text


def test_forty_items_leave_nothing_out(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender, today: datetime.date
) -> None:
    items = tuple(make_item(f"1.{n}") for n in range(1, 41))

    message = render(
        DigestContent(items=items), recipient=spoc, sender=sender, today=today, demonstration=True
    )

    assert "Not listed here" not in message.text
