"""Client of Slack's Web API: reads every page of a response, and translates Slack's errors.

Slack reports an error as `ok: false` with status 200. An error about one channel does not affect the other
channels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from connectors.contract.errors import Retry, SkipPart, SourceError, StopSource
from connectors.contract.messages import Message
from connectors.io.http import transport
from connectors.io.http.paging import EndlessPages, Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.vendors.slack.settings import Settings

_PAGE = 200
_MOST_PAGES = 1000
"""Enough for 100,000 messages of one channel in a month, even if Slack fills only half of each page."""
_NEW_TOKEN = Message(
    "install the app anew and put its bot token (xoxb-…) into the file that token_file names"
)
_REACH = Message(
    "in Slack's administration let this app, and this server's address, reach the workspace (approved apps, allowed IP addresses, the plan), and install the app anew"
)
_STEPS = {
    "missing_scope": Message("add the scope to the app under OAuth & Permissions, and install the app anew"),
    **dict.fromkeys(
        ("invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_allowed_token_type",
         "no_permission", "app_missing_action_url"),
        _NEW_TOKEN,
    ),
    "not_authed": Message("put the app's bot token (xoxb-…) into the file that token_file names"),
    **dict.fromkeys(
        ("access_denied", "team_access_not_granted", "org_login_required", "ekm_access_denied",
         "enterprise_is_restricted", "two_factor_setup_required", "user_is_restricted"),
        _REACH,
    ),
    **dict.fromkeys(
        ("deprecated_endpoint", "method_deprecated", "method_not_supported_for_channel_type", "unknown_method"),
        Message("Slack has changed its interface: look for a newer version of this program"),
    ),
}  # fmt: skip
_OF_THE_APP = {
    "missing_scope", "invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_allowed_token_type",
    "not_authed", "org_login_required", "ekm_access_denied", "enterprise_is_restricted", "deprecated_endpoint",
    "method_deprecated", "unknown_method",
}  # fmt: skip
"""Errors that concern the app as a whole; any other error about a channel concerns only that channel."""
_BUSY = {
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
    "accesslimited", "team_added_to_org", "invalid_cursor",
}  # fmt: skip
_CODE = re.compile(r"[a-z][a-z_]{1,60}")


class ChannelRefused(SkipPart):
    """One channel cannot be read: it was archived or deleted, or the app was removed from it."""


class Client:
    """A client for one workspace, used as a context manager."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the connection without any request."""
        token = settings.token_file.get_secret_value().strip()
        self._http = transport.Transport(
            settings.name,
            settings.endpoint,
            authorise=lambda: {"Authorization": f"Bearer {token}"},
        )
        self.is_limited = False
        """Whether Slack reports that the free plan hides older messages."""

    def __enter__(self) -> Self:
        """Return the client without any request."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self._http.close()

    def members(self) -> Iterator[dict[str, Any]]:
        """Yield all members of the workspace, including bots and former members."""
        return self._pages("users.list", "members", {})

    def channels(self) -> Iterator[dict[str, Any]]:
        """Yield the public channels, including archived ones."""
        query = {"types": "public_channel", "exclude_archived": "false"}
        return self._pages("conversations.list", "channels", query)

    def messages(self, channel: str, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Yield a channel's messages, newest first.

        Raises:
            ChannelRefused: this channel cannot be read.
            Retry: Slack is busy or unreachable, or the pages do not end.
            StopSource: the token or a scope is wrong.
        """
        return self._pages("conversations.history", "messages", {"channel": channel, **query})

    def _pages(self, method: str, key: str, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        cursor, pages, channel = "", None, query.get("channel")
        while True:
            asked: dict[str, str | int] = {**query, "limit": _PAGE}
            if cursor:
                asked["cursor"] = cursor
            answer = self._http.get(f"/{method}", params=asked)
            page = answer.json()
            if not isinstance(page, dict) or ("ok" not in page and "error" not in page):
                raise _foreign(answer.place, channel)
            if not page.get("ok"):
                raise _refused(page, answer.place, channel)
            found = page.get(key)
            if not isinstance(found, list):
                raise _foreign(answer.place, channel)
            self.is_limited |= bool(page.get("is_limited"))
            # An entry that is not an object becomes an empty, unreadable record; the other entries are still
            # read.
            yield from (one if isinstance(one, dict) else {} for one in found)
            following = page.get("response_metadata")
            cursor = str(following.get("next_cursor") or "") if isinstance(following, dict) else ""
            if not cursor:
                if page.get("has_more"):
                    raise EndlessPages(
                        Message("the pages end before the last"),
                        place=answer.place,
                        next_step=Message("the slice starts again later"),
                    )
                return
            pages = pages or Pages(answer.place, most_pages=_MOST_PAGES)
            pages.turn(cursor, records=len(found), size=len(answer.body))


def _refused(page: dict[str, Any], place: str, channel: str | None) -> SourceError:
    code = str(page.get("error", ""))
    if code in _BUSY and not (channel and code == "invalid_cursor"):
        return Retry(
            Message("Slack answers {code}", code=code),
            place=place,
            next_step=Message("it is asked again later"),
        )
    known = code if _CODE.fullmatch(code) else Message("no known reason")
    if channel and code not in _OF_THE_APP:
        return ChannelRefused(
            Message("a channel does not answer ({code})", code=known),
            place=f"{place}, channel {channel}",
            next_step=Message(
                "invite the app to the channel again; if its last days may be lost, name it in `left_out`"
            ),
        )
    if code == "missing_scope" and "needed" in page:
        known = Message("{code}, needs {scope}", code=known, scope=page["needed"])
    return StopSource(
        Message("Slack refuses ({reason})", reason=known),
        place=place,
        next_step=_STEPS.get(code, Message("look at the app's page in Slack, and at token_file")),
    )


def _foreign(place: str, channel: str | None) -> SourceError:
    if channel:
        return ChannelRefused(
            Message("a channel does not answer ({code})", code=Message("no list of messages")),
            place=f"{place}, channel {channel}",
            next_step=Message("it is asked for again the next night; if it stays, ask the vendor"),
        )
    return StopSource(
        Message("no answer of Slack's"),
        place=place,
        next_step=Message("look at `endpoint` in the settings"),
    )
