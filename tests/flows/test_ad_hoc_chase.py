"""Asking by hand from Prefect's form: what it shows, what it makes, and what it never keeps."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.sorting import ArtifactSort
from sqlmodel import select

from flows.ad_hoc_chase import ad_hoc_chase
from models.agencies import Contact
from models.inspections import Inspection
from models.installation import CouncilSetting
from models.ledger import Chase, Message
from models.session import SessionFactory, transaction
from models.words import ContactRole, MessageState

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.usefixtures("prefect_server"),
]


def ask(**parameters: Any) -> Any:
    """Run the flow to its end; its final state."""
    values = {"agency": "council", "requested_by": "Pat Lowe"} | parameters
    return asyncio.run(ad_hoc_chase(**values, return_state=True))


def shown() -> tuple[list[dict[str, Any]], str]:
    """The newest table, and what stands above it."""

    async def read() -> Any:
        async with get_client() as client:
            found = await client.read_artifacts(
                artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["asked-by-hand"])),
                sort=ArtifactSort.CREATED_DESC,
                limit=1,
            )
            return found[0]

    artifact = asyncio.run(read())
    return json.loads(artifact.data), artifact.description


def run_name(state: Any) -> str:
    async def read() -> Any:
        async with get_client() as client:
            return await client.read_flow_run(state.state_details.flow_run_id)

    return str(asyncio.run(read()).name)


def messages(factory: SessionFactory) -> list[Message]:
    with factory() as session:
        return list(session.exec(select(Message)))


def test_a_preview_shows_references_and_dates_and_asks_nothing(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    state = ask()

    rows, above = shown()
    assert rows == [
        {
            "Item": "saltmarsh/statement",
            "Date": "Thursday 16 August 2018",
            "Standing": "Asked about",
        }
    ]
    assert "Nothing was asked." in above
    assert state.message == (
        "council on Monday 13 August 2018: 1 item to ask about. Nothing was asked."
    )
    assert run_name(state) == "update request, council, 2018-08-13"
    assert messages(demonstration) == []


def test_prepared_it_waits_for_approval_and_names_who_asked(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    state = ask(mode="prepare")

    (message,) = messages(demonstration)
    assert (message.state, message.approved_by) == (MessageState.HELD, None)
    assert message.held_because == "Asked for by Pat Lowe: a person reads it and approves."
    assert state.message == f"Message {message.id} to council waits for approval: 1 item."


def test_prepared_twice_it_is_one_message(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    ask(mode="prepare")
    state = ask(mode="prepare", requested_by="Ben Ode")

    assert len(messages(demonstration)) == 1
    assert state.is_completed()
    assert "0 items to ask about, 1 left out" in state.message


def test_where_the_council_lets_it_go_it_goes_unread(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    with transaction(demonstration) as session:
        setting = CouncilSetting(
            key="by_hand.prefect_may_send",
            value=True,
            changed_by="Pat Lowe",
            changed_at=saltmarsh.opened_at,
        )
        session.add(setting)

    state = ask(mode="prepare")

    (message,) = messages(demonstration)
    assert (message.state, message.approved_by) == (MessageState.QUEUED, None)
    assert "goes with the next delivery" in state.message


def test_a_reason_from_the_list_is_kept_with_the_request(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    ask(mode="prepare", again="The inspectorate asked")

    with demonstration() as session:
        chase = session.exec(select(Chase)).one()
    assert (chase.again_reason, chase.words) == ("The inspectorate asked", None)
    assert chase.asked_through == "prefect"


@pytest.mark.parametrize(
    "typed", [{"again": "because I say so"}, {"requested_by": ""}, {"actions": ["3.1 and words"]}]
)
def test_what_was_typed_freely_is_not_taken(saltmarsh: Inspection, typed: dict[str, Any]) -> None:
    state = ask(**typed)

    assert state.is_failed()


def test_an_embargoed_inspection_stands_under_its_code_name(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    with transaction(demonstration) as session:
        row = session.get_one(Inspection, saltmarsh.id)
        row.embargoed, row.published_on = True, None
        session.add(row)

    state = ask()

    left = json.dumps(shown()) + state.message + run_name(state)
    assert "Project Heron" in left
    assert "saltmarsh" not in left.lower()


def test_no_address_of_a_contact_comes_into_a_run(
    demonstration: SessionFactory, saltmarsh: Inspection
) -> None:
    with transaction(demonstration) as session:
        spoc = session.exec(select(Contact).where(Contact.role == ContactRole.SPOC)).one()
        spoc.bounced_at = saltmarsh.opened_at
        session.add(spoc)

    state = ask()

    assert state.is_failed()
    assert state.message == "The single point of contact of Council cannot be told."
