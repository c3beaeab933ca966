"""GOV.UK Notify from the settings: whole, or refused with all that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.settings import settings
from services.errors import Refused
from services.notify_channel import notify_of
from tests.servers.notify_stub import API_KEY, SECRET, TEMPLATE

Setter = Callable[..., None]


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Setter]:
    """Sets LONGSTOP_NOTIFY_ variables for one test."""

    def setting(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"LONGSTOP_NOTIFY_{name.upper()}", value)
        settings.cache_clear()

    settings.cache_clear()
    yield setting
    settings.cache_clear()


def test_key_and_template_are_enough(set_to: Setter) -> None:
    set_to(api_key=API_KEY, template_id=TEMPLATE)
    transport = notify_of()
    assert (transport.channel, transport.can_look_up) == ("notify", True)
    assert SECRET not in f"{transport!r} {settings()!r}"


def test_the_key_may_stand_in_a_file(set_to: Setter, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{API_KEY}\n", encoding="utf-8")
    set_to(api_key_file=str(file), template_id=TEMPLATE)
    assert notify_of().channel == "notify"


def test_all_that_is_missing_is_named_at_once(set_to: Setter) -> None:
    set_to()
    with pytest.raises(Refused) as refused:
        notify_of()
    assert "LONGSTOP_NOTIFY_API_KEY_FILE" in str(refused.value)
    assert "LONGSTOP_NOTIFY_TEMPLATE_ID" in str(refused.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"api_key": SECRET}, "The API key is not whole"),
        ({"api_key": API_KEY, "api_key_file": "key"}, "not both"),
        ({"api_key_file": "no-such-file"}, "cannot be read from no-such-file"),
        ({"api_key": API_KEY, "template_id": "weekly"}, "TEMPLATE_ID is not an id"),
        ({"api_key": API_KEY, "reply_to_id": "a@b.example"}, "REPLY_TO_ID is not an id"),
        ({"api_key": API_KEY, "base_url": "http://notify.example"}, "must begin with https://"),
    ],
)
def test_what_is_wrong_is_refused_without_showing_the_key(
    set_to: Setter, values: dict[str, str], words: str
) -> None:
    set_to(**{"template_id": TEMPLATE, **values})
    with pytest.raises(Refused) as refused:
        notify_of()
    assert words in str(refused.value)
    assert SECRET not in str(refused.value)
