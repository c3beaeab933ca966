"""What holds for every shipped ladder whatever happens: outages, late imports, slow sending.

The day's decision is made by the rule, on days that hypothesis chooses; what it decides is sent
some days later, or nobody knows whether it was sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from config.ladders import shipped_ladders
from rules.chase import ChasedItem, decide
from rules.counts import Holiday
from rules.ladders import (
    COURTESY_SUFFIX,
    LATE_WHEN_ENTERED,
    Ladder,
    rungs_before_arming,
    steps_of,
    told_below,
)
from rules.verdicts import LedgerLine, LedgerState, StepKey
from rules.working_days import WorkingCalendar

DAY = timedelta(days=1)
CALENDAR = WorkingCalendar(
    division="test",
    version="1",
    first=date(2016, 1, 1),
    last=date(2020, 12, 31),
    holidays={date(2018, 5, 7): Holiday("May Day"), date(2018, 5, 28): Holiday("Spring")},
)
DUE = date(2018, 5, 16)


@dataclass
class Life:
    """One item's life: its ledger, and the day on which each step was told."""

    ladder: Ladder
    lines: dict[StepKey, LedgerLine] = field(default_factory=dict)
    told: list[tuple[date, StepKey]] = field(default_factory=list)

    def told_on(self, rung_ids: set[str]) -> list[date]:
        return [day for day, key in self.told if key.rung_id in rung_ids]


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """An item armed some day, looked at on some days, its messages sent with some delay."""
    ladder = draw(st.sampled_from(list(shipped_ladders().values())))
    armed_on = DUE + DAY * draw(st.integers(-70, 70))
    life = Life(ladder)
    for one in rungs_before_arming(ladder, CALENDAR, anchor=DUE, armed_on=armed_on):
        key = StepKey(one.rung_id, one.occurrence, one.audience)
        life.lines[key] = LedgerLine(*key, LedgerState.BEFORE_ARMING)
    gaps = draw(st.lists(st.sampled_from([1, 1, 1, 1, 2, 3, 15, 30]), min_size=20, max_size=60))
    today, previous = armed_on, None
    for gap in gaps:
        _decide(draw, life, armed_on, today, previous)
        previous, today = today, CALENDAR.send_day(today, gap)
    return life


def _decide(
    draw: st.DrawFn, life: Life, armed_on: date, today: date, previous: date | None
) -> None:
    decision = decide(
        ChasedItem(anchor=DUE, armed_on=armed_on),
        [line for line in life.lines.values() if (line.told_on or today) <= today],
        ladder=life.ladder,
        calendar=CALENDAR,
        today=today,
        previous_day=previous,
    )
    for key in decision.folded + decision.missed:
        life.lines[key] = LedgerLine(*key, LedgerState.FOLDED)
    for key in decision.due:
        assert key not in life.lines, "a step went twice"
        if draw(st.integers(0, 9)) == 0:
            life.lines[key] = LedgerLine(*key, LedgerState.UNKNOWN)
            continue
        life.lines[key] = LedgerLine(*key, LedgerState.TOLD, told_on=today)
        life.told.append((today, key))


@given(life=lives())
@settings(max_examples=60, deadline=None)
def test_nobody_above_hears_before_the_level_below_has_had_its_full_wait(life: Life) -> None:
    for rung in life.ladder.rungs:
        for raised_on in life.told_on({rung.id}) if rung.audience.is_above_lead else ():
            first = min(life.told_on(set(told_below(life.ladder, rung))))
            assert CALENDAR.count_between(first + DAY, raised_on) >= (rung.wait or 0)


@given(life=lives())
@settings(max_examples=60, deadline=None)
def test_the_lead_always_hears_two_working_days_before_it_is_raised(life: Life) -> None:
    for rung in life.ladder.rungs:
        if not rung.audience.is_above_lead or not rung.courtesy:
            continue
        for raised_on in life.told_on({rung.id}):
            (courtesy_on,) = life.told_on({rung.id + COURTESY_SUFFIX})
            assert CALENDAR.count_between(courtesy_on + DAY, raised_on) >= rung.courtesy


@given(life=lives())
@settings(max_examples=60, deadline=None)
def test_nobody_gets_an_earlier_step_after_a_later_one(life: Life) -> None:
    ranks = {(step.rung_id, step.occurrence): step for step in steps_of(life.ladder)}
    for group in {step.fold_group for step in ranks.values()}:
        steps = [ranks[key.rung_id, key.occurrence] for _, key in life.told]
        told = [step.rank for step in steps if step.fold_group == group]
        assert told == sorted(told)


@given(life=lives())
@settings(max_examples=60, deadline=None)
def test_a_role_gets_at_most_one_ordinary_step_a_day(life: Life) -> None:
    groups = {step.rung_id: step.fold_group for step in steps_of(life.ladder)}
    told = [(day, groups[key.rung_id]) for day, key in life.told]

    assert len(told) == len(set(told))


@given(life=lives())
@settings(max_examples=60, deadline=None)
def test_what_is_late_when_entered_is_the_first_thing_its_lead_hears(life: Life) -> None:
    names = [key.rung_id for _, key in life.told]

    if LATE_WHEN_ENTERED in names:
        assert names[0] == LATE_WHEN_ENTERED
