"""Translate Graph's error responses, by status, code and host; Graph's own texts must never be repeated."""

from __future__ import annotations

from http import HTTPStatus

from connectors.contract.errors import SkipPart, StopSource, StopStream
from connectors.contract.messages import Message


class NoReport(SkipPart):
    """Graph has no report for this day: not yet, no longer, or not at all."""


def refusal(
    status: int, code: str, host: str, *, is_graphs: bool, place: str, permission: Message
) -> StopSource | SkipPart:
    """Return the error for a refused request.

    Args:
        status: the status of the response.
        code: Graph's error code (`error.code`), or "".
        host: the host that answered.
        is_graphs: whether that host is Graph itself, not the host from which a report is downloaded.
        place: the location for the message.
        permission: the next step if a permission is missing.
    """
    if not is_graphs:
        return StopStream(
            Message("{host} refuses the report with status {number}", host=host, number=status),
            place=place,
            next_step=Message(
                "a report lies on another host than Graph's: let the firewall or the proxy open the way to it; if it is open, the address had expired, and the next night asks anew"
            ),
        )
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
        return no_report(
            Message("status {number}", number=status),
            place,
            is_out_of_reach=code == "InvalidArgument",
        )
    is_permission = status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    # A tenant may be refused one report and granted the others.
    kind = StopStream if status == HTTPStatus.FORBIDDEN else StopSource
    return kind(
        Message("Graph refuses with status {status}", status=status),
        place=place,
        next_step=permission if is_permission else Message("look at `endpoint` in the settings"),
    )


def no_report(why: Message, place: str, *, is_out_of_reach: bool = False) -> NoReport:
    """Return the error for a day without a report; `why` is a status, or that the response is empty."""
    return NoReport(
        Message("Graph has no report for this day ({why})", why=why),
        place=place,
        next_step=Message(
            "reports reach back 28 days and lag by some: the day is asked for again while it is in reach"
        )
        if is_out_of_reach
        else Message(
            "the day is asked for again; if no day has one, the tenant has no licence of this product: leave the report out of `reports`"
        ),
    )
