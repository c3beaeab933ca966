"""Nothing goes to another body late on the last working day before days off."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from models.words import AgencyKind, BodyMode
from services.opening import LONDON, london_time
from services.queue_deliveries import to_others_at
from services.surroundings import surroundings


@pytest.mark.parametrize(
    ("wanted", "leaves"),
    [
        # Friday, up to the council's hour and after it.
        ("2018-07-13 15:00", "2018-07-13 15:00"),
        ("2018-07-13 15:01", "2018-07-16 10:00"),
        # Thursday evening: tomorrow is worked.
        ("2018-07-12 18:00", "2018-07-12 18:00"),
        # Saturday and Sunday.
        ("2018-07-14 09:00", "2018-07-16 10:00"),
        ("2018-07-15 09:00", "2018-07-16 10:00"),
        # Maundy Thursday: Good Friday and Easter Monday are bank holidays.
        ("2018-03-29 16:00", "2018-04-03 10:00"),
        # Wednesday, the eve of the council's Christmas closure of 2026, to Monday 4 January.
        ("2026-12-23 15:30", "2027-01-04 10:00"),
        ("2026-12-23 14:30", "2026-12-23 14:30"),
    ],
)
def test_a_message_to_another_body_leaves(scene, wanted: str, leaves: str) -> None:
    at = to_others_at(in_london(wanted), surroundings(scene.session))

    assert at == in_london(leaves)


def in_london(words: str) -> datetime:
    day, hour = words.split()
    return london_time(date.fromisoformat(day), time.fromisoformat(hour))


def test_own_staff_get_theirs_on_a_friday_evening(scene, now) -> None:
    team = scene.make.agency("team", kind=AgencyKind.COUNCIL, name="Front door team")
    scene.make.contact(
        team, name="Kit Lowe", email="kit@saltmarsh.example", introduced_on=date(2018, 6, 1)
    )
    scene.make.participation(scene.inspection, team, mode=BodyMode.AUTOMATIC)
    # Ten working days after Friday 13 July, the first reminder of the plan's steps.
    scene.make.milestone(
        scene.inspection, team, due=date(2018, 7, 27), mode=BodyMode.AUTOMATIC,
        today=date(2018, 5, 14),
    )  # fmt: skip
    evening = in_london("2018-07-13 16:00")

    scene.decide(date(2018, 7, 13), at=evening)

    (message,) = scene.messages_to(team)
    assert [one.not_before for one in scene.deliveries(message)] == [evening]
    assert evening.astimezone(LONDON).hour == 16
