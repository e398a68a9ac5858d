"""Validates single values of the settings; pydantic calls these functions."""

from __future__ import annotations

from datetime import datetime

from pydantic_core import PydanticCustomError

from connectors.contract.messages import Message
from dashboards.text.catalogue import languages

NIGHTLY = "30 2 * * *"
"""Default start of the night: 02:30 Asia/Tokyo, every day."""


def fiscal_month(value: int | str) -> int:
    """Return the month (1 to 12) in which the fiscal year begins, from `4` or `04-01`.

    Raises:
        ValueError: it is no month.
    """
    text = str(value).partition("-")[0]
    month = int(text) if text.isdecimal() else 0
    if month not in range(1, 13):
        raise ValueError(Message("the month in which the fiscal year begins: 4, or 04-01"))
    return month


def known_language(value: str) -> str:
    """Return the language if the catalogue has its texts.

    Raises:
        PydanticCustomError: it has none.
    """
    if value not in languages():
        raise PydanticCustomError("literal_error", "no language with a file of texts")
    return value


def cron_of(value: str) -> str:
    """Return a cron expression unchanged if the scheduler can run it.

    Raises:
        ValueError: it does not have five fields, or its time never comes.
    """
    if value == NIGHTLY:
        return value
    # Imported here: every command reads the settings, and the default needs no check.
    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - see above

    try:
        # A sixth field would be seconds, which the scheduler does not support. For a day that never comes, the
        # iterator ends.
        is_time = len(value.split()) == len(NIGHTLY.split()) and bool(
            next(CronSim(value, datetime(2026, 1, 1)))  # noqa: DTZ001 - any time will do
        )
    except (CronSimError, StopIteration):
        is_time = False
    if not is_time:
        raise ValueError(
            Message(
                "this is not a time in cron's five fields: minute hour day month weekday, as 30 2 * * *"
            )
        )
    return value
