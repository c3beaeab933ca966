"""`longstop demo replay`: the Southend case of 2018, played day by day."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.parameters import DateWritten

if TYPE_CHECKING:
    from config.scenarios import Scenario
    from models.session import SessionFactory

SCENARIO = "southend-2018"
HOME = Path("var/demo")


@click.command("replay")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=HOME,
    show_default=True,
    help="The folder of the demonstration. It is made anew; one that no replay made is refused.",
)
@click.option("--until", type=DateWritten(), help="Stop on this day. [28 February 2019]")
def replay(home: Path, until: datetime.date | None) -> None:
    """Play the inspection of Southend-on-Sea in 2018, from fieldwork to the return to Cabinet.

    Dates, law and counts are real; the bodies are fictional, and what anyone did after 19 June
    2018 is invented. Each day is checked and its mail filed by the services that also run live.
    The demonstration has a folder of its own, whatever LONGSTOP_HOME says.

    \b
    Examples:
      longstop demo replay
      longstop demo replay --until "31 August 2018"
      longstop demo replay --home /tmp/southend
    """
    from cli.database import service_errors
    from cli.errors import CouldNotRun
    from config.scenarios import shipped_scenario
    from config.yaml_files import ConfigFaults
    from services.replay.folder import fresh_folder

    try:
        scenario = shipped_scenario(SCENARIO)
    except ConfigFaults as faults:
        raise CouldNotRun(str(faults)) from faults
    if until is not None and until < scenario.starts_on:
        raise CouldNotRun(f"The replay begins on {scenario.starts_on}. Give a later day.")
    with service_errors(), fresh_folder(home):
        _play(home, scenario, until=until)


def _play(home: Path, scenario: Scenario, *, until: datetime.date | None) -> None:
    from cli.replay_progress import telling
    from cli.replay_report import report_lines
    from models.session import reading
    from notifications.plugins.folder import FolderTransport
    from notifications.plugins.maildir import maildir_transport
    from services.replay import replay as play
    from services.replay import stages_reached

    factory = _database_in(home)
    last = min(until or scenario.ends_on, scenario.ends_on)
    click.echo(f"{scenario.title}.")
    click.echo("Illustration: invented answers. Mail is filed, never sent.\n")
    with telling((last - scenario.starts_on).days + 1) as progress:
        play(
            factory,
            scenario,
            transport=maildir_transport(home.resolve() / "mail"),
            teams=FolderTransport(home.resolve() / "cards"),
            until=until,
            on_act=progress.tell,
            on_day=progress.lived,
        )
    stages = stages_reached(factory, scenario, today=last)
    with reading(factory) as session:
        lines = report_lines(session, scenario.inspection, stages, today=last, home=home)
    click.echo("\n".join(lines))


def _database_in(home: Path) -> SessionFactory:
    """An empty database in the folder; a database named in the environment is not touched."""
    from cli.database import open_factory
    from config.settings import set_environment, settings

    set_environment(
        {"LONGSTOP_HOME": str(home.resolve()), "LONGSTOP_DATABASE_URL": ""}, unless_set={}
    )
    settings.cache_clear()
    return open_factory(create=True)
