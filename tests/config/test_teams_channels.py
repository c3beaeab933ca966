"""The file of Teams channels: what is refused and why, without ever showing an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.teams_channels import TeamsChannels, read_teams_channels
from config.yaml_files import ConfigFaults

SIGNATURE = "k9SIGk9"
GOOD = (
    "https://prod-1.uksouth.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef"
    f"/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Frun&sv=1.0&sig={SIGNATURE}"
)
NEWER = (
    "https://default0123.45.environment.api.powerplatform.com/powerautomate/automations/direct"
    f"/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig={SIGNATURE}"
)

Reader = Callable[..., TeamsChannels]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Reads a file with this text."""

    def reading(text: str, *, mode: int = 0o600, **more: object) -> TeamsChannels:
        file = tmp_path / "channels.yaml"
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        return read_teams_channels(file, **more)  # type: ignore[arg-type]

    return reading


@pytest.mark.parametrize("address", [GOOD, NEWER])
def test_addresses_of_workflows_are_taken_as_they_are_pasted(read: Reader, address: str) -> None:
    channels = read(f'Estuary Police: "{address}"\n')
    found = channels.address_of("estuary  police")
    assert found is not None
    assert found.url == address


def test_an_unknown_channel_has_no_address_and_a_near_name_is_offered(read: Reader) -> None:
    channels = read(f"Estuary Police: {GOOD}\n")
    assert channels.address_of("Estuary Polce") is None
    assert "Estuary Police" in channels.suggestion("Estuary Polce")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (GOOD.replace("https:", "http:"), "must begin with https://"),
        (f"https://evil.example/?sig={SIGNATURE}", "evil.example"),
        (f"https://logic.azure.com.evil.example/?sig={SIGNATURE}", "not among the hosts"),
        (f"https://evillogic.azure.com/?sig={SIGNATURE}", "not among the hosts"),
        (f"https://user:{SIGNATURE}@prod-1.logic.azure.com/?sig=x", "without a user or password"),
        (f"https://x.webhook.office.com/webhookb2/{SIGNATURE}", "make a workflow"),
        (GOOD.partition("&sig=")[0], "cut off"),
        (f"https://prod-1.logic.azure.com:port/?sig={SIGNATURE}", "is not an address"),
        ("", "has no address"),
        ("[1, 2]", "has no address"),
    ],
)
def test_an_unusable_address_is_refused_with_its_remedy_and_not_shown(
    read: Reader, address: str, words: str
) -> None:
    written = address if address.startswith("[") else f'"{address}"'
    with pytest.raises(ConfigFaults) as refused:
        read(f"# channels\nEstuary Health: {written}\n")
    assert words in str(refused.value)
    assert "line 2, Estuary Health" in str(refused.value)
    assert SIGNATURE not in str(refused.value)


def test_every_fault_is_named_at_once(read: Reader) -> None:
    with pytest.raises(ConfigFaults) as refused:
        read(f"A: http://a\nB: {GOOD}\nb: {GOOD}\nC: https://c.example\n")
    assert len(refused.value.faults) == 3


def test_a_file_that_is_no_yaml_shows_no_secret(read: Reader) -> None:
    with pytest.raises(ConfigFaults) as refused:
        read(f'Estuary Health: "{GOOD}\nB: [\n')
    assert SIGNATURE not in str(refused.value)


def test_an_address_in_the_place_of_a_name_is_not_shown(read: Reader) -> None:
    with pytest.raises(ConfigFaults, match="write the name first") as refused:
        read(f'"{GOOD}": Estuary Health\n')
    assert SIGNATURE not in str(refused.value)


def test_a_host_that_the_operator_trusts_may_be_named(read: Reader) -> None:
    text = "Estuary Health: https://hooks.council.example/teams\n"
    assert read(text, more_hosts=["council.example"]).address_of("Estuary Health")
    with pytest.raises(ConfigFaults):
        read(text, more_hosts=[" ", ""])


@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_known(read: Reader, mode: int, is_open: bool) -> None:
    assert read(f"A: {GOOD}\n", mode=mode).is_open_to_others is is_open


def test_no_address_stands_in_a_repr(read: Reader) -> None:
    channels = read(f"A: {GOOD}\n")
    shown = f"{channels!r} {channels} {channels.address_of('A')}"
    assert SIGNATURE not in shown
    assert "prod-1.uksouth.logic.azure.com" in shown
