"""Says what an item of the plan is to reach, and what is known of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import HOURS, SHEETS, plain

if TYPE_CHECKING:
    from dashboards.read.plan import Measure, PlanItem
    from dashboards.text.words import Words
    from warehouse.release.tables.rounding import Range

EVIDENCE_NAMES = {
    "residents": gettext_noop("Reached residents"),
    "work": gettext_noop("Less work or paper"),
    "used": gettext_noop("In use"),
    "built": gettext_noop("Built, no more"),
    "none": gettext_noop("No evidence yet"),
}
_DECIDED = {
    "mayor": gettext_noop("decided by the mayor"),
    "office": gettext_noop("decided by the office"),
    "section": gettext_noop("decided by the section"),
}
_UNITS = {
    **dict.fromkeys(("printed", "bought", "faxes"), SHEETS),
    **dict.fromkeys(("overtime", "meeting_hours", "task_hours", "automated_hours"), HOURS),
}
"""Series that are counted in a unit of which the program knows the word."""
_FEW = 10
"""Below it an amount is told with a decimal: overtime a head is 8.4 hours."""
_FOR_WHOM = {"residents": gettext_noop("for residents"), "staff": gettext_noop("for staff")}
_WHY = {
    "not_begun": gettext_noop("It has not begun."),
    "no_measure": gettext_noop("It has begun, but no number is named that would show it."),
    "no_target": gettext_noop("It has no target to be held against."),
    "too_early": gettext_noop("It is too early: not enough final months since it began."),
    "no_base": gettext_noop("The months before it began are not known."),
    "reorganised": gettext_noop("Other sections were counted before it began."),
    "below_target": gettext_noop("It has begun, and its target is not reached."),
    "open": gettext_noop("The rounding leaves open whether the target is reached."),
    "against": gettext_noop("It has begun, and its number went the other way."),
    "not_shown": gettext_noop("It has begun, and no change of its number can be told."),
}


def evidence_name(evidence: str, words: Words) -> str:
    """Return 住民に届いた, 仕事や紙が減った, 使われている, 作っただけ or 証拠がまだない."""
    return words.gettext(EVIDENCE_NAMES[evidence])


def decided_word(item: PlanItem, words: Words) -> str:
    """Return who decided an item."""
    return words.gettext(_DECIDED[item.decided_by])


def for_whom_word(item: PlanItem, words: Words) -> str:
    """Return for whom it is."""
    return words.gettext(_FOR_WHOM[item.for_whom])


def target_words(measure: Measure, words: Words) -> str:
    """Return what a series is to reach; "" without a target."""
    if measure.target is None:
        return ""
    if measure.is_change:
        return words.gettext(
            "{change} from before it began",
            change=change_words(measure.target, words, is_share=measure.is_share),
        )
    level = _level(measure.target, measure, words)
    if measure.better == "less":
        return words.gettext("{level} a month or less", level=level)
    return words.gettext("{level} a month or more", level=level)


def evidence_words(item: PlanItem, words: Words) -> tuple[str, str]:
    """Return in a few words what the evidence is, and on which months it rests."""
    if item.reason is not None or item.measure is None:
        why = words.gettext(_WHY[item.reason or "no_measure"])
        return why, _known(item, words)
    if item.evidence == "used" or item.change is None:
        return words.gettext("At its target for three months"), _known(item, words)
    return _changed_words(item.change, item.measure, words), _known(item, words)


def _changed_words(change: Range, measure: Measure, words: Words) -> str:
    ends = [change_words(end, words, is_share=measure.is_share) for end in change]
    return words.joined_range(*dict.fromkeys(ends), spaced=True)


def _known(item: PlanItem, words: Words) -> str:
    """Return the months compared, or the newest value; "" where nothing is known."""
    if item.measure is None:
        return ""
    if item.change is not None and item.months is not None:
        first, last = (words.month(month, short=True) for month in item.months)
        told = words.gettext(
            "{first} to {last} against the same months before it began",
            first=first,
            last=last,
        )
        return (
            told
            if item.reason is None
            else f"{_changed_words(item.change, item.measure, words)} {_bracketed(told, words)}"
        )
    if item.newest is None:
        return ""
    month, known = item.newest
    return words.gettext(
        "{value} in {month}",
        value=level_words(known, item.measure, words),
        month=words.month(month, short=True),
    )


def _bracketed(text: str, words: Words) -> str:
    return words.gettext("({when})", when=text)


def level_words(known: Range, measure: Measure, words: Words) -> str:
    """Return the range of a month's value; one number where both ends are shown alike."""
    ends = dict.fromkeys(_level(end, measure, words) for end in known)
    return words.joined_range(*ends)


def change_words(change: float, words: Words, *, is_share: bool) -> str:
    """Return a change with its sign: of a share in points, else in per cent."""
    if is_share:
        return words.gettext("{change:+.0f} points", change=change)
    # Less than one per cent is not ±0.
    is_little = 0 < abs(change) < 1
    return f"{words.number(change, '+.1f') if is_little else words.signed(change)}%"


def _level(level: float, measure: Measure, words: Words) -> str:
    if measure.is_share:
        return f"{words.number(level)}%"
    number = words.number(level, ".1f" if level < _FEW and level != int(level) else ",.0f")
    if measure.series in _UNITS:
        return words.beside_unit(number, _UNITS[measure.series])
    return (
        words.gettext("{number} {unit}", number=number, unit=plain(measure.unit))
        if measure.unit
        else number
    )
