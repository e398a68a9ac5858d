"""Google's records: whose act each is, what makes it itself, and that one odd record costs no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import Retry, SkipPart, StopStream
from connectors.contract.shapes import OTHER_ACTIONS, USE_ACTIONS
from connectors.contract.streams import Window
from connectors.vendors.google_workspace.acts import ACTIONS, LEFT_OUT
from connectors.vendors.google_workspace.streams import REPORTS
from tests.contract.reports_api import activity, reports_api

if TYPE_CHECKING:
    from connectors.vendors.google_workspace import GoogleWorkspace
    from tests.loopback import Request

DAY = Window(date(2026, 6, 9), date(2026, 6, 10))
README = Path(__file__).parents[2] / "connectors/vendors/google_workspace/README.md"


def _at(minute: int) -> str:
    return f"2026-06-09T01:{minute:02}:00.000Z"


def _edit(minute: int = 1, **more: object) -> dict[str, Any]:
    """An edit of its own at a minute; `more` is laid over the record."""
    return {
        **activity("drive", _at(minute), "edit", number=minute, doc_id=f"d{minute}"),
        **more,
    }


def _rows(connector: GoogleWorkspace, application: str = "drive") -> list[dict[str, Any]]:
    batches = connector.fetch(REPORTS[application].stream, DAY)
    return [row for batch in batches for row in batch.rows.to_pylist()]


def _masked(body: dict[str, Any], asked: Request) -> dict[str, Any]:
    """Google answers only what `fields` names."""
    named = asked.query["fields"]
    for one in body.get("items", []):
        for key in ("isAgenticAction", "applicationInfo", "agentAttributionInfo"):
            if key not in named:
                one.pop(key, None)
                one["actor"].pop(key, None)
    return body


@pytest.mark.parametrize(
    ("top", "actor", "words"),
    [
        ({}, {"applicationInfo": {"impersonation": True}}, "1 acts of a program"),
        ({"isAgenticAction": True}, {}, "1 acts of an AI agent"),
        ({}, {"agentAttributionInfo": {"agentType": "GEMINI"}}, "1 acts of an AI agent"),
    ],
)
def test_what_a_program_did_in_a_persons_name_is_left_out_and_told(
    top: dict[str, Any], actor: dict[str, Any], words: str
) -> None:
    """A back-up that downloads everything, an agent that edits: nobody's use."""
    foreign = _edit(2, **top)
    foreign["actor"] |= actor
    own = _edit(1)
    own["actor"]["applicationInfo"] = {"impersonation": False, "oauthClientId": "a browser"}
    with reports_api(drive=[own, foreign]) as api:
        api.change = _masked
        connector = api.connector()
        rows = _rows(connector)
        told = [*connector.remarks()]
    assert [row["document"] for row in rows] == ["d1"]
    assert any(words in one.thing and one.is_ok for one in told), told


def test_an_agent_in_a_meeting_is_no_attendance() -> None:
    """A note-taker in a person's name does not make them present."""
    call = activity("meet", _at(1), "call_ended", duration_seconds="60", conference_id="m")
    with reports_api(meet=[{**call, "isAgenticAction": True}]) as api:
        assert _rows(api.connector(), "meet") == []


@pytest.mark.parametrize("application", sorted(ACTIONS))
def test_every_event_that_google_lists_is_decided_and_explained(application: str) -> None:
    """Once, as one of the shape's actions or left out, and in the README with the reason."""
    assert set(ACTIONS[application].values()) <= {*USE_ACTIONS, *OTHER_ACTIONS}
    assert ACTIONS[application].keys().isdisjoint(LEFT_OUT[application])
    words = README.read_text(encoding="utf-8").replace("`", " ").replace(",", " ").split()
    missing = {*ACTIONS[application], *LEFT_OUT[application]} - set(words)
    assert not missing


@pytest.mark.parametrize(
    ("application", "name", "action"),
    [
        ("drive", "copy", "created"),
        ("drive", "create_comment", "edited"),
        ("drive", "accept_suggestion", "edited"),
        ("drive", "approval_requested", "sent"),
        ("drive", "untrash", "managed"),
        ("drive", "change_user_access", "managed"),
        ("drive", "sync_item_content", None),
        ("calendar", "add_event_guest", "edited"),
        ("calendar", "create_calendar", "created"),
        ("calendar", "restore_event", "managed"),
        ("calendar", "notification_triggered", None),
        ("chat", "direct_message_started", "created"),
        ("chat", "invite_send", "sent"),
        ("chat", "unread_timestamp_updated", "managed"),
    ],
)
def test_an_own_act_lands_as_what_it_is(application: str, name: str, action: str | None) -> None:
    """By the definition of use: an action of one's own, and not what is done to somebody."""
    with reports_api(**{application: [activity(application, _at(1), name, doc_id="d")]}) as api:
        rows = _rows(api.connector(), application)
    assert [row["action"] for row in rows] == ([action] if action else [])


def test_a_livestream_that_was_watched_is_attended() -> None:
    """It has no connection of its own, so that nothing else would tell."""
    watched = activity("meet", _at(1), "livestream_watched", livestream_view_page_id="page")
    with reports_api(meet=[watched]) as api:
        (row,) = _rows(api.connector(), "meet")
    assert (row["meeting"], row["account"], row["is_guest"]) == ("page", "a@x.jp", None)


def test_an_invitation_of_many_is_one_act() -> None:
    """Google writes a record for each guest, with one time."""
    guests = [activity("calendar", _at(1), "add_event_guest", number=n) for n in range(20)]
    other = activity("calendar", _at(1), "add_event_guest", number=99, email="b@x.jp")
    with reports_api(calendar=[*guests, other]) as api:
        rows = _rows(api.connector(), "calendar")
    assert len({row["event"] for row in rows}) == 2


def test_check_counts_the_kinds_of_event_that_it_does_not_know() -> None:
    """By Google's names; what is no name is not shown."""
    kinds = ["teleport", "teleport", "佐藤さんの資料.pdf"]
    acts = [activity("drive", _at(n), kind, number=n) for n, kind in enumerate(kinds)]
    with reports_api(drive=acts) as api:
        told = list(api.connector(streams=("drive",)).check())
    assert {one.is_ok for one in told} == {True}
    (line,) = (one.thing for one in told if "does not know" in one.thing)
    assert "teleport (2)" in line
    assert "(?) (1)" in line


def test_two_people_at_one_time_stay_two() -> None:
    """Though both records carry the same qualifier."""
    acts = [
        activity("drive", _at(1), "edit", email=who, doc_id="d") for who in ("a@x.jp", "b@x.jp")
    ]
    with reports_api(drive=acts) as api:
        assert len({row["event"] for row in _rows(api.connector())}) == 2


@pytest.mark.parametrize(
    "form", ["2026-06-09T01:01:00Z", "2026-06-09T01:01:00.000000Z", "2026-06-09T10:01:00.000+09:00"]
)
def test_one_record_in_two_forms_of_time_is_one(form: str) -> None:
    """Listed once with milliseconds and once without, or with an offset."""
    again = _edit(1)
    again["id"]["time"] = form
    with reports_api() as api:
        api.change = lambda _body, _: {"items": [_edit(1), again]}
        assert len({row["event"] for row in _rows(api.connector())}) == 1


def test_a_tail_that_is_lost_within_one_instant_is_found_out() -> None:
    """Forty files are put into the bin at once; the second half of them has no page."""
    acts = [activity("drive", _at(1), "trash", number=n, doc_id=f"d{n}") for n in range(40)]
    with reports_api(drive=acts) as api:
        api.page = 20
        assert len(_rows(api.connector())) == 40
        api.asked.clear()
        # The first answer ends early; the question that follows is answered well.
        api.change = lambda body, _: (
            {k: v for k, v in body.items() if k != "nextPageToken"} if len(api.asked) == 1 else body
        )
        with pytest.raises(Retry, match="ended before"):
            _rows(api.connector())


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "text",
        {},
        _edit(2, id=None),
        _edit(2, id={"time": "yesterday"}),
        _edit(2, actor=7),
        _edit(2, events=[None]),
        _edit(2, events="none"),
        _edit(2, actor={"email": ["a@x.jp"]}),
    ],
    ids=str,
)
def test_one_odd_record_is_set_aside_and_told(odd: Any) -> None:  # noqa: ANN401 - whatever comes
    """The others of its page and stream are read; the night says how many were left out."""
    with reports_api() as api:
        good = [_edit(1), _edit(3)]
        api.change = lambda _body, _: {"items": [good[0], odd, good[1]]}
        connector = api.connector()
        fetched = connector.fetch(REPORTS["drive"].stream, DAY)
        assert next(fetched).rows.num_rows == 2
        with pytest.raises(SkipPart, match="1 activities"):
            next(fetched)


@pytest.mark.parametrize("lacking", ["events", "actor"])
def test_a_record_without_one_of_its_parts_is_none_the_less_a_record(lacking: str) -> None:
    """Nothing was done, or nobody is named: both are something that Google writes."""
    with reports_api(drive=[_edit(1), {**_edit(2), lacking: None}]) as api:
        rows = _rows(api.connector())
    assert len(rows) == {"events": 1, "actor": 2}[lacking]


def test_records_that_are_mostly_of_another_form_stop_the_stream() -> None:
    """Google has changed its format: nothing of it is believed."""
    with reports_api() as api:
        api.change = lambda _body, _: {"items": [_edit(1), {"id": {}}, {"id": {}}]}
        with pytest.raises(StopStream, match="another form"):
            _rows(api.connector())


def test_a_side_effect_is_left_out_however_its_mark_is_written() -> None:
    """`primary_event` is a truth value, and in some records a text."""
    with reports_api(
        drive=[activity("drive", _at(1), "view", primary_event="false", doc_id="d")]
    ) as api:
        assert _rows(api.connector()) == []
