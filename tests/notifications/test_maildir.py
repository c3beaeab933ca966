"""Filing mail: whole, once, and found again."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from notifications.dispatch import Outcome, Transport
from notifications.keys import DeliveryKey
from notifications.maildir import Maildir
from notifications.plugins.maildir import maildir_transport

KEY = DeliveryKey(installation="saltmarsh", delivery_id=12)
RAW = b"Subject: hello\r\n\r\nDear Priya Shah\r\n"
TO = "priya@police.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


def test_a_mail_program_finds_the_message_as_it_was(folder: Path) -> None:
    receipt = maildir_transport(folder).send(RAW, recipient=TO, key=KEY)

    (message,) = mailbox.Maildir(folder, create=False)
    assert receipt.outcome is Outcome.FILED
    assert Path(receipt.detail).read_bytes() == RAW
    assert message["Subject"] == "hello"


def test_the_same_delivery_is_filed_once_however_often_it_is_tried(folder: Path) -> None:
    transport: Transport = maildir_transport(folder)

    codes = [transport.send(RAW, recipient=TO, key=KEY).code for _ in range(3)]

    assert codes == ["filed", "already filed", "already filed"]
    assert len(mailbox.Maildir(folder, create=False)) == 1


def test_ten_at_once_file_it_once_and_leave_no_draft(folder: Path) -> None:
    maildirs = [Maildir(folder) for _ in range(10)]

    with ThreadPoolExecutor(10) as pool:
        filed = list(pool.map(lambda one: one.file(RAW, KEY.file_name), maildirs))

    assert filed.count(True) == 1
    assert [file.name for file in (folder / "new").iterdir()] == [KEY.file_name]
    assert list((folder / "tmp").iterdir()) == []


def test_a_message_that_somebody_has_read_is_not_filed_again(folder: Path) -> None:
    transport = maildir_transport(folder)
    transport.send(RAW, recipient=TO, key=KEY)
    (folder / "new" / KEY.file_name).rename(folder / "cur" / f"{KEY.file_name}:2,S")

    receipt = transport.send(RAW, recipient=TO, key=KEY)

    assert receipt.code == "already filed"
    assert list((folder / "new").iterdir()) == []


def test_a_recovery_can_ask_whether_a_delivery_was_filed(folder: Path) -> None:
    transport = maildir_transport(folder)
    other = DeliveryKey(installation="saltmarsh", delivery_id=13)
    transport.send(RAW, recipient=TO, key=KEY)

    found, missing = transport.find(KEY), transport.find(other)

    assert transport.can_look_up
    assert found is not None
    assert found.outcome is Outcome.FILED
    assert missing is None


def test_asking_a_folder_that_is_not_there_makes_none(folder: Path) -> None:
    assert maildir_transport(folder).find(KEY) is None
    assert not folder.exists()


def test_a_draft_left_by_a_power_cut_is_no_message(folder: Path) -> None:
    maildir = Maildir(folder)
    maildir.file(b"other", "other")
    (folder / "tmp" / f"{KEY.file_name}.99.abcd").write_bytes(RAW[:5])

    assert maildir.find(KEY.file_name) is None
    assert maildir.file(RAW, KEY.file_name)


def test_a_folder_that_cannot_be_written_is_a_fault_of_the_channel(folder: Path) -> None:
    folder.write_text("This is a file where a folder should be.")

    receipt = maildir_transport(folder).send(RAW, recipient=TO, key=KEY)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert str(folder) in receipt.detail
    assert "right to write" in receipt.detail


def test_nobody_else_on_the_machine_may_read_it(folder: Path) -> None:
    maildir_transport(folder).send(RAW, recipient=TO, key=KEY)

    assert (folder / "new" / KEY.file_name).stat().st_mode & 0o077 == 0
    assert (folder / "new").stat().st_mode & 0o077 == 0


def test_delivering_loads_none_of_the_plugins_that_apprise_ships(
    repository: Path, folder: Path
) -> None:
    program = f"""
import sys
from pathlib import Path
from notifications.keys import DeliveryKey
import notifications.dispatch, notifications.render
assert "apprise" not in sys.modules, "only a delivery may import Apprise"
from notifications.plugins.maildir import maildir_transport
key = DeliveryKey(installation="x", delivery_id=1)
receipt = maildir_transport(Path({str(folder)!r})).send(b"x", recipient="a@b.example", key=key)
assert receipt.outcome == "filed", receipt
print(sum(name.startswith("apprise.plugins.") for name in sys.modules))
"""

    run = subprocess.run(
        [sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True
    )

    assert int(run.stdout) < 5
