"""Conventions of every table: constraint names, and enumerations stored as their words."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import SQLModel

# Named constraints can be dropped and altered by a migration on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def stored_as_words(kind: type[StrEnum], *, length: int = 24, checked: bool = True) -> sa.Enum:
    """A column type that stores an enumeration's value, checked by the database.

    ``checked`` is off for the ledger alone: comparing each of a hundred thousand lines with nine
    words costs a fifth of a large day, and every line is written from the enumeration itself.

    SQLAlchemy would store the member's name and make a native type on Postgres, which cannot
    lose a member again; words with a check constraint are the same on both databases.
    """
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=length,
        create_constraint=checked,
        name=kind.__name__.lower(),
    )
