"""The other side of a connector that asks a server, for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.contract.peer import Peer


def telling(kind: type[Peer]) -> Any:  # noqa: ANN401 - pytest's own kind of thing
    """Return a fixture: a peer of this kind that has told its truth, and is closed after the test."""

    @pytest.fixture
    def peer(tmp_path: Path) -> Iterator[Peer]:
        made = kind(tmp_path)
        try:
            made.tell()
            yield made
        finally:
            made.close()

    return peer
