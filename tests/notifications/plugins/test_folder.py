"""Cards of a demonstration are filed in a folder, whole and once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from notifications.dispatch import Outcome
from notifications.keys import DeliveryKey
from notifications.plugins.folder import FolderTransport

KEY = DeliveryKey(installation="2018-05-09", delivery_id=7)
CARD = b'{"type":"message"}'


@pytest.fixture
def transport(tmp_path: Path) -> FolderTransport:
    return FolderTransport(tmp_path / "cards")


def test_a_card_is_filed_as_it_is_and_said_to_be_filed(transport: FolderTransport) -> None:
    receipt = transport.send(CARD, recipient="Estuary Police", key=KEY)
    (file,) = transport.folder.glob("*.json")
    assert (receipt.outcome, receipt.detail) == (Outcome.FILED, str(file))
    assert file.read_bytes() == CARD


def test_one_card_is_filed_once_however_often_it_is_tried(transport: FolderTransport) -> None:
    first = transport.send(CARD, recipient="Estuary Police", key=KEY)
    again = transport.send(b"other", recipient="Estuary Police", key=KEY)
    assert (first.outcome, again.code) == (Outcome.FILED, "already filed")
    assert [file.read_bytes() for file in transport.folder.glob("*.json")] == [CARD]


def test_an_interrupted_card_can_be_looked_up(transport: FolderTransport) -> None:
    assert transport.find(KEY) is None
    transport.send(CARD, recipient="Estuary Police", key=KEY)
    found = transport.find(KEY)
    assert found is not None
    assert found.outcome is Outcome.FILED


def test_nothing_is_left_behind_and_nobody_else_may_read_it(transport: FolderTransport) -> None:
    transport.send(CARD, recipient="Estuary Police", key=KEY)
    (file,) = transport.folder.glob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list((transport.folder / ".drafts").iterdir()) == []


def test_a_folder_that_cannot_be_written_blames_no_card(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("in the way", encoding="utf-8")
    transport = FolderTransport(tmp_path / "cards")
    assert not transport.look().is_well
    receipt = transport.send(CARD, recipient="Estuary Police", key=KEY)
    assert receipt.outcome is Outcome.CHANNEL_FAULT


def test_looking_says_that_cards_are_filed_not_sent(transport: FolderTransport) -> None:
    state = transport.look()
    assert state.is_well
    assert "not sent" in state.sentence
