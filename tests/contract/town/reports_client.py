"""The vendor's own client of the town's Reports API, for tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from google.oauth2 import service_account
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build

from connectors.demo_town.simulate.names import ADMINISTRATOR
from connectors.vendors.google_workspace.demo import CREDENTIALS
from connectors.vendors.google_workspace.demo.tokens import SCOPE

if TYPE_CHECKING:
    from pathlib import Path

    import httplib2

    from connectors.demo_town.server import TownServer


class Reader:
    """The vendor's client for the town, with the service account's file read from disk."""

    def __init__(self, server: TownServer, folder: Path, http: httplib2.Http) -> None:
        self.server, self.folder, self.http = server, folder, http

    def read_all(
        self, application: str, changes: dict[str, str] | None = None, **query: object
    ) -> list[dict[str, Any]]:
        """Follow the pages to their end; `changes` alter the account's file, subject or scope."""
        api = self._build(**(changes or {}))
        found: list[dict[str, Any]] = []
        token = None
        while True:
            page = (
                api.activities()
                .list(userKey="all", applicationName=application, pageToken=token, **query)
                .execute(num_retries=3)
            )
            found += page.get("items", [])
            token = page.get("nextPageToken")
            if token is None:
                return found

    def _build(self, **changes: str) -> Any:  # noqa: ANN401 - the vendor's client is made at run time
        self.server.write_access(self.folder)
        info = json.loads((self.folder / CREDENTIALS).read_text("utf-8"))
        subject = changes.pop("subject", ADMINISTRATOR)
        scope = changes.pop("scope", SCOPE)
        account = service_account.Credentials.from_service_account_info(
            {**info, **changes}, scopes=[scope], subject=subject or None
        )
        return build(
            "admin",
            "reports_v1",
            http=AuthorizedHttp(account, http=self.http),
            static_discovery=True,
            client_options={"api_endpoint": self.server.url},
        )
