"""Names sources for readers: what each is, not what the settings call it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dashboards.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.text.words import Words


def source_names(rows: Iterable[Mapping[str, Any]], words: Words) -> dict[str, str]:
    """Return the settings' name of each source of the table `source` → the name of its kind.

    Two of one kind are told apart by the settings' name behind it.
    """
    titles = {row["source"]: words.kind(str(row["kind"])) for row in rows}
    shared = Counter(titles.values())
    return {
        source: title if shared[title] == 1 else words.beside(title, plain(str(source)))
        for source, title in titles.items()
    }
