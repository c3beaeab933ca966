"""Files of secrets that any user of the machine may read are named by the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import settings
from services.secret_files import secret_files_open_to_all


@pytest.fixture
def password_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file with a password that the mail settings name."""
    path = tmp_path / "password"
    path.write_text("s3cret-4711")
    monkeypatch.setenv("LONGSTOP_MAIL_HOST", "relay.example")
    monkeypatch.setenv("LONGSTOP_MAIL_USER", "ann")
    monkeypatch.setenv("LONGSTOP_MAIL_PASSWORD_FILE", str(path))
    settings.cache_clear()
    yield path
    settings.cache_clear()


def test_a_file_that_every_user_can_read_is_named(password_file: Path) -> None:
    password_file.chmod(0o644)

    assert secret_files_open_to_all() == (password_file,)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o400])
def test_a_file_kept_to_ourselves_is_not(password_file: Path, mode: int) -> None:
    password_file.chmod(mode)

    assert secret_files_open_to_all() == ()


def test_a_key_of_another_channel_is_looked_at_although_mail_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    key.write_text("k")
    key.chmod(0o644)
    monkeypatch.setenv("LONGSTOP_NOTIFY_API_KEY_FILE", str(key))
    settings.cache_clear()

    found = secret_files_open_to_all()

    settings.cache_clear()
    assert found == (key,)
