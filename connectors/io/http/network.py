"""Network access for every HTTP client, including the vendors' own libraries: proxy, TLS trust and size limits.

No client may open a connection around this module. A town hall's servers reach the internet through a proxy, which
often decrypts TLS with a certificate authority (CA) of its own. The proxy comes from HTTPS_PROXY, HTTP_PROXY or
ALL_PROXY; NO_PROXY lists the hosts that are reached directly. Trusted CAs are the machine's own, those of Python's list
(certifi), and those in the files named by SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or
HTTPLIB2_CA_CERTS.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.request import getproxies

import certifi
import httpx

from connectors.contract.messages import Message
from connectors.io.http.unreachable import TooLarge, Unreachable, explained

CA_VARIABLES = (
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPLIB2_CA_CERTS",
)  # fmt: skip
_PEM = b"-----BEGIN"
_PROXY_AUTHENTICATION = 407
_PARTIAL = 206
_AT_ONCE = 64 * 1024
_OF_PACKING = {"content-encoding", "content-length", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Time-outs in seconds and the maximum size in bytes of one response."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    """Longest wait for the next bytes of a response."""
    total_seconds: float = 300.0
    """Longest duration of a whole response; ends one that arrives in a slow trickle."""
    most_bytes: int = 256 * 1024 * 1024

    @property
    def timeout(self) -> httpx.Timeout:
        """The connect and read time-outs as httpx's type."""
        return httpx.Timeout(self.read_seconds, connect=self.connect_seconds)


def client(limits: Limits, *, base_url: str = "") -> httpx.Client:
    """Return a client that uses the town's proxy and trusted CAs; it follows at most five redirects."""
    return httpx.Client(
        base_url=base_url,
        follow_redirects=True,
        max_redirects=5,
        timeout=limits.timeout,
        transport=WayOut(),
        # This module reads the environment itself; httpx must not also read a .netrc.
        trust_env=False,
    )


def read_whole(response: httpx.Response, limits: Limits) -> bytes:
    """Read the body of a streamed response.

    Raises:
        TooLarge: the body is larger than `limits.most_bytes`.
        httpx.TransportError: the body was cut short, or took longer than `limits.total_seconds`.
    """
    ends = time.monotonic() + limits.total_seconds
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > limits.most_bytes:
            raise TooLarge(limits.most_bytes)
        if time.monotonic() > ends:
            raise httpx.ReadTimeout("the answer drips")
    return bytes(body)


class WayOut(httpx.BaseTransport):
    """An httpx transport that sends each request directly or through the proxy for its host."""

    def __init__(self) -> None:
        """Open no connection yet."""
        self._ways: dict[str | None, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            Unreachable: the host cannot be reached; the error says why.
        """
        proxy = proxy_of(request.url)
        if proxy not in self._ways:
            trust = certificates()
            self._ways[proxy] = httpx.HTTPTransport(verify=trust, proxy=proxy, trust_env=False)
        try:
            response = self._ways[proxy].handle_request(request)
        except httpx.TransportError as error:
            raise explained(error, request.url, proxy) from error
        try:
            _refuse_if_none(response, request, proxy)
        except httpx.TransportError:
            response.close()
            raise
        return response

    def close(self) -> None:
        """Close every connection."""
        for way in self._ways.values():
            way.close()


class AsyncWayOut(httpx.AsyncBaseTransport):
    """`WayOut` for asynchronous libraries; limits the size of a body here, because they read bodies themselves."""

    def __init__(self, limits: Limits) -> None:
        """Open no connection yet; of `limits` only `most_bytes` is used."""
        self._limits = limits
        self._ways: dict[str | None, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the whole response.

        Raises:
            Unreachable: the host cannot be reached; the error says why.
            TooLarge: the body is larger than the limit.
        """
        proxy = proxy_of(request.url)
        if proxy not in self._ways:
            trust = certificates()
            self._ways[proxy] = httpx.AsyncHTTPTransport(verify=trust, proxy=proxy, trust_env=False)
        try:
            response = await self._ways[proxy].handle_async_request(request)
        except httpx.TransportError as error:
            raise explained(error, request.url, proxy) from error
        try:
            _refuse_if_none(response, request, proxy)
            return await self._whole(response)
        finally:
            await response.aclose()

    async def _whole(self, response: httpx.Response) -> httpx.Response:
        """Read and decompress the body within the limit: a small compressed body can expand until memory is full."""
        body = bytearray()
        async for part in response.aiter_bytes(_AT_ONCE):
            body += part
            if len(body) > self._limits.most_bytes:
                raise TooLarge(self._limits.most_bytes)
        kept = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name.lower() not in _OF_PACKING
        ]
        return httpx.Response(response.status_code, headers=kept, content=bytes(body))

    async def aclose(self) -> None:
        """Close every connection."""
        for way in self._ways.values():
            await way.aclose()


def _refuse_if_none(response: httpx.Response, request: httpx.Request, proxy: str | None) -> None:
    """Refuse a response that is not the vendor's (407 of a proxy) and a partial one (206), which nobody asked for."""
    if response.status_code == _PARTIAL:
        raise httpx.RemoteProtocolError("a part of the answer came")
    if proxy and response.status_code == _PROXY_AUTHENTICATION:
        refused = httpx.ProxyError(f"{response.status_code} {response.reason_phrase}")
        raise explained(refused, request.url, proxy)


def proxy_of(url: httpx.URL) -> str | None:
    """Return the proxy address for a URL, including its credentials; None if the host is reached directly.

    Raises:
        Unreachable: the proxy address in the environment is invalid.
    """
    named = getproxies()
    proxy = named.get(url.scheme) or named.get("all")
    if not proxy or _is_asked_directly(url, named.get("no", "")):
        return None
    proxy = proxy.strip() if "://" in proxy else f"http://{proxy.strip()}"
    try:
        parts = httpx.URL(proxy)
    except httpx.InvalidURL:
        parts = httpx.URL("")
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise Unreachable(
            Message("the environment names a proxy in a form that is not known"),
            Message("write it as http://HOST:PORT into HTTPS_PROXY (SOCKS proxies are not used)"),
            is_lasting=True,
        )
    return proxy


def _is_asked_directly(url: httpx.URL, no_proxy: str) -> bool:
    """Whether NO_PROXY covers the host: a domain with its subdomains, an address, a network (10.0.0.0/8) or `*`."""
    host = url.host.casefold().rstrip(".")
    for entry in no_proxy.replace(",", " ").casefold().split():
        name, _, port = entry.partition("://")[2].partition("/")[0].rpartition(":")
        if "://" not in entry:
            name, _, port = entry.rpartition(":")
        if not port.isdigit() or ":" in name:
            name, port = entry, ""
        if port and int(port) != (url.port or {"https": 443}.get(url.scheme, 80)):
            continue
        name = name.strip("[]").removeprefix("*").lstrip(".")
        if entry == "*" or (name and (host == name or host.endswith(f".{name}"))):
            return True
        if _is_within(host, name):
            return True
    return False


def _is_within(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def certificates() -> ssl.SSLContext:
    """Return the TLS context that trusts the machine's CAs, certifi's list and the files named in the environment.

    Raises:
        Unreachable: a file named in the environment cannot be read.
    """
    return _trusting(tuple((name, os.environ.get(name, "")) for name in CA_VARIABLES))


@cache
def _trusting(named: tuple[tuple[str, str], ...]) -> ssl.SSLContext:
    trust = ssl.create_default_context(cafile=certifi.where())
    trust.load_default_certs()
    seen: set[str] = set()
    for variable, paths in named:
        for path in paths.split(os.pathsep):
            if not path or path in seen:
                continue
            seen.add(path)
            try:
                _add(trust, Path(path))
            except (OSError, ValueError):  # ssl.SSLError is an OSError
                raise Unreachable(
                    Message(
                        "the certificates that {variable} names cannot be read ({path})",
                        variable=variable,
                        path=path,
                    ),
                    Message(
                        "name a file that holds the town's CA in PEM, and that this program's user may read"
                    ),
                    is_lasting=True,
                ) from None
    return trust


def _add(trust: ssl.SSLContext, path: Path) -> None:
    if path.is_dir():
        trust.load_verify_locations(capath=path)
        # OpenSSL finds certificates in a folder only by the names that `openssl rehash` creates.
        if not any(path.glob("*.0")):
            for file in sorted(path.iterdir()):
                # The folder may also contain keys, and files that this user may not read.
                if file.suffix in {".pem", ".crt", ".cer"} and file.is_file():
                    with suppress(OSError, ValueError):
                        _add(trust, file)
    elif _PEM in (held := path.read_bytes()):
        trust.load_verify_locations(cafile=path)
    else:
        # Windows saves a .cer in binary form (DER) by default.
        trust.load_verify_locations(cadata=held)
