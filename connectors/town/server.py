"""The demo town's vendors on loopback: one HTTP server for Google, Microsoft and LINE WORKS."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from connectors.town.answers import Answer
from connectors.town.graph import Graph
from connectors.town.line_works import PREFIX, LineWorks
from connectors.town.reports import Reports, refuse
from connectors.town.tokens import TokenOffice, credentials, make_key, private_pem

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from connectors.town.raising import Town

CREDENTIALS = "google-service-account.json"
MICROSOFT_SECRET = "microsoft-client-secret.txt"  # noqa: S105 - the name of a file
LINE_WORKS_SECRET = "line-works-secret.txt"  # noqa: S105 - the name of a file
LINE_WORKS_KEY = "line-works-key.pem"
_ACTIVITIES = re.compile(r"^/admin/reports/v1/activity/users/([^/]+)/applications/([a-z_]+)$")
_DENIED = "Access denied. You are not authorized to read activity records."
_REALM = 'Bearer realm="https://accounts.google.com/"'
_NO_LOGIN = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential."
)


@dataclass(slots=True)
class Vendors:
    """What the server answers from: the logs of the town and the tokens handed out."""

    reports: Reports
    graph: Graph
    line_works: LineWorks
    key: RSAPrivateKey = field(repr=False)
    """Of every service account."""
    tokens: TokenOffice = field(init=False, repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        """Let the token office know the key's public half."""
        self.tokens = TokenOffice(self.key.public_key())


class TownServer:
    """Serves a town on 127.0.0.1 while the `with` block lasts; `url` is its base address."""

    def __init__(self, town: Town, *, port: int = 0, late_share: float = 0.0) -> None:
        """Port 0 takes any free one."""
        key = make_key()
        self.vendors = Vendors(
            Reports(town, late_share=late_share),
            Graph(town),
            LineWorks(town, key.public_key()),
            key,
        )
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.vendors = self.vendors
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def write_credentials(self, folder: Path) -> Path:
        """Write the vendors' secrets, readable by their owner alone; return Google's service account."""
        secrets = {
            MICROSOFT_SECRET: self.vendors.graph.secret,
            LINE_WORKS_SECRET: self.vendors.line_works.secret,
            LINE_WORKS_KEY: private_pem(self.vendors.key),
            CREDENTIALS: json.dumps(credentials(self.vendors.key, self.url), indent=2),
        }
        for name, text in secrets.items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_text(text, "utf-8")
        return folder / CREDENTIALS

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    vendors: Vendors


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        """Answer the Reports API, Graph's reports and LINE WORKS' log."""
        parts = urlsplit(self.path)
        # The vendor's client may put two slashes between the host and the path.
        graph = self.server.vendors.graph
        _, _, token = self.headers.get("Authorization", "").partition(" ")
        if graph.answers(parts.path):
            self._send(graph.answer(parts.path, token))
            return
        if parts.path.startswith(PREFIX):
            query = dict(parse_qsl(parts.query))
            with self.server.vendors.lock:
                self._send(self.server.vendors.line_works.answer(parts.path, query, token))
            return
        found = _ACTIVITIES.match("/" + parts.path.lstrip("/"))
        if found is None:
            self._send(refuse(404, "Not Found", "notFound"))
            return
        refusal = self._refuse_reader()
        if refusal is not None:
            self._send(refusal)
        elif found[1] != "all":
            self._send(refuse(400, "The demo town answers userKey=all only", "invalid"))
        else:
            with self.server.vendors.lock:
                answer = self.server.vendors.reports.answer(found[2], dict(parse_qsl(parts.query)))
            self._send(answer)

    def do_POST(self) -> None:
        """Answer the token endpoints."""
        form = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        path = urlsplit(self.path).path
        if path.startswith(PREFIX):
            self._send(self.server.vendors.line_works.grant(path, form))
            return
        if path.endswith("/oauth2/v2.0/token"):
            self._send(self.server.vendors.graph.grant(path, form))
            return
        if path != "/token":
            self._send(refuse(404, "Not Found", "notFound"))
            return
        token_uri = f"http://127.0.0.1:{self.server.server_port}/token"
        status, body = self.server.vendors.tokens.grant(form, token_uri)
        self._send(Answer(status, json.dumps(body).encode(), {}))

    def _refuse_reader(self) -> Answer | None:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        tokens = self.server.vendors.tokens
        if kind != "Bearer" or not tokens.knows(token):
            return refuse(401, _NO_LOGIN, "authError", {"WWW-Authenticate": _REALM})
        return None if tokens.may_read(token) else refuse(401, _DENIED, "authError")

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json; charset=UTF-8", **answer.headers}
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server uses
        """Say nothing: a town that is read writes no log."""
