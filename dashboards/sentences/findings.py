"""Writes sentences about derived results: pace, expected dates, quadrants.

As in `sentences`, they tell only what was released, mark estimates as such and name no cause.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.read.differences import signed_range
from dashboards.read.series.cells import newest
from dashboards.sentences.sentences import state_note
from dashboards.text.catalogue import gettext_noop
from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from dashboards.read.outcomes import Pace, Quadrant, ReleasedFit
    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

VERDICTS = {
    "replaced": gettext_noop("replacement"),
    "added": gettext_noop("addition"),
    "untouched": gettext_noop("untouched"),
    "shrunk": gettext_noop("shrinking"),
    "open": gettext_noop("open"),
}
_REFUSED = {
    "too_few_months": gettext_noop("the record is still short"),
    "not_half_yet": gettext_noop("fewer than half have begun"),
    "no_shape": gettext_noop("its spread has no shape yet"),
    "not_shown": gettext_noop("some months are withheld"),
    "nobody_new": gettext_noop("nobody is seen to have begun for three months"),
    "perhaps_reached": gettext_noop("the band leaves open whether it has come already"),
    "too_wide": gettext_noop("the months in question are more than 18"),
}


def verdict_word(verdict: str, words: Words) -> str:
    """Return 置き換え, 上乗せ, 手つかず or 縮小."""
    return words.gettext(VERDICTS[verdict])


def pace_sentence(pace: Pace | None, tool: str, words: Words) -> str:
    """Return how far a tool is from its target, and whether its recent pace is enough to reach it."""
    name = words(tool)
    if pace is None:
        return ""
    if pace.reach != "below" or pace.distance is None:
        return _stands_at(pace, name, words)
    missing = max(1, round(-pace.distance))
    start = words.gettext(
        "{name}: {missing} points short of {target:.0f}%, with {months_left} months left.",
        name=name,
        missing=missing,
        target=pace.target,
        months_left=pace.months_left,
    )
    if pace.pace is None or pace.pace_needed is None:
        return start
    pace_words = words.following(
        words.gettext(
            "It moved {moved} points a month; {needed} are needed.",
            moved=_points(pace.moved, words),
            needed=_points(pace.needed, words),
        )
    )
    end = {
        True: words.following(words.gettext("At this pace it will be reached.")),
        False: words.following(words.gettext("At this pace it will not be reached.")),
        None: words.following(words.gettext("Whether that will reach it cannot be told.")),
    }[pace.is_on_pace]
    return start + pace_words + end


def _stands_at(pace: Pace, name: str, words: Words) -> str:
    """Return the sentence for a rate at its target, about at it, below it, or known only as a band."""
    target = f"{pace.target:.0f}%"
    return {
        "reached": words.gettext("{name} is at its target of {target}.", name=name, target=target),
        "almost": words.gettext(
            "{name} is about at its target of {target}.", name=name, target=target
        ),
        "below": words.gettext("{name} is below its target of {target}.", name=name, target=target),
        None: words.gettext(
            "{name}: whether the target of {target} is met cannot be told from the band.",
            name=name,
            target=target,
        ),
    }[pace.reach]


def _points(known: Range | None, words: Words) -> str:
    """Return points a month in tenths, as wide as rounding to whole per cents leaves them: +0.6〜+1.4."""
    if known is None:
        return words("none")
    ends = (end / 10 for end in Range(10 * known.low, 10 * known.high).rounded())
    end_words = (words.number(end, "+.1f") if end else "0" for end in ends)
    return words.joined_range(*dict.fromkeys(end_words), spaced=True)


def expected_sentence(fit: ReleasedFit | None, tool: str, as_of: date, words: Words) -> str:
    """Return since when 80 % of staff have begun, on record; else the months in which that may come, or why none.

    Args:
        fit: what the release tells of it; None if it has no row.
        tool: the tool.
        as_of: last day with records.
        words: the language.
    """
    name = words(tool)
    if fit is None:
        return ""
    if fit.refused is not None:
        why = words.gettext(_REFUSED.get(fit.refused, fit.refused))
        return words.gettext(
            "{name}: when four in five will have begun cannot be told yet ({why}).",
            name=name,
            why=why,
        )
    if fit.reached_month is not None:
        return words.gettext(
            "{name}: four in five had begun by {month}, on record.",
            name=name,
            month=words.month(fit.reached_month),
        )
    if fit.first_month is None or fit.last_month is None:
        return ""
    return words.gettext(
        "{name}: if four in five will begin, then in {months} (95% interval). Whether it will cannot be told.",
        name=name,
        months=month_range(fit.first_month, fit.last_month, words),
    ) + _may_have_passed(fit.first_month, as_of, words)


def month_range(first: date, last: date, words: Words, *, short: bool = False) -> str:
    """Return the months from the first to the last; a single one alone."""
    ends = (words.month(month, short=short) for month in (first, last))
    return words.joined_range(*dict.fromkeys(ends))


def _may_have_passed(first: date, as_of: date, words: Words) -> str:
    """Return that it may have come already, where a band leaves an earlier month open; else ""."""
    if first >= as_of.replace(day=1):
        return ""
    return words.following(words.gettext("It may have come already."))


def habitual_sentence(series: Series, tool: str, words: Words) -> str:
    """Return the share of staff for whom a tool is a habit; "" if it is not released."""
    cell = newest(series)
    if cell is None:
        return ""
    return words.gettext(
        "{tool} is a habit (used in 9 of 12 weeks) of {value} of staff in {month}{note}.",
        tool=words(tool),
        value=words.shown(cell.shown),
        month=words.month(cell.month),
        note=state_note(cell, words),
    )


def excluded_note(cell: Cell, words: Words) -> str:
    """Return what a wide band rules out, and nothing that it leaves open; "" for a value."""
    if not cell.bound:
        return ""
    if cell.bound == "down":
        return words.note(words.gettext("all that is known: not above {most:.0f}%", most=cell.high))
    return words.note(words.gettext("all that is known: not below {least:.0f}%", least=cell.low))


def quadrant_sentence(
    name: str, quadrant: Quadrant | None, words: Words, *, is_reorganised: bool = False
) -> str:
    """Return whether a group replaces paper or adds to it, and by how much.

    Args:
        name: name of the group.
        quadrant: its verdict; None if there is none.
        words: the language.
        is_reorganised: whether the verdict is missing because sections were reorganised.
    """
    if quadrant is None and is_reorganised:
        return words.gettext(
            "{name}: replacement or addition cannot be told (sections were reorganised: no number of the base period is of the same ones).",
            name=name,
        )
    if quadrant is None:
        return words.gettext(
            "{name}: replacement or addition cannot be told yet (records of the base period or of now are missing).",
            name=name,
        )
    verdict = verdict_word(quadrant.verdict, words)
    digital, paper = (signed_range(one, words) for one in (quadrant.digital, quadrant.paper))
    end = (
        words.gettext("the round counts do not tell which this is")
        if quadrant.verdict == "open"
        else words.gettext("this is {verdict}", verdict=verdict)
    )
    return words.gettext(
        "{name}, {month} against the base period, per head: documents in digital form {digital}%, print jobs {paper}% (jobs, not sheets); {end}.",
        name=name,
        month=words.month(quadrant.month),
        digital=digital,
        paper=paper,
        end=end,
    )


def fiscal_year_word(year: int, words: Words) -> str:
    """Return the name of the fiscal year that begins in `year`."""
    return words.fiscal_year(date(year, words.fiscal_year_start, 1))
