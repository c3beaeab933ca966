"""What a body would get if it were switched on, before it is."""

from __future__ import annotations

from datetime import date

import pytest

from models.queries.agencies import participation_row
from models.words import AgencyKind, BodyMode, ContactRole
from services.errors import Refused
from services.preview_going_live import preview_going_live

MONDAY = date(2018, 7, 9)


def previewed(scene, mode: BodyMode = BodyMode.PREPARED, body=None):
    scene.session.commit()
    return preview_going_live(
        scene.factory, scene.inspection, body or scene.police, mode=mode, today=MONDAY,
        now=scene.at(MONDAY), by="Ada Quill",
    )  # fmt: skip


def test_it_shows_what_the_body_would_get(scene) -> None:
    coming = scene.item(due=date(2018, 7, 23), mode=BodyMode.QUIET)

    found = previewed(scene)

    asked = [
        (day.day, item.ref, one.waits_because)
        for day in found.days
        for one in day.going
        for item in one.items
    ]
    assert asked[0] == (MONDAY, coming.ref, "This body's messages wait for approval.")


def test_what_is_late_gets_one_notice_and_is_not_raised_at_once(scene) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh",
        email="sol.marsh@police.example", introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    scene.item(due=date(2018, 1, 15), mode=BodyMode.QUIET)

    first = previewed(scene).days[0]

    steps = [(one.to, item.why) for one in first.going for item in one.items]
    assert steps == [
        ("Maria Fenn", "Notice that the date had passed when the item was entered"),
    ]


def test_only_what_concerns_the_body_is_told(scene) -> None:
    other = scene.make.agency("estuary-health", name="Estuary Health", chosen_weekday=1)
    scene.make.contact(other, name="Nia Dale", email="nia.dale@health.example")
    scene.make.milestone(scene.inspection, other, due=date(2018, 7, 23), today=date(2018, 5, 14))
    scene.item(due=date(2018, 7, 23), mode=BodyMode.QUIET)

    found = previewed(scene)

    assert {one.to for day in found.days for one in day.going} == {"Maria Fenn"}


def test_ten_working_days_are_played_and_nothing_is_switched_on(scene) -> None:
    scene.item(due=date(2018, 7, 23), mode=BodyMode.QUIET)

    found = previewed(scene)

    assert found.days[-1].day == date(2018, 7, 20)
    scene.session.expire_all()
    row = participation_row(
        scene.session, inspection_id=scene.inspection.id, agency_id=scene.police.id
    )
    assert row.mode is BodyMode.QUIET


def test_what_may_not_be_set_may_not_be_previewed(scene) -> None:
    scene.item(due=date(2018, 7, 23), mode=BodyMode.QUIET)
    ofsted = scene.make.agency("ofsted", kind=AgencyKind.OUTSIDE)

    with pytest.raises(Refused, match="starts prepared"):
        previewed(scene, BodyMode.AUTOMATIC)
    with pytest.raises(Refused, match="is an outside body"):
        previewed(scene, body=ofsted)
