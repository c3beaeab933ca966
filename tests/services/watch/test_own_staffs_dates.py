"""The council's own staff get the dates of their message for their calendars; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar, Component

from config.settings import settings
from models.installation import CouncilSetting, Installation
from models.milestones import Milestone
from models.words import BodyMode, ContactRole, MilestoneKind, MilestoneState
from services.drop_milestone import drop_milestone
from services.move_milestone import Move, move_milestone
from services.redact import find_text
from services.rulebook import standing_rulebook

MONDAY = date(2018, 9, 17)
DUE = date(2018, 9, 20)
LATER = date(2018, 10, 18)


@pytest.fixture
def ours(cast: Any, make: Any, session: Any) -> Any:
    """An item of the council's own social care team, about which its lead is told on Monday."""

    def item(**more: Any) -> Milestone:
        values = {"due": DUE, "ref": "4.1", "title": "Night-time list is shared"} | more
        milestone = make.milestone(cast.inspection, cast.council, **values)
        session.commit()
        return milestone

    return item


def dates(mail: EmailMessage) -> list[Component]:
    """The entries that travel with a mail."""
    for part in mail.walk():
        if part.get_content_type() == "application/ics":
            return list(Calendar.from_ical(part.get_payload(decode=True)).events)
    return []


def the_last(days: Any, to: str = "sam@council.example") -> EmailMessage:
    mail = days.mails(to=to)[-1]
    assert isinstance(mail, EmailMessage)
    return mail


def test_their_message_carries_each_date_it_lists(ours: Any, days: Any) -> None:
    ours()
    ours(ref="4.2", title="Referral form is read out")

    days.live(MONDAY)

    listed = dates(the_last(days))
    assert [one["summary"] for one in listed] == [
        "4.1: Night-time list is shared",
        "4.2: Referral form is read out",
    ]
    assert {one.decoded("dtstart") for one in listed} == {DUE}


def test_another_bodys_message_carries_none(cast: Any, make: Any, session: Any, days: Any) -> None:
    make.milestone(cast.inspection, cast.police, due=DUE)
    make.milestone(cast.inspection, cast.police, due=DUE, kind=MilestoneKind.STATUTORY)
    session.commit()

    days.live(MONDAY)

    mails = days.mails(to="maria@police.example")
    assert mails
    assert {mail.get_content_type() for mail in mails} == {"multipart/alternative"}


def test_a_setting_of_the_council_switches_them_off(
    ours: Any, session: Any, days: Any, now: Any
) -> None:
    ours()
    session.add(
        CouncilSetting(
            key="own_staff.calendar_entries", value=False, changed_by="Pat Lowe", changed_at=now
        )
    )
    session.commit()

    days.live(MONDAY)

    assert the_last(days).get_content_type() == "multipart/alternative"


def test_a_date_that_moved_travels_with_the_next_message_in_its_new_version(
    ours: Any, session: Any, days: Any, act: Any
) -> None:
    moved, other = ours(), ours(ref="4.2", due=date(2018, 10, 1))
    days.live(MONDAY)
    before = {one["uid"]: one for one in dates(the_last(days))}
    move = Move(due=LATER, reason="The system is late.", approved_by="The board")
    move_milestone(session, moved, move, rulebook=standing_rulebook(), **act)
    session.commit()

    days.live(date(2018, 9, 18), date(2018, 9, 28))

    after = {one["uid"]: one for one in dates(the_last(days))}
    uid = next(uid for uid, one in after.items() if one["summary"].startswith("4.1"))
    assert f"{other.ref}: {other.title}" in {one["summary"] for one in after.values()}
    assert after[uid].decoded("dtstart") == LATER
    assert after[uid]["sequence"] > before[uid]["sequence"]


def test_the_date_of_an_item_that_is_no_longer_needed_is_taken_out(
    ours: Any, session: Any, days: Any, act: Any
) -> None:
    dropped = ours(due=date(2018, 9, 28))
    ours(ref="4.2", due=date(2018, 9, 21))
    days.live(MONDAY)
    (before,) = (one for one in dates(the_last(days)) if one["summary"].startswith("4.1"))
    drop_milestone(session, dropped, reason="The team was closed.", **act)
    session.commit()

    days.live(date(2018, 9, 18), date(2018, 9, 24))

    (gone,) = (one for one in dates(the_last(days)) if one["summary"].startswith("4.1"))
    assert gone["uid"] == before["uid"]
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] > before["sequence"]


def test_what_is_settled_with_its_date_behind_it_is_left_in_peace(
    ours: Any, session: Any, days: Any
) -> None:
    settled = ours()
    ours(ref="4.2", due=date(2018, 9, 28))
    days.live(MONDAY)
    settled.state = MilestoneState.ACCEPTED
    session.add(settled)
    session.commit()

    days.live(date(2018, 9, 21), date(2018, 9, 28))

    assert not [one for one in dates(the_last(days)) if one["summary"].startswith("4.1")]


def test_an_embargoed_date_says_reference_and_code_name_even_to_the_circle(
    cast: Any, ours: Any, session: Any, days: Any
) -> None:
    cast.inspection.embargoed, cast.inspection.code_name = True, "Heron"
    cast.inspection.published_on = None
    session.add(cast.inspection)
    ours()

    days.live(MONDAY)

    (entry,) = dates(the_last(days))
    assert entry["summary"] == "4.1 of Heron"
    assert "description" not in entry


def test_a_rehearsal_puts_nothing_into_the_managers_calendar(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.participation(cast.inspection, cast.council, mode=BodyMode.REHEARSAL)
    make.milestone(cast.inspection, cast.council, due=DUE, mode=BodyMode.REHEARSAL)
    session.commit()

    days.live(MONDAY)

    rehearsed = [mail for mail in days.mails() if "Rehearsal for" in mail["Subject"]]
    assert rehearsed
    assert not [one for mail in rehearsed for one in dates(mail)]


def test_a_channel_that_takes_no_files_is_given_none_and_promises_none(
    ours: Any, session: Any, days: Any
) -> None:
    session.get_one(Installation, 1).mail_channel = "notify"
    ours()

    days.live(MONDAY)

    assert dates(the_last(days)) == []
    assert "Attached is a file" not in str(the_last(days))


@pytest.fixture
def diverted(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """All mail goes to this address."""
    address = "tester@council.example"
    monkeypatch.setenv("LONGSTOP_DELIVER_ONLY_TO", address)
    settings.cache_clear()
    yield address
    settings.cache_clear()


def test_diverted_mail_puts_nothing_into_somebody_elses_calendar(
    ours: Any, days: Any, diverted: str
) -> None:
    ours()

    days.live(MONDAY)

    mails = days.mails(to=diverted)
    assert any("4.1" in mail["Subject"] or "item" in mail["Subject"] for mail in mails)
    assert not [one for mail in mails for one in dates(mail)]


def test_a_deputys_copy_carries_the_same_dates(
    cast: Any, make: Any, ours: Any, session: Any, days: Any
) -> None:
    make.contact(
        cast.council, role=ContactRole.DEPUTY, name="Kit Dunn", email="kit@council.example"
    )
    ours()

    days.live(MONDAY)

    assert dates(the_last(days, "kit@council.example")) == dates(the_last(days))


def test_words_in_a_calendar_alone_are_found_when_they_are_to_be_taken_out(
    ours: Any, session: Any, days: Any, act: Any
) -> None:
    title = "Every strategy meeting has its minutes, which reach all seven partners in two days"
    moved = ours(title=title)
    ours(ref="4.2", due=date(2018, 9, 28))
    days.live(MONDAY)
    move = Move(due=date(2018, 12, 18), reason="It is late.", approved_by="The board")
    move_milestone(session, moved, move, rulebook=standing_rulebook(), **act)
    session.commit()

    days.live(date(2018, 9, 18), date(2018, 9, 25))

    last = the_last(days)
    assert title in {str(one["summary"])[5:] for one in dates(last)}
    assert "4.1" not in str(last.get_body(("plain",)).get_content())
    assert len(find_text(session, title).mails) == len(days.mails(to="sam@council.example"))
