"""The HTTP client for vendors without a Python library of their own.

It returns a response only if that is complete and of the requested kind. A log-in page with status 200, a truncated
body, a body that arrives in an endless trickle and a body without end are refused. Retry-After is respected. Messages
and logs must never show queries, redirect hosts or tokens.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

import httpx

from connectors.contract.errors import SkipPart, StopSource, StopStream
from connectors.contract.messages import Message
from connectors.io.http.json_text import read_json
from connectors.io.http.network import Limits, client, read_whole
from connectors.io.http.retry import RetryPolicy, may_pass
from connectors.io.http.unreachable import wait_or_raise
from connectors.io.http.web_pages import is_web_page, refused_by_page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from connectors.io.http.retry import RateLimiter

__all__ = ["Answer", "Limits", "Transport"]

# httpx logs every URL that it requests, and URLs contain accounts and tokens.
logging.getLogger("httpx").setLevel(logging.WARNING)

_NO_WAY_IN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete response of a vendor; `place` is where it came from, for messages."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    place: str

    def json(self) -> object:
        """Parse the body as JSON.

        Raises:
            SkipPart: the body is not JSON.
        """
        try:
            return read_json(self.body)
        except ValueError:
            raise SkipPart(
                Message("the answer is not JSON"),
                place=self.place,
                next_step=Message("it is asked again the next night; if it stays, ask the vendor"),
            ) from None

    def fields(self) -> dict[str, Any]:
        """Parse the body as a JSON object.

        Raises:
            SkipPart: the body is not JSON, or not an object.
        """
        parsed = self.json()
        if not isinstance(parsed, dict):
            raise SkipPart(
                Message("the answer is JSON of another form"),
                place=self.place,
                next_step=Message(
                    "look at `endpoint` and `authority`, and whether a proxy stands in between"
                ),
            )
        return parsed


class Transport:
    """HTTP requests to one vendor: `get` and `post` return a complete response or raise an error with a next step."""

    def __init__(
        self,
        source: str,
        base_url: str,
        *,
        authorise: Callable[[], Mapping[str, str]] | None = None,
        next_steps: Mapping[int, Message] | None = None,
        retry_policy: RetryPolicy | None = None,
        rate_limiter: RateLimiter | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Create the client; no request is sent yet.

        Args:
            source: the source's name in the settings, for messages.
            base_url: the URL that paths are appended to.
            authorise: called before each request; returns its headers and may renew a token.
            next_steps: HTTP status → the next step to show, where it is more specific than "look at the settings".
            retry_policy: number of attempts and length of waits.
            rate_limiter: the vendor's quota of requests; None if there is none.
            limits: time-outs and the maximum size of a response.
        """
        self._source = source
        self._authorise = authorise
        self._next_steps = next_steps or {}
        self._retry_policy = retry_policy or RetryPolicy()
        self._rate_limiter = rate_limiter
        self._limits = limits or Limits()
        self._client = client(self._limits, base_url=base_url)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(
        self,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        also: Collection[int] = (),
        place: str | None = None,
    ) -> Answer:
        """Send a GET request; redirects are followed, but the token is not sent to another host.

        Args:
            path: a path below `base_url`, or an absolute URL.
            params: the query parameters.
            headers: additional headers of this request.
            also: statuses from 400 up that count as a response (such as 404 for "no such day"), unless a web page.
            place: the name used in messages instead of the path, where the path names a person or a thing.

        Raises:
            Retry: after all attempts the vendor is still busy, unreachable or truncates its response.
            StopStream: the vendor refuses the request.
            StopSource: the credentials are refused, no attempt can succeed until someone acts, or a web page came.
            SkipPart: the response is larger than the limit.
        """
        return self._ask("GET", path, also, place=place, params=params, headers=headers)

    def post(
        self,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        also: Collection[int] = (),
    ) -> Answer:
        """Send a POST request.

        Args:
            path: a path below `base_url`, or an absolute URL.
            form: fields of a form; takes precedence over `body`.
            body: a value that is sent as JSON.
            headers: additional headers of this request.
            also: as for `get`.

        Raises:
            SourceError: as for `get`.
        """
        if form is not None:
            return self._ask("POST", path, also, data=dict(form), headers=headers)
        return self._ask("POST", path, also, json=body, headers=headers)

    def _ask(
        self,
        method: Literal["GET", "POST"],
        path: str,
        also: Collection[int],
        *,
        place: str | None = None,
        **request: object,
    ) -> Answer:
        # The query and the host of a redirect may contain accounts and tokens: messages show neither.
        place = f"source {self._source}, {place or f'{method} {httpx.URL(path).path}'}"
        own: Mapping[str, str] = request.pop("headers") or {}  # type: ignore[assignment]  # given by get and post
        attempt = 0
        while True:
            attempt += 1
            if self._rate_limiter:
                self._rate_limiter.spend(place=place)
            headers = {**(self._authorise() if self._authorise else {}), **own}
            try:
                answer = self._read(method, path, place, {**request, "headers": headers})
            except (httpx.RequestError, httpx.InvalidURL) as error:
                wait_or_raise(error, self._retry_policy, attempt, place=place)
                continue
            if may_pass(answer.status) and answer.status not in also:
                asked = answer.headers.get("retry-after")
                thing = Message("the vendor answers {status}", status=answer.status)
                self._retry_policy.wait(attempt, asked, thing=thing, place=place)
                continue
            self._check(answer, also)
            return answer

    def _read(self, method: str, path: str, place: str, request: dict[str, object]) -> Answer:
        with self._client.stream(method, path, **request) as response:  # type: ignore[arg-type]  # httpx's own keywords
            body = read_whole(response, self._limits)
            return Answer(response.status_code, dict(response.headers), body, place)

    def _check(self, answer: Answer, also: Collection[int]) -> None:
        if answer.status in also and not is_web_page(answer.body):
            return
        if answer.status >= HTTPStatus.BAD_REQUEST:
            # Refused may be this one log or report only; wrong credentials are refused for every stream.
            kind = StopSource if answer.status in _NO_WAY_IN else StopStream
            thing = Message("the vendor refuses with status {status}", status=answer.status)
            step = self._next_steps.get(
                answer.status, Message("look at the source's settings and credentials")
            )
            if is_web_page(answer.body):
                thing, step = refused_by_page(answer.status, step)
            raise kind(thing, place=answer.place, next_step=step)
        if is_web_page(answer.body):
            raise StopSource(
                Message("a web page came instead of data, most likely one to log in"),
                place=answer.place,
                next_step=Message(
                    "renew the credentials, and look whether a proxy stands in between"
                ),
            )
