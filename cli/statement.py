"""``longstop statement``: recording that the statement was sent, outside Longstop."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import click

from cli.asking import doing, inspection_option, json_option, looking
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from rules.wording import long_date


@click.group()
def statement() -> None:
    """The written statement of proposed action, as it left the council.

    \b
    Example:
      longstop statement sent --on "13 August 2018" --by "Director of Children's Services" \\
          --to inspections@inspectorate.example --proof "Receipt of 13 August, 4:12pm"
    """


@statement.command("sent")
@click.option("--on", "sent_on", type=DateWritten(), required=True, help="The day it was sent.")
@click.option("--by", "sent_by", required=True, metavar="WHO", help="Who sent it.")
@click.option("--to", "sent_to", required=True, metavar="ADDRESS", help="To whom.")
@click.option("--proof", default="", help="What shows that it went: a receipt, a reply.")
@click.option(
    "--proof-file", type=click.Path(path_type=Path), help="A file that shows it; its hash is kept."
)
@click.option(
    "--document",
    default="Written statement of proposed action",
    show_default=True,
    help="What was sent.",
)
@click.option("--milestone", "milestone_ref", metavar="REF", help="The duty it meets.")
@inspection_option
def sent(
    sent_on: datetime.date,
    sent_by: str,
    sent_to: str,
    proof: str,
    proof_file: Path | None,
    document: str,
    milestone_ref: str | None,
    inspection_ref: str | None,
) -> None:
    """Record that it was sent, with proof. This closes the duty of law that it meets."""
    from services.find import the_inspection, the_milestone
    from services.record_sent import Sending, record_sent

    sha256 = _sha256(proof_file) if proof_file else None
    words = proof or (proof_file.name if proof_file else "")
    sending = Sending(document, sent_on, sent_by, sent_to, words, sha256)
    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        duty = (
            the_milestone(did.session, milestone_ref, inspection=inspection.ref)
            if milestone_ref
            else None
        )
        _, met = record_sent(did.session, inspection, sending, milestone=duty, **did.when)
        click.echo(f"{document} of {inspection.ref}: sent on {long_date(sent_on)}.")
        if met.due is not None:
            late = sent_on > met.due
            words = "after" if late else "in time for"
            click.echo(f"{met.ref} is met, {words} {long_date(met.due)}.")


@statement.command("list")
@inspection_option
@json_option
def list_(inspection_ref: str | None, as_json: bool) -> None:
    """List what was sent outside, with the proof."""
    from models.queries.plans import documents_sent_of
    from services.find import key_of, the_inspection

    with looking() as (session, _):
        rows = documents_sent_of(session, key_of(the_inspection(session, inspection_ref).id))
    if as_json:
        show_json([row.model_dump(exclude={"id", "inspection_id"}) for row in rows])
        return
    show_table(
        ("Document", "Sent on", "By", "To", "Proof"),
        [(row.document, row.sent_on, row.sent_by, row.sent_to, row.proof) for row in rows],
        nothing="Nothing was recorded as sent outside.",
    )


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CouldNotRun(f"{path} cannot be read: {error.strerror}.") from error
