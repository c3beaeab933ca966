"""Names that tell an outsider nothing: an inspection's code name, and refs made of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from sqlmodel import Session

from models.queries.inspections import inspection_refs
from services.errors import Refused
from services.incoming import Incoming

BIRDS = (
    "Avocet", "Bittern", "Bunting", "Chaffinch", "Curlew", "Dipper", "Dunlin", "Fieldfare",
    "Firecrest", "Gannet", "Goldcrest", "Greenshank", "Heron", "Kestrel", "Kingfisher", "Kittiwake",
    "Knot", "Lapwing", "Linnet", "Merlin", "Nightjar", "Nuthatch", "Osprey", "Pipit", "Plover",
    "Ptarmigan", "Redshank", "Redstart", "Sanderling", "Shearwater", "Siskin", "Skylark", "Snipe",
    "Stonechat", "Swift", "Teal", "Turnstone", "Wagtail", "Wheatear", "Whimbrel", "Wigeon",
)  # fmt: skip


def free_code_name(taken: Collection[str]) -> str:
    """The first ``Project Avocet`` that no inspection bears yet; numbered once all are taken."""
    used = {name.lower() for name in taken}
    for bird in BIRDS:
        if f"project {bird}".lower() not in used:
            return f"Project {bird}"
    return f"Project {BIRDS[len(used) % len(BIRDS)]} {len(used) // len(BIRDS) + 1}"


def slug(text: str) -> str:
    """``Kingston upon Hull`` as ``kingston-upon-hull``, at most 50 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:50].rstrip("-")


def free_ref(wanted: str, taken: Collection[str]) -> str:
    """The wanted ref, or with ``-2``, ``-3`` ... behind it where others bear it."""
    used = {ref.lower() for ref in taken}
    ref, number = wanted, 1
    while ref.lower() in used:
        number += 1
        ref = f"{wanted}-{number}"
    return ref


def ref_for(
    session: Session, incoming: Incoming, *, chosen: str | None, code_name: str, is_secret: bool
) -> str:
    """The ref a person chose, or one made of the area and year; under embargo the code name.

    A ref never changes again, and stands in subjects and logs, so it may not name the area early.
    """
    wanted = chosen or incoming.ref
    if wanted:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}", wanted):
            raise Refused(
                f"{wanted!r} cannot be a reference. Use letters, digits and hyphens, 60 at most."
            )
        return wanted
    year = incoming.fieldwork_end or incoming.fields.get("letter_date")
    wanted = slug(code_name) if is_secret else slug(incoming.area)
    if year is not None and not is_secret:
        wanted = f"{wanted}-{year.year}"
    return free_ref(wanted, inspection_refs(session))
