"""Slack's Web API: every page of a method's answer, and what its refusals mean.

Slack refuses with `ok: false` at status 200. A refusal of one channel is none of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from connectors import transport
from connectors.errors import Retry, SkipPart, SourceError, StopSource
from connectors.paging import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.slack.settings import Settings

_PAGE = 200
_MOST_PAGES = 1000
"""A hundred thousand messages of one channel in a month, were Slack to fill half of each page."""
_NEW_TOKEN = (
    "install the app anew and put its bot token (xoxb-…) into the file that token_file names"  # noqa: S105 - words, no token
)
_STEPS = {
    "missing_scope": "add the scope to the app under OAuth & Permissions, and install the app anew",
    "invalid_auth": _NEW_TOKEN,
    "token_revoked": _NEW_TOKEN,
    "token_expired": _NEW_TOKEN,
    "account_inactive": _NEW_TOKEN,
    "not_authed": "put the app's bot token (xoxb-…) into the file that token_file names",
}
_BUSY = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
_OF_A_CHANNEL = {
    "not_in_channel", "channel_not_found", "is_archived", "method_not_supported_for_channel_type",
    "access_denied", "no_permission",
}  # fmt: skip


class ChannelRefused(SkipPart):
    """One channel does not answer: it was archived, deleted, or the app was put out of it."""


class Client:
    """One workspace, for the length of a `with` block."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet."""
        token = settings.token_file.get_secret_value().strip()
        self._http = transport.Transport(
            settings.name,
            settings.endpoint,
            authorise=lambda: {"Authorization": f"Bearer {token}"},
        )
        self.is_limited = False
        """Whether Slack said that the free plan keeps older messages from view."""

    def __enter__(self) -> Self:
        """Nothing is asked yet."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self._http.close()

    def members(self) -> Iterator[dict[str, Any]]:
        """Yield everyone of the workspace, robots and those who left too."""
        return self._pages("users.list", "members", {})

    def channels(self) -> Iterator[dict[str, Any]]:
        """Yield the public channels, archived ones too."""
        query = {"types": "public_channel", "exclude_archived": "false"}
        return self._pages("conversations.list", "channels", query)

    def messages(self, channel: str, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Yield a channel's messages, newest first.

        Raises:
            ChannelRefused: this channel does not answer.
            Retry: Slack is busy or gone, or pages do not end.
            StopSource: the token or a scope is wrong.
        """
        return self._pages("conversations.history", "messages", {"channel": channel, **query})

    def _pages(self, method: str, key: str, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        cursor, pages = "", None
        while True:
            asked: dict[str, str | int] = {**query, "limit": _PAGE}
            if cursor:
                asked["cursor"] = cursor
            answer = self._http.get(f"/{method}", params=asked)
            told = answer.json()
            if not isinstance(told, dict):
                raise _foreign(answer.place)
            if not told.get("ok"):
                raise _refused(told, answer.place, query.get("channel"))
            found = told.get(key)
            if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
                raise _foreign(answer.place)
            self.is_limited |= bool(told.get("is_limited"))
            yield from found
            following = told.get("response_metadata")
            cursor = str(following.get("next_cursor") or "") if isinstance(following, dict) else ""
            if not cursor:
                if told.get("has_more"):
                    raise Retry(
                        "the pages end before the last",
                        place=answer.place,
                        next_step="the slice starts again later",
                    )
                return
            pages = pages or Pages(answer.place, most_pages=_MOST_PAGES)
            pages.turn(cursor, records=len(found), size=len(answer.body))


def _refused(told: dict[str, Any], place: str, channel: str | None) -> SourceError:
    code = str(told.get("error", ""))
    if code in _BUSY:
        return Retry(f"Slack answers {code}", place=place, next_step="it is asked again later")
    if channel and code in _OF_A_CHANNEL:
        return ChannelRefused(
            f"a channel does not answer ({code})",
            place=f"{place}, channel {channel}",
            next_step="invite the app to the channel again; if its last days may be lost, name it in `left_out`",
        )
    known = code if code in _STEPS else "no known reason"
    needed = f", needs {told['needed']}" if code == "missing_scope" and "needed" in told else ""
    return StopSource(
        f"Slack refuses ({known}{needed})",
        place=place,
        next_step=_STEPS.get(code, "look at the app's page in Slack, and at token_file"),
    )


def _foreign(place: str) -> StopSource:
    return StopSource(
        "no answer of Slack's", place=place, next_step="look at `endpoint` in the settings"
    )
