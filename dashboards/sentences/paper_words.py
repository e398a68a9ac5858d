"""Writes sentences about a fiscal year's paper against its base year and its target. They name no cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.sentences.findings import fiscal_year_word
from dashboards.text.catalogue import gettext_noop
from warehouse.release.groups.succession import REORGANISED

if TYPE_CHECKING:
    from dashboards.read.outcomes import Year
    from dashboards.text.words import Words

_YEAR_NOTES = {
    "provisional": gettext_noop("provisional"),
    "incomplete": gettext_noop("some months are missing"),
}


def year_sentence(year: Year | None, words: Words) -> str:
    """Return the sheets bought this fiscal year against the same months of the base year, and the target."""
    if year is None or year.sheets is None:
        return words.gettext("No paper purchases yet.")
    name = fiscal_year_word(year.fiscal_year, words)
    note = words.note(words.gettext(_YEAR_NOTES[year.state])) if year.state in _YEAR_NOTES else ""
    start = words.gettext(
        "{sheets:,.0f} sheets were bought in {months} months of {name}{note}.",
        sheets=year.sheets,
        months=year.months,
        name=name,
        note=note,
    )
    if year.base_year is None or year.base_year == year.fiscal_year:
        return start
    if year.change is None:
        return start + words.following(words.sentence(uncompared(year, words)))
    base = fiscal_year_word(year.base_year, words)
    start += words.following(
        words.gettext(
            "Against the same months of {base}: {change}%.",
            base=base,
            change=words.signed(year.change),
        )
    )
    return start + _target_sentence(year, words)


def uncompared(year: Year, words: Words) -> str:
    """Return why a year has no change against its base year; if it has a target, that this is not known either."""
    base = fiscal_year_word(year.base_year or year.fiscal_year, words)
    if year.uncompared_because == REORGANISED:
        why = words.gettext("sections were reorganised, and no number is of the same ones")
    elif year.base_sheets == 0:
        why = words.gettext("no paper was bought in the same months")
    else:
        why = words.gettext("not all of the same months have a number")
    statement = words.gettext("It cannot be compared with {base} ({why})", base=base, why=why)
    if year.target is None:
        return statement
    target = words.signed(year.target)
    return statement + words.gettext(
        "; whether the target of {target}% is met cannot be told yet", target=target
    )


def _target_sentence(year: Year, words: Words) -> str:
    """Return how the change stands to its target; "" without a target."""
    if year.change is None or year.target is None or year.reach is None:
        return ""
    target = words.signed(year.target)
    if year.reach == "reached":
        return words.following(words.gettext("The target of {target}% is met.", target=target))
    if year.reach == "almost":
        return words.following(
            words.gettext("That is about the target of {target}%.", target=target)
        )
    missing = max(1, round(year.change - year.target))
    distance = words.ngettext(
        "{count} point from the target of {target}%.",
        "{count} points from the target of {target}%.",
        missing,
        target=target,
    )
    return words.following(distance)
