"""Mail is found wherever mail programs keep it, and left as it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.mail_files import UnusableMailFile, mail_paths, mails_in

MAIL = b"Subject: one\n\nHello.\n"


def contents(path: Path) -> list[bytes]:
    return [mail.content for mail in mails_in(path)]


def test_a_file_is_one_mail(tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(MAIL)

    assert mail_paths(path) == [path]
    assert contents(path) == [MAIL]


def test_a_maildir_is_read_in_new_and_cur_alone(tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"mail-{name}").write_bytes(MAIL)

    assert [path.name for path in mail_paths(tmp_path)] == ["mail-new", "mail-cur"]


def test_a_plain_folder_is_read_by_name_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.eml", "a.eml", ".hidden"):
        (tmp_path / name).write_bytes(MAIL)

    assert [path.name for path in mail_paths(tmp_path)] == ["a.eml", "b.eml"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_mbox_holds_many(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "bounces.mbox"
    first = b"From - Mon Jul  9 10:00:00 2018\nSubject: one\n\n>From the start.\n\n"
    second = b"From x@y.example Mon Jul  9 11:00:00 2018\nSubject: two\n\nHello.\n"
    path.write_bytes((first + second).replace(b"\n", end))

    mails = list(mails_in(path))

    assert [mail.name for mail in mails] == ["bounces.mbox, mail 1", "bounces.mbox, mail 2"]
    assert mails[0].content.startswith(b"Subject: one")
    assert b"\nFrom the start." in mails[0].content
    assert b"Subject: two" in mails[1].content


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableMailFile, match="no file or folder"):
        mail_paths(tmp_path / "gone")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableMailFile, match="no mail"):
        mail_paths(tmp_path)


def test_reading_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.mbox"
    path.write_bytes(b"From - x\n" + MAIL)
    path.chmod(0o400)
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    list(mails_in(path))

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
