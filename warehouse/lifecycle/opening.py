"""Decides whether the pages are open: until a town opens them, every night makes a draft for the operator.

While a town sets up, rosters and sources are corrected, so numbers change for reasons other than use. The disclosure
audit therefore ignores drafts, and a draft freezes no month. Opened pages cannot be closed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.release.history.freezing import OF_A_LINE
from warehouse.release.tables.cell_tables import line_of_item

if TYPE_CHECKING:
    from datetime import date, datetime

    from warehouse.facts.store import Store


def is_open(store: Store, opened_on: date | None, today: date) -> bool:
    """Whether the pages are open: by the day in the settings, by the command, or because a release was shown before."""
    by_settings = opened_on is not None and opened_on <= today
    return by_settings or bool(
        store.count("select count(*) from ledger.opened")
        # Pages that a version without drafts showed are open.
        + store.count("select count(*) from (from release.history limit 1)")
    )


def note_opened(store: Store, now: datetime) -> None:
    """Note that the pages are open from now on."""
    with store.transaction():
        store.append("ledger.opened", [(now,)])


def unpublish(store: Store, line: str, month: date, now: datetime) -> bool:
    """Withdraw a month of a line: it is withheld from now on and no longer restricts later releases.

    Args:
        store: the warehouse.
        line: the line (`warehouse/release/tables/publication_lines.py`).
        month: the first day of the month.
        now: the time of the withdrawal (UTC).

    Returns:
        Whether anything of it had been shown.
    """
    key = [line, month]
    shown = store.rows(
        "select distinct measure, item from release.history where month = ?", [month]
    )
    own = [one for one in shown if line_of_item(*one) == line]
    with store.transaction():
        for table in OF_A_LINE:
            store.execute(f"delete from release.{table} where line = ? and month = ?", key)
        for measure, item in own:
            store.execute(
                "delete from release.history where measure = ? and item = ? and month = ?",
                [measure, item, month],
            )
        if own:
            store.append("ledger.unpublished", [(line, month, now)])
    return bool(own)
