"""Which inspection something that arrived belongs to, and what may not be taken in at all."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.inspections import Inspection
from models.queries.inspections import (
    inspection_with_ref,
    inspections_of_fieldwork,
    letter_with_hash,
    letters_of,
)
from models.words import LetterKind
from rules.wording import date_range, long_date
from services.code_names import slug
from services.errors import Refused
from services.find import key_of
from services.incoming import Incoming

VERSION_WORDS = {
    LetterKind.ACCURACY: "the draft for accuracy comments",
    LetterKind.FINAL: "the final letter before publication",
    LetterKind.PUBLISHED: "the published letter",
}


def refuse_known_document(session: Session, incoming: Incoming) -> None:
    """Stop at a file that was recorded before, byte for byte. Raises `Refused`, naming where."""
    if incoming.document is None:
        return
    known = letter_with_hash(session, incoming.document.sha256)
    if known is None:
        return
    inspection = session.get_one(Inspection, known.inspection_id)
    raise Refused(
        f"This very document is already recorded as {VERSION_WORDS[known.kind]} of "
        f"{inspection.ref} ({known.file_name}). Nothing was opened. If another version came, give "
        "that file."
    )


def refuse_impossible_receipt(incoming: Incoming, *, today: date) -> None:
    """The law counts from the day of receipt, so an impossible one may not enter."""
    received = incoming.document.received_on if incoming.document else None
    if received is None:
        return
    if received > today:
        raise Refused(f"{long_date(received)} is still to come: the letter cannot be received yet.")
    if incoming.fieldwork_end and received <= incoming.fieldwork_end:
        raise Refused(
            f"The fieldwork ended on {long_date(incoming.fieldwork_end)}: the letter cannot have "
            f"been received on {long_date(received)}. Check the date given with --received."
        )


def the_one_it_belongs_to(
    session: Session, incoming: Incoming, *, ref: str | None
) -> Inspection | None:
    """The inspection it completes: the one named, else that of the same area and fieldwork."""
    named = inspection_with_ref(session, ref or incoming.ref or "")
    if named is not None:
        _refuse_another_inspections(named, incoming)
        return named
    if incoming.fieldwork_start is None or incoming.fieldwork_end is None:
        return None
    same_days = inspections_of_fieldwork(
        session, start=incoming.fieldwork_start, end=incoming.fieldwork_end
    )
    return next((one for one in same_days if _same_area(one, incoming)), None)


def _same_area(inspection: Inspection, incoming: Incoming) -> bool:
    return inspection.framework == incoming.framework and slug(inspection.area) == slug(
        incoming.area
    )


def _refuse_another_inspections(inspection: Inspection, incoming: Incoming) -> None:
    if not _same_area(inspection, incoming):
        raise Refused(
            f"{inspection.ref} is about {inspection.area}, but this is about {incoming.area}. "
            "Open it under another reference, or correct the area first with "
            f"'longstop inspection correct {inspection.ref} area ... --reason ...'."
        )
    ours = (inspection.fieldwork_start, inspection.fieldwork_end)
    theirs = (incoming.fieldwork_start, incoming.fieldwork_end)
    if None not in ours and None not in theirs and ours != theirs:
        raise Refused(
            f"{inspection.ref} has its fieldwork on {_days(*ours)}, this one on {_days(*theirs)}. "
            "Open it under another reference, or correct the dates of the fieldwork first."
        )


def _days(start: date | None, end: date | None) -> str:
    return date_range(start, end) if start and end else "days not known"


def refuse_late_version(session: Session, inspection: Inspection, incoming: Incoming) -> None:
    """A draft that arrives after the letter it was a draft of would undo what was counted."""
    if incoming.document is None:
        return
    order = list(LetterKind)
    newest = max(
        (order.index(letter.kind) for letter in letters_of(session, key_of(inspection.id))),
        default=-1,
    )
    if order.index(incoming.document.kind) < newest:
        raise Refused(
            f"{inspection.ref} already has {VERSION_WORDS[order[newest]]}; "
            f"{VERSION_WORDS[incoming.document.kind]} cannot follow it. If the version is wrong, "
            "give --version."
        )
