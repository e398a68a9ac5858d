"""Universal Print: the documented date is read, and a person's sign-in goes on from night to night."""

from __future__ import annotations

import json
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.io.http.retry import RateLimiter
from connectors.vendors.microsoft_365 import universal_print
from tests.contract.peers.universal_print import ApiPeer, SavedPeer
from tests.loopback import Answer, Loopback, Request
from tests.samples import SAMPLES, needs_samples
from tests.vendors.servers.telling import telling

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "UserPrincipalName,UsageDate,CompletedJobCount,PageCount,MediaSheetCount\n"


peer = telling(ApiPeer)
"""A tenant whose printers have told three days."""


@needs_samples
def test_the_documented_answer_is_read_though_the_library_refuses_it(peer: ApiPeer) -> None:
    """138 sides on 132 sheets, measured; the SDK's own reading of this date raises ValueError."""
    body = (SAMPLES / "microsoft_graph" / "dailyPrintUsageByUser.json").read_bytes()
    plain = peer.answer
    peer.server.answer = lambda request: (
        plain(request) if request.path.endswith("/token") else Answer(body)
    )
    connector = peer.connector()
    window = Window(date(2020, 2, 4), date(2020, 2, 5))
    (batch,) = connector.fetch(connector.streams[0], window)
    (row,) = batch.rows.to_pylist()
    told = (row["jobs"], row["impressions"], row["sheets"], row["quality"], row["printed_at"])
    assert told == (110, 138, 132, "measured", None)
    with pytest.raises(ValueError, match="2020-02-04"):
        _by_the_library(body)


def _by_the_library(body: bytes) -> object:
    from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
    from msgraph.generated.models.print_usage_by_user_collection_response import (
        PrintUsageByUserCollectionResponse,
    )

    node = JsonParseNodeFactory().get_root_parse_node("application/json", body)
    return node.get_object_value(PrintUsageByUserCollectionResponse)


def test_each_night_keeps_the_sign_in_for_the_next(peer: ApiPeer) -> None:
    """A refresh token is used once: two programs one after the other each find a fresh one, mode 0600."""
    for turn in (1, 2, 3):
        connector = peer.connector()
        list(connector.fetch(connector.streams[0], peer.window))
        assert peer.token_file.read_text(encoding="ascii") == f"refresh-{turn}"
        assert stat.S_IMODE(peer.token_file.stat().st_mode) == 0o600
    assert [path.name for path in peer.folder.iterdir()] == ["sign-in"]


def test_check_names_what_is_wrong_with_the_sign_in(peer: ApiPeer) -> None:
    """Ended, open to others, or not there: each with the command that mends it."""
    peer.token_file.write_text("refresh-of-last-year", encoding="ascii")
    (ended,) = peer.connector().check()
    assert "has ended" in ended.thing
    assert "hirogari sign-in uprint" in ended.next_step
    peer.token_file.chmod(0o644)
    (is_open,) = peer.connector().check()
    assert "chmod 600" in is_open.next_step
    peer.token_file.unlink()
    (missing,) = peer.connector().check()
    assert "hirogari sign-in uprint" in missing.next_step


def test_concealed_names_and_a_missing_permission_are_named(peer: ApiPeer) -> None:
    """As for the other reports of Microsoft 365."""
    for one in peer.records:
        one["userPrincipalName"] = "0" * 32
    (concealed,) = peer.connector().check()
    assert "displayConcealedNames" in concealed.next_step
    plain = peer.answer
    peer.server.answer = lambda request: (
        plain(request) if request.path.endswith("/token") else Answer(b"{}", 403)
    )
    (refused,) = peer.connector().check()
    assert "delegated permission Reports.Read.All" in refused.next_step


def test_the_next_page_is_not_asked_of_another_host(peer: ApiPeer) -> None:
    """The token goes nowhere else."""
    plain = peer.answer

    def elsewhere(request: Request) -> Answer:
        answer = plain(request)
        return Answer(answer.body.replace(b"127.0.0.1", b"localhost"), answer.status)

    peer.server.answer = elsewhere
    connector = peer.connector()
    with pytest.raises(StopSource, match="another host"):
        list(connector.fetch(connector.streams[0], peer.window))


def test_somebody_signs_in_with_a_code(tmp_path: Path) -> None:
    """The code and the page are told, the token is awaited and kept; it is not told."""
    left = [
        Answer(b'{"error": "authorization_pending"}', 400),
        Answer(json.dumps({"access_token": "a", "refresh_token": "secret-r"}).encode()),
    ]
    code = {"device_code": "d", "user_code": "ABCD", "verification_uri": "https://x", "interval": 0}

    def answer(request: Request) -> Answer:
        return left.pop(0) if request.path.endswith("/token") else Answer(json.dumps(code).encode())

    said: list[str] = []
    with Loopback(answer) as server:
        settings = universal_print.Settings(
            name="uprint",
            tenant_id="town",
            client_id="app",
            token_file=tmp_path / "sign-in",
            authority=server.url,
        )
        kept = universal_print.sign_in(settings, said.append)
    assert kept.read_text(encoding="ascii") == "secret-r"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "ABCD" in said[0]
    assert "secret-r" not in "".join(said)


@pytest.mark.parametrize("day", ["2020/02/04 0:00:00", "2/4/2020 12:00:00 AM", "2020-02-04T00:00:00.0000000Z"])  # fmt: skip
def test_a_saved_file_is_read_in_each_form_of_its_day(tmp_path: Path, day: str) -> None:
    """PowerShell writes a time in the form of its computer's language."""
    peer = SavedPeer(tmp_path)
    peer.files[0].write_text(f"{HEADER}sato@town.example,{day},2,5,3\n", encoding="utf-8")
    connector = peer.connector()
    window = Window(date(2020, 2, 4), date(2020, 2, 5))
    (row,) = (
        row for b in connector.fetch(connector.streams[0], window) for row in b.rows.to_pylist()
    )
    assert (row["day_on"], row["jobs"], row["sheets"]) == (date(2020, 2, 4), 2, 3)


def test_paper_of_a_job_that_broke_off_is_paper(tmp_path: Path) -> None:
    """No job came out whole, three sheets did."""
    peer = SavedPeer(tmp_path)
    peer.files[0].write_text(
        f"{HEADER}sato@town.example,2025/04/01 0:00:00,0,5,3\n", encoding="utf-8"
    )
    connector = peer.connector()
    (row,) = (
        row
        for batch in connector.fetch(connector.streams[0], peer.window)
        for row in batch.rows.to_pylist()
    )
    assert (row["jobs"], row["sheets"]) == (1, 3)


def test_concealed_names_in_a_saved_file_are_named(tmp_path: Path) -> None:
    """A file cannot be mended here: the setting and then the file are."""
    peer = SavedPeer(tmp_path)
    peer.files[0].write_text(f"{HEADER}{'A' * 32},2025/04/01 0:00:00,1,1,1\n", encoding="utf-8")
    connector = peer.connector()
    with pytest.raises((StopSource, SkipPart), match="concealed"):
        list(connector.fetch(connector.streams[0], peer.window))


def _usage(who: str, sheets: object, **more: object) -> dict[str, object]:
    counts = {"completedJobCount": 1, "pageCount": sheets, "mediaSheetCount": sheets}
    return {"usageDate": "2025-04-01", "userPrincipalName": who, **counts, **more}


def _sheets(peer: ApiPeer, *records: dict[str, object]) -> dict[str, int]:
    peer.records = [dict(one) for one in records]
    connector = peer.connector()
    rows = {
        row["event"]: row
        for batch in connector.fetch(connector.streams[0], peer.window)
        for row in batch.rows.to_pylist()
    }
    return {row["account"]: row["sheets"] for row in rows.values()}


def test_a_row_is_itself_by_its_id_and_a_person_is_one(peer: ApiPeer) -> None:
    """One row on two pages is one; an account deleted and made anew is one person with both counts."""
    again = _usage("a@town.example", 3, id="1")
    made_anew = _usage("A@town.example", 5, id="2")
    assert _sheets(peer, again, made_anew, again) == {"A@town.example": 8}
    without_ids = (_usage("a@town.example", 3), _usage("a@town.example", 3))
    assert _sheets(peer, *without_ids) == {"a@town.example": 3}


@pytest.mark.parametrize(
    ("odd", "days"),
    [(_usage("b@town.example", "x"), 2), (_usage("b@town.example", 1, usageDate=None), 3)],
    ids=["count", "day"],
)
def test_one_odd_row_costs_its_own_day_alone(
    peer: ApiPeer, odd: dict[str, object], days: int
) -> None:
    """A count that cannot be read leaves its day missing; the others are read, and it is told."""
    peer.records = [
        {**_usage("a@town.example", 3), "usageDate": f"2025-04-0{day}"} for day in (1, 2, 3)
    ]
    peer.records.append(odd)
    connector = peer.connector()
    fetched = connector.fetch(connector.streams[0], Window(date(2025, 4, 1), date(2025, 4, 4)))
    assert len([next(fetched) for _ in range(days)]) == days
    with pytest.raises(SkipPart, match="1 rows"):
        next(fetched)


def test_links_to_fresh_pages_without_end_are_left(peer: ApiPeer) -> None:
    """Each page names another one, and nothing stands in them."""
    plain, asked = peer.answer, []

    def fresh(request: Request) -> Answer:
        if request.path.endswith("/token"):
            return plain(request)
        asked.append(request)
        here = f"{peer.server.url}/v1.0/reports/dailyPrintUsageByUser?$skiptoken=x{len(asked)}"
        return Answer(json.dumps({"value": [], "@odata.nextLink": here}).encode())

    peer.server.answer = fresh
    connector = peer.connector()
    connector._client._rate_limiters["daily_print_usage_by_user"] = RateLimiter(10_000, 1.0)  # type: ignore[attr-defined]  # the real pause would take seconds
    with pytest.raises(Retry, match="does not end"):
        list(connector.fetch(connector.streams[0], peer.window))
    assert len(asked) < 60
