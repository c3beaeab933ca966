"""Until publication no finding text, theme or title reaches anybody outside the circle."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.inspections import EmbargoMember
from models.plans import Action
from models.words import MilestoneKind

MONDAY = date(2018, 9, 17)
HIDDEN_TITLE = "Zebra crossings of strategy meetings"
HIDDEN_WORDS = "by the end of quagga season"
HIDDEN_AREA = "Okapiton"


def _embargoed(cast: Any, make: Any, session: Any) -> None:
    cast.inspection.embargoed = True
    cast.inspection.published_on = None
    cast.inspection.area = HIDDEN_AREA
    cast.inspection.theme = "the theme of gnus"
    cast.inspection.code_name = "Heron"
    session.add(cast.inspection)
    for number, kind in enumerate((MilestoneKind.PLAN, MilestoneKind.STATUTORY)):
        milestone = make.milestone(
            cast.inspection,
            cast.police,
            due=date(2018, 9, 14) if kind is MilestoneKind.PLAN else date(2018, 9, 20),
            kind=kind,
            title=HIDDEN_TITLE,
            ref=f"E{number}",
        )
        if milestone.action_id is not None:
            session.get_one(Action, milestone.action_id).timescale_text = HIDDEN_WORDS


def test_a_reader_outside_the_circle_sees_the_code_name_and_nothing_else(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    _embargoed(cast, make, session)
    session.commit()

    days.live(MONDAY, date(2018, 10, 31))

    everything = "".join(mail.as_string() for mail in days.mails())
    assert days.mails(to="maria@police.example")
    assert "Heron" in everything
    for secret in (HIDDEN_TITLE, HIDDEN_AREA, "gnus", HIDDEN_WORDS, "Zebra", "okapiton"):
        assert secret not in everything


def test_a_member_of_the_circle_reads_the_title(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    _embargoed(cast, make, session)
    session.add(
        EmbargoMember(
            inspection_id=cast.inspection.id, name="Maria Fenn", email="maria@police.example"
        )
    )
    session.commit()

    days.live(MONDAY)

    bodies = [
        mail.get_body(("plain",)).get_content() for mail in days.mails(to="maria@police.example")
    ]
    assert any(HIDDEN_TITLE in " ".join(body.split()) for body in bodies)
    # The plan's words stand there for the circle, so their absence elsewhere says something.
    assert any(HIDDEN_WORDS in " ".join(body.split()) for body in bodies)


def test_the_subject_carries_the_code_name_even_for_the_circle(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    _embargoed(cast, make, session)
    session.add(
        EmbargoMember(
            inspection_id=cast.inspection.id, name="Maria Fenn", email="maria@police.example"
        )
    )
    session.commit()

    days.live(MONDAY)

    subjects = " ".join(mail["Subject"] for mail in days.mails(to="maria@police.example"))
    assert HIDDEN_TITLE not in subjects
    assert HIDDEN_AREA not in subjects
