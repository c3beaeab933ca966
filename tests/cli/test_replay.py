"""The replay of Southend's case, end to end: the command as a user calls it, then its database."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlmodel import Session, select

from cli.main import main
from models.agencies import Agency, Contact
from models.findings import Finding
from models.ledger import Brief, Delivery, Escalation, Message
from models.milestones import DateChange, Evidence, Milestone
from models.session import SessionFactory, open_engine, reading, session_factory
from models.words import (
    AgencyKind,
    BriefState,
    Channel,
    ContactRole,
    DateChangeKind,
    DeliveryState,
    FindingKind,
    MessageKind,
    MilestoneState,
)
from services.find import the_inspection, the_milestone
from services.timeline import key_dates

LONGSTOP = Path(sys.executable).parent / "longstop"
# Loaded by Python itself before anything else: whoever connects anywhere ends the replay.
NO_NETWORK = """
import socket
def refuse(self, address, *more):
    if self.family != socket.AF_UNIX:
        raise OSError(f"the replay connected to {address}")
    return original(self, address, *more)
original, socket.socket.connect = socket.socket.connect, refuse
"""
GOING_LIVE = date(2018, 6, 20)
ABOVE_THE_LEAD = (ContactRole.SENIOR_LEAD, ContactRole.DCS, ContactRole.CHAIR)
WENT = (DeliveryState.FILED, DeliveryState.SENT)


@dataclass(frozen=True)
class Replayed:
    """A whole replay: what was printed, where it lies, and sessions on its database."""

    output: str
    home: Path
    environment: dict[str, str]
    sessions: SessionFactory

    def longstop(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command on the demonstration that the replay made."""
        environment = {**self.environment, "LONGSTOP_HOME": str(self.home)}
        environment.pop("LONGSTOP_DATABASE_URL")
        return subprocess.run(
            [LONGSTOP, *words], env=environment, capture_output=True, text=True, check=False
        )

    def mails(self) -> list[EmailMessage]:
        """Every mail in the folder."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[misc]
            for path in sorted((self.home / "mail" / "new").iterdir())
        ]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    """The replay, played once: in a folder of its own, without a network."""
    folder = tmp_path_factory.mktemp("replay")
    (folder / "sitecustomize.py").write_text(NO_NETWORK)
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "LONGSTOP_HOME": str(folder / "not-touched"),
        "LONGSTOP_DATABASE_URL": f"sqlite:///{folder}/not-touched.sqlite",
        "COLUMNS": "80",
    }
    home = folder / "demo"
    running = subprocess.Popen(
        [LONGSTOP, "demo", "replay", "--home", home],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    output, _ = running.communicate()
    assert running.returncode == 0, output
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
    engine = open_engine(f"sqlite:///{home / 'longstop.sqlite'}")
    yield Replayed(output, home, environment, session_factory(engine))
    engine.dispose()


@pytest.fixture
def session(replayed: Replayed) -> Iterator[Session]:
    """Reads of the demonstration's database."""
    with reading(replayed.sessions) as opened:
        yield opened


whole_replay = [pytest.mark.slow, pytest.mark.xdist_group("replay")]


def replays(test: Any) -> Any:
    """Mark a test that looks at the whole replay; one worker plays it once for all of them."""
    for mark in whole_replay:
        test = mark(test)
    return test


@replays
def test_it_touches_no_other_database_whatever_the_environment_says(replayed: Replayed) -> None:
    assert not list(replayed.home.parent.glob("not-touched*"))


@replays
def test_it_prints_the_date_we_work_to_unbroken_in_a_narrow_log(replayed: Replayed) -> None:
    assert "Thursday 16 August 2018" in replayed.output
    assert "\N{NO-BREAK SPACE}" not in replayed.output
    months = "January|February|March|May|June|July|August|October|November|December"
    broken = re.findall(rf"\d{{1,2}}\n\s*(?:{months})|(?:{months})\n\s*201\d", replayed.output)
    assert not broken


@replays
def test_it_says_that_it_is_an_illustration(replayed: Replayed) -> None:
    assert "Illustration: invented answers" in replayed.output


@replays
def test_the_counts_are_those_of_the_letter_and_the_cabinet_report(session: Session) -> None:
    findings = session.exec(select(Finding)).all()
    kinds = Counter(one.kind for one in findings)
    own = session.exec(select(Agency.id).where(Agency.ref == "childrens-services")).one()
    themes = Counter(theme for one in findings for theme in one.themes)

    assert kinds == {FindingKind.STRENGTH: 27, FindingKind.AREA_FOR_IMPROVEMENT: 29}
    assert sum(one.accountable_agency_id == own for one in findings) == 9
    assert (themes["quick win"], themes["equalities"]) == (2, 1)


@replays
def test_the_four_dates_stand_apart(session: Session, rulebook_calendar: Any) -> None:
    inspection = the_inspection(session, "southend-2018")
    (statement,) = (
        one
        for one in key_dates(session, inspection, calendar=rulebook_calendar)
        if one.rule.is_stated
    )

    assert statement.law_date == date(2018, 8, 16)
    assert statement.stated is not None
    assert statement.stated.day == date(2018, 8, 18)
    assert statement.confirmed is not None
    assert statement.confirmed.day == date(2018, 8, 18)
    assert statement.work_to == date(2018, 8, 16)


@pytest.fixture(scope="module")
def rulebook_calendar() -> Any:
    """The shipped working calendar."""
    from services.rulebook import standing_rulebook

    return standing_rulebook().calendar


@replays
def test_the_statement_recorded_as_sent_on_13_august_meets_the_duty_of_law(
    session: Session,
) -> None:
    statement = the_milestone(session, "statement")

    assert statement.state is MilestoneState.ACCEPTED
    assert (statement.due, statement.done_on) == (date(2018, 8, 16), date(2018, 8, 13))


@replays
def test_reminders_of_the_statement_reached_whoever_holds_it_before_it_was_sent(
    replayed: Replayed,
) -> None:
    # The council's own staff get one message a day, so the date of law travels in it, first.
    subjects = [str(mail["Subject"]) for mail in replayed.mails()]

    assert sum("Statutory date" in subject or "16 August" in subject for subject in subjects) >= 4


@replays
def test_nothing_went_before_the_bodies_went_live(replayed: Replayed, session: Session) -> None:
    days = [one.settled_at.date() for one in session.exec(select(Delivery)) if one.settled_at]

    assert min(days) == GOING_LIVE


@replays
def test_nobody_above_the_lead_gets_a_mail_that_no_person_approved(session: Session) -> None:
    rows = session.exec(
        select(Message, Contact, Delivery)
        .join(Contact, Contact.id == Message.contact_id)  # type: ignore[arg-type]
        .join(Delivery, Delivery.message_id == Message.id)  # type: ignore[arg-type]
    ).all()
    # The director's weekly line says only how the whole stands, and was asked for.
    by_itself = [
        (message.kind, contact.name)
        for message, contact, delivery in rows
        if contact.role in ABOVE_THE_LEAD
        and delivery.state in WENT
        and message.kind is not MessageKind.DCS_WEEKLY
        and message.approved_by is None
        # Own seniors below the director may hear that they are named.
        and message.kind is not MessageKind.INTRODUCTION
    ]
    assert by_itself == []


@replays
def test_another_bodys_senior_is_not_even_introduced_without_approval(session: Session) -> None:
    rows = session.exec(
        select(Message.approved_by)
        .join(Contact, Contact.id == Message.contact_id)  # type: ignore[arg-type]
        .join(Agency, Agency.id == Contact.agency_id)  # type: ignore[arg-type]
        .where(
            Agency.kind == AgencyKind.PARTNER,
            Contact.role == ContactRole.SENIOR_LEAD,
            Message.kind == MessageKind.INTRODUCTION,
        )
    ).all()
    assert len(rows) >= 6
    assert set(rows) == {"Ruth Calder"}


@replays
def test_outside_bodies_and_people_who_are_only_informed_get_no_mail(session: Session) -> None:
    never = session.exec(
        select(Delivery.id)
        .join(Contact, Contact.id == Delivery.contact_id)  # type: ignore[arg-type]
        .join(Agency, Agency.id == Contact.agency_id)  # type: ignore[arg-type]
        .where(
            (Agency.kind == AgencyKind.OUTSIDE)
            | (Contact.role == ContactRole.CHIEF_OFFICER)  # type: ignore[arg-type]
            | (Contact.role == ContactRole.INFORMED)  # type: ignore[arg-type]
        )
    ).all()
    assert session.exec(select(Agency.id).where(Agency.kind == AgencyKind.OUTSIDE)).all()
    assert never == []


@replays
def test_a_partners_person_gets_at_most_one_routine_message_a_week(session: Session) -> None:
    rows = session.exec(
        select(Contact.name, Delivery.settled_at)
        .join(Message, Message.id == Delivery.message_id)  # type: ignore[arg-type]
        .join(Contact, Contact.id == Delivery.contact_id)  # type: ignore[arg-type]
        .join(Agency, Agency.id == Contact.agency_id)  # type: ignore[arg-type]
        .where(
            Agency.kind == AgencyKind.PARTNER,
            Message.kind == MessageKind.DIGEST,
            Delivery.channel == Channel.MAIL,
        )
    ).all()
    weeks = Counter((name, at.isocalendar()[:2]) for name, at in rows if at)

    assert len(weeks) > 20
    assert max(weeks.values()) == 1


@replays
def test_the_councils_own_people_get_at_most_one_message_a_day(session: Session) -> None:
    rows = session.exec(
        select(Contact.name, Delivery.settled_at)
        .join(Contact, Contact.id == Delivery.contact_id)  # type: ignore[arg-type]
        .join(Message, Message.id == Delivery.message_id)  # type: ignore[arg-type]
        .join(Agency, Agency.id == Contact.agency_id)  # type: ignore[arg-type]
        .where(Agency.kind == AgencyKind.COUNCIL, Message.kind == MessageKind.DIGEST)
    ).all()
    days = Counter((name, at.date()) for name, at in rows if at)

    assert max(days.values()) == 1


@replays
def test_each_mail_is_filed_once_and_says_that_its_answers_are_invented(
    replayed: Replayed, session: Session
) -> None:
    filed = session.exec(
        select(Delivery).where(
            Delivery.state == DeliveryState.FILED, Delivery.channel == Channel.MAIL
        )
    ).all()
    mails = replayed.mails()

    assert len(mails) == len(filed) > 200
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    for mail in mails:
        parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
        assert len(parts) == 2
        for part in parts:
            assert "Illustration: invented answers" in " ".join(part.get_content().split())


@replays
def test_the_polices_channel_has_a_card_beside_each_of_its_messages(
    replayed: Replayed, session: Session
) -> None:
    cards = session.exec(select(Delivery).where(Delivery.channel == Channel.TEAMS)).all()
    files = sorted((replayed.home / "cards").glob("*.json"))

    assert len(files) == len(cards) > 5
    assert all(one.is_copy and one.state is DeliveryState.FILED for one in cards)
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "Illustration: invented answers" in text
        assert "Estuary Police" in text


@replays
def test_every_address_is_one_that_cannot_exist(replayed: Replayed) -> None:
    addresses = {
        address.addr_spec
        for mail in replayed.mails()
        for header in ("From", "To", "Reply-To")
        for address in mail[header].addresses
    }
    assert addresses
    assert all(one.endswith(".example") for one in addresses)


@replays
def test_the_story_has_each_kind_of_message(session: Session) -> None:
    kinds = set(
        session.exec(
            select(Message.kind)
            .join(Delivery, Delivery.message_id == Message.id)  # type: ignore[arg-type]
            .where(Delivery.state == DeliveryState.FILED)
        )
    )
    # No partner holds a date of law in this case; the council's own travels in its daily message.
    # What is asked by hand, and what is corrected, is no part of it.
    elsewhere = {MessageKind.STATUTORY, MessageKind.UPDATE_REQUEST, MessageKind.CORRECTION}
    assert kinds >= set(MessageKind) - elsewhere


@replays
def test_a_brief_was_spoken_of_and_another_sent_from_here(session: Session) -> None:
    ended = Counter(BriefState(one.state) for one in session.exec(select(Brief)))

    assert ended[BriefState.SPOKE] == 2
    assert ended[BriefState.SENT_FROM_HERE] == 2


@replays
def test_everything_that_was_raised_has_ended(session: Session) -> None:
    raised = session.exec(select(Escalation)).all()

    assert len(raised) >= 3
    assert all(one.closed_on for one in raised)


@replays
def test_an_update_whose_evidence_was_refused_was_opened_again_and_then_accepted(
    session: Session,
) -> None:
    item = the_milestone(session, "6.1")
    verdicts = session.exec(
        select(Evidence.accepted).where(Evidence.milestone_id == item.id).order_by(Evidence.id)  # type: ignore[arg-type]
    ).all()

    assert verdicts == [False, True]
    assert item.state is MilestoneState.ACCEPTED


@replays
def test_whose_evidence_was_refused_reads_what_to_bring_instead(replayed: Replayed) -> None:
    texts = [
        " ".join(mail.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        for mail in replayed.mails()
        if "leila.hassan" in str(mail["To"])
    ]

    assert any("Please send the action log of one meeting." in text for text in texts)


@replays
def test_the_date_of_law_is_never_called_overdue(replayed: Replayed) -> None:
    about_it = [mail["Subject"] for mail in replayed.mails() if "16 August" in mail["Subject"]]

    assert about_it
    assert not [subject for subject in about_it if "verdue" in subject]


@replays
def test_one_date_was_moved_with_a_boards_minute_and_its_first_date_stays(
    session: Session,
) -> None:
    (moved,) = session.exec(select(DateChange).where(DateChange.kind == DateChangeKind.MOVE)).all()
    item = session.get_one(Milestone, moved.milestone_id)

    assert (item.ref, item.moves, item.due) == ("15.1", 1, date(2018, 11, 30))
    assert item.first_due == date(2018, 9, 30)
    assert moved.minute == "Children's Services Improvement Board, 4 October 2018, minute 7"


@replays
def test_who_takes_over_gets_one_handover_and_none_of_the_old_messages(
    replayed: Replayed,
) -> None:
    mails = [mail for mail in replayed.mails() if "tom.reed" in str(mail["To"])]
    texts = [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]

    assert ["taken over from Maria Fenn" in " ".join(text.split()) for text in texts] == [
        True,
        *[False] * (len(texts) - 1),
    ]


@replays
def test_who_had_no_address_is_told_nothing_old_once_it_is_found(replayed: Replayed) -> None:
    mails = [mail for mail in replayed.mails() if "sam.pryce" in str(mail["To"])]

    assert len(mails) == 1


@replays
def test_progress_returned_to_cabinet_in_february(session: Session) -> None:
    item = the_milestone(session, "cabinet-return")

    assert item.state is MilestoneState.ACCEPTED
    assert item.accepted_by_minute == "Cabinet, 12 February 2019, minute 118"


@replays
def test_its_history_is_sound(replayed: Replayed) -> None:
    verified = replayed.longstop("audit", "verify")

    assert verified.returncode == 0, verified.stderr


@replays
def test_what_it_says_to_try_next_works(replayed: Replayed) -> None:
    commands = re.findall(
        r"longstop ((?:timeline|why|finding|outbox|audit)[^#\n]*)", replayed.output
    )

    assert len(commands) >= 6
    for command in commands:
        done = replayed.longstop(*command.split())
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@replays
def test_who_was_told_and_why_is_as_people_have_read_it(
    replayed: Replayed, repository: Path
) -> None:
    """The golden list changes whenever a rule, a ladder or the scenario does: read it then."""
    section = replayed.output.split("Messages by person and reason\n")[1]
    section = section.partition("\n")[2].split("\n\nWhat was raised")[0]
    golden = repository / "tests" / "golden" / "replay" / "messages-by-person.txt"

    assert section.strip("\n") == golden.read_text(encoding="utf-8").strip("\n")


@pytest.mark.slow
def test_a_replay_that_stops_before_the_letter_says_so(tmp_path: Path) -> None:
    played = subprocess.run(
        [LONGSTOP, "demo", "replay", "--home", tmp_path / "demo", "--until", "2018-03-20"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert played.returncode == 0, played.stderr
    assert "The letter has not come yet." in played.stdout
    assert "Nobody has been written to yet." in played.stdout


def test_a_folder_that_no_replay_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "longstop.sqlite").write_text("somebody's live database")

    result = CliRunner().invoke(main, ["demo", "replay", "--home", str(tmp_path)])

    assert result.exit_code == 2
    assert "holds something that no replay made" in " ".join(result.output.split())
    assert (tmp_path / "longstop.sqlite").read_text() == "somebody's live database"


def test_a_day_before_the_story_begins_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "demo"

    result = CliRunner().invoke(
        main, ["demo", "replay", "--home", str(home), "--until", "2018-01-01"]
    )

    assert result.exit_code == 2
    assert not home.exists()


def test_a_second_replay_begins_anew_and_two_at_once_are_refused(tmp_path: Path) -> None:
    from services.errors import Refused
    from services.replay.folder import fresh_folder

    home = tmp_path / "demo"
    with fresh_folder(home):
        (home / "longstop.sqlite").write_text("the first")
        (home / "notes.txt").write_text("somebody's own")
        with pytest.raises(Refused, match="Another replay is writing"), fresh_folder(home):
            pass

    with fresh_folder(home):
        assert not (home / "longstop.sqlite").exists()
        assert (home / "notes.txt").exists()
