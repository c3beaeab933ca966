"""The mail server that the operator's settings declare."""

from __future__ import annotations

from config.mail_settings import MailSettings, UnusableMailSettings
from config.settings import mail_settings
from notifications.plugins.relay import (
    ORDINARY_PORT,
    PasswordLogin,
    Relay,
    Security,
    TokenLogin,
)
from services.errors import Refused


def declared_relay() -> Relay:
    """The mail server of the ``LONGSTOP_MAIL_`` settings. Raises `Refused` with every fault."""
    try:
        given = mail_settings()
    except UnusableMailSettings as error:
        raise Refused(str(error)) from error
    security = Security(given.security)
    return Relay(
        host=given.host or "",
        port=given.port or ORDINARY_PORT[security],
        security=security,
        login=_login(given),
        ca_file=given.ca_file,
        connections=given.connections,
        timeout=given.timeout,
        bounce_address=given.bounce_address,
    )


def _login(given: MailSettings) -> PasswordLogin | TokenLogin | None:
    """How to be let in, or None for a server that knows us. The settings are checked as a whole."""
    if given.user and given.password:
        return PasswordLogin(given.user, given.password)
    url, client, secret = given.oauth_token_url, given.oauth_client_id, given.oauth_client_secret
    if given.user and url and client and secret:
        return TokenLogin(
            user=given.user,
            token_url=url,
            client_id=client,
            client_secret=secret,
            scope=given.oauth_scope,
        )
    return None
