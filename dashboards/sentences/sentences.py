"""Writes sentences about released values: how much, since when, how certain.

A difference is a range (`differences.py`), because shown values are rounded. No sentence names a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.read.differences import (
    LEVEL_PER_CENT,
    a_year_before,
    chance,
    difference,
    per_cent,
    points,
    way,
)
from dashboards.read.series.cell import UNSERVED, Cell
from dashboards.read.series.cells import Series, newest, year_before
from dashboards.read.series.course import has_lived_a_year
from dashboards.read.series.missing_reason import GAP, NONE, why_none
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import SHEETS, SHEETS_BARE
from warehouse.release.groups.succession import REORGANISED

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.release.tables.rounding import Range

_STATE_NOTES = {
    "provisional": gettext_noop("provisional: it may still change"),
    "incomplete": gettext_noop("some days are missing"),
}
_UNTOLD = {
    GAP: gettext_noop("for records are missing"),
    "sheets_unknown": gettext_noop("for the records name no sheets"),
}
"""Reasons for a missing number that do not protect anybody."""


def state_note(cell: Cell, words: Words) -> str:
    """Return the note that marks a value as not final, or ""."""
    return words.note(words.gettext(_STATE_NOTES[cell.state])) if cell.state in _STATE_NOTES else ""


def month_note(cell: Cell, words: Words) -> str:
    """Return the month of a title's value in brackets, and that it is not final where it is not."""
    month = words.month(cell.month)
    if cell.state == "provisional":
        return words.note(words.gettext("{month}, provisional", month=month))
    return words.note(month)


def use_sentence(
    series: Series, name: str, tool: str, words: Words, *, is_compared: bool = True
) -> str:
    """Return the share of their working days on which staff use a tool, and the change from before.

    Args:
        series: use rate, one cell a month.
        name: name of the group.
        tool: the tool.
        words: the language.
        is_compared: whether the sentence includes the change.
    """
    cell = newest(series)
    tool_word = words(tool)
    if cell is None:
        return _no_value(series, name, tool_word, words)
    when, shown, note = words.month(cell.month), words.shown(cell.shown), state_note(cell, words)
    now = words.gettext(
        "{name}: in {month}, staff used {tool} on {shown} of working days{note}.",
        name=name,
        month=when,
        tool=words.inside(tool_word),
        shown=shown,
        note=note,
    )
    return now + (_compared(cell, _before(series, cell), words) if is_compared else "")


def _no_value(series: Series, name: str, what: str, words: Words) -> str:
    why = why_none(series)
    if why == "small_group":
        return words.gettext(
            "{name} is small: {what} is counted with other small sections.",
            name=name,
            what=words.inside(what),
        )
    if why == UNSERVED:
        return words.gettext(
            "{name}: no records tell who used {what}; that is not 0%.",
            name=name,
            what=words.inside(what),
        )
    if why in _UNTOLD:
        return words.gettext(
            "{name}: {what} cannot be told, {why}; that is not 0.",
            name=name,
            what=words.inside(what),
            why=words.gettext(_UNTOLD[why]),
        )
    if why != NONE:
        return words.gettext(
            "{name}: figures on {what} are withheld so that nobody can be made out.",
            name=name,
            what=words.inside(what),
        )
    return words.gettext(
        "{name}: there are no records of {what} yet.", name=name, what=words.inside(what)
    )


def _before(series: Series, cell: Cell) -> Cell | None:
    """Return the month to compare with: the same month a year ago, else the first month with a value before `cell`.

    Both are of the same sections. None if there is no such month.
    """
    year = year_before(series, cell)
    if year.low is not None or year.withheld == REORGANISED:
        return year
    start = cell.alike_from or cell.month.min
    first = next((one for one in series if one.low is not None and one.month >= start), None)
    return first if first is not None and first.month < cell.month else None


def unlike_note(before: Cell, words: Words) -> str:
    """Return that sections were reorganised, if that is why there is no number of a year before; else ""."""
    if before.withheld != REORGANISED:
        return ""
    return words.following(
        words.gettext("Sections were reorganised: it cannot be compared with a year before.")
    )


def sum_note(cell: Cell, before: Cell, words: Words) -> str:
    """Return that the number of a year before is a sum over the sections that became this one; else ""."""
    if before is not cell.base or before.mid is None:
        return ""
    return words.following(
        words.gettext("The number of a year before is of all sections that went into this one.")
    )


def is_plain(cell: Cell) -> bool:
    """Tell whether a cell shows one value; a band or a one-sided bound has no difference from another."""
    return cell.low is not None and cell.low == cell.high


def tool_compared(series: Series, tool: str, words: Words) -> str:
    """Return how the newest use rate compares with a year before, or with the first month; "" without a value."""
    cell = newest(series)
    if cell is None:
        return ""
    before = _before(series, cell)
    if before is None:
        return ""
    comparison = _compared(cell, before, words)
    comparison = comparison.replace(" That is ", " ", 1).replace(" It was ", " ", 1)
    return words.gettext("{tool}:{comparison}", tool=words(tool), comparison=comparison)


def _compared(cell: Cell, before: Cell | None, words: Words) -> str:
    if before is None:
        return words.following(words.gettext("There is no earlier month yet."))
    if before.withheld == REORGANISED:
        return unlike_note(before, words)
    return _difference(cell, before, words) + sum_note(cell, before, words)


def _difference(cell: Cell, before: Cell, words: Words) -> str:
    is_year = before.month == a_year_before(cell.month)
    when = (
        words.gettext("a year before")
        if is_year
        else words.gettext("in {month}", month=words.month(before.month))
    )
    was = words.shown(before.shown)
    change = difference(before, cell)
    if change is None:
        return words.following(words.gettext("It was {was} {when}.", was=was, when=when))
    direction, by = way(change, by_chance=chance(before, cell)), points(change, words)
    if direction == "level":
        return words.following(
            words.gettext("That is level with {was} {when}.", was=was, when=when)
        )
    if direction == "open":
        return words.following(
            words.gettext("That cannot be told from {was} {when}.", was=was, when=when)
        )
    if direction == "up":
        return words.following(
            words.gettext("That is {by} more than {was} {when}.", by=by, was=was, when=when)
        )
    return words.following(
        words.gettext("That is {by} less than {was} {when}.", by=by, was=was, when=when)
    )


def share_sentence(series: Series, name: str, pair: str, words: Words) -> str:
    """Return the digital share of a pair, and the change from before."""
    cell = newest(series)
    if cell is None:
        return _no_value(series, name, words.pair(pair), words)
    when, shown, note = words.month(cell.month), words.shown(cell.shown), state_note(cell, words)
    if pair == "documents":
        now = words.gettext(
            "{name}: in {when}, {shown} of document handlings were digital{note}.",
            name=name,
            when=when,
            shown=shown,
            note=note,
        )
    else:
        now = words.gettext(
            "{name}: {pair} were {shown} in {when}{note}.",
            name=name,
            pair=words.inside(words.pair(pair)),
            shown=shown + _cases_note(cell, words),
            when=when,
            note=note,
        )
    return now + _compared(cell, _before(series, cell), words)


def _cases_note(cell: Cell, words: Words) -> str:
    """Return of how many cases a share is, in brackets, for chance moves a share of few; "" where nothing tells it."""
    if cell.cases is None:
        return ""
    return words.note(words.gettext("of {cases:,.0f} cases", cases=cell.cases.number))


def sheets_sentence(series: Series, name: str, kind: str, words: Words) -> str:
    """Return the sheets in the newest month, against the same month of the year before."""
    cell = newest(series)
    if cell is None:
        return _no_value(series, name, words(kind), words)
    when, note = words.month(cell.month), state_note(cell, words)
    amount = words.with_unit(cell.shown, SHEETS)
    now = words.gettext(
        "{name}: {amount} {kind} in {when}{note}.",
        name=name,
        amount=amount,
        kind=words(kind),
        when=when,
        note=note,
    )
    before = year_before(series, cell)
    moved = unlike_note(before, words) or _sheets_moved(series, cell, before, words)
    return now + moved + sum_note(cell, before, words)


def _sheets_moved(series: Series, cell: Cell, before: Cell, words: Words) -> str:
    if before.mid is None or cell.mid is None:
        if not has_lived_a_year(series):
            return ""
        return words.following(words.gettext("There is no record of the same month a year before."))
    was = words.with_unit(before.shown, SHEETS_BARE)
    change = _sheets_change(before, cell)
    if change is None:
        return words.following(words.gettext("A year before it was {was}.", was=was))
    direction, by = way(change, LEVEL_PER_CENT), per_cent(change, words)
    if direction == "open":
        return words.following(
            words.gettext("That cannot be told from {was} a year before.", was=was)
        )
    if direction == "level":
        return words.following(words.gettext("That is level with {was} a year before.", was=was))
    return (
        words.following(
            words.gettext("That is {by} more than {was} a year before.", by=by, was=was)
        )
        if direction == "up"
        else words.following(
            words.gettext("That is {by} fewer than {was} a year before.", by=by, was=was)
        )
    )


def _sheets_change(before: Cell, now: Cell) -> Range | None:
    """Return the change in sheets, in per cent; None if only an upper bound near 0 is known for one of them."""
    if now.change is not None:
        return now.change
    if before.between is None or now.between is None or not (before.low and now.low):
        return None
    return now.between.per_cent_more(before.between)
