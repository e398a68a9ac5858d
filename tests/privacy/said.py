"""Holds every share and count that pages and newsletter say against the exported release.

A share must be a text that the release shows or a difference of two; a number of people is only ever
the roster's; a number without a unit stands nowhere but on axes, and no file has a column of its own.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from tests.privacy.published import HEARD
from warehouse.release.tables.release import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.privacy.published import Page

_SHARE = re.compile(r"約?\d+(?:\.\d+)?(?:[〜–]\d+(?:\.\d+)?)?[%％](?:未満|以上)?")
_POINTS = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)ポイント(?!(?:刻み|きざみ))")
_CHANGE = re.compile(r"(?:[+−±-])\d+(?:\.\d+)?[%％]")
_PEOPLE = re.compile(r"(名簿の)?(\d+)\s*[人名]")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_FIXED = re.compile(
    "5%きざみ|6人に[15]人|16%[、・]50%[、・]84%(?:を超えた月|の節目)|(?:16|50|84)%(?:の|を超える)職員"
    "|80%に届く(?:月|なら)"
    "|開庁日の80%以上(?:で使っているのは|で使う課は|で使うと分かる課は|に使われています)"
)
"""Steps that are the same for every town; they tell nothing of this one."""
_SCALE = {
    f"{low}〜{high}%" for low, high in ((0, 20), (20, 40), (40, 60), (60, 80), (80, 90), (90, 100))
}
"""The key of the picture of sections and months."""
EXPLAINED = {"method.html", "words.html"}
"""Pages that explain and are the same for every town: `test_published` holds them equal."""
_AXIS = {f"{step}%" for step in range(0, 101, 5)}


class Said:
    """What an exported release holds, in the forms in which a page may say it."""

    def __init__(self, export: Path) -> None:
        self.shown: set[str] = set()
        self.rosters: set[int] = set()
        plain: set[int] = set()
        for path in sorted(export.glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    self.shown.add(row.get("shown") or "")
                    self.rosters |= {int(row["n"])} if row.get("n") else set()
                    if re.fullmatch(r"約?\d+%", row.get("shown") or ""):
                        plain.add(int(row["shown"].strip("約%")))
        # A difference of two rounded shares is told with its range: a point more or less.
        self.points = {abs(a - b) + k for a in plain for b in plain for k in (-1, 0, 1)}

    def more_on_site(self, pages: Iterable[Page]) -> Iterator[str]:
        """Say page and text of everything that the release does not hold."""
        for page in (one for one in pages if one.name not in EXPLAINED):
            for name, text in page.attributes:
                # What is there for a program has no number at all; what is heard is a sentence.
                if self._is_more(text) if name in HEARD else re.search(r"\d", text):
                    yield f"{page.name}: {name}={text}"
            for text in page.texts:
                if text not in _SCALE and self._is_more(text):
                    yield f"{page.name}: {text}"
            for text in page.drawn:
                if text not in _AXIS and self._is_more(text):
                    yield f"{page.name}: {text} in a picture"
            for cell in _cells(page):
                if self._is_more(cell) or _BARE.fullmatch(cell):
                    yield f"{page.name}: {cell} in a table"

    def _is_more(self, text: str) -> bool:
        left = _FIXED.sub("", _CHANGE.sub("", text))
        return (
            any(share not in self.shown for share in _SHARE.findall(left))
            or any(float(points) not in self.points for points in _POINTS.findall(left))
            or any(not roster or int(n) not in self.rosters for roster, n in _PEOPLE.findall(left))
        )


def more_in_newsletter(pages: Iterable[Page]) -> Iterator[str]:
    """Say what is finer than five points, and every number of people."""
    for page in pages:
        texts = [*page.texts, *page.drawn, *(text for _, text in page.attributes)]
        for text in (*texts, *_cells(page)):
            shares = [int(n) for part in _SHARE.findall(text) for n in re.findall(r"\d+", part)]
            points = [float(n) for n in _POINTS.findall(text)]
            people = _PEOPLE.search(_FIXED.sub("", text))
            if any(n % 5 for n in (*shares, *points)) or people:
                yield f"{page.name}: {text}"
            elif re.fullmatch(r"\d+", text) and int(text) % 5:
                yield f"{page.name}: cell {text}"


def more_in_export(export: Path) -> Iterator[str]:
    """Say each column that the release has not, and each end of a band that its text does not say."""
    for path in sorted(export.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = SCHEMAS[path.stem].names if path.stem in SCHEMAS else []
            # A cell's text stands in the place of its coding.
            wanted = ["shown" if name == "coding" else name for name in names]
            yield from (f"{path.name}: {one}" for one in rows.fieldnames or () if one not in wanted)
            for row in rows:
                ends = {row.get("low") or "", row.get("high") or ""} - {""}
                told = {
                    *re.findall(r"[\d.]+", (row.get("shown") or "").replace(",", "")),
                    "0",
                    "100",
                }
                if not row.get("shown", "x"):
                    yield from (f"{path.name}: {end} is not shown" for end in ends)
                elif "%" in (row.get("shown") or ""):
                    yield from (
                        f"{path.name}: {end} of {row['shown']}"
                        for end in ends
                        if f"{float(end):g}" not in told
                    )


def _cells(page: Page) -> Iterator[str]:
    """The cells of data tables, but each row's head: a bare number there is of no unit a release has."""
    for table in page.tables:
        if table.is_data:
            for row in table.rows:
                yield from row[1:]
