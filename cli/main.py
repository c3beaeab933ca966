"""Entry point of the ``longstop`` command.

Commands are loaded only when they are called, so that ``longstop --help`` and the commands
that need no database start at once: Prefect alone takes two seconds to import.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from difflib import get_close_matches

import click


@dataclass(frozen=True)
class Entry:
    """Where a command lives (``module:attribute``) and what the overview says of it."""

    target: str
    summary: str


# The overview is written here so that it can be printed without importing a single command.
COMMANDS: dict[str, Entry] = {
    "agency": Entry("cli.agency:agency", "The bodies that take part."),
    "contact": Entry("cli.contact:contact", "Who holds which role in which body."),
    "plan": Entry("cli.plan:plan", "The action plan: import, answer, sign off, agree, show."),
    "milestone": Entry("cli.milestone:milestone", "Dated duties: dates and steps of completion."),
    "finding": Entry("cli.finding:finding", "The letter's findings, and how they are closed."),
    "update": Entry("cli.update:update", "What bodies said of their items."),
    "meeting": Entry("cli.meeting:meeting", "Meetings of Cabinet and boards, and their minutes."),
    "statement": Entry("cli.statement:statement", "The statement, recorded as sent outside."),
    "live": Entry("cli.live:live", "Switch bodies on: quiet, rehearsal, prepared, automatic."),
    "pause": Entry("cli.pause:pause", "Pause what goes out; dates of law go on."),
    "audit": Entry("cli.audit:audit", "History, and whether anybody changed it."),
    "redact": Entry("cli.redact:redact", "Take a text out of everything that is kept."),
    "watch": Entry("cli.watch:watch", "The daily check: decide today, or preview it."),
    "sending": Entry("cli.sending:sending", "Stop all sending, start it, see where it stands."),
    "mail": Entry("cli.mail:mail", "The mail channel: prove it, and read what comes back."),
    "outbox": Entry("cli.outbox:outbox", "Messages: look, approve, hold, cancel, deliver."),
    "chase": Entry("cli.chase:chase", "Ask a body for updates by hand, after a preview."),
    "brief": Entry("cli.brief:brief", "What a person raises, and what they did about it."),
    "escalation": Entry("cli.escalation:escalation", "What was raised; acknowledging it."),
    "why": Entry("cli.why:why", "Why something was asked for, or was not."),
    "forecast": Entry("cli.forecast:forecast", "What would go to whom and why, day by day."),
    "up": Entry("cli.up:up", "Run the schedules, the flows and Prefect's page."),
    "timeline": Entry("cli.timeline:timeline", "Key dates, and how each was counted."),
    "inspection": Entry("cli.inspection:inspection", "Open an inspection, settle its dates."),
    "init": Entry("cli.init:init", "Make the database: a demonstration, or live."),
    "doctor": Entry("cli.doctor:doctor", "Whether Longstop does its work."),
    "demo": Entry("cli.demo:demo", "Play a real case; move a demonstration through time."),
    "config": Entry("cli.config:config", "Check the declared files."),
    "date": Entry("cli.date:date", "Count days by the law's conventions."),
    "holidays": Entry("cli.holidays:holidays", "Show or add bank holidays."),
    "ladder": Entry("cli.ladder:ladder", "The steps by which items are asked for."),
    "letter": Entry("cli.letter:letter", "Read an inspectorates' letter, or score the reader."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, attribute = entry.target.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else " See 'longstop --help'."
            raise click.UsageError(f"There is no command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="longstop", prog_name="longstop")
def main() -> None:
    """Longstop: what a council and its partners must do after an inspection.

    \b
    Examples:
      longstop letter read LETTER.pdf
      longstop date after 2018-05-09 70 working-days
    """
