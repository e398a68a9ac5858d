"""A proxy on loopback that opens a tunnel or refuses with an HTTP status."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Proxy:
    """A proxy whose tunnel leads to `target`, whatever host is requested; any `status` but 200 refuses instead."""

    target: tuple[str, int] | None = None
    status: int = 200
    port: int = 0
    asked: list[str] = field(default_factory=list)
    """The first line of each request."""
    headers: list[str] = field(default_factory=list)


@contextmanager
def proxy(target_url: str = "", status: int = 200) -> Iterator[Proxy]:
    """Run a proxy on a free port of 127.0.0.1 for the duration of the block."""
    port = int(target_url.rpartition(":")[2]) if target_url else 0
    told = Proxy(("127.0.0.1", port) if port else None, status)
    listener = socket.create_server(("127.0.0.1", 0))
    told.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                asking, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=_speak, args=(asking, told), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        # A thread in `accept` wakes only when the socket is shut down.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _speak(asking: socket.socket, told: Proxy) -> None:
    with asking, suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head:
            part = asking.recv(4096)
            if not part:
                return
            head += part
        lines = head.decode("latin-1").split("\r\n")
        told.asked.append(lines[0])
        told.headers.extend(lines[1:])
        if told.status != 200 or told.target is None:
            asking.sendall(f"HTTP/1.1 {told.status} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        with socket.create_connection(told.target) as there:
            asking.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_carry, args=(there, asking), daemon=True)
            back.start()
            _carry(asking, there)
            back.join()


def _carry(come: socket.socket, go: socket.socket) -> None:
    with suppress(OSError):
        while part := come.recv(65536):
            go.sendall(part)
        go.shutdown(socket.SHUT_WR)
