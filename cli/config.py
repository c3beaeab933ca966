"""``longstop config check``: is every declared file sound?"""

from __future__ import annotations

import click

from cli.errors import FoundProblems
from cli.working_calendar import added_holidays
from config.check import check_config
from config.yaml_files import ConfigFaults


@click.group()
def config() -> None:
    """The declared files: frameworks, ladders, councils, inspections and holidays.

    \b
    Example:
      longstop config check
    """


@config.command()
def check() -> None:
    """Read every declared file and name all that is wrong, with file, line, key and remedy."""
    try:
        paths = check_config(added_holidays())
    except ConfigFaults as faults:
        raise FoundProblems(str(faults)) from faults
    for path in paths:
        click.echo(f"{path.parent.name}/{path.name}: sound")
