"""What the silence of alerts is worth: an all-clear only of what could have raised one, for page, command and letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.release.derived.alerts import Watched


def sees_all(watched: Watched) -> bool:
    """Tell whether every section and tool could have raised an alert, and every section's printing."""
    is_whole = (watched.use, watched.printing) == (watched.of_use, watched.of_printing)
    return is_whole and not _sees_nothing(watched)


def silence(watched: Watched, words: Words) -> str:
    """Return what it says that nothing is told."""
    if _sees_nothing(watched):
        return words.pick(
            "変化を見分けられるほどの記録が、まだありません。",
            "There are not yet records enough to see a change in.",
        )
    if sees_all(watched):
        return words.pick(
            "ここで知らせるほど大きな変化は見えていません。それより小さな変化は見分けられません。",
            "Nothing is so large that it is told here; smaller changes cannot be seen.",
        )
    return words.pick(
        "くらべられる範囲では、知らせるほど大きな変化は見えていません。",
        "Nothing is so large that it is told, where there is something to compare with. ",
    ) + limits(watched, words)


def limits(watched: Watched, words: Words) -> str:
    """Return how much of the town hall can be compared at all; nothing where all can."""
    told = ""
    if watched.use < watched.of_use:
        told += words.pick(
            f"利用日率をくらべられる記録があるのは、課とツールの組み合わせ{watched.of_use}のうち{watched.use}です。",
            f"The use rate can be compared of {watched.use} of {watched.of_use} pairs of section and tool. ",
        )
    if watched.printing < watched.of_printing:
        told += words.pick(
            f"印刷をくらべられる記録があるのは、{watched.of_printing}課のうち{watched.printing}課です。",
            f"Printing can be compared of {watched.printing} of {watched.of_printing} sections. ",
        )
    if not told:
        return ""
    return told + words.pick(
        "ほかは、変わったかどうかを言えません。", "Of the rest nothing can be said."
    )


def _sees_nothing(watched: Watched) -> bool:
    return not watched.use and not watched.printing
