"""Options and context managers that the commands about people and plans share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.errors import CouldNotRun

if TYPE_CHECKING:
    from sqlmodel import Session

    from cli.database import Door
    from services.act import Act
    from services.rulebook import Rulebook

Command = TypeVar("Command", bound=Callable[..., Any])

inspection_option = click.option(
    "--inspection", "inspection_ref", metavar="REF", help="The inspection, if there are several."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")
past_date_option = click.option(
    "--past-date-confirmed", is_flag=True, help="A date that has passed is meant, not a slip."
)
no_child_option = click.option(
    "--no-child-confirmed", is_flag=True, help="What looks like it identifies no child."
)
approval_options = (
    click.option("--minute", "minute_number", metavar="NUMBER", help="The board's minute."),
    click.option("--meeting", "meeting_body", metavar="BODY", help="Whose minute it is."),
)


def cites_a_minute(command: Command) -> Command:
    """Give a command the options that name a minute."""
    for option in reversed(approval_options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Doing:
    """A session in which a command acts, and the act of its person."""

    session: Session
    act: Act

    @property
    def when(self) -> dict[str, Any]:
        """``today``, ``now`` and ``by``, as services take them."""
        return {"today": self.act.today, "now": self.act.now, "by": self.act.by}

    @property
    def stamped(self) -> dict[str, Any]:
        """``now`` and ``by``, for services that need no date."""
        return {"now": self.act.now, "by": self.act.by}

    @property
    def by_the_rules(self) -> dict[str, Any]:
        """``today``, ``now``, ``by`` and ``rulebook``."""
        return {**self.when, "rulebook": self.act.rulebook}


@contextmanager
def doing() -> Iterator[Doing]:
    """Act on the database: all of it is committed at the end, or undone if it was refused."""
    from sqlalchemy.exc import IntegrityError

    from cli.acting import acting_by_the_rules

    try:
        with acting_by_the_rules() as (session, act), naming_the_flag():
            yield Doing(session, act)
    except IntegrityError as error:
        raise CouldNotRun(
            "Somebody else changed the same thing at the same moment. Nothing of yours was "
            "changed: look at it again, and repeat what is still to be done."
        ) from error


@contextmanager
def looking(*, quiet: bool = False) -> Iterator[tuple[Session, Door]]:
    """Read the database and change nothing; ``quiet`` does not say again what it is."""
    from cli.database import open_door, service_errors
    from models.session import reading

    door = open_door(quiet=quiet)
    with service_errors(), reading(door.factory) as session:
        yield session, door
        # What was read stays readable after the session has ended.
        session.expunge_all()


@contextmanager
def naming_the_flag() -> Iterator[None]:
    """Tell the person how to confirm what only a person can."""
    from services.child_level import ChildDetailAsked
    from services.past_dates import PastDateAsked

    try:
        yield
    except PastDateAsked as error:
        raise CouldNotRun(f"{error}\nTo confirm: --past-date-confirmed") from error
    except ChildDetailAsked as error:
        raise CouldNotRun(f"{error}\nTo confirm: --no-child-confirmed") from error


def standing_rules() -> Rulebook:
    """The calendar and the ladders in force, for commands that only look."""
    from services.rulebook import standing_rulebook

    return standing_rulebook()
