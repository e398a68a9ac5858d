"""Google Workspace is read page by page: each event once, waits are kept, and a broken sequence vouches for nothing."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from connectors.contract.errors import Retry
from connectors.vendors.google_workspace.api import client
from connectors.vendors.google_workspace.streams import REPORTS
from tests.contract.google_rows import APRIL, edit_activities, fetched_rows
from tests.contract.reports_api import activity, reports_api
from tests.loopback import Answer


def test_every_page_is_read_and_each_event_comes_once() -> None:
    """Seven pages of three and one of two: 23 events."""
    with reports_api(drive=edit_activities(23)) as api:
        api.page = 3
        rows = fetched_rows(api.connector())
    assert len(rows) == 23
    assert len({row["event"] for row in rows}) == 23
    assert {row["action"] for row in rows} == {"edited"}


def test_an_empty_answer_vouches_for_days_of_nothing() -> None:
    """A page without `items` is an answer: three days with no rows."""
    with reports_api() as api:
        assert fetched_rows(api.connector()) == []


def test_days_begin_at_midnight_in_japan() -> None:
    """15:00 UTC is the next day; the window's edges are asked for and kept."""
    times = (
        "2025-03-31T14:59:59.999Z",
        "2025-03-31T15:00:00.000Z",
        "2025-04-03T14:59:59.999Z",
        "2025-04-03T15:00:00.000Z",
    )
    events = [activity("drive", time, "view", doc_id="d") for time in times]
    with reports_api(drive=events) as api:
        rows = fetched_rows(api.connector())
        assert api.asked[0].query["startTime"] == "2025-03-31T15:00:00.000Z"
        assert api.asked[0].query["endTime"] == "2025-04-03T15:00:00.000Z"
    assert sorted(row["day_on"] for row in rows) == [date(2025, 4, 1), date(2025, 4, 3)]


def test_only_what_is_kept_is_asked_for() -> None:
    """No address of a machine, no title: `fields` names what may come, and customer only if set."""
    with reports_api() as api:
        fetched_rows(api.connector())
        asked = api.asked[0].query
    assert "ipAddress" not in asked["fields"]
    assert "resourceDetails" not in asked["fields"]
    assert "customerId" not in asked
    with reports_api() as api:
        fetched_rows(api.connector(customer="C9"))
        assert api.asked[0].query["customerId"] == "C9"


def test_retry_after_is_kept_and_the_page_asked_again() -> None:
    """The library ignores the header; we do not."""
    with reports_api(drive=edit_activities(5)) as api:
        api.replies = [
            Answer(status=429, body=b"{}", headers={"Retry-After": "9"}),
            Answer(status=503, body=b"{}"),
        ]
        assert len(fetched_rows(api.connector())) == 5
    assert api.waits[0] == 9.0
    assert len(api.waits) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Answer(status=429, body=b"{}", headers={"Retry-After": "9"}),
        Answer(status=500, body=b"{}"),
        Answer(status=403, body=b'{"error": {"errors": [{"reason": "userRateLimitExceeded"}]}}'),
        Answer(status=403, body=b'{"error": {"errors": [{"reason": "dailyLimitExceeded"}]}}'),
        Answer(status=403, body=b'{"error": {"status": "RESOURCE_EXHAUSTED", "details": []}}'),
        Answer(status=200, body=b'{"items": [{"id": {"time": "2025'),
        Answer(status=200, body=b""),
        Answer(status=200, body=b"[]"),
        Answer(status=200, body=b'{"items": []}', announce=100),
    ],
)
def test_a_storm_ends_in_retry_and_nothing_is_vouched_for(reply: Answer) -> None:
    """Busy, cut short or not JSON: three tries, then the slice is left for later."""
    with reports_api(drive=edit_activities(9)) as api:
        api.replies = [reply] * 3
        with pytest.raises(Retry):
            fetched_rows(api.connector())
    assert len(api.asked) == 3


def test_a_drip_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would read a byte a minute for ever; the night would never end."""
    monkeypatch.setattr(client, "TOTAL_SECONDS", 0.3)
    drip = Answer(body=b" " * 500, drip=(lambda: time.sleep(0.05), 1))
    started = time.monotonic()
    with reports_api() as api:
        api.replies = [drip] * 3
        with pytest.raises(Retry, match="in time"):
            fetched_rows(api.connector())
    assert time.monotonic() - started < 10


def test_a_break_in_the_middle_yields_no_day() -> None:
    """Newest first: after half of the pages no day is whole, so none is yielded."""
    with reports_api(drive=edit_activities(9)) as api:
        api.page = 3
        connector = api.connector()
        api.change = lambda body, asked: (
            body if "pageToken" not in asked.query else {"items": 1 / 0}
        )
        fetched = connector.fetch(REPORTS["drive"].stream, APRIL)
        with pytest.raises(Retry):
            next(fetched)


def test_a_page_token_that_comes_twice_ends_in_retry() -> None:
    """A server that turns in a circle is left, not followed for ever."""
    with reports_api(drive=edit_activities(9)) as api:
        api.page = 3
        api.change = lambda body, _: {**body, "nextPageToken": "3"}
        with pytest.raises(Retry, match="came twice"):
            fetched_rows(api.connector())
    assert len(api.asked) < 5


@pytest.mark.parametrize("items", [None, [], edit_activities(1)], ids=["none", "empty", "the same"])
def test_fresh_page_tokens_without_end_are_left(items: list[dict[str, Any]] | None) -> None:
    """A token of its own with every page and nothing new behind it: some pages, then a Retry."""
    with reports_api() as api:
        api.change = lambda _body, _: {"items": items, "nextPageToken": str(len(api.asked))}
        with pytest.raises(Retry, match="page after page is empty"):
            fetched_rows(api.connector())
    assert len(api.asked) < 60


def test_a_sequence_that_loses_its_tail_is_found_out() -> None:
    """A missing `nextPageToken` looks like the end: one more question tells."""
    with reports_api(drive=edit_activities(9)) as api:
        api.page = 3
        api.change = lambda body, _: {key: body[key] for key in body if key != "nextPageToken"}
        with pytest.raises(Retry, match="ended before"):
            fetched_rows(api.connector())


def test_an_expired_page_token_starts_the_slice_again() -> None:
    """400 on a page token is no fault of the settings."""
    with reports_api(drive=edit_activities(9)) as api:
        api.page = 3
        connector = api.connector()
        pages = connector._client.pages("drive", APRIL)
        next(pages)
        api.replies = [Answer(status=400, body=b"{}")]
        with pytest.raises(Retry, match="expired"):
            next(pages)
        connector._client.close()


def test_fetched_twice_is_the_same() -> None:
    """Identity comes from the source, not from the order or the hour of asking."""
    with reports_api(drive=edit_activities(9)) as api:
        connector = api.connector()
        first = fetched_rows(connector)
        api.page = 2
        second = fetched_rows(connector)
    assert sorted(row["event"] for row in first) == sorted(row["event"] for row in second)
