"""Slack: what is missing is named with its scope, and an app in no channel is not a quiet town hall."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.contract.errors import Retry, StopSource
from tests.contract.peers.slack import Peer
from tests.vendors.servers.telling import telling

peer = telling(Peer)
"""A workspace."""


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ({"error": "missing_scope", "needed": "channels:history"}, "channels:history"),
        ({"error": "invalid_auth"}, "token_file"),
    ],
)
def test_check_names_the_scope_or_the_token(peer: Peer, refusal: dict[str, Any], said: str) -> None:
    """Slack says so with status 200."""
    peer.refuses = refusal
    (finding,) = peer.connector().check()
    assert not finding.is_ok
    assert said in finding.thing + finding.next_step
    connector = peer.connector()
    with pytest.raises(StopSource):
        list(connector.fetch(connector.streams[0], peer.window))


def test_a_limit_told_with_status_200_is_asked_again_later(peer: Peer) -> None:
    """It is no reason to stop."""
    peer.refuses = {"error": "ratelimited"}
    connector = peer.connector()
    with pytest.raises(Retry):
        list(connector.fetch(connector.streams[0], peer.window))
