"""Explains why a host cannot be reached, so that the town can fix it: certificate, proxy, DNS or network.

Messages contain host names, which a firewall's administrator needs, but never a path, a query or credentials.
"""

from __future__ import annotations

import re
import socket
import ssl
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.io.http.retry import RetryPolicy

# OpenSSL's numbers (X509_V_ERR_…).
_NOT_AT_THIS_TIME = {9, 10}
_ANOTHER_NAME = {62, 63, 64}
_ASK_THE_KEEPER = Message(
    "it is asked again later; if it lasts for days, ask whoever keeps the proxy"
)


class Unreachable(httpx.TransportError):
    """A host cannot be reached; `is_lasting` means that retrying is useless until somebody acts."""

    def __init__(self, thing: Message, next_step: Message, *, is_lasting: bool) -> None:
        """Keep thing and next step separate, as `Mendable` does."""
        super().__init__(thing)
        self.thing, self.next_step, self.is_lasting = thing, next_step, is_lasting


class TooLarge(httpx.TransportError):
    """A response is larger than the limit."""

    def __init__(self, most_bytes: int) -> None:
        """`most_bytes` is the limit in bytes."""
        super().__init__("the answer is too large")
        self.most_bytes = most_bytes


def host_and_port(proxy: str) -> str:
    """Return a proxy's host and port, without its credentials."""
    url = httpx.URL(proxy)
    return f"{url.host}:{url.port or (443 if url.scheme == 'https' else 80)}"


def explained(
    error: httpx.TransportError, url: httpx.URL, proxy: str | None
) -> httpx.TransportError:
    """Return an `Unreachable` that explains a transport error; the error itself if the cause is unknown."""
    if isinstance(error, httpx.ProxyError) and proxy:
        return _refused_by(proxy, url, str(error))
    causes = list(_causes(error))
    in_tls = [cause for cause in causes if isinstance(cause, ssl.SSLError)]
    if in_tls:
        return _without_tls(in_tls[-1], url.host)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return _nameless(url, proxy)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return _silent(url, proxy)
    if isinstance(error, httpx.UnsupportedProtocol):
        return Unreachable(
            Message("the address does not begin with https://"),
            Message("look at the addresses in the source's settings (`endpoint`)"),
            is_lasting=True,
        )
    return error


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _without_tls(error: ssl.SSLError, host: str) -> Unreachable:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(
            Message("{host} makes no TLS connection", host=host),
            Message(
                "look whether a firewall or a proxy stands in between; a proxy is most often named with http://"
            ),
            is_lasting=False,
        )
    if error.verify_code in _NOT_AT_THIS_TIME:
        return Unreachable(
            Message("the certificate of {host} is not valid at this time", host=host),
            Message(
                "look at this machine's clock; if it is right, tell whoever keeps that host or the proxy"
            ),
            is_lasting=True,
        )
    if error.verify_code in _ANOTHER_NAME:
        return Unreachable(
            Message("the certificate of {host} is for another name", host=host),
            Message(
                "look at the address in the settings, and whether a proxy or a log-in page stands in between"
            ),
            is_lasting=True,
        )
    return Unreachable(
        Message("the certificate of {host} is not trusted", host=host),
        Message(
            "if the town's network opens TLS: put the town's CA (PEM) into a file and name it in SSL_CERT_FILE, or add it to the machine's own (update-ca-certificates)"
        ),
        is_lasting=True,
    )


def _refused_by(proxy: str, url: httpx.URL, said: str) -> Unreachable:
    found = re.match(r"\d{3}\b", said)
    status = int(found[0]) if found else 0
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return Unreachable(
            Message("the proxy {proxy} asks for a name and a password", proxy=host_and_port(proxy)),
            Message("write them into HTTPS_PROXY, as http://NAME:PASSWORD@HOST:PORT"),
            is_lasting=True,
        )
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unreachable(
            Message(
                "the proxy {proxy} does not let {host} through (status {status})",
                proxy=host_and_port(proxy),
                host=url.host,
                status=status,
            ),
            Message("ask whoever keeps the proxy to let this server reach that host"),
            is_lasting=True,
        )
    return Unreachable(
        Message(
            "the proxy {proxy} does not reach {host} (status {status})",
            proxy=host_and_port(proxy),
            host=url.host,
            status=status or "?",
        ),
        _ASK_THE_KEEPER,
        is_lasting=False,
    )


def _silent(url: httpx.URL, proxy: str | None) -> Unreachable:
    if proxy:
        return Unreachable(
            Message("the proxy {proxy} cannot be reached", proxy=host_and_port(proxy)),
            Message("look at HTTPS_PROXY, and ask whoever keeps the proxy"),
            is_lasting=False,
        )
    return Unreachable(
        Message("{host} cannot be reached", host=url.host),
        Message(
            "it is asked again later; if it lasts, let the firewall open the way to this host, or name the proxy in HTTPS_PROXY"
        ),
        is_lasting=False,
    )


def _nameless(url: httpx.URL, proxy: str | None) -> Unreachable:
    if proxy:
        return Unreachable(
            Message("the proxy's name {host} is not known here (DNS)", host=httpx.URL(proxy).host),
            Message("look at HTTPS_PROXY, and at this machine's name server"),
            is_lasting=False,
        )
    return Unreachable(
        Message("the name {host} is not known here (DNS)", host=url.host),
        Message(
            "look at this machine's name server and at the address in the settings; behind a proxy name the proxy in HTTPS_PROXY"
        ),
        is_lasting=False,
    )


def wait_or_raise(
    error: httpx.RequestError | httpx.InvalidURL,
    retry_policy: RetryPolicy,
    attempt: int,
    *,
    place: str,
) -> None:
    """Wait after a failed request so that it can be repeated, or raise if repeating it is useless.

    Args:
        error: what httpx raised.
        retry_policy: number of attempts and length of waits.
        attempt: number of the failed attempt, from 1.
        place: where, for the error.

    Raises:
        Retry: no attempt is left.
        StopSource: the request cannot succeed until somebody acts.
        SkipPart: the response is larger than the limit.
    """
    if isinstance(error, TooLarge):
        raise SkipPart(
            Message("the answer is larger than {most} bytes", most=error.most_bytes),
            place=place,
            next_step=Message("ask for fewer days at once, or ask the vendor"),
        )
    if isinstance(error, httpx.TooManyRedirects | httpx.InvalidURL):
        raise endless_redirects(place)
    if isinstance(error, Unreachable):
        if error.is_lasting:
            raise StopSource(error.thing, place=place, next_step=error.next_step)
        retry_policy.wait(attempt, None, thing=error.thing, place=place, next_step=error.next_step)
    elif isinstance(error, httpx.TimeoutException):
        retry_policy.wait(
            attempt, None, thing=Message("the vendor does not answer in time"), place=place
        )
    else:
        retry_policy.wait(attempt, None, thing=Message("the answer was cut short"), place=place)


def endless_redirects(place: str) -> StopSource:
    """Return the error for redirects that form a loop or lead to an invalid URL."""
    return StopSource(
        Message("the vendor's redirects lead nowhere"),
        place=place,
        next_step=Message(
            "look at `endpoint`, and whether a proxy or a log-in page stands in between"
        ),
    )
