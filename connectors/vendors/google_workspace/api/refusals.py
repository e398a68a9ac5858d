"""Translate Google's error responses. Google's own texts must never be repeated: they may contain addresses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson

from connectors.contract.errors import Retry, StopSource, StopStream
from connectors.contract.messages import Message
from connectors.io.http.retry import may_pass
from connectors.io.http.web_pages import is_web_page, refused_by_page

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
    "domainCannotUseApis",
    "CONSUMER_SUSPENDED",
    "BILLING_DISABLED",
    "userSuspended",
    "orgIPRestricted",
    "SECURITY_POLICY_VIOLATED",
    "LOCATION_POLICY_VIOLATED",
}
"""Reasons that concern every application: for example, the API or the scope is missing."""
_DELEGATION = Message(
    "in the admin console, under domain-wide delegation, give the client id the scope {scope}",
    scope=SCOPE,
)

_PROJECT = Message(
    "ask whoever keeps the service account's project in Google Cloud why it is suspended"
)
_ADDRESS = Message(
    "let this server's address through where Google Workspace or Google Cloud allows access by address only (Context-Aware Access, organisation policies)"
)
_BY_REASON = {
    **dict.fromkeys(
        ("accessNotConfigured", "SERVICE_DISABLED"),
        Message("enable the Admin SDK API in the service account's project"),
    ),
    **dict.fromkeys(("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), _DELEGATION),
    "domainCannotUseApis": Message("in the admin console, under API controls, let the API be used"),
    **dict.fromkeys(("CONSUMER_SUSPENDED", "BILLING_DISABLED"), _PROJECT),
    "userSuspended": Message("the administrator in `subject` is suspended: name an active one"),
    **dict.fromkeys(
        ("orgIPRestricted", "SECURITY_POLICY_VIOLATED", "LOCATION_POLICY_VIOLATED"), _ADDRESS
    ),
}
"""Next steps by reason, where Google's reason code says more than the status."""


def is_busy(error: Any) -> bool:  # noqa: ANN401 - the library has no types
    """Whether Google asks to wait: a server error, or an exhausted quota, which comes as 403."""
    return may_pass(error.resp.status) or not _BUSY_REASONS.isdisjoint(_reasons(error.content))


def _reasons(content: bytes) -> set[str]:
    """Return the reason codes in Google's older and newer error formats; never the texts."""
    try:
        error_body = orjson.loads(content)["error"]
        parts = [error_body, *error_body.get("errors", ()), *error_body.get("details", ())]
        return {str(part.get(key)) for part in parts for key in ("reason", "status")}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()


def refusal(error: Any, place: str, *, has_token: bool) -> Retry | StopSource:  # noqa: ANN401 - the library has no types
    """Return the error for a refused request, by its status and reason codes."""
    status = error.resp.status
    if status == HTTPStatus.BAD_REQUEST and has_token:
        return Retry(
            Message("the page token has expired"),
            place=place,
            next_step=Message("the slice starts again from its first page"),
        )
    steps: dict[int, Message] = {
        HTTPStatus.UNAUTHORIZED: Message(
            "give the administrator in `subject` a role with the privilege Reports; {more}",
            more=_DELEGATION,
        ),
        HTTPStatus.FORBIDDEN: Message(
            "enable the Admin SDK API in the service account's project; {more}; if all that is so, the edition keeps no such log: leave it out of `streams`",
            more=_DELEGATION,
        ),
        HTTPStatus.BAD_REQUEST: Message(
            "look at `customer` and `since`: the log reaches back 180 days"
        ),
    }
    reasons = _reasons(error.content)
    by_status = steps.get(status, Message("look at `endpoint` in the settings"))
    step = next((_BY_REASON[one] for one in sorted(reasons & _BY_REASON.keys())), by_status)
    # If the edition lacks one log, only that application is refused.
    is_one = status in _OF_ONE_LOG and _OF_EVERY_LOG.isdisjoint(reasons)
    kind = StopStream if is_one else StopSource
    thing = Message("Google refuses with status {status}", status=status)
    if is_web_page(error.content):
        thing, step = refused_by_page(status, step)
    return kind(thing, place=place, next_step=step)


def token_refused(error: Any, place: str) -> StopSource:  # noqa: ANN401 - the library has no types
    """Return the error for a refused token, by the OAuth error code."""
    detail = error.args[1] if len(error.args) > 1 else None
    # google-auth passes on a response that is not JSON as the only text of its error.
    if is_web_page(str(error).encode()):
        thing, step = refused_by_page(
            HTTPStatus.FORBIDDEN, Message("look at token_uri in the key file")
        )
        return StopSource(thing, place=f"{place}, setting credentials", next_step=step)
    code = str(detail.get("error")) if isinstance(detail, dict) else ""
    steps = {
        "unauthorized_client": _DELEGATION,
        "invalid_grant": Message(
            "see that `subject` is an active administrator, that the key was not deleted, and that this machine's clock is right"
        ),
        "invalid_client": Message("the service account is gone: make a new key and name its file"),
        "access_denied": _DELEGATION,
        **dict.fromkeys(("org_internal", "admin_policy_enforced"), _DELEGATION),
        **dict.fromkeys(("disabled_client", "deleted_client", "account_suspended"), _PROJECT),
    }
    return StopSource(
        Message(
            "Google gives no token ({reason})",
            reason=code if code in steps else Message("no known reason"),
        ),
        place=f"{place}, settings credentials and subject",
        next_step=steps.get(
            code, Message("make a new key of the service account and name its file")
        ),
    )
