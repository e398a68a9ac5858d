"""One request by each HTTP client in use: our own, google-api-python-client's and msgraph-sdk's."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.io.http.retry import RetryPolicy
from connectors.io.http.transport import Transport
from connectors.vendors import microsoft_365
from connectors.vendors.google_workspace.streams import REPORTS
from tests.contract.reports_api import ReportsApi

if TYPE_CHECKING:
    from collections.abc import Callable

ONCE = RetryPolicy(tries=1)
DAY = Window(date(2026, 6, 9), date(2026, 6, 10))
REPORT = (
    b"Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,"
    b"Receive Count,Read Count,Meeting Created Count,Meeting Interacted Count,Assigned Products,Report Period\r\n"
    b"2026-06-11,a@town.example,x,False,,2026-06-09,3,9,3,1,0,E3,1\r\n"
)


def answer(path: str) -> tuple[bytes, str]:
    """Return the body and the content type that each vendor would answer for a path."""
    if "token" in path:
        return (
            b'{"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}',
            "application/json",
        )
    if "v1.0" in path:
        return REPORT, "text/csv"
    return b'{"items": []}', "application/json"


def ask_by_our_own(url: str) -> None:
    """Send a request as the connectors without a vendor's library do."""
    with closing(Transport("ours", url, retry_policy=ONCE)) as http:
        http.get("/records")


def ask_by_google(url: str) -> None:
    """Request a token and a page of activities with Google's library."""
    api = ReportsApi({})
    api.url = url
    connector = api.connector(streams=("drive",))
    list(connector.fetch(REPORTS["drive"].stream, DAY))


def ask_by_graph(url: str) -> None:
    """Request a report with Microsoft's library; the token is set, since our own client fetches it."""
    settings = microsoft_365.Settings(
        name="m365",
        tenant_id="t",
        client_id="c",
        client_secret_file=SecretStr("s"),
        reports=("outlook",),
        endpoint=f"{url}/v1.0",
        authority=url,
    )
    connector = microsoft_365.connect(settings, retry_policy=ONCE)
    connector._client._token = "t"
    list(connector.fetch(connector.streams[0], DAY))


CLIENTS: dict[str, Callable[[str], None]] = {
    "our own": ask_by_our_own,
    "google-api-python-client": ask_by_google,
    "msgraph-sdk": ask_by_graph,
}
