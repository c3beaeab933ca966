"""Names that follow from a delivery."""

from __future__ import annotations

from notifications.keys import DeliveryKey


def test_a_retry_has_the_same_message_id() -> None:
    first = DeliveryKey(installation="saltmarsh", delivery_id=12)
    again = DeliveryKey(installation="saltmarsh", delivery_id=12)

    assert first.message_id("x.example") == again.message_id("x.example")
    assert first.file_name == again.file_name


def test_what_a_person_sends_again_has_a_new_one() -> None:
    first = DeliveryKey(installation="saltmarsh", delivery_id=12)
    second = DeliveryKey(installation="saltmarsh", delivery_id=12, attempt=2)

    assert first.message_id("x.example") != second.message_id("x.example")
    assert first.file_name != second.file_name


def test_two_installations_never_share_a_name() -> None:
    here = DeliveryKey(installation="saltmarsh", delivery_id=12)
    there = DeliveryKey(installation="marshland", delivery_id=12)

    assert here.file_name != there.file_name


def test_the_message_id_stands_at_the_senders_domain() -> None:
    key = DeliveryKey(installation="saltmarsh", delivery_id=12)

    assert key.message_id("saltmarsh.example").startswith("<12.1.")
    assert key.message_id("saltmarsh.example").endswith("@saltmarsh.example>")


def test_who_knows_one_name_can_guess_no_other() -> None:
    one = DeliveryKey(installation="saltmarsh", delivery_id=12).message_id("saltmarsh.example")
    next_one = DeliveryKey(installation="saltmarsh", delivery_id=13).message_id("saltmarsh.example")

    def mark(name: str) -> str:
        return name.partition("@")[0].rpartition(".")[2]

    assert mark(one) != mark(next_one)
