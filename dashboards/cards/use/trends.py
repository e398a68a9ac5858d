"""Makes the card of one further measure: its course, the middle half of the sections, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, Legend, bound_legend, month_table
from dashboards.cards.card.marks import action_marks
from dashboards.cards.card.parts import basis, two_pictures
from dashboards.cards.card.young import once_grown
from dashboards.charts.drawing.rows import middle_rows
from dashboards.charts.trend import TREND_HALF, TREND_NARROW, NewestValue, draw_trend, is_coarse
from dashboards.read.differences import chance, difference, way
from dashboards.read.series.cells import newest, year_before
from dashboards.read.series.course import has_lived_a_year
from dashboards.sentences.sentences import month_note, state_note, sum_note, unlike_note
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import FAX_COUNT, HOURS, TOOLS, Unit

if TYPE_CHECKING:
    from dashboards.read.series.cells import Cells, Series
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


@dataclass(frozen=True, slots=True)
class MeasureView:
    """How a measure is presented: its table and key, names and units.

    `step` is the largest step to which its values are rounded; a picture that spans only a few steps shows boxes.
    """

    table: str
    key: tuple[str, ...]
    name: str
    unit: Unit | None
    """Unit of a value that is not a share; None for shares."""
    step: float
    terms: tuple[str, ...] = ()
    listed_as: str = ""
    """Its short name in the list of months that stand as they were shown; empty for books, whose months do not."""
    series: frozenset[str] = frozenset()
    """Names of this series by which an action may be judged: only such actions are marked on its chart."""
    is_summed: bool = False
    """Whether the town hall's value is the sum over sections; then no middle half is shown beside it."""

    @property
    def figure_key(self) -> str:
        """Key of the measure's card, from which its table's key is built."""
        return "-".join((self.table.removesuffix("_month"), *self.key)).replace("_", "-")


OUT_OF_HOURS = MeasureView(
    "work_month",
    ("out_of_hours",),
    gettext_noop("Share of use out of hours"),
    None,
    5,
    ("out-of-hours",),
    gettext_noop("Use out of hours"),
    series=frozenset({"out_of_hours"}),
)
MEETING_HOURS = MeasureView(
    "work_month",
    ("meeting_hours",),
    gettext_noop("Hours in online meetings a head"),
    HOURS,
    0.5,
    ("meeting-hours",),
    gettext_noop("Hours in online meetings"),
    series=frozenset({"meeting_hours"}),
)
OUTSIDE = MeasureView(
    "outside_month",
    (),
    gettext_noop("Online meetings with people from outside"),
    None,
    5,
    ("outside",),
    gettext_noop("Meetings with guests"),
)
BREADTH = MeasureView(
    "breadth_month",
    (),
    gettext_noop("Tools for each person who uses any"),
    TOOLS,
    0.1,
    ("breadth",),
    gettext_noop("Tools in use"),
)
FAXES = MeasureView(
    "book_month",
    ("fax", "count"),
    gettext_noop("FAXes"),
    FAX_COUNT,
    20,
    ("fax",),
    series=frozenset({"faxes"}),
    is_summed=True,
)
AUTOMATION = MeasureView(
    "book_month",
    ("automation", "hours"),
    gettext_noop("Hours of automation"),
    HOURS,
    1,
    ("rpa",),
    series=frozenset({"automated_hours"}),
    is_summed=True,
)
OVERTIME = MeasureView(
    "overtime_month",
    (),
    gettext_noop("Overtime a head"),
    HOURS,
    0.5,
    ("overtime",),
    series=frozenset({"overtime"}),
)
TASK_HOURS = MeasureView(
    "book_month",
    ("tasks", "hours"),
    gettext_noop("Hours that tasks take"),
    HOURS,
    1,
    ("estimate",),
    series=frozenset({"task_hours"}),
    is_summed=True,
)

MEASURES = (
    OUT_OF_HOURS, MEETING_HOURS, OUTSIDE, BREADTH, FAXES, AUTOMATION, OVERTIME, TASK_HOURS,
)  # fmt: skip


def series_of(cells: Cells, measure: MeasureView, section: str) -> Series:
    """Return a measure's months for a section."""
    return cells.measure(measure.table, section, *measure.key)


_AGAINST_A_YEAR = {
    "level": gettext_noop("That cannot be told from {was} a year before.{note}"),
    "up": gettext_noop("That is more than {was} a year before.{note}"),
    "down": gettext_noop("That is less than {was} a year before.{note}"),
}


def measure_sentence(series: Series, name: str, measure: MeasureView, words: Words) -> str:
    """Return the newest value of a measure and how it compares with a year before; "" without a value.

    It says more or less only if the difference is larger than the rounding.

    Args:
        series: the measure, one cell a month.
        name: name of the section.
        measure: how it is presented.
        words: the language.
    """
    cell = newest(series)
    if cell is None:
        return ""
    what, when = words.gettext(measure.name), words.month(cell.month)
    shown = words.with_unit(cell.shown, measure.unit)
    note = state_note(cell, words)
    now = words.gettext(
        "{name}, {what}: {shown} in {when}{note}.",
        name=name,
        what=words.inside(what),
        shown=shown,
        when=when,
        note=note,
    )
    before = year_before(series, cell)
    if unlike := unlike_note(before, words):
        return now + unlike
    if before.mid is None or cell.mid is None:
        if not has_lived_a_year(series):
            return now
        return now + words.following(words.gettext("There is no record of a year before."))
    was = words.with_unit(before.shown, measure.unit)
    moved, note = direction(series), sum_note(cell, before, words)
    return now + words.following(words.gettext(_AGAINST_A_YEAR[moved], was=was, note=note))


def steadily_more(series: Series, words: Words) -> str:
    """Return that a measure was higher than a year before in nearly every month; "" if it was not.

    A rise smaller than the rounding shows in no single month, but it shows in the months together.
    """
    known = [cell for cell in series if cell.mid is not None][-_YEAR:]
    pairs = [(cell.mid, year_before(series, cell).mid) for cell in known]
    compared = [(now, before) for now, before in pairs if now is not None and before is not None]
    more = sum(now > before for now, before in compared)
    if len(compared) < _YEAR or more < _NEARLY_ALL:
        return ""
    return words.following(
        words.gettext(
            "Yet in {more} of {count} months it was higher than in the same month a year before.",
            more=more,
            count=len(compared),
        )
    )


_YEAR, _NEARLY_ALL = 12, 10
"""Months compared, and how many of them must be higher.
A measure that did not grow is higher in ten of twelve months by chance once in fifty."""


def direction(series: Series) -> str:
    """Return `up` or `down` if the newest value is more or less than a year before, by more than chance; else `level`.

    A bound, 「以上」 or 「未満」, neither rises nor falls.
    """
    cell = newest(series)
    before = year_before(series, cell) if cell else None
    change = difference(before, cell) if cell and before else None
    if change is None or cell is None or before is None:
        return "level"
    found = way(change, 0, by_chance=chance(before, cell))
    return found if found in {"up", "down"} else "level"


def measure_figure(
    cells: Cells, targets: Targets, section: str, name: str, measure: MeasureView, words: Words
) -> Figure | None:
    """Return the card of a measure for one section; None if it has no value.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        name: name of the section.
        measure: the measure.
        words: the language.
    """
    series = series_of(cells, measure, section)
    if (cell := newest(series)) is None:
        return None
    sentence = measure_sentence(series, name, measure, words)
    beside = () if measure.is_summed else cells.sections
    middle = middle_rows([series_of(cells, measure, s.code) for s in beside])
    shown = words.with_unit(cell.shown, measure.unit)
    table = _table(cells, series, name, measure, words)
    axis = words.axis_unit(measure.unit) if measure.unit else "%"
    draw = partial(
        draw_trend,
        cells.months,
        series,
        words,
        newest_value=NewestValue(shown, axis, measure.step),
        middle=middle,
        actions=targets.marks(section, measure.series, cells.months),
    )
    title = words.gettext("{measure}: {shown}", measure=words.gettext(measure.name), shown=shown)
    figure = Figure(
        measure.figure_key,
        title + month_note(cell, words),
        sentence,
        two_pictures(draw, TREND_HALF, TREND_NARROW, sentence, table.key, (1,)),
        legends=_legends(series, name, measure, words, has_middle=bool(middle)),
        tables=(table,),
        marks=action_marks(cells, targets, (section,), measure.series, words),
        terms=measure.terms,
        basis=basis(cells, words, series),
        is_half=True,
    )
    return once_grown(figure, (series,), words)


def _table(
    cells: Cells, series: Series, name: str, measure: MeasureView, words: Words
) -> DataTable:
    caption = words.gettext("Table: {measure}", measure=words.inside(words.gettext(measure.name)))
    key, columns = f"{measure.figure_key}-table", [(name, series)]
    return month_table(key, caption, cells.months, columns, words, measure.unit)


def _legends(
    series: Series, name: str, measure: MeasureView, words: Words, *, has_middle: bool
) -> tuple[Legend, ...]:
    line = Legend("line", name)
    if is_coarse(series, measure.step):
        word = words.gettext("{name} (as wide as its rounding)", name=name)
        line = Legend("ribbon", word)
    found = [line]
    if has_middle:
        word = words.gettext("Middle half of the sections")
        found.append(Legend("middle", word))
    if any(cell.bound for cell in series):
        found.append(bound_legend(words))
    return tuple(found)
