"""Explains one technical term each month, in plain language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.text.catalogue import gettext_noop
from warehouse.months import months_from

if TYPE_CHECKING:
    from datetime import date

    from dashboards.newsletter.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A term and its explanation."""

    word: str
    meaning: str


_WORDS = (
    (
        gettext_noop("Groupware"),
        gettext_noop(
            "Calendar, documents and messages in one place that everyone can read and write, instead of phone calls and circulated paper."
        ),
    ),
    (
        gettext_noop("Paperless"),
        gettext_noop(
            "Not the end of paper: doing on the screen what never needed paper, so that nothing has to be handed out, filed or searched for."
        ),
    ),
    (
        gettext_noop("DX"),
        gettext_noop(
            "Digital transformation: changing how the work is done and by whom. The change matters more than the tools."
        ),
    ),
    (
        gettext_noop("OODA"),
        gettext_noop(
            "Observe, orient, decide, act, and again: try soon, and move on early when it does not work."
        ),
    ),
    (
        gettext_noop("BPR"),
        gettext_noop(
            "Business process re-engineering: asking first whether a task is needed at all, then stopping, merging or reordering it."
        ),
    ),
    (
        gettext_noop("Cloud"),
        gettext_noop(
            "Kept on a provider's machines and used over the network, so that every desk sees and edits the same thing."
        ),
    ),
    (
        gettext_noop("Co-editing"),
        gettext_noop(
            "Several people writing in one document at once; no one has to ask which copy is the latest."
        ),
    ),
    (
        gettext_noop("RPA"),
        gettext_noop(
            "Software that repeats fixed steps on the screen, such as copying figures from one system to another."
        ),
    ),
    (
        gettext_noop("Electronic approval"),
        gettext_noop(
            "Drafting, circulating and approving on the screen, without paper or a seal; one can see where it is."
        ),
    ),
    (
        gettext_noop("Chat"),
        gettext_noop(
            "Short messages that do not interrupt the other person and can be read again later."
        ),
    ),
)


def word_of_month(month: date, launched_on: date, phrases: Phrases) -> PlainWord:
    """Return the month's term; the terms take turns, starting with the month of the launch."""
    count = months_from(launched_on, month)
    return PlainWord(*map(phrases.gettext, _WORDS[count % len(_WORDS)]))
