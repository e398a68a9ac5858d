"""What Google Workspace refuses stops the source with a next step; undeclared keys are never read."""

from __future__ import annotations

import pytest

from connectors.contract.errors import StopSource, StopStream
from tests.contract.google_rows import edit_activities, fetched_rows
from tests.contract.reports_api import activity, reports_api
from tests.loopback import Answer


@pytest.mark.parametrize(
    ("reply", "step"),
    [
        (Answer(status=401, body=b'{"error": {"message": "canary"}}'), "privilege Reports"),
        (Answer(status=403, body=b'{"error": {"message": "canary"}}'), "Admin SDK API"),
        (Answer(status=400, body=b'{"error": {"message": "canary"}}'), "180 days"),
        (Answer(status=404, body=b"canary"), "endpoint"),
        (Answer(status=499, body=b"canary"), "endpoint"),
        (
            Answer(status=403, body=b'{"error": {"message": "canary quotaExceeded canary"}}'),
            "edition",
        ),
        (
            Answer(
                status=403, body=b'{"error": {"errors": [{"reason": "dailyLimitExceededUnreg"}]}}'
            ),
            "Admin SDK",
        ),
        (Answer(status=200, body=b"<!doctype html><p>canary"), "proxy"),
    ],
)
def test_a_refusal_stops_the_source_and_names_the_step(reply: Answer, step: str) -> None:
    """Never Google's own words: they may hold an address."""
    with reports_api() as api:
        api.replies = [reply] * 9
        with pytest.raises(StopSource, match=step) as caught:
            fetched_rows(api.connector())
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("reply", "step"),
    [
        (
            Answer(
                status=401, body=b'{"error": "unauthorized_client", "error_description": "canary"}'
            ),
            "delegation",
        ),
        (
            Answer(status=400, body=b'{"error": "invalid_grant", "error_description": "canary"}'),
            "subject",
        ),
        (Answer(status=401, body=b'{"error": "invalid_client"}'), "new key"),
        (Answer(status=200, body=b"<html>canary</html>"), "token_uri"),
        (Answer(status=200, body=b"{}"), "new key"),
        (Answer(status=403, body=b"canary"), "new key"),
    ],
)
def test_a_refused_token_names_the_credentials(reply: Answer, step: str) -> None:
    """Delegation, subject, key: each with what to do."""
    with reports_api() as api:
        api.token_reply = reply
        with pytest.raises(StopSource, match=step) as caught:
            fetched_rows(api.connector())
    assert "credentials" in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", "[]", "canary", '{"type": "authorized_user"}'])
def test_credentials_that_are_no_service_account_are_named(text: str) -> None:
    """The file is wrong before anything is asked."""
    with reports_api() as api:
        with pytest.raises(StopSource, match="service account") as caught:
            fetched_rows(api.connector(credentials=text or " "))
        assert api.asked == []
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("place", ["top", "id", "actor", "events"])
def test_an_undeclared_key_is_left_unread_and_told(place: str) -> None:
    """A record is one act whatever Google adds to it; the name of what was added is told, never its value."""
    event = edit_activities(1)[0]
    part = {"top": event, "events": event["events"][0]}.get(place) or event[place]
    part["newThing"] = "canary"
    with reports_api(drive=[event]) as api:
        connector = api.connector()
        rows = fetched_rows(connector)
        told = [*connector.remarks(), *connector.check()]
    assert len(rows) == 1
    assert "canary" not in repr((rows, told))
    assert sum("newThing" in one.thing and one.is_ok for one in told) == 2


@pytest.mark.parametrize("value", [3, 2.0, "12"])
def test_an_undeclared_key_that_could_be_a_count_stops_the_stream_by_name(value: object) -> None:
    """Then a record would be more than one act."""
    event = {**edit_activities(1)[0], "repeats": value}
    with reports_api(drive=[event]) as api, pytest.raises(StopStream, match="repeats"):
        fetched_rows(api.connector())


def test_an_unknown_parameter_is_dropped_unread() -> None:
    """Hundreds exist; only declared ones are looked at."""
    event = activity("drive", "2025-04-02T01:00:00.000Z", "edit", doc_id="d", doc_title="canary")
    with reports_api(drive=[event]) as api:
        rows = fetched_rows(api.connector())
    assert "canary" not in repr(rows)


def test_check_asks_every_stream_and_tells_each_next_step() -> None:
    """One line a stream."""
    with reports_api() as api:
        assert [finding.is_ok for finding in api.connector().check()] == [True] * 4
        api.replies = [Answer(status=401, body=b"{}")] * 3
        findings = list(api.connector(streams=("meet",)).check())
    assert [finding.is_ok for finding in findings] == [False]
    assert "privilege" in findings[0].next_step
