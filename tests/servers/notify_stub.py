"""A stub of GOV.UK Notify's API on loopback: the key checked, mails kept, errors as documented."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from tests.servers.webhook import Act, Request, WebhookServer, answer_bytes, makes

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"  # noqa: S105 - invented for the stub
API_KEY = f"longstop-{SERVICE}-{SECRET}"
TEMPLATE = "217a419e-6a7d-482a-9596-718b889dffce"
JSON = {"Content-Type": "application/json"}


def says(status: int, *errors: tuple[str, str]) -> bytes:
    """An answer with Notify's list of errors, each (error, message)."""
    named = [{"error": error, "message": message} for error, message in errors]
    return answer_bytes(status, JSON, json.dumps({"status_code": status, "errors": named}))


@dataclass
class NotifyStub:
    """``mails`` by reference, as Notify would list them.

    ``misbehave`` is asked first for each mail that is posted; what it gives is answered instead.
    ``keeps_first`` says whether the mail is kept all the same.
    """

    template: dict[str, str] = field(
        default_factory=lambda: {
            "id": TEMPLATE,
            "name": "Longstop",
            "type": "email",
            "subject": "((subject))",
            "body": "((message))",
        }
    )
    mails: list[dict[str, Any]] = field(default_factory=list)
    misbehave: Callable[[dict[str, Any]], bytes | None] = field(default=lambda _mail: None)
    keeps_first: bool = False
    _numbers: Any = field(default_factory=lambda: count(1), repr=False)

    def act(self) -> Act:
        """What a server does with each request."""
        return makes(self._answer)

    def server(self, *, tls: ssl.SSLContext | None = None) -> WebhookServer:
        """A server, not yet started, that answers as this stub."""
        return WebhookServer([self.act()], tls=tls)

    def _answer(self, request: Request) -> bytes:
        if not _knows_the_key(request):
            return says(403, ("AuthError", "Invalid token: API key not found"))
        address = urlsplit(request.target)
        if request.method == "POST" and address.path == "/v2/notifications/email":
            return self._posted(json.loads(request.body))
        if address.path == "/v2/notifications":
            return self._listed(parse_qs(address.query))
        if address.path == f"/v2/template/{self.template['id']}":
            return answer_bytes(200, JSON, json.dumps(self.template))
        return says(404, ("NoResultFound", "No result found"))

    def _posted(self, mail: dict[str, Any]) -> bytes:
        wrong = self.misbehave(mail)
        if wrong is not None:
            if self.keeps_first:
                self._keep(mail)
            return wrong
        return answer_bytes(201, JSON, json.dumps({"id": self._keep(mail)}))

    def _keep(self, mail: dict[str, Any]) -> str:
        number = f"740e5834-3a29-46b4-9a6f-{next(self._numbers):012d}"
        self.mails.append({"id": number, "status": "created", **mail})
        return number

    def _listed(self, query: dict[str, list[str]]) -> bytes:
        found = [one for one in self.mails if [one.get("reference")] == query.get("reference")]
        return answer_bytes(200, JSON, json.dumps({"notifications": found, "links": {}}))


def _knows_the_key(request: Request) -> bool:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
    except jwt.InvalidTokenError:
        return False
    return True
