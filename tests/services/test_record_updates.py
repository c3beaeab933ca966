"""What was said of many items at once is recorded as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from documents.update_sheet import read_updates
from models.history import Event
from models.milestones import Update
from models.queries.plans import current_version
from models.words import MilestoneState, Rating, SaidState, UpdateChannel
from services.child_level import ChildDetailAsked
from services.history import verify
from services.read_update_rows import read_update_rows
from services.record_update import Answer
from services.record_updates import Said, Source, UpdatesRefused, record_updates
from services.sheet_refused import SheetRefused

GIVEN = Answer(
    SaidState.ON_TRACK,
    said_by="Maria Fenn",
    channel=UpdateChannel.MEETING,
    words="Said at the board",
    said_on=date(2018, 7, 6),
)

TYPED = Source()


@pytest.fixture
def three(make):
    """Three items of one body."""
    inspection, body = make.inspection("saltmarsh"), make.agency("police")
    return [make.milestone(inspection, body, ref=ref) for ref in ("3.1", "3.2", "4.1")]


@pytest.fixture
def say(session: Session, rulebook, act) -> Callable[..., list[Update]]:
    """Record what was said of these items."""

    def recorded(said: list[Said], source: Source = TYPED, **more) -> list[Update]:
        return record_updates(session, said, source=source, rulebook=rulebook, **(act | more))

    return recorded


@pytest.fixture
def read(session: Session, tmp_path: Path) -> Callable[[str], list[Said]]:
    """Read a sheet of this text."""

    def said(text: str, given: Answer = GIVEN) -> list[Said]:
        file = tmp_path / "said.csv"
        file.write_text(text, encoding="utf-8")
        return read_update_rows(session, read_updates(file), given=given, inspection=None)

    return said


def test_one_answer_for_many_items_is_recorded_of_each(session, three, say) -> None:
    say([Said(one, GIVEN, one.ref) for one in three])

    kept = session.exec(select(Update)).all()
    assert {one.milestone_id for one in kept} == {one.id for one in three}
    assert {one.words for one in kept} == {"Said at the board"}
    assert {current_version(session, one.id).answered_on for one in three} == {date(2018, 7, 6)}


def test_history_has_one_event_with_the_count_and_a_digest(session, three, say) -> None:
    done = Answer(
        SaidState.COMPLETE,
        said_by="Maria Fenn",
        channel=UpdateChannel.MEETING,
        done_on=date(2018, 7, 5),
    )
    before = len(session.exec(select(Event)).all())

    say([Said(three[0], done, "row 2"), Said(three[1], GIVEN, "row 3")], Source("a.csv", "0" * 64))

    (event,) = session.exec(select(Event)).all()[before:]
    assert event.kind == "updates_recorded"
    assert (event.payload["updates"], event.payload["complete"]) == (2, ["3.1"])
    assert event.payload["file"] == "a.csv"
    assert len(event.payload["digest"]) == 64
    assert verify(session).is_sound


def test_complete_begins_the_three_steps_as_it_does_for_one(three, say) -> None:
    done = Answer(
        SaidState.COMPLETE,
        said_by="Maria Fenn",
        channel=UpdateChannel.MEETING,
        done_on=date(2018, 7, 5),
    )

    say([Said(three[0], done, "row 2")])

    assert three[0].state is MilestoneState.REPORTED_COMPLETE


def test_every_fault_is_named_at_once(three, say) -> None:
    future = Answer(
        SaidState.ON_TRACK,
        said_by="Maria Fenn",
        channel=UpdateChannel.MEETING,
        said_on=date(2018, 8, 1),
    )
    unchanged = Answer(SaidState.NO_CHANGE, said_by="Maria Fenn", channel=UpdateChannel.MEETING)

    with pytest.raises(UpdatesRefused) as refused:
        say([Said(three[0], future, "row 2"), Said(three[1], unchanged, "row 3")])

    assert [fault.partition(":")[0] for fault in refused.value.faults] == ["row 2", "row 3"]


def test_two_answers_for_one_item_are_refused(three, say) -> None:
    with pytest.raises(UpdatesRefused, match=r"row 3: 3\.1 stands in row 2 already"):
        say([Said(three[0], GIVEN, "row 2"), Said(three[0], GIVEN, "row 3")])


def test_what_may_identify_a_child_is_asked_about_for_all_rows_together(three, say) -> None:
    words = Answer(
        SaidState.ON_TRACK,
        said_by="Maria Fenn",
        channel=UpdateChannel.MEETING,
        words="The boy born 3 May 2009",
    )
    said = [Said(one, words, one.ref) for one in three]

    with pytest.raises(ChildDetailAsked) as asked:
        say(said)

    assert all(one.ref in str(asked.value) for one in three)


def test_a_sheet_is_read_by_the_headings_people_use(three, read) -> None:
    said = read(
        "Ref,Status,Progress,RAG,Expected,Date done,Proof,Updated by\n"
        "3.1,On track,Draft agreed,green,14 September 2018,,,Kim Wade\n"
        "3.2,Completed,,,,5 July 2018,Minutes,\n"
    )

    first, second = (one.answer for one in said)
    assert (first.state, first.words, first.rating) == (
        SaidState.ON_TRACK,
        "Draft agreed",
        Rating.GREEN,
    )
    assert (first.forecast, first.said_by) == (date(2018, 9, 14), "Kim Wade")
    assert (second.state, second.done_on) == (SaidState.COMPLETE, date(2018, 7, 5))
    assert (second.evidence, second.said_by) == ("Minutes", "Maria Fenn")


def test_what_is_given_for_all_rows_stands_where_a_row_says_nothing(three, read) -> None:
    (said,) = read("Ref,State\n3.1,at risk\n")

    assert (said.answer.words, said.answer.said_on) == ("Said at the board", date(2018, 7, 6))
    assert said.place == "row 2"


def test_every_fault_of_a_sheet_is_named_with_its_row_and_column(three, read) -> None:
    with pytest.raises(SheetRefused) as refused:
        read(
            "Ref,State,RAG,Forecast\n3.1,on trak,green,\n9.9,on track,pink,31 June 2018\n,late,,\n"
        )

    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "State"),
        (3, "Ref"),
        (3, "Rating"),
        (3, "Forecast"),
        (4, "Ref"),
        (4, "State"),
    ]
    assert "Did you mean 'on track'?" in str(refused.value)
