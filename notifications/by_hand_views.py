"""What the templates of a request by hand, and of a correction, may print."""

from __future__ import annotations

from notifications.body_views import opening_view
from notifications.by_hand_contents import CorrectionContent, UpdateRequestContent
from notifications.item_views import Reading, SectionWords, Values, items_view
from notifications.item_words import WITHHELD, ItemWords, Line, quoted, said_words
from notifications.message import LastSaid


def update_request_view(content: UpdateRequestContent, reading: Reading) -> Values:
    """Values of ``update_request``."""
    return {
        **items_view(content.items, reading=reading),
        **opening_view(content.opening),
        "late": sum(item.is_late for item in content.items),
        # In quotation marks, paragraph by paragraph: no line of theirs can pass for one of ours.
        "said": tuple(quoted(line) for line in content.words.splitlines() if line.strip()),
    }


def correction_view(content: CorrectionContent, reading: Reading) -> Values:  # noqa: ARG001
    """Values of ``correction``."""
    item = ItemWords(
        ref=content.ref,
        title=content.title or WITHHELD,
        status="",
        lines=(
            Line("We had recorded", _said(content.recorded)),
            Line("It now reads", _said(content.now)),
        ),
    )
    return {
        **opening_view(content.opening),
        "number": 1,
        "sections": (SectionWords(inspection=content.inspection, items=(item,)),),
        "left_out": 0,
        "left_out_words": "",
        "example": (),
    }


def _said(said: LastSaid | None) -> str:
    return said_words(said) if said is not None else WITHHELD
