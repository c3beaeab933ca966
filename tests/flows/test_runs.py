"""The flows run by Prefect's engine on a real database: what they do, show and tell.

The rules behind them are tested without Prefect; here only the wiring is.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.sorting import ArtifactSort
from sqlmodel import select

from flows.daily_watch import daily_watch
from flows.deliver_outbox import deliver_outbox
from flows.statutory_timeline import statutory_timeline
from models.history import Event
from models.inspections import Inspection
from models.ledger import Delivery, Sweep
from models.session import SessionFactory, transaction
from models.words import DeliveryState

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.usefixtures("prefect_server"),
]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The events that the flows emit, in order."""
    seen: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(
        "flows.announcements.emit_event",
        lambda event, resource, payload: seen.append((event, {**resource, **payload})),
    )
    return seen


def run(flow: Any, **parameters: Any) -> Any:
    """Run a flow to its end; its final state."""
    return asyncio.run(flow(**parameters, return_state=True))


def shown(key: str) -> tuple[list[dict[str, Any]], str]:
    """The newest table under this key, and what stands above it."""

    async def read() -> Any:
        async with get_client() as client:
            found = await client.read_artifacts(
                artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])),
                sort=ArtifactSort.CREATED_DESC,
                limit=1,
            )
            return found[0]

    artifact = asyncio.run(read())
    return json.loads(artifact.data), artifact.description


def test_a_check_decides_the_demonstrations_day_and_shows_what_goes(
    demonstration: SessionFactory, saltmarsh: Inspection, told: Any
) -> None:
    state = run(daily_watch, requested_by="Pat Lowe")

    assert state.is_completed()
    assert state.message.startswith("Decided for Monday 13 August 2018: ")
    with demonstration() as session:
        assert session.exec(select(Sweep)).one().day.isoformat() == "2018-08-13"
        decided = session.exec(select(Event).where(Event.kind == "day decided")).one()
    assert decided.actor == "Pat Lowe"
    dates, above = shown("key-dates")
    assert above.startswith("**Demonstration: mail is filed, never sent.**")
    assert dates[0]["Date"] == "Thursday 16 August 2018"
    assert dates[0]["Item"] == "saltmarsh/statement"
    going, _ = shown("going-out")
    assert {row["State"] for row in going} <= {"Going out", "Waiting for approval"}
    assert told[0][0] == "longstop.watch.decided"


def test_a_check_looks_after_the_stages_of_an_inspection_with_news(
    demonstration: SessionFactory, saltmarsh: Inspection, told: Any
) -> None:
    run(daily_watch)

    stages = [payload["stage"] for event, payload in told if event == "longstop.stage.seen"]
    assert stages == ["letter", "action plan", "written statement", "Cabinet return"]


def test_a_second_check_of_the_day_decides_nothing_and_tells_nobody(
    demonstration: SessionFactory, saltmarsh: Inspection, told: Any
) -> None:
    run(daily_watch)
    told.clear()

    state = run(daily_watch)

    assert state.message == "Monday 13 August 2018: This day was decided already."
    assert told == []


def test_delivery_files_what_the_check_queued_and_says_that_nothing_was_sent(
    demonstration: SessionFactory, saltmarsh: Inspection, home: Path
) -> None:
    run(daily_watch)

    state = run(deliver_outbox)

    with demonstration() as session:
        deliveries = session.exec(select(Delivery)).all()
    assert deliveries
    assert {delivery.state for delivery in deliveries} == {DeliveryState.FILED}
    assert len(list((home / "mail" / "new").iterdir())) == len(deliveries)
    assert state.message == (f"Demonstration, filed and never sent: {len(deliveries)} filed.")


def test_the_stages_of_one_inspection_are_asked_in_the_order_of_the_law(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    state = run(statutory_timeline, inspection="saltmarsh")

    assert state.is_completed()
    rows, above = shown("key-stages")
    assert [row["Stage"] for row in rows] == [
        "letter",
        "action plan",
        "written statement",
        "Cabinet return",
    ]
    assert rows[0]["State"] == "met"
    assert "saltmarsh" in above


def test_an_embargoed_inspection_leaves_only_its_code_name(
    demonstration: SessionFactory, saltmarsh: Inspection, told: Any
) -> None:
    with transaction(demonstration) as session:
        row = session.get_one(Inspection, saltmarsh.id)
        row.embargoed, row.published_on = True, None
        session.add(row)

    run(daily_watch)
    state = run(statutory_timeline, inspection="Project Heron")

    left = json.dumps([shown(key) for key in ("key-dates", "going-out", "key-stages")])
    left += json.dumps(told) + state.message
    assert "Project Heron" in left
    assert "saltmarsh" not in left.lower()
    assert "neglect" not in left.lower()


def test_an_unknown_inspection_fails_with_a_suggestion(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    state = run(statutory_timeline, inspection="saltmarch")

    assert state.is_failed()
    assert "Did you mean 'saltmarsh'?" in state.message
