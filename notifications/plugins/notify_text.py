"""A mail of ours as GOV.UK Notify takes it: a subject, and a text in Notify's own Markdown.

Notify puts both into its template and makes text and HTML of them. Our text part is wrapped at 72
columns, which Notify would show as line breaks; so its paragraphs are put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy

from notifications.plain_text import one_line, unwrapped

_UNDERLINE = re.compile(r"-{3,}")
# "[text](address)" is a link in Notify's Markdown; with a space between it is what was written.
_LINK = re.compile(r"\](?=\()")
# What Notify reads as a heading, an inset text, a rule or a list, at the start of a line.
_LINE_START = re.compile(r"^(?=[#^>*+•-]|\d+\.\s)")


@dataclass(frozen=True, slots=True)
class NotifyText:
    """The two values of the template."""

    subject: str
    message: str


def notify_text(raw: bytes) -> NotifyText:
    """Subject and message of the mail ``raw``; a file that it carries is left out."""
    mail = message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(preferencelist=("plain",))
    text = str(body.get_content()) if body is not None else ""
    return NotifyText(subject=one_line(str(mail["Subject"] or "")), message=as_markdown(text))


def as_markdown(text: str) -> str:
    """Our written text as Notify's Markdown: headings, bullets, and whole paragraphs.

    A line with dashes under it becomes a heading; an indented line, or one that begins with
    ``- ``, a bullet. Nothing that people wrote becomes a link or a heading.
    """
    blocks: list[str] = []
    for paragraph in _paragraphs(text):
        blocks += _blocks(paragraph)
    return "\n\n".join(blocks) + "\n"


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in [*unwrapped(text).splitlines(), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []


def _blocks(lines: list[str]) -> Iterator[str]:
    """One paragraph as headings, bullets together, and plain lines together."""
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]):
        yield f"# {_plain(lines[0])}"
        lines = lines[2:]
    bullets: list[str] = []
    plain: list[str] = []
    for line in lines:
        if line.startswith((" ", "- ")):
            if plain:
                yield "\n".join(plain)
                plain = []
            bullets.append(f"* {_plain(line.strip().removeprefix('- '))}")
        else:
            if bullets:
                yield "\n".join(bullets)
                bullets = []
            plain.append(_plain(line))
    if plain or bullets:
        yield "\n".join(plain or bullets)


def _plain(text: str) -> str:
    return _LINE_START.sub("\N{ZERO WIDTH SPACE}", _LINK.sub("] ", text.strip()))
