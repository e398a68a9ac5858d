"""How single values of the settings are checked."""

from __future__ import annotations

from datetime import datetime

from pydantic_core import PydanticCustomError

from connectors.contract.messages import Message
from dashboards.text.catalogue import languages

NIGHTLY = "30 2 * * *"


def fiscal_month(value: int | str) -> int:
    """Return the month in which the fiscal year begins, from 4 or 04-01."""
    text = str(value).partition("-")[0]
    month = int(text) if text.isdecimal() else 0
    if month not in range(1, 13):
        raise ValueError(Message("the month in which the fiscal year begins: 4, or 04-01"))
    return month


def known_language(value: str) -> str:
    """Return a language that has texts."""
    if value not in languages():
        raise PydanticCustomError("literal_error", "no language with a file of texts")
    return value


def cron_of(value: str) -> str:
    """Return a time of day as the scheduler reads it."""
    if value == NIGHTLY:
        return value
    # Imported here: the default needs no proof, and every command reads the settings.
    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - see above

    try:
        # A sixth field would be seconds, which the scheduler does not know; a day that never comes ends the search.
        is_time = len(value.split()) == len(NIGHTLY.split()) and bool(
            next(CronSim(value, datetime(2026, 1, 1)))  # noqa: DTZ001 - any time will do
        )
    except (CronSimError, StopIteration):
        is_time = False
    if not is_time:
        raise ValueError(
            Message(
                "this is no time in cron's five fields: minute hour day month weekday, as 30 2 * * *"
            )
        )
    return value
