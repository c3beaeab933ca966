"""Names that follow from what a message is, so that the same thing is never sent under two."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """What names one delivery for ever.

    ``installation`` tells this database from any other; where it is secret, only who has seen a
    message can name it, which is how a delivery report proves itself. ``attempt`` counts from 1 and
    is raised only when a person settles an unknown as *did not arrive*: a retry after a temporary
    failure is the same attempt and so has the same Message-ID.
    """

    installation: str
    delivery_id: int
    attempt: int = 1

    def message_id(self, domain: str) -> str:
        """``<12.1.9f86d081884c@council.example>``; ``domain`` is the sender's."""
        return f"<{self.delivery_id}.{self.attempt}.{self._mark}@{domain}>"

    @property
    def file_name(self) -> str:
        """Unique name of the message in a Maildir, the same at every try."""
        return f"{self.delivery_id:08d}.{self.attempt}.{self._mark}"

    @property
    def _mark(self) -> str:
        """Another one for each delivery: who knows one name can guess no other."""
        named = f"{self.installation} {self.delivery_id}.{self.attempt}"
        return hashlib.sha256(named.encode()).hexdigest()[:12]
