"""The same check on Postgres."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from models.ledger import Delivery, Notice
from models.session import open_engine, session_factory
from scripts.bench.large_database import NOW, TODAY, make_large_database
from services.watch import run_watch


@pytest.mark.postgres
def test_each_item_is_told_once_and_travels_in_its_persons_message(postgres_url: str) -> None:
    make_large_database(postgres_url, milestones=200, people=4, inspections=3)
    engine = open_engine(postgres_url)
    factory = session_factory(engine)

    first = run_watch(factory, today=TODAY, now=NOW, actor="schedule")
    second = run_watch(factory, today=TODAY, now=NOW, actor="schedule")

    with Session(engine) as session:
        queued = session.exec(select(sa.func.count()).where(Notice.state == "queued")).one()
        deliveries = session.exec(select(sa.func.count(Delivery.id))).one()
    engine.dispose()
    assert (first.notices, queued, deliveries) == (200, 200, 4)
    assert second.not_decided == "This day was decided already."
