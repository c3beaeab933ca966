"""The channel that posts cards to Teams, through workflows of Power Automate.

Importing this imports Apprise; only deliveries do. Apprise has a plugin for workflows of its own;
it writes its own card, counts every 200 as sent, and takes an address apart and puts it together
again. Ours posts our bytes to the address as it was pasted.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from apprise import Apprise, AppriseAsset, NotifyBase

from config.teams_channels import ChannelAddress, TeamsChannels
from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.plugins.http_session import (
    CONNECT_TIMEOUT,
    READ_TIMEOUT,
    OneWaySession,
    cause_words,
)
from notifications.plugins.workflow_answers import receipt_of, receipt_of_error
from rules.wording import counted

CHANNEL = "workflow"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotifyCard(NotifyBase):  # type: ignore[no-untyped-call]
    """One card for one channel. After ``notify`` the workflow's answer is in ``receipt``."""

    service_name = "Teams workflow"  # type: ignore[assignment]  # Apprise types these as None
    secure_protocol = "workflows"  # type: ignore[assignment]
    # Apprise would wait seconds between two cards; the workflow says itself when to wait.
    request_rate_per_sec = 0

    def __init__(self, *, post: partial[requests.Response], **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._post = post
        self.receipt: Receipt | None = None

    def url(self, *_args: Any, **_kwargs: Any) -> str:
        """An address without any secret, for Apprise's own log."""
        return "workflows://"

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """Post the card; what Apprise passes as title and text is not what is posted."""
        try:
            self.receipt = receipt_of(self._post())
        except requests.RequestException as error:
            self.receipt = receipt_of_error(error)
        return self.receipt.outcome is Outcome.SENT


@dataclass(frozen=True, slots=True)
class WorkflowTransport:
    """Posts each card to the channel of its name. See :class:`notifications.dispatch.Transport`.

    ``recipient`` is the channel's name. Only https is posted to; ``plain_on_loopback`` allows http
    on this machine, for tests.
    """

    channels: TeamsChannels
    timeouts: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT)
    verify: bool | str = True
    plain_on_loopback: bool = False
    asset: AppriseAsset = field(default_factory=partial(AppriseAsset, http_redirects=False))
    _session: OneWaySession = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_session", OneWaySession(verify=self.verify))

    @property
    def channel(self) -> str:
        """``workflow``."""
        return CHANNEL

    @property
    def lines(self) -> int:
        """One: Teams shuts out whoever posts many cards at once, for hours."""
        return 1

    @property
    def can_look_up(self) -> bool:
        """False: nobody can ask a workflow what it has posted."""
        return False

    def find(self, key: DeliveryKey) -> Receipt | None:
        """None; see ``can_look_up``."""
        del key
        return None

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Post ``raw``, the message as JSON, to the channel named ``recipient``."""
        address = self.channels.address_of(recipient)
        if address is None:
            return _without_address(self.channels, recipient)
        if not self._may_post_to(address):
            detail = "The address of this channel is not https: correct it in the file"
            return Receipt(Outcome.FAILED, "not https", detail)
        post = partial(
            self._session.post,
            address.url,
            data=raw,
            headers={"Content-Type": "application/json; charset=utf-8"},
            timeout=self.timeouts,
            verify=self.verify,
            allow_redirects=False,
            stream=True,
        )
        plugin = NotifyCard(post=post, asset=self.asset)
        carrier = Apprise(asset=self.asset)
        carrier.add(plugin)
        carrier.notify(body=key.file_name)
        # Without a receipt Apprise stopped waiting, or the plugin broke: nobody knows.
        return plugin.receipt or Receipt(
            Outcome.UNKNOWN, "no answer", "The workflow did not answer in time"
        )

    def look(self) -> ChannelState:
        """Whether the file can be kept secret, and each host in it be reached with TLS."""
        number = counted(len(self.channels.addresses), "channel")
        if self.channels.is_open_to_others:
            return ChannelState(
                False,
                f"Others can read {self.channels.file}, which holds the addresses of {number}: "
                "take that right away (chmod 600).",
            )
        for address in _one_a_host(self.channels.addresses).values():
            wrong = self._why_not_reached(address)
            if wrong:
                return ChannelState(False, f"{address.host} cannot be reached: {wrong}.")
        return ChannelState(True, f"Cards go to {number}; Teams accepts them, and says no more.")

    def close(self) -> None:
        """Close every connection; the next card opens one anew."""
        self._session.close()

    def _may_post_to(self, address: ChannelAddress) -> bool:
        if urlsplit(address.url).scheme == "https":
            return True
        return self.plain_on_loopback and address.host in _LOOPBACK

    def _why_not_reached(self, address: ChannelAddress) -> str | None:
        parts = urlsplit(address.url)
        # Behind a proxy only the proxy can be reached, and it answers a real request alone.
        if parts.scheme != "https" or requests.utils.get_environ_proxies(address.url):
            return None
        context = ssl.create_default_context(cafile=self._session.trusted_file(address.url))
        try:
            with (
                socket.create_connection((address.host, parts.port or 443), CONNECT_TIMEOUT) as way,
                context.wrap_socket(way, server_hostname=address.host),
            ):
                return None
        except OSError as error:
            return cause_words(error)


def workflow_transport(channels: TeamsChannels) -> WorkflowTransport:
    """A transport that posts to these channels, over https alone."""
    return WorkflowTransport(channels)


def _without_address(channels: TeamsChannels, name: str) -> Receipt:
    detail = (
        f"{name!r} has no address in {channels.file}.{channels.suggestion(name)} Add it there, or "
        "correct the channel's name with 'longstop contact set'"
    )
    return Receipt(Outcome.FAILED, "no address", detail)


def _one_a_host(addresses: Mapping[str, ChannelAddress]) -> dict[str, ChannelAddress]:
    return {address.host: address for address in addresses.values()}
