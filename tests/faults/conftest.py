"""A live database with a message for each of three people, and a mail server that misbehaves."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlmodel import select

from models.agencies import Contact
from models.ledger import ChannelFault, Delivery, Notice
from models.session import SessionFactory, open_engine, session_factory, transaction
from models.words import DeliveryState
from notifications.dispatch import Transport
from scripts.bench.large_database import NOW, TODAY, make_large_database
from services.deliver import DeliveryReport, deliver_outbox
from services.settle_unknown import settle_unknown
from services.watch import run_watch

PEOPLE = 3
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass
class LiveDay:
    """A decided day of a live database: one message for each person, all queued for ten."""

    path: Path
    factory: SessionFactory
    now: datetime = NOW

    def deliver(
        self,
        transport: Transport,
        *,
        teams: Transport | None = None,
        later: timedelta | None = None,
    ) -> DeliveryReport:
        """Deliver what may go, so much later than the last time."""
        self.now += later or timedelta()
        return deliver_outbox(
            self.factory, transport=transport, teams=teams, now=self.now, today=TODAY
        )

    def deliver_until_done(self, transport: Transport, *, teams: Transport | None = None) -> None:
        """Look again every two hours until nothing is queued."""
        for _ in range(20):
            if not any(one.state in OPEN for one in self.deliveries()):
                return
            self.deliver(transport, teams=teams, later=timedelta(hours=2))

    def settle(self, *, by_looking_at: Counter[str]) -> None:
        """A person looks whether each unknown message arrived, and says so."""
        for one in self.deliveries():
            if one.state is DeliveryState.UNKNOWN:
                with transaction(self.factory) as session:
                    settle_unknown(
                        session,
                        one.message_id,
                        arrived=by_looking_at[one.message_id_header or ""] > 0,
                        by="Ada Quill",
                        today=TODAY,
                        now=self.now,
                    )

    def deliveries(self) -> list[Delivery]:
        """Every delivery, oldest first."""
        return self._rows(Delivery)

    def delivery(self, number: int = 1) -> Delivery:
        """One of them."""
        return next(one for one in self.deliveries() if one.id == number)

    def notice_of(self, delivery: Delivery) -> Notice:
        """The one notice of its message."""
        return next(one for one in self._rows(Notice) if one.message_id == delivery.message_id)

    def marked(self) -> list[str]:
        """The addresses of contacts that are marked as taking no mail."""
        return [one.email or "" for one in self._rows(Contact) if one.bounced_at is not None]

    def paused(self) -> bool:
        """Whether a channel is out of order."""
        return bool(self._rows(ChannelFault))

    def first_address(self) -> str:
        """To whom the message goes that is claimed first."""
        first = self.delivery()
        return next(one.email or "" for one in self._rows(Contact) if one.id == first.contact_id)

    def _rows(self, table: type) -> list:
        with self.factory() as session:
            key = "channel" if table is ChannelFault else "id"
            return list(session.exec(select(table).order_by(key)))


@pytest.fixture
def live_day() -> type[LiveDay]:
    """Makes a day of one's own database."""
    return LiveDay


@pytest.fixture(scope="session")
def decided_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day decided once; each test has a copy."""
    path = tmp_path_factory.mktemp("decided") / "longstop.sqlite"
    make_large_database(
        f"sqlite:///{path}", milestones=PEOPLE, people=PEOPLE, inspections=1, mail="smtp"
    )
    engine = open_engine(f"sqlite:///{path}")
    run_watch(session_factory(engine), today=TODAY, now=NOW, actor="schedule")
    engine.dispose()
    return path


@pytest.fixture
def day(decided_day: Path, tmp_path: Path) -> Iterator[LiveDay]:
    """A live day of this test's own."""
    path = Path(shutil.copy(decided_day, tmp_path / "longstop.sqlite"))
    engine = open_engine(f"sqlite:///{path}")
    yield LiveDay(path, session_factory(engine))
    engine.dispose()


@pytest.fixture
def message_ids() -> Callable[[list[bytes]], Counter[str]]:
    """Counts how often each Message-ID stands among messages."""
    return lambda raws: Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in raws)
