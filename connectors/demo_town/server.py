"""The demo town's vendors on loopback: one HTTP server for all of them, and the printers' SNMP agents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

from connectors.demo_town.for_vendors.contract import Answer
from connectors.vendors.google_workspace.demo.reports import Reports, refuse
from connectors.vendors.google_workspace.demo.tokens import (
    TokenOffice,
    credentials,
    make_key,
    private_pem,
)
from connectors.vendors.line_works.demo.api import LineWorks
from connectors.vendors.mattermost.demo import Mattermost
from connectors.vendors.microsoft_365.demo.graph import Graph
from connectors.vendors.microsoft_365.demo.print_usage import PrintUsage
from connectors.vendors.nextcloud.demo.server_info import ServerInfo
from connectors.vendors.slack.demo.web_api import Slack
from connectors.vendors.snmp.demo import LifeCounters
from connectors.vendors.zoom.demo.report_api import ZoomApi

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from connectors.demo_town.simulation import Town

CREDENTIALS = "google-service-account.json"
MICROSOFT_SECRET = "microsoft-client-secret.txt"  # noqa: S105 - the name of a file
LINE_WORKS_SECRET = "line-works-secret.txt"  # noqa: S105 - the name of a file
LINE_WORKS_KEY = "line-works-key.pem"
SLACK_TOKEN = "slack-token.txt"  # noqa: S105 - the name of a file
MATTERMOST_TOKEN = "mattermost-token.txt"  # noqa: S105 - the name of a file
ZOOM_SECRET = "zoom-client-secret.txt"  # noqa: S105 - the name of a file
NEXTCLOUD_TOKEN = "nextcloud-token.txt"  # noqa: S105 - the name of a file
PRINT_SIGN_IN = "universal-print-sign-in"
PORTS = "snmp-ports.json"
"""Where the printers answer: a device keeps its address from night to night."""
_ACTIVITIES = re.compile(r"^/admin/reports/v1/activity/users/([^/]+)/applications/([a-z_]+)$")
_DENIED = "Access denied. You are not authorized to read activity records."
_REALM = 'Bearer realm="https://accounts.google.com/"'
_NO_LOGIN = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential."
)


class Granting(Protocol):
    """A vendor of the town that gives tokens."""

    def grant(self, path: str, form: str, login: str) -> Answer:
        """Answer a request for a token; `login` is its header Authorization."""


class Answering(Protocol):
    """A vendor of the town that answers requests of its own paths."""

    def answers(self, path: str) -> bool:
        """Whether the path is one of this vendor's."""

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer a GET with the bearer token that came with it."""


@dataclass(slots=True)
class Vendors:
    """What the server answers from: the logs of the town and the tokens handed out."""

    reports: Reports
    graph: Graph
    line_works: LineWorks
    slack: Slack
    mattermost: Mattermost
    zoom: ZoomApi
    prints: PrintUsage
    people: ServerInfo
    key: RSAPrivateKey = field(repr=False)
    """Of every service account."""
    tokens: TokenOffice = field(init=False, repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        """Let the token office know the key's public half."""
        self.tokens = TokenOffice(self.key.public_key())

    def of(self, path: str) -> Answering | None:
        """Return whose path it is; Google's are nobody's here."""
        others: tuple[Answering, ...] = (
            self.graph,
            self.line_works,
            self.slack,
            self.mattermost,
            self.zoom,
            self.prints,
            self.people,
        )
        return next((vendor for vendor in others if vendor.answers(path)), None)

    def granting(self, path: str) -> Granting | None:
        """Return who gives tokens at a path; Google's are nobody's here."""
        others: tuple[Granting, ...] = tuple(
            vendor for vendor in (self.line_works, self.zoom, self.prints) if vendor.answers(path)
        )
        return next(iter(others), self.graph if path.endswith("/oauth2/v2.0/token") else None)


class TownServer:
    """Serves a town on 127.0.0.1 while the `with` block lasts; `url` is its base address."""

    def __init__(
        self,
        town: Town,
        *,
        port: int = 0,
        late_share: float = 0.0,
        printer_ports: Mapping[str, int] | None = None,
    ) -> None:
        """Port 0 takes any free one; printers answer where they did before, if that is told."""
        key = make_key()
        self.vendors = Vendors(
            Reports(town, late_share=late_share),
            Graph(town),
            LineWorks(town, key.public_key()),
            Slack(town),
            Mattermost(town),
            ZoomApi(town),
            PrintUsage(town),
            ServerInfo(town),
            key,
        )
        self.printers = LifeCounters(town, printer_ports or {})
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.vendors = self.vendors
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.vendors.prints.address = self.url
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def write_credentials(self, folder: Path) -> Path:
        """Write the vendors' secrets, readable by their owner alone; return Google's service account.

        Beside them stand the ports of the printers.
        """
        (folder / PORTS).write_text(json.dumps(self.printers.ports), "utf-8")
        secrets = {
            MICROSOFT_SECRET: self.vendors.graph.secret,
            LINE_WORKS_SECRET: self.vendors.line_works.secret,
            LINE_WORKS_KEY: private_pem(self.vendors.key),
            SLACK_TOKEN: self.vendors.slack.token,
            MATTERMOST_TOKEN: self.vendors.mattermost.token,
            ZOOM_SECRET: self.vendors.zoom.secret,
            NEXTCLOUD_TOKEN: self.vendors.people.token,
            PRINT_SIGN_IN: self.vendors.prints.sign_in,
            CREDENTIALS: json.dumps(credentials(self.vendors.key, self.url), indent=2),
        }
        for name, text in secrets.items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_text(text, "utf-8")
        return folder / CREDENTIALS

    def __enter__(self) -> Self:
        self._thread.start()
        self.printers.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.printers.__exit__()
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
        """Answer whichever vendor's path it is."""
        parts = urlsplit(self.path)
        _, _, token = self.headers.get("Authorization", "").partition(" ")
        token = self.headers.get("NC-Token", token)
        vendor = self.server.vendors.of(parts.path)
        if vendor is not None:
            with self.server.vendors.lock:
                self._send(vendor.answer(parts.path, dict(parse_qsl(parts.query)), token))
            return
        # The vendor's client may put two slashes between the host and the path.
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
        granting = self.server.vendors.granting(path)
        if granting is not None:
            self._send(granting.grant(path, form, self.headers.get("Authorization", "")))
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
