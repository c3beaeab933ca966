"""What people do with messages: approve, hold, cancel, settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Doing, doing, looking
from cli.errors import CouldNotRun
from cli.outbox_words import leaves_words
from rules.wording import counted

if TYPE_CHECKING:
    from services.approve_message import Approved

by_option = click.option(
    "--by", metavar="NAME", help="Who approves: what is raised names them. [who is signed in]"
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask first.")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A message about to be approved: its number, its reader, and its text as shown."""

    number: int
    to: str
    text: str
    would_go: bool = True

    @property
    def question(self) -> str:
        """What is asked before it is approved."""
        if not self.would_go:
            return "Nothing of it is left to say. Cancel it?"
        return f"Approve and send this to {self.to}?"


class _Changed(Exception):
    """The message reads differently from what the person approved."""


@click.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all-for", "body", metavar="BODY", help="All that waits for this body.")
@click.option("--batch", type=int, metavar="NUMBER", help="What the brake held back that day.")
@by_option
@yes_option
def approve(
    numbers: tuple[int, ...], body: str | None, batch: int | None, by: str | None, yes: bool
) -> None:
    """Approve messages: each is decided again, and goes with the next delivery.

    One message is shown in full first. For several, their number and the names of those who
    get them are said first. Approving a brief's message records it as sent from here.
    """
    if [bool(numbers), body is not None, batch is not None].count(True) != 1:
        raise click.UsageError("Give message numbers, or --all-for BODY, or --batch NUMBER.")
    if batch is not None:
        _release(batch, by=by, yes=yes)
        return
    wanted = list(dict.fromkeys(numbers)) if numbers else _numbers_for(body or "")
    if len(wanted) == 1:
        _approve_one(wanted[0], by=by, yes=yes)
    else:
        _approve_all(wanted, by=by, yes=yes)


def _approve_one(number: int, *, by: str | None, yes: bool) -> None:
    """Show the text, ask, approve; if it changed meanwhile, show it again and ask again."""
    while True:
        seen = _look_at(number, by=by, in_full=True)
        _ask(seen.question, yes=yes)
        try:
            _say_approved(_approved(number, by=by, seen=seen))
            return
        except _Changed:
            click.echo("It has changed since you read it. This is how it reads now.")


def _approved(number: int, *, by: str | None, seen: _Seen | None = None) -> Approved:
    from services.approve_message import approve_message

    with doing() as did:
        approved = approve_message(did.session, number, **_by(did, by))
        if seen is not None and approved.shown is not None and approved.shown.text != seen.text:
            raise _Changed
        return approved


def _approve_all(numbers: Sequence[int], *, by: str | None, yes: bool) -> None:
    seen = [_look_at(number, by=by, in_full=False) for number in numbers]
    _say_who(seen)
    _ask(f"Approve and send {counted(len(seen), 'message')}?", yes=yes)
    for one in seen:
        _say_approved(_approved(one.number, by=by))


def _release(batch: int, *, by: str | None, yes: bool) -> None:
    from models.queries.messages import held_numbers_of_batch
    from services.find_message import the_open_batch
    from services.outbox_overview import lines_of
    from services.release_batch import release_batch

    with looking() as (session, _):
        found = the_open_batch(session, batch, to_decide=False)
        lines = lines_of(session, held_numbers_of_batch(session, batch))
    click.echo(f"Batch {batch}: {found.reason}")
    _say_who([_Seen(line.number, f"{line.to}, {line.role}, {line.body}", "") for line in lines])
    _ask(f"Approve and send {counted(len(lines), 'message')}?", yes=yes)
    with doing() as did:
        released = release_batch(did.session, batch, **_by(did, by))
    for one in released.approved:
        _say_approved(one)
    for number in released.still_waiting:
        click.echo(f"Message {number} goes above the lead, so it waits for its own approval.")


def _by(did: Doing, by: str | None) -> dict[str, Any]:
    """When, and by whom: the person named, or who is signed in to this machine."""
    return {**did.when, "by": by or did.act.by}


def _numbers_for(body: str) -> list[int]:
    from models.queries.messages import held_numbers_of_bodies
    from services.find import key_of, the_agency

    with looking() as (session, _):
        agency = the_agency(session, body)
        numbers = held_numbers_of_bodies(session, [key_of(agency.id)])
    if not numbers:
        raise CouldNotRun(f"Nothing waits for {agency.name}.")
    return numbers


def _look_at(number: int, *, by: str | None, in_full: bool) -> _Seen:
    """Look at a message before it is approved; it is shown, or only named."""
    from cli.outbox import show_text
    from models.ledger import Message
    from services.find_message import refuse_unless_it_waits
    from services.show_message import show_message

    with looking(quiet=True) as (session, door):
        message = session.get(Message, number)
        if message is not None:
            refuse_unless_it_waits(message)
        shown = show_message(
            session, number, today=door.today, now=door.now, approver=by or door.actor
        )
    line = shown.line
    if shown.nothing_because is not None:
        click.echo(f"Nothing of message {number} would go: {shown.nothing_because}.")
    elif in_full:
        show_text(shown)
    would_go = shown.nothing_because is None
    return _Seen(number, f"{line.to}, {line.role}, {line.body}", shown.text, would_go)


def _say_who(seen: Sequence[_Seen]) -> None:
    click.echo(f"{counted(len(seen), 'message')} to:")
    for one in seen:
        click.echo(f"- {one.to} (message {one.number})")


def _ask(question: str, *, yes: bool) -> None:
    if yes:
        return
    try:
        sure = click.confirm(question)
    except click.Abort:
        sure = False
    if not sure:
        raise CouldNotRun("Nothing was approved. To approve without being asked: --yes")


def _say_approved(approved: Approved) -> None:
    if approved.shown is None:
        click.echo(f"Message {approved.number} is cancelled, because {approved.cancelled_because}.")
        return
    for sentence in approved.withdrawn:
        click.echo(sentence)
    when = leaves_words(approved.leaves_at) if approved.leaves_at else "goes"
    click.echo(f"Message {approved.number} to {approved.to} is approved: it {when}.")


@click.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why it waits.")
def hold(number: int, reason: str) -> None:
    """Hold message NUMBER before it goes, until it is approved or cancelled."""
    from services.hold_message import hold_message

    with doing() as did:
        hold_message(did.session, number, reason=reason, **did.stamped)
    click.echo(f"Message {number} waits: approve it with 'longstop outbox approve {number}'.")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--batch", type=int, metavar="NUMBER", help="All that the brake held back that day.")
@click.option("--reason", required=True, help="Why it does not go.")
@click.option("--for-good", is_flag=True, help="Its steps never go, nor any above them.")
def cancel(number: int | None, batch: int | None, reason: str, for_good: bool) -> None:
    """Cancel message NUMBER, or a batch.

    What is still due is decided anew by the next daily check, unless --for-good.
    """
    from services.cancel_message import cancel_message
    from services.drop_batch import drop_batch

    if (number is None) == (batch is None):
        raise click.UsageError("Give one message number, or --batch NUMBER.")
    with doing() as did:
        if batch is not None:
            cancelled = drop_batch(did.session, batch, reason=reason, for_good=for_good, **did.when)
        else:
            cancelled = [
                cancel_message(
                    did.session, number or 0, reason=reason, for_good=for_good, **did.when
                )
            ]
    for one in cancelled:
        click.echo(f"Message {one.number} to {one.to} is cancelled.")
    click.echo(
        "What it said is recorded as not raised and never goes."
        if for_good
        else "What is still due is decided anew by the next daily check."
    )


@click.command()
@click.argument("number", type=int)
@click.option("--arrived", "arrived", flag_value="yes", help="They have it.")
@click.option("--did-not-arrive", "arrived", flag_value="no", help="They have not: send it again.")
def settle(number: int, arrived: str | None) -> None:
    """Say whether message NUMBER, of which it is not known, arrived."""
    from services.settle_unknown import settle_unknown

    if arrived is None:
        raise click.UsageError("Ask them, then give --arrived or --did-not-arrive.")
    with doing() as did:
        done = settle_unknown(did.session, number, arrived=arrived == "yes", **did.when)
    if done.arrived:
        click.echo(f"Message {number} to {done.to} counts as told.")
    else:
        click.echo(f"Message {number} to {done.to} goes again with the next delivery.")
