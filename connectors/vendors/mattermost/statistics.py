"""Parse one response of the server's statistics into posts per day, or raise why it has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from connectors.contract import streams
from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.shapes import SECTION_USE
from connectors.contract.streams import Handling, Stream, count_of_a_day, may_be_a_count

REACH_DAYS = 30
STREAM = Stream(
    "posts",
    SECTION_USE,
    (
        streams.Field("name", Handling.KEEP, "the day"),
        streams.Field("value", Handling.KEEP, "posts on that day"),
    ),
    counts="chat",
    settle_days=3,
    retention_days=REACH_DAYS,
    slice_days=REACH_DAYS + 1,
    # Posts that were read on an earlier night stay valid if a team cannot be read tonight.
    keeps_earlier_records=True,
)
_NEWER = Message(
    "{vendor} has changed its format: look for a newer version of this program", vendor="Mattermost"
)
_ISO_DAY = len("2026-04-01")


@dataclass(slots=True)
class PostCounts:
    """Posts by day; days without posts have no entry."""

    days: dict[date, int] = field(default_factory=dict)
    odd: int = 0
    """The number of unreadable entries."""
    undeclared: set[str] = field(default_factory=set)


def counts_in(body: object, *, source: str, place: str, last: date) -> PostCounts:
    """Parse one response.

    Args:
        body: the response as JSON: a list of entries with day and count, or None for an empty list.
        source: the source's name, for messages.
        place: the location for messages.
        last: the last day that can have a count; entries of later days are unreadable.

    Raises:
        SkipPart: the response is not a list, or the server has more users than its statistics limit.
        StopStream: an entry has a new field that could hold a count.
    """
    if body is None:
        # The server writes an empty list as null.
        return PostCounts()
    if not isinstance(body, list):
        raise SkipPart(
            Message("the statistics are not a list of days and counts"),
            place=place,
            next_step=_NEWER,
        )
    counts = PostCounts()
    said: dict[date, set[int]] = {}
    for entry in body:
        try:
            _look_at_keys(entry, counts, source)
            value = entry["value"]
            _require_counts(value, place)
            said.setdefault(_day_in(entry["name"], last), set()).add(count_of_a_day(value))
        except (KeyError, TypeError, ValueError, AttributeError):
            counts.odd += 1
    for day, values in said.items():
        if len(values) == 1:
            counts.days[day] = values.pop()
        else:
            # Two different counts of one day are ambiguous.
            counts.odd += 1
    return counts


def _require_counts(value: object, place: str) -> None:
    """Raise SkipPart if the server answers -1, as it does above its limit of users."""
    if isinstance(value, int | float) and value < 0:
        raise SkipPart(
            Message("the server counts no posts, for it has more users than its limit"),
            place=place,
            next_step=Message(
                "raise AnalyticsSettings.MaxUsersForStatistics in the server's config.json"
            ),
        )


def _day_in(name: str, last: date) -> date:
    # Some servers write the day as its first instant.
    day = date.fromisoformat(name[:_ISO_DAY])
    if day > last:
        raise ValueError("a day to come")
    return day


def _look_at_keys(entry: dict[str, object], counts: PostCounts, source: str) -> None:
    new = entry.keys() - {one.name for one in STREAM.fields}
    if any(may_be_a_count(entry[name]) for name in new):
        STREAM.check_fields(entry, source=source)
    # A key that is not an identifier is not shown, because it could be anything.
    counts.undeclared |= {name for name in new if name.isidentifier() and name.isascii()}
