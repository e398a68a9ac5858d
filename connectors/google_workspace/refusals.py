"""What Google's refusals mean, and what to do about each. Its own words are never repeated: they may hold addresses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson

from connectors.errors import Retry, StopSource, StopStream
from connectors.patience import may_pass
from connectors.web_pages import is_web_page, refused_by_page

SCOPE = "https://www.googleapis.com/auth/admin.reports.audit.readonly"

_OF_ONE_LOG = {HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST}
_BUSY_REASONS = {
    "userRateLimitExceeded",
    "rateLimitExceeded",
    "quotaExceeded",
    "dailyLimitExceeded",
    "limitExceeded",
    "concurrentLimitExceeded",
    "backendError",
    "RATE_LIMIT_EXCEEDED",
    "RESOURCE_EXHAUSTED",
}
_OF_EVERY_LOG = {
    "accessNotConfigured",
    "SERVICE_DISABLED",
    "insufficientPermissions",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "authError",
}
"""Reasons with which Google refuses each application alike: the API or the scope is missing."""
_DELEGATION = (
    f"in the admin console, under domain-wide delegation, give the client id the scope {SCOPE}"
)


def is_busy(error: Any) -> bool:  # noqa: ANN401 - the library has no types
    """Whether Google asks to wait: a server's trouble, or a spent quota, which comes as 403."""
    return may_pass(error.resp.status) or not _BUSY_REASONS.isdisjoint(_reasons(error.content))


def _reasons(content: bytes) -> set[str]:
    """Return the codes that Google names, in its older and its newer form; never its words."""
    try:
        told = orjson.loads(content)["error"]
        parts = [told, *told.get("errors", ()), *told.get("details", ())]
        return {str(part.get(key)) for part in parts for key in ("reason", "status")}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()


def refusal(error: Any, place: str, *, has_token: bool) -> Retry | StopSource:  # noqa: ANN401 - the library has no types
    """Return what a refused request means, by its status and the codes that it names."""
    status = error.resp.status
    if status == HTTPStatus.BAD_REQUEST and has_token:
        return Retry(
            "the page token has expired",
            place=place,
            next_step="the slice starts again from its first page",
        )
    steps: dict[int, str] = {
        HTTPStatus.UNAUTHORIZED: "give the administrator in `subject` a role with the privilege"
        f" Reports; {_DELEGATION}",
        HTTPStatus.FORBIDDEN: f"enable the Admin SDK API in the service account's project;"
        f" {_DELEGATION}; if all that is so, the edition keeps no such log: leave it out of `streams`",
        HTTPStatus.BAD_REQUEST: "look at `customer` and `since`: the log reaches back 180 days",
    }
    step = steps.get(status, "look at `endpoint` in the settings")
    # An edition without one of the logs refuses that application alone.
    is_one = status in _OF_ONE_LOG and _OF_EVERY_LOG.isdisjoint(_reasons(error.content))
    kind = StopStream if is_one else StopSource
    thing = f"Google refuses with status {status}"
    if is_web_page(error.content):
        thing, step = refused_by_page(status, step)
    return kind(thing, place=place, next_step=step)


def token_refused(error: Any, place: str) -> StopSource:  # noqa: ANN401 - the library has no types
    """Return why the account gets no token, by the code that OAuth names."""
    detail = error.args[1] if len(error.args) > 1 else None
    code = detail.get("error") if isinstance(detail, dict) else None
    steps = {
        "unauthorized_client": _DELEGATION,
        "invalid_grant": "see that `subject` is an active administrator, that the key was not"
        " deleted, and that this machine's clock is right",
        "invalid_client": "the service account is gone: make a new key and name its file",
        "access_denied": _DELEGATION,
    }
    return StopSource(
        f"Google gives no token ({code if code in steps else 'no known reason'})",
        place=f"{place}, settings credentials and subject",
        next_step=steps.get(str(code), "make a new key of the service account and name its file"),
    )
