"""How cards reach Teams channels: filed in a demonstration, posted by a live database."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from config.settings import settings
from config.teams_channels import TeamsChannels, read_teams_channels
from config.yaml_files import ConfigFaults
from models.installation import Installation
from models.words import DatabaseKind
from notifications.dispatch import Transport
from services.errors import Refused
from services.installation import installation


def card_folder() -> Path:
    """Where a demonstration files its cards."""
    return settings().home.resolve() / "cards"


def cards_can_go(session: Session) -> bool:
    """Whether this database has somewhere to put a card: in a demonstration always, on a live one
    once a file of channels is set."""
    if installation(session).kind is DatabaseKind.DEMONSTRATION:
        return True
    return settings().teams_channels_file is not None


def teams_of(row: Installation) -> Transport | None:
    """What carries this database's cards; None on a live one for which no channel is set.

    A demonstration opens no network channel, whatever is set. Raises `Refused` if the file of
    channels cannot be used.
    """
    # Only a delivery has need of Apprise, which takes its time to import.
    if row.kind is DatabaseKind.DEMONSTRATION:
        from notifications.plugins.folder import FolderTransport

        return FolderTransport(card_folder())
    channels = declared_channels()
    if channels is None:
        return None
    from notifications.plugins.workflow import workflow_transport

    return workflow_transport(channels)


def why_no_address(session: Session, name: str | None) -> str | None:
    """That the Teams channel a contact names has no address here, and what to do; None if all is
    well, or if nobody could tell yet: a demonstration posts nothing."""
    if not name or installation(session).kind is DatabaseKind.DEMONSTRATION:
        return None
    try:
        channels = declared_channels()
    except Refused as error:
        return str(error)
    if channels is None:
        return (
            f"No Teams channels are set up, so no card goes to {name!r}. Set "
            "LONGSTOP_TEAMS_CHANNELS_FILE; mail goes all the same."
        )
    if channels.address_of(name) is not None:
        return None
    hint = channels.suggestion(name)
    return f"{name!r} has no address in {channels.file}, so no card goes to it.{hint}"


def declared_channels() -> TeamsChannels | None:
    """The channels of the operator's file, None where none is set.

    Raises `Refused` with everything that is wrong with the file, at once.
    """
    chosen = settings()
    if chosen.teams_channels_file is None:
        return None
    hosts = (chosen.teams_hosts or "").split(",")
    try:
        return read_teams_channels(chosen.teams_channels_file, more_hosts=hosts)
    except ConfigFaults as error:
        raise Refused(f"LONGSTOP_TEAMS_CHANNELS_FILE: {error}") from error
