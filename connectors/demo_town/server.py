"""Serves the demo town's vendors on loopback only: one HTTP server for all of them, and servers of other protocols."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from connectors.demo_town.for_vendors.contract import Host, VendorServer
from connectors.demo_town.sources import SOURCES, sources_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.demo_town.for_vendors.contract import Answer
    from connectors.demo_town.for_vendors.town import DemoTown


class TownServer:
    """Serves a town on 127.0.0.1 while the `with` block lasts; `url` is its base address."""

    def __init__(self, town: DemoTown, *, port: int = 0, folder: Path | None = None) -> None:
        """Bind the port (0: any free one); `folder` is where an earlier run of the town has written, if any."""
        self.town = town
        self.lock = Lock()
        """Serialises the requests to the vendors."""
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.town = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.vendors = self._built(Host(town, self.url, folder))
        """Vendor → its server, for the town's vendors that answer on loopback."""
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def _built(self, host: Host) -> dict[str, VendorServer]:
        built: dict[Callable[[Host], VendorServer], VendorServer] = {}
        found: dict[str, VendorServer] = {}
        for name, vendor in self.town.choice.declared.items():
            if vendor.serve:
                found[name] = built.get(vendor.serve) or vendor.serve(host)
                built[vendor.serve] = found[name]
        return found

    def of(self, path: str) -> VendorServer:
        """Return the vendor's server for a path; a server that always answers 404 if no vendor has this path."""
        return next((one for one in self.vendors.values() if one.answers(path)), VendorServer())

    def write_access(self, folder: Path) -> None:
        """Write the vendors' secrets, readable by their owner alone, and the settings' `[[sources]]`."""
        for vendor in self.vendors.values():
            for name, text in vendor.files.items():
                (folder / name).touch(mode=0o600)
                (folder / name).write_text(text, "utf-8")
        (folder / SOURCES).write_text(sources_of(self.town, self.url, self.vendors), "utf-8")

    def __enter__(self) -> Self:
        self._thread.start()
        for vendor in set(self.vendors.values()):
            vendor.start()
        return self

    def __exit__(self, *_: object) -> None:
        for vendor in set(self.vendors.values()):
            vendor.stop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    town: TownServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        """Answer a GET as the vendor to which the path belongs."""
        parts = urlsplit(self.path)
        _, _, token = self.headers.get("Authorization", "").partition(" ")
        # Nextcloud's monitoring app uses a token header of its own.
        token = self.headers.get("NC-Token", token)
        vendor = self.server.town.of(parts.path)
        with self.server.town.lock:
            self._send(vendor.answer(parts.path, dict(parse_qsl(parts.query)), token))

    def do_POST(self) -> None:
        """Grant a token as the vendor to which the path belongs."""
        form = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        path = urlsplit(self.path).path
        login = self.headers.get("Authorization", "")
        self._send(self.server.town.of(path).grant(path, form, login))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json; charset=UTF-8", **answer.headers}
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server uses
        """Log nothing; the base class would write a line for every request to stderr."""
