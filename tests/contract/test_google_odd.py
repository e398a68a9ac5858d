"""Google's odd records and refusals: many odd ones leave their day open, and each refusal says what to do."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from connectors.contract.errors import Retry, SkipPart, SourceError, StopSource, StopStream
from connectors.contract.streams import Window
from connectors.vendors.google_workspace.streams import REPORTS
from flows.messages import in_language
from tests.contract.reports_api import activity, reports_api
from tests.loopback import Answer

WINDOW = Window(date(2026, 6, 9), date(2026, 6, 11))
NINTH, TENTH = WINDOW.days


def _edit(number: int, day: int = 9, **more: object) -> dict[str, Any]:
    told = activity("drive", f"2026-06-{day:02}T01:00:00.000Z", "edit", number=number, doc_id="d")
    return told | more


def _read(
    *records: dict[str, Any], application: str = "drive"
) -> tuple[dict[date, Any], set[date], SkipPart | None]:
    """Return day → rows, the days that are not whole, and what was told."""
    days: dict[date, Any] = {}
    partial: set[date] = set()
    with reports_api() as api:
        # Laid over the answer: the server of the test reads the times of what it holds.
        api.change = lambda body, _: {**body, "items": list(records)}
        connector = api.connector(streams=(application,))
        try:
            for batch in connector.fetch(REPORTS[application].stream, WINDOW):
                days[batch.day_on] = batch.rows.to_pylist()
                partial |= {batch.day_on} if batch.is_partial else set()
        except SkipPart as error:
            return days, partial, error
    return days, partial, None


SOUND = [_edit(number) for number in range(8)] + [_edit(9 + number, 10) for number in range(8)]


@pytest.mark.parametrize(
    ("odd", "open_days"),
    [
        ([_edit(90, events="x")], set()),
        ([_edit(90 + n, events="x") for n in range(3)], {NINTH}),
        ([_edit(90 + n, events=[{"name": ["x"]}]) for n in range(3)], {NINTH}),
        ([_edit(90 + n, id={"time": "?"}) for n in range(3)], {NINTH, TENTH}),
    ],
)
def test_a_day_of_which_many_records_are_odd_is_open(
    odd: list[dict[str, Any]], open_days: set[date]
) -> None:
    """One beside eight costs nothing and is told; three beside eight are not nothing."""
    days, partial, error = _read(*odd, *SOUND)
    assert error is not None
    assert [len(days[day]) for day in WINDOW.days] == [8, 8]
    assert partial == open_days


@pytest.mark.parametrize(
    "more",
    [
        {"isAgenticAction": "true"},
        {"actor": {"email": "a@x.jp", "applicationInfo": {"impersonation": "true"}}},
    ],
)
def test_a_program_is_known_by_a_text_too(more: dict[str, object]) -> None:
    """Some records write yes as a text; no, written so, is no."""
    days, _, _ = _read(_edit(90, **more), _edit(91, isAgenticAction="false"), *SOUND)
    assert len(days[NINTH]) == 9


def _call(number: int, **values: object) -> dict[str, Any]:
    told = {"conference_id": "m", "duration_seconds": "600"} | values
    return activity("meet", "2026-06-09T01:00:00.000Z", "call_ended", number=number, **told)


@pytest.mark.parametrize(
    ("value", "is_guest"), [("true", True), ("false", False), (True, True), ("maybe", None)]
)
def test_whether_somebody_is_from_outside_is_read_as_it_is_written(
    value: object, *, is_guest: bool | None
) -> None:
    """What is neither is left to the roster."""
    days, _, _ = _read(_call(1, is_external=value), application="meet")
    assert [row["is_guest"] for row in days[NINTH]] == [is_guest]


@pytest.mark.parametrize(
    "odd",
    [
        {"is_external": []},
        {"duration_seconds": str(400 * 86400)},
        {"start_timestamp_seconds": 253402300799},
        {"start_timestamp_seconds": -62135596800},
    ],
)
def test_an_odd_connection_costs_no_other(odd: dict[str, object]) -> None:
    """It is left out and told."""
    days, partial, error = _read(
        _call(1, **odd), *(_call(2 + n) for n in range(8)), application="meet"
    )
    assert error is not None
    assert len(days[NINTH]) == 8
    assert not partial


def test_a_time_without_a_zone_is_not_guessed() -> None:
    """Whoever wrote it, this machine's own zone is not his."""
    days, _, error = _read(_edit(90, id={"time": "2026-06-09T23:30:00"}), *SOUND)
    assert error is not None
    assert [len(days[day]) for day in WINDOW.days] == [8, 8]


def _refused(reply: Answer | None = None, token: Answer | None = None) -> SourceError:
    with reports_api() as api:
        api.replies = [reply] * 4 if reply else []
        api.token_reply = token
        with pytest.raises(SourceError) as caught:
            list(api.connector(streams=("drive",)).fetch(REPORTS["drive"].stream, WINDOW))
    return caught.value


@pytest.mark.parametrize(
    ("reason", "kind", "words"),
    [
        ("accessNotConfigured", StopSource, "有効にして"),
        ("insufficientPermissions", StopSource, "委任"),
        ("domainCannotUseApis", StopSource, "API の制御"),
        ("CONSUMER_SUSPENDED", StopSource, "止められて"),
        ("userSuspended", StopSource, "停止されて"),
        ("orgIPRestricted", StopSource, "アドレス"),
        ("forbidden", StopStream, "エディション"),
        ("dailyLimitExceeded", Retry, "あとで"),
        ("userRateLimitExceeded", Retry, "あとで"),
    ],
)
def test_each_reason_of_a_refusal_has_its_step(
    reason: str, kind: type[SourceError], words: str
) -> None:
    """In the town's language, and without Google's own words."""
    body = {"error": {"code": 403, "message": "canary", "errors": [{"reason": reason}]}}
    error = _refused(Answer(status=403, body=json.dumps(body).encode()))
    assert type(error) is kind
    assert words in in_language(error.next_step, "ja")
    assert "canary" not in str(error)


PAGE = b"<!DOCTYPE html><html><body>blocked</body></html>"


def test_a_filters_page_is_no_refusal_of_googles() -> None:
    """Neither from the API nor from where the token comes from."""
    for error in (
        _refused(Answer(status=403, body=PAGE)),
        _refused(token=Answer(status=403, body=PAGE)),
    ):
        assert "web page" in error.thing
        assert "フィルター" in in_language(error.next_step, "ja")


@pytest.mark.parametrize("code", [["x"], None, 5, "org_internal"])
def test_any_refusal_of_a_token_is_told(code: object) -> None:
    """Whatever stands in it."""
    error = _refused(token=Answer(status=400, body=json.dumps({"error": code}).encode()))
    assert type(error) is StopSource
