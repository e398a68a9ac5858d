"""What google-api-python-client and google-auth ask through: the one method of httplib2 that they use, over our way out.

httplib2 itself takes no proxy from the environment without PySocks, trusts a list of its own, and reads a slow
drip for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httplib2

from connectors.io.http.network import Limits, client, read_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx


class LibraryHttp:
    """Stands where the libraries expect an `httplib2.Http`."""

    def __init__(self, limits: Limits) -> None:
        """Nothing is opened yet."""
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
        """Ask, and return the answer with its whole body; redirects are followed.

        Raises:
            httpx.RequestError: no way leads there, or the answer was cut short.
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
        """Close the connections; the next request connects anew."""
        if self._client is not None:
            self._client.close()
            self._client = None
