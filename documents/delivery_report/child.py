"""The child process that takes mail apart. Run as a script, never imported by the reader.

Mail that comes back is written by strangers: it is parsed here, under limits on processor time and
memory, with no files to write. Messages come in one after the other on standard input, each after
a line with its length; for each one line of JSON goes out. Only the standard library is imported.

An answer is ``{"nature", "about": [{"address", "original", "action", "code", "words"}], "cited":
[...], "returned": [...], "sender"}`` or ``{"refused": why}``. ``nature`` is report,
automatic_reply or letter.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Started by itself and isolated, it has to say where its own package lies.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from documents.delivery_report.citing import cited_by, returned_by
from documents.delivery_report.dialects import about_whom
from documents.delivery_report.mail_parts import ADDRESS, first, header, parts_of

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
MOST_RECIPIENTS = 50


def limit_this_process() -> None:
    """A hostile message may exhaust this process, and only this process."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems refuse a limit on memory; the limit on waiting time still holds there.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def limit_the_next_message() -> None:
    """Processor time counts for the life of a process, so the limit moves on with each message."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    used = int(spent.ru_utime + spent.ru_stime)
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, hard))


def take_apart(content: bytes) -> dict[str, Any]:
    """What one message is, and what it says of whose delivery."""
    mail = message_from_bytes(content, policy=compat32)
    if not mail.keys():
        return {"refused": "it has no headers, so it is not a mail"}
    parts = parts_of(mail)
    about, nature = about_whom(mail, parts)
    return {
        "nature": nature,
        "about": about[:MOST_RECIPIENTS],
        "cited": cited_by(mail, parts),
        "returned": returned_by(mail, parts),
        "sender": first(ADDRESS, header(mail, "From")),
    }


def answer(content: bytes) -> dict[str, Any]:
    """What the message says, or why it is refused."""
    try:
        return take_apart(content)
    except (MemoryError, RecursionError):
        return {"refused": "it needs more memory than a mail may"}
    except Exception as error:
        # The parser meets whatever strangers write, and one mail must not end the others.
        return {"refused": f"it is no mail that can be read ({type(error).__name__})"}


def main() -> None:
    """Answer one message after the other until the input ends."""
    limit_this_process()
    while length := sys.stdin.buffer.readline():
        limit_the_next_message()
        content = sys.stdin.buffer.read(int(length))
        line = json.dumps(answer(content), ensure_ascii=True, separators=(",", ":"))
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
