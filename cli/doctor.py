"""`longstop doctor`: whether Longstop does its work, in five lines."""

from __future__ import annotations

import json

import click

from cli.errors import FoundProblems


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def doctor(as_json: bool) -> None:
    """Say whether the days are decided, mail can go, and dates can be counted.

    Ends with exit code 1 if something needs somebody, so that a monitor can call it.

    \b
    Examples:
      longstop doctor
      longstop doctor --json
    """
    from cli.database import open_door, service_errors
    from models.session import reading
    from services.health import examine

    door = open_door(quiet=as_json)
    with service_errors(), reading(door.factory) as session:
        answers = examine(session, today=door.today, now=door.now)
    if as_json:
        click.echo(
            json.dumps(
                [
                    {"question": one.question, "ok": one.is_well, "sentence": one.sentence}
                    for one in answers
                ],
                indent=2,
            )
        )
    else:
        for one in answers:
            click.echo(f"{'ok     ' if one.is_well else 'PROBLEM'}  {one.question}: {one.sentence}")
    problems = sum(not one.is_well for one in answers)
    if problems:
        raise FoundProblems(f"{problems} of {len(answers)} need somebody.")
