"""One plain address, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from rules.mail_addresses import domain_of, is_mail_address


@pytest.mark.parametrize(
    "address",
    [
        "spoc@police.example",
        "first.last+jtai@mail.police.example",
        "o'brien@health.example",
        "X@1.example",
    ],
)
def test_a_plain_address_is_taken(address: str) -> None:
    assert is_mail_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "spoc",
        "spoc@",
        "@police.example",
        "spoc@localhost",
        "spoc@police..example",
        ".spoc@police.example",
        "spoc@-police.example",
        "spoc @police.example",
        "spoc@police.example\n",
        "spoc@police.example,b@police.example",
        "Spoc <spoc@police.example>",
        '"spoc"@police.example',
        "spöc@police.example",
        f"{'a' * 250}@police.example",
    ],
)
def test_anything_else_is_not_an_address(text: str) -> None:
    assert not is_mail_address(text)


def test_domains_are_compared_in_lower_case() -> None:
    assert domain_of("Spoc@Police.Example") == "police.example"
