"""The fields of a Slack message, and the rule which messages are a staff member's own act.

Not counted: apps, guests, and people of other workspaces in shared channels. Apps post under a bot's id, today
without any subtype. Some post with a person's token; the message then has a bot's id beside the person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from connectors.contract.shapes import USE
from connectors.contract.streams import Field, Handling, Stream, as_instant, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DROPPED = (
    "text", "blocks", "attachments", "files", "file", "comment", "reactions", "edited", "team", "client_msg_id",
    "app_id", "upload", "display_as_bot", "thread_ts", "reply_count", "reply_users", "reply_users_count", "replies",
    "latest_reply", "unread_count", "is_locked", "subscribed", "parent_user_id", "permalink", "root", "room",
    "no_notifications", "metadata", "hidden", "inviter", "topic", "purpose", "name", "old_name", "username", "icons",
    "last_read", "is_starred", "pinned_to", "pinned_info", "x_files", "user_profile", "language", "bot_link",
    "item", "item_type", "members", "channel", "event_ts", "saved", "mrkdwn", "parse", "is_ephemeral", "canvas",
    "new_broadcast", "assistant_app_thread", "assistant_thread", "streaming_state", "is_intro",
)  # fmt: skip
STREAM = Stream(
    "messages",
    USE,
    (
        Field("ts", Handling.PSEUDONYMISE, "when; with the channel the identity"),
        Field("user", Handling.PSEUDONYMISE, "who"),
        Field("type", Handling.KEEP, "always message"),
        Field("subtype", Handling.KEEP, "what kind of message"),
        *(
            Field(
                name, Handling.DROP, "tells a program's message, or another town's, from a person's"
            )
            for name in ("bot_id", "bot_profile", "user_team", "source_team")
        ),
        *(Field(name, Handling.DROP, "content, or about it") for name in _DROPPED),
    ),
    tools=("chat",),
    # A message is available at once and never changes; archiving a channel does not undo its messages.
    settle_days=0,
    keeps_earlier_records=True,
    slice_days=31,
    # A message is one act, so an unknown field of it cannot be a count.
    undeclared="drop",
)
_DECLARED = {one.name for one in STREAM.fields}
_OF_A_PERSON = {"", "thread_broadcast", "file_share", "me_message"}
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class People:
    """The members of a workspace: the address of each staff member, and who is not staff."""

    addresses: Mapping[str, str]
    others: frozenset[str]
    """Ids of bots, guests, and people of other workspaces."""
    teams: frozenset[str]
    """Ids of the workspaces that the members belong to."""

    @property
    def has_addresses(self) -> bool:
        """Whether Slack returned any address. Without users:read.email it omits them without an error."""
        return not self.addresses or any("@" in one for one in self.addresses.values())


def read_people(members: Iterable[Mapping[str, Any]]) -> People:
    """Return the members in a users.list response; a member without an address is listed under the id."""
    addresses: dict[str, str] = {}
    others = {_SLACKBOT}
    teams: set[str] = set()
    for one in members:
        who = str(one.get("id") or "")
        if who == _SLACKBOT or any(
            one.get(sign)
            for sign in ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
        ):
            others.add(who)
            continue
        profile = one.get("profile")
        address = profile.get("email") if isinstance(profile, dict) else None
        addresses[who] = str(address or who)
        teams.add(str(one.get("team_id") or ""))
    return People(addresses, frozenset(others), frozenset(teams - {""}))


def is_own_act(message: Mapping[str, Any], people: People) -> bool:
    """Whether a member of staff wrote the message."""
    user = str(message.get("user") or "")
    subtype = message.get("subtype") or ""
    if not user or user in people.others or str(subtype) not in _OF_A_PERSON:
        return False
    if message.get("bot_id") or message.get("bot_profile"):
        return False
    theirs = {str(message[name]) for name in ("user_team", "source_team") if message.get(name)}
    return user in people.addresses or not theirs - people.teams


def instant_of(message: Mapping[str, Any]) -> datetime | None:
    """Return the time of the message; None if it cannot be read."""
    try:
        return as_instant(datetime.fromtimestamp(float(message["ts"]), UTC))
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None


def row_of(
    channel: str, message: Mapping[str, Any], at: datetime, people: People
) -> dict[str, object]:
    """Return the row of a message.

    Args:
        channel: the channel's id, part of the identity.
        message: the message as Slack sends it.
        at: the time of the message.
        people: the members of the workspace.
    """
    user = str(message["user"])
    return {
        "event": f"{channel}:{message['ts']}",
        "day_on": day_of(at),
        "occurred_at": at,
        "account": people.addresses.get(user, user),
        "tool": "chat",
        "action": "sent",
        "vendor_action": str(message.get("subtype") or "message"),
        "uses": 1,
    }


def undeclared_in(messages: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the names of undeclared fields; they are dropped, and `hirogari check` reports them."""
    return sorted({name for message in messages for name in message} - _DECLARED)
