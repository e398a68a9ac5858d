"""Withdraws a published month of a line; it stays withheld permanently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from flows.night.last_release import require_warehouse
from warehouse.facts.store import open_store
from warehouse.lifecycle.opening import unpublish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from flows.settings.settings import Settings


class NotShown(Mendable):
    """Nothing of this line and month was ever published."""


def run_unpublish(
    settings: Settings, line: str, month: date, now: datetime, tell: Callable[[Message], None]
) -> None:
    """Withdraw what was published of one month of a line; the next night's pages withhold it.

    Args:
        settings: the town's settings.
        line: the line, as a message names it: `use files`.
        month: the month's first day.
        now: the clock of the command.
        tell: takes each line for the operator.

    Raises:
        NothingYet: no night has run.
        NotShown: there is nothing to withdraw; the message lists the lines of the month.
    """
    require_warehouse(settings)
    with open_store(settings.warehouse) as store:
        if not unpublish(store, line, month, now):
            lines = [one for (one,) in store.rows(_LINES, [month])]
            raise NotShown(
                Message(
                    "this month of this series was not published: {line!r}, {month}",
                    line=line,
                    month=f"{month:%Y-%m}",
                ),
                place=str(settings.warehouse),
                next_step=Message("name one of: {nights}", nights=", ".join(lines) or "-"),
            )
    tell(
        Message(
            "withdrawn: {line}, {month}; the next night withholds it → hirogari run",
            line=line,
            month=f"{month:%Y-%m}",
        )
    )


_LINES = """
select distinct line from release.line_month where month = ? and frozen_on is not null order by line
"""
