"""Runs Prefect's server on loopback: its folder, its settings, its password, starting and stopping it.

Call `prepare` before Prefect is imported: Prefect reads its settings once. The server must not be reachable from
other machines or without the password, and sends no telemetry.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.io.new_files import OWN, new_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"
START_SECONDS = 600
"""Longest wait for the server to start: on a busy machine it took more than two minutes and was well."""
PATIENT_SECONDS = 30
"""Wait after which the operator is told that the server is still starting."""

_SETTINGS = {
    # Without these the server contacts a telemetry host.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
    # A killed run is noticed by its missing heartbeat. Concurrency leases are stored in files to survive the server.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
}


_LEAST_FREE = 1024 * 1024
"""Free bytes below which Prefect's database cannot create its first tables."""


class SchedulerDown(Mendable):
    """Prefect's server did not start."""


class RunNotNoted(Mendable):
    """Prefect's server answers but cannot record a run, because its disk is full or its database is locked."""


def not_noted() -> RunNotNoted:
    """Return the error to raise if the prepared server could not record a run."""
    return RunNotNoted(
        Message("the scheduler's database cannot be written, so this run is not in its list"),
        place=os.environ["PREFECT_HOME"],
        next_step=Message("free some disk space there, then start it again"),
    )


def is_full(home: Path) -> bool:
    """Whether the disk of Prefect's folder is full."""
    return shutil.disk_usage(home).free < _LEAST_FREE


def _not_started(home: Path) -> SchedulerDown:
    """Return the error to raise if the server did not start.

    A full disk is named here, since the server's log could not record it; other causes are in the log.
    """
    if is_full(home):
        return SchedulerDown(
            Message("the disk is full"),
            place=str(home),
            next_step=Message("free some disk space, then start it again"),
        )
    return SchedulerDown(
        Message("the scheduler did not start"),
        place=str(home / "server.log"),
        next_step=Message("run it again; if it fails again, read the log's last lines"),
    )


def home_of(data: Path) -> Path:
    """Return Prefect's folder, which holds its database, its log and the password of its server."""
    return data / "prefect"


def prepare(home: Path, api: str) -> None:
    """Set the environment so that Prefect uses this folder and our server; `api` must be the server of this folder."""
    auth = _auth_string(home)
    os.environ.update(_SETTINGS)
    os.environ["PREFECT_HOME"] = str(home)
    os.environ["PREFECT_PROFILES_PATH"] = str(home / "profiles.toml")
    os.environ["PREFECT_API_URL"] = api
    os.environ["PREFECT_API_AUTH_STRING"] = auth
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = auth
    # The town's proxy cannot reach our server on loopback.
    here = ",".join(filter(None, [urllib.request.getproxies().get("no"), HOST, "localhost"]))
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = here


def speak_plainly() -> None:
    """Let only our own lines through to the terminal, without timestamps or tracebacks.

    Prefect's own log of a run stays in its database. Call this after Prefect is imported, since Prefect adds its
    handlers to the root logger at import.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    plain = logging.StreamHandler(sys.stdout)
    plain.setFormatter(logging.Formatter("%(message)s"))
    plain.addFilter(_is_ours)
    root.addHandler(plain)
    # Otherwise logging would print a traceback in English for each line that Prefect's log could not take.
    logging.raiseExceptions = False


def _is_ours(record: logging.LogRecord) -> bool:
    is_prefects = record.name.partition(".")[0] in {"prefect", "httpx", "uvicorn"}
    return getattr(record, "is_for_the_operator", False) or not is_prefects


def settle() -> None:
    """Flush Prefect's queued logs and events to the server, so that it can be stopped without losing any."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - slow, and must be prepared
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415 - as above

    APILogWorker.drain_all(timeout=10)
    EventsWorker.drain_all(timeout=10)


def running_api(home: Path) -> str | None:
    """Return the address of our server if it is up, else None."""
    file = home / "api"
    if not file.exists():
        return None
    api = file.read_text(encoding="utf-8").strip()
    # The file is empty if the disk was full when the server started.
    return api if api and _is_reachable(api, _auth_string(home)) else None


@dataclass(frozen=True, slots=True)
class Server:
    """Prefect's server on loopback, started and stopped by this program."""

    home: Path
    api: str
    process: subprocess.Popen[bytes]

    def wait(self, tell: Callable[[Message], None]) -> None:
        """Wait until the server answers; tell the operator once if that takes longer than `PATIENT_SECONDS`.

        Raises:
            SchedulerDown: the server ended, or did not answer within `START_SECONDS`; its log says why.
        """
        began_at, has_told = time.monotonic(), False
        auth = _auth_string(self.home)
        while not _is_reachable(self.api, auth):
            waited = time.monotonic() - began_at
            if self.process.poll() is not None or waited > START_SECONDS:
                raise _not_started(self.home)
            if waited > PATIENT_SECONDS and not has_told:
                has_told = True
                tell(
                    Message(
                        "still waiting for the scheduler, for {number} minutes at most",
                        number=START_SECONDS // 60,
                    )
                )
            time.sleep(0.2)
        (self.home / "api").write_text(self.api, encoding="utf-8")

    def stop(self) -> None:
        """Stop the server: close its standard input, wait 20 seconds, then kill it."""
        (self.home / "api").unlink(missing_ok=True)
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_server(home: Path, port: int = 0) -> Server:
    """Start Prefect's server on loopback, on a free port unless one is given; return without waiting for it."""
    port = port or _free_port()
    home.mkdir(parents=True, exist_ok=True)
    api = f"http://{HOST}:{port}/api"
    prepare(home, api)
    # The watchdog ends the server with this process, even if this process is killed.
    command = [sys.executable, "-m", "flows.scheduler.child_watchdog"]
    command += [sys.executable, "-m", "prefect", "server", "start"]
    command += ["--host", HOST, "--port", str(port)]
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, stdin=subprocess.PIPE, stdout=log, stderr=log
        )
    return Server(home, api, process)


def _auth_string(home: Path) -> str:
    """Return user and password of our own server; they are created at first use in a file of mode 0600."""
    file = home / "auth"
    if file.exists() and not file.stat().st_size:
        # The process was killed while writing it; an empty password would admit everybody.
        file.unlink()
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        with new_file(file, OWN) as out:
            out.write(f"hirogari:{secrets.token_urlsafe(24)}")
    return file.read_text(encoding="utf-8")


def _is_reachable(api: str, auth: str) -> bool:
    """Whether our own server answers at this address; another user's server would refuse our password."""
    password = b64encode(auth.encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - our own http address
        f"{api}/admin/version", headers={"Authorization": f"Basic {password}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=2):  # noqa: S310 - as above
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])
