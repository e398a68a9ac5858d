"""Every registered connector keeps every rule, each told about by its own peer."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.vendors.registry import KINDS
from tests.contract import rules
from tests.contract.peer import FilePeer, Peer, ServerPeer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _peers() -> dict[str, type[Peer]]:
    found: dict[str, type[Peer]] = {}
    for path in (Path(__file__).parent / "peers").glob("*.py"):
        module = import_module(f"tests.contract.peers.{path.stem}")
        for made in vars(module).values():
            if isinstance(made, type) and issubclass(made, Peer) and hasattr(made, "kind"):
                name = f"{made.kind} by {made.way}" if made.way else made.kind
                assert found.setdefault(name, made) is made, f"two peers are called {name}"
    return found


PEERS = _peers()


@pytest.fixture(params=sorted(name for name, made in PEERS.items() if made.kind in KINDS))
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Peer]:
    """Each peer of each registered kind: a kind may have several ways in."""
    made = PEERS[request.param](tmp_path)
    yield made
    made.close()


def test_every_kind_has_a_peer() -> None:
    """A connector that no peer tells about keeps no rule."""
    assert KINDS.keys() <= {made.kind for made in PEERS.values()}


@pytest.mark.parametrize("rule", rules.EVERY, ids=lambda rule: rule.__name__)
def test_every_connector(peer: Peer, rule: Callable[[Peer], None]) -> None:
    rule(peer)


@pytest.mark.parametrize("rule", rules.SERVER, ids=lambda rule: rule.__name__)
def test_every_connector_of_a_server(peer: Peer, rule: Callable[[ServerPeer], None]) -> None:
    if not isinstance(peer, ServerPeer):
        pytest.skip("this source is no server")
    rule(peer)


@pytest.mark.parametrize("rule", rules.FILE, ids=lambda rule: rule.__name__)
def test_every_connector_of_files(peer: Peer, rule: Callable[[FilePeer], None]) -> None:
    if not isinstance(peer, FilePeer):
        pytest.skip("this source is no file")
    rule(peer)


VENDORS_OWN = (
    "googleapiclient", "msgraph", "msgraph_core", "azure", "msal", "pysnmp", "evtx", "openpyxl",
    "httpx", "google.auth", "jwt", "cryptography",
)  # fmt: skip


def test_an_unused_vendor_costs_nothing() -> None:
    """Importing every connector's settings imports no vendor's library."""
    program = (
        "import sys; from connectors.vendors.registry import KINDS, module_of\n"
        "for kind in KINDS: module_of(kind).Settings\n"
        f"print([name for name in {VENDORS_OWN!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
