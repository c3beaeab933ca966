"""One sample of every kind of message; everybody and everything in them is invented."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from notifications.by_hand_contents import CorrectionContent, UpdateRequestContent
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
from notifications.manager_contents import ManagerDailyContent
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

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "messages"
SEND = "SEND inspection, May 2018"
JTAI = "Joint targeted area inspection, March 2018"
RAISED_TITLE = "Night-time contact list is shared with all bodies"
NAMES = (
    "brief",
    "brief-before-the-date",
    "correction",
    "courtesy",
    "dcs-weekly-all-well",
    "dcs-weekly-exceptions",
    "digest-again",
    "digest-embargoed",
    "digest-introduction",
    "digest-nothing-due",
    "digest-own-staff",
    "digest-rehearsal",
    "digest-weekly",
    "escalation",
    "manager-daily",
    "manager-daily-copy",
    "resolved",
    "statutory",
    "update-request",
)

ItemMaker = Callable[..., Item]
# A content, who gets it, and what else it is rendered with.
Sample = tuple[Content, Recipient, dict[str, Any]]

SAID = LastSaid(
    state="On track",
    words="Draft is with our control room.",
    by="Priya Shah",
    on=datetime.date(2018, 7, 3),
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


def _late(an_item: ItemMaker) -> Item:
    return an_item(
        "2.4",
        title=RAISED_TITLE,
        due=datetime.date(2018, 8, 31),
        plan_words="End of August 2018",
        tone=Tone.LATE,
        days_left=-2,
        ask="Send the list, or say when it will be ready",
        last_said=SAID,
        reason="Its date passed 2 working days ago and no update has reached us since 3 July.",
    )


def _raised(an_item: ItemMaker) -> Item:
    return an_item(
        "2.4",
        title=RAISED_TITLE,
        due=datetime.date(2018, 8, 31),
        plan_words="End of August 2018",
        tone=Tone.ESCALATION,
        days_left=-11,
        held_by="Estuary Police",
        last_said=SAID,
    )


def _statement(an_item: ItemMaker) -> Item:
    return an_item(
        "S1",
        title="Written statement of proposed action",
        due=datetime.date(2018, 8, 16),
        plan_words="by 18 August 2018",
        kind=ItemKind.STATUTORY,
        ask="Send us your body's sign-off of the statement, naming who gave it",
        days_left=10,
        reason="A reminder 10 working days before a date set by law.",
    )


def _raised_before_its_date(an_item: ItemMaker) -> Item:
    return replace(
        _statement(an_item),
        tone=Tone.ESCALATION,
        ask=None,
        reason=None,
        days_left=5,
        held_by="Saltmarsh Council",
    )


def _weekly_digest(an_item: ItemMaker) -> DigestContent:
    return DigestContent(
        items=(
            an_item(),
            _late(an_item),
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


def _to_bodies(people: Any, an_item: ItemMaker) -> dict[str, Sample]:
    return {
        "digest-weekly": (_weekly_digest(an_item), people.spoc, {}),
        "digest-own-staff": (
            DigestContent(
                items=(_late(an_item), an_item(held_by="Children's Services")),
                weekly=False,
                opening=Handover(from_name="Chris Fenn", on=datetime.date(2018, 9, 3)),
            ),
            people.own_staff,
            {"dates_attached": True},
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
            people.spoc,
            {},
        ),
        "digest-again": (
            DigestContent(items=(_late(an_item),), reply_by=datetime.date(2018, 9, 11)),
            people.spoc,
            {"again_of": datetime.date(2018, 9, 3)},
        ),
        "digest-nothing-due": (
            DigestContent(items=(), opening=Introduction(because="Estuary Police has named you.")),
            people.spoc,
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
            people.spoc,
            {},
        ),
        "digest-rehearsal": (
            DigestContent(items=(_late(an_item),)),
            people.manager,
            {"rehearsed_for": people.spoc, "demonstration": False},
        ),
        "statutory": (
            StatutoryContent(
                item=_statement(an_item),
                dates=FOUR_DATES,
                submit_to="statements@inspectorate.example",
                waiting_on=("Estuary Police", "Estuary Health"),
                questions=("On what day did the council receive the final letter?",),
                last_written=datetime.date(2018, 7, 26),
            ),
            people.spoc,
            {"today": datetime.date(2018, 8, 2)},
        ),
        "courtesy": (
            CourtesyContent(
                items=(
                    an_item(
                        "2.4",
                        title=RAISED_TITLE,
                        due=datetime.date(2018, 8, 31),
                        plan_words="End of August 2018",
                        tone=Tone.COURTESY,
                        days_left=-9,
                        raising=Raising(
                            on=datetime.date(2018, 9, 17),
                            to="Chief Superintendent Rowan Ash, senior lead",
                        ),
                        last_said=SAID,
                    ),
                )
            ),
            people.spoc,
            {"today": datetime.date(2018, 9, 13)},
        ),
        "escalation": (
            EscalationContent(
                items=(RaisedItem(item=_raised(an_item), asked=ASKED),),
                lead="Priya Shah, single point of contact",
                approved_by="Sam Reed, programme manager",
                reply_by=datetime.date(2018, 9, 24),
                may_be_wrong=("A reply from the force's general mailbox may not have reached us.",),
                next_step="Without an answer it goes to the Improvement Board of 4 October 2018.",
            ),
            people.senior,
            {"today": datetime.date(2018, 9, 17)},
        ),
    }


def _by_hand(people: Any, an_item: ItemMaker) -> dict[str, Sample]:
    return {
        "update-request": (
            UpdateRequestContent(
                items=(replace(_late(an_item), reason=None, ask=None), an_item()),
                asked_by="Sam Reed",
                words="The board meets on Thursday.\nA line on each is enough.",
                reply_by=datetime.date(2018, 9, 11),
                last_written=datetime.date(2018, 8, 28),
                copied_to="Lee Brook",
            ),
            people.spoc,
            {},
        ),
        "correction": (
            CorrectionContent(
                ref="2.4",
                inspection=JTAI,
                title=RAISED_TITLE,
                corrected_by="Sam Reed",
                recorded=SAID,
                now=replace(SAID, state="At risk", words="Draft is late."),
            ),
            people.spoc,
            {},
        ),
    }


def _to_the_council(
    people: Any, an_item: ItemMaker, manager_daily: ManagerDailyContent
) -> dict[str, Sample]:
    return {
        "resolved": (
            ResolvedContent(
                items=(
                    ResolvedItem(
                        ref="2.4",
                        inspection=JTAI,
                        title=RAISED_TITLE,
                        how="Reported complete on Thursday 20 September 2018.",
                        held_by="Estuary Police",
                        last_told=datetime.date(2018, 9, 17),
                    ),
                )
            ),
            people.dcs,
            {"today": datetime.date(2018, 9, 21)},
        ),
        "manager-daily": (manager_daily, people.manager, {}),
        "manager-daily-copy": (
            ManagerDailyContent(
                sends_at=manager_daily.sends_at,
                waiting=manager_daily.waiting,
                remind_after=2,
                copy_for="Sam Reed",
                silent_for=4,
            ),
            Recipient(
                name="Lee Brook",
                role="deputy",
                agency="Saltmarsh Council",
                email="lee.brook@saltmarsh.example",
                own_staff=True,
            ),
            {},
        ),
        "brief-before-the-date": (
            BriefContent(
                to=people.dcs,
                raise_by=datetime.date(2018, 8, 9),
                items=(RaisedItem(item=_raised_before_its_date(an_item), asked=()),),
                lead="Owen Tate, single point of contact",
                signatory="Sam Reed, programme manager",
            ),
            people.manager,
            {"today": datetime.date(2018, 8, 9)},
        ),
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
            people.dcs,
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
            people.dcs,
            {},
        ),
        "brief": (
            BriefContent(
                to=people.senior,
                raise_by=datetime.date(2018, 9, 17),
                items=(RaisedItem(item=_raised(an_item), asked=ASKED),),
                lead="Priya Shah, single point of contact",
                signatory="Alex Thorn, director of children's services",
                may_be_wrong=("A reply from the force's general mailbox may not have reached us.",),
                our_own_overdue=(
                    an_item(
                        "4.1",
                        due=datetime.date(2018, 8, 31),
                        tone=Tone.LATE,
                        days_left=-9,
                    ),
                ),
            ),
            people.manager,
            {"today": datetime.date(2018, 9, 13)},
        ),
    }


@pytest.fixture(scope="session")
def samples(
    people: Any, make_item: ItemMaker, manager_daily: ManagerDailyContent
) -> dict[str, Sample]:
    """Every kind, and every opening, once."""
    to_the_council = _to_the_council(people, make_item, manager_daily)
    by_hand = _by_hand(people, make_item)
    return {**_to_bodies(people, make_item), **by_hand, **to_the_council}


@pytest.fixture(params=NAMES)
def sample_name(request: pytest.FixtureRequest) -> str:
    """The name of each sample in turn."""
    return str(request.param)


@pytest.fixture
def sample_content(sample_name: str, samples: dict[str, Sample]) -> Sample:
    """Each sample in turn, as values."""
    return samples[sample_name]


@pytest.fixture
def sample(sample_name: str, render_sample: Callable[[str], Rendered]) -> Rendered:
    """Each sample in turn, in words."""
    return render_sample(sample_name)


@pytest.fixture
def render_sample(
    samples: dict[str, Sample], sender: Sender, today: datetime.date
) -> Callable[[str], Rendered]:
    """Puts one sample in words by its name, as a demonstration unless the sample is not."""

    def rendered(name: str) -> Rendered:
        content, recipient, others = samples[name]
        arguments = {"sender": sender, "today": today, "demonstration": True, **others}
        return render(content, recipient=recipient, **arguments)

    return rendered


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
