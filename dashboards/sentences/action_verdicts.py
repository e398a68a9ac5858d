"""Writes what may be said of an action by its own series; a verdict names no cause.

A difference that is no claim is never called a change, and each verdict names the smallest change that could have
been told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboards.read.action_verdicts import own_count_name
from dashboards.text.catalogue import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.read.action_verdicts import ActionVerdict, Answer
    from dashboards.text.words import Words

ANSWERS = {
    "changed": gettext_noop("Changed"),
    "reversed": gettext_noop("Moved the other way"),
    "not_shown": gettext_noop("No change can be claimed"),
    "own_past": gettext_noop("Compared with its own past only"),
    "too_early": gettext_noop("Too early to say"),
}
_SIZES = {
    "points": gettext_noop("{change:+.1f} points (95% interval {low:+.1f} to {high:+.1f})"),
    "per_cent": gettext_noop("{change:+.1f}% (95% interval {low:+.1f} to {high:+.1f}%)"),
}
_COMPARED = gettext_noop(
    "The mean of the six months after the start, against {controls} sections that had not begun."
)
_SPANS_NOTHING = gettext_noop("The interval spans 0.")
_BY_LOT = gettext_noop("The order of the sections was drawn by lot, and kept.")
_SMALLEST = {
    "points": gettext_noop("A change smaller than {smallest:.1f} points could not have been told."),
    "per_cent": gettext_noop("A change smaller than {smallest:.1f}% could not have been told."),
}
_PAST = {
    "points": gettext_noop(
        "The difference from the year before moved by {change:+.1f} points. This cannot be told apart from whatever else happened in the whole town hall."
    ),
    "per_cent": gettext_noop(
        "The difference from the year before moved by {change:+.1f}%. This cannot be told apart from whatever else happened in the whole town hall."
    ),
}
_STOPPED = {
    "earlier_difference": gettext_noop("The difference was there before the start."),
    "trend": gettext_noop("The course before the start explains it as well."),
    "several": gettext_noop("Beside the other verdicts of this page it may be chance."),
}
_TOO_EARLY = {
    "not_over": gettext_noop("The verdict falls when {month} is final."),
    "few_months": gettext_noop("Twelve months before the start are not known."),
    "few_controls": gettext_noop(
        "There are not three sections to compare with, nor three years of its own."
    ),
    "spreading": gettext_noop("It is still spreading in the sections to compare with."),
}
SERIES_NAMES = {
    "ratio documents": gettext_noop("Digital share of documents"),
    "ratio approvals": gettext_noop("Electronic approvals, share"),
    "ratio filings": gettext_noop("Online filings, share"),
    "ratio meetings": gettext_noop("Meetings with somebody online, share"),
    "ratio inspections": gettext_noop("Online inspections, share"),
    "ratio minutes": gettext_noop("Minutes by machine, share"),
    "on_paper approvals": gettext_noop("Approvals on paper"),
    "on_paper filings": gettext_noop("Filings at the counter or by post"),
    "on_paper meetings": gettext_noop("Meetings in the room only"),
    "on_paper inspections": gettext_noop("Inspections on site"),
    "on_paper minutes": gettext_noop("Minutes by hand"),
    "printed": gettext_noop("Printed sheets a head"),
    "bought": gettext_noop("Sheets bought"),
    "out_of_hours": gettext_noop("Use outside working hours, share"),
    "meeting_hours": gettext_noop("Meeting hours a head"),
    "overtime": gettext_noop("Overtime a head"),
    "task_hours": gettext_noop("Hours that tasks take"),
    "faxes": gettext_noop("Sheets by FAX"),
    "automated_runs": gettext_noop("Automated runs"),
    "automated_hours": gettext_noop("Automated hours"),
}
_USE = "use "
_JUDGED: tuple[Answer, ...] = ("changed", "reversed", "not_shown")


def series_name(series: str, words: Words) -> str:
    """Return the name of a series for people; an own count has the town's name."""
    own = own_count_name(series)
    if own is not None:
        return own
    if series.startswith(_USE):
        return words.gettext("Use rate of {tool}", tool=words(series.removeprefix(_USE)))
    return words.gettext(SERIES_NAMES[series])


def answer_word(verdict: ActionVerdict, words: Words) -> str:
    """Return 変わった, 逆に動いた, 変わったとは言えない, 自分の過去とだけ比べた or まだ言えない."""
    return words.gettext(ANSWERS[verdict.answer])


def verdicts_sentence(verdicts: Iterable[ActionVerdict], words: Words) -> str:
    """Return how many actions could be judged by their own measures, and with which answers; "" for none."""
    counts = Counter(verdict.answer for verdict in verdicts)
    judged = sum(counts[answer] for answer in _JUDGED)
    if not judged:
        return ""
    return words.gettext(
        "By their own measures {judged} could be judged: {changed} changed, {reversed} moved the other way, for {not_shown} no change can be claimed.",
        judged=judged,
        **{answer: counts[answer] for answer in _JUDGED},
    )


def verdict_rule(words: Words) -> str:
    """Return when a change is claimed, and what it means that none can be."""
    return words.gettext(
        "A change is claimed only against sections that had not begun, and where its interval does not span 0. That no change can be claimed does not mean that nothing changed."
    )


def verdict_size(verdict: ActionVerdict, words: Words) -> str:
    """Return the size of a change with its interval; "" if it is not compared with other sections."""
    if verdict.answer not in _JUDGED or verdict.change is None:
        return ""
    return words.gettext(
        _SIZES[verdict.scale], change=verdict.change, low=verdict.low, high=verdict.high
    )


def verdict_sentence(verdict: ActionVerdict, words: Words) -> str:
    """Return how an action was compared, what stops a claim, and the smallest change that could have been told."""
    if verdict.answer == "too_early" or verdict.change is None:
        text = _TOO_EARLY[verdict.reason or "not_over"]
        return words.gettext(text, month=words.month(verdict.judged_after))
    if verdict.answer == "own_past":
        return words.gettext(_PAST[verdict.scale], change=verdict.change)
    parts = [words.gettext(_COMPARED, controls=verdict.controls)]
    if verdict.is_by_lot:
        parts.append(words.following(words.gettext(_BY_LOT)))
    if verdict.low is not None and verdict.high is not None and verdict.low <= 0 <= verdict.high:
        parts.append(words.following(words.gettext(_SPANS_NOTHING)))
    if verdict.reason in _STOPPED:
        parts.append(words.following(words.gettext(_STOPPED[verdict.reason])))
    if verdict.smallest is not None:
        smallest = words.gettext(_SMALLEST[verdict.scale], smallest=verdict.smallest)
        parts.append(words.following(smallest))
    return "".join(parts)
