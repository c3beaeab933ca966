"""The timeline: from a framework and what is recorded to each duty's dates, with the reasons.

The date we work to is the earliest of the law's, the stated and the confirmed one, moved back to
the previous working day: we found no rule that extends a period which ends at a weekend, so we
never roll forward. An earlier date may be chosen with a reason. Other readings are shown, never
used (design 6.3).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from rules.counts import CannotCount
from rules.differences import differences_of
from rules.frameworks import DutyKind, Framework, Rule
from rules.key_dates import Anchor, Counted, DecidedBy, KeyDate, TimelineFacts
from rules.open_questions import questions_about
from rules.other_readings import other_readings_of
from rules.working_days import WorkingCalendar

Decision = tuple[datetime.date, DecidedBy]


def timeline(
    framework: Framework, facts: TimelineFacts, *, calendar: WorkingCalendar
) -> tuple[KeyDate, ...]:
    """Every duty of the framework that applies, in the framework's order.

    Duties without a date are in it too: their question says what is missing. Beyond the known
    holidays a stated date is held as it is, and the difference says that nothing was counted.
    """
    run = _Run(framework, facts, calendar)
    return tuple(run.key_date(rule) for rule in framework.rules if run.applies(rule))


@dataclass(frozen=True, slots=True)
class _Run:
    """Rules may be counted from other rules, so each is worked out once, when it is asked for."""

    framework: Framework
    facts: TimelineFacts
    calendar: WorkingCalendar
    done: dict[str, KeyDate] = field(default_factory=dict)

    def applies(self, rule: Rule) -> bool:
        return self.facts.switched.get(rule.key, rule.is_on)

    def key_date(self, rule: Rule) -> KeyDate:
        if rule.key not in self.done:
            self.done[rule.key] = self._explained(self._decided(self._gathered(rule)))
        return self.done[rule.key]

    def _gathered(self, rule: Rule) -> KeyDate:
        """The duty with all its dates, before one of them is decided on."""
        anchor = self._anchor(rule)
        return KeyDate(
            rule=rule,
            anchor=anchor,
            counted=self._counted(rule, anchor),
            stated=self.facts.stated.get(rule.key),
            confirmed=self.facts.confirmed.get(rule.key),
            chosen=self.facts.chosen.get(rule.key),
            calendar_version=f"{self.calendar.division} {self.calendar.version}",
            framework_version=f"{self.framework.key} {self.framework.version}",
        )

    def _anchor(self, rule: Rule) -> Anchor | None:
        if self.framework.is_rule(rule.anchor):
            other = self.framework.rule(rule.anchor)
            day = self.key_date(other).work_to if self.applies(other) else None
            return Anchor(day, f"'{other.title}'") if day else None
        event = self.framework.event(rule.anchor)
        if event.key in self.facts.dates:
            return Anchor(self.facts.dates[event.key], event.words)
        if event.stands_in is None or event.stands_in not in self.facts.dates:
            return None
        words = self.framework.event(event.stands_in).words
        return Anchor(self.facts.dates[event.stands_in], words, instead_of=event.words)

    def _counted(self, rule: Rule, anchor: Anchor | None) -> Counted:
        if anchor is None:
            return Counted()
        if rule.count is None:
            return Counted(day=anchor.day)
        count = rule.count
        try:
            working = self.calendar.count(
                anchor.day, count.number, unit=count.unit, convention=count.convention
            )
        except CannotCount as error:
            return Counted(why_not=str(error))
        return Counted(day=working.result, working=working)

    def _decided(self, key_date: KeyDate) -> KeyDate:
        """The duty with the date we work to."""
        decision = self._limited(key_date.rule, _earliest(key_date))
        decision = _chosen_or(key_date, decision)
        if decision is None:
            return key_date
        day, decided_by = decision
        return replace(
            key_date,
            work_to=self._moved_back(day),
            before_moving_back=day,
            decided_by=decided_by,
            is_provisional=self._is_provisional(key_date, decided_by),
        )

    def _limited(self, rule: Rule, decision: Decision | None) -> Decision | None:
        """A duty that comes before another cannot mean later than it."""
        if rule.before is None or decision is None:
            return decision
        other = self.framework.rule(rule.before)
        limit = self.key_date(other).work_to if self.applies(other) else None
        if limit is None or decision[0] <= limit:
            return decision
        return limit, DecidedBy.LIMIT

    def _moved_back(self, day: datetime.date) -> datetime.date:
        try:
            return self.calendar.previous_working_day(day)
        except CannotCount:
            # Beyond the known holidays a date is held as it stands.
            return day

    def _is_provisional(self, key_date: KeyDate, decided_by: DecidedBy) -> bool:
        """Whether the date hangs on a stand-in, on an unproclaimed holiday, or on such a date."""
        rule, working = key_date.rule, key_date.counted.working
        if rule.is_law and key_date.anchor is not None and key_date.anchor.is_standing_in:
            return True
        if decided_by is DecidedBy.LIMIT and rule.before is not None:
            return self.key_date(self.framework.rule(rule.before)).is_provisional
        if decided_by not in (DecidedBy.LAW, DecidedBy.PROPOSAL):
            return False
        if self.framework.is_rule(rule.anchor):
            return self.key_date(self.framework.rule(rule.anchor)).is_provisional
        return working is not None and working.is_provisional

    def _explained(self, key_date: KeyDate) -> KeyDate:
        """The duty with its other readings, differences and questions."""
        readings = other_readings_of(key_date, calendar=self.calendar)
        told = replace(key_date, other_readings=readings)
        return replace(
            told,
            differences=differences_of(told, calendar=self.calendar),
            questions=questions_about(told, framework=self.framework),
        )


def _earliest(key_date: KeyDate) -> Decision | None:
    """The earliest of the dates that bind; of equal ones the law's, then the confirmed one."""
    rule, counted = key_date.rule, key_date.counted.day
    given: list[Decision] = []
    if counted is not None and rule.is_law:
        given.append((counted, DecidedBy.LAW))
    if key_date.confirmed is not None:
        given.append((key_date.confirmed.day, DecidedBy.CONFIRMED))
    if key_date.stated is not None:
        given.append((key_date.stated.day, DecidedBy.STATED))
    if given:
        return min(given, key=lambda decision: decision[0])
    if counted is None:
        return None
    own = DecidedBy.MEETING if rule.kind is DutyKind.COMMITTEE else DecidedBy.PROPOSAL
    return counted, own


def _chosen_or(key_date: KeyDate, decision: Decision | None) -> Decision | None:
    """The chosen date where it is not later than the one that binds."""
    chosen = key_date.chosen
    if chosen is None or (decision is not None and chosen.day > decision[0]):
        return decision
    return chosen.day, DecidedBy.CHOSEN
