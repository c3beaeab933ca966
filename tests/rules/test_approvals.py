"""How what waits is approved, and who hears that it waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.approvals import Approval, Patience, approval_of, who_hears

PATIENCE = Patience(remind_after=2, cover_after=4)
ages = st.none() | st.integers(min_value=0, max_value=30)


def how(kind: str = "digest", role: str = "spoc", *, braked: bool = False, held: bool = False):
    return approval_of(kind=kind, role=role, is_braked=braked, is_held_by_person=held)


@pytest.mark.parametrize("role", ["spoc", "deputy", "programme_manager"])
def test_the_mornings_messages_to_leads_are_approved_together(role: str) -> None:
    assert how(role=role) is Approval.TOGETHER


@pytest.mark.parametrize("role", ["senior_lead", "chief_officer", "dcs", "chair", "informed"])
def test_whatever_goes_above_the_lead_is_read_singly(role: str) -> None:
    assert how(role=role) is Approval.SINGLY
    assert how(kind="resolved", role=role) is Approval.SINGLY


def test_what_is_raised_is_read_singly_whoever_reads_it() -> None:
    assert how(kind="escalation") is Approval.SINGLY


def test_what_a_person_held_is_not_swept_along() -> None:
    assert how(held=True) is Approval.SINGLY


def test_what_the_brake_holds_is_its_own_batch() -> None:
    assert how(kind="escalation", role="chair", braked=True, held=True) is Approval.BATCH


def hears(oldest: int | None, last_decision: int | None = None, *, covered: bool = False):
    return who_hears(PATIENCE, oldest=oldest, last_decision=last_decision, is_covered=covered)


def test_nobody_hears_of_nothing() -> None:
    assert (hears(None).manager_first, hears(None).deputy) == (False, False)


@pytest.mark.parametrize(("oldest", "first"), [(0, False), (1, False), (2, True), (9, True)])
def test_the_manager_reads_it_first_after_two_working_days(oldest: int, first: bool) -> None:
    assert hears(oldest, 0).manager_first is first


@pytest.mark.parametrize(("oldest", "told"), [(3, False), (4, True)])
def test_the_deputy_hears_after_four_working_days_without_any_decision(oldest, told) -> None:
    assert hears(oldest).deputy is told
    assert hears(oldest, oldest).deputy is told


def test_an_approver_who_decides_other_things_is_not_away() -> None:
    assert hears(10, 3).deputy is False
    assert hears(10, 4).deputy is True


def test_while_somebody_covers_the_deputy_is_left_alone() -> None:
    assert hears(10, covered=True).deputy is False


@given(ages, ages, st.booleans())
def test_longer_waiting_never_tells_fewer(oldest, last_decision, covered) -> None:
    now = who_hears(PATIENCE, oldest=oldest, last_decision=last_decision, is_covered=covered)
    later = who_hears(
        PATIENCE,
        oldest=None if oldest is None else oldest + 1,
        last_decision=None if last_decision is None else last_decision + 1,
        is_covered=covered,
    )

    assert later.manager_first >= now.manager_first
    assert later.deputy >= now.deputy
