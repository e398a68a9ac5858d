"""Deletes all records of one member of staff. Numbers of sections stay as they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.streams import day_of
from flows.commands.people.one_person import held_on, require_known
from flows.commands.people.open_warehouse import open_with_key
from warehouse.facts.store import rewrite
from warehouse.lifecycle.personal_data import forget, read_held

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flows.settings.settings import Settings

    Tell = Callable[[Message], None]


def run_forget(
    settings: Settings, staff_no: str, now: datetime, tell: Tell, *, is_clock_right: bool
) -> None:
    """Delete the records of one person under every spelling of the staff number, and report the rows per table.

    Args:
        settings: the town's settings.
        staff_no: the staff number, as the roster writes it.
        now: the clock of the command; numbers of months before its own do not change any more.
        tell: takes each line for the operator.
        is_clock_right: whether the operator vouches for the clock, which skips its check.

    Raises:
        NobodyKnown: neither roster nor warehouse knows the staff number.
        ClockJumped: the date is far from the last night's.
    """
    with open_with_key(settings, now, is_clock_right=is_clock_right) as (store, key):
        require_known(settings, staff_no, [held for _, held in held_on(store, key, staff_no)])
        deleted: Counter[str] = Counter()
        posts = 0
        for staff, _ in held_on(store, key, staff_no):
            deleted.update(dict(forget(store, staff, day_of(now))))
            posts += len(read_held(store, staff).assignments)
    rewrite(settings.warehouse)
    for table, rows in deleted.items():
        tell(Message("deleted {count:,} rows from {table}", count=rows, table=table))
    tell(
        Message(
            "{count:,} rows deleted; numbers of sections stay as they are", count=deleted.total()
        )
    )
    tell(Message("records that a source still delivers on this person are left out from now on"))
    if posts:
        tell(
            Message(
                "{count} rows on the person's sections stay as long as the roster has them",
                count=posts,
            )
        )
    tell(Message("next: {step}", step=Message("destroy back-ups older than today")))
