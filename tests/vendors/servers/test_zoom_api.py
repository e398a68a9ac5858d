"""Zoom's report API: days whose meetings have no report yet, lost pages, and what its refusals mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.vendors import zoom
from tests.contract.peers.zoom_api import UUIDS, Peer, refused
from tests.loopback import Answer, Request
from tests.vendors.servers.telling import telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.contract.streams import Connector


peer = telling(Peer)
"""An account with two hosts and three meetings."""


def _at(peer: Peer, now: datetime) -> Connector:
    """Return the connector with that instant for its clock: the protocol shows no settings, Zoom's own has them."""
    settings = peer.connector()._settings  # type: ignore[attr-defined]  # as said
    return zoom.connect(settings, now=lambda: now)


def _note_days(connector: Connector, peer: Peer, days: set[date]) -> None:
    """Add the days that are vouched for, up to the error with which the reading ends."""
    for batch in connector.fetch(connector.streams[0], peer.window):
        days.add(batch.day_on)


def test_a_meeting_without_its_report_leaves_its_days_out(peer: Peer) -> None:
    """The night's meeting began on March 31 and ended on April 1: that day is not vouched for."""
    peer.unready.add(UUIDS[2])
    connector = _at(peer, datetime(2025, 4, 2, tzinfo=UTC))
    days: set[date] = set()
    with pytest.raises(SkipPart, match="no participants report"):
        _note_days(connector, peer, days)
    assert days == set(peer.window.days) - {date(2025, 4, 1)}


def _answering(peer: Peer, path: str, answer: Answer) -> Callable[[Request], Answer]:
    plain = peer.server.answer
    return lambda request: answer if request.path.startswith(path) else plain(request)


def test_a_lost_page_is_no_success(peer: Peer) -> None:
    """Fewer records than Zoom says there are: the slice starts again later."""
    first = b'{"total_records": 3, "next_page_token": "", "meetings": []}'
    peer.server.answer = _answering(peer, "/v2/report/users/", Answer(first))
    connector = peer.connector()
    with pytest.raises(Retry, match="fewer records"):
        list(connector.fetch(connector.streams[0], peer.window))


@pytest.mark.parametrize(
    ("path", "answer", "thing", "next_step"),
    [
        (
            "/oauth/token",
            Answer(b'{"reason": "Invalid client_id or client_secret", "error": "invalid_client"}', 400),
            "invalid_client",
            "client_secret_file",
        ),
        ("/oauth/token", Answer(b'{"reason": "Bad Request", "error": "invalid_request"}', 400),
         "no token", "account_id"),
        (
            "/v2/report/users",
            refused(400, 4711, "Invalid access token, does not contain scopes:[report:read:admin]."),
            "lacks a scope",
            "report:read:list_users:admin",
        ),
        (
            "/v2/report/meetings",
            refused(400, 4711, "Invalid access token, does not contain scopes:[report:read:admin]."),
            "lacks a scope",
            "report:read:list_meeting_participants:admin",
        ),
        (
            "/v2/report",
            refused(400, 200, "Only available for Paid account: 123456."),
            "plan has no report API",
            "`files`",
        ),
        ("/v2/report", refused(400, 200, "No permission."), "no permission", "role"),
        ("/v2/report", Answer(b'{"users": 1}'), "no answer of Zoom's", "endpoint"),
    ],
)  # fmt: skip
def test_check_names_what_is_wrong(
    peer: Peer, path: str, answer: Answer, thing: str, next_step: str
) -> None:
    """Secret, account, scope of each request, plan and role are told apart, and nothing else is told."""
    peer.server.answer = _answering(peer, path, answer)
    connector = peer.connector()
    (finding,) = connector.check()
    assert not finding.is_ok
    assert thing in finding.thing
    assert next_step in finding.next_step
    assert "123456" not in repr(finding)
    with pytest.raises(StopSource):
        list(connector.fetch(connector.streams[0], peer.window))
