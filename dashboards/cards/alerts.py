"""Makes the cards of alerts and of changes since the month before, from released numbers. It decides no alert."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.cards.card.figure import Figure, Line
from dashboards.cards.card.page import section_file
from dashboards.read.alert_coverage import no_alerts_sentence, sees_all, unseen_sentence
from dashboards.read.differences import alert_number, difference, signed_points, way_between
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import plain
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Cells, Series
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


MOST_ALERTS = 8
"""Maximum number of alerts listed one by one; nobody would read more."""


def alerts_figure(cells: Cells, targets: Targets, words: Words) -> tuple[Figure, ...]:
    """Return the card of what needs attention, and where a tool moved since the month before that of its moves."""
    alerts = alert_lines(cells, targets, words)
    watched = targets.outcomes.watched
    calm = Line("calm" if sees_all(watched) else "open", no_alerts_sentence(watched, words))
    title = words.gettext("What asks for attention")
    if alerts:
        title += words.gettext(": {count}", count=len(alerts))
    if len(alerts) > MOST_ALERTS:
        more = words.gettext(
            "{count} more: see the sections' pages.", count=len(alerts) - MOST_ALERTS
        )
        alerts = [*alerts[:MOST_ALERTS], Line("open", more, "sections.html")]
    if alerts and (unseen := unseen_sentence(watched, words)):
        alerts.append(Line("open", unseen))
    moves = month_moves(cells, words)
    moved = sum(line.kind in {"up", "down"} for line in moves)
    first = Figure("alerts", title, lines=tuple(alerts) or (calm,), is_half=bool(moved))
    if not moved:
        return (first,)
    title = words.gettext("{moved} tools moved since the month before", moved=moved)
    return first, Figure("moves", title, lines=tuple(moves), is_half=True)


@dataclass(frozen=True, slots=True)
class _Pair:
    now: Cell
    before: Cell


def _last_two(series: Series) -> _Pair | None:
    finals = [cell for cell in series if cell.state == "final" and cell.low is not None]
    return _Pair(finals[-1], finals[-2]) if len(finals) > 1 else None


_MOVES = {
    "bounds": (
        "open",
        gettext_noop("{tool}: {was} → {now} (bounds alone cannot be compared, {span})"),
    ),
    "open": ("level", gettext_noop("{tool}: {was} → {now} (cannot be told apart, {span})")),
    "level": ("level", gettext_noop("{tool}: {was} → {now} (level, {span})")),
    "up": ("up", gettext_noop("{tool}: {was} → {now} ({change_words}, {span})")),
    "down": ("down", gettext_noop("{tool}: {was} → {now} ({change_words}, {span})")),
}
"""Kind of line and its text, by the difference between two months; `bounds`: only a bound of one month is known."""


def month_moves(cells: Cells, words: Words) -> list[Line]:
    """Return one line for each tool of the whole town hall: its two newest final months, from and to."""
    out = []
    for tool in cells.tools:
        two = _last_two(cells.use(TOWN, tool))
        if two is None:
            continue
        change = difference(two.before, two.now)
        kind, text = _MOVES[way_between(two.before, two.now) or "bounds"]
        span = f"{words.month(two.before.month)}→{words.month(two.now.month)}"
        line = words.gettext(
            text,
            tool=words(tool),
            was=words.shown(two.before.shown),
            now=words.shown(two.now.shown),
            change_words="" if change is None else signed_points(change, words),
            span=span,
        )
        out.append(Line(kind, line))
    return out


def alert_lines(cells: Cells, targets: Targets, words: Words) -> list[Line]:
    """Return one line for each matter that needs attention now, with a link to its place.

    An alert on a section without a page is left out, because its figures are not shown.
    """
    names = {section.code: section.name for section in cells.sections} | {TOWN: words("town")}
    out = []
    for row in targets.outcomes.alerts:
        if row["kind"] in {"source_stale", "source_absent"}:
            out.append(_source_line(row, words))
        elif row["section"] in names:
            say = _fall_line if row["kind"] == "use_fell" else _rise_line
            out.append(say(row, names[row["section"]], words))
    late = [action for action in targets.actions if action.is_overdue]
    if late:
        marks = "".join(action.mark for action in late)
        text = words.gettext(
            "{count} actions are overdue for checking ({marks})", count=len(late), marks=marks
        )
        out.append(Line("alert", text, "actions.html"))
    return out


def _source_line(row: dict[str, Any], words: Words) -> Line:
    source, days = plain(str(row["source"])), row["value"]
    text = words.gettext(
        "A source has stopped: {source} (for {days:.0f} working days)", source=source, days=days
    )
    if row["kind"] == "source_absent":
        text = words.gettext(
            "A source has never arrived: {source} (awaited for {days:.0f} working days)",
            source=source,
            days=days,
        )
    return Line("alert", text, "data.html")


def _fall_line(row: dict[str, Any], name: str, words: Words) -> Line:
    tool, month = words(row["tool"]), words.month(row["month"])
    now, before = (alert_number(row, one, words) for one in ("value", "before"))
    text = words.gettext(
        "{name}: {tool} was {now}% in {month} (mean of the three months before: {before}%)",
        name=name,
        tool=words.inside(tool),
        now=now,
        month=month,
        before=before,
    )
    return Line("alert", text, _place(row["section"]))


def _rise_line(row: dict[str, Any], name: str, words: Words) -> Line:
    month = words.month(row["month"])
    now, before = (alert_number(row, one, words) for one in ("value", "before"))
    text = words.gettext(
        "{name}: {now} sheets a head and month were printed in the three months to {month} ({before} a year before; more even against what other sections did)",
        name=name,
        now=now,
        month=month,
        before=before,
    )
    return Line("alert", text, _place(row["section"]))


def _place(section: str) -> str:
    return "paper.html" if section == TOWN else section_file(section)
