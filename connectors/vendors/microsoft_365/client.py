"""Graph's reports through msgraph-sdk: one client per request, with the retry policy of all connectors.

All request builders of a Graph client share one dict of path parameters, so two builders created before either
is awaited both fetch the date that was set last. Therefore a client lives for a single request. The SDK's own
retries are off, because they have no jitter, no rate limit and no end for a slowly dripping response.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import AuthenticationProvider
from kiota_http._exceptions import RedirectError
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory

from connectors.contract.messages import Message
from connectors.io.http import transport
from connectors.io.http.network import AsyncWayOut
from connectors.io.http.retry import RateLimiter, may_pass
from connectors.io.http.unreachable import endless_redirects, wait_or_raise
from connectors.vendors.microsoft_365.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kiota_abstractions.request_information import RequestInformation

    from connectors.io.http.retry import RetryPolicy

    Ask = Callable[[GraphRequestAdapter], Awaitable[bytes | None]]

# Requests per quota period, for each report, application and tenant.
_REQUESTS = 14


class _WayOut(AsyncWayOut):
    """Remembers the last requested host, because a report may lie on another host than Graph's."""

    host = ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        self.host = request.url.host
        return await super().handle_async_request(request)


class _Bearer(AuthenticationProvider):
    def __init__(self, token: str) -> None:
        self._token = token

    async def authenticate_request(
        self,
        request: RequestInformation,
        additional_authentication_context: dict[str, Any] | None = None,
    ) -> None:
        """Add the token to the request."""
        del additional_authentication_context
        request.headers.add("Authorization", f"Bearer {self._token}")


class Client:
    """One tenant's reports; sends nothing before the first request."""

    def __init__(
        self,
        endpoint: str,
        fetch_token: Callable[[], str],
        retry_policy: RetryPolicy,
        *,
        permission: Message,
        quota_seconds: float,
    ) -> None:
        """Prepare the client without any request.

        Args:
            endpoint: Graph's address with its version.
            fetch_token: gets a new access token.
            retry_policy: how often to retry and how long to wait.
            permission: the next step if Graph refuses the token.
            quota_seconds: the period, in seconds, in which Graph answers fourteen requests per report.
        """
        self._endpoint = endpoint.rstrip("/")
        self._fetch_token = fetch_token
        self._retry_policy = retry_policy
        self._permission = permission
        self._quota_seconds = quota_seconds
        self._limits = transport.Limits()
        self._rate_limiters: dict[str, RateLimiter] = {}
        self._token: str | None = None
        self._host = ""

    def latest(self, builder: str, *, place: str) -> bytes:
        """Return the report of ten days ago, which is certainly complete and still available."""
        return self.report(builder, datetime.now(UTC).date() - timedelta(days=10), place=place)

    def report(self, builder: str, day: date, *, place: str) -> bytes:
        """Return the bytes of one report.

        Raises:
            Retry: Graph is busy or unreachable, the response was cut short, or the request quota is used up.
            StopStream: the permission for this report is missing, or its download host cannot be reached.
            StopSource: the secret is wrong, or a web page came.
            NoReport: Graph has no such report for that day.
        """

        async def ask(adapter: GraphRequestAdapter) -> bytes | None:
            reports = GraphServiceClient(request_adapter=adapter).reports
            body: bytes | None = await getattr(reports, builder)(day).get()
            return body

        return self._patiently(builder, ask, place)

    def print_usage(self, address: str | None, *, place: str) -> bytes:
        """Return one page of the daily print usage by user, as JSON: the first page, or the page at `address`.

        The SDK's own parser raises ValueError on the date that Microsoft documents
        (`2020-02-04T00:00:00.0000000Z`), so this method requests the raw bytes.

        Raises:
            Retry, StopSource: as for `report`.
        """

        async def ask(adapter: GraphRequestAdapter) -> bytes | None:
            builder = GraphServiceClient(request_adapter=adapter).reports.daily_print_usage_by_user
            if address:
                builder = builder.with_url(address)
            request = builder.to_get_request_information()
            body: bytes | None = await adapter.send_primitive_async(request, "bytes", {})
            return body

        return self._patiently("daily_print_usage_by_user", ask, place)

    def _patiently(self, report: str, ask: Ask, place: str) -> bytes:
        rate_limiter = self._rate_limiters.setdefault(
            report, RateLimiter(_REQUESTS, self._quota_seconds, retry_policy=self._retry_policy)
        )
        attempt = 0
        has_renewed = False
        while True:
            attempt += 1
            if self._token is None:
                self._token = self._fetch_token()
            rate_limiter.spend(place=place)
            header = None
            try:
                return asyncio.run(self._ask(ask)) or b""
            except APIError as error:
                status = error.response_status_code or 0
                if status == HTTPStatus.UNAUTHORIZED and not has_renewed:
                    has_renewed, self._token = True, None
                    continue
                if not may_pass(status):
                    raise self._refusal(error, status, place) from None
                thing = Message("Graph answers {status}", status=status)
                header = (error.response_headers or {}).get("retry-after")
            except (httpx.RequestError, httpx.InvalidURL) as error:
                wait_or_raise(error, self._retry_policy, attempt, place=place)
                continue
            except RedirectError:
                raise endless_redirects(place) from None
            except TimeoutError:
                thing = Message("Graph cannot be reached, or its answer was cut short")
            self._retry_policy.wait(attempt, header, thing=thing, place=place)

    async def _ask(self, ask: Ask) -> bytes | None:
        options = {
            RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=False)
        }
        # The SDK wraps the client's transport and never closes it, so it is closed here.
        async with (
            aclosing(_WayOut(self._limits)) as way_out,
            httpx.AsyncClient(
                timeout=self._limits.timeout, transport=way_out, trust_env=False
            ) as http,
        ):
            adapter = GraphRequestAdapter(
                _Bearer(self._token or ""),
                GraphClientFactory.create_with_default_middleware(client=http, options=options),
            )
            adapter.base_url = self._endpoint
            try:
                async with asyncio.timeout(self._limits.total_seconds):
                    return await ask(adapter)
            finally:
                self._host = way_out.host

    def _refusal(self, error: APIError, status: int, place: str) -> Exception:
        # Only a response in Graph's own form has a code.
        code = str(getattr(getattr(error, "error", None), "code", None) or "")
        return refusal(
            status,
            code,
            self._host,
            is_graphs=bool(code) or self._host in {"", httpx.URL(self._endpoint).host},
            place=place,
            permission=self._permission,
        )
