"""The demo town's talk and some of its file use in LINE WORKS' audit log API: a signed request, a 302, a CSV.

Some downloads break off and end with `downloadLogs error` inside the file. The log reaches back half a year.
This server does not enforce the pause of a minute between two downloads.
"""

from __future__ import annotations

import csv
import io
import json
import secrets
from bisect import bisect_left, bisect_right
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import jwt

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.for_vendors.keys import make_rsa_key, private_pem
from connectors.demo_town.simulate.names import DOMAIN
from connectors.demo_town.simulate.workdays import day_of_ms, midnight_ms
from connectors.vendors.line_works.demo.logs import LOGS

if TYPE_CHECKING:
    from collections.abc import Mapping


CLIENT_ID = "kasumizawaHirogari01"
SERVICE_ACCOUNT = f"hirogari.serviceaccount@{DOMAIN}"
PREFIX = "/lineworks"
SECRET = "line-works-secret.txt"  # noqa: S105 - the name of a file
KEY = "line-works-key.pem"
_TOKEN = f"{PREFIX}/oauth2/v2.0/token"
_DOWNLOAD = f"{PREFIX}/v1.0/audits/logs/download"
_TICKETS = f"{PREFIX}/files/"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_REACH_DAYS = 180
_BREAKS_EVERY = (5, 9)
"""Range from which the number of downloads up to the next broken one is drawn."""


class LineWorksServer(VendorServer):
    """The town's LINE WORKS domain."""

    def __init__(self, host: Host) -> None:
        """Collect the acts; logs are written at each request."""
        self.secret = secrets.token_urlsafe(12)
        self._town = host.town
        self._key = make_rsa_key()
        self._tokens: set[str] = set()
        self._tickets: dict[str, bytes] = {}
        self._acts = {service: log.acts(host.town) for service, log in LOGS.items()}
        self._rng = Random(f"{host.town.seed}/line works")  # noqa: S311 - a simulation, not a secret
        self._until_break = self._rng.randint(*_BREAKS_EVERY)

    @property
    def files(self) -> Mapping[str, str]:
        """The client secret of the application, and the private key of its service account."""
        return {SECRET: self.secret, KEY: private_pem(self._key)}

    def grant(self, path: str, form: str, login: str) -> Answer:
        """Answer a token request that is signed with the service account's key."""
        del login
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        try:
            claims = jwt.decode(
                fields.get("assertion", ""),
                self._key.public_key(),
                algorithms=["RS256"],
                issuer=CLIENT_ID,
                leeway=60,
                options={"require": ["exp", "iat", "iss", "sub"]},
            )
        except jwt.PyJWTError:
            return _refuse(400, "invalid_grant")
        knows = secrets.compare_digest(fields.get("client_secret", ""), self.secret)
        if path != _TOKEN or fields.get("grant_type") != _GRANT or not knows:
            return _refuse(401, "invalid_client")
        if claims["sub"] != SERVICE_ACCOUNT or "audit.read" not in fields.get("scope", "").split():
            return _refuse(400, "invalid_scope")
        token = f"jp1{secrets.token_urlsafe(64)}"
        self._tokens.add(token)
        body = {"access_token": token, "token_type": "Bearer", "expires_in": "86400",
                "scope": "audit.read"}  # fmt: skip
        return Answer(200, json.dumps(body).encode(), {})

    def answers(self, path: str) -> bool:
        """Whether the path belongs to LINE WORKS."""
        return path.startswith(f"{PREFIX}/")

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer a download with a redirect to its CSV, and the redirect with the CSV."""
        if path.startswith(_TICKETS):
            body = self._tickets.pop(path.removeprefix(_TICKETS), None)
            if body is not None:
                return Answer(200, body, {"Content-Type": "text/csv; charset=UTF-8"})
        if path != _DOWNLOAD:
            return _refuse(404, "NOT_FOUND")
        if token not in self._tokens:
            return _refuse(401, "UNAUTHORIZED")
        span = self._span(query)
        if span is None:
            return _refuse(400, "INVALID_PARAMETER")
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = self._write(query["service"], *span)
        return Answer(302, b"", {"Location": f"{_TICKETS}{ticket}"})

    def _span(self, query: Mapping[str, str]) -> tuple[int, int] | None:
        """Return the first and last requested millisecond; None if the request is invalid or out of reach."""
        try:
            start, end = (_instant_ms(query[name]) for name in ("startTime", "endTime"))
        except (KeyError, ValueError):
            return None
        reach = self._town.today.toordinal() - day_of_ms(start).toordinal()
        log = LOGS.get(query.get("service", ""))
        if log is None or query.get("language") != log.language:
            return None
        if start > end or reach > _REACH_DAYS:
            return None
        # Times have whole seconds, and both ends are included.
        return start, min(end + 999, midnight_ms(self._town.today) - 1)

    def _write(self, service: str, start: int, end: int) -> bytes:
        """Write a service's log for a time span; some logs break off in the middle."""
        log, acts = LOGS[service], self._acts[service]
        low = bisect_left(acts, start, key=lambda act: act.at_ms)
        high = bisect_right(acts, end, key=lambda act: act.at_ms)
        self._until_break -= 1
        breaks = self._until_break <= 0
        if breaks:
            self._until_break = self._rng.randint(*_BREAKS_EVERY)
            high = low + (high - low) // 2
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(log.columns)
        writer.writerows(row for act in acts[low:high] for row in log.rows(self._town, act))
        if breaks:
            text.write("downloadLogs error")
        return text.getvalue().encode("utf-8-sig")


def _instant_ms(text: str) -> int:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("no offset")
    return int(instant.timestamp() * 1000)


def _refuse(status: int, word: str) -> Answer:
    body = {"code": word, "error": word, "description": "The request was refused."}
    return Answer(status, json.dumps(body).encode(), {})
