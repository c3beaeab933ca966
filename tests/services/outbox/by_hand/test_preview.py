"""What a request by hand shows before it goes: whom, what, when, and what it leaves out."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models.words import AgencyKind, BodyMode, ContactRole, MilestoneState, PlanState
from rules.ad_hoc import Left
from services.by_hand.chase import NothingToAsk
from services.child_level import ChildDetailAsked
from services.errors import NotFoundError, Refused
from services.pause_sending import NewPause, pause_sending

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
FRIDAY = date(2018, 7, 13)
# Ten working days after the Monday: its first reminder is due then.
DUE_SOON = date(2018, 7, 23)
LATER = date(2018, 9, 28)


def left(preview) -> dict[str, Left]:
    return {one.ref: one.reason for one in preview.left_out}


def test_it_shows_the_reader_the_items_and_the_message_as_it_would_read(scene, hand) -> None:
    item = scene.item(due=LATER, ref="3.1", title="Minutes shared in two days")

    preview = hand.preview(words="The board meets on Thursday.")

    assert preview.to.name == "Maria Fenn"
    assert [(one.ref, one.due) for one in preview.asked] == [(item.ref, LATER)]
    assert preview.subject == (
        "[OFFICIAL] Reply by Monday 16 July: update request for 1 item, Estuary Police"
    )
    assert "3.1: Minutes shared in two days" in preview.text
    assert 'Ada Quill writes:\n\n  "The board meets on Thursday."' in preview.text


def test_a_preview_changes_nothing(scene, hand, rows_of) -> None:
    scene.item(due=LATER)
    scene.session.commit()
    before = rows_of()

    hand.preview()
    scene.session.commit()

    assert rows_of() == before


def test_what_the_person_confirms_goes_at_once_also_to_a_prepared_body(scene, hand) -> None:
    scene.item(due=LATER, mode=BodyMode.PREPARED)

    preview = hand.preview()

    assert (preview.leaves_at, preview.waits_because) == (scene.at(MONDAY), None)


def test_late_on_a_friday_it_leaves_on_the_next_working_day(scene, hand) -> None:
    from services.by_hand import preview_chase

    scene.item(due=LATER)
    late = datetime.fromisoformat("2018-07-13T16:00+01:00")

    preview = preview_chase(scene.session, hand.order(), today=FRIDAY, now=late)

    assert preview.leaves_at == datetime.fromisoformat("2018-07-16T10:00+01:00")


def test_a_quiet_body_is_refused_as_a_whole_with_the_way_out(scene, hand) -> None:
    scene.item(due=LATER, mode=BodyMode.QUIET)

    with pytest.raises(Refused, match="is quiet in saltmarsh-2018") as refused:
        hand.preview()

    assert "longstop live preview estuary-police prepared" in str(refused.value)


def test_in_rehearsal_it_goes_to_the_manager_headed_with_whom_it_would_have_reached(
    scene, hand
) -> None:
    scene.item(due=LATER, mode=BodyMode.REHEARSAL)

    preview = hand.preview()

    assert preview.is_rehearsal
    assert preview.to.name == "Ada Quill"
    assert "this would have gone to Maria Fenn" in " ".join(preview.text.split())


def test_an_item_that_was_answered_is_left_out_and_named(scene, hand) -> None:
    item, other = scene.item(due=LATER), scene.item(due=LATER)
    hand.answer(item)

    preview = hand.preview()

    assert [one.ref for one in preview.asked] == [other.ref]
    assert left(preview) == {item.ref: Left.ANSWERED}
    assert preview.left_out[0].sentence == (
        f"{item.ref} was answered on Monday 9 July 2018; the answer holds until "
        "Monday 16 July 2018."
    )


def test_what_was_reported_complete_is_never_asked_about_not_even_again(scene, hand) -> None:
    from models.words import SaidState

    item = scene.item(due=LATER)
    scene.item(due=LATER)
    hand.answer(item, state=SaidState.COMPLETE, done_on=MONDAY)

    preview = hand.preview(again="The board wants to know")

    assert left(preview) == {item.ref: Left.NOT_OPEN}


def test_what_the_check_queued_today_is_on_its_way(scene, hand) -> None:
    item = scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)

    assert left(hand.preview()) == {item.ref: Left.ON_ITS_WAY}


def test_what_waits_in_a_held_message_names_that_message(scene, hand) -> None:
    scene.item(due=DUE_SOON, mode=BodyMode.PREPARED)
    scene.decide(MONDAY)

    (one,) = hand.preview().left_out

    assert one.reason is Left.WAITS_FOR_APPROVAL
    assert f"message {scene.held().id}" in one.sentence


def test_a_reason_puts_back_what_was_answered(scene, hand) -> None:
    item = scene.item(due=LATER)
    hand.answer(item)

    preview = hand.preview(again="The board meets on Thursday")

    assert [one.ref for one in preview.asked] == [item.ref]


def test_of_a_draft_plan_nothing_is_asked(scene, hand) -> None:
    item = scene.item(due=LATER, plan=PlanState.DRAFT)

    (one,) = hand.preview().left_out

    assert (one.ref, one.reason) == (item.ref, Left.NOT_LIVE)
    assert "its plan is a draft" in one.sentence


def test_a_paused_body_is_not_asked_and_the_reason_is_named(scene, hand) -> None:
    scene.item(due=LATER)
    order = NewPause(MONDAY, FRIDAY, "Major incident", agency=scene.police)
    pause_sending(scene.session, order, today=MONDAY, now=scene.at(MONDAY), by="Ada Quill")

    (one,) = hand.preview().left_out

    assert one.reason is Left.PAUSED
    assert "until Friday 13 July 2018 (Major incident)" in one.sentence


def test_an_item_of_another_body_is_left_out_by_name(scene, hand) -> None:
    health = scene.make.agency("estuary-health", name="Estuary Health")
    theirs = scene.make.milestone(scene.inspection, health, due=LATER, ref="4.1")
    mine = scene.item(due=LATER, ref="3.1")

    preview = hand.preview(items=(mine.ref, theirs.ref))

    assert left(preview) == {"4.1": Left.NOT_THEIRS}
    assert preview.left_out[0].sentence.startswith("4.1 is accountable to Estuary Health")


def test_an_item_without_a_date_is_left_out(scene, hand) -> None:
    item = scene.item(due=None)

    assert left(hand.preview()) == {item.ref: Left.NO_DATE}


def test_a_paused_item_says_until_when(scene, hand) -> None:
    item = scene.item(due=LATER)
    item.state, item.paused_until = MilestoneState.PAUSED, FRIDAY
    scene.session.add(item)
    scene.session.flush()

    (one,) = hand.preview().left_out

    assert one.sentence.endswith("because it is paused until Friday 13 July 2018.")


def test_an_actions_reference_stands_for_all_its_milestones(scene, hand) -> None:
    first = scene.item(due=LATER, ref="3.1")
    action = first.action_id
    second = scene.item(due=LATER, ref="3.1-2", action_id=action)
    other = scene.item(due=LATER)
    from models.plans import Action

    row = scene.session.get_one(Action, action)
    row.ref = "3.1"
    scene.session.flush()

    preview = hand.preview(items=("3.1",))

    assert {one.ref for one in preview.asked} == {first.ref, second.ref}
    assert other.ref not in {one.ref for one in preview.asked}


def test_all_unknown_references_are_named_at_once(scene, hand) -> None:
    scene.item(due=LATER, ref="3.1")

    with pytest.raises(NotFoundError) as error:
        hand.preview(items=("3.9", "7.7"))

    assert "'3.9'" in str(error.value)
    assert "'7.7'" in str(error.value)
    assert "Did you mean '3.1'" in str(error.value)


def test_what_is_due_later_can_be_left_away(scene, hand) -> None:
    soon, _later = scene.item(due=DUE_SOON), scene.item(due=LATER)

    preview = hand.preview(due_by=DUE_SOON)

    assert [one.ref for one in preview.asked] == [soon.ref]


def test_it_says_how_much_of_it_is_due_long_from_now(scene, hand) -> None:
    scene.item(due=DUE_SOON)
    scene.item(due=LATER)

    assert hand.preview().notes == (
        "1 of 2 items is due after Monday 6 August 2018: --due-by leaves out what is due later.",
    )
    assert hand.preview(due_by=LATER).notes == ()


def test_more_than_anybody_answers_is_refused(scene, hand, monkeypatch) -> None:
    monkeypatch.setattr("services.by_hand.plan.MOST_AT_ONCE", 1)
    scene.item(due=DUE_SOON)
    scene.item(due=LATER)

    with pytest.raises(Refused, match="That is 2 items"):
        hand.preview()


@pytest.mark.parametrize(
    ("whom", "role"),
    [("estuary-police/senior-lead", ContactRole.SENIOR_LEAD), ("dcs", ContactRole.DCS)],
)
def test_above_the_lead_a_person_speaks(scene, hand, whom, role) -> None:
    body = scene.police if role is ContactRole.SENIOR_LEAD else scene.council
    scene.make.contact(body, role=role, name="Sol Marsh", email="sol@body.example")
    scene.item(due=LATER)

    with pytest.raises(Refused, match="longstop brief list"):
        hand.preview(whom)


def test_chief_officers_are_never_written_to(scene, hand) -> None:
    scene.make.contact(scene.police, role=ContactRole.CHIEF_OFFICER, name="Chief", email=None)

    with pytest.raises(Refused, match="never writes to people in the role"):
        hand.preview("estuary-police/chief-officer")


def test_the_councils_own_senior_lead_may_be_asked(scene, hand) -> None:
    scene.make.contact(
        scene.council, role=ContactRole.SENIOR_LEAD, name="Sol Marsh", email="sol@council.example"
    )
    item = scene.make.milestone(scene.inspection, scene.council, due=LATER)

    preview = hand.preview("council/senior-lead")

    assert (preview.to.name, [one.ref for one in preview.asked]) == ("Sol Marsh", [item.ref])


def test_a_role_of_the_council_is_enough(scene, hand) -> None:
    item = scene.make.milestone(scene.inspection, scene.council, due=LATER)

    preview = hand.preview("programme manager")

    assert (preview.to.name, [one.ref for one in preview.asked]) == ("Ada Quill", [item.ref])


def test_an_outside_body_is_never_asked(scene, hand) -> None:
    scene.make.agency("ofsted", kind=AgencyKind.OUTSIDE)

    with pytest.raises(Refused, match="shown and never asked"):
        hand.preview("ofsted")


def test_a_misspelt_role_is_met_with_a_suggestion(scene, hand) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'deputy'"):
        hand.preview("estuary-police/depty")


def test_the_deputy_stands_in_for_a_lead_who_cannot_be_told(scene, hand) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Lee Brook", email="lee@police.example"
    )
    scene.inspector.email = None
    scene.item(due=LATER)

    preview = hand.preview()

    assert preview.to.name == "Lee Brook"
    assert preview.notes == (
        "The single point of contact cannot be told today; Lee Brook, deputy, stands in.",
    )


def test_whoever_succeeded_the_body_is_asked_about_its_items(scene, hand) -> None:
    item = scene.item(due=LATER)
    force = scene.make.agency("river-police", name="River Police")
    scene.make.contact(force, name="Kim Wade", email="kim@river.example")
    scene.police.succeeded_by_id, scene.police.succeeded_on = force.id, MONDAY
    scene.session.flush()

    preview = hand.preview()

    assert (preview.to.name, [one.ref for one in preview.asked]) == ("Kim Wade", [item.ref])
    assert preview.notes[0].startswith("Estuary Police was succeeded by River Police")


def test_outside_the_circle_of_an_embargoed_inspection_no_wording_is_shown(scene, hand) -> None:
    scene.item(due=LATER, title="Secret wording")
    scene.inspection.embargoed = True
    scene.session.flush()

    preview = hand.preview(words="Please look")

    assert "Secret wording" not in preview.text
    assert "Your own words are not looked at for that." in preview.notes[0]


def test_words_that_may_identify_a_child_are_asked_about(scene, hand) -> None:
    scene.item(due=LATER)

    with pytest.raises(ChildDetailAsked, match="your own words"):
        hand.preview(words="The boy born 3 May 2009 again")


def test_who_was_never_written_to_is_introduced(scene, hand) -> None:
    scene.inspector.introduced_on = None
    scene.item(due=LATER)

    assert "This is the first message that we send you." in " ".join(hand.preview().text.split())


def test_nothing_left_to_ask_is_said_with_every_reason(scene, hand) -> None:
    item = scene.item(due=LATER)
    hand.answer(item)

    with pytest.raises(NothingToAsk, match=f"{item.ref} was answered on Monday 9 July 2018"):
        hand.ask()
