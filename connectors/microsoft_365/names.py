"""Whether the reports of a tenant name people, or only conceal that they do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.errors import StopSource

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONCEALED = re.compile(r"[0-9A-F]{32}")


def check_names(accounts: Iterable[str], place: str) -> None:
    """Look at the accounts of a report.

    Raises:
        StopSource: names are concealed, as they are by default: no section can be known.
    """
    if any(_CONCEALED.fullmatch(account.strip()) for account in accounts):
        raise StopSource(
            "the names in the reports are concealed, so no section can be known",
            place=place,
            next_step="in the Microsoft 365 admin centre, under Settings > Org settings > Reports,"
            " switch off concealed names (admin.reportSettings.displayConcealedNames = false)",
        )
