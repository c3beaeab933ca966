"""Statements that are put in the database's words once a process, and then only given values.

A worker writes a few statements for every message. Looking one up and converting its values
takes SQLAlchemy five times as long as the database needs; here the words and the conversions
are kept, and the driver is handed both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Words:
    """A statement in one database's words.

    ``fixed`` are the values that stand in the statement itself, converted already. ``order`` is
    how a driver that counts its values wants them, one that names them wants them by name.
    """

    sql: str
    fixed: Mapping[str, Any]
    converts: Mapping[str, _Convert]
    order: tuple[str, ...]
    is_counted: bool

    def given(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them. Raises `KeyError` where one is missing."""
        asked = dict(self.fixed)
        for name, value in values.items():
            convert = self.converts.get(name)
            asked[name] = value if convert is None else convert(value)
        if self.is_counted:
            return tuple(asked[name] for name in self.order)
        return {name: asked[name] for name in self.order}


@dataclass(frozen=True, slots=True)
class Prepared:
    """An update with its named values (`sa.bindparam`). It may hold no list of values (``IN``):
    that has other words for each length."""

    statement: sa.Update
    _by_dialect: dict[str, _Words] = field(default_factory=dict)

    def run(self, session: Session, values: Mapping[str, Any]) -> int:
        """Run it within the session's transaction, and return how many rows it changed.

        What waits in the session is not flushed first.
        """
        connection = session.connection()
        dialect = connection.dialect
        words = self._by_dialect.get(dialect.name)
        if words is None:
            words = self._by_dialect[dialect.name] = _words(self.statement, dialect)
        return connection.exec_driver_sql(words.sql, words.given(values)).rowcount


def _words(statement: sa.Update, dialect: sa.Dialect) -> _Words:
    compiled = statement.compile(dialect=dialect)
    converts: dict[str, _Convert] = {}
    fixed: dict[str, Any] = {}
    for bind, name in compiled.bind_names.items():
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            converts[name] = convert
        if not bind.required:
            fixed[name] = convert(bind.value) if convert is not None else bind.value
    order = compiled.positiontup if compiled.positional else compiled.bind_names.values()
    return _Words(str(compiled), fixed, converts, tuple(order or ()), compiled.positional)
