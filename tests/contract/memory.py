"""How much memory a connector takes to read a long log: `python -m tests.contract.memory samba 1024`.

The file is written by one process and read by another, whose peak is that of reading alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tests.contract.peer import FilePeer

if TYPE_CHECKING:
    from connectors.contract.streams import Connector

MEGABYTE = 1024 * 1024


def peer_of(kind: str, folder: Path) -> FilePeer:
    """Return the peer of a kind that is streamed."""
    for path in (Path(__file__).parent / "peers").glob("*.py"):
        for made in vars(import_module(f"tests.contract.peers.{path.stem}")).values():
            is_peer = isinstance(made, type) and issubclass(made, FilePeer)
            if is_peer and getattr(made, "kind", "") == kind:
                return made(folder)
    raise LookupError(kind)


def reads_all_at_once(connector: Connector) -> Connector:
    """Plant the mistake that the measurement is there for."""
    plain = connector.read  # type: ignore[attr-defined]  # of ExportedFiles
    object.__setattr__(connector, "read", lambda path, stream: iter(list(plain(path, stream))))
    return connector


def _read(kind: str, folder: Path, wrong: str) -> None:
    peer = peer_of(kind, folder)
    connector = peer.connector()
    if wrong == "wrong":
        connector = reads_all_at_once(connector)
    rows = 0
    for stream in connector.streams:
        for batch in connector.fetch(stream, peer.window):
            rows += batch.rows.num_rows
    sys.stdout.write(f"{_peak()} {rows}\n")


def _peak() -> int:
    """The peak of this process in MB. Not ru_maxrss: that begins with the size of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measure(kind: str, megabytes: int, *, plant: bool = False) -> tuple[int, int]:
    """Return the peak in MB of a process that reads that much, and the rows it yielded."""
    with tempfile.TemporaryDirectory() as folder:
        peer_of(kind, Path(folder)).enlarge(megabytes * MEGABYTE)
        done = subprocess.run(
            [sys.executable, "-m", "tests.contract.memory", kind, folder, "wrong" if plant else ""],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    peak, rows = done.stdout.split()
    return int(peak), int(rows)


if __name__ == "__main__":
    name, where, *rest = sys.argv[1:]
    if where.isdigit():
        sys.stdout.write("{} MB at the peak, {} rows\n".format(*measure(name, int(where))))
    else:
        _read(name, Path(where), *rest)
