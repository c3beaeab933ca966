"""Finding a text wherever the database keeps words, and taking it out.

Every text and JSON column of every table is looked at, so that a table added later is covered
without anybody thinking of it. Left out is what never holds words of people: enumerations,
hashes, tokens, and the chain of events, which is redacted as a whole event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.history import Event
from models.ledger import Delivery
from models.tables import METADATA

CHAIN_TABLES = frozenset({"event", "chain_head"})
NEVER_WORDS = frozenset(
    {"sha256", "proof_sha256", "claim_token", "digest", "chain", "salt", "naming_secret", "key"}
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one row; ``key`` is the row's primary key."""

    table: str
    column: str
    key: Any
    value: Any


def cells_of_words(session: Session) -> Iterator[Cell]:
    """Every value that can hold words of people, table by table."""
    for table, key, column in _columns():
        query = sa.select(key, column).where(column.is_not(None))
        for number, value in session.connection().execute(query):
            yield Cell(table.name, column.name, number, value)


def replace_cell(session: Session, cell: Cell, value: Any) -> None:
    """Write another value in the cell's place."""
    table = METADATA.tables[cell.table]
    key = next(iter(table.primary_key.columns))
    session.connection().execute(
        sa.update(table).where(key == cell.key).values({cell.column: value})
    )


def deliveries_with_mail(session: Session) -> Iterator[Delivery]:
    """Every delivery whose bytes are kept."""
    query = select(Delivery).where(col(Delivery.raw).is_not(None)).order_by(col(Delivery.id))
    yield from session.exec(query.execution_options(yield_per=200))


def events_with_payload(session: Session, fits: Callable[[Any], bool]) -> list[Event]:
    """The events, oldest first, whose payload is kept and fits."""
    query = select(Event).order_by(col(Event.seq)).execution_options(yield_per=1000)
    return [event for event in session.exec(query) if event.payload and fits(event.payload)]


def _columns() -> Iterator[tuple[sa.Table, sa.Column[Any], sa.Column[Any]]]:
    for table in METADATA.sorted_tables:
        if table.name in CHAIN_TABLES:
            continue
        key = next(iter(table.primary_key.columns))
        for column in table.columns:
            if column.name not in NEVER_WORDS and _holds_words(column) and column is not key:
                yield table, key, column


def _holds_words(column: sa.Column[Any]) -> bool:
    if isinstance(column.type, sa.Enum):
        return False
    return isinstance(column.type, sa.String | sa.JSON) or _is_auto_string(column)


def _is_auto_string(column: sa.Column[Any]) -> bool:
    # SQLModel's own string type decorates String and is no subclass of it.
    return isinstance(getattr(column.type, "impl", None), sa.String)
