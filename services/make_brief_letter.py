"""The letter of a brief as a Word file for signature, and its digest in History (design 6.6)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from documents.letter_for_signature import LetterForSignature, LetterRow, letter_file
from models.queries.history import events_about
from models.words import DatabaseKind
from notifications.draft_letter import DraftLetter, LetterItem, draft_letter
from notifications.message import Recipient, Sender
from notifications.plain_text import one_line
from rules.status_words import ILLUSTRATION, near_date
from rules.wording import listed, long_date
from services.brief_content import read_brief
from services.errors import Refused
from services.history import Subject, record
from services.installation import installation
from services.opening import NOON, london_time

EVENT = "brief_letter_made"
DEMONSTRATION = "Demonstration: not a letter to send"
# Fewer characters of a digest could stand for several letters.
SHORTEST_DIGEST = 8


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """The file, the name it should have, and its digest, which stands in History."""

    number: int
    to: str
    file_name: str
    raw: bytes
    sha256: str


def make_brief_letter(
    session: Session, number: int, *, by: str, today: date, now: datetime
) -> MadeLetter:
    """The letter of brief ``number`` as it reads on ``today``, by the council's own brief.

    Made again on the same day from the same rows it is the same file, and stands in History once.
    Raises `NotFoundError`, or `Refused` where nothing is left to raise.
    """
    read = read_brief(session, number, today=today, now=now)
    if read.content is None:
        raise Refused(f"Nothing is left to raise in brief {number}, so there is no letter.")
    row = installation(session)
    sender, to = read.sender, read.content.to
    letter = draft_letter(read.content, sender=sender, today=today)
    raw = letter_file(
        _for_signature(
            letter,
            to=to,
            sender=sender,
            reference=f"brief {number}",
            demonstration=row.kind is DatabaseKind.DEMONSTRATION,
            today=today,
        )
    )
    sha256 = hashlib.sha256(raw).hexdigest()
    if sha256 not in letters_made(session, number):
        record(
            session,
            now=now,
            actor=by,
            kind=EVENT,
            subject=Subject("brief", number),
            payload={"brief": number, "sha256": sha256, "items": len(letter.items)},
        )
    name = f"brief-{number}-letter-{today.isoformat()}.docx"
    return MadeLetter(number, f"{to.name}, {to.role}, {to.agency}", name, raw, sha256)


def letters_made(session: Session, number: int) -> tuple[str, ...]:
    """The digests of the letters that were made here for this brief, oldest first."""
    events = events_about(session, subject_kind="brief", subject_id=number)
    return tuple(
        event.payload["sha256"] for event in events if event.kind == EVENT and event.payload
    )


def the_letter_made(session: Session, number: int, written: str) -> str:
    """The digest of the letter that a person names by it or by its beginning.

    Raises `Refused` where no letter of this brief made here has it.
    """
    made = letters_made(session, number)
    wanted = written.strip().lower()
    found = [one for one in made if len(wanted) >= SHORTEST_DIGEST and one.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    known = f" Made here: {listed([one[:12] for one in made])}." if made else ""
    raise Refused(
        f"No letter of brief {number} that was made here has the digest {written!r}.{known} A "
        f"letter is made with 'longstop brief letter {number}'; leave --letter out for another one."
    )


def _for_signature(
    letter: DraftLetter,
    *,
    to: Recipient,
    sender: Sender,
    reference: str,
    demonstration: bool,
    today: date,
) -> LetterForSignature:
    name, _, role = letter.signatory.partition(", ")
    notices = ((ILLUSTRATION,) if sender.illustration else ()) + (
        (DEMONSTRATION,) if demonstration else ()
    )
    telephone = (f"Telephone: {sender.telephone}",) if sender.telephone else ()
    return LetterForSignature(
        council=one_line(sender.council),
        team=one_line(sender.team),
        contact_lines=(one_line(sender.reply_to), *telephone),
        marking=one_line(sender.marking),
        notices=notices,
        dated=long_date(today),
        reference=reference,
        addressee=tuple(one_line(part) for part in (to.name, _as_title(to.role), to.agency)),
        salutation=one_line(letter.salutation),
        subject=one_line(letter.subject),
        about=(one_line(letter.about),),
        rows=tuple(_row(item, today=today) for item in letter.items),
        after=(one_line(letter.request),),
        valediction=letter.valediction,
        signatory_name=one_line(name) if role else "Name:",
        signatory_role=_as_title(one_line(role or name.removeprefix("the "))),
        made_at=london_time(today, NOON),
    )


def _row(item: LetterItem, *, today: date) -> LetterRow:
    asked = listed([near_date(day, today=today) for day in item.asked])
    return LetterRow(
        ref=one_line(item.ref),
        what=one_line(item.what),
        due=long_date(item.due),
        asked=asked or "no day on record",
    )


def _as_title(role: str) -> str:
    return role[:1].upper() + role[1:]
