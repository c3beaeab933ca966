"""People, items and one sample of every kind of message; all of them are invented."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notifications.contents import (
    Asked,
    BriefContent,
    Content,
    CourtesyContent,
    DcsWeeklyContent,
    DigestContent,
    EscalationContent,
    FourDates,
    InspectionWeek,
    NextDate,
    RaisedItem,
    ResolvedContent,
    ResolvedItem,
    StatutoryContent,
)
from notifications.manager_contents import (
    Bounced,
    Braked,
    GoingOut,
    ManagerDailyContent,
    NotKnown,
    Unanswered,
    Waiting,
)
from notifications.message import (
    Handover,
    Introduction,
    Item,
    ItemKind,
    LastSaid,
    Raising,
    Recipient,
    Rendered,
    Sender,
    Tone,
)
from notifications.render import render

TODAY = datetime.date(2018, 9, 4)  # A Tuesday.
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "messages"

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
SEND = "SEND inspection, May 2018"


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


LATE = an_item(
    "2.4",
    title="Night-time contact list is shared with all bodies",
    due=datetime.date(2018, 8, 31),
    plan_words="End of August 2018",
    tone=Tone.LATE,
    days_left=-2,
    ask="Send the list, or say when it will be ready",
    last_said=LastSaid(
        state="On track",
        words="Draft is with our control room.",
        by="Priya Shah",
        on=datetime.date(2018, 7, 3),
    ),
    reason="Its date passed 2 working days ago and no update has reached us since 3 July.",
)
RAISED = an_item(
    "2.4",
    title="Night-time contact list is shared with all bodies",
    due=datetime.date(2018, 8, 31),
    plan_words="End of August 2018",
    tone=Tone.ESCALATION,
    days_left=-11,
    held_by="Estuary Police",
    last_said=LATE.last_said,
)
ASKED = (
    Asked(on=datetime.date(2018, 8, 24), whom="Priya Shah, single point of contact"),
    Asked(on=datetime.date(2018, 9, 4), whom="Priya Shah, single point of contact"),
)
FOUR_DATES = FourDates(
    work_to=datetime.date(2018, 8, 16),
    counted=datetime.date(2018, 8, 16),
    counted_words="the 70th working day after publication",
    stated=datetime.date(2018, 8, 18),
    provisional=True,
    caution=(
        "The 70 working days stand in the explanatory note to SI 2015/1792; the regulation's own"
        " text was not seen."
    ),
)
STATEMENT = an_item(
    "S1",
    title="Written statement of proposed action",
    due=datetime.date(2018, 8, 16),
    plan_words="by 18 August 2018",
    kind=ItemKind.STATUTORY,
    ask="Send us your body's sign-off of the statement, naming who gave it",
    days_left=10,
    reason="A reminder 10 working days before a date set by law.",
)


def weekly_digest() -> DigestContent:
    return DigestContent(
        items=(
            an_item(),
            LATE,
            an_item(
                "7.2",
                title="Officers hear from young people before training is written",
                due=datetime.date(2018, 9, 28),
                plan_words="Quarter 2",
                success_measure="Six young people took part",
                days_left=18,
                is_new=True,
            ),
            an_item(
                "1.3",
                inspection=SEND,
                title="Referral form is read out at team briefings",
                due=datetime.date(2018, 9, 4),
                plan_words="early September",
                days_left=0,
            ),
        ),
        reply_by=datetime.date(2018, 9, 11),
        last_written=datetime.date(2018, 8, 28),
        copied_to="Lee Brook (deputy)",
    )


def sample_of_each_kind() -> dict[str, tuple[Content, Recipient, dict[str, Any]]]:
    """Every kind, and every opening, once: content, recipient, and what else render takes."""
    return {
        "digest-weekly": (weekly_digest(), SPOC, {}),
        "digest-own-staff": (
            DigestContent(
                items=(LATE, an_item(held_by="Children's Services")),
                weekly=False,
                opening=Handover(from_name="Chris Fenn", on=datetime.date(2018, 9, 3)),
            ),
            OWN,
            {},
        ),
        "digest-introduction": (
            DigestContent(
                items=(
                    an_item(
                        "2.4",
                        due=datetime.date(2018, 6, 29),
                        tone=Tone.LATE_WHEN_ENTERED,
                        plan_words="end of June",
                    ),
                ),
                opening=Introduction(
                    because="Your force named you when the plan was agreed on 22 August."
                ),
            ),
            SPOC,
            {},
        ),
        "digest-nothing-due": (
            DigestContent(items=(), opening=Introduction(because="Estuary Police has named you.")),
            SPOC,
            {},
        ),
        "digest-embargoed": (
            DigestContent(
                items=(
                    an_item(
                        inspection="HERON",
                        title=None,
                        plan_words=None,
                        withheld=True,
                    ),
                )
            ),
            SPOC,
            {},
        ),
        "digest-rehearsal": (
            DigestContent(items=(LATE,)),
            MANAGER,
            {"rehearsed_for": SPOC, "demonstration": False},
        ),
        "statutory": (
            StatutoryContent(
                item=STATEMENT,
                dates=FOUR_DATES,
                submit_to="statements@inspectorate.example",
                waiting_on=("Estuary Police", "Estuary Health"),
                questions=("On what day did the council receive the final letter?",),
                last_written=datetime.date(2018, 7, 26),
            ),
            SPOC,
            {"today": datetime.date(2018, 8, 2)},
        ),
        "courtesy": (
            CourtesyContent(
                items=(
                    an_item(
                        "2.4",
                        title=RAISED.title,
                        due=RAISED.due,
                        plan_words=RAISED.plan_words,
                        tone=Tone.COURTESY,
                        days_left=-9,
                        raising=Raising(
                            on=datetime.date(2018, 9, 17),
                            to="Chief Superintendent Rowan Ash, senior lead",
                        ),
                        last_said=LATE.last_said,
                    ),
                )
            ),
            SPOC,
            {"today": datetime.date(2018, 9, 13)},
        ),
        "escalation": (
            EscalationContent(
                items=(RaisedItem(item=RAISED, asked=ASKED),),
                lead="Priya Shah, single point of contact",
                approved_by="Sam Reed, programme manager",
                reply_by=datetime.date(2018, 9, 24),
                may_be_wrong=("A reply from the force's general mailbox may not have reached us.",),
                next_step="Without an answer it goes to the Improvement Board of 4 October 2018.",
            ),
            SENIOR,
            {"today": datetime.date(2018, 9, 17)},
        ),
        "resolved": (
            ResolvedContent(
                items=(
                    ResolvedItem(
                        ref="2.4",
                        inspection=JTAI,
                        title=RAISED.title,
                        how="Reported complete on Thursday 20 September 2018.",
                        held_by="Estuary Police",
                        last_told=datetime.date(2018, 9, 17),
                    ),
                )
            ),
            DCS,
            {"today": datetime.date(2018, 9, 21)},
        ),
        "manager-daily": (_manager_daily(), MANAGER, {}),
        "dcs-weekly-all-well": (
            DcsWeeklyContent(
                inspections=(
                    InspectionWeek(
                        title=JTAI,
                        open_items=36,
                        overdue=0,
                        due_soon=4,
                        next_date=NextDate("Cabinet return", datetime.date(2019, 2, 12), 109),
                    ),
                )
            ),
            DCS,
            {},
        ),
        "dcs-weekly-exceptions": (
            DcsWeeklyContent(
                inspections=(
                    InspectionWeek(title=JTAI, open_items=36, overdue=2, due_soon=4),
                    InspectionWeek(title=SEND, open_items=5, overdue=0, due_soon=0),
                ),
                exceptions=("2.4 (Estuary Police): no update received since 3 July 2018.",),
            ),
            DCS,
            {},
        ),
        "brief": (
            BriefContent(
                to=SENIOR,
                raise_by=datetime.date(2018, 9, 17),
                items=(RaisedItem(item=RAISED, asked=ASKED),),
                lead="Priya Shah, single point of contact",
                signatory="Alex Thorn, director of children's services",
                may_be_wrong=("A reply from the force's general mailbox may not have reached us.",),
                our_own_overdue=(
                    an_item("4.1", due=datetime.date(2018, 8, 31), tone=Tone.LATE, days_left=-9),
                ),
            ),
            MANAGER,
            {"today": datetime.date(2018, 9, 13)},
        ),
    }


def _manager_daily() -> ManagerDailyContent:
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


SAMPLES = sample_of_each_kind()


def rendered(name: str) -> Rendered:
    """The sample ``name`` in words, as a demonstration unless the sample says otherwise."""
    content, recipient, others = SAMPLES[name]
    arguments = {"sender": SENDER, "today": TODAY, "demonstration": True, **others}
    return render(content, recipient=recipient, **arguments)


@pytest.fixture(params=sorted(SAMPLES))
def sample_name(request: pytest.FixtureRequest) -> str:
    """The name of each sample in turn."""
    return str(request.param)


@pytest.fixture
def sample(sample_name: str) -> Rendered:
    """Each sample in turn, in words."""
    return rendered(sample_name)


@pytest.fixture
def sample_content(sample_name: str) -> tuple[Content, Recipient, dict[str, Any]]:
    """Each sample in turn, as values."""
    return SAMPLES[sample_name]


@pytest.fixture
def render_sample() -> Callable[[str], Rendered]:
    """Puts one sample in words by its name."""
    return rendered


@pytest.fixture
def make_item() -> Callable[..., Item]:
    """Builds an item with keyword defaults."""
    return an_item


@pytest.fixture
def sender() -> Sender:
    return SENDER


@pytest.fixture
def spoc() -> Recipient:
    return SPOC


@pytest.fixture
def own_staff() -> Recipient:
    return OWN


@pytest.fixture
def today() -> datetime.date:
    return TODAY


@pytest.fixture
def approved() -> Callable[[str, str], None]:
    """Compares a text with the approved one, and leaves what it got where it can be reviewed."""

    def compare(name: str, got: str) -> None:
        file = GOLDEN / name
        received = GOLDEN / "received" / name
        if file.is_file() and file.read_text(encoding="utf-8") == got:
            received.unlink(missing_ok=True)
            return
        received.parent.mkdir(exist_ok=True)
        received.write_text(got, encoding="utf-8")
        pytest.fail(
            f"{name} is not as approved. Read tests/golden/messages/received/{name}, and move it "
            "over the approved file if it is right."
        )

    return compare
