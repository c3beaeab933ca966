"""``longstop outbox approve``: a person approves what they read, one message or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Doing, doing, looking
from cli.errors import CouldNotRun, FoundProblems
from cli.outbox_words import leaves_words, show_lot, show_text
from rules.wording import counted

if TYPE_CHECKING:
    from services.approval_lot import Lot
    from services.approve_as_shown import Changed
    from services.approve_lot import LotApproved
    from services.approve_message import Approved
    from services.preview_lot import PreviewedLot
    from services.show_message import ShownMessage

READ_AGAIN = "It has changed since you read it."
NOT_APPROVED = "Nothing was approved."


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approves, how sure they are, and which text they read."""

    by: str | None
    covering_for: str | None
    yes: bool
    as_shown: str | None

    def acting(self, did: Doing) -> dict[str, Any]:
        """When, and by whom: the person named, or who is signed in to this machine."""
        from services.approver import who_approves

        by = who_approves(
            did.session,
            self.by or did.act.by,
            today=did.act.today,
            covering_for=self.covering_for,
        )
        return {**did.when, "by": by}


@click.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--morning", is_flag=True, help="All that waits today and is not read singly.")
@click.option("--all-for", "body", metavar="BODY", help="The same, for this body alone.")
@click.option("--batch", type=int, metavar="NUMBER", help="What the brake held back that day.")
@click.option("--as-shown", metavar="MARK", help="Only if it still says what this mark stands for.")
@click.option(
    "--by", metavar="NAME", help="Who approves: what is raised names them. [who is signed in]"
)
@click.option("--for", "covering_for", metavar="NAME", help="For whom you stand in.")
@click.option("--yes", is_flag=True, help="Do not ask first: approve it as it reads now.")
def approve(
    numbers: tuple[int, ...],
    morning: bool,
    body: str | None,
    batch: int | None,
    as_shown: str | None,
    by: str | None,
    covering_for: str | None,
    yes: bool,
) -> None:
    """Approve messages: each is decided again, and goes with the next delivery.

    One message is shown in full first, several as a table. With --as-shown nothing is approved if
    it reads differently now; you are told what changed. What goes above the lead is read singly.
    Approving a brief's message records it as sent from here.
    """
    if [bool(numbers), morning, body is not None, batch is not None].count(True) != 1:
        raise click.UsageError(
            "Give message numbers, or --morning, or --all-for BODY, or --batch NUMBER."
        )
    approver = Approver(by, covering_for, yes, as_shown)
    wanted = tuple(dict.fromkeys(numbers))
    if len(wanted) == 1:
        _approve_one(wanted[0], approver)
    else:
        _approve_lot(_lot(wanted, body, batch), approver)


def _lot(numbers: tuple[int, ...], body: str | None, batch: int | None) -> Lot:
    from services.approval_lot import Lot
    from services.find import the_agency

    if body is None:
        return Lot(batch=batch, numbers=numbers)
    with looking(quiet=True) as (session, _):
        return Lot(body_id=the_agency(session, body).id)


def _approve_one(number: int, approver: Approver) -> None:
    """Show the text, ask, approve; if it changed meanwhile, show it again and ask again."""
    if approver.as_shown is not None:
        _approve_one_as_shown(number, approver, approver.as_shown)
        return
    while True:
        shown = _look(number, approver)
        _ask(_question(shown), yes=approver.yes)
        outcome = _approved_as_shown(number, approver, mark=shown.mark or "", text=shown.text)
        if not _has_changed(outcome):
            return


def _approve_one_as_shown(number: int, approver: Approver, mark: str) -> None:
    """Approve what the mark stands for, or show what the message says now."""
    changed = _approved_as_shown(number, approver, mark=mark, text=None)
    if _has_changed(changed):
        _look(number, approver)
        raise FoundProblems(f"{NOT_APPROVED} Read it again, and approve it with its new mark.")


def _approved_as_shown(
    number: int, approver: Approver, *, mark: str, text: str | None
) -> Changed | None:
    from services.approve_as_shown import AsShown, Changed, approve_as_shown

    with doing() as did:
        outcome = approve_as_shown(did.session, number, AsShown(mark, text), **approver.acting(did))
    if isinstance(outcome, Changed):
        return outcome
    _say_approved(outcome)
    return None


def _has_changed(changed: Changed | None) -> bool:
    """Say what changed, if anything did."""
    if changed is None:
        return False
    click.echo(READ_AGAIN)
    for sentence in changed.what:
        click.echo(f"- {sentence}")
    click.echo("")
    return True


def _look(number: int, approver: Approver) -> ShownMessage:
    """Show a message that waits, as it would read now."""
    from services.find_message import refuse_unless_it_waits, the_message
    from services.show_message import show_message

    with looking(quiet=True) as (session, door):
        refuse_unless_it_waits(the_message(session, number, to_decide=False))
        shown = show_message(
            session, number, today=door.today, now=door.now, approver=approver.by or door.actor
        )
    if shown.nothing_because is not None:
        click.echo(f"Nothing of message {number} would go: {shown.nothing_because}.")
    else:
        show_text(shown)
    return shown


def _question(shown: ShownMessage) -> str:
    """What is asked before a message is approved."""
    if shown.nothing_because is not None:
        return "Nothing of it is left to say. Cancel it?"
    line = shown.line
    return f"Approve and send this to {line.to}, {line.role}, {line.body}?"


def _approve_lot(lot: Lot, approver: Approver) -> None:
    """Show who gets what, ask, approve; if any of it changed meanwhile, show and ask again."""
    if approver.as_shown is not None:
        _approve_lot_as_shown(lot, approver, approver.as_shown)
        return
    while True:
        preview = _preview(lot)
        if len(preview.lines) == 1 and lot.batch is None:
            _say_notes(preview)
            _approve_one(preview.lines[0].number, approver)
            return
        show_lot(preview)
        _ask(f"Approve and send {counted(len(preview.lines), 'message')}?", yes=approver.yes)
        if not _has_changed(_approved_lot(lot, approver, mark=preview.mark)):
            return


def _approve_lot_as_shown(lot: Lot, approver: Approver, mark: str) -> None:
    if _has_changed(_approved_lot(lot, approver, mark=mark)):
        show_lot(_preview(lot))
        raise FoundProblems(f"{NOT_APPROVED} Look again, and approve them with their new mark.")


def _preview(lot: Lot) -> PreviewedLot:
    from services.preview_lot import preview_lot

    with looking(quiet=True) as (session, door):
        return preview_lot(session, lot, today=door.today, now=door.now)


def _say_notes(preview: PreviewedLot) -> None:
    for note in preview.notes:
        click.echo(note)


def _approved_lot(lot: Lot, approver: Approver, *, mark: str) -> Changed | None:
    from services.approve_as_shown import Changed
    from services.approve_lot import approve_lot

    with doing() as did:
        outcome = approve_lot(did.session, lot, as_shown=mark, **approver.acting(did))
    if isinstance(outcome, Changed):
        return outcome
    _say_lot(outcome)
    return None


def _say_lot(outcome: LotApproved) -> None:
    for one in outcome.approved:
        _say_approved(one)
    for waiting in outcome.still_waiting:
        click.echo(waiting.sentence)


def _ask(question: str, *, yes: bool) -> None:
    if yes:
        return
    try:
        sure = click.confirm(question)
    except click.Abort:
        sure = False
    if not sure:
        raise CouldNotRun(f"{NOT_APPROVED} To approve without being asked: --yes or --as-shown")


def _say_approved(approved: Approved) -> None:
    if approved.shown is None:
        click.echo(f"Message {approved.number} is cancelled, because {approved.cancelled_because}.")
        return
    for sentence in approved.withdrawn:
        click.echo(sentence)
    when = leaves_words(approved.leaves_at) if approved.leaves_at else "goes"
    click.echo(f"Message {approved.number} to {approved.to} is approved: it {when}.")
