"""Check whether a tenant's reports name people or conceal their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.contract.errors import StopSource
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONCEALED = re.compile(
    r"""
    \{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?(@.*)?  # an MD5 or a GUID, in either case
    | [0-9a-f]{40,128}(@.*)?                                # a longer hash
    | <pii\b.*                                              # <PII:H105(…)>@town.example
    | \([^()@]*\)                                           # (Unknown), in the tenant's language
    | unknown | anonymous(\suser)? | \*+
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def check_names(accounts: Iterable[str], place: str) -> None:
    """Check the accounts of a report; fewer than half concealed names are accepted.

    Raises:
        StopSource: names are concealed, which is the default, so no section can be known.
    """
    named = [account.strip() for account in accounts if account.strip()]
    concealed = sum(_CONCEALED.fullmatch(account) is not None for account in named)
    if concealed and 2 * concealed >= len(named):
        raise StopSource(
            Message("the names in the reports are concealed, so no section can be known"),
            place=place,
            next_step=Message(
                "in the Microsoft 365 admin centre, under Settings > Org settings > Reports, switch off concealed names (admin.reportSettings.displayConcealedNames = false)"
            ),
        )
