"""A live database does not start deaf: nothing runs by itself while no mail could leave."""

from __future__ import annotations

from models.installation import Installation
from models.words import DatabaseKind
from services.divert import allowed_addresses
from services.errors import Refused
from services.mail_channel import transport_of


def refuse_a_deaf_start(row: Installation) -> None:
    """Ask the mail channel of a live database whether it takes mail; a demonstration files its own.

    It is asked when everything starts, and not before each day is decided: a server that is down
    at half past seven must not stop the deciding. Raises `Refused` with the server's words.
    """
    allowed_addresses()
    if row.kind is DatabaseKind.DEMONSTRATION:
        return
    transport = transport_of(row)
    try:
        state = transport.look()
    finally:
        transport.close()
    if not state.is_well:
        raise Refused(
            f"Nothing is started, because no mail could leave: {state.sentence} Put it right, see "
            "with 'longstop mail status' whether it is, and start again. Days can still be "
            "decided ('longstop watch run'); what is queued is kept."
        )
