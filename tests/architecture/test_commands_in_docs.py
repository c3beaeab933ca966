"""Every command that a page, or a command's own help, shows is one that there is."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS

BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.S | re.M)
INLINE = re.compile(r"`(?:\$ )?((?:\.venv/bin/)?longstop [^`\n]+)`")
SHOWN = re.compile(r"^\s*(?:\$ )?((?:\.venv/bin/)?longstop\s.*)$", re.M)
# Placeholders of a page that writes about commands in general.
ANY = {"COMMAND", "...", "--help"}


def test_commands_in_the_pages_exist(repository: Path) -> None:
    pages = [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]
    faults = [
        f"{page.relative_to(repository)}: {fault}"
        for page in pages
        if page.name != "commands.md"
        for line in _shown_in(page.read_text(encoding="utf-8"))
        if (fault := _fault(line))
    ]

    assert faults == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_commands_in_the_help_exist(name: str) -> None:
    faults = [
        fault
        for command in _all_of(_loaded(name))
        for line in _joined(command.help or "")
        if (fault := _fault(line))
    ]

    assert faults == []


def _shown_in(text: str) -> Iterator[str]:
    for block in BLOCK.findall(text):
        yield from _joined(block)
    yield from (line for line in INLINE.findall(BLOCK.sub("", text)) if " ... " not in line)


def _joined(text: str) -> Iterator[str]:
    """The commands of a text, those that run over several lines as one."""
    yield from SHOWN.findall(re.sub(r"\\\n\s*", " ", text))


def _fault(line: str) -> str | None:
    """What is wrong with a command as it is shown, or nothing."""
    words = [word for word in _words(line)[1:] if word != "..."]
    if not words or words[0] in ANY or words[0].startswith("-"):
        return None
    if words[0] not in COMMANDS:
        return f"{line!r}: there is no command {words[0]!r}"
    command = _loaded(words[0])
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        inner = command.commands.get(rest[0])
        if inner is None:
            # A usage such as "show|list" names several at once.
            return None if "|" in rest[0] else f"{line!r}: there is no {rest[0]!r}"
        command, rest = inner, rest[1:]
    return _unknown_option(line, command, rest)


def _unknown_option(line: str, command: click.Command, words: list[str]) -> str | None:
    known = {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help", "-h"}
    for word in words:
        name = word.strip("[]").partition("=")[0]
        if name.startswith("--") and name not in known:
            return f"{line!r}: there is no option {name}"
    return None


def _words(line: str) -> list[str]:
    bare = line.partition("  #")[0]
    try:
        return shlex.split(bare, comments=True)
    except ValueError:
        # An apostrophe in words that are not for a shell.
        return bare.split()


def _loaded(name: str) -> click.Command:
    module, attribute = COMMANDS[name].target.split(":")
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command


def _all_of(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _all_of(inner)
