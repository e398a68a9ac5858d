"""What moved since the month before, and what asks for attention: told from released numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.cells import Cell, Cells, Series, a_year_before, at_month, newest
from dashboards.pages.figure import Figure, Line
from dashboards.pages.page import section_file
from dashboards.sentences import LEVEL_PER_CENT, LEVEL_POINTS, is_plain
from dashboards.words import plain
from warehouse.release import TOWN

if TYPE_CHECKING:
    from dashboards.words import Words
    from warehouse.release import Release

FALL = 1 / 3
"""A section's use rate that fell by this share against its own last three months is told."""
_MONTHS_BEFORE = 3


def notices_figure(release: Release, cells: Cells, words: Words) -> Figure:
    """Return the card of moves and of what asks for attention."""
    moves = month_moves(cells, words)
    alerts = [
        *stale_alerts(release, words),
        *fall_alerts(cells, words),
        *paper_alerts(cells, words),
    ]
    calm = Line("calm", words.pick("気をつけることはありません。", "Nothing asks for attention."))
    return Figure(
        "notices",
        words.pick(
            "先月からの動きと、気をつけること", "Since last month, and what asks for attention"
        ),
        lines=(*moves, *(alerts or (calm,))),
        is_half=True,
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    now: Cell
    before: Cell


def _last_two(series: Series) -> _Pair | None:
    finals = [cell for cell in series if cell.state == "final" and cell.low is not None]
    return _Pair(finals[-1], finals[-2]) if len(finals) > 1 else None


def month_moves(cells: Cells, words: Words) -> list[Line]:
    """Return one line a tool for the whole town hall: from what to what, newest two final months."""
    out = []
    for tool in cells.tools:
        two = _last_two(cells.use(TOWN, tool))
        if two is None:
            continue
        span = f"{words.month(two.before.month)}→{words.month(two.now.month)}"
        was, now = words.shown(two.before.shown), words.shown(two.now.shown)
        moved = (two.now.mid or 0) - (two.before.mid or 0)
        if not (is_plain(two.now) and is_plain(two.before)) or abs(moved) <= LEVEL_POINTS:
            text = words.pick(
                f"{words(tool)}：{was}→{now}（ほぼ同じ、{span}）",
                f"{words(tool)}: {was} → {now} (level, {span})",
            )
            out.append(Line("level", text))
            continue
        text = words.pick(
            f"{words(tool)}：{was}→{now}（{moved:+.0f}ポイント、{span}）",
            f"{words(tool)}: {was} → {now} ({moved:+.0f} points, {span})",
        )
        out.append(Line("up" if moved > 0 else "down", text))
    return out


def stale_alerts(release: Release, words: Words) -> list[Line]:
    """Return one line for each source that no longer arrives."""
    return [
        Line(
            "alert",
            words.pick(
                f"記録が止まっています：{plain(row['source'])}",
                f"A source has stopped: {plain(row['source'])}",
            ),
            "data.html",
        )
        for row in release.tables["source"].to_pylist()
        if row["is_stale"]
    ]


def fall_alerts(cells: Cells, words: Words) -> list[Line]:
    """Return one line for each section and tool whose use rate fell by a third."""
    out = []
    for section in cells.sections:
        for tool in cells.tools:
            finals = [
                cell
                for cell in cells.use(section.code, tool)
                if cell.state == "final" and cell.mid is not None
            ]
            last = finals[-1] if finals else None
            before = finals[-1 - _MONTHS_BEFORE : -1]
            if last is None or len(before) < _MONTHS_BEFORE or not is_plain(last):
                continue
            usual = sum(cell.mid or 0 for cell in before) / len(before)
            if (last.mid or 0) > usual * (1 - FALL):
                continue
            out.append(
                Line(
                    "alert",
                    words.pick(
                        f"{section.name}の{words(tool)}が{words.month(last.month)}に{words.shown(last.shown)}でした（その前の3か月は平均{usual:.0f}%）",
                        f"{section.name}: {words(tool).lower()} was {words.shown(last.shown)} in {words.month(last.month)} (mean of the three months before: {usual:.0f}%)",
                    ),
                    section_file(section.code),
                )
            )
    return out


def paper_alerts(cells: Cells, words: Words) -> list[Line]:
    """Return a line where more paper was bought than in the same month of the year before."""
    out = []
    for series in cells.paper(TOWN, "bought").values():
        cell = newest(series)
        before = at_month(series, a_year_before(cell.month)) if cell else None
        if cell is None or before is None or not before.mid or cell.mid is None:
            continue
        change = 100 * (cell.mid - before.mid) / before.mid
        if change > LEVEL_PER_CENT:
            text = words.pick(
                f"{words.month(cell.month)}に買った紙は、前の年の同じ月より{change:.0f}%多い数です",
                f"{change:.0f}% more paper was bought in {words.month(cell.month)} than a year before",
            )
            out.append(Line("alert", text, "paper.html"))
    return out
