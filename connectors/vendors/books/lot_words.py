"""The cell 順番の決め方 of the book of actions: the lot by which `hirogari plan` drew the order of sections.

A cell that begins with くじ holds seed, first month and number of waves, from which the order can be drawn again. Any
other text says in people's words how the order came about, and is no lot.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import text_of

_LOT = "くじ"
_WRITTEN = re.compile(
    r"くじ\s*\(\s*種\s*(?P<seed>\d{1,9})\s*、\s*(?P<year>\d{4})年(?P<month>\d{1,2})月から\s*7か月ごとに\s*(?P<waves>\d)回\s*\).*",
    re.DOTALL,
)


class Lot(NamedTuple):
    """What a lot was drawn from, besides the sections: `first` is the first of the month in which wave one begins."""

    seed: int
    first: date
    waves: int


def lot_in(cell: object) -> Lot | None:
    """Return the lot that a cell names; None for an empty cell or another way to decide.

    Raises:
        ValueError: the cell says that lots were drawn but not how, so that nobody can see whether the order was kept.
    """
    text = text_of(cell)
    if text is None or not text.startswith(_LOT):
        return None
    found = _WRITTEN.fullmatch(text)
    try:
        if found is not None:
            first = date(int(found["year"]), int(found["month"]), 1)
            return Lot(int(found["seed"]), first, int(found["waves"]))
    except ValueError:
        pass
    raise ValueError(Message("a lot that is not as `hirogari plan` wrote it"))


def lot_words(lot: Lot, wave: int, start: date) -> str:
    """Return the cell of a line: the lot, then its wave (from 1) and the month in which that one begins."""
    return (
        f"{_LOT}(種{lot.seed}、{lot.first.year}年{lot.first.month}月から7か月ごとに{lot.waves}回)"
        f"{wave}回目: {start.year}年{start.month}月に始める"
    )
