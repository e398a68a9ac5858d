"""Makes figures of use and adoption that several pages share, with their pictures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import (
    Drawing,
    Figure,
    Legend,
    Panel,
    inline_svg,
    month_table,
)
from dashboards.cards.card.marks import action_marks, use_series
from dashboards.cards.card.young import once_grown
from dashboards.charts.adoption import (
    PANEL_SIZE,
    TOOL_LINES_HALF,
    TOOL_LINES_NARROW,
    TOOL_LINES_WIDE,
    draw_panel,
    draw_tools,
)
from dashboards.charts.drawing.rows import Row, rate_rows
from dashboards.read.series.cells import Cells, Series, newest
from dashboards.read.series.course import drawn_later, has_course
from dashboards.read.series.missing_reason import missing_words
from dashboards.sentences.not_counted import uncounted_note
from dashboards.sentences.sentences import month_note, use_sentence
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboards.charts.drawing.drawing import Size
    from dashboards.read.targets import Distance, Targets
    from dashboards.text.words import Words


def panel_legends(
    cells: Cells,
    targets: Targets,
    sections: Sequence[str],
    words: Words,
    *,
    has_middle: bool = False,
) -> tuple[Legend, ...]:
    """Return the legend of the adoption panels of these sections, limited to marks that occur.

    `has_middle`: the background is the middle half of all sections.
    """
    series = [cells.use(code, tool) for code in sections for tool in cells.tools]
    legends = [Legend("line", words.gettext("Share of days with use"))]
    if targets.has_targets:
        legends.append(Legend("dashed", words.gettext("Target of the fiscal year")))
    if has_middle:
        legends.append(Legend("middle", words.gettext("Middle half of the sections")))
    else:
        legends.append(Legend("ribbon", words.gettext("Staff who have used it (a band)")))
    if any(targets.marks(code, use_series(cells.tools), cells.months) for code in sections):
        legends.append(Legend("dotted", words.gettext("An action put to work (its number)")))
    return (*legends, *state_legends(series, words))


def state_legends(several: Sequence[Series], words: Words) -> tuple[Legend, ...]:
    """Return the legend of the marks for months that are not plainly final, limited to marks that occur."""
    every = [cell for series in several for cell in series]
    found = (
        (
            any(cell.state == "provisional" and cell.mid is not None for cell in every),
            Legend("hollow", words.gettext("Provisional month")),
        ),
        (
            any(cell.state == "incomplete" and cell.mid is not None for cell in every),
            Legend("amber", missing_words(every, words)),
        ),
        (
            any(cell.withheld and not cell.is_running for cell in every),
            Legend("withheld", words.pgettext("legend", "Withheld (not 0)")),
        ),
        (
            any(cell.bound for cell in every),
            Legend("hatched", words.gettext("Only a bound is known: anywhere in this range")),
        ),
        (
            any(_breaks(series) for series in several),
            Legend(
                "broken",
                words.gettext("Roster changed or no value"),
            ),
        ),
    )
    return tuple(legend for is_there, legend in found if is_there)


def _breaks(series: Series) -> bool:
    """Tell whether a line breaks for any reason but a one-sided bound, which has its own mark."""
    bounds = {at for at, cell in enumerate(series) if cell.bound}
    return any(row["mid"] is None and row["at"] not in bounds for row in rate_rows(series))


def basis(cells: Cells, words: Words, series: Series = (), *, n: int | None = None) -> str:
    """Return how many people a figure covers (`n`, else those of the newest cell), over which months, and as of when.

    Without months it names no span.
    """
    months = [cell.month for cell in series if cell.low is not None] or cells.months
    cell = newest(series)
    people = n if n is not None else (cell.n if cell is not None else None)
    parts = []
    if people is not None:
        parts.append(words.gettext("{people:,} people on the roster", people=people))
    if months:
        ends = dict.fromkeys((words.month(months[0]), words.month(months[-1])))
        parts.append(words.joined_range(*ends))
    parts.append(words.gettext("records up to {day}", day=words.day(cells.as_of)))
    return words.facts(parts)


def panel(
    cells: Cells,
    targets: Targets,
    section: str,
    tool: str,
    heading: tuple[str, str],
    tie: tuple[str, int],
    words: Words,
    middle: Sequence[Row] | None = None,
) -> Panel:
    """Return the small multiple of one section and tool.

    `heading` is its name and link; `tie` is the key of its data table and its column there. If `middle` (the middle
    half of all sections) is the background, the activation is in the text and not drawn.
    """
    use, (name, link) = cells.use(section, tool), heading
    last, tried = newest(use), newest(cells.activation(section, tool))
    value = words.shown(last.shown) if last else _empty_word(use, words)
    note = ""
    if tried is not None:
        note = words.gettext("have used it: {tried}", tried=words.shown(tried.shown))
    distance = targets.distance(section, tool, use)
    summary = use_sentence(use, name, tool, words)
    drawing = None
    if has_course(use):
        svg = _panel_svg(cells, targets, section, tool, words, middle)
        drawing = Drawing(inline_svg(svg, PANEL_SIZE, summary, table=tie[0], columns=(tie[1],)))
    return Panel(
        name,
        link,
        value,
        note,
        drawing,
        distance_words(distance, words),
        distance is not None and distance.reach == "reached",
        drawn_later(words).strip() if last and drawing is None else "",
    )


def _panel_svg(
    cells: Cells,
    targets: Targets,
    section: str,
    tool: str,
    words: Words,
    middle: Sequence[Row] | None,
) -> str:
    return draw_panel(
        cells.months,
        cells.use(section, tool),
        cells.activation(section, tool) if middle is None else (),
        words,
        middle=middle or (),
        targets=[targets.target(section, tool, month) for month in cells.months],
        actions=targets.marks(section, use_series((tool,)), cells.months),
    )


def gap_title(cells: Cells, section: str, words: Words) -> str:
    """Return the tool whose share of staff who have tried it exceeds its use rate most."""
    gaps = [
        (tried.low - use.drawn, tool, tried, use)
        for tool in cells.tools
        if (use := newest(cells.use(section, tool))) is not None
        and (tried := newest(cells.activation(section, tool))) is not None
        and use.drawn is not None
        and tried.low is not None
        and not use.bound
    ]
    if not gaps:
        return words.gettext("Tried once, and used day by day")
    _, tool, tried, use = max(gaps, key=lambda gap: gap[0])
    return words.gettext(
        "Furthest apart, tried and used: {tool} ({tried} and {use})",
        tool=words.inside(words(tool)),
        tried=words.shown(tried.shown),
        use=words.shown(use.shown),
    )


def distance_words(distance: Distance | None, words: Words) -> str:
    """Return how far the target is, with a sign that also works in grey print; "" without a target."""
    if distance is None:
        return ""
    if distance.reach == "reached":
        return words.gettext("● at the target")
    if distance.reach == "almost":
        return words.gettext("○ about at the target")
    return words.ngettext("△ {count} point to go", "△ {count} points to go", distance.missing)


def _empty_word(series: Series, words: Words) -> str:
    return words("withheld" if any(cell.withheld for cell in series) else "none")


def two_pictures(
    draw_one: Callable[[Size], str],
    wide: Size,
    narrow: Size,
    summary: str,
    table: str,
    columns: Sequence[int],
) -> tuple[Drawing, ...]:
    """Return the wide and the narrow picture of one chart; `draw_one` draws it at a size."""
    return tuple(
        Drawing(inline_svg(draw_one(size), size, summary, table=table, columns=columns), use)
        for size, use in ((wide, "wide"), (narrow, "narrow"))
    )


def _most_used(series: Mapping[str, Series], words: Words) -> str:
    """Return which of these tools is used most, and how much."""
    last = {tool: cell for tool, line in series.items() if (cell := newest(line)) is not None}
    if not last:
        return words.gettext("Use rates cannot be told yet")
    top = max(last, key=lambda tool: last[tool].mid or 0)
    shown = words.shown(last[top].shown)
    title = words.gettext("{top} is used most ({shown})", top=words(top), shown=shown)
    return title + (month_note(last[top], words) if last[top].state == "provisional" else "")


def tool_figure(
    cells: Cells, targets: Targets, section: str, name: str, words: Words, *, is_wide: bool = False
) -> Figure:
    """Return the use rates of all tools of a section as lines; `is_wide` for a card in a full row."""
    series = {tool: cells.use(section, tool) for tool in cells.tools}
    valued = {tool: line for tool, line in series.items() if newest(line) is not None}
    drawn = {tool: line for tool, line in valued.items() if has_course(line)}
    marks = targets.marks(section, use_series(cells.tools), cells.months)
    key = f"tools-{'wide' if is_wide else 'half'}"
    uncounted = uncounted_note(cells, words) if section == TOWN else ""
    table = month_table(
        f"{key}-table",
        words.gettext("Table: use rate by tool"),
        cells.months,
        [(words(tool), line) for tool, line in series.items()],
        words,
    )
    summary = " ".join(use_sentence(line, name, tool, words) for tool, line in series.items())
    young = [words(tool) for tool in valued if tool not in drawn] if drawn else []
    figure = Figure(
        key,
        _most_used(valued, words),
        words.gettext(
            "{name}. Share of working days on which the tool was used. Hollow marks: not final.",
            name=name,
        )
        + uncounted
        + (drawn_later(words, young) if young else ""),
        two_pictures(
            lambda s: draw_tools(cells.months, drawn, words, s, actions=marks),
            TOOL_LINES_WIDE if is_wide else TOOL_LINES_HALF,
            TOOL_LINES_NARROW,
            summary,
            table.key,
            range(1, len(series) + 1),
        )
        if drawn
        else (),
        tables=(table,),
        marks=action_marks(cells, targets, (section,), use_series(cells.tools), words),
        basis=basis(cells, words, next(iter(valued.values()), ())),
        is_half=not is_wide,
    )
    note = words.gettext("{name}. Share of working days on which the tool was used.", name=name)
    return once_grown(figure, valued.values(), words, note=note + uncounted)
