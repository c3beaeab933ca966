"""What the council's service at GOV.UK Notify is known by; without Apprise or Notify's client."""

from __future__ import annotations

from dataclasses import dataclass, field

BASE_URL = "https://api.notifications.service.gov.uk"


@dataclass(frozen=True, slots=True)
class NotifyAccount:
    """A service at Notify. The key is a secret and in no repr.

    ``reply_to_id`` is the id of a reply-to address there; None takes the service's own.
    """

    api_key: str = field(repr=False)
    template_id: str
    reply_to_id: str | None = None
    base_url: str = BASE_URL
