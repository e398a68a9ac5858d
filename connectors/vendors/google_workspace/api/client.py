"""Pages of activities through google-api-python-client, with retries and limits that the library lacks.

The library ignores Retry-After, accepts a page that is not JSON, and reads a slowly dripping response without
end; this module corrects all three. Google's error texts must never be repeated, because they may contain
addresses. Importing this module takes half a second, so the connector imports it with its first request.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import orjson
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.oauth2 import service_account
from google_auth_httplib2 import AuthorizedHttp, Request
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from connectors.contract.errors import StopSource, StopStream
from connectors.contract.messages import Message
from connectors.io.http.json_text import read_json
from connectors.io.http.network import Limits
from connectors.io.http.paging import Pages
from connectors.io.http.unreachable import wait_or_raise
from connectors.io.http.web_pages import is_web_page
from connectors.vendors.google_workspace.api.library_http import LibraryHttp
from connectors.vendors.google_workspace.api.refusals import SCOPE, is_busy, refusal, token_refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from connectors.contract.streams import Window
    from connectors.io.http.retry import RetryPolicy
    from connectors.vendors.google_workspace.parse import Oldest
    from connectors.vendors.google_workspace.settings import Settings

# The library logs the text of an error, which may contain an address.
logging.getLogger("googleapiclient.http").setLevel(logging.ERROR)

FIELDS = (
    "nextPageToken,items(id(time,uniqueQualifier,applicationName,customerId),isAgenticAction,"
    "actor(email,callerType,applicationInfo(impersonation),agentAttributionInfo(agentType)),"
    "events(name,parameters(name,value,boolValue,intValue)))"
)
PAGE_SIZE = 1000
READ_SECONDS = 60.0
TOTAL_SECONDS = 300.0

Activity = dict[str, Any]


class _BrokenAnswerError(Exception):
    """A response with status 200 is not valid JSON."""


class _WebPageError(Exception):
    """A response with status 200 is a web page."""


def _whole_json(_: object, content: bytes) -> dict[str, Any]:
    if is_web_page(content):
        raise _WebPageError
    try:
        body = _read(content)
    except ValueError:
        raise _BrokenAnswerError from None
    if not isinstance(body, dict):
        raise _BrokenAnswerError
    return body


def _read(content: bytes) -> object:
    try:
        return orjson.loads(content)
    except ValueError:
        # orjson rejects byte-order marks and lone surrogates (half a character of a title), which `read_json`
        # accepts.
        return read_json(content)


def _limits() -> Limits:
    return Limits(read_seconds=READ_SECONDS, total_seconds=TOTAL_SECONDS)


def _items(body: dict[str, Any], place: str) -> list[Activity]:
    items = body.get("items") or []
    if not isinstance(items, list):
        raise StopStream(
            Message("an answer without a list of activities"),
            place=place,
            next_step=Message(
                "{vendor} has changed its format: look for a newer version of this program",
                vendor="Google",
            ),
        )
    return items


def _written(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Client:
    """The Reports API for one source; it loads no credentials and sends nothing before the first request."""

    def __init__(self, settings: Settings, retry_policy: RetryPolicy) -> None:
        """Keep the settings; the credentials are read with the first request."""
        self._settings = settings
        self._retry_policy = retry_policy
        self._service: Any = None
        self._http: Any = None

    def pages(
        self, application: str, window: Window | None = None, *, most: int = PAGE_SIZE
    ) -> Iterator[list[Activity]]:
        """Yield pages, newest first; without a window, of the last 180 days.

        Raises:
            Retry: Google is busy or unreachable, a page is cut short, or the pages do not end: the slice starts
                again.
            StopStream: this application's log is refused.
            StopSource: credentials, scope or privilege are missing.
        """
        times = (
            {"startTime": _written(window.start_at), "endTime": _written(window.end_at)}
            if window
            else {}
        )
        yield from self._pages(application, times, most)

    def _pages(
        self, application: str, times: dict[str, str], most: int
    ) -> Iterator[list[Activity]]:
        place = f"source {self._settings.name}, stream {application}"
        sequence = Pages(place)
        token: str | None = None
        before: list[Activity] = []
        while True:
            body = self._ask(place, application, times, token, most)
            page = _items(body, place)
            yield page
            token = body.get("nextPageToken")
            if not token:
                return
            # A page equal to the one before counts as empty, because it makes no progress.
            sequence.turn(token, records=0 if page == before else len(page))
            before = page

    def close(self) -> None:
        """Close the connections but keep the token; the next request reconnects."""
        if self._http is not None:
            self._http.close()

    def has_older(self, application: str, window: Window, oldest: Oldest) -> bool:
        """Whether the window holds records older than those read, or unseen ones as old: then pages were lost."""
        if oldest.at is None:
            return False
        times = {
            "startTime": _written(window.start_at),
            "endTime": _written(oldest.at + timedelta(milliseconds=1)),
        }
        return any(map(oldest.misses, self._pages(application, times, PAGE_SIZE)))

    def _ask(
        self, place: str, application: str, times: dict[str, str], token: str | None, most: int
    ) -> dict[str, Any]:
        attempt = 0
        while True:
            attempt += 1
            header = None
            try:
                return self._request(place, application, times, token, most)
            except HttpError as error:
                header = error.resp.get("retry-after")
                if not is_busy(error):
                    raise refusal(error, place, has_token=bool(token)) from None
                thing = Message("Google answers {status}", status=error.resp.status)
            except _WebPageError:
                raise StopSource(
                    Message("a web page came instead of data"),
                    place=place,
                    next_step=Message("look whether a proxy or a log-in page stands in between"),
                ) from None
            except GoogleAuthError:
                thing = Message("the token cannot be fetched")
            except (httpx.RequestError, httpx.InvalidURL) as error:
                wait_or_raise(error, self._retry_policy, attempt, place=place)
                continue
            except _BrokenAnswerError:
                thing = Message("Google's answer was cut short")
            self._retry_policy.wait(attempt, header, thing=thing, place=place)

    def _request(
        self, place: str, application: str, times: dict[str, str], token: str | None, most: int
    ) -> dict[str, Any]:
        self._connect(place)
        named = {"customerId": self._settings.customer} if self._settings.customer else {}
        request = self._service.activities().list(
            userKey="all",
            applicationName=application,
            maxResults=most,
            pageToken=token,
            fields=FIELDS,
            **times,
            **named,
        )
        request.postproc = _whole_json
        self._renew_token(place)
        body: dict[str, Any] = request.execute(num_retries=0)
        return body

    def _connect(self, place: str) -> None:
        if self._service is not None:
            return
        try:
            info = json.loads(self._settings.credentials.get_secret_value())
            credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # half typed
                info, scopes=[SCOPE], subject=self._settings.subject
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StopSource(
                Message("the credentials are not the key of a service account"),
                place=f"{place}, setting credentials",
                next_step=Message("download the service account's key as JSON and name that file"),
            ) from None
        self._http = AuthorizedHttp(credentials, http=LibraryHttp(_limits()))
        options = {"api_endpoint": self._settings.endpoint} if self._settings.endpoint else None
        self._service = build(
            "admin",
            "reports_v1",
            http=self._http,
            static_discovery=True,
            client_options=options,
        )

    def _renew_token(self, place: str) -> None:
        credentials = self._http.credentials
        if credentials.valid:
            return
        try:
            credentials.refresh(Request(self._http.http))
        except RefreshError as error:
            if error.retryable:
                raise
            raise token_refused(error, place) from None
        except (TypeError, KeyError, ValueError):
            # If the token address returns a web page instead of JSON, google-auth raises one of these.
            raise StopSource(
                Message("the address of the token gives no token"),
                place=f"{place}, setting credentials",
                next_step=Message(
                    "look at token_uri in the key file, and whether a proxy stands between"
                ),
            ) from None
