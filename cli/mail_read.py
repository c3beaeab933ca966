"""``longstop mail read``: delivery reports, given as files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.errors import CouldNotRun, FoundProblems
from rules.wording import counted, listed

if TYPE_CHECKING:
    from cli.database import Door
    from documents.delivery_report import ReportReader
    from documents.mail_files import KeptMail
    from services.returned_mail import Taken


@dataclass
class _Told:
    """What was read, for the count at the end."""

    became: Counter[str] = field(default_factory=Counter)
    marked: int = 0
    faults: list[str] = field(default_factory=list)


@click.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--quiet", is_flag=True, help="Only what needs somebody, and the count.")
def read(paths: Sequence[Path], quiet: bool) -> None:
    """Read what came back from files: mails (.eml), mbox files, Maildirs, folders of mails.

    A message that came back counts as not told. An address that takes no mail for good is
    marked, and nothing more goes there until it is put right. What nobody can tell waits for a
    person. The files are not changed, and a report that was read before changes nothing.
    """
    from cli.database import open_door
    from documents.delivery_report import ReportReader

    files = _files(paths)
    door = open_door()
    told = _Told()
    with ReportReader() as reader, _progress(len(files)) as step:
        for path in files:
            _read_file(door, reader, path, told, quiet=quiet)
            step()
    _say_count(told)


def _files(paths: Sequence[Path]) -> list[Path]:
    """Every file to read; all that cannot be found is named at once."""
    from documents.mail_files import UnusableMailFile, mail_paths

    found: list[Path] = []
    faults: list[str] = []
    for path in paths:
        try:
            found += mail_paths(path)
        except UnusableMailFile as error:
            faults.append(str(error))
    if faults:
        raise CouldNotRun("\n".join(faults))
    return list(dict.fromkeys(found))


def _read_file(door: Door, reader: ReportReader, path: Path, told: _Told, *, quiet: bool) -> None:
    from documents.mail_files import UnusableMailFile, mails_in

    try:
        for mail in mails_in(path):
            _read_mail(door, reader, mail, told, quiet=quiet)
    except UnusableMailFile as error:
        told.faults.append(str(error))


def _read_mail(
    door: Door, reader: ReportReader, mail: KeptMail, told: _Told, *, quiet: bool
) -> None:
    """Each mail is a transaction of its own: one that cannot be read stops no other."""
    from cli.database import service_errors
    from documents.delivery_report import UnreadableMail
    from models.session import transaction
    from services.returned_mail import take_in

    try:
        found = reader.read(mail.content)
    except UnreadableMail as error:
        told.faults.append(f"{mail.name}: {error}")
        return
    with service_errors(), transaction(door.factory) as session:
        taken = take_in(
            session, found, file_name=mail.name, today=door.today, now=door.now, by=door.actor
        )
    for one in taken:
        told.became[one.became.value] += 1
        told.marked += len(one.marked)
        _say(mail.name, one, quiet=quiet)


def _say(name: str, taken: Taken, *, quiet: bool) -> None:
    from services.returned_mail import Became

    if not quiet or taken.became in (Became.CAME_BACK, Became.WAITS):
        click.echo(f"{name}: {taken.sentence}")


def _say_count(told: _Told) -> None:
    for fault in told.faults:
        click.echo(fault, err=True)
    parts = [_counted(number, what) for what, number in told.became.items()]
    if told.faults:
        parts.append(f"{len(told.faults)} not read")
    total = sum(told.became.values()) + len(told.faults)
    click.echo(
        f"Read {counted(total, 'report')}: {listed(parts)}." if parts else "Nothing to read."
    )
    if told.marked:
        click.echo(
            f"{counted(told.marked, 'address', 'addresses')} marked. Put them right with "
            "'longstop contact set', then send what came back with 'longstop outbox resend'."
        )
    if told.faults or told.became["waits for a person"]:
        raise FoundProblems("Some of it needs somebody: 'longstop mail reports' lists what waits.")


def _counted(number: int, what: str) -> str:
    return f"{number} {MANY.get(what, what) if number > 1 else what}"


MANY = {
    "automatic reply": "automatic replies",
    "letter": "letters",
    "waits for a person": "wait for a person",
}


@contextmanager
def _progress(length: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; nothing elsewhere."""
    if length < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label="Reading", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
