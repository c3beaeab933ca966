"""People and items of an invented inspection, and the manager's day."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from notifications.manager_contents import (
    Bounced,
    Braked,
    GoingOut,
    ManagerDailyContent,
    NotKnown,
    Unanswered,
    Waiting,
)
from notifications.message import Item, ItemKind, Recipient, Sender, Tone

TODAY = datetime.date(2018, 9, 4)  # A Tuesday.
SENDER = Sender(
    council="Saltmarsh Council",
    team="Children's improvement team",
    from_address="improvement@saltmarsh.example",
    reply_to="improvement.updates@saltmarsh.example",
    telephone="01632 960 042",
    colour="#31572c",
)
SPOC = Recipient(
    name="Priya Shah",
    role="single point of contact",
    agency="Estuary Police",
    email="priya.shah@police.example",
)
SENIOR = Recipient(
    name="Chief Superintendent Rowan Ash",
    role="senior lead",
    agency="Estuary Police",
    email="rowan.ash@police.example",
)
OWN = Recipient(
    name="Jo Marsh",
    role="lead for early help",
    agency="Children's Services",
    email="jo.marsh@saltmarsh.example",
    own_staff=True,
)
MANAGER = Recipient(
    name="Sam Reed",
    role="programme manager",
    agency="Saltmarsh Council",
    email="sam.reed@saltmarsh.example",
    own_staff=True,
)
DCS = Recipient(
    name="Alex Thorn",
    role="director of children's services",
    agency="Saltmarsh Council",
    email="alex.thorn@saltmarsh.example",
    own_staff=True,
)
JTAI = "Joint targeted area inspection, March 2018"


@dataclass(frozen=True)
class People:
    """Everybody who gets a message in these tests."""

    spoc: Recipient = SPOC
    senior: Recipient = SENIOR
    own_staff: Recipient = OWN
    manager: Recipient = MANAGER
    dcs: Recipient = DCS


def an_item(ref: str = "2.1", **changed: Any) -> Item:
    """An ordinary item of the plan, due Friday 14 September 2018, with what a test changes."""
    values: dict[str, Any] = {
        "ref": ref,
        "inspection": JTAI,
        "title": "Minutes reach every partner in time",
        "due": datetime.date(2018, 9, 14),
        "kind": ItemKind.PLAN,
        "tone": Tone.REMINDER,
        "plan_words": "by mid September 2018",
        "days_left": 8,
    }
    return Item(**{**values, **changed})


@pytest.fixture(scope="session")
def people() -> People:
    return People()


@pytest.fixture(scope="session")
def spoc() -> Recipient:
    return SPOC


@pytest.fixture(scope="session")
def sender() -> Sender:
    return SENDER


@pytest.fixture(scope="session")
def today() -> datetime.date:
    return TODAY


@pytest.fixture(scope="session")
def own_staff() -> Recipient:
    """One of the council's own staff."""
    return OWN


@pytest.fixture(scope="session")
def make_item() -> Callable[..., Item]:
    """Builds an item with keyword defaults."""
    return an_item


@pytest.fixture(scope="session")
def manager_daily() -> ManagerDailyContent:
    """A day on which everything that can happen has happened."""
    return ManagerDailyContent(
        sends_at=datetime.time(10, 0),
        going_out=(
            GoingOut(
                number=41,
                to="Priya Shah",
                agency="Estuary Police",
                what="weekly message",
                items=4,
                reason="Tuesday is their day.",
            ),
        ),
        waiting=(
            Waiting(
                number=38,
                to="Chief Superintendent Rowan Ash",
                agency="Estuary Police",
                what="raised above the lead",
                since=datetime.date(2018, 8, 30),
                days=3,
                why="A person speaks to seniors of another body",
            ),
        ),
        not_known=(
            NotKnown(
                number=35,
                to="Kim Wade",
                agency="Estuary Health",
                tried_on=datetime.date(2018, 9, 3),
            ),
        ),
        bounced=(
            Bounced(
                to="Max Lowe",
                agency="Saltmarsh Youth Offending",
                on=datetime.date(2018, 9, 3),
                why="550 no such mailbox. Confirm the address with the body.",
            ),
        ),
        unanswered=(
            Unanswered(
                to="Kim Wade", agency="Estuary Health", items=3, asked_on=datetime.date(2018, 8, 28)
            ),
        ),
        contact_trouble=("Estuary Probation has no single point of contact: 2 items wait.",),
        questions=("On what day did the council receive the final letter?",),
        braked=Braked(
            number=2,
            messages=120,
            escalations=0,
            why="That is more than three times the usual.",
        ),
        checks=(
            an_item(
                "3.2",
                tone=Tone.CHECK,
                held_by="Estuary Health",
                reported_on=datetime.date(2018, 8, 31),
                due=datetime.date(2018, 9, 7),
            ),
        ),
        news=("Estuary Police answered 2 items yesterday.",),
    )
