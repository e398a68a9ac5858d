"""A page_log of which no line can be read is told as broken, and not as a log that was never switched on."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.cups import connector as cups

if TYPE_CHECKING:
    from pathlib import Path

LINE = b"LBP sato 1 [10/Apr/2025:09:00:00 +0900] total 4 - localhost a A4 one-sided\n"


def test_a_packed_log_that_was_cut_is_told_as_cut(tmp_path: Path) -> None:
    """The next step is to bring the file anew, not to change cupsd."""
    path = tmp_path / "page_log.1.gz"
    path.write_bytes(gzip.compress(LINE * 50)[:-8])
    source = cups.connect(cups.Settings(name="c", kind="cups", files=(path,)))
    april = Window(date(2025, 4, 1), date(2025, 5, 1))
    with pytest.raises(SkipPart, match="cannot be read"):
        list(source.fetch(cups.STREAM, april))
