"""Writes what may be said when no alert stands, from the number of series that could have raised one.

It never says that all is well beyond what the data could have shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.release.derived.alerts import Watched


def sees_all(watched: Watched) -> bool:
    """Tell whether every pair of section and tool, and the printing of every section, could have raised an alert."""
    is_whole = (watched.use, watched.printing) == (watched.of_use, watched.of_printing)
    return is_whole and not _sees_nothing(watched)


def no_alerts_sentence(watched: Watched, words: Words) -> str:
    """Return the sentence for the absence of alerts."""
    if _sees_nothing(watched):
        return words.gettext("There are not yet records enough to see a change in.")
    if sees_all(watched):
        return words.gettext(
            "Nothing is so large that it is told here; smaller changes cannot be seen."
        )
    statement = words.gettext(
        "Nothing is so large that it is told, where there is something to compare with."
    )
    return words.sentences((statement, unseen_sentence(watched, words)))


def unseen_sentence(watched: Watched, words: Words) -> str:
    """Return how much of the town hall can be compared; "" if all of it can."""
    statements = []
    if watched.use < watched.of_use:
        statements.append(
            words.gettext(
                "Whether the use rate fell suddenly can be told of {use} of {of_use} pairs of section and tool.",
                use=watched.use,
                of_use=watched.of_use,
            )
        )
    if watched.printing < watched.of_printing:
        statements.append(
            words.gettext(
                "Whether printing rose suddenly can be told of {printing} of {of_printing} sections.",
                printing=watched.printing,
                of_printing=watched.of_printing,
            )
        )
    if not statements:
        return ""
    return words.sentences(
        (*statements, words.gettext("Of the rest the figures are not complete enough to compare."))
    )


def _sees_nothing(watched: Watched) -> bool:
    return not watched.use and not watched.printing
