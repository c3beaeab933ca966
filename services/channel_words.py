"""A channel that is out of order, in words for the operator and the programme manager."""

from __future__ import annotations

from models.ledger import ChannelFault
from models.words import Channel
from rules.status_words import time_of_day
from services.opening import LONDON

CHANNEL_NAMES = {Channel.MAIL: "mail", Channel.TEAMS: "Teams"}


def fault_sentence(fault: ChannelFault) -> str:
    """``The mail channel is out of order: ... What waits is kept and tried again from 10:05am.``"""
    again = time_of_day(fault.paused_until.astimezone(LONDON).time())
    because = fault.because.strip().rstrip(".")
    return (
        f"The {CHANNEL_NAMES[fault.channel]} channel is out of order: {because}. "
        f"What waits is kept and tried again from {again}."
    )
