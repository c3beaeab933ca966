"""Whatever is pressed and whenever: without a reason nobody is told twice a day of one item."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st
from sqlmodel import select

from models.ledger import Message, Notice
from models.session import SessionFactory, reading, transaction
from models.words import BodyMode, MessageState, MilestoneKind, NoticeState
from services.approve_message import approve_message
from services.by_hand import ChaseOrder, chase, preview_chase
from services.deliver import deliver_outbox
from services.errors import ServiceError
from services.opening import NOON, london_time
from services.private_copy import private_copy
from services.watch import run_watch

# The police take their message on Mondays: two of them, and the days about them.
DAYS = tuple(date(2018, 7, day) for day in (9, 10, 16, 17))
ACTS = ("press", "preview", "press the preview", "prepare", "approve", "decide", "deliver")
# Some acts on each of a few days; what waits by then is approved, and goes.
LIVES = st.lists(st.lists(st.sampled_from(ACTS), max_size=4), min_size=2, max_size=3)


@dataclass
class Life:
    """One interleaving, played on a copy of the scene."""

    factory: SessionFactory
    sink: Any
    days: list[date] = field(default_factory=lambda: list(DAYS))
    key: str | None = None
    reached: Counter[str] = field(default_factory=Counter)

    def play(self, act: str) -> None:
        """Do it; what is refused is refused."""
        try:
            self._do(act)
        except ServiceError:
            self.reached["refused"] += 1

    def _do(self, act: str) -> None:
        today = self.days[0]
        when = {"today": today, "now": london_time(today, NOON)}
        match act:
            case "next day":
                self.days = self.days[1:] or self.days
            case "decide":
                run_watch(self.factory, **when, actor="the schedule")
            case "deliver":
                deliver_outbox(self.factory, transport=self.sink, **when)
            case "preview":
                with reading(self.factory) as session:
                    self.key = preview_chase(session, order(), **when).key or None
            case "approve":
                self._approve(when)
            case _:
                key = self.key if act == "press the preview" else None
                with transaction(self.factory) as session:
                    chase(session, order(has_read=act != "prepare"), key=key, **when)

    def _approve(self, when: dict[str, Any]) -> None:
        with self.factory() as session:
            held = session.exec(select(Message.id).where(Message.state == MessageState.HELD)).all()
        for number in held:
            with transaction(self.factory) as session:
                approve_message(session, number, by="Ada Quill", **when)

    def told(self) -> list[Notice]:
        """What the lead was told about items, courtesies left out."""
        with self.factory() as session:
            rows = session.exec(
                select(Notice).where(
                    Notice.state == NoticeState.TOLD,
                    Notice.audience == "lead",
                    Notice.subject_kind == "milestone",
                )
            ).all()
        return [row for row in rows if not row.rung_id.endswith("-courtesy")]


def order(*, has_read: bool = True) -> ChaseOrder:
    return ChaseOrder(whom="estuary-police", requested_by="Ada Quill", has_read=has_read)


def filled(scene, mode: BodyMode) -> None:
    """Items before, on and long before their date, one of them set by law."""
    for due in (date(2018, 6, 29), date(2018, 7, 9), date(2018, 7, 20), date(2018, 9, 28)):
        scene.item(due=due, mode=mode)
    scene.item(due=date(2018, 7, 16), mode=mode, kind=MilestoneKind.STATUTORY)
    scene.session.commit()


def check_lives(scene, mode: BodyMode) -> Counter[str]:
    filled(scene, mode)
    reached: Counter[str] = Counter()

    @settings(
        max_examples=8, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )
    @given(days=LIVES)
    @example(days=[["decide", "press"], ["press"], ["decide"]])
    @example(days=[["press", "decide"], ["prepare"], ["decide", "prepare", "press"]])
    def once(days: list[list[str]]) -> None:
        with private_copy(scene.factory) as factory:
            life = Life(factory, type(scene.sink)())
            for acts in days:
                for act in (*acts, "approve", "deliver", "next day"):
                    life.play(act)
            told = life.told()
        by_hand = {(row.subject_id, row.told_on) for row in told if row.rung_id == "ad-hoc"}
        times = Counter((row.subject_id, row.told_on) for row in told)
        note(str(times))
        assert all(times[one] == 1 for one in by_hand)
        reached["by hand"] += len(by_hand)
        reached["by the schedule"] += len(times) - len(by_hand)

    once()
    return reached


def test_an_automatic_bodys_lead_is_told_once_a_day(scene) -> None:
    reached = check_lives(scene, BodyMode.AUTOMATIC)

    assert reached["by hand"]
    assert reached["by the schedule"]


def test_a_prepared_bodys_lead_is_told_once_a_day(scene) -> None:
    reached = check_lives(scene, BodyMode.PREPARED)

    assert reached["by hand"]
    assert reached["by the schedule"]
