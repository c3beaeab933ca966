"""``longstop chase``: ask a body for updates by hand, after reading what would go."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cli.asking import (
    doing,
    inspection_option,
    json_option,
    looking,
    naming_the_flag,
    no_child_option,
)
from cli.errors import CouldNotRun, FoundProblems
from cli.outbox_words import leaves_words
from cli.parameters import DateWritten
from cli.tables import show_json
from rules.wording import counted

if TYPE_CHECKING:
    from services.by_hand import Chased, ChaseOrder, Preview

HOW_TO_CONFIRM = (
    "Nothing was asked. To ask without being asked first: --yes, or --as-previewed with the "
    "preview's key."
)


@click.command()
@click.argument("whom", metavar="AGENCY|ROLE")
@click.option("--actions", metavar="REF,...", help="These actions or milestones alone.")
@click.option("--due-by", type=DateWritten(), help="Only what is due by this day.")
@inspection_option
@click.option("--message", "words", default="", help="What you add, quoted as your words.")
@click.option("--again", metavar="REASON", help="Ask again what was asked or answered lately.")
@click.option("--preview", "only_preview", is_flag=True, help="Only show what would go.")
@click.option("--as-previewed", "key", metavar="KEY", help="Ask exactly what was previewed.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--by", metavar="NAME", help="Who asks: the message names them. [who is signed in]")
@no_child_option
@json_option
def chase(
    whom: str,
    actions: str | None,
    due_by: datetime.date | None,
    inspection_ref: str | None,
    words: str,
    again: str | None,
    only_preview: bool,
    key: str | None,
    yes: bool,
    by: str | None,
    no_child_confirmed: bool,
    as_json: bool,
) -> None:
    """Ask a body for updates now, between its regular messages.

    AGENCY is a body (its single point of contact), or a body and a role; ROLE is a role of the
    council. All its open items are asked about, or those named. Who answered or was told within
    one working day is left alone: what is left out is named, with the reason. You see what would
    go before it goes. Pressed twice, by whomever, the same preview is one message.

    \b
    Examples:
      longstop chase estuary-police --preview
      longstop chase estuary-police --actions 3.1,3.2 --message "The board meets on Thursday."
      longstop chase estuary-police/deputy --due-by "31 August 2018" --by "Ada Quill"
      longstop chase estuary-police --again "The chair asked today" --yes
    """
    asked = _Asked(
        {
            "whom": whom,
            "items": tuple(ref for part in (actions or "").split(",") if (ref := part.strip())),
            "due_by": due_by,
            "inspection": inspection_ref,
            "words": words,
            "again": again,
            "no_child_confirmed": no_child_confirmed,
        },
        by,
    )
    if only_preview:
        _only_preview(asked, as_json=as_json)
    elif key is not None or as_json:
        _say(_press_unseen(asked, key=key, yes=yes), as_json=as_json)
    else:
        _confirm_and_press(asked, yes=yes)


class _Asked:
    """What was typed, made into an order for whoever acts."""

    def __init__(self, values: dict[str, Any], by: str | None) -> None:
        self.values = values
        self.by = by

    def order(self, signed_in: str) -> ChaseOrder:
        """The order of the person named, or of who is signed in to this machine."""
        from services.by_hand import ChaseOrder

        return ChaseOrder(requested_by=self.by or signed_in, **self.values)

    def preview(self) -> Preview:
        """What would go now."""
        from services.by_hand import preview_chase

        with looking() as (session, door), naming_the_flag():
            return preview_chase(session, self.order(door.actor), today=door.today, now=door.now)


def _only_preview(asked: _Asked, *, as_json: bool) -> None:
    preview = asked.preview()
    if as_json:
        show_json(_values(preview))
    else:
        click.echo("\n".join(_lines(preview)))
    if preview.is_empty:
        raise FoundProblems("There is nothing to ask about.")


class _Changed(Exception):
    """What would go is not what was previewed: how it reads now."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__()


def _confirm_and_press(asked: _Asked, *, yes: bool) -> None:
    """Show it, ask, press; if it changed meanwhile, show it again and ask again."""
    preview = asked.preview()
    while True:
        click.echo("\n".join(_lines(preview)))
        if preview.is_empty:
            raise FoundProblems("There is nothing to ask about. Nothing was asked.")
        if preview.made is None and not yes:
            _ask(preview)
        try:
            _say(_press(asked, key=preview.key), as_json=False)
            return
        except _Changed as changed:
            click.echo("It has changed since you read it. This is how it reads now.")
            preview = changed.preview


def _ask(preview: Preview) -> None:
    question = f"Ask {preview.to.name} about {counted(len(preview.asked), 'item')}?"
    try:
        sure = click.confirm(question)
    except click.Abort:
        sure = False
    if not sure:
        raise CouldNotRun(HOW_TO_CONFIRM)


def _press_unseen(asked: _Asked, *, key: str | None, yes: bool) -> Chased:
    """Ask what was previewed before, or what there is to ask now, without showing it."""
    if key is None and not yes:
        raise CouldNotRun(HOW_TO_CONFIRM)
    try:
        return _press(asked, key=key)
    except _Changed as changed:
        click.echo("\n".join(_lines(changed.preview)), err=True)
        raise FoundProblems(
            "What would go has changed since it was previewed. Nothing was asked."
        ) from changed


def _press(asked: _Asked, *, key: str | None) -> Chased:
    from services.by_hand import NothingToAsk, PreviewChanged
    from services.by_hand import chase as press

    with doing() as did:
        order = asked.order(did.act.by)
        try:
            return press(did.session, order, key=key, today=did.act.today, now=did.act.now)
        except NothingToAsk as nothing:
            raise FoundProblems(str(nothing)) from nothing
        except PreviewChanged as changed:
            raise _Changed(changed.preview) from changed


def _say(done: Chased, *, as_json: bool) -> None:
    if as_json:
        show_json(asdict(done))
        return
    if done.made is not None:
        click.echo(
            f"{done.made.by} has asked this already: message {done.message} to {done.to} "
            f"{done.made.standing}. Nothing was asked again."
        )
        return
    when = leaves_words(done.leaves_at) if done.leaves_at else "waits for approval"
    click.echo(
        f"Message {done.message} asks {done.to} about {counted(done.items, 'item')}: it {when}."
    )
    if done.leaves_at is not None:
        click.echo("See it: longstop outbox show " + str(done.message))


def _lines(preview: Preview) -> Iterator[str]:
    """The message as it would read, what is left out, and when it would go."""
    yield from preview.notes
    if not preview.is_empty:
        yield f"To: {preview.to.name}, {preview.to.role}, {preview.to.agency} <{preview.to.email}>"
        yield f"Subject: {preview.subject}"
        yield ""
        yield preview.text
    if preview.left_out:
        yield f"Left out ({counted(len(preview.left_out), 'item')}):"
        yield from (f"- {one.sentence}" for one in preview.left_out)
        yield ""
    if preview.made is not None:
        yield (
            f"{preview.made.by} has asked this already: message {preview.made.message} "
            f"{preview.made.standing}."
        )
    elif preview.leaves_at is not None and not preview.is_empty:
        yield f"If you confirm, it {leaves_words(preview.leaves_at)}."
    if preview.key:
        yield f"Key of this preview: {preview.key}"


def _values(preview: Preview) -> dict[str, Any]:
    return {**asdict(preview), "is_empty": preview.is_empty}
