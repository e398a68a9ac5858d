"""What moved since the month before, and what asks for attention: told from released numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.cards.figure import Figure, Line
from dashboards.cards.page import section_file
from dashboards.read.differences import alert_number, difference, signed_points, way
from dashboards.read.watch import limits, sees_all, silence
from dashboards.text.words import plain
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.read.cell import Cell
    from dashboards.read.cells import Cells, Series
    from dashboards.read.targets import Aims
    from dashboards.text.words import Words


MOST_TOLD = 8
"""So many alerts are told one by one: more would not be read."""


def notices_figure(cells: Cells, aims: Aims, words: Words) -> tuple[Figure, Figure]:
    """Return the cards of what asks for attention, and of what moved since the month before."""
    alerts = alert_lines(cells, aims, words)
    watched = aims.outcomes.watched
    calm = Line("calm" if sees_all(watched) else "open", silence(watched, words))
    title = words.pick("いま、気をつけること", "What asks for attention")
    if alerts:
        title += words.pick(f"：{len(alerts)}件", f": {len(alerts)}")
    if len(alerts) > MOST_TOLD:
        more = words.pick(
            f"ほかに{len(alerts) - MOST_TOLD}件あります。課のページを見てください。",
            f"{len(alerts) - MOST_TOLD} more: see the sections' pages.",
        )
        alerts = [*alerts[:MOST_TOLD], Line("level", more, "sections.html")]
    if alerts and (unseen := limits(watched, words)):
        alerts.append(Line("open", unseen))
    return (
        Figure("notices", title, lines=tuple(alerts) or (calm,), is_half=True),
        Figure(
            "moves",
            _moves_title(cells, words),
            lines=tuple(month_moves(cells, words)) or (_no_moves(words),),
            is_half=True,
        ),
    )


def _no_moves(words: Words) -> Line:
    return Line(
        "open",
        words.pick(
            "確定した月が二つそろうと、ここに動きが出ます。",
            "Moves are told once there are two final months.",
        ),
    )


def _moves_title(cells: Cells, words: Words) -> str:
    """Return how many tools moved since the month before."""
    moves = month_moves(cells, words)
    known = [line for line in moves if line.kind != "open"]
    moved = sum(line.kind != "level" for line in known)
    if not known:
        return words.pick("先月からの動きは、まだ言えません", "Moves since last month: not yet")
    if not moved and len(known) < len(moves):
        return words.pick(
            "先月からは、くらべられるツールはほぼ同じ",
            "Level with the month before, where it can be compared",
        )
    if not moved:
        return words.pick("先月からは、どのツールもほぼ同じ", "Level with the month before")
    return words.pick(
        f"先月から動いたツールは{moved}つ", f"{moved} tools moved since the month before"
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
        change = difference(two.before, two.now)
        if change is None:
            text = words.pick(
                f"{words(tool)}：{was}→{now}（幅でしか分からず、くらべられません、{span}）",
                f"{words(tool)}: {was} → {now} (bounds alone cannot be compared, {span})",
            )
            out.append(Line("open", text))
            continue
        moved = way(change)
        if moved == "open":
            text = words.pick(
                f"{words(tool)}：{was}→{now}（ちがうとは言えない、{span}）",
                f"{words(tool)}: {was} → {now} (cannot be told apart, {span})",
            )
            out.append(Line("level", text))
            continue
        if moved == "level":
            text = words.pick(
                f"{words(tool)}：{was}→{now}（ほぼ同じ、{span}）",
                f"{words(tool)}: {was} → {now} (level, {span})",
            )
            out.append(Line("level", text))
            continue
        told = signed_points(change, words)
        text = words.pick(
            f"{words(tool)}：{was}→{now}（{told}、{span}）",
            f"{words(tool)}: {was} → {now} ({told}, {span})",
        )
        out.append(Line(moved, text))
    return out


def alert_lines(cells: Cells, aims: Aims, words: Words) -> list[Line]:
    """Return one line for each thing that somebody should look at now, with the way to its place.

    An alert on a section that has no page is left out: its figures are not shown.
    """
    names = {section.code: section.name for section in cells.sections} | {TOWN: words("town")}
    out = []
    for row in aims.outcomes.alerts:
        if row["kind"] in {"source_stale", "source_absent"}:
            out.append(_source_line(row, words))
        elif row["section"] in names:
            say = _fall_line if row["kind"] == "use_fell" else _rise_line
            out.append(say(row, names[row["section"]], words))
    late = [action for action in aims.actions if action.is_overdue]
    if late:
        marks = "".join(action.mark for action in late)
        text = words.pick(
            f"確かめる期限を過ぎた取り組みが{len(late)}件あります（{marks}）",
            f"{len(late)} actions are overdue for checking ({marks})",
        )
        out.append(Line("alert", text, "actions.html"))
    return out


def _source_line(row: dict[str, Any], words: Words) -> Line:
    source, days = plain(str(row["source"])), row["value"]
    text = words.pick(
        f"記録が止まっています：{source}（開庁日で{days:.0f}日）",
        f"A source has stopped: {source} (for {days:.0f} working days)",
    )
    if row["kind"] == "source_absent":
        text = words.pick(
            f"まだ一度も届いていない記録：{source}（待ちはじめて開庁日で{days:.0f}日）",
            f"A source has never arrived: {source} (awaited for {days:.0f} working days)",
        )
    return Line("alert", text, "data.html")


def _fall_line(row: dict[str, Any], name: str, words: Words) -> Line:
    tool, month = words(row["tool"]), words.month(row["month"])
    now, before = (alert_number(row, one, words) for one in ("value", "before"))
    text = words.pick(
        f"{name}の{tool}が{month}に{now}%でした（その前の3か月は平均{before}%）",
        f"{name}: {tool.lower()} was {now}% in {month} (mean of the three months before: {before}%)",
    )
    return Line("alert", text, _place(row["section"]))


def _rise_line(row: dict[str, Any], name: str, words: Words) -> Line:
    month = words.month(row["month"])
    now, before = (alert_number(row, one, words) for one in ("value", "before"))
    text = words.pick(
        f"{name}の印刷が{month}までの3か月に一人月{now}枚でした（前の年の同じ3か月は{before}枚。ほかの課の動きを差し引いても増えています）",
        f"{name}: {now} sheets a head and month were printed in the three months to {month} ({before} a year before; more even against what other sections did)",
    )
    return Line("alert", text, _place(row["section"]))


def _place(section: str) -> str:
    return "paper.html" if section == TOWN else section_file(section)
