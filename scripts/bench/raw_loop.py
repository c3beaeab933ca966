"""The plain loop that delivery is measured against: render, build, and send by smtplib.

    python -m scripts.bench.raw_loop FILE PORT CONNECTIONS [COUNT]

It renders the same messages from the same values (`scripts.bench.capture`) with the same
templates, and sends them on connections that stay open. What it leaves out is what a council
needs: it reads nothing from a database, looks at nothing again, claims nothing, records nothing,
and a kill would lose or double. The values lie in memory before its clock starts.
"""

from __future__ import annotations

import json
import pickle
import smtplib
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread

from notifications.mail import build_mail
from notifications.render import render
from scripts.bench.prepared import Prepared


def main() -> None:
    """Send what the file holds, and print how long that took."""
    path, port, connections, *count = sys.argv[1:]
    # The bench wrote the file a moment ago.
    prepared: list[Prepared] = pickle.loads(Path(path).read_bytes())  # noqa: S301
    prepared = prepared[: int(count[0])] if count else prepared
    lines = int(connections)
    made: list[list[bytes]] = [[] for _ in range(lines)]
    began = time.perf_counter()
    if lines == 1:
        send_all(prepared, int(port), made[0])
    else:
        threads = [
            Thread(target=send_all, args=(prepared[line::lines], int(port), made[line]))
            for line in range(lines)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    inside = time.perf_counter() - began
    # Outside the clock: that they are the same messages, byte for byte.
    sent = sorted(raw for part in made for raw in part)
    if sent != sorted(one.raw for one in prepared):
        raise SystemExit("The loop sent other messages than delivery did.")
    print(json.dumps({"inside_s": inside, "sent": len(sent)}))


def send_all(prepared: Sequence[Prepared], port: int, made: list[bytes]) -> None:
    """Render, build and send each message on one connection."""
    if not prepared:
        return
    with smtplib.SMTP("127.0.0.1", port) as server:
        for one in prepared:
            words = render(one.content, **one.asked)
            raw = build_mail(
                replace(one.envelope, subject=words.subject, text=words.text, html=words.html)
            )
            server.sendmail(one.envelope.sender.from_address, [one.envelope.recipient.email], raw)
            made.append(raw)


if __name__ == "__main__":
    main()
