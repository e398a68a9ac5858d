"""Reads release tables as series of cells, one cell a month.

A month without a row is a cell of state `none` (「まだない」): never a 0 and never left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dashboards.read.book_changes import BookChanges
from dashboards.read.differences import a_year_before
from dashboards.read.noise import cases_of
from dashboards.read.series.cell import Cell
from dashboards.read.series.missing_reason import kept_since, without_one_sided_share
from dashboards.read.series.sheets import add_sheets
from dashboards.read.series.sums import ADDERS
from dashboards.read.series.year_before import Alike
from dashboards.text.words import Words
from dashboards.theme import TOOL_STYLES
from warehouse.months import months_between
from warehouse.release.groups.succession import Succession
from warehouse.release.tables.cell_tables import CELL_TABLES, known_between, value_of
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import from_top

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from warehouse.release.tables.release import Release

_SERIES = {name: one for name, one in CELL_TABLES.items() if one.charted != "otherwise"}
"""Tables that pages read as series of months."""
PAIRS = (
    "documents",
    "paper_bought",
    "approvals",
    "filings",
    "meetings",
    "inspections",
    "minutes",
)
"""Pairs of paper and digital, in display order."""


Series = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """A published group: one section, or the small sections merged into one."""

    code: str
    name: str
    from_on: date | None
    to_on: date | None
    successor: str | None


def _sections(release: Release) -> tuple[PublishedGroup, ...]:
    words = Words(release.town.language)
    named = sorted(release.tables["section"].to_pylist(), key=lambda row: row["position"])
    return tuple(
        PublishedGroup(
            row["section"],
            words.group(row["section"], row["name"]),
            row["from_on"],
            row["to_on"],
            row["successor"],
        )
        for row in named
        if row["section"] != TOWN
    )


class Cells:
    """Every series of a release by table and key; `months` has no gaps."""

    def __init__(self, release: Release) -> None:
        """Index the tables of `release`.

        Raises:
            ValueError: a tool has no entry in `TOOL_STYLES`.
        """
        self._series: dict[tuple[str, ...], dict[date, Cell]] = {}
        self._books = BookChanges(release)
        self._kept = kept_since(release)
        for table in _SERIES:
            for row in release.tables[table].to_pylist():
                self._add(table, row)
        self.as_of = release.as_of
        self.months = self._charted_months()
        self._alike = Alike(Succession.of(release.tables), self.months)
        self.all_sections = _sections(release)
        """In the roster's order, with those that have ended: each keeps its page."""
        self.sections = tuple(
            one for one in self.all_sections if one.to_on is None or one.to_on >= self.as_of
        )
        """Those of today: what is counted, compared and linked as neighbours."""
        self._counted = {
            names[2]
            for names, cells in self._series.items()
            if names[0] == "use_month" and any(cell.low is not None for cell in cells.values())
        }
        tools = {key[2] for key in self._series if key[0] in {"use_month", "activation_month"}}
        self.tools = tuple(sorted(tools, key=self._tool_place))

    def _charted_months(self) -> tuple[date, ...]:
        """Return the months without a gap from the first to the last that a chart shows."""
        found = {
            month
            for names, cells in self._series.items()
            if _SERIES[names[0]].charted == "sets_months"
            for month, cell in cells.items()
            if not cell.is_running
        }
        return months_between(min(found), max(found)) if found else ()

    def _tool_place(self, tool: str) -> tuple[bool, int]:
        """Return a tool's sort key; tools that were never counted come last and do not lead a page."""
        return (tool not in self._counted, list(TOOL_STYLES).index(tool))

    def _add(self, table: str, row: dict[str, object]) -> None:
        month = row["month"]
        assert isinstance(month, date)  # noqa: S101 - the release's schema says so
        declared, shown = _SERIES[table], without_one_sided_share(row)
        cell = Cell(
            month,
            value_of(table, {**row, **shown}),
            *(shown[name] for name in ("low", "high", "state", "withheld_because", "n")),
            *(row.get(name) for name in ("digital", "paper", "quality")),
        )
        known = known_between(table, {**row, **shown})
        cell = replace(
            cell,
            known=known,
            shown_on=self._kept.get((table, declared.item_of(row), month)),
            from_top=from_top(row),
            change=self._books.change(table, row),
            cases=cases_of(table, row),
            is_share=declared.form(row).unit == "per_cent",
        )
        names = (table, str(row["section"]), *(str(row[name]) for name in declared.key))
        self._series.setdefault(names, {})[month] = cell

    def _at(self, month: date, *names: str) -> Cell:
        return self._series.get(names, {}).get(month, Cell(month))

    def _get(self, *names: str) -> Series:
        table, section, *key = names
        return self._alike.series(
            section,
            lambda one, month: self._at(month, table, one, *key),
            ADDERS[_SERIES[table].sums],
        )

    def use(self, section: str, tool: str) -> Series:
        """Return the use rate (利用日率) by month, in per cent."""
        return self._get("use_month", section, tool)

    def activation(self, section: str, tool: str) -> Series:
        """Return the adoption curve by month, as a band in per cent.

        For a tool whose use was never counted, a band such as 「0〜45%」 would only reflect missing data:
        such a month has no value.
        """
        series = self._get("activation_month", section, tool)
        if tool in self._counted:
            return series
        return tuple(
            replace(c, shown=None, low=None, high=None) if c.low == 0 else c for c in series
        )

    def measure(self, table: str, section: str, *key: str) -> Series:
        """Return a further measure by month; `key` holds the table's key columns besides section and month.

        `habitual_month` and `retention_month` take a tool, `segment_month` a tool and a segment,
        `work_month` a measure, `book_month` what and measure; `breadth_month` and `outside_month` none.
        """
        return self._get(table, section, *key)

    def pair(self, section: str, pair: str) -> Series:
        """Return the digital share of a pair by month, in per cent."""
        return self._get("paper_digital_month", section, pair)

    def paper(self, section: str, kind: str) -> dict[str, Series]:
        """Return the sheets of one kind (bought, printed or counter) by source name."""
        names = sorted(
            {key[3] for key in self._series if key[:3] == ("paper_month", section, kind)}
        )
        return {name: self._get("paper_month", section, kind, name) for name in names}

    def sheets(self, section: str, kind: str) -> Series | None:
        """Return the sheets of all sources of one kind together; None if the section has no such source.

        A month has no value if any source with a record of it has none.
        """
        names = list(self.paper(section, kind))
        if not names:
            return None
        series = self._alike.series(
            section,
            lambda one, at: add_sheets([self._at(at, "paper_month", one, kind, n) for n in names]),
            add_sheets,
        )
        return self._books.sheets(section, series) if kind == "bought" else series

    def pairs(self, section: str) -> tuple[str, ...]:
        """Return the pairs for which this section has a share, or has one withheld."""
        return tuple(
            pair
            for pair in PAIRS
            if any(
                cell.low is not None or (cell.withheld and not cell.is_running)
                for cell in self.pair(section, pair)
                if cell.state != "none"
            )
        )


def newest(series: Iterable[Cell], *, states: Sequence[str] = ("final",)) -> Cell | None:
    """Return the last cell with a value in one of `states`, or else the last cell with any value."""
    valued = [cell for cell in series if cell.low is not None]
    settled = [cell for cell in valued if cell.state in states]
    last = settled or valued
    return last[-1] if last else None


def at_month(series: Iterable[Cell], month: date) -> Cell:
    """Return the series' cell of `month`; a cell of state `none` if the series has none."""
    return next((cell for cell in series if cell.month == month), Cell(month))


def year_before(series: Iterable[Cell], cell: Cell) -> Cell:
    """Return the cell that `cell` is compared with: the same month of the year before, of the same sections.

    If no released number covers the same sections, the cell is withheld as `REORGANISED`.
    """
    return cell.base or at_month(series, a_year_before(cell.month))
