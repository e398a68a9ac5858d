"""A tiny server on loopback whose answers a test writes itself, byte by byte if need be."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the test's server says; `announce` lies about the length, `drip` feeds it part by part."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    announce: int | None = None
    drip: tuple[Callable[[], None], int] | None = None


@contextmanager
def loopback(answer: Callable[[Asked], Reply]) -> Iterator[str]:
    """Serve `answer` on a free port of 127.0.0.1 and give its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, query, headers, body)
            reply = answer(asked)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) if reply.announce is None else reply.announce
            self.send_header("Content-Length", str(length))
            if reply.announce is not None:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if reply.drip:
                pause, size = reply.drip
                for start in range(0, len(reply.body), size):
                    try:
                        self.wfile.write(reply.body[start : start + size])
                    except OSError:
                        return
                    pause()
            else:
                self.wfile.write(reply.body)

        do_GET = _handle  # noqa: N815 - the library asks for this name
        do_POST = _handle  # noqa: N815 - the library asks for this name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
