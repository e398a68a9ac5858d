"""Replace httplib2 for google-api-python-client and google-auth: its one method that they use, over our transport.

Without PySocks httplib2 ignores proxies in the environment. It also trusts its own list of certificates, and
reads a slowly dripping response without end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httplib2

from connectors.io.http.network import Limits, client, read_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx


class LibraryHttp:
    """A substitute for `httplib2.Http`, which the libraries expect."""

    def __init__(self, limits: Limits) -> None:
        """Prepare without opening a connection."""
        self._limits = limits
        self._client: httpx.Client | None = None

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 5,
        connection_type: object = None,
    ) -> tuple[httplib2.Response, bytes]:
        """Send a request, follow redirects, and return the response with its whole body.

        Args:
            uri: the address.
            method: the HTTP method.
            body: the request's body, if any.
            headers: the request's headers.
            redirections: ignored, as is the next one; they match httplib2's signature.
            connection_type: ignored.

        Raises:
            httpx.RequestError: the address cannot be reached, or the response was cut short.
        """
        del redirections, connection_type
        if self._client is None:
            self._client = client(self._limits)
        with self._client.stream(
            method, uri, content=body, headers=dict(headers or {})
        ) as response:
            content = read_whole(response, self._limits)
            said = {**response.headers, "status": str(response.status_code)}
            return httplib2.Response(said), content

    def close(self) -> None:
        """Close the connections; the next request reconnects."""
        if self._client is not None:
            self._client.close()
            self._client = None
