"""Which messages are an own act of staff, and that none of them stops the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import StopSource
from flows.messages import in_language
from tests.vendors.servers.slack_workspace import WINDOW, member, message, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.vendors.servers.slack_workspace import Workspace


@pytest.fixture
def town() -> Iterator[Workspace]:
    """One channel, empty."""
    with workspace() as made:
        made.messages, made.channels = {}, made.channels[:1]
        yield made


def _accounts(town: Workspace) -> list[str]:
    connector = town.connector()
    batches = list(connector.fetch(connector.streams[0], WINDOW))
    assert [one.is_partial for one in batches] == [False] * 3
    return [row["account"] for one in batches for row in one.rows.to_pylist()]


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "bot_add", "bot_id": "B1", "bot_link": "x"},
        {"subtype": "pinned_item", "item_type": "C"},
        {"subtype": "channel_archive", "members": ["U1"]},
        {"subtype": "of next year", "a_key_of_next_year": {"n": 3}},
        {"bot_id": "B1", "bot_profile": {"name": "x"}},
        {"bot_id": "B1", "client_msg_id": "x"},
        {"bot_profile": {"name": "x"}},
        {"user": "USLACKBOT"},
        {"user": None},
        {"user": "U7"},
        {"user": "U8"},
        {"user": "U9", "user_team": "T9", "source_team": "T9"},
        {"user": "UNOBODY", "user_team": "T9"},
    ],
)
def test_what_is_no_own_act_is_left_out(odd: dict[str, Any], town: Workspace) -> None:
    """Bots, apps with a person's token, guests, people of other workspaces; the message beside it counts."""
    town.members += [
        member(7, is_bot=True),
        member(8, is_restricted=True),
        member(9, is_stranger=True, team_id="T9"),
    ]
    town.messages["C1"] = [message() | odd, message(second=1)]
    assert _accounts(town) == ["s0@town.example"]


@pytest.mark.parametrize(
    "key", ["saved", "unread_count", "replies", "assistant_thread", "a_key_of_next_year"]
)
def test_a_key_that_nobody_declared_changes_nothing(key: str, town: Workspace) -> None:
    """The message is an act, whatever stands in it; `check` names the key."""
    town.messages["C1"] = [message(**{key: {"canary": 1}}, day=6), message(**{key: 5})]
    assert _accounts(town) == ["s0@town.example"]
    told = " ".join(in_language(one.thing, "ja") for one in town.connector().check())
    assert ("知らない項目" in told and key in told) == (key == "a_key_of_next_year")
    assert "canary" not in told


def test_staff_of_the_own_workspace_talk_in_shared_channels_too(town: Workspace) -> None:
    """There Slack names everybody's workspace."""
    town.members = [member(0, team_id="T1")]
    town.messages["C1"] = [
        message(user_team="T1", source_team="T1"),
        message("UNOBODY", second=1, user_team="T1", source_team="T1"),
    ]
    assert _accounts(town) == ["s0@town.example", "UNOBODY"]


def test_without_the_scope_for_addresses_nothing_lands(town: Workspace) -> None:
    """Slack leaves them out and says nothing; a message is then nobody's."""
    town.members = [{"id": f"U{n}", "profile": {"real_name": "x"}} for n in range(3)]
    town.members.append({"id": "UB", "is_bot": True, "profile": {"email": "bot@x.example"}})
    town.messages["C1"] = [message()]
    with pytest.raises(StopSource, match=r"users:read\.email"):
        _accounts(town)
    (finding,) = town.connector().check()
    assert not finding.is_ok
    assert "users:read.email" in finding.thing


def test_somebody_without_an_address_is_told_as_unmatched(town: Workspace) -> None:
    """One among many: the id stands for the address."""
    del town.members[0]["profile"]
    town.messages["C1"] = [message()]
    assert _accounts(town) == ["U0"]
