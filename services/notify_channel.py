"""GOV.UK Notify as the mail channel, from what the operator set in the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.settings import Settings, settings
from notifications.dispatch import Transport
from notifications.notify_account import NotifyAccount
from services.errors import Refused

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# A name, the service's id and the secret, as Notify shows it once.
_API_KEY = re.compile(rf".+-{_UUID}-{_UUID}", re.I)


def declared_account() -> NotifyAccount:
    """The account of the settings; nothing is opened.

    Raises `Refused` with everything that is missing or wrong in the settings, at once.
    """
    chosen = settings()
    key, faults = _api_key(chosen)
    faults += _faults_of_the_rest(chosen)
    if faults:
        raise Refused("GOV.UK Notify cannot be used. " + " ".join(faults))
    return NotifyAccount(
        api_key=key,
        template_id=chosen.notify_template_id or "",
        reply_to_id=chosen.notify_reply_to_id,
        base_url=chosen.notify_base_url,
    )


def notify_of() -> Transport:
    """The transport that sends through GOV.UK Notify. Raises as `declared_account`."""
    # Only a delivery has need of Apprise, which takes its time to import.
    from notifications.plugins.notify import notify_transport

    return notify_transport(declared_account())


def _api_key(chosen: Settings) -> tuple[str, list[str]]:
    if chosen.notify_api_key and chosen.notify_api_key_file:
        return "", ["Set LONGSTOP_NOTIFY_API_KEY or LONGSTOP_NOTIFY_API_KEY_FILE, not both."]
    if chosen.notify_api_key_file:
        try:
            key = chosen.notify_api_key_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return "", [f"The key cannot be read from {chosen.notify_api_key_file}."]
    elif chosen.notify_api_key:
        key = chosen.notify_api_key.get_secret_value().strip()
    else:
        return "", ["Set LONGSTOP_NOTIFY_API_KEY_FILE to a file that holds the API key."]
    if not _API_KEY.fullmatch(key):
        return "", ["The API key is not whole: it is a name, then two ids, with hyphens between."]
    return key, []


def _faults_of_the_rest(chosen: Settings) -> Iterator[str]:
    if not chosen.notify_template_id:
        yield "Set LONGSTOP_NOTIFY_TEMPLATE_ID to the id of the template."
    elif not re.fullmatch(_UUID, chosen.notify_template_id, re.I):
        yield "LONGSTOP_NOTIFY_TEMPLATE_ID is not an id: copy it from the template's page."
    reply_to = chosen.notify_reply_to_id
    if reply_to and not re.fullmatch(_UUID, reply_to, re.I):
        yield "LONGSTOP_NOTIFY_REPLY_TO_ID is not an id: copy it from the reply-to addresses."
    if not _is_safe(chosen.notify_base_url):
        yield "LONGSTOP_NOTIFY_BASE_URL must begin with https://."


def _is_safe(address: str) -> bool:
    """Whether the key may travel to this address: over https, or to a stub on this machine."""
    return re.match(r"https://|http://(localhost|127\.0\.0\.1)(:\d+)?(/|$)", address) is not None
