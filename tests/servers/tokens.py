"""A token endpoint on loopback (OAuth 2.0 client credentials), over TLS, that may misbehave."""

from __future__ import annotations

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl


class TokenServer:
    """Gives a new token to who knows the secret.

    ``trouble`` is "redirect", "nonsense" or "no token", or empty. ``tokens`` are those that hold
    good; a test may take them away. ``forms`` are what was posted, the secret left out.
    """

    def __init__(self, context: ssl.SSLContext, *, client_id: str, client_secret: str) -> None:
        self.tokens: set[str] = set()
        self.given: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.trouble = ""
        self.life = 3600
        self.redirected_to = 0
        self._client = (client_id, client_secret)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._is_running = False

    @property
    def url(self) -> str:
        """Where tokens are given."""
        return f"https://localhost:{self._server.server_address[1]}/token"

    @property
    def asked(self) -> int:
        """How often a token was asked for."""
        return len(self.forms)

    def stop(self) -> None:
        """Answer nobody any more."""
        if self._is_running:
            self._is_running = False
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(5)

    def __enter__(self) -> TokenServer:
        self._thread.start()
        self._is_running = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def answer_to(self, path: str, form: dict[str, str]) -> tuple[int, str, dict[str, Any] | str]:
        """Status, a Location if there is one, and the body."""
        if path != "/token":
            self.redirected_to += 1
        secret = form.pop("client_secret", "")
        self.forms.append(form)
        if self.trouble == "redirect":
            return 307, "/elsewhere", ""
        if self.trouble == "nonsense":
            return 200, "", "<html>Sign in</html>"
        if self.trouble == "no token":
            return 200, "", {"token_type": "Bearer"}
        if (form.get("client_id"), secret) != self._client:
            return 401, "", {"error": "invalid_client", "error_description": "Wrong secret"}
        token = f"token-{len(self.given)}-4711"
        self.given.append(token)
        self.tokens.add(token)
        return 200, "", {
            "access_token": token, "token_type": "Bearer", "expires_in": self.life
        }  # fmt: skip

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, location, answer = owner.answer_to(self.path, dict(parse_qsl(body)))
                raw = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_arguments: Any) -> None:
                """Say nothing."""

        return Handler
