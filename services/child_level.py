"""Keeping child-level detail out before anything is stored (design principle 11)."""

from __future__ import annotations

from collections.abc import Mapping

from rules.child_detail import Detail, child_details
from rules.wording import listed
from services.errors import NeedsConfirmation, Refused

NAMES_ARE_NOT_FOUND = "Names cannot be found by machine: please read the text once more."


class ChildDetailAsked(NeedsConfirmation):
    """A text may identify a child; a person may say that it does not."""


def refuse_child_detail(texts: Mapping[str, str | None], *, no_child_confirmed: bool) -> None:
    """Raise if a text could identify a child. The keys name the fields, for the message.

    Raises:
        Refused: an NHS or a pupil number stands in a text. No confirmation helps.
        ChildDetailAsked: a date of birth or a case number seems to stand there, and nobody
            has confirmed that no child can be identified.
    """
    refused, asked = details_in(texts)
    if refused:
        raise Refused(
            f"{listed(refused)}. What identifies a child is never kept here: take it out and "
            f"try again. {NAMES_ARE_NOT_FOUND}"
        )
    if asked and not no_child_confirmed:
        raise ChildDetailAsked(
            f"Could this identify a child? {listed(asked)}. Take it out, or confirm that it "
            f"identifies no child. {NAMES_ARE_NOT_FOUND}"
        )


def details_in(texts: Mapping[str, str | None]) -> tuple[list[str], list[str]]:
    """What must be refused, and what must be asked, in words that name the field."""
    refused: list[str] = []
    asked: list[str] = []
    for field, text in texts.items():
        for detail in _kinds_in(text or ""):
            words = f"{field} holds what looks like {detail.words}"
            (refused if detail.is_refused else asked).append(words)
    return refused, asked


def _kinds_in(text: str) -> list[Detail]:
    """Each kind of detail once, in reading order."""
    return list(dict.fromkeys(found.detail for found in child_details(text)))
