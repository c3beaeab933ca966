"""Prefect's own server as a child: on this machine only, offline, and quiet."""

from __future__ import annotations

import fcntl
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.child_process import ChildProcess
from cli.errors import CouldNotRun

HOST = "127.0.0.1"

# An operator may choose otherwise for each of these with a variable of the same name.
PREFERRED = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # The classic page asks nothing of any other host; the new one does, even with analytics off.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # Prefect's records are no audit trail: ours is History. Runs go after 90 days.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    # A run's log is on its page; the terminal shows only what needs somebody.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
}


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """Where the embedded server keeps its things, and the port it answers on."""

    home: Path
    port: int

    @property
    def page(self) -> str:
        """Address of Prefect's page."""
        return f"http://{HOST}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the server, the served flows and their runs must agree on."""
        return {
            "PREFECT_API_URL": f"{self.page}/api",
            "PREFECT_UI_API_URL": f"{self.page}/api",
            "PREFECT_HOME": str(self.home),
            # Without this, a missing address would silently start a server for one run.
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        }

    @property
    def preferences(self) -> dict[str, str]:
        """What an operator may choose otherwise."""
        database = f"sqlite+aiosqlite:///{self.home / 'prefect.sqlite'}"
        return {**PREFERRED, "PREFECT_SERVER_DATABASE_CONNECTION_URL": database}

    def child(self) -> ChildProcess:
        """The server's process, not yet started."""
        command = [sys.executable, "-m", "prefect", "server", "start"]
        command += ["--host", HOST, "--port", str(self.port)]
        return ChildProcess("Prefect's server", command, log=self.home / "server.log")

    def is_first_start(self) -> bool:
        """Whether its database has still to be made, which takes longer."""
        return not (self.home / "prefect.sqlite").exists()

    def answers(self) -> bool:
        """Whether the server is ready. One that asks for its authentication string is."""
        try:
            with urllib.request.urlopen(f"{self.page}/api/health", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            return error.code == 401
        except OSError:
            return False


def refuse_port_in_use(port: int) -> None:
    """Raise `CouldNotRun` if somebody else listens on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CouldNotRun(
                f"Port {port} of {HOST} cannot be used ({error.strerror}). Another Longstop or "
                "Prefect server may be running there: stop it, or choose another port with --port."
            ) from error


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the folder for this process. Raises `CouldNotRun` if another `longstop up` holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CouldNotRun(
                f"'longstop up' is running already on {home.parent}. Stop it first, or set "
                "LONGSTOP_HOME to another folder."
            ) from error
        yield
