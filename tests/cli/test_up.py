"""`longstop up` as an operator meets it: one command, a page, runs, and a clean stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.prefect

COMMAND = [sys.executable, "-c", "from cli.main import main; main()"]
WITHIN = 150.0


class Up:
    """A running `longstop up`, and Prefect's interface behind it."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.output = home / "terminal.txt"
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")
        } | {"LONGSTOP_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        # Runs are picked up at once instead of within ten seconds.
        self.environment["PREFECT_RUNNER_POLL_FREQUENCY"] = "1"
        self.process: subprocess.Popen[bytes] | None = None

    def longstop(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same home."""
        return subprocess.run(
            [*COMMAND, *words],
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=WITHIN,
        )

    def start(self) -> None:
        """Start it in a session of its own, so that a stray child can be found and ended."""
        self.process = subprocess.Popen(
            [*COMMAND, "up", "--port", str(self.port)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.output.open("wb"),
            stderr=subprocess.STDOUT,
        )

    def stop(self) -> int:
        """Stop it as a service manager would; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    @property
    def said(self) -> str:
        """What stands on the terminal."""
        return self.output.read_text()

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask Prefect's interface."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{path}",
            data=json.dumps(body if body is not None else {}).encode(),
            headers={"content-type": "application/json"},
        )
        for _ in range(20):
            try:
                return self._answer(request)
            except urllib.error.HTTPError as error:
                # The server says so while its database is busy; Prefect's own client waits too.
                if error.code != 503:
                    raise
                time.sleep(0.5)
        raise AssertionError(f"{path} stayed unavailable")

    def get(self, path: str) -> Any:
        """Read from outside Prefect's interface."""
        return self._answer(urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}"))

    @staticmethod
    def _answer(request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def deployments(self) -> dict[str, Any]:
        """Every deployment by its name."""
        return {one["name"]: one for one in self.ask("deployments/filter")}

    def processes(self) -> list[int]:
        """Processes of this home that are still there, found by their environment."""
        wanted = f"LONGSTOP_HOME={self.home}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and wanted in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
        return found

    def end_whatever_is_left(self) -> None:
        """End by its id every process of this home that is still there."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for process in self.processes():
            os.kill(process, signal.SIGKILL)


def eventually(seen: Callable[[], Any], what: str) -> Any:
    """What ``seen`` returns once it is true."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        if found := seen():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {WITHIN:.0f} seconds for {what}")


def answers(port: int) -> bool:
    """Whether anybody listens on this port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Observed:
    """What one operator saw between starting it and after stopping it."""

    served: dict[str, Any]
    runs: list[dict[str, Any]]
    artifacts: dict[str, Any]
    page: dict[str, Any]
    listening: str
    second_start: subprocess.CompletedProcess[str]
    to_pool: subprocess.CompletedProcess[str]
    pooled: dict[str, Any]
    exit_code: int
    left_running: list[int]
    port_is_free: bool
    terminal: str
    server_log: str


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    """One life of `longstop up` on a fresh demonstration, from `init` to SIGTERM."""
    up = Up(tmp_path_factory.mktemp("up"), free_port())
    made = up.longstop("init", "--date", "2018-07-09")
    assert made.returncode == 0, made.stderr
    up.start()
    try:
        eventually(lambda: "Longstop is up." in up.said, "Longstop to be up")
        yield live(up)
    finally:
        up.end_whatever_is_left()


def live(up: Up) -> Observed:
    """Ask for a check, try a second start, put the flows on a pool, and stop."""
    served = up.deployments()
    ident = served["each-working-day"]["id"]
    up.ask(f"deployments/{ident}/create_flow_run", {"parameters": {"requested_by": "Pat Lowe"}})

    def finished() -> list[dict[str, Any]]:
        runs: list[dict[str, Any]] = up.ask("flow_runs/filter")
        return runs if {one["state_type"] for one in runs} == {"COMPLETED"} else []

    runs = eventually(finished, "both runs to be completed")
    page = up.get("ui-settings")
    listening = subprocess.run(
        ["ss", "-Hltn", f"sport = :{up.port}"], capture_output=True, text=True
    ).stdout
    address = f"http://127.0.0.1:{up.port}/api"
    second_start = up.longstop("up", "--port", str(free_port()))
    to_pool = up.longstop("up", "--deploy-only", "--pool", "council", PREFECT_API_URL=address)
    pooled, artifacts = up.deployments(), up.ask("artifacts/filter")
    exit_code = up.stop()
    return Observed(
        served=served,
        runs=runs,
        artifacts={one["key"]: one for one in artifacts},
        page=page,
        listening=listening,
        second_start=second_start,
        to_pool=to_pool,
        pooled=pooled,
        exit_code=exit_code,
        left_running=up.processes(),
        port_is_free=not answers(up.port),
        terminal=up.said,
        server_log=(up.home / "prefect" / "server.log").read_text(),
    )


def test_all_is_served_with_the_demonstrations_schedules_off(observed: Observed) -> None:
    schedules = [
        schedule["active"] for one in observed.served.values() for schedule in one["schedules"]
    ]

    assert set(observed.served) == {
        "each-working-day",
        "one-inspection",
        "each-quarter-hour",
        "by-hand",
    }
    assert schedules
    assert not any(schedules)


def test_start_up_queues_one_check_and_a_person_can_ask_for_another(observed: Observed) -> None:
    asked = sorted(run["parameters"]["requested_by"] for run in observed.runs)

    assert asked == ["Pat Lowe", "start-up"]
    assert {run["name"] for run in observed.runs} == {"daily check, 2018-07-09"}


def test_a_check_leaves_its_tables_on_the_page(observed: Observed) -> None:
    assert set(observed.artifacts) == {"key-dates", "going-out"}
    above = observed.artifacts["key-dates"]["description"]
    assert "Demonstration: mail is filed, never sent." in above


def test_the_page_is_for_this_machine_only(observed: Observed) -> None:
    address = observed.listening.split()[3]

    assert address.startswith("127.0.0.1:")
    assert observed.page["api_url"] == f"http://{address}/api"


def test_a_second_start_on_the_same_home_is_refused_in_words(observed: Observed) -> None:
    assert observed.second_start.returncode == 2
    assert "is running already" in observed.second_start.stderr


def test_with_an_address_of_prefect_the_same_list_goes_to_a_work_pool(observed: Observed) -> None:
    assert observed.to_pool.returncode == 0, observed.to_pool.stderr
    assert {name: one["entrypoint"] for name, one in observed.pooled.items()} == {
        name: one["entrypoint"] for name, one in observed.served.items()
    }
    assert {one["work_pool_name"] for one in observed.pooled.values()} == {"council"}


def test_it_stops_cleanly_and_leaves_nothing(observed: Observed) -> None:
    assert observed.exit_code == 0
    assert observed.terminal.rstrip().endswith("Longstop has stopped.")
    assert observed.left_running == []
    assert observed.port_is_free


def test_the_logs_are_quiet(observed: Observed) -> None:
    for text in (observed.terminal, observed.server_log):
        assert "Traceback" not in text
        assert "ERROR" not in text
        assert "WARNING" not in text
    assert len(observed.terminal.splitlines()) <= 8


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = int(held.getsockname()[1])
        refused = Up(tmp_path, port).longstop("up", "--port", str(port))

    assert refused.returncode == 2
    assert f"Port {port}" in refused.stderr
    assert "choose another port with --port" in refused.stderr
