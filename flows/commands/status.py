"""Shows the ledger by source and stream, and when a night last published. Changes nothing."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from connectors.contract.messages import Message, enumerated, read_stored
from connectors.contract.streams import TOKYO, day_of
from dashboards.read.monthly_sources import is_month_over, monthly_sources
from flows.messages import state_word
from flows.night.last_release import require_warehouse
from warehouse.facts.ledger import read_source_days
from warehouse.facts.sources import read_unrecognised
from warehouse.facts.store import open_store
from warehouse.lifecycle.clock import last_published
from warehouse.release.tables.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from flows.settings.settings import Settings


MOST_SILENT_DAYS = 3
"""Most days without a published night before `status` reports that the service may have stopped."""


def status_lines(settings: Settings) -> Iterator[Message]:
    """Yield one line per source and stream: first day, last day, and days in each state.

    Below it follow its runs of missing, failed or incomplete days and the count of log lines not understood.
    """
    days = _without_running_months(_source_days(settings))
    with open_store(settings.warehouse, read_only=True) as store:
        unrecognised = read_unrecognised(store)
    grouped: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    for day in days:
        grouped[str(day["source"]), str(day["stream"])].append(day)
    asked = {one.name for one in settings.sources}
    for (source, stream), rows in sorted(grouped.items()):
        states = Counter(str(row["state"]) for row in rows)
        first, last = rows[0]["day_on"], rows[-1]["day_on"]
        counts = enumerated(
            Message("{state} {count:,}", state=state_word(state), count=count)
            for state, count in sorted(states.items())
        )
        place = f"{source} {stream}"
        yield Message(
            "{place}: {first} … {last}: {counts}",
            place=place,
            first=first,
            last=last,
            counts=counts,
        )
        for (state, reason), alike in groupby(rows, key=itemgetter("state", "reason")):
            if state not in {"final", "provisional", "running"}:
                line = _run_of_days([row["day_on"] for row in alike], str(state))
                yield Message("{line} ({why})", line=line, why=reason) if reason else line
        if source in asked and (unread := unrecognised.get((source, stream))):
            form = unread.form or "-"
            yield Message(
                "  {count} of {lines} lines are not understood, such as {form} → hirogari check",
                count=unread.lines,
                lines=unread.of_lines,
                form=form,
            )


def _run_of_days(days: Sequence[object], state: str) -> Message:
    """Return the line on consecutive days in one state."""
    word = state_word(state)
    if len(days) == 1:
        return Message("  {day}: {state}", day=days[0], state=word)
    return Message(
        "  {first} … {last}, {count} days: {state}",
        first=days[0],
        last=days[-1],
        count=len(days),
        state=word,
    )


def _without_running_months(days: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the days with the current month of a monthly book as `running`: it is no gap until the month is over."""
    count = Counter(day["source"] for day in days)
    # A daily source that started on the first of a month has one row and looks like a monthly book.
    monthly = {source for source in monthly_sources(days) if count[source] > 1}
    last = max((cast("date", day["day_on"]) for day in days), default=date.min)
    for day in days:
        is_open = not is_month_over(cast("date", day["day_on"]), last)
        if is_open and day["source"] in monthly and day["state"] == "gap":
            day |= {"state": "running", "reason": None}
    return days


def last_publication(settings: Settings, now: datetime) -> tuple[Message, bool]:
    """Return a line on the last night that published, and whether it is more than `MOST_SILENT_DAYS` ago."""
    require_warehouse(settings)
    with open_store(settings.warehouse, read_only=True) as store:
        published = last_published(store)
        if published is None and (release := read_release(store)) is not None:
            # A warehouse from before nights were recorded has only the release's own time.
            published = release.released_at
    if published is None:
        return Message("no night has published yet → hirogari run"), True
    at = f"{published.astimezone(TOKYO):%Y-%m-%d %H:%M}"
    days = (day_of(now) - day_of(published)).days
    if days <= MOST_SILENT_DAYS:
        return Message("the last night that published: {at}", at=at), False
    line = Message(
        "the last night that published: {at}, {count} days ago → look whether the service runs (hirogari serve), and at its log",
        at=at,
        count=days,
    )
    return line, True


def status_json(settings: Settings) -> str:
    """Return every source-day of the ledger as one JSON list, sorted by source, stream and day."""
    return json.dumps(_source_days(settings), default=str, ensure_ascii=False)


def _source_days(settings: Settings) -> list[dict[str, object]]:
    require_warehouse(settings)
    with open_store(settings.warehouse, read_only=True) as store:
        days: list[dict[str, object]] = read_source_days(store).to_pylist()
    for day in days:
        if day["reason"] is not None:
            day["reason"] = read_stored(str(day["reason"]))
    return sorted(
        days, key=lambda day: (str(day["source"]), str(day["stream"]), str(day["day_on"]))
    )
