"""Recognises the headings of a table: the accepted names of each column, and remarks in brackets behind a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_REMARKED = re.compile(r"(?P<plain>[^()\[\]]+)[(\[](?P<remark>[^()\[\]]+)[)\]]")
_SAYS_NOTHING = re.compile(
    r"西暦|和暦|元号|年月日|必須|任意|半角|全角|半角英数字?|数字|\d+桁|例.*|yyyy.*|枚|件|人|名|回|冊|箱|時間|a4(?:換算)?"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: canonical name → further accepted spellings. `required` columns must be present."""

    required: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_wins: bool = False
    """True: spellings are in order of preference; of two in one header the first counts. False: two are an error."""
    by_hand: bool = False
    """People wrote the header: a heading may have a remark in brackets, such as 開始日(西暦) or 枚数(枚)."""

    def header(self, cells: Sequence[object]) -> list[str | None]:
        """Return the canonical name for each cell of a header row, None for a cell that names no declared column."""
        found = [self._find(cell) for cell in cells]
        for place, (one, remark) in self._remarked(cells, found):
            found[place] = one if _SAYS_NOTHING.fullmatch(remark) else None
        if not self.first_wins:
            return [one[0] if one else None for one in found]
        best = {one[0]: min(o[1] for o in found if o and o[0] == one[0]) for one in found if one}
        return [one[0] if one and one[1] == best[one[0]] else None for one in found]

    def doubtful(self, cells: Sequence[object]) -> str | None:
        """Return the first heading whose remark may change the meaning of its column, such as the unit in 枚数(千枚)."""
        found = [self._find(cell) for cell in cells]
        doubts = (
            str(cells[place]).strip()
            for place, (_, remark) in self._remarked(cells, found)
            if not _SAYS_NOTHING.fullmatch(remark)
        )
        return next(doubts, None)

    def _remarked(
        self, cells: Sequence[object], found: Sequence[tuple[str, int] | None]
    ) -> Iterator[tuple[int, tuple[tuple[str, int], str]]]:
        """Yield position, match and remark of each heading with a remark whose column no other heading names."""
        known = {one[0] for one in found if one}
        for place, cell in enumerate(cells if self.by_hand else ()):
            remarked = _REMARKED.fullmatch(_fold(cell))
            one = self._find(remarked["plain"]) if remarked and not found[place] else None
            if remarked and one and one[0] not in known:
                yield place, (one, remarked["remark"])

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return the further accepted spellings of a column."""
        return {**self.required, **self.optional}[name]

    def shown(self, name: str) -> str:
        """Return a column's name as it appears in files: a program's log never contains our own English names."""
        spellings = self.spellings(name)
        is_our_own = name.isidentifier() and name.isascii() and name == name.lower()
        is_heading = self.by_hand or not spellings or not is_our_own
        return name if is_heading else spellings[0]

    def _find(self, written: object) -> tuple[str, int] | None:
        folded = _fold(written)
        for name, others in (*self.required.items(), *self.optional.items()):
            for rank, spelling in enumerate((name, *others)):
                if folded == _fold(spelling):
                    return name, rank
        return None


def _fold(written: object) -> str:
    text = unicodedata.normalize("NFKC", "" if written is None else str(written))
    return "".join(text.split()).casefold()
