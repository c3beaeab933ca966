"""The daily check: decide once, for today, whom to tell what and why, and queue it.

One of the two services that own their transactions. A day is claimed by its row in `sweep`,
so that of ten checks at once one decides and nine find it decided; all it decides is written in
the same transaction, so a crash leaves either the whole day or nothing of it. No missed day is
replayed: what is due and not in the ledger is asked for, whichever day that is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Batch, Sweep
from models.queries.by_hand import lock_asking
from models.queries.sweeps import claim_day, last_sweep_before, notices_of_earlier_sweeps
from models.session import SessionFactory, transaction
from models.words import DatabaseKind
from rules.brake import why_braked
from rules.wording import counted
from services.bring_up_to_date import bring_up_to_date
from services.history import Subject, record
from services.installation import installation
from services.opening import london_time
from services.queue_deliveries import post_of
from services.situation import Situation, read_situation
from services.surroundings import Surroundings, surroundings
from services.watch.collector import collector_at_rest
from services.watch.emptied import take_back_emptied
from services.watch.letters import write_letters
from services.watch.notices import digest_of
from services.watch.people import write_introductions
from services.watch.plan import SweepPlan, plan_sweep
from services.watch.resolved import write_all_clears
from services.watch.spare import spare_what_came_near, statutory_and_near
from services.watch.write import Writing, Written, write_plan


@dataclass(frozen=True)
class WatchReport:
    """What one check of a day did. ``not_decided`` says why it decided nothing."""

    day: date
    not_decided: str | None = None
    sweep_id: int | None = None
    notices: int = 0
    messages: int = 0
    held: int = 0
    briefs: int = 0
    escalations: int = 0
    braked: str | None = None
    trouble: tuple[str, ...] = field(default_factory=tuple)

    @property
    def has_news(self) -> bool:
        """Whether anything was queued, held or found in trouble."""
        return bool(self.messages or self.held or self.briefs or self.trouble)


def run_watch(factory: SessionFactory, *, today: date, now: datetime, actor: str) -> WatchReport:
    """Decide today and queue what is due. Safe twice, and in many processes at once."""
    with transaction(factory) as session:
        return decide_day(session, today=today, now=now, actor=actor)


def decide_day(session: Session, *, today: date, now: datetime, actor: str) -> WatchReport:
    """The check of one day within a transaction of the caller."""
    around = surroundings(session)
    if not around.sending.is_working_day(today):
        why = around.sending.why_not_worked(today)
        return WatchReport(today, not_decided=f"{why}: nothing is decided on this day.")
    sweep = claim_day(session, today=today, now=now)
    if sweep is None:
        return WatchReport(today, not_decided="This day was decided already.")
    # The day first, without waiting; then whoever asks by hand at this moment commits before us.
    lock_asking(session)
    previous = last_sweep_before(session, today)
    sweep.previous_day = previous.day if previous else None
    bring_up_to_date(session, today=today, now=now)
    situation = read_situation(
        session, today=today, previous_day=sweep.previous_day, calendar=around.sending
    )
    spare_what_came_near(session, around, today=today, now=now)
    with collector_at_rest():
        plan = plan_sweep(session, situation, around.calendar)
        writing = _writing(session, sweep, situation, around, plan, now=now)
        written = write_plan(writing, plan)
    write_introductions(writing, situation, written)
    write_all_clears(writing, situation, written)
    take_back_emptied(writing, around, written)
    write_letters(writing, situation, around, plan, written)
    return _close(writing, plan, written, actor=actor)


def _writing(
    session: Session,
    sweep: Sweep,
    situation: Situation,
    around: Surroundings,
    plan: SweepPlan,
    *,
    now: datetime,
) -> Writing:
    today = situation.today
    batch = _brake(session, sweep, around, plan, now=now)
    row = installation(session)
    goes_at = max(now, london_time(today, around.council.day.send_at))
    return Writing(
        session=session,
        sweep=sweep,
        today=today,
        now=now,
        # A demonstration's day is one moment: what was decided can be delivered at once.
        post=post_of(
            situation, around, at=now if row.kind is DatabaseKind.DEMONSTRATION else goes_at
        ),
        braked=batch,
        spared=statutory_and_near(session, around, today=today) if batch else frozenset(),
    )


def _brake(
    session: Session, sweep: Sweep, around: Surroundings, plan: SweepPlan, *, now: datetime
) -> Batch | None:
    rule = around.council.brake.rule
    reason = why_braked(
        rule,
        notices=plan.notices,
        escalations=plan.escalations,
        earlier=notices_of_earlier_sweeps(session, before=sweep.day, limit=rule.of_last),
    )
    if reason is None:
        return None
    batch = Batch(
        sweep_id=sweep.id or 0,
        reason=reason,
        notices=plan.notices,
        escalations=plan.escalations,
        created_at=now,
    )
    session.add(batch)
    session.flush()
    return batch


def _close(writing: Writing, plan: SweepPlan, written: Written, *, actor: str) -> WatchReport:
    sweep = writing.sweep
    sweep.notices = plan.notices
    sweep.messages = len(written.messages) - written.held
    sweep.held = written.held
    sweep.escalations = written.escalations
    sweep.braked = writing.braked is not None
    sweep.digest = digest_of(written.groups)
    sweep.trouble = [
        f"{sentence} ({counted(number, 'item')})" for sentence, number in plan.trouble.items()
    ]
    sweep.news = list(written.news) or None
    writing.session.add(sweep)
    record(
        writing.session,
        now=writing.now,
        actor=actor,
        kind="day decided",
        subject=Subject("sweep", sweep.id),
        payload={
            "day": sweep.day,
            "notices": sweep.notices,
            "messages": sweep.messages,
            "held": sweep.held,
            "escalations": sweep.escalations,
            "braked": sweep.braked,
            "taken_back": len(written.news),
            "digest": sweep.digest,
        },
    )
    return WatchReport(
        day=sweep.day,
        sweep_id=sweep.id,
        notices=sweep.notices,
        messages=sweep.messages,
        held=sweep.held,
        briefs=written.briefs,
        escalations=sweep.escalations,
        braked=writing.braked.reason if writing.braked else None,
        trouble=tuple(sweep.trouble),
    )
