"""Deliver what is queued, and keep the values that each message was rendered from.

    python -m scripts.bench.capture FILE

The loop that delivery is measured against (`scripts.bench.raw_loop`) renders and sends the same
messages from these values.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any

import notifications.mail
import notifications.render
from notifications.mail import Envelope
from scripts.bench.databases import Place, mail
from scripts.bench.measure import BenchFailed, run_child
from scripts.bench.prepared import Prepared
from tests.servers.smtp_sink import sink_process


def capture(place: Place, path: Path, *, messages: int) -> None:
    """Deliver this database to a sink of its own and write the values of its messages."""
    with sink_process() as sink:
        run = run_child(
            ["scripts.bench.capture", str(path)],
            environment={**place.environment, **mail(sink.port, 1)},
            folder=place.home,
        )
        came = sink.stop().get("messages")
    if came != messages:
        raise BenchFailed(f"{came} of {messages} messages were delivered: {dict(run.told)}")


def main() -> None:
    """Deliver with both functions watched, and write what they were given."""
    asked: list[tuple[Any, dict[str, Any]]] = []
    prepared: list[Prepared] = []
    render, build_mail = notifications.render.render, notifications.mail.build_mail

    def watched_render(content: Any, **named: Any) -> Any:
        asked.append((content, named))
        return render(content, **named)

    def watched_build(envelope: Envelope) -> bytes:
        raw = build_mail(envelope)
        prepared.append(Prepared(*asked[-1], envelope=envelope, raw=raw))
        return raw

    # Before the services are imported, which take both by name.
    notifications.render.render = watched_render
    notifications.mail.build_mail = watched_build
    from scripts.bench.commands import run_commands

    run_commands(["outbox-deliver"])
    Path(sys.argv[1]).write_bytes(pickle.dumps(prepared))


if __name__ == "__main__":
    main()
