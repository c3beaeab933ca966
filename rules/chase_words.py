"""The verdict on one step as a sentence: the answer to "why was this asked for, or not?"."""

from __future__ import annotations

from rules.ladder_words import ROLE_WORDS, step_words
from rules.ladders import Ladder, Subject
from rules.verdicts import LedgerLine, LedgerState, Outcome, Reason, StepKey
from rules.wording import counted, long_date, plain_date

_PLAIN = {
    Outcome.GOES: "goes today.",
    Outcome.FOLDS: "left out today, because a later step goes to the same person.",
    Outcome.NOT_ARMED: "not sent, because this body is not live yet.",
    Outcome.NOT_COUNTED: "cannot be counted, because the bank holidays that far are not known.",
    Outcome.PAUSED: "not asked, because requests to this body or for this plan are paused.",
    Outcome.NOT_ITS_DAY: "due, and goes with the body's next weekly message.",
}
_IN_LEDGER = {
    LedgerState.QUEUED: "written, and not sent yet",
    LedgerState.TOLD: "sent",
    LedgerState.UNKNOWN: "not known whether it was sent: check",
    LedgerState.FAILED: "could not be delivered",
    LedgerState.FOLDED: "left out, because a later step went to the same person",
    LedgerState.MISSED: "not sent, because its days passed without a daily check",
    LedgerState.BEFORE_ARMING: "never sent, because its day was before this body went live",
    LedgerState.NOT_RAISED: "a person decided not to raise it",
    LedgerState.WITHDRAWN: "withdrawn",
}


def sentence_of(ladder: Ladder, key: StepKey, *, reason: Reason) -> str:
    """``Reminder 3 working days before the date: told Maria Fenn on 14 August 2018.``"""
    name = step_words(ladder, rung_id=key.rung_id, occurrence=key.occurrence)
    return f"{name}: {_said(reason, subject=ladder.subject)}"


def _said(reason: Reason, *, subject: Subject) -> str:
    if reason.line is not None:
        return ledger_words(reason.line)
    if reason.outcome in _PLAIN:
        return _PLAIN[reason.outcome]
    return _words_with_facts(reason, subject=subject)


def ledger_words(line: LedgerLine) -> str:
    """What became of one line of the ledger: ``told Maria Fenn on 14 August 2018.``"""
    if line.state is LedgerState.TOLD and line.told_on:
        whom = line.told_to or ROLE_WORDS.get(line.audience, line.audience)  # type: ignore[call-overload]
        return f"told {whom} on {plain_date(line.told_on)}."
    words = _IN_LEDGER[line.state]
    return f"{words} ({line.reason})." if line.reason else f"{words}."


def _words_with_facts(reason: Reason, *, subject: Subject) -> str:
    day = long_date(reason.day) if reason.day else ""
    until = long_date(reason.until) if reason.until else ""
    below = ROLE_WORDS[reason.below] if reason.below else ""
    match reason.outcome:
        case Outcome.NOT_WAITING:
            is_check = subject is Subject.CHECK
            return "no check is owed." if is_check else "not asked, because it is no longer open."
        case Outcome.BEFORE_ARMING:
            return f"never sent, because its day, {day}, was before this body went live."
        case Outcome.NOT_YET:
            return f"not before {day}."
        case Outcome.MISSES | Outcome.CLOSED:
            missed = reason.outcome is Outcome.MISSES
            why = "; no daily check ran then" if missed else ""
            return f"not sent, because its last day was {until}{why}."
        case _:
            return _holding_words(reason, until=until, below=below)


def _holding_words(reason: Reason, *, until: str, below: str) -> str:
    match reason.outcome:
        case Outcome.ANSWERED:
            return f"not asked, because the body answered; its answer holds until {until}."
        case Outcome.ACKNOWLEDGED:
            return f"waits, because it was acknowledged until {until}."
        case Outcome.WAITS_FOR_BELOW:
            what = " that it is coming" if reason.is_after_courtesy else ""
            return f"waits, because {below} has not been told yet{what}."
        case _:
            what = " of it" if reason.is_after_courtesy else ""
            when = f"only {counted(reason.waited, 'working day')} ago" if reason.waited else "today"
            return (
                f"waits, because {below} was told{what} {when}; the wait is {reason.wait},"
                f" until {until}."
            )
