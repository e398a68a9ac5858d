"""Google's addresses in the demo town: the token endpoint and the Reports API, for the service account only."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.for_vendors.keys import make_rsa_key
from connectors.vendors.google_workspace.demo.reports import Reports, refuse
from connectors.vendors.google_workspace.demo.tokens import TokenOffice, credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

CREDENTIALS = "google-service-account.json"
_TOKENS = "/token"
_REPORTS = "/admin/reports/"
_ACTIVITIES = re.compile(r"^/admin/reports/v1/activity/users/([^/]+)/applications/([a-z_]+)$")
_DENIED = "Access denied. You are not authorized to read activity records."
_REALM = 'Bearer realm="https://accounts.google.com/"'
_NO_LOGIN = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential."
)


class GoogleServer(VendorServer):
    """The town's Google domain."""

    def __init__(self, host: Host) -> None:
        """Prepare the logs, and create a new service account key."""
        self.reports = Reports(host.town)
        self._address = host.address
        self._key = make_rsa_key()
        self._tokens = TokenOffice(self._key.public_key())

    @property
    def files(self) -> Mapping[str, str]:
        """The service account's file in the form of Google's console."""
        return {CREDENTIALS: json.dumps(credentials(self._key, self._address), indent=2)}

    def answers(self, path: str) -> bool:
        """Whether the path belongs to Google; Google's client may put two slashes before it."""
        path = "/" + path.lstrip("/")
        return path == _TOKENS or path.startswith(_REPORTS)

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer one `activities.list`."""
        found = _ACTIVITIES.match("/" + path.lstrip("/"))
        if found is None:
            return refuse(404, "Not Found", "notFound")
        if not self._tokens.knows(token):
            return refuse(401, _NO_LOGIN, "authError", {"WWW-Authenticate": _REALM})
        if not self._tokens.may_read(token):
            return refuse(401, _DENIED, "authError")
        if found[1] != "all":
            return refuse(400, "The demo town answers userKey=all only", "invalid")
        return self.reports.answer(found[2], query)

    def grant(self, path: str, form: str, login: str) -> Answer:
        """Answer a token request that is signed with the service account's key."""
        del login
        if path != _TOKENS:
            return refuse(404, "Not Found", "notFound")
        status, body = self._tokens.grant(form, f"{self._address}{_TOKENS}")
        return Answer(status, json.dumps(body).encode(), {})
