"""Which items a request by hand is about, and which are left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.inspections import Inspection
from models.installation import Pause
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.by_hand import ItemRow, items_numbered, items_of_bodies
from models.queries.plans import actions_with_ref, milestones_of_action
from models.queries.watching import pauses_on
from models.words import MilestoneKind, MilestoneState, PauseScope
from rules.ad_hoc import AskedItem, Earlier, Left, WhyLeft, why_left_out
from rules.routing import Mode
from rules.wording import listed, long_date
from services.by_hand.order import ChaseOrder
from services.by_hand.whom import Target
from services.compose.asked_by_hand import cooling_since, told_before
from services.compose.reader import Reader
from services.errors import NotFoundError, Refused
from services.find import key_of, the_action, the_inspection, the_milestone
from services.liveness import AT_REST, liveness


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is not asked about, and why."""

    row: ItemRow
    why: WhyLeft


@dataclass(frozen=True, slots=True)
class Chosen:
    """``in_rehearsal``: all of it goes to the programme manager. ``waits``: the body's messages
    wait for approval, so that only a person's own approval lets it go."""

    asked: tuple[ItemRow, ...]
    left_out: tuple[LeftOut, ...]
    in_rehearsal: bool
    waits: bool


def choose_items(session: Session, order: ChaseOrder, target: Target, reader: Reader) -> Chosen:
    """Sort the body's items, or those named, into asked about and left out.

    Raises `NotFoundError` for references that are not there, all of them at once, and `Refused`
    where the body is quiet: nothing leaves until it is told.
    """
    rows = _rows(session, order, target)
    modes = _modes(rows, target, reader)
    _refuse_quiet(session, target, modes)
    facing = _Facing(session, order, target, reader, modes)
    chosen = facing.sort(rows, in_rehearsal=False)
    rehearsed = [one.row for one in chosen.left_out if one.why.reason is Left.REHEARSAL]
    if chosen.asked or not rehearsed:
        return chosen
    # What is in earnest has nothing to ask; what is rehearsed goes to the programme manager.
    others = [one for one in chosen.left_out if one.why.reason is not Left.REHEARSAL]
    again = facing.sort(rehearsed, in_rehearsal=True)
    return replace(again, left_out=(*others, *again.left_out))


def _rows(session: Session, order: ChaseOrder, target: Target) -> list[ItemRow]:
    if order.items:
        rows = items_numbered(session, _numbers_named(session, order))
    else:
        inspection = the_inspection(session, order.inspection) if order.inspection else None
        number = key_of(inspection.id) if inspection else None
        rows = items_of_bodies(session, target.bodies, inspection_id=number)
    if order.due_by is None:
        return rows
    return [row for row in rows if row.milestone.due and row.milestone.due <= order.due_by]


def _numbers_named(session: Session, order: ChaseOrder) -> list[int]:
    """An action's reference stands for all its milestones, a milestone's for itself."""
    numbers: dict[int, None] = {}
    unknown: list[str] = []
    for ref in order.items:
        try:
            found = _named(session, ref, inspection=order.inspection)
        except NotFoundError as error:
            unknown.append(str(error))
            continue
        numbers.update((key_of(one.id), None) for one in found)
    if unknown:
        raise NotFoundError("\n".join(unknown))
    return list(numbers)


def _named(session: Session, ref: str, *, inspection: str | None) -> Sequence[Milestone]:
    if actions_with_ref(session, ref.rpartition("/")[2]):
        action = the_action(session, ref, inspection=inspection)
        found = milestones_of_action(session, key_of(action.id))
        if found:
            return found
    return [the_milestone(session, ref, inspection=inspection)]


def _modes(rows: Sequence[ItemRow], target: Target, reader: Reader) -> Mapping[int, Mode]:
    """How far the body has been told in each inspection of which it has an item here."""
    return {
        row.milestone.inspection_id: reader.situation.mode_of(
            inspection_id=row.milestone.inspection_id, agency_id=row.milestone.agency_id
        )
        for row in rows
        if row.milestone.agency_id in target.bodies
    }


def _refuse_quiet(session: Session, target: Target, modes: Mapping[int, Mode]) -> None:
    if not modes or any(mode is not Mode.QUIET for mode in modes.values()):
        return
    refs = [session.get_one(Inspection, number).ref for number in sorted(modes)]
    raise Refused(
        f"{target.agency.name} is quiet in {listed(refs)}: nothing leaves until it is told. See "
        f"first what it would get: longstop live preview {target.agency.ref} prepared"
    )


@dataclass(frozen=True)
class _Facing:
    """Whoever is asked, with what was ordered and how far the body has been told."""

    session: Session
    order: ChaseOrder
    target: Target
    reader: Reader
    modes: Mapping[int, Mode]

    def sort(self, rows: Sequence[ItemRow], *, in_rehearsal: bool) -> Chosen:
        """Each item asked about, or left out with its reason."""
        reader = self.reader
        facts = _Facts.of(self.session, self.target, reader, rows, in_rehearsal=in_rehearsal)
        asked: list[ItemRow] = []
        left: list[LeftOut] = []
        for row in rows:
            why = why_left_out(
                facts.of_item(row),
                today=reader.today,
                calendar=reader.around.calendar,
                in_rehearsal=in_rehearsal,
                is_again=self.order.again is not None,
            )
            if why is None:
                asked.append(row)
            else:
                left.append(LeftOut(row, why))
        waits = any(self.modes[row.milestone.inspection_id] is Mode.PREPARED for row in asked)
        return Chosen(tuple(asked), tuple(left), in_rehearsal, waits)


@dataclass(frozen=True)
class _Facts:
    """What must be known of a body's items to decide about each."""

    session: Session
    target: Target
    reader: Reader
    told: Mapping[int, list[Earlier]]
    pauses: Sequence[Pause]
    answer_holds: dict[int, int]

    @classmethod
    def of(
        cls,
        session: Session,
        target: Target,
        reader: Reader,
        rows: Sequence[ItemRow],
        *,
        in_rehearsal: bool,
    ) -> _Facts:
        told = told_before(
            session,
            [key_of(row.milestone.id) for row in rows],
            audience=target.audience.value,
            in_rehearsal=in_rehearsal,
            since=cooling_since(reader),
        )
        return cls(session, target, reader, told, pauses_on(session, reader.today), {})

    def of_item(self, row: ItemRow) -> AskedItem:
        """The item as the rule asks about it."""
        milestone, version = row.milestone, row.version
        return AskedItem(
            held_by=self._held_by(milestone),
            rest=_rest(milestone),
            has_date=version is not None,
            not_live=self._not_live(row),
            is_in_rehearsal=version is not None and version.rehearsal,
            paused=self._paused(milestone),
            answered_on=version.answered_on if version else None,
            answer_holds=self._answer_holds(version) if version else 0,
            earlier=self.told.get(key_of(milestone.id), ()),
        )

    def _held_by(self, milestone: Milestone) -> str | None:
        if milestone.agency_id in self.target.bodies:
            return None
        return self.reader.body_names[milestone.agency_id]

    def _not_live(self, row: ItemRow) -> str | None:
        if row.version is None or row.version.armed_on is not None:
            return None
        because = liveness(self.session, row.milestone, today=self.reader.today).because
        return because or "nothing goes out about it at present"

    def _paused(self, milestone: Milestone) -> str | None:
        """That requests are paused, and why. What is statutory goes on."""
        if milestone.kind is MilestoneKind.STATUTORY:
            return None
        bodies = (*self.target.bodies, milestone.agency_id)
        for pause in self.pauses:
            covers = {
                PauseScope.EVERYTHING: True,
                PauseScope.AGENCY: pause.agency_id in bodies,
                PauseScope.INSPECTION: pause.inspection_id == milestone.inspection_id,
            }
            if covers[pause.scope]:
                return f"requests are paused until {long_date(pause.ends_on)} ({pause.reason})"
        return None

    def _answer_holds(self, version: DeadlineVersion) -> int:
        if version.ladder_id not in self.answer_holds:
            stored = self.session.get_one(StoredLadder, version.ladder_id)
            self.answer_holds[version.ladder_id] = ladder_from_body(stored.body).answer_holds
        return self.answer_holds[version.ladder_id]


def _rest(milestone: Milestone) -> str | None:
    if milestone.state is MilestoneState.REPORTED_COMPLETE:
        on: date | None = milestone.reported_on
        return f"it was reported complete{f' on {long_date(on)}' if on else ''}"
    if milestone.state is MilestoneState.PAUSED and milestone.paused_until is not None:
        return f"it is paused until {long_date(milestone.paused_until)}"
    return AT_REST.get(milestone.state)
