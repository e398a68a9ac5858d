"""The HTTP server of the tests, on loopback: it answers correctly, or fails in one of the ways real servers fail."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ssl import SSLContext
    from types import TracebackType

FaultKind = Literal["429", "429_date", "503", "reset", "drip", "html", "empty", "expired"]
RETRY_AFTER_SECONDS = 1
DRIP_SECONDS = 20.0
"""Longest slow response, in seconds: longer than any connector under test may wait. Then the rest is sent at once."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the server received it; header names are lower-case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `announce` is a false Content-Length; `drip` (pause, bytes) sends the body in parts with pauses."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    announce: int | None = None
    drip: tuple[Callable[[], None], int] | None = None


LOGIN_PAGE = Answer(
    b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in.</body></html>",
    content_type="text/html; charset=utf-8",
)
_THROTTLED = {
    "429": Answer(status=429, headers={"Retry-After": str(RETRY_AFTER_SECONDS)}),
    "503": Answer(b"busy", status=503, content_type="text/plain"),
    "html": LOGIN_PAGE,
    "empty": Answer(b""),
    "expired": Answer(b'{"error": "expired"}', status=401),
}


@dataclass
class Loopback:
    """A server for the duration of a `with` block; `faults` are the faults of the next data requests, in order.

    `None` in `faults` answers one data request correctly. `always` is the fault of every data request. Requests for
    which `is_data` is false (a token endpoint, for example) are always answered correctly.
    """

    answer: Callable[[Request], Answer]
    is_data: Callable[[Request], bool] = lambda _request: True
    faults: list[FaultKind | None] = field(default_factory=list)
    always: FaultKind | None = None
    seen: list[Request] = field(default_factory=list)
    tls: SSLContext | None = None
    _waited_seconds: float = 0.0

    def __enter__(self) -> Self:
        """Start answering on a free port."""
        handler = type("Handler", (_Handler,), {"loopback": self})
        self._server = (_TlsServer if self.tls else ThreadingHTTPServer)(("127.0.0.1", 0), handler)
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop answering."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The server's address."""
        host = "https://localhost" if self.tls else "http://127.0.0.1"
        return f"{host}:{self._server.server_port}"

    def data_seen(self) -> list[Request]:
        """Return the data requests so far."""
        return [request for request in self.seen if self.is_data(request)]

    def take_fault(self, request: Request) -> FaultKind | None:
        """Record a request and return its fault; None if it is to be answered correctly."""
        self.seen.append(request)
        if not self.is_data(request):
            return None
        if self.always:
            return self.always
        return self.faults.pop(0) if self.faults else None

    def drip(self, body: bytes) -> Iterator[bytes]:
        """Yield the body byte by byte, so slowly that a client without a time limit waits too long."""
        pause = min(DRIP_SECONDS / max(len(body), 1), 0.5)
        for index in range(len(body)):
            if self._waited_seconds > DRIP_SECONDS:
                yield body[index:]
                return
            if self._stopping.wait(pause):
                return
            self._waited_seconds += pause
            yield body[index : index + 1]

    def hung_up(self) -> None:
        """Reset the waiting time after the client has closed the connection."""
        self._waited_seconds = 0.0


class _TlsServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Ignore errors: a client that does not trust our certificate closes the connection."""


@contextmanager
def loopback(answer: Callable[[Request], Answer]) -> Iterator[str]:
    """Serve `answer` and yield the address, for tests that need nothing else of the server."""
    with Loopback(answer) as server:
        yield server.url


class _Handler(BaseHTTPRequestHandler):
    loopback: Loopback
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Log nothing, since pytest would show it as the test's output."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
        )
        fault = self.loopback.take_fault(request)
        try:
            self._send(request, fault)
        except (BrokenPipeError, ConnectionResetError):
            self.loopback.hung_up()

    do_GET = do_POST = do_PUT = _serve  # noqa: N815 (the base's names)

    def _send(self, request: Request, fault: FaultKind | None) -> None:
        if fault == "429_date":
            when = formatdate(time.time() + RETRY_AFTER_SECONDS, usegmt=True)
            self._whole(Answer(status=429, headers={"Retry-After": when}))
        elif fault in _THROTTLED:
            self._whole(_THROTTLED[fault])
        elif fault == "reset":
            self._reset(self.loopback.answer(request))
        elif fault == "drip":
            answer = self.loopback.answer(request)
            self._head(answer)
            for piece in self.loopback.drip(answer.body):
                self.wfile.write(piece)
                self.wfile.flush()
            self.close_connection = True
        else:
            self._whole(self.loopback.answer(request))

    def _head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        length = len(answer.body) if answer.announce is None else answer.announce
        self.send_header("Content-Length", str(length))
        if answer.announce is not None:
            self.send_header("Connection", "close")
            self.close_connection = True
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _whole(self, answer: Answer) -> None:
        self._head(answer)
        pause, size = answer.drip or (lambda: None, max(len(answer.body), 1))
        for start in range(0, len(answer.body), size):
            self.wfile.write(answer.body[start : start + size])
            pause()

    def _reset(self, answer: Answer) -> None:
        self._head(answer)
        self.wfile.write(answer.body[: len(answer.body) // 2])
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
