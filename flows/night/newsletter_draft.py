"""Writes the newsletter's draft on the second working day of a month, or later once all its numbers are published.

Sends nothing.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count, islice
from typing import TYPE_CHECKING

from connectors.contract.errors import system_errors_at
from connectors.contract.messages import Message
from flows.night.last_release import last_release
from warehouse.calendar import is_working_day
from warehouse.facts.store import open_store
from warehouse.months import month_before
from warehouse.release.history.line_states import last_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from pathlib import Path

    from flows.settings.settings import Settings


DRAFT_ON_WORKING_DAY = 2
"""Working day of a month on which the draft for the month before is written."""


def write_draft(settings: Settings, month: date) -> tuple[Path, ...]:
    """Write a month's newsletter from the last release and return its files.

    Raises:
        NothingYet: nothing has been released.
    """
    # Altair and typst take half a second to import, which other commands need not spend.
    from dashboards.newsletter import write_newsletter  # noqa: PLC0415 - see above

    release = last_release(settings)
    with system_errors_at(settings.newsletter):
        return write_newsletter(release, month, newsletter_folder(settings, month))


def is_draft_day(today: date, closures: Collection[date]) -> bool:
    """Whether a day is the second working day of its month; `closures` are the town's closed days besides holidays."""
    return today == second_working_day(today, closures)


def second_working_day(today: date, closures: Collection[date]) -> date:
    """Return the second working day of the month of `today`."""
    days = (today.replace(day=1) + timedelta(days=offset) for offset in count())
    working = (day for day in days if is_working_day(day, closures))
    return next(islice(working, DRAFT_ON_WORKING_DAY - 1, None))


def draft_if_due(settings: Settings, today: date) -> Iterator[Message]:
    """Write the draft for the month before on the second working day; yield what was done.

    If numbers of that month are still unpublished then, the draft is written in the night that publishes the last of
    them. A month that is not final is drafted too; the draft says why it is not final.

    Raises:
        NothingYet: nothing has been released.
    """
    # Imported here as in `write_draft`.
    from dashboards.newsletter import issue_state_of  # noqa: PLC0415 - see above

    month, release = month_before(today), last_release(settings)
    with open_store(settings.warehouse, read_only=True) as store:
        waits, shown_on = last_shown(store, month)
    if not is_draft_day(today, settings.closures):
        # The last numbers of the month were published today, after the regular day.
        is_late = shown_on == today > second_working_day(today, settings.closures) and not waits
        if not is_late or newsletter_folder(settings, month).exists():
            yield Message(
                "{day} is not the second working day of its month: nothing to draft", day=today
            )
            return
    elif waits:
        yield Message(
            "days of {month} have not come in yet: the draft waits for them, ten nights at most",
            month=f"{month:%Y-%m}",
        )
        return
    if release.is_draft:
        yield Message("the pages are not opened yet: nothing to draft")
        return
    if month > release.as_of:
        yield Message(
            "nothing is released of {month} yet: nothing to draft", month=f"{month:%Y-%m}"
        )
        return
    yield from (Message("wrote {path}", path=path) for path in write_draft(settings, month))
    state = issue_state_of(last_release(settings), month)
    yield from (
        Message("{month} is not final: {reason}", month=f"{month:%Y-%m}", reason=reason)
        for reason in state.reasons
    )


def newsletter_folder(settings: Settings, month: date) -> Path:
    """Return the folder of a month's newsletter."""
    return settings.newsletter / f"{month:%Y-%m}"
