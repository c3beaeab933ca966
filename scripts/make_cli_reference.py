"""Write the pages of the commands and of the settings from the code itself.

python scripts/make_cli_reference.py            # docs/reference/commands.md, settings.md
python scripts/make_cli_reference.py --check    # exit 1 if they are not as the code says
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from pydantic_settings import BaseSettings

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

REFERENCE = REPOSITORY / "docs" / "reference"
MADE = "<!-- Made by scripts/make_cli_reference.py: change the code, not this page. -->"


def pages() -> dict[Path, str]:
    """Every page that is made, by its path."""
    return {
        REFERENCE / "commands.md": _joined(_commands_page()),
        REFERENCE / "settings.md": _joined(_settings_page()),
    }


def _joined(lines: Iterator[str]) -> str:
    """The lines as one text, with no more than one empty line together."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _commands_page() -> Iterator[str]:
    from cli.main import COMMANDS

    yield from ("# Commands", "", MADE, "")
    yield (
        "Every command leads its help with examples: `longstop COMMAND --help`. Exit codes: 0 "
        "done, 1 found problems, 2 could not run. Dates can be written `2018-05-09`, "
        "`9 May 2018` or `09/05/2018` (the day first)."
    )
    yield ""
    for name in sorted(COMMANDS):
        yield f"- [`{name}`](#{name}): {COMMANDS[name].summary}"
    for name in sorted(COMMANDS):
        module, attribute = COMMANDS[name].target.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        yield from ("", f"## {name}")
        yield from _command(command, [name])


def _command(command: click.Command, path: list[str]) -> Iterator[str]:
    ctx = click.Context(command, info_name=" ".join(["longstop", *path]))
    if len(path) > 1:
        yield from ("", f"{'#' * min(len(path) + 1, 4)} {' '.join(path)}")
    yield from ("", *_help(command))
    if isinstance(command, click.Group):
        for name in sorted(command.list_commands(ctx)):
            inner = command.get_command(ctx, name)
            if inner is not None and not inner.hidden:
                yield from _command(inner, [*path, name])
        return
    # Options are read from the parameters, not from the help, which is set for a terminal.
    usage = " ".join(command.collect_usage_pieces(ctx))
    yield from ("", "```", f"longstop {' '.join(path)} {usage}".rstrip(), "```")
    rows = [row for parameter in command.params if (row := _option(parameter, ctx))]
    if rows:
        yield from ("", "| option | |", "| --- | --- |", *rows)


def _help(command: click.Command) -> Iterator[str]:
    """The help as Markdown: what follows ``\\b`` is an example, set as it stands."""
    text = inspect.cleandoc(command.help or "")
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        if lines[0].strip() != "\b":
            yield from (" ".join(line.strip() for line in lines), "")
            continue
        heading = lines[1].strip() if len(lines) > 1 and lines[1].strip().endswith(":") else None
        if heading:
            yield from (heading, "")
        examples = lines[2:] if heading else lines[1:]
        yield from ("```", *(line.removeprefix("  ") for line in examples), "```", "")


def _option(parameter: click.Parameter, ctx: click.Context) -> str | None:
    if not isinstance(parameter, click.Option) or parameter.hidden:
        return None
    record = parameter.get_help_record(ctx)
    if record is None:
        return None
    names, words = (part.replace("|", r"\|").replace("\n", " ") for part in record)
    return f"| `{names}` | {words} |"


def _settings_page() -> Iterator[str]:
    from config.mail_settings import MailSettings
    from config.settings import Settings

    yield from ("# Settings", "", MADE, "")
    yield (
        "What an operator may set in the environment. Everything Longstop keeps lies under "
        "`LONGSTOP_HOME`; what a council decides stands in its file "
        "([council settings](council-settings.md))."
    )
    yield from ("", "| variable | unless set | |", "| --- | --- | --- |")
    yield from _settings_of(Settings)
    yield from ("", "## The mail server", "")
    yield (
        "Used by a live database made with `--mail smtp` "
        "([set up mail](../how-to/set-up-mail.md)). A secret is safer in a file than in a variable."
    )
    yield from ("", "| variable | unless set | |", "| --- | --- | --- |")
    yield from _settings_of(MailSettings)


def _settings_of(group: type[BaseSettings]) -> Iterator[str]:
    prefix = group.model_config.get("env_prefix", "")
    for name, field in group.model_fields.items():
        alias = field.validation_alias
        variable = alias if isinstance(alias, str) else f"{prefix}{name.upper()}"
        unless_set = "" if field.default is None else f"`{field.default}`"
        yield f"| `{variable}` | {unless_set} | {field.description} |"


def main() -> int:
    """Write the pages, or with ``--check`` say which are not as the code says."""
    stale = [
        path
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(REPOSITORY)} is not as the code says: run {sys.argv[0]}")
        return 1 if stale else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
