"""The demo town's chat in Slack's Web API, as the town's own app sees it: users, channels and history, in pages.

Messages come newest first, time ranges include both ends, errors come as `ok: false` with status 200, and some
requests get a 429. Each section has one channel; one more channel exists to which the app was never invited.
The history also contains bot messages and channel joins.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left, bisect_right
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.for_vendors.shares import acts_by_month
from connectors.demo_town.simulate.identifiers import code
from connectors.demo_town.simulate.names import SUBJECTS
from connectors.demo_town.simulate.sections import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.demo_town.simulate.days import Act

PREFIX = "/slack/api"
TOKEN = "slack-token.txt"  # noqa: S105 - the name of a file
WORDS = {"message_posted": None, "attachment_upload": "file_share"}
"""Verb of the simulation → subtype of the message; other verbs are not in Slack's history."""
_MOST_ON_A_PAGE = 100
"""Slack may return fewer entries than requested."""
_REFUSES_EVERY = (60, 120)
_ROBOT_EVERY, _BROADCAST_EVERY = 12, 9

Message = dict[str, Any]


class SlackServer(VendorServer):
    """The town's Slack workspace."""

    def __init__(self, host: Host) -> None:
        """Create the token; messages are prepared at the first request."""
        self.token = f"xoxb-{secrets.token_hex(24)}"
        self._town = host.town
        self._rng = Random(f"{host.town.seed}/slack")  # noqa: S311 - a simulation, not a secret
        self._until_refusal = self._rng.randint(*_REFUSES_EVERY)

    @property
    def files(self) -> Mapping[str, str]:
        """The bot token of the town's own app."""
        return {TOKEN: self.token}

    def answers(self, path: str) -> bool:
        """Whether the path belongs to Slack's API."""
        return path.startswith(f"{PREFIX}/")

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer a method of the Web API."""
        if not secrets.compare_digest(token, self.token):
            return _response({"ok": False, "error": "invalid_auth"})
        self._until_refusal -= 1
        if self._until_refusal <= 0:
            self._until_refusal = self._rng.randint(*_REFUSES_EVERY)
            return Answer(429, b'{"ok":false,"error":"ratelimited"}', {"Retry-After": "1"})
        method = path.removeprefix(f"{PREFIX}/")
        if method == "users.list":
            return _page("members", self._members, query)
        if method == "conversations.list":
            return _page("channels", self._channels, query)
        if method == "conversations.history":
            return self._history(query)
        return _response({"ok": False, "error": "unknown_method"})

    @cached_property
    def _members(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = [
            {
                "id": self._member(person.staff_no),
                "name": person.logon,
                "deleted": person.section_on(self._town.today) is None,
                "profile": {"real_name": person.name, "email": person.standing_address},
            }
            for person in self._town.staff
        ]
        return [*people, {"id": "USLACKBOT", "name": "slackbot", "profile": {"real_name": "Bot"}}]

    @cached_property
    def _channels(self) -> list[dict[str, Any]]:
        sections = [
            {"id": self._channel(one.code), "name": one.code, "is_member": True}
            for one in CHARACTERS
        ]
        return [*sections, {"id": self._channel("zatsudan"), "name": "雑談", "is_member": False}]

    def _history(self, query: Mapping[str, str]) -> Answer:
        channel = query.get("channel", "")
        if channel == self._channel("zatsudan"):
            return _response({"ok": False, "error": "not_in_channel"})
        if channel not in self._messages:
            return _response({"ok": False, "error": "channel_not_found"})
        times, messages = self._messages[channel]
        low = bisect_left(times, float(query.get("oldest", "0")))
        high = bisect_right(times, float(query.get("latest", "inf")))
        return _page("messages", messages[low:high][::-1], query)

    @cached_property
    def _messages(self) -> dict[str, tuple[list[float], list[Message]]]:
        """Channel → the times of its messages in order, and the messages."""
        found: dict[str, dict[str, Message]] = {self._channel(one.code): {} for one in CHARACTERS}
        for acts in acts_by_month(self._town, "slack", "chat").values():
            for act in acts:
                if act.verb in WORDS:
                    self._say(found[self._channel(act.section)], act)
        return {
            channel: ([float(ts) for ts in sorted(by_ts)], [by_ts[ts] for ts in sorted(by_ts)])
            for channel, by_ts in found.items()
        }

    def _say(self, channel: dict[str, Message], act: Act) -> None:
        """Add one message; `ts` identifies it within the channel."""
        place = 0
        while (ts := f"{act.at_ms // 1000}.{act.at_ms % 1000:03d}{place:03d}") in channel:
            place += 1
        user = self._member(act.who)
        message: Message = {
            "type": "message",
            "user": user,
            "ts": ts,
            "team": "T0KASUMI",
            "text": f"{SUBJECTS[act.thing % len(SUBJECTS)]}の件、確認しました",
        }
        if WORDS[act.verb]:
            message |= {"subtype": WORDS[act.verb], "files": [{"id": "F1"}], "upload": False}
        elif len(channel) % _BROADCAST_EVERY == 0:
            message |= {"subtype": "thread_broadcast", "thread_ts": ts, "root": {"ts": ts}}
        channel[ts] = message
        if len(channel) % _ROBOT_EVERY == 0:
            later = f"{act.at_ms // 1000}.{act.at_ms % 1000:03d}999"
            robot = {"type": "message", "subtype": "bot_message", "bot_id": "B1", "text": "防災"}
            channel[later] = {**robot, "ts": later}
            joined = f"{act.at_ms // 1000}.{act.at_ms % 1000:03d}998"
            channel[joined] = {
                "type": "message", "subtype": "channel_join", "user": user, "text": "", "ts": joined,
            }  # fmt: skip

    def _member(self, staff_no: str) -> str:
        return f"U{code(10, 'slack', self._town.seed, staff_no)}"

    def _channel(self, section: str) -> str:
        return f"C{code(10, 'slack channel', self._town.seed, section)}"


def _page(key: str, found: Sequence[object], query: Mapping[str, str]) -> Answer:
    """Return one page of a list with the cursor of the next page; the last page has an empty cursor."""
    cursor = query.get("cursor", "")
    start = int(urlsafe_b64decode(cursor)) if cursor else 0
    size = min(int(query.get("limit", "100")), _MOST_ON_A_PAGE)
    following = start + size
    further = urlsafe_b64encode(b"%d" % following).decode() if following < len(found) else ""
    page = found[start:following]
    return _response({"ok": True, key: page, "response_metadata": {"next_cursor": further}})


def _response(body: dict[str, object]) -> Answer:
    return Answer(200, json.dumps(body, ensure_ascii=False).encode(), {})
