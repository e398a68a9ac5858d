"""Client of Zoom's report API: fetches server-to-server tokens, and reads every page of a response."""

from __future__ import annotations

import base64
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from connectors.contract.errors import StopSource, StopStream
from connectors.contract.messages import Message
from connectors.io.http import transport
from connectors.io.http.paging import EndlessPages, Pages
from connectors.io.http.retry import RateLimiter
from connectors.io.http.tokens import CREDENTIALS_REFUSED, Token, TokenTransport, token_in
from connectors.vendors.zoom.refusals import NotForThis, OfOne, again, foreign, odd, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connectors.io.http.transport import Answer
    from connectors.vendors.zoom.settings import Settings

_PAGE = 300
_MOST_PAGES = 200
"""Enough for 60,000 hosts, meetings of one host, or participants of one meeting."""
# Reports are "heavy" requests: the smallest paid plan allows ten of them per second.
_REQUESTS = 8
_ERRORS_WITH_REASON = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
_APP = Message(
    "look at account_id, client_id and client_secret_file in the settings, and whether the server-to-server OAuth app is activated in the Zoom App Marketplace"
)


class Client:
    """A client for one Zoom account, used as a context manager."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings without fetching a token."""
        self._settings = settings
        self._authority = transport.Transport(settings.name, settings.authority)
        self._api = transport.Transport(
            settings.name, settings.endpoint, rate_limiter=RateLimiter(_REQUESTS, 1.0)
        )
        self._asked = TokenTransport(self._api, self._token, refused=_APP)

    def __enter__(self) -> Self:
        """Return the client without any request."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self._authority.close()
        self._api.close()

    def pages(
        self,
        path: str,
        key: str,
        query: Mapping[str, str],
        *,
        place: str,
        is_of_one: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """Yield the records of every page.

        Args:
            path: the API path; it contains ids of hosts and meetings, so no message may show it.
            key: the field of the response that holds the records.
            query: the parameters of each request.
            place: the text that stands for the path in messages.
            is_of_one: whether the path is of one host or meeting, so that an unknown error concerns only that
                one.

        Raises:
            SkipPart: only this host or meeting is refused.
            Retry: Zoom is busy or unreachable, or the pages hold fewer records than they state.
            StopSource: credentials, scopes or plan are wrong, or the response has another form.
            NoReport: the report does not exist.
        """
        token, count = "", 0
        pages = Pages(f"source {self._settings.name}, {place}", most_pages=_MOST_PAGES)
        while True:
            asked: dict[str, str | int] = {**query, "page_size": _PAGE}
            if token:
                asked["next_page_token"] = token
            answer = self._asked.get(path, params=asked, also=_ERRORS_WITH_REASON, place=place)
            page, records = _page_of(answer, key, is_of_one=is_of_one)
            yield from records
            count += len(records)
            token = str(page.get("next_page_token") or "")
            if not token:
                break
            pages.turn(token, records=len(records), size=len(answer.body))
        owed = page.get("total_records")
        if isinstance(owed, int | str) and str(owed).isdecimal() and count < int(owed):
            raise again(Message("the pages hold fewer records than they say"), answer)

    def of_one(
        self, path: str, key: str, query: Mapping[str, str], *, place: str
    ) -> list[dict[str, Any]]:
        """Return the records of every page for one host or meeting; if the pages break off, read them once more.

        Args:
            path: the API path.
            key: the field of the response that holds the records.
            query: the parameters of each request.
            place: the text that stands for the path in messages.

        Raises:
            SkipPart: only this host or meeting is refused.
            OfOne: the same, but it is the account's problem if every host or meeting fails this way.
            Retry, StopSource: as for `pages`.
        """
        for is_last in (False, True):
            try:
                return list(self.pages(path, key, query, place=place, is_of_one=True))
            except EndlessPages as error:
                if is_last:
                    raise OfOne(error) from None
            except (StopStream, NotForThis) as error:
                raise OfOne(error) from None
        raise AssertionError

    def _token(self) -> Token:
        mine = self._settings
        secret = mine.client_secret_file.get_secret_value() if mine.client_secret_file else ""
        basic = base64.b64encode(f"{mine.client_id}:{secret.strip()}".encode()).decode()
        answer = self._authority.post(
            "/oauth/token",
            form={"grant_type": "account_credentials", "account_id": mine.account_id or ""},
            headers={"Authorization": f"Basic {basic}"},
            also=CREDENTIALS_REFUSED,
        )
        body = answer.fields()
        token = token_in(body, usual_seconds=900)
        if answer.status != HTTPStatus.OK or token is None:
            is_secret = body.get("error") == "invalid_client"
            raise StopSource(
                Message(
                    "Zoom gives no token ({reason})",
                    reason="invalid_client" if is_secret else Message("no known reason"),
                ),
                place=answer.place,
                next_step=Message(
                    "copy the client secret of the server-to-server OAuth app anew into the file that client_secret_file names, and look at client_id"
                )
                if is_secret
                else _APP,
            )
        return token


def _page_of(
    answer: Answer, key: str, *, is_of_one: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a page and its records; raise the refusal that the response stands for if it is no page."""
    page = answer.json()
    if not isinstance(page, dict) or answer.status != HTTPStatus.OK:
        raise refusal(page, answer, is_of_one=is_of_one)
    records = page.get(key)
    if not isinstance(records, list):
        raise odd(answer) if is_of_one else foreign(answer)
    # An entry that is not an object becomes an empty, unreadable record; the other entries are still read.
    return page, [one if isinstance(one, dict) else {} for one in records]
