"""What Graph's refusals mean, by status, code and host; its own words are never repeated."""

from __future__ import annotations

from http import HTTPStatus

from connectors.contract.errors import SkipPart, StopSource, StopStream


class NoReport(SkipPart):
    """Graph has no report for this day: not yet, no longer, or not at all."""


def refusal(
    status: int, code: str, host: str, *, is_graphs: bool, place: str, permission: str
) -> StopSource | SkipPart:
    """Return what a refused request means.

    Args:
        status: of the answer.
        code: what Graph calls it (`error.code`), empty if nothing.
        host: who gave the answer.
        is_graphs: whether that is Graph itself, and not the host to which it sends for a report.
        place: where, for the message.
        permission: what to do where a permission is missing.
    """
    if not is_graphs:
        return StopStream(
            f"{host} refuses the report with status {status}",
            place=place,
            next_step="a report lies on another host than Graph's: let the firewall or the proxy open the way"
            " to it; if it is open, the address had expired, and the next night asks anew",
        )
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
        return no_report(f"status {status}", place, is_out_of_reach=code == "InvalidArgument")
    is_permission = status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    # A tenant may be refused one report and given the others.
    kind = StopStream if status == HTTPStatus.FORBIDDEN else StopSource
    return kind(
        f"Graph refuses with status {status}",
        place=place,
        next_step=permission if is_permission else "look at `endpoint` in the settings",
    )


def no_report(why: str, place: str, *, is_out_of_reach: bool = False) -> NoReport:
    """Return that a day has no report; `why` is a status, or that nothing came."""
    return NoReport(
        f"Graph has no report for this day ({why})",
        place=place,
        next_step="reports reach back 28 days and lag by some: the day is asked for again while it is in reach"
        if is_out_of_reach
        else "the day is asked for again; if no day has one, the tenant has no licence of this product: leave the"
        " report out of `reports`",
    )
