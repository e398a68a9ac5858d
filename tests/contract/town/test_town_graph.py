"""The town as Microsoft Graph reports, read by the real connector through msgraph-sdk."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from connectors.contract.streams import Window
from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town.server import TownServer
from connectors.vendors.microsoft_365 import Settings, connect
from connectors.vendors.microsoft_365.demo.graph import CLIENT_ID, COLUMNS, SECRET, TENANT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.streams import Connector

TODAY = date(2026, 11, 22)
WINDOW = Window(date(2026, 11, 16), date(2026, 11, 19))


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Return a town of eight months, so that many use it by now."""
    return simulate_town(3, 8, TODAY, ["microsoft"])


@pytest.fixture
def server(town: DemoTown) -> Iterator[TownServer]:
    """Serve the town on loopback."""
    with TownServer(town) as server:
        yield server


def connector(server: TownServer, folder: Path) -> Connector:
    """Return the real connector, reading the town as Microsoft 365."""
    server.write_access(folder)
    told = {
        "name": "m365",
        "kind": "microsoft_365",
        "tenant_id": TENANT,
        "client_id": CLIENT_ID,
        "client_secret_file": SECRET,
        "endpoint": f"{server.url}/v1.0",
        "authority": server.url,
        "since": WINDOW.start,
    }
    # The town's own day: by the machine's clock its last days would grow old.
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    return connect(Settings.model_validate(told, context={"base": folder}), now=lambda: noon)


def read_uses(source: Connector) -> Counter[tuple[date, str, str]]:
    """Return how often each column was told, by day and address."""
    read: Counter[tuple[date, str, str]] = Counter()
    for stream in source.streams:
        for batch in source.fetch(stream, WINDOW):
            assert not batch.is_partial
            for row in batch.rows.to_pylist():
                read[row["day_on"], row["account"], row["vendor_action"]] += row["uses"]
    return read


def utc_day(at_ms: int) -> date:
    """Return the UTC day of an instant, worked out here and not by the town."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date()


def true_uses(town: DemoTown) -> Counter[tuple[date, str, str]]:
    """Count messages, meetings attended and files, by UTC day and address, from the days themselves."""
    mail = {person.staff_no: person.address_on(WINDOW.start) for person in town.staff}
    told: Counter[tuple[date, str, str]] = Counter()
    for day in town.days:
        for act in day.acts:
            column = (
                "Chat"
                if act.verb == "message_posted"
                else "Files"
                if act.verb in {"view", "edit", "create", "upload", "download"}
                else None
            )
            if column and act.who in mail:
                told[utc_day(act.at_ms), mail[act.who], column] += 1
        for who, meeting in {(call.who, call.meeting) for call in day.calls if call.who}:
            at_ms = min(call.joined_ms for call in day.calls if call.meeting == meeting)
            told[utc_day(at_ms), mail[who], "Meetings"] += 1
    return Counter({key: count for key, count in told.items() if WINDOW.holds(key[0])})


def test_each_date_has_its_own_answer_equal_to_what_was_done(
    town: DemoTown, server: TownServer, tmp_path: Path
) -> None:
    """Messages, meetings and file uses of each UTC day and person come out as they truly were."""
    names = {
        "Team Chat Message Count": "Chat",
        "Private Chat Message Count": "Chat",
        "Meetings Attended Count": "Meetings",
        "Viewed Or Edited File Count": "Files",
    }
    told: Counter[tuple[date, str, str]] = Counter()
    for (day_on, who, column), uses in read_uses(connector(server, tmp_path)).items():
        if column in names:
            told[day_on, who, names[column]] += uses
    assert told == true_uses(town)
    assert {day_on for day_on, _, _ in told} == set(WINDOW.days)


def bearer(server: TownServer, client: httpx.Client) -> dict[str, str]:
    """Return the header with a token of the town's tenant."""
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": server.vendors["microsoft"].secret,
    }
    answer = client.post(f"{server.url}/{TENANT}/oauth2/v2.0/token", data=form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize("report", sorted(COLUMNS))
def test_a_report_is_a_redirect_to_a_csv_with_a_byte_order_mark(
    server: TownServer, report: str
) -> None:
    """302 first; the CSV begins with a BOM, and its address works once and without a token."""
    with httpx.Client() as client:
        url = f"{server.url}/v1.0/reports/{report}(date=2026-11-17)"
        answer = client.get(url, headers=bearer(server, client))
        assert answer.status_code == 302
        place = f"{server.url}{answer.headers['location']}"
        body = client.get(place).content
        assert body.startswith(b"\xef\xbb\xbfReport Refresh Date,")
        assert client.get(place).status_code == 404


def test_a_day_that_is_not_counted_yet_has_an_older_refresh_date(
    server: TownServer, tmp_path: Path
) -> None:
    """Yesterday's report comes with the refresh date of the day before, so it is not whole."""
    source = connector(server, tmp_path)
    stream = next(stream for stream in source.streams if stream.name == "teams")
    yesterday = TODAY - timedelta(days=1)
    (batch,) = source.fetch(stream, Window(yesterday, TODAY))
    assert batch.is_partial
    assert batch.rows.num_rows == 0


def test_only_28_days_are_within_reach(server: TownServer) -> None:
    """An older date, and a date to come, are refused in the vendor's words."""
    with httpx.Client() as client:
        headers = bearer(server, client)
        for day in (TODAY - timedelta(days=29), TODAY + timedelta(days=1)):
            url = f"{server.url}/v1.0/reports/getEmailActivityUserDetail(date={day})"
            answer = client.get(url, headers=headers)
            assert answer.status_code == 400
            assert "Only support data for the past 28 days" in answer.json()["error"]["message"]


def test_a_wrong_secret_and_a_missing_token_are_refused(server: TownServer) -> None:
    """No token for a wrong secret; no report without a token."""
    with httpx.Client() as client:
        form = {"client_id": CLIENT_ID, "client_secret": "wrong"}
        url = f"{server.url}/{TENANT}/oauth2/v2.0/token"
        assert client.post(url, data=form).json()["error"] == "invalid_client"
        url = f"{server.url}/v1.0/reports/getEmailActivityUserDetail(date=2026-11-17)"
        assert client.get(url).status_code == 401
