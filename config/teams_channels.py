"""The Teams channels that cards may go to: names, and the addresses of their workflows.

Whoever holds a workflow's address can post to its channel, so the addresses are secrets: they
stand in a file of the operator's, outside the repository and the database, and nothing here puts
one in a message, a repr or a fault.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from config.yaml_files import ConfigFaults, Fault, did_you_mean, load_yaml

WORKFLOW_HOSTS = ("logic.azure.com", "api.powerplatform.com")
"""Ends of the host names at which Power Automate takes what a workflow is posted."""

_RETIRED_HOSTS = ("webhook.office.com", "outlook.office.com", "outlook.office365.com")
_GROUP_OR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """The address of one workflow. Only its host may be shown."""

    url: str = field(repr=False)

    @property
    def host(self) -> str:
        """The host name, which is no secret."""
        return urlsplit(self.url).hostname or ""

    def __str__(self) -> str:
        return f"a workflow at {self.host}"


@dataclass(frozen=True, slots=True)
class TeamsChannels:
    """``addresses`` by the name of each channel as the file writes it.

    ``is_open_to_others`` is true where users other than the file's owner may read it.
    """

    file: Path
    addresses: Mapping[str, ChannelAddress]
    is_open_to_others: bool = False

    def address_of(self, name: str) -> ChannelAddress | None:
        """The address of the channel of that name, in any case and with any spaces."""
        wanted = plain_name(name)
        for known, address in self.addresses.items():
            if plain_name(known) == wanted:
                return address
        return None

    def suggestion(self, name: str) -> str:
        """ " Did you mean ...?" for a name without an address, or nothing."""
        return did_you_mean(name, self.addresses)


def plain_name(name: str) -> str:
    """A channel's name as it is compared."""
    return " ".join(name.casefold().split())


def read_teams_channels(path: Path, *, more_hosts: Iterable[str] = ()) -> TeamsChannels:
    """The channels of the operator's file.

    ``more_hosts`` are further host names, or ends of them, that the operator trusts.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once; no address is shown.
    """
    source = load_yaml(path)
    if not isinstance(source.value, dict):
        raise ConfigFaults([source.fault((), "write one channel a line, as 'name: address'.")])
    hosts = (*WORKFLOW_HOSTS, *more_hosts)
    faults: list[Fault] = []
    known: dict[str, str] = {}
    for name, value in source.value.items():
        if "://" in str(name):
            faults.append(
                source.fault((), "an address stands before its name: write the name first.")
            )
            continue
        wrong = _fault_of(value, hosts) or _taken(known, str(name))
        if wrong:
            faults.append(source.fault((name,), wrong))
        known[plain_name(str(name))] = str(name)
    if faults:
        raise ConfigFaults(faults)
    return TeamsChannels(
        file=path,
        addresses={str(name): ChannelAddress(value) for name, value in source.value.items()},
        is_open_to_others=bool(path.stat().st_mode & _GROUP_OR_OTHERS),
    )


def _taken(known: Mapping[str, str], name: str) -> str | None:
    before = known.get(plain_name(name))
    return f"'{before}' is the same name. Remove one of them." if before else None


def _fault_of(value: object, hosts: Iterable[str]) -> str | None:
    """What is wrong with an address, in words that do not repeat it."""
    if not isinstance(value, str) or not value.strip():
        return "has no address. Copy the whole address that the workflow shows."
    try:
        address = urlsplit(value)
        host, _ = (address.hostname or "").lower(), address.port
    except ValueError:
        return "is not an address. Copy the whole address that the workflow shows."
    return _fault_of_address(address, host, tuple(hosts))


def _fault_of_address(address: SplitResult, host: str, hosts: tuple[str, ...]) -> str | None:
    if address.scheme != "https":
        return "must begin with https://, so that nobody on the way can read it."
    if address.username or address.password or not host:
        return "must name its host right after https://, without a user or password."
    if _ends_with(host, _RETIRED_HOSTS):
        return (
            f"is a connector at {host}. Microsoft ended connectors in 2026: make a workflow that "
            "posts to the channel, and copy its address."
        )
    if not _ends_with(host, hosts):
        return (
            f"goes to {host}, which is not among the hosts that cards may go to "
            f"({', '.join(hosts)}). If it is right, name it in LONGSTOP_TEAMS_HOSTS."
        )
    if _ends_with(host, WORKFLOW_HOSTS) and not parse_qs(address.query).get("sig"):
        return "is cut off: it has no signature (sig=). Copy the whole address again."
    return None


def _ends_with(host: str, ends: Iterable[str]) -> bool:
    names = (end.strip().strip(".").lower() for end in ends)
    return any(host == name or host.endswith(f".{name}") for name in names if name)
