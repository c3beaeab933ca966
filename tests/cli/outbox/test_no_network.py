"""A demonstration opens no network channel, whatever the operator has set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.servers.smtp import SmtpServer


def test_a_demonstration_files_although_a_mail_server_is_set(
    decided: Any, smtp_server: Callable[..., SmtpServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = smtp_server()
    monkeypatch.setenv("LONGSTOP_MAIL_HOST", server.host)
    monkeypatch.setenv("LONGSTOP_MAIL_PORT", str(server.port))
    monkeypatch.setenv("LONGSTOP_MAIL_SECURITY", "none")

    said = decided.says("outbox", "deliver")
    decided.says("doctor")

    assert "filed, not sent" in said
    assert server.connections == 0
