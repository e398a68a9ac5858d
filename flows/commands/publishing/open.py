"""Opens a town's pages: from the next night on they are no draft, and numbers once shown stay as published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from flows.night.last_release import require_warehouse
from warehouse.facts.store import open_store
from warehouse.lifecycle.opening import note_opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flows.settings.settings import Settings


def run_open(settings: Settings, now: datetime, tell: Callable[[Message], None]) -> None:
    """Record that the pages are open.

    Raises:
        NothingYet: no night has run.
    """
    require_warehouse(settings)
    with open_store(settings.warehouse) as store:
        note_opened(store, now)
    tell(Message("opened: the next night publishes → hirogari run"))
