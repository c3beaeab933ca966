"""How a command ends when it cannot do what was asked: exit 1 found problems, 2 could not run."""

from __future__ import annotations

import click


class FoundProblems(click.ClickException):
    """The command ran and found something a person must look at. Exit code 1."""

    exit_code = 1


class CouldNotRun(click.ClickException):
    """The command could not do its work; the message says what to do. Exit code 2."""

    exit_code = 2
