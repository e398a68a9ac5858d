"""Translate Zoom's error responses, by Zoom's own codes: `{"code": …, "message": …}` beside the status.

The message may name an account or a meeting: it is inspected and never shown.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, SourceError, StopSource
from connectors.contract.messages import Message
from connectors.io.http.paging import EndlessPages

if TYPE_CHECKING:
    from connectors.io.http.transport import Answer

SCOPES = (
    "report:read:list_users:admin",
    "report:read:user:admin",
    "report:read:list_meeting_participants:admin",
)
"""The scopes that the app needs; the older `report:read:admin` includes all three."""


_PLAN = 200
_NO_REPORT = 3001
_BAD_PAGE = 300
_SCOPE_CODES = {104, 4711}


class NoParticipantsReport(SkipPart):
    """Zoom has no participants report of a meeting: it is too recent, or only one person attended."""


class NotForThis(StopSource):
    """The plan or a role does not permit this report, for the whole account or for one host."""


class OfOne(SkipPart):
    """One host or meeting cannot be read; `whole` is the error to raise if that happens for all of them."""

    def __init__(self, whole: SourceError) -> None:
        """`whole` holds what is wrong and where."""
        super().__init__(whole.thing, place=whole.place, next_step=whole.next_step)
        self.whole = whole


def refusal(parsed: object, answer: Answer, *, is_of_one: bool) -> SourceError:
    """Return the error for a response without data: wait, fix something, or set one report aside.

    `is_of_one` says whether the request was for one host or one meeting.
    """
    body = parsed if isinstance(parsed, dict) else {}
    code, message = body.get("code"), str(body.get("message", "")).casefold()
    if code == _PLAN and message.startswith("only available for paid"):
        return NotForThis(
            Message(
                "this Zoom account's plan has no report API (it comes with Pro and higher plans)"
            ),
            place=answer.place,
            next_step=Message(
                "take a paid plan; or let hosts who have one save the participants report as CSV and give `files` instead; or count meetings in the book `meetings`"
            ),
        )
    if code in _SCOPE_CODES or "does not contain scopes" in message:
        return StopSource(
            Message("the app lacks a scope"),
            place=answer.place,
            next_step=Message(
                "add the scopes {scopes} to the app in the Zoom App Marketplace",
                scopes=", ".join(SCOPES),
            ),
        )
    if code == _NO_REPORT:
        return NoParticipantsReport(
            Message("Zoom has no participants report of a meeting"),
            place=answer.place,
            next_step=Message("it is asked for again the next night"),
        )
    if code == _BAD_PAGE and "page token" in message:
        return again(Message("Zoom answers with code {code}", code=code), answer)
    if code == _PLAN or answer.status == HTTPStatus.FORBIDDEN:
        return NotForThis(
            Message("Zoom gives the app no permission for reports"),
            place=answer.place,
            next_step=Message(
                "let the app's owner have a role with the permission to view usage reports"
            ),
        )
    return odd(answer) if is_of_one else foreign(answer)


def odd(answer: Answer) -> SkipPart:
    """Return the error for one host or meeting that answers unlike the others: gone, of another kind, or damaged."""
    return SkipPart(
        Message(
            "Zoom gives no report of one host or meeting (status {status})", status=answer.status
        ),
        place=answer.place,
        next_step=Message("it is asked for again the next night; if it stays, ask the vendor"),
    )


def again(thing: Message, answer: Answer) -> EndlessPages:
    """Return the error after which the pages are read again."""
    return EndlessPages(
        thing, place=answer.place, next_step=Message("the slice starts again later")
    )


def foreign(answer: Answer) -> StopSource:
    """Return the error for a response that is not Zoom's, or no longer has the known form."""
    return StopSource(
        Message("this is no answer of Zoom's report API (status {status})", status=answer.status),
        place=answer.place,
        next_step=Message(
            "look at `endpoint` in the settings; if it is right, look for a newer version of this program"
        ),
    )
