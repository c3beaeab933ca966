"""The migrations make exactly the tables of the models, on both databases, from one head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, SQLModel

from models.agencies import Agency, Contact
from models.installation import Installation
from models.ledger import Delivery, Message
from models.schema import MIGRATIONS, alembic_config, check_schema, upgrade_schema
from models.session import open_engine
from models.tables import METADATA
from models.words import AgencyKind, Channel, ContactRole, DatabaseKind


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of either kind with nothing in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'longstop.sqlite'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(empty_database: Engine) -> Engine:
    """A database of either kind, brought to the newest schema by the migrations alone."""
    upgrade_schema(empty_database)
    return empty_database


def test_the_migrations_have_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_migrations_are_numbered_without_a_gap_and_follow_each_other() -> None:
    scripts = list(ScriptDirectory.from_config(alembic_config()).walk_revisions())
    numbers = sorted(int(script.revision) for script in scripts)

    assert numbers == list(range(1, len(numbers) + 1))
    assert all(
        script.down_revision is None or int(str(script.down_revision)) == int(script.revision) - 1
        for script in scripts
    )


def test_every_migration_can_be_undone_or_says_why_not() -> None:
    for path in (MIGRATIONS / "versions").glob("[0-9]*.py"):
        body = path.read_text(encoding="utf-8").split("def downgrade")[1]
        assert "pass" not in body or "#" in body, path.name


def test_models_and_migrations_agree(migrated: Engine) -> None:
    check_schema(migrated)


def test_migrating_twice_changes_nothing(migrated: Engine) -> None:
    upgrade_schema(migrated)

    check_schema(migrated)


def test_down_to_nothing_and_up_again(migrated: Engine) -> None:
    config = alembic_config()
    with migrated.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    left = set(sa.inspect(migrated).get_table_names())

    upgrade_schema(migrated)

    assert left <= {"alembic_version"}
    check_schema(migrated)


def test_every_table_class_is_among_the_tables() -> None:
    # A table that models/tables.py forgets would be missing from migrations made elsewhere.
    text = (MIGRATIONS.parent / "tables.py").read_text(encoding="utf-8")
    named = set(re.findall(r'^    "(\w+)",$', text, re.MULTILINE)) - {"METADATA"}
    classes = {mapper.class_.__name__ for mapper in SQLModel._sa_registry.mappers}

    assert classes == named
    assert len(METADATA.tables) == len(named)


def test_every_constraint_has_a_name(migrated: Engine) -> None:
    # Only a named constraint can be changed by a later migration on both databases.
    inspector = sa.inspect(migrated)
    for table in METADATA.tables:
        for constraint in inspector.get_unique_constraints(table):
            assert constraint["name"], table
        for key in inspector.get_foreign_keys(table):
            assert key["name"], table


def test_instants_come_back_aware_and_in_utc(migrated: Engine) -> None:
    summer = datetime(2018, 7, 9, 10, 0, tzinfo=ZoneInfo("Europe/London"))
    with Session(migrated) as session:
        session.add(Installation(kind=DatabaseKind.LIVE, council="example", created_at=summer))
        session.commit()

    with Session(migrated) as session:
        stored = session.get_one(Installation, 1).created_at

    assert stored == datetime(2018, 7, 9, 9, 0, tzinfo=UTC)
    assert stored.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(migrated: Engine) -> None:
    naive = datetime(2018, 7, 9, 10, 0)  # noqa: DTZ001 - what must not be stored
    with Session(migrated) as session:
        session.add(Installation(kind=DatabaseKind.LIVE, council="example", created_at=naive))
        with pytest.raises(StatementError, match="timezone"):
            session.flush()


def test_a_word_outside_its_closed_set_is_refused_by_the_database(migrated: Engine) -> None:
    insert = "INSERT INTO agency (ref, name, kind, chosen_weekday) VALUES ('x', 'x', 'club', 1)"
    with migrated.connect() as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql(insert)


def test_a_reference_to_nothing_is_refused_by_the_database(migrated: Engine) -> None:
    with Session(migrated) as session:
        session.add(
            Contact(agency_id=99, role=ContactRole.SPOC, name="Fenn", held_from=date(2018, 1, 1))
        )
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_role_has_one_holder_without_a_last_day(migrated: Engine) -> None:
    with Session(migrated) as session:
        body = Agency(ref="police", name="Estuary Police", kind=AgencyKind.PARTNER)
        session.add(body)
        session.flush()
        for name in ("Maria Fenn", "Tom Reed"):
            session.add(
                Contact(
                    agency_id=body.id or 0,
                    role=ContactRole.SPOC,
                    name=name,
                    held_from=date(2018, 1, 1),
                )
            )
        with pytest.raises(IntegrityError):
            session.flush()


FIRST_ROWS = (
    (
        "INSERT INTO agency (id, ref, name, kind, chosen_weekday) "
        "VALUES (1, 'police', 'Estuary Police', 'partner', 1)"
    ),
    (
        "INSERT INTO contact (id, agency_id, role, name, email, held_from) "
        "VALUES (1, 1, 'spoc', 'Maria Fenn', 'maria@police.example', '2018-01-01')"
    ),
    (
        "INSERT INTO message (id, contact_id, kind, grouping, london_date, state, rehearsal, "
        "introduces, created_at) VALUES (1, 1, 'digest', 'digest', '2018-09-03', 'closed', false, "
        "false, '2018-09-03 09:00:00')"
    ),
    (
        "INSERT INTO delivery (id, message_id, contact_id, is_copy, channel, state, attempts) "
        "VALUES (1, 1, 1, false, 'maildir', 'filed', 1)"
    ),
)


@pytest.fixture
def of_release_one(empty_database: Engine) -> Engine:
    """A database as the first release left it, with one message that was filed."""
    config = alembic_config()
    with empty_database.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for row in FIRST_ROWS:
            connection.exec_driver_sql(row)
    return empty_database


def test_what_the_first_release_wrote_is_all_there_after_the_upgrade(
    of_release_one: Engine,
) -> None:
    upgrade_schema(of_release_one)

    check_schema(of_release_one)
    with Session(of_release_one) as session:
        delivery = session.get_one(Delivery, 1)
        assert session.get_one(Message, delivery.message_id).contact_id == 1
        assert (delivery.channel, delivery.carrier) == (Channel.MAIL, "maildir")


def test_references_are_checked_again_after_an_upgrade(of_release_one: Engine) -> None:
    upgrade_schema(of_release_one)

    with of_release_one.connect() as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql("DELETE FROM message")
