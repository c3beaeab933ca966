"""`longstop init`: make the database, a demonstration unless it is asked to be live."""

from __future__ import annotations

import datetime

import click

from cli.errors import CouldNotRun
from cli.parameters import DateWritten


@click.command("init")
@click.option("--live", is_flag=True, help="Make a live database, which takes the real day.")
@click.option(
    "--council",
    default="example",
    show_default=True,
    help="The council's file in config/councils, without .yaml.",
)
@click.option(
    "--date",
    "on",
    metavar="DATE",
    type=DateWritten(),
    help="The demonstration's own date. Today unless given.",
)
@click.option(
    "--mail",
    metavar="smtp|notify|maildir:PATH",
    help="How a live database sends its mail: by the mail server of the LONGSTOP_MAIL_ settings, "
    "by GOV.UK Notify, or filed in a folder.",
)
def init(live: bool, council: str, on: datetime.date | None, mail: str | None) -> None:
    """Make the database under LONGSTOP_HOME (./var unless set).

    A demonstration has its own date, moves it only by 'longstop demo advance', and files
    mail instead of sending it. A live database takes the real day and needs a mail channel,
    which is tried at once (nothing is sent).

    \b
    Examples:
      longstop init
      longstop init --council example --date 2018-03-19
      longstop init --live --council example --mail smtp
      longstop init --live --council example --mail maildir:/srv/longstop/mail
    """
    _refuse_what_does_not_fit(live=live, on=on, mail=mail)
    _install(live=live, council=council, on=on, mail=mail)


def _refuse_what_does_not_fit(*, live: bool, on: datetime.date | None, mail: str | None) -> None:
    if live and mail is None:
        raise CouldNotRun(
            "A live database needs a mail channel, or it could neither check a day nor deliver. "
            "Write --mail smtp for the mail server of the LONGSTOP_MAIL_ settings, --mail notify "
            "for GOV.UK Notify, or --mail maildir:/srv/longstop/mail for a folder."
        )
    if live and on is not None:
        raise CouldNotRun("A live database takes the real day: leave --date out, or leave --live.")
    if mail is not None and not live:
        raise CouldNotRun(
            "A demonstration files its mail under LONGSTOP_HOME/mail: leave --mail out, or add "
            "--live."
        )


def _install(*, live: bool, council: str, on: datetime.date | None, mail: str | None) -> None:
    from cli.clock import london_today, utc_now
    from cli.database import actor_name, open_factory, service_errors
    from cli.mail_use import working_channel
    from config.councils import UnknownCouncil
    from config.councils import council as read_council
    from models.session import transaction
    from models.words import DatabaseKind
    from services.installation import InstallationOrder, install
    from services.mail_channel import channel_of, describe_mail

    day = None if live else on or london_today()
    try:
        name = read_council(council).name
    except UnknownCouncil as error:
        raise CouldNotRun(str(error)) from error
    _refuse_a_second()
    with service_errors():
        order = InstallationOrder(
            kind=DatabaseKind.LIVE if live else DatabaseKind.DEMONSTRATION,
            council=council,
            demonstration_date=day,
            mail_channel=working_channel(mail).declared if mail else None,
        )
        with transaction(open_factory(create=True)) as session:
            row = install(session, order, now=utc_now(), by=actor_name())
            folder, how = channel_of(row).folder, describe_mail(row)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    _say_what_now(name, day=day, mail=how)


def _refuse_a_second() -> None:
    """Say that there is a database already, before any server is asked whether it takes mail."""
    from cli.database import open_factory, service_errors
    from models.session import reading
    from services.installation import refuse_a_second
    from services.opening import database_exists

    with service_errors():
        if database_exists():
            with reading(open_factory()) as session:
                refuse_a_second(session)


def _say_what_now(council: str, *, day: datetime.date | None, mail: str) -> None:
    from rules.wording import long_date

    if day is None:
        click.echo(f"Made a live database for {council}.")
    else:
        click.echo(f"Made a demonstration for {council}. Its date is {long_date(day)}.")
    click.echo(mail)
    click.echo("Next: 'longstop inspection open LETTER.pdf', then 'longstop up'.")
