"""Asking by hand for updates, between the daily checks (design 6.8 and 8, ``ad_hoc_chase``).

``preview_chase`` shows what would go and names what is left out and why; ``chase`` makes one
message of it, through the same ledger as the daily check. Both decide by ``rules.ad_hoc``.
"""

from services.by_hand.chase import Chased, NothingToAsk, PreviewChanged, chase
from services.by_hand.order import ChaseOrder
from services.by_hand.preview import AskedFor, LeftOutItem, Preview, preview_chase
from services.by_hand.whom import CannotBeTold

__all__ = [
    "AskedFor",
    "CannotBeTold",
    "ChaseOrder",
    "Chased",
    "LeftOutItem",
    "NothingToAsk",
    "Preview",
    "PreviewChanged",
    "chase",
    "preview_chase",
]
