"""Fixtures every folder shares."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from tests.servers.certificates import Certificates, make_certificates
from tests.servers.smtp import SmtpServer

# How long an example takes says more about the machine than about the code.
settings.register_profile("longstop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("longstop")

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
_DATABASE_NUMBERS = count(1)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The real letters, plans and dates; a test that asks for it is left out where absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of our own, reached by a socket in a temporary folder.

    Named and left out where PostgreSQL is not installed. Nothing is kept, so nothing is flushed
    to disk.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    # Not pytest's folder: the server refuses to run as root, and only root may enter that one.
    folder = Path(tempfile.mkdtemp(prefix="longstop-postgres-"))
    # Debian's package makes this user.
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs[-1] / program), "-D", str(folder / "cluster"), *arguments]
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "longstop", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        try:
            yield f"postgresql+psycopg://longstop@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "fast")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database, dropped after the test."""
    name = f"longstop_{next(_DATABASE_NUMBERS)}"
    server = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def smtp_server() -> Iterator[Callable[..., SmtpServer]]:
    """Starts a scripted SMTP receiver: ``smtp_server({Stage.RCPT: says("550 ...")}, ...)``."""
    started: list[SmtpServer] = []

    def start(*arguments: Any, **options: Any) -> SmtpServer:
        started.append(SmtpServer(*arguments, **options).start())
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A certificate authority to trust, and servers' certificates good and bad."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))
