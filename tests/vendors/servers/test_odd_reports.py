"""Counts that no vendor can mean: none is published, none ends the program, and no gap in an answer is a 0."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from connectors.contract.errors import Retry, SkipPart, SourceError, StopSource
from connectors.contract.streams import Window
from connectors.io.http.retry import RetryPolicy
from connectors.vendors import mattermost, microsoft_365, nextcloud
from connectors.vendors.microsoft_365 import universal_print
from tests.loopback import Answer, Loopback

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.contract.streams import Batch, Connector
    from tests.loopback import Request

ONCE = RetryPolicy(tries=1)
WINDOW = Window(date(2026, 6, 9), date(2026, 6, 11))
NINTH, TENTH = WINDOW.days
HEADER = (
    "Report Refresh Date,User Principal Name,Send Count,Read Count,Meeting Created Count,"
    "Meeting Interacted Count\r\n"
)


def _night() -> datetime:
    return datetime(2026, 6, 24, tzinfo=UTC)


def _json(told: object, status: int = 200) -> Answer:
    return Answer(json.dumps(told).encode(), status)


def _read(
    answer: Callable[[Request], Answer], build: Callable[[str], Connector]
) -> tuple[dict[date, Batch], SourceError | None]:
    days: dict[date, Batch] = {}
    with Loopback(answer) as server:
        connector = build(server.url)
        try:
            for batch in connector.fetch(connector.streams[0], WINDOW):
                days[batch.day_on] = batch
        except SourceError as error:
            return days, error
    return days, None


def _graph(answer: Answer, token: Answer | None = None) -> tuple[dict[date, Batch], Any]:
    good = _json({"access_token": "t", "expires_in": 3599})

    def build(url: str) -> Connector:
        settings = microsoft_365.Settings(
            name="m365",
            tenant_id="t",
            client_id="c",
            client_secret_file=SecretStr("s"),
            reports=("outlook",),
            endpoint=f"{url}/v1.0",
            authority=url,
            quota_seconds=0.01,
        )
        return microsoft_365.connect(settings, retry_policy=ONCE, now=_night)

    return _read(lambda asked: (token or good) if asked.path.endswith("/token") else answer, build)


def _report(*rows: str) -> Answer:
    told = "".join(f"2026-06-20,{row},3,0,0\r\n" for row in rows)
    return Answer((HEADER + told).encode(), content_type="text/csv")


def test_guests_of_a_tenant_are_not_staff() -> None:
    """Microsoft marks who was invited from outside; nobody's row stays one that no roster line explains."""
    days, _ = _graph(_report("a@x,3", "b_mail.example#EXT#@x.onmicrosoft.com,5", ",7"))
    rows = [one for one in days[NINTH].rows.to_pylist() if one["action"] == "sent"]
    assert sorted((one["account"] or "", one["uses"]) for one in rows) == [("", 7), ("a@x", 3)]


@pytest.mark.parametrize("count", ["99999999999999999999", "1000000000000", "9" * 5000])
def test_a_count_that_nobody_reaches_is_no_count(count: str) -> None:
    """The day is left out and told."""
    days, error = _graph(_report(f"a@x,{count}", "b@x,1"))
    assert not days
    assert "'Send Count'" in error.thing


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (401, {"error": "invalid_client", "error_codes": [7000222]}, StopSource, "has expired"),
        (401, {"error": "invalid_client", "error_codes": [53003]}, StopSource, "Conditional"),
        (400, {"error": "unauthorized_client", "error_codes": [700016]}, StopSource, "client_id"),
        (400, {"error": "temporarily_unavailable"}, Retry, "later"),
        (400, {"error": ["x"], "error_codes": "x"}, StopSource, "secret"),
    ],
)
def test_why_there_is_no_token_is_told(
    status: int, body: dict[str, object], kind: type[SourceError], words: str
) -> None:
    """By Microsoft's own number, where that says more than its code."""
    _, error = _graph(_report(), _json(body, status))
    assert type(error) is kind
    assert words in error.next_step


def _prints(folder: Path, *rows: object) -> tuple[dict[date, Batch], SourceError | None]:
    file = folder / "token"
    file.write_text("r")
    file.chmod(0o600)

    def build(url: str) -> Connector:
        settings = universal_print.Settings(
            name="up",
            tenant_id="t",
            client_id="c",
            token_file=file,
            endpoint=f"{url}/v1.0",
            authority=url,
        )
        return universal_print.connect(settings, retry_policy=ONCE, now=_night)

    token = _json({"access_token": "t"})
    told = _json({"value": rows} if rows != (None,) else {"value": []})
    return _read(lambda asked: token if asked.path.endswith("/token") else told, build)


def _usage(day: str = "2026-06-09", pages: object = 2, who: str = "a@x") -> dict[str, object]:
    return {
        "id": f"{day}{who}",
        "usageDate": day,
        "userPrincipalName": who,
        "completedJobCount": 1,
        "pageCount": pages,
        "mediaSheetCount": 1,
    }


@pytest.mark.parametrize("pages", [10**30, float("inf"), -5, 3.7, True, 10**15, "9" * 30])
def test_a_print_count_that_cannot_be_leaves_its_day_out(pages: object, tmp_path: Path) -> None:
    """And no other."""
    days, error = _prints(tmp_path, _usage(pages=pages), _usage("2026-06-10"))
    assert NINTH not in days
    assert days[TENTH].rows.num_rows == 1
    assert isinstance(error, SkipPart)


def test_a_day_to_come_vouches_for_none(tmp_path: Path) -> None:
    """What comes after the last day of which something is told is not counted yet."""
    days, _ = _prints(tmp_path, _usage(), _usage("9999-12-31", who="b@x"))
    assert days[TENTH].is_partial


def test_a_row_without_a_day_may_be_of_any(tmp_path: Path) -> None:
    """So no day is whole."""
    days, error = _prints(tmp_path, _usage(), _usage("2026-06-10"), {**_usage(), "usageDate": "?"})
    assert days[NINTH].is_partial
    assert isinstance(error, SkipPart)


def test_nothing_at_all_is_left_to_the_ledger(tmp_path: Path) -> None:
    """Empty and not proven: it asks whether that is usual, and tells it if not."""
    days, _ = _prints(tmp_path, None)
    assert [(one.rows.num_rows, one.is_proven) for one in days.values()] == [(0, False)] * 2


@pytest.mark.parametrize("link", [["x"], 5, "http://[x/", {"a": 1}])
def test_a_page_without_a_name_is_told(link: object, tmp_path: Path) -> None:
    """It is no address."""
    with Loopback(lambda _: _json({"value": [], "@odata.nextLink": link, "access_token": "t"})) as server:  # fmt: skip
        file = tmp_path / "token"
        file.write_text("r")
        file.chmod(0o600)
        settings = universal_print.Settings(
            name="up",
            tenant_id="t",
            client_id="c",
            token_file=file,
            endpoint=f"{server.url}/v1.0",
            authority=server.url,
        )
        connector = universal_print.connect(settings, retry_policy=ONCE, now=_night)
        with pytest.raises(SourceError):
            list(connector.fetch(connector.streams[0], WINDOW))


@pytest.mark.parametrize("spoil", ["binary", "folder"])
def test_a_sign_in_that_cannot_be_read_is_told(spoil: str, tmp_path: Path) -> None:
    """With what to do, and not as a fault of the program."""
    file = tmp_path / "token"
    if spoil == "folder":
        file.mkdir(mode=0o700)
    else:
        file.write_bytes(b"\xff\xfe")
        file.chmod(0o600)
    settings = universal_print.Settings(name="up", tenant_id="t", client_id="c", token_file=file)
    connector = universal_print.connect(settings, retry_policy=ONCE, now=_night)
    with pytest.raises(StopSource, match=r"sign-in|signed in"):
        list(connector.fetch(connector.streams[0], WINDOW))


def _posts(
    two: Answer, one: list[dict[str, object]] | None = None
) -> tuple[dict[date, Batch], Any]:
    told = one or [{"name": f"2026-06-{day:02}", "value": 5.0} for day in range(1, 24)]

    def answer(asked: Request) -> Answer:
        if asked.query["name"].startswith("bot"):
            return _json([])
        return two if asked.query["team_id"] == "two" else _json(told)

    def build(url: str) -> Connector:
        settings = mattermost.Settings(
            name="mm", endpoint=url, token_file=SecretStr("x"), teams={"a": "one", "b": "two"}
        )
        return mattermost.connect(settings, now=_night)

    return _read(answer, build)


@pytest.mark.parametrize("status", [204, 202])
def test_a_team_that_answers_nothing_has_not_posted_nothing(status: int) -> None:
    """The days are not whole, and it is told."""
    days, error = _posts(Answer(b"", status))
    assert isinstance(error, SkipPart)
    assert {(one.is_partial, one.is_proven) for one in days.values()} == {(True, False)}


@pytest.mark.parametrize("value", [10**30, float("inf"), 10**9, float("nan"), "5", [5]])
def test_posts_that_nobody_writes_are_told(value: object) -> None:
    """The entry is left out, and the day is not whole."""
    days, error = _posts(_json([{"name": "2026-06-09", "value": value}]))
    assert isinstance(error, SkipPart)
    assert days[NINTH].is_partial
    assert days[NINTH].rows.num_rows == 1


def test_an_entry_of_a_day_to_come_vouches_for_none() -> None:
    """A server with a wrong clock would make each silent day a proven one."""
    days, error = _posts(_json([]), [{"name": "2030-01-01", "value": 5}])
    assert isinstance(error, SkipPart)
    assert not any(one.is_proven for one in days.values())


def _cloud(users: object, code: object = 200) -> tuple[dict[date, Batch], Any]:
    told = {"ocs": {"meta": {"statuscode": code}, "data": {"activeUsers": {"last24hours": users}}}}

    def build(url: str) -> Connector:
        settings = nextcloud.Settings(name="cloud", endpoint=url, token_file=SecretStr("x"))
        return nextcloud.connect(settings, now=lambda: datetime(2026, 6, 9, 18, tzinfo=UTC))

    return _read(lambda _: _json(told), build)


@pytest.mark.parametrize("users", [10**30, "12345678901234", float("inf"), -1, True, None, 5.5])
def test_a_number_of_users_that_cannot_be_is_none(users: object) -> None:
    """It is never cut to one that could be."""
    days, error = _cloud(users)
    assert not days
    assert isinstance(error, StopSource)


@pytest.mark.parametrize("code", [998, 404, 500, 503, "997"])
def test_what_the_cloud_itself_calls_an_error_is_none_of_its_numbers(code: object) -> None:
    """Whatever stands beside it."""
    days, error = _cloud(57, code)
    assert not days
    assert error is not None


@pytest.mark.parametrize("code", [100, 200, "200", None])
def test_an_answer_of_the_cloud_is_read(code: object) -> None:
    """Both of its protocols."""
    days, _ = _cloud(57, code)
    assert days[NINTH].rows["people"].to_pylist() == [57]
