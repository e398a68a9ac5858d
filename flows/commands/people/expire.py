"""Deletes records older than the retention settings allow, as every night does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.streams import day_of
from flows.commands.people.open_warehouse import open_with_key
from warehouse.engine.build import build_models
from warehouse.facts.store import rewrite
from warehouse.lifecycle.clock import require_proven_clock
from warehouse.lifecycle.retention import expire, retention

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flows.settings.settings import Settings

    Tell = Callable[[Message], None]


def run_expire(settings: Settings, now: datetime, tell: Tell, *, is_clock_right: bool) -> None:
    """Bring the models up to date, then delete records older than the settings allow and rewrite the file.

    Args:
        settings: the town's settings.
        now: the clock; retention periods end with its day in Tokyo.
        tell: takes each line for the operator.
        is_clock_right: whether the operator vouches for the clock, which skips its checks.

    Raises:
        ClockJumped: the date is far from the last night's, or nothing recent confirms it.
    """
    with open_with_key(settings, now, is_clock_right=is_clock_right) as (store, _):
        if not is_clock_right:
            require_proven_clock(store, now)
        built = build_models(
            store,
            town=settings.town,
            closures=settings.closures,
            today=day_of(now),
            measures=settings.measures,
        )
        tell(Message("models: {what}", what=built.message))
        kept = retention(
            day_of(now), raw_days=settings.raw_days, person_months=settings.person_months
        )
        tell(expire(store, kept).message)
    rewrite(settings.warehouse)
