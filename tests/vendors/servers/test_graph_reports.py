"""Graph's reports as tenants have had them: hidden names, a name twice, no number, no report, another host."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from connectors.contract.errors import NotYet, SkipPart, SourceError, StopSource, StopStream
from connectors.contract.streams import Window
from connectors.io.http.retry import RetryPolicy
from connectors.vendors import microsoft_365
from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.streams import Batch
    from connectors.vendors.microsoft_365.connector import Microsoft365

DAY = date(2026, 6, 9)
HEAD = (
    "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Last Activity Date,Send Count,"
    "Receive Count,Read Count,Meeting Created Count,Meeting Interacted Count,Report Period"
)
TOKEN = Answer(json.dumps({"access_token": "t", "expires_in": 3599}).encode())


def row(
    who: str, count: object = 3, *, deleted: bool = False, refreshed: str = "2026-06-11"
) -> str:
    return f"{refreshed},{who},x,{deleted},2026-06-09,{count},9,{count},1,0,1"


def report(*rows: str, head: str = HEAD) -> Answer:
    text = "\r\n".join((head, *rows, ""))
    return Answer(("\ufeff" + text).encode(), content_type="application/octet-stream")


def refused(status: int, code: str) -> Answer:
    return Answer(json.dumps({"error": {"code": code, "message": "canary"}}).encode(), status)


@pytest.fixture
def told() -> Iterator[Callable[..., Microsoft365]]:
    """Return the connector of a tenant that answers each report so, so many days after the day."""
    answers: dict[str, Answer] = {}

    def answer(request: Request) -> Answer:
        if request.path.endswith("/token"):
            return TOKEN
        if request.path.startswith("/download"):
            return answers["report"]
        if "refusal" in answers:
            return answers["refusal"]
        elsewhere = web.url.replace("127.0.0.1", "localhost")
        return Answer(status=302, headers={"Location": f"{elsewhere}/download"})

    def connector(age: int = 15, **given: Answer) -> Microsoft365:
        answers.clear()
        answers.update(given)
        settings = microsoft_365.Settings(
            name="m365",
            tenant_id="t",
            client_id="c",
            client_secret_file=SecretStr("s"),
            reports=("outlook", "teams"),
            endpoint=f"{web.url}/v1.0",
            authority=web.url,
        )
        at = datetime(2026, 6, 9, 17, 30, tzinfo=UTC) + timedelta(days=age)
        return microsoft_365.connect(settings, retry_policy=RetryPolicy(tries=1), now=lambda: at)

    with Loopback(answer) as web:
        yield connector


def read(connector: Microsoft365) -> tuple[list[Batch], SourceError | None]:
    """Return the day's batch, if there is one, and what was said at the end."""
    batches: list[Batch] = []
    fetched = connector.fetch(connector.streams[0], Window(DAY, DAY + timedelta(days=1)))
    try:
        batches += fetched
    except SourceError as error:
        return batches, error
    return batches, None


def sent(batch: Batch) -> dict[str, int]:
    rows = batch.rows.to_pylist()
    return {one["account"]: one["uses"] for one in rows if one["action"] == "sent"}


@pytest.mark.parametrize(
    "name",
    [
        "30B283368E548933B1D03A64A6B14A89",
        "30b283368e548933b1d03a64a6b14a89",
        "30b283368e548933b1d03a64a6b14a89@town.example",
        "f9f8bef7-2ac2-f567-f603-c920fd11e7e3",
        "<PII:H105(se/njcX9qwMGabc8mXJy0s+hqA0Iw=)>@town.example",
        "(Unknown)",
        "(不明)",
        "a" * 64,
    ],
)
def test_every_way_of_hiding_names_stops_the_source_with_the_settings_name(
    told: Callable[..., Microsoft365], name: str
) -> None:
    """No section can be known, whatever stands instead of a name; `check` says the same, once."""
    connector = told(report=report(row(name), row(name, 5)))
    batches, error = read(connector)
    assert batches == []
    assert type(error) is StopSource
    assert "displayConcealedNames" in error.next_step
    (finding,) = connector.check()
    assert "displayConcealedNames" in finding.next_step


def test_one_odd_name_among_many_hides_nobody(told: Callable[..., Microsoft365]) -> None:
    """A single account without a name is one account."""
    names = ("a@town.example", "b@town.example", "(Unknown)")
    (batch,), error = read(told(report=report(*map(row, names))))
    assert error is None
    assert len(sent(batch)) == 3


def test_a_person_who_stands_twice_is_one_person_with_both_counts(
    told: Callable[..., Microsoft365],
) -> None:
    """Deleted and made anew, and in other letters: added. The same row twice: once."""
    rows = (
        row("a@town.example", 2, deleted=True),
        row("A@Town.example", 5),
        row("A@Town.example", 5),
    )
    for order in (rows, rows[::-1]):
        (batch,), error = read(told(report=report(*order)))
        assert error is None
        assert sent(batch) == {"A@Town.example": 7}


def test_columns_are_found_in_other_letters(told: Callable[..., Microsoft365]) -> None:
    """`Read count`, or two blanks in a name."""
    head = HEAD.replace("Read Count", "Read count").replace("Send Count", "Send  Count")
    (batch,), _ = read(told(report=report(row("a@town.example"), head=head)))
    assert sent(batch) == {"a@town.example": 3}


def test_numbers_that_are_whole_are_read_however_written(
    told: Callable[..., Microsoft365],
) -> None:
    """3.0 is three; a blank beside numbers is nothing."""
    (batch,), _ = read(told(report=report(row("a@town.example", "3.0"), row("b@town.example", ""))))
    assert sent(batch) == {"a@town.example": 3}


@pytest.mark.parametrize("count", ["", "many", "3.5", "-1"])
def test_what_is_no_number_is_not_nothing(told: Callable[..., Microsoft365], count: str) -> None:
    """The day is left out and told, and stays missing; it is no zero, and the other days are read."""
    batches, error = read(told(report=report(row("a@town.example", count))))
    assert batches == []
    assert type(error) is SkipPart
    assert "'Send Count'" in error.thing


@pytest.mark.parametrize(
    ("answer", "thing", "step"),
    [
        (refused(403, "S2SUnauthorized"), "Graph refuses", "Reports.Read.All"),
        (Answer(b'{"value": []}'), "JSON", "/v1.0"),
        (Answer(b"<Error/>", 403, "application/xml"), "localhost", "firewall"),
    ],
)
def test_a_refused_report_stops_alone_and_names_what_to_do(
    told: Callable[..., Microsoft365], answer: Answer, thing: str, step: str
) -> None:
    """A permission, an address, a host that is shut: each has its own step; the other reports are asked."""
    connector = told(report=answer)
    _, error = read(connector)
    assert type(error) is StopStream
    assert thing in error.thing
    assert step in error.next_step
    assert "canary" not in str(error)
    findings = list(connector.check())
    assert findings
    assert all(thing in finding.thing for finding in findings)


@pytest.mark.parametrize("code", ["UnknownError", "InvalidArgument"])
@pytest.mark.parametrize("status", [400, 404])
def test_a_report_that_is_not_there_yet_asks_for_nobody(
    told: Callable[..., Microsoft365], status: int, code: str
) -> None:
    """Two days of lag are usual, nine have been seen; after ten somebody is asked to look."""
    for age, kind in ((1, NotYet), (2, NotYet), (9, NotYet), (10, SkipPart), (27, SkipPart)):
        batches, error = read(told(age, refusal=refused(status, code)))
        assert batches == []
        assert isinstance(error, kind), age
        assert isinstance(error, NotYet) == (kind is NotYet), age
    assert error
    assert ("licence" in error.next_step) == (code == "UnknownError")


def test_nothing_at_all_is_not_there_yet_either(told: Callable[..., Microsoft365]) -> None:
    """200 without a body: a day too young to be counted, later a fault."""
    assert isinstance(read(told(2, report=Answer(b"")))[1], NotYet)
    assert not isinstance(read(told(12, report=Answer(b"")))[1], NotYet)


def test_a_report_that_lags_beyond_its_bounds_is_told(told: Callable[..., Microsoft365]) -> None:
    """Its refresh date stays before its day: partial, and after ten days somebody has to look."""
    behind = report(row("a@town.example", refreshed="2026-06-08"))
    for age in (2, 9):
        (batch,), error = read(told(age, report=behind))
        assert (batch.is_partial, batch.is_proven, error) == (True, False, None)
    (batch,), error = read(told(11, report=behind))
    assert batch.is_partial
    assert isinstance(error, SkipPart)
    assert "service health" in error.next_step


def test_only_a_row_proves_a_day(told: Callable[..., Microsoft365]) -> None:
    """A row says up to when the report is whole; a header alone says nothing of itself."""
    (batch,), _ = read(told(report=report(row("a@town.example", 0).replace(",1,0,1", ",0,0,1"))))
    assert (batch.rows.num_rows, batch.is_proven, batch.is_partial) == (0, True, False)
    (batch,), _ = read(told(3, report=report()))
    assert (batch.is_proven, batch.is_partial) == (False, True)
    (batch,), _ = read(told(15, report=report()))
    assert (batch.is_proven, batch.is_partial) == (False, False)
