"""What Slack told once stays, and what one channel refuses is none of the others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.contract.streams import Window
from tests.faults.night import gate
from tests.vendors.servers.slack_workspace import JUNE_1, WINDOW, message, workspace
from warehouse.facts.landing import land_slice
from warehouse.facts.ledger import read_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.vendors.slack import Slack
    from tests.vendors.servers.slack_workspace import Workspace
    from warehouse.facts.landing import Landed
    from warehouse.facts.store import Store


@pytest.fixture
def town() -> Iterator[Workspace]:
    """Two channels, two people, three days."""
    with workspace() as made:
        yield made


def _land(store: Store, connector: Slack, window: Window = WINDOW) -> Landed:
    stream = connector.streams[0]
    batches = connector.fetch(stream, window)
    at = datetime(2026, 6, 5, tzinfo=UTC)
    return land_slice(store, "slack", "slack", stream, window, batches, gate=gate(), fetched_at=at)


def _uses(store: Store) -> dict[date, int]:
    return dict(store.rows("select day_on, sum(uses)::int from raw.use group by day_on"))


def _states(store: Store, connector: Slack) -> Counter[str]:
    return Counter(one.state for one in read_days(store, "slack", connector.streams[0].name))


THREE_DAYS = dict.fromkeys(WINDOW.days, 4)


@pytest.mark.parametrize("how", ["archived", "archived, when is told", "put out", "deleted"])
def test_days_keep_the_messages_of_a_channel_that_is_lost(
    how: str, town: Workspace, store: Store
) -> None:
    """They were sent, whatever became of the channel; new messages of the others come in."""
    connector = town.connector()
    _land(store, connector)
    assert _uses(store) == THREE_DAYS
    if how == "deleted":
        del town.channels[0]
    elif how == "put out":
        town.channels[0]["is_member"] = False
    else:
        told = {"updated": JUNE_1.timestamp() * 1000} if "when" in how else {}
        town.archive("C1", **told)
    town.messages["C2"].append(message("U2", day=2, second=900))
    _land(store, connector)
    assert _uses(store) == THREE_DAYS | {date(2026, 6, 3): 5}
    assert _states(store, connector) == {"final": 3}


def test_a_message_that_is_read_again_counts_once(town: Workspace, store: Store) -> None:
    """Its channel and its time are its identity: an edit changes neither, and another channel is another message."""
    connector = town.connector()
    _land(store, connector)
    for one in town.messages["C1"]:
        one["edited"] = {"user": "U0", "ts": "1"}
    town.messages["C2"] = [dict(one) for one in town.messages["C1"]]
    _land(store, connector)
    assert _uses(store) == dict.fromkeys(WINDOW.days, 6)


def test_the_last_days_of_an_archived_channel_are_not_whole(town: Workspace, store: Store) -> None:
    """Archived before they were read: they are told and stay open, up to the day of the archiving."""
    town.archive("C1", updated=(JUNE_1.timestamp() + 86_400) * 1000)
    connector = town.connector()
    landed = _land(store, connector)
    assert landed.skipped is not None
    assert "C1" in landed.skipped.place
    assert _states(store, connector) == {"incomplete": 2, "final": 1}
    assert _uses(store) == dict.fromkeys(WINDOW.days, 2)


def test_a_channel_may_be_left_out(town: Workspace, store: Store) -> None:
    """Then its last days are nobody's business."""
    town.archive("C1")
    assert _land(store, town.connector(left_out=["C1"])).skipped is None


@pytest.mark.parametrize("before", ["created", "updated"])
def test_a_channel_that_was_not_there_is_no_loss(
    before: str, town: Workspace, store: Store
) -> None:
    """Archived long ago, or made later."""
    times = {
        "created": {"created": JUNE_1.timestamp() + 9 * 86_400},
        "updated": {"created": 1_400_000_000, "updated": 1_500_000_000_000},
    }
    town.archive("C1", **times[before])
    assert _land(store, town.connector()).skipped is None


@pytest.mark.parametrize(
    "code", ["not_in_channel", "channel_not_found", "is_archived", "access_denied"]
)
def test_a_channel_that_refuses_is_set_aside(code: str, town: Workspace, store: Store) -> None:
    """The others are read, its days are partial, and it is told with its code and its id."""
    town.refused["C1"] = code
    connector = town.connector()
    landed = _land(store, connector)
    assert landed.skipped is not None
    assert code in str(landed.skipped)
    assert "channel C1" in landed.skipped.place
    assert _uses(store) == dict.fromkeys(WINDOW.days, 2)
    assert _states(store, connector) == {"incomplete": 3}


def test_a_refusal_of_the_app_stops_the_source(town: Workspace) -> None:
    """In whichever channel it is told."""
    town.refused["C2"] = "token_revoked"
    with pytest.raises(StopSource, match="token_revoked"):
        list(town.connector().fetch(town.connector().streams[0], WINDOW))


def test_an_app_in_no_channel_is_no_quiet_town_hall(town: Workspace) -> None:
    """Nothing is vouched for."""
    for one in town.channels:
        one["is_member"] = False
    with pytest.raises(StopSource, match="in no public channel"):
        list(town.connector().fetch(town.connector().streams[0], WINDOW))


@pytest.mark.parametrize("ts", [None, "", "soon", "1e400", {}])
def test_one_odd_message_does_not_stop_the_source(
    ts: Any,  # noqa: ANN401 - whatever may come
    town: Workspace,
    store: Store,
) -> None:
    """It is told; the others are read."""
    town.messages["C1"].append({"type": "message", "user": "U0", "ts": ts})
    if isinstance(ts, str):
        town.messages["C1"][-1]["ts"] = [ts]
    landed = _land(store, town.connector())
    assert landed.skipped is not None
    assert "readable time" in landed.skipped.thing
    assert _uses(store) == THREE_DAYS


def test_days_that_the_free_plan_hides_are_missing(town: Workspace) -> None:
    """They are not empty: Slack shows ninety days, and says that there was more."""
    town.more = {"is_limited": True}
    old = Window(date(2026, 1, 1), date(2026, 1, 3))
    connector = town.connector()
    fetched = connector.fetch(connector.streams[0], old)
    with pytest.raises(SkipPart, match="90 days"):
        list(fetched)
    assert len(list(connector.fetch(connector.streams[0], WINDOW))) == 3


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"has_more": True}, "end before the last"),
        ({"response_metadata": {"next_cursor": "again"}}, "a page came twice"),
    ],
)
def test_pages_that_break_off_or_turn_are_asked_again(
    more: dict[str, Any], why: str, town: Workspace
) -> None:
    """Half of a channel is none."""
    town.more = more
    connector = town.connector()
    with pytest.raises(Retry, match=why):
        list(connector.fetch(connector.streams[0], WINDOW))


def _odd(key: str) -> Iterator[Any]:
    values: dict[str, list[Any]] = {
        "subtype": [["x"], {"a": 1}, 5],
        "ts": ["253402300799", "1e400", "-62135596800", True, [], None],
        "user": ["U\ud83d", ["U1"], 5],
        "bot_profile": [5, []],
        "user_team": [["T"], {}],
    }
    yield from values[key]


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key in ("subtype", "ts", "user", "bot_profile", "user_team") for value in _odd(key)],
)  # fmt: skip
def test_an_odd_message_stops_nothing(
    key: str, value: object, town: Workspace, store: Store
) -> None:
    """Whatever stands in it, the others land."""
    town.messages["C1"].append(message(second=900) | {key: value})
    _land(store, town.connector())
    assert _uses(store).keys() == THREE_DAYS.keys()
    assert sum(_uses(store).values()) in {12, 13}


@pytest.mark.parametrize("odd", [None, [], "x", 5])
def test_what_is_no_record_stops_nothing(odd: Any, town: Workspace, store: Store) -> None:  # noqa: ANN401 - anything
    """Among members it is nobody; among messages and channels the days are not whole, and it is told."""
    town.members.append(odd)
    connector = town.connector()
    assert _land(store, connector).skipped is None
    town.messages["C1"].append(odd)
    assert isinstance(_land(store, connector).skipped, SkipPart)
    town.messages["C1"].pop()
    town.channels.append(odd)
    assert isinstance(_land(store, connector).skipped, SkipPart)
    assert _uses(store) == THREE_DAYS


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "team_access_not_granted", "access_denied", "invalid_ts_latest", "brand_new_code", "日本"],
)  # fmt: skip
def test_any_refusal_of_a_channel_is_that_channels(
    code: str, town: Workspace, store: Store
) -> None:
    """Unless it is the app's own."""
    town.refused["C2"] = code
    landed = _land(store, town.connector())
    assert "channel" in str(landed.skipped)
    assert sum(_uses(store).values()) == 6
    town.refused["C2"] = "token_revoked"
    with pytest.raises(StopSource, match="token_revoked"):
        _land(store, town.connector())
