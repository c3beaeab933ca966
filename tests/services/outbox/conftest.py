"""A council and one partner body whose items the daily check decides about, and its outbox."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Brief, Delivery, Message, Notice
from models.milestones import Milestone
from models.queries.messages import outbox_rows
from models.queries.outbox import deliveries_of, notices_of
from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory
from models.tables import METADATA
from models.words import AgencyKind, BodyMode, ContactRole, MessageState
from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from services.deliver import DeliveryReport, deliver_outbox
from services.opening import LONDON, NOON, london_time
from services.watch import WatchReport, decide_day

# Monday 9 July 2018 is the day of the other fixtures; the partner takes its message on Mondays.
MONDAY = date(2018, 7, 9)


@dataclass
class Sink:
    """A channel that keeps what it is given and answers as it is told."""

    outcome: Outcome = Outcome.FILED
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    channel: str = "maildir"
    lines: int = 1
    can_look_up: bool = False

    @property
    def to(self) -> list[str]:
        """To whom it was given something, in order."""
        return [address for address, _ in self.sent]

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Keep the message."""
        self.sent.append((recipient, raw))
        return Receipt(self.outcome, "250", "kept")

    def look(self) -> ChannelState:
        """It is there."""
        return ChannelState(True, "It is there.")

    def close(self) -> None:
        """It keeps nothing open."""

    def find(self, key: DeliveryKey) -> Receipt | None:
        """It cannot be asked."""
        return None


@dataclass
class Answering:
    """A channel with lines of its own that answers each message by what a test says of it.

    ``answer`` hears to whom it goes and the how-manieth it is, 1 being the first. ``most_at_once``
    is how many were ever under way together.
    """

    answer: Callable[[str, int], Receipt] = lambda _to, _number: Receipt(Outcome.SENT, "250", "ok")
    lines: int = 1
    channel: str = "smtp"
    can_look_up: bool = False
    sent: list[tuple[str, int]] = field(default_factory=list)
    most_at_once: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def to(self) -> list[str]:
        """To whom it was given something, in the order in which it came."""
        return [address for address, _ in self.sent]

    @property
    def deliveries(self) -> list[int]:
        """The deliveries it was given, in the order in which they came."""
        return [number for _, number in self.sent]

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Note that it came, and answer."""
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            self.sent.append((recipient, key.delivery_id))
            number = len(self.sent)
        try:
            return self.answer(recipient, number)
        finally:
            with self._lock:
                self._under_way -= 1

    def look(self) -> ChannelState:
        """It is there."""
        return ChannelState(True, "It is there.")

    def close(self) -> None:
        """It keeps nothing open."""

    def find(self, key: DeliveryKey) -> Receipt | None:
        """It cannot be asked."""
        return None


@pytest.fixture
def answering() -> type[Answering]:
    """Channels that answer as a test says."""
    return Answering


@dataclass
class Scene:
    """One session in which days are decided and delivered, and shorthands to look at the rows."""

    make: Any
    session: Session
    factory: SessionFactory
    council: Agency
    manager: Contact
    police: Agency
    inspector: Contact
    inspection: Inspection
    sink: Sink = field(default_factory=Sink)

    def item(self, *, due: date, mode: BodyMode = BodyMode.PREPARED, **more: Any) -> Milestone:
        """An open item of the police, armed long before its reminders."""
        self.make.participation(self.inspection, self.police, mode=mode)
        values = {"today": date(2018, 5, 14), "mode": mode} | more
        return self.make.milestone(self.inspection, self.police, due=due, **values)

    def mode(self, mode: BodyMode) -> None:
        """How far the police have been told."""
        self.make.participation(self.inspection, self.police, mode=mode)

    def decide(self, day: date, *, at: datetime | None = None) -> WatchReport:
        """The daily check of this day, at noon unless told otherwise."""
        now = at or self.at(day)
        report = decide_day(self.session, today=day, now=now, actor="the schedule")
        self.session.commit()
        return report

    def deliver(self, day: date) -> DeliveryReport:
        """The delivery of this day, into the sink."""
        self.session.commit()
        report = deliver_outbox(self.factory, transport=self.sink, now=self.at(day), today=day)
        self.session.expire_all()
        return report

    def deliver_by(
        self, transport: Any, *, at: datetime, teams: Any = None, **more: Any
    ) -> DeliveryReport:
        """A delivery at this moment, by this channel."""
        self.session.commit()
        report = deliver_outbox(
            self.factory,
            transport=transport,
            teams=teams,
            now=at,
            today=at.astimezone(LONDON).date(),
            **more,
        )
        self.session.expire_all()
        return report

    def people(self, number: int) -> list[Contact]:
        """So many bodies with one person and one item due for a first reminder on Monday."""
        found = []
        for place in range(number):
            body = self.make.agency(f"body-{place:03d}", name=f"Body {place:03d}", chosen_weekday=1)
            found.append(
                self.make.contact(
                    body,
                    name=f"Person {place:03d}",
                    email=f"p{place:03d}@body.example",
                    introduced_on=date(2018, 6, 1),
                )
            )
            self.make.participation(self.inspection, body, mode=BodyMode.AUTOMATIC)
            self.make.milestone(
                self.inspection, body, due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC,
                today=date(2018, 5, 14),
            )  # fmt: skip
        return found

    def at(self, day: date) -> datetime:
        """Noon in London: a demonstration's day is one moment."""
        return london_time(day, NOON)

    def messages(self, *states: MessageState) -> list[Message]:
        """The messages to the police in these states, oldest first; all of them for none given."""
        return self.messages_to(self.police, *states)

    def messages_to(self, body: Agency, *states: MessageState) -> list[Message]:
        """The same for another body."""
        rows = outbox_rows(self.session, states=states or tuple(MessageState))
        return [row.message for row in reversed(rows) if row.agency.id == body.id]

    def held(self) -> Message:
        """The one message to the police that waits."""
        (message,) = self.messages(MessageState.HELD)
        return message

    def notices(self, message: Message) -> list[Notice]:
        """The message's notices."""
        return list(notices_of(self.session, message.id or 0))

    def deliveries(self, message: Message) -> list[Delivery]:
        """The message's deliveries."""
        return list(deliveries_of(self.session, message.id or 0))

    def brief(self) -> Brief:
        """The newest brief."""
        return self.session.exec(select(Brief).order_by(col(Brief.id).desc())).first()


@pytest.fixture
def scene(make: Any, session: Session, factory: SessionFactory) -> Scene:
    """The police, known to us and taking their message on Mondays, in a published inspection."""
    council = make.agency("council", kind=AgencyKind.COUNCIL, name="Saltmarsh Council")
    manager = make.contact(
        council,
        role=ContactRole.PROGRAMME_MANAGER,
        name="Ada Quill",
        email="ada.quill@saltmarsh.example",
    )
    police = make.agency("estuary-police", name="Estuary Police", chosen_weekday=1)
    inspector = make.contact(police, introduced_on=date(2018, 6, 1))
    inspection = make.inspection("saltmarsh-2018")
    return Scene(make, session, factory, council, manager, police, inspector, inspection)


@pytest.fixture
def rows_of(factory: SessionFactory) -> Callable[[], dict[str, list[tuple[Any, ...]]]]:
    """Every row of every table as it stands on disk, to prove that nothing was written."""

    def read() -> dict[str, list[tuple[Any, ...]]]:
        with factory() as other:
            return {
                table.name: sorted(map(tuple, other.execute(table.select())), key=repr)
                for table in METADATA.sorted_tables
            }

    return read


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    """Where a Maildir can be made."""
    return tmp_path / "mail"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either_database(
    request: pytest.FixtureRequest, scene: Scene
) -> Iterator[Callable[[], SessionFactory]]:
    """The scene's rows, once it is filled, on SQLite and on Postgres."""
    engines = []

    def filled() -> SessionFactory:
        scene.session.commit()
        if request.param == "sqlite":
            return scene.factory
        engine = open_engine(request.getfixturevalue("postgres_url"))
        engines.append(engine)
        copy_to_postgres(scene.factory, engine)
        return session_factory(engine)

    yield filled
    for engine in engines:
        engine.dispose()


def copy_to_postgres(source: SessionFactory, engine: Engine) -> None:
    """Every row of ``source`` into an empty Postgres database, counters set behind them."""
    upgrade_schema(engine)
    with source() as real, session_factory(engine)() as target:
        for table in METADATA.sorted_tables:
            rows = [dict(row) for row in real.execute(table.select()).mappings()]
            if rows:
                target.execute(table.insert(), rows)
            if rows and "id" in table.columns:
                counter = sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")
                last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
                target.execute(sa.select(sa.func.setval(counter, last)))
        target.commit()
