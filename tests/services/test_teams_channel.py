"""Where cards go: a demonstration files them whatever is set, a live database posts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from config.settings import settings
from models.installation import Installation
from models.words import DatabaseKind
from services.errors import Refused
from services.installation import installation
from services.teams_channel import teams_of, why_no_address

ADDRESS = "https://prod-1.uksouth.logic.azure.com/workflows/abc/paths/invoke?sig=k9SIGk9"

Setter = Callable[..., None]


@pytest.fixture
def channels_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setter]:
    """Sets the file of Teams channels to hold this text."""

    def holding(text: str, **more: str) -> None:
        file = tmp_path / "channels.yaml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("LONGSTOP_TEAMS_CHANNELS_FILE", str(file))
        for name, value in more.items():
            monkeypatch.setenv(f"LONGSTOP_{name.upper()}", value)
        settings.cache_clear()

    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield holding
    settings.cache_clear()


def an_installation(kind: DatabaseKind) -> Installation:
    return Installation(kind=kind, council="example", created_at=datetime(2018, 7, 9, tzinfo=UTC))


def test_a_demonstration_files_its_cards_whatever_is_set(
    channels_file: Setter, tmp_path: Path
) -> None:
    channels_file(f"Estuary Police: {ADDRESS}\n")
    transport = teams_of(an_installation(DatabaseKind.DEMONSTRATION))
    assert transport is not None
    assert transport.channel == "folder"
    assert str(tmp_path / "home" / "cards") in transport.look().sentence


def test_a_live_database_posts_to_the_channels_of_the_file(channels_file: Setter) -> None:
    channels_file(f"Estuary Police: {ADDRESS}\n")
    transport = teams_of(an_installation(DatabaseKind.LIVE))
    assert transport is not None
    assert (transport.channel, transport.lines) == ("workflow", 1)


@pytest.mark.usefixtures("channels_file")
def test_a_live_database_without_a_file_has_no_channel_for_cards() -> None:
    assert teams_of(an_installation(DatabaseKind.LIVE)) is None


def test_a_file_that_cannot_be_used_is_refused_by_name(channels_file: Setter) -> None:
    channels_file("Estuary Police: https://elsewhere.example/k9SIGk9\n")
    with pytest.raises(Refused) as refused:
        teams_of(an_installation(DatabaseKind.LIVE))
    assert "LONGSTOP_TEAMS_CHANNELS_FILE" in str(refused.value)
    assert "k9SIGk9" not in str(refused.value)


def test_further_hosts_may_be_trusted(channels_file: Setter) -> None:
    text = "Estuary Police: https://hooks.saltmarsh.example/x\n"
    channels_file(text, teams_hosts="other.example, saltmarsh.example")
    assert teams_of(an_installation(DatabaseKind.LIVE)) is not None


@pytest.fixture
def live(session: Session) -> Session:
    """The test's database, made live."""
    installation(session).kind = DatabaseKind.LIVE
    session.flush()
    return session


def test_a_name_without_an_address_is_told_when_it_is_given(
    channels_file: Setter, live: Session
) -> None:
    channels_file(f"Estuary Police: {ADDRESS}\n")
    assert why_no_address(live, "estuary police") is None
    assert why_no_address(live, None) is None
    assert "Did you mean 'Estuary Police'" in (why_no_address(live, "Estuary Polise") or "")


@pytest.mark.usefixtures("channels_file")
def test_without_a_file_it_is_said_that_no_card_goes(live: Session) -> None:
    assert "LONGSTOP_TEAMS_CHANNELS_FILE" in (why_no_address(live, "Improvement") or "")


def test_a_faulty_file_hinders_nobody_from_recording_a_name(
    channels_file: Setter, live: Session
) -> None:
    channels_file("- one\n- two\n")
    assert "LONGSTOP_TEAMS_CHANNELS_FILE" in (why_no_address(live, "Improvement") or "")


def test_a_demonstration_needs_no_address(channels_file: Setter, session: Session) -> None:
    channels_file(f"Estuary Police: {ADDRESS}\n")
    assert why_no_address(session, "Another") is None
