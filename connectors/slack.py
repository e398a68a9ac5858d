"""Slack: messages sent by each person in public channels, counted by an internal app of the town's own.

The app needs a bot token with `channels:read`, `channels:history`, `users:read` and `users:read.email`, and is
invited to the channels that shall count. Slack cannot leave the text out of its answers: it is dropped unread.
Replies within threads, private channels and direct messages are not counted. Where a town wants no app,
`slack_members` reads the member analytics of the paid plans: totals of a month, and so no curve.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, cast

from connectors.configuration import SecretFile, SourceSettings
from connectors.contract import Batch, Field, Finding, Handling, Stream, day_of
from connectors.errors import Retry, SourceError, StopSource
from connectors.shapes import USE, to_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract import Window
    from connectors.transport import Transport

_DROPPED = (
    "text", "blocks", "attachments", "files", "reactions", "edited", "team", "client_msg_id", "app_id",
    "bot_id", "bot_profile", "upload", "display_as_bot", "thread_ts", "reply_count", "reply_users",
    "reply_users_count", "latest_reply", "is_locked", "subscribed", "parent_user_id", "permalink", "root",
    "room", "no_notifications", "metadata", "hidden", "inviter", "topic", "purpose", "name", "old_name",
    "username", "icons", "last_read", "is_starred", "pinned_to", "pinned_info", "x_files", "user_profile",
    "user_team", "source_team", "language",
)  # fmt: skip
_STREAM = Stream(
    "messages",
    USE,
    (
        Field("ts", Handling.PSEUDONYMISE, "when; with the channel the identity"),
        Field("user", Handling.PSEUDONYMISE, "who"),
        Field("type", Handling.KEEP, "always message"),
        Field("subtype", Handling.KEEP, "what kind of message"),
        *(Field(name, Handling.DROP, "content, or about it") for name in _DROPPED),
    ),
    tools=("chat",),
    settle_days=3,
    slice_days=31,
)
_OF_A_PERSON = {None, "thread_broadcast", "file_share", "me_message"}
_PAGE = 200
_MOST_PAGES = 5000
_STEPS = {
    "missing_scope": "add the scope to the app under OAuth & Permissions, and install the app anew",
    "invalid_auth": "install the app anew and put its bot token (xoxb-…) into the file that token_file names",
    "token_revoked": "install the app anew and put its bot token (xoxb-…) into the file that token_file names",
    "account_inactive": "install the app anew and put its bot token (xoxb-…) into the file that token_file names",
    "not_authed": "put the app's bot token (xoxb-…) into the file that token_file names",
}


class Settings(SourceSettings):
    """`token_file`: the bot token of the town's own app."""

    kind: Literal["slack"] = "slack"
    token_file: SecretFile
    endpoint: str = "https://slack.com/api"


class Slack:
    """One Slack workspace as a source."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings; nothing is asked yet."""
        self.name = settings.name
        self.streams = (_STREAM,)
        self._settings = settings

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for every day, once all channels have been read to their last page.

        Raises:
            Retry: Slack is busy or gone, or pages do not end.
            StopSource: the token or a scope is wrong.
        """
        days: dict[date, list[dict[str, object]]] = {day: [] for day in window.days}
        times = {
            "oldest": f"{window.start_at.timestamp():.6f}",
            "latest": f"{window.end_at.timestamp():.6f}",
            "inclusive": "true",
        }
        with closing(self._transport()) as http:
            people = {
                one["id"]: _address(one) for one in self._pages(http, "users.list", "members")
            }
            for channel in self._channels(http):
                query = {"channel": str(channel["id"]), **times}
                for message in self._pages(http, "conversations.history", "messages", query):
                    stream.check_fields(message, source=self.name)
                    at = datetime.fromtimestamp(float(message["ts"]), UTC)
                    if message.get("subtype") in _OF_A_PERSON and window.holds(day_of(at)):
                        days[day_of(at)].append(_row(channel, message, at, people))
        for day, rows in days.items():
            yield Batch(day, to_table(stream.shape, rows))

    def _channels(self, http: Transport) -> Iterator[dict[str, Any]]:
        query = {"types": "public_channel", "exclude_archived": "false"}
        for channel in self._pages(http, "conversations.list", "channels", query):
            if channel.get("is_member"):
                yield channel

    def _transport(self) -> Transport:
        from connectors import transport  # noqa: PLC0415 - idle sources cost nothing

        token = self._settings.token_file.get_secret_value().strip()
        return transport.Transport(
            self.name,
            self._settings.endpoint,
            authorise=lambda: {"Authorization": f"Bearer {token}"},
        )

    def _pages(
        self, http: Transport, method: str, key: str, query: dict[str, str] | None = None
    ) -> Iterator[dict[str, Any]]:
        cursor = ""
        seen: set[str] = set()
        while True:
            asked: dict[str, str | int] = {**(query or {}), "limit": _PAGE}
            if cursor:
                asked["cursor"] = cursor
            answer = http.get(f"/{method}", params=asked)
            told = answer.json()
            if not isinstance(told, dict) or not isinstance(told.get(key, []), list):
                raise _refusal("no answer of Slack's", answer.place)
            if not told.get("ok"):
                raise _refused(told, answer.place)
            yield from told[key]
            cursor = str((told.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
            if cursor in seen or len(seen) > _MOST_PAGES:
                raise Retry(
                    "the sequence of pages does not end: a cursor came twice",
                    place=answer.place,
                    next_step="the slice starts again later",
                )
            seen.add(cursor)

    def check(self) -> Iterator[Finding]:
        """Ask for people and channels, and say how many channels the app was not invited to."""
        place = f"source {self.name}"
        try:
            with closing(self._transport()) as http:
                sum(1 for _one in self._pages(http, "users.list", "members"))
                query = {"types": "public_channel", "exclude_archived": "true"}
                channels = list(self._pages(http, "conversations.list", "channels", query))
        except SourceError as error:
            yield Finding(
                is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step
            )
            return
        inside = sum(bool(channel.get("is_member")) for channel in channels)
        yield Finding(
            is_ok=inside > 0,
            thing=f"the app is in {inside} of {len(channels)} public channels",
            place=place,
            next_step="" if inside else "invite the app to the channels that shall count",
        )


def _address(person: dict[str, Any]) -> str:
    # Without users:read.email there is no address, and then the id is what the roster may know.
    return str((person.get("profile") or {}).get("email") or person["id"])


def _row(
    channel: dict[str, Any], message: dict[str, Any], at: datetime, people: dict[str, str]
) -> dict[str, object]:
    user = str(message.get("user") or "")
    return {
        "event": f"{channel['id']}:{message['ts']}",
        "day_on": day_of(at),
        "occurred_at": at,
        "account": people.get(user, user) or None,
        "tool": "chat",
        "action": "sent",
        "vendor_action": str(message.get("subtype") or "message"),
        "uses": 1,
    }


def _refused(told: dict[str, Any], place: str) -> SourceError:
    code = str(told.get("error", ""))
    if code in {"ratelimited", "internal_error", "fatal_error", "service_unavailable"}:
        return Retry(f"Slack answers {code}", place=place, next_step="it is asked again later")
    known = code if code in _STEPS else "no known reason"
    needed = f", needs {told['needed']}" if code == "missing_scope" and "needed" in told else ""
    return StopSource(
        f"Slack refuses ({known}{needed})",
        place=place,
        next_step=_STEPS.get(code, "look at the app's page in Slack, and at token_file"),
    )


def _refusal(thing: str, place: str) -> StopSource:
    return StopSource(thing, place=place, next_step="look at `endpoint` in the settings")


def connect(settings: SourceSettings) -> Slack:
    """Build the connector; no request is made yet."""
    return Slack(cast("Settings", settings))
