"""Writes the draft of the newsletter on the second working day, as soon as nothing is waited for."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, islice
from typing import TYPE_CHECKING

from connectors.contract.errors import placed
from connectors.contract.messages import Message
from flows.night.last_release import last_release
from warehouse.calendar import is_working_day
from warehouse.facts.store import open_store
from warehouse.months import month_before
from warehouse.release.tables.publication_lines import last_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from pathlib import Path

    from flows.settings.settings import Settings


DRAFT_ON_WORKING_DAY = 2
"""The working day of a month on which the draft for the month before is made."""


def write_draft(settings: Settings, month: date) -> tuple[Path, ...]:
    """Write a month's newsletter from the last release and return its files.

    Raises:
        NothingYet: nothing has been released.
    """
    # Altair and typst take half a second to import: only this command pays for it.
    from dashboards.newsletter import write_newsletter  # noqa: PLC0415 - see above

    release = last_release(settings)
    with placed(settings.newsletter):
        return write_newsletter(release, month, newsletter_folder(settings, month))


def is_draft_day(today: date, closures: Collection[date]) -> bool:
    """Whether it is the second working day of its month."""
    return today == second_working_day(today, closures)


def second_working_day(today: date, closures: Collection[date]) -> date:
    """Return the second working day of a day's month."""
    days = (today.replace(day=1) + timedelta(days=offset) for offset in count())
    working = (day for day in days if is_working_day(day, closures))
    return next(islice(working, DRAFT_ON_WORKING_DAY - 1, None))


def draft_if_due(settings: Settings, today: date) -> Iterator[Message]:
    """On the second working day write the draft for the month before; yield what was done.

    A month of which something is waited for is drafted in the night that shows the last of it.

    A month that is not final is drafted too; what keeps it from being final is said in the words
    of the draft itself.

    Raises:
        NothingYet: nothing has been released.
    """
    # Deferred as in `write_draft`.
    from dashboards.newsletter import issue_state_of  # noqa: PLC0415 - see above

    month, release = month_before(today), last_release(settings)
    with open_store(settings.warehouse, read_only=True) as store:
        waits, shown_on = last_shown(store, month)
    if not is_draft_day(today, settings.closures):
        # What was waited for on that day and has come last night.
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
    """Return the folder that a month's newsletter is written into."""
    return settings.newsletter / f"{month:%Y-%m}"
