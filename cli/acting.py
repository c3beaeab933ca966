"""The act of the person at the command line: who, when, and by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from cli.asking import naming_the_flag
from cli.database import acting
from models.inspections import Inspection
from services.act import Act
from services.find import the_inspection
from services.rulebook import standing_rulebook


@contextmanager
def acting_by_the_rules() -> Iterator[tuple[Session, Act]]:
    """A session in which the command acts, committed at the end, and the act to hand on."""
    with acting() as (session, door), naming_the_flag():
        yield (
            session,
            Act(by=door.actor, today=door.today, now=door.now, rulebook=standing_rulebook()),
        )


@contextmanager
def acting_on(ref: str | None) -> Iterator[tuple[Session, Inspection, Act]]:
    """Like `acting_by_the_rules`, on the inspection named, or on the only one there is."""
    with acting_by_the_rules() as (session, act):
        yield session, the_inspection(session, ref), act
