"""Nextcloud's server information: a number is a number, and nothing else is taken for one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from connectors.contract.errors import SkipPart, SourceError, StopSource
from connectors.contract.streams import Window
from connectors.vendors import nextcloud
from tests.loopback import Answer, Loopback

if TYPE_CHECKING:
    from connectors.contract.streams import Connector

WINDOW = Window(date(2026, 6, 9), date(2026, 6, 10))
NIGHT = datetime(2026, 6, 9, 17, 30, tzinfo=UTC)


def _connector(url: str) -> Connector:
    settings = nextcloud.Settings(name="cloud", endpoint=url, token_file=SecretStr("t"))
    return nextcloud.connect(settings, now=lambda: NIGHT)


def _told(body: bytes, status: int = 200) -> tuple[list[int], SourceError | None]:
    with Loopback(lambda _: Answer(body, status)) as web:
        connector = _connector(web.url)
        try:
            batches = list(connector.fetch(connector.streams[0], WINDOW))
        except SourceError as error:
            return [], error
    return [row["people"] for batch in batches for row in batch.rows.to_pylist()], None


def _info(people: object) -> bytes:
    return json.dumps({"ocs": {"data": {"activeUsers": {"last24hours": people}}}}).encode()


@pytest.mark.parametrize(("people", "read"), [(57, 57), ("57", 57), (0, 0), ("0", 0)])
def test_a_count_is_read_as_some_versions_write_it(people: object, read: int) -> None:
    """As a number, or as its digits."""
    assert _told(_info(people)) == ([read], None)


@pytest.mark.parametrize("people", [None, True, False, -1, 5.5, "", "many", "-1", [57], {"n": 57}])
def test_what_is_no_count_is_not_taken_for_one(people: object) -> None:
    """Missing, and told."""
    read, error = _told(_info(people))
    assert not read
    assert isinstance(error, StopSource)


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b'{"ocs": {"meta": {"statuscode": 997}, "data": []}}', StopSource, "token"),
        (b'{"ocs": null}', StopSource, "no number"),
        (b"[]", StopSource, "no number"),
        (b"<?xml version='1.0'?><ocs/>", SkipPart, "not JSON"),
        (b"[" * 200_000, SkipPart, "not JSON"),
        (b'{"ocs":' * 200_000, SkipPart, "not JSON"),
    ],
)
def test_an_answer_of_another_form_is_told(body: bytes, kind: type[SourceError], said: str) -> None:
    """However deep it is: never a fault of the program, in the night as in `check`."""
    read, error = _told(body)
    assert not read
    assert isinstance(error, kind)
    assert said in error.thing
    with Loopback(lambda _: Answer(body)) as web:
        assert [one.is_ok for one in _connector(web.url).check()] == [False]


def test_a_byte_order_mark_may_stand_before_it_twice() -> None:
    """A relay that adds one to what has one."""
    mark = b"\xef\xbb\xbf"
    assert _told(mark + _info(57)) == ([57], None)
    assert _told(mark + mark + _info(57)) == ([57], None)
