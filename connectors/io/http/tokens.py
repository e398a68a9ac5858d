"""Short-lived bearer tokens: fetched when needed, renewed before they expire or when the vendor refuses them.

A token is kept in memory only and never appears in a `repr`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from connectors.contract.errors import StopSource
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.io.http.transport import Answer, Transport

CREDENTIALS_REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED)
"""Statuses with which a token endpoint refuses credentials (RFC 6749, 5.2): its body says why, so it is read."""
_EARLY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its lifetime in seconds, as the vendor states it."""

    text: str = field(repr=False)
    seconds: float


def token_in(body: Mapping[str, object], *, usual_seconds: float) -> Token | None:
    """Return the token in an authority's response; its lifetime is `usual_seconds` if the response states none.

    Returns None if the response holds no token.
    """
    text, seconds = body.get("access_token"), body.get("expires_in")
    if not isinstance(text, str) or not text:
        return None
    try:
        lives = float(cast("float", seconds))
    except (TypeError, ValueError):
        lives = usual_seconds
    return Token(text, lives if 0 < lives < float("inf") else usual_seconds)


class TokenTransport:
    """GET requests with a bearer token; a 401 renews the token and repeats the request once."""

    def __init__(
        self,
        transport: Transport,
        fetch_token: Callable[[], Token],
        *,
        refused: Message,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep the arguments; no token is fetched yet.

        Args:
            transport: sends the requests.
            fetch_token: returns a new token.
            refused: the next step to show if a fresh token is refused as well.
            clock: a monotonic clock, in seconds.
        """
        self._transport = transport
        self._fetch_token = fetch_token
        self._refused = refused
        self._clock = clock
        self._token: Token | None = None
        self._ends = 0.0

    def get(
        self,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        also: tuple[int, ...] = (),
        place: str | None = None,
    ) -> Answer:
        """Send a GET request with the token.

        Args:
            path: as for `Transport.get`.
            params: as for `Transport.get`.
            also: as for `Transport.get`; a 401 never counts as a response.
            place: as for `Transport.get`.

        Raises:
            StopSource: a fresh token is refused as well.
            SourceError: as for `Transport.get`.
        """
        for is_fresh in (False, True):
            if is_fresh:
                self._token = None
            answer = self._transport.get(
                path,
                params=params,
                headers={"Authorization": f"Bearer {self._current()}"},
                also=(*also, HTTPStatus.UNAUTHORIZED),
                place=place,
            )
            if answer.status != HTTPStatus.UNAUTHORIZED:
                return answer
        raise StopSource(
            Message("the vendor refuses a fresh access token"),
            place=answer.place,
            next_step=self._refused,
        )

    def _current(self) -> str:
        if self._token is None or self._clock() >= self._ends:
            self._token = self._fetch_token()
            self._ends = self._clock() + max(self._token.seconds - _EARLY_SECONDS, 0.0)
        return self._token.text
