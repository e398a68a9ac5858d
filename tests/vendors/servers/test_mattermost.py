"""Mattermost's statistics: people's posts alone, days that are over in the server's zone, and a team that is odd."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from connectors.contract.errors import SkipPart, SourceError, StopSource, StopStream
from connectors.contract.streams import Window
from connectors.vendors import mattermost
from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.streams import Batch, Finding
    from connectors.vendors.mattermost import Mattermost

DAYS = Window(date(2026, 6, 5), date(2026, 6, 10))
NIGHT = datetime(2026, 6, 9, 17, 30, tzinfo=UTC)
"""02:30 on June 10 in Tokyo: where the server keeps UTC, June 9 is not over."""


def day(number: int, posts: object) -> dict[str, object]:
    return {"name": f"2026-06-0{number}", "value": posts}


@pytest.fixture
def server() -> Iterator[Callable[..., Mattermost]]:
    """Return the connector of a server that tells so of the teams `soumu` and `zeimu`, and of their bots."""
    told: dict[str, object] = {}

    def answer(request: Request) -> Answer:
        key = request.query["team_id"]
        if request.query["name"] == "bot_post_counts_day":
            key = f"{key}_bots"
        found = told.get(key, [])
        return found if isinstance(found, Answer) else Answer(json.dumps(found).encode())

    def connector(*, now: datetime = NIGHT, **answers: object) -> Mattermost:
        told.clear()
        told.update(answers)
        settings = mattermost.Settings(
            name="chat",
            endpoint=web.url,
            token_file=SecretStr("t"),
            teams={"soumu": "soumu", "zeimu": "zeimu"},
        )
        return mattermost.connect(settings, now=lambda: now)

    with Loopback(answer) as web:
        yield connector


def read(
    connector: Mattermost,
) -> tuple[dict[date, Batch], dict[tuple[str, int], int], SourceError | None]:
    """Return the batches by day, the posts by section and day of the month, and what was said at the end."""
    batches: dict[date, Batch] = {}
    error = None
    try:
        for batch in connector.fetch(connector.streams[0], DAYS):
            batches[batch.day_on] = batch
    except SourceError as raised:
        error = raised
    rows = [row for batch in batches.values() for row in batch.rows.to_pylist()]
    return batches, {(row["section"], row["day_on"].day): row["uses"] for row in rows}, error


def things(found: Iterator[Finding]) -> list[str]:
    return [one.thing for one in found]


def test_posts_of_bots_are_nobodys(server: Callable[..., Mattermost]) -> None:
    """They are counted among the posts, and taken off; more bots than posts is nothing, not less."""
    _, posts, error = read(
        server(soumu=[day(9, 10), day(8, 4)], soumu_bots=[day(9, 7), day(8, 5), day(6, 2)])
    )
    assert (posts, error) == ({("soumu", 9): 3}, None)


@pytest.mark.parametrize("status", [400, 404, 501])
def test_a_server_that_does_not_tell_its_bots_is_named(
    server: Callable[..., Mattermost], status: int
) -> None:
    """Older servers: all posts count, and the night says so."""
    connector = server(soumu=[day(9, 10)], soumu_bots=Answer(b"{}", status))
    _, posts, error = read(connector)
    assert (posts, error) == ({("soumu", 9): 10}, None)
    assert any("posts of bots" in thing for thing in things(connector.remarks()))


def test_a_day_that_may_not_be_over_where_the_server_is_stays_open(
    server: Callable[..., Mattermost],
) -> None:
    """No entry of yesterday is no zero until a later entry comes, or until no zone is left in which it runs."""
    until_monday = {"soumu": [day(8, 2)], "zeimu": []}
    batches, _, _ = read(server(**until_monday))
    assert {one.day: batches[one].is_partial for one in batches} == {
        5: False, 6: False, 7: False, 8: False, 9: True,
    }  # fmt: skip
    assert {one.day: batches[one].is_proven for one in batches} == {
        5: True, 6: True, 7: True, 8: True, 9: False,
    }  # fmt: skip
    # The other team has an entry of that day: the server counts it as over.
    batches, _, _ = read(server(soumu=[day(8, 2)], zeimu=[day(9, 1)]))
    assert not any(batch.is_partial for batch in batches.values())
    later = datetime(2026, 6, 10, 17, 30, tzinfo=UTC)
    batches, _, _ = read(server(now=later, **until_monday))
    assert not batches[date(2026, 6, 9)].is_partial
    assert not batches[date(2026, 6, 9)].is_proven


def test_an_answer_without_any_entry_proves_nothing(server: Callable[..., Mattermost]) -> None:
    """Both teams are silent: a quiet month and a fault look alike."""
    batches, posts, error = read(server(soumu=[], zeimu=None))
    assert (posts, error) == ({}, None)
    assert not any(batch.is_proven for batch in batches.values())


def test_null_is_an_empty_list(server: Callable[..., Mattermost]) -> None:
    """So the server writes a team without posts; the other team is read, and the night names the silent one."""
    connector = server(soumu=None, soumu_bots=None, zeimu=[day(9, 3)])
    _, posts, error = read(connector)
    assert (posts, error) == ({("zeimu", 9): 3}, None)
    assert things(connector.remarks()) == ["no post in the last 30 days"]


@pytest.mark.parametrize(
    "odd",
    [
        {"error": "x"},
        "text",
        [None, day(9, 5)],
        [day(9, "many"), day(8, 1)],
        [day(9, 2.5)],
        [day(9, 1), day(9, 2)],
        [{"name": None, "value": 1}],
        Answer(b'{"id": "app.team.get.find.app_error"}', 404),
        Answer(b"{}", 403),
        Answer(b""),
    ],
    ids=str,
)
def test_an_odd_team_is_set_aside_and_the_others_are_read(
    server: Callable[..., Mattermost], odd: object
) -> None:
    """Its section is told; no day is whole without it, and what the others posted is there."""
    batches, posts, error = read(server(soumu=odd, zeimu=[day(9, 3)]))
    assert posts["zeimu", 9] == 3
    assert type(error) is SkipPart
    assert "1 of 2 teams" in error.thing
    assert "section soumu" in error.place
    assert {(one.is_partial, one.is_proven) for one in batches.values()} == {(True, False)}


def test_a_server_with_more_users_than_it_counts_says_so(server: Callable[..., Mattermost]) -> None:
    """One row of -1 is no count."""
    limit = [{"name": "", "value": -1}]
    batches, _, error = read(server(soumu=limit, zeimu=limit))
    assert batches == {}
    assert isinstance(error, StopStream)
    assert "MaxUsersForStatistics" in error.next_step


def test_a_refused_token_is_told_at_once(server: Callable[..., Mattermost]) -> None:
    """It opens no team: nothing of the source is read."""
    _, _, error = read(server(soumu=Answer(b"{}", 401), zeimu=[day(9, 3)]))
    assert type(error) is StopSource


def test_a_new_field_is_left_unread_unless_it_could_be_a_count(
    server: Callable[..., Mattermost],
) -> None:
    """`label` says nothing of how many; `replies` might."""
    connector = server(soumu=[{**day(9, 3), "label": "canary"}], zeimu=[])
    _, posts, error = read(connector)
    assert (posts, error) == ({("soumu", 9): 3}, None)
    assert "new fields are left unread: label" in things(connector.remarks())
    _, _, error = read(server(soumu=[{**day(9, 3), "replies": 2}], zeimu=[day(9, 1)]))
    assert error
    assert "replies" in error.thing
