"""A sheet that was refused: every fault at once, each with its row and column."""

from __future__ import annotations

from collections.abc import Sequence

from documents.sheet import SheetFault
from services.errors import ServiceError


class SheetRefused(ServiceError):
    """Nothing of the sheet was stored; ``faults`` holds all that is wrong, in reading order."""

    def __init__(self, name: str, faults: Sequence[SheetFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.row))
        count = len(self.faults)
        heading = f"{count} fault{'s' if count > 1 else ''} in {name}. Nothing was imported."
        super().__init__("\n".join([heading, *(f"  {fault}" for fault in self.faults)]))
