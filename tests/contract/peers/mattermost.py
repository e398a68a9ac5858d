"""Mattermost's statistics: newest first, days without posts left out, one list a team, and one of its bots."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.vendors import mattermost
from tests.contract.peer import CANARY, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from connectors.contract.streams import Connector

_SECTIONS = ("soumu", "税務①<b>")


def _posts(day: date, team: int) -> int:
    return (day.toordinal() + 3 * team) % 4


def _of_bots(day: date, team: int) -> int:
    return (day.toordinal() + team) % 3


class Peer(ServerPeer):
    kind = "mattermost"
    window = Window(date(2025, 4, 1), date(2025, 4, 5))
    new_field = "newField"
    # No person and no title comes in: the only strings are section codes from the settings.
    hostile = _SECTIONS

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.extra = False
        self.order: random.Random | None = None

    def connector(self) -> Connector:
        settings = mattermost.Settings(
            name="chat",
            endpoint=self.server.url,
            token_file=SecretStr(CANARY.encode().hex()),
            teams={section: f"team{n}" for n, section in enumerate(_SECTIONS)},
        )
        return mattermost.connect(settings, now=lambda: datetime(2025, 4, 10, tzinfo=UTC))

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day, section, _posts(day, n))
            for day in self.window.days
            for n, section in enumerate(_SECTIONS)
            if _posts(day, n)
        )
        return {"posts": Truth(("day_on", "section", "uses"), rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.order, self.extra = order, new_field

    def answer(self, request: Request) -> Answer:
        team = int(request.query["team_id"].removeprefix("team"))
        # Posts of bots are among the posts.
        counts: Callable[[date, int], int] = _of_bots
        if request.query["name"] == "post_counts_day":
            counts = lambda day, team: _posts(day, team) + _of_bots(day, team)  # noqa: E731 - one of two
        days = [date(2025, 4, 10) - timedelta(days=n) for n in range(31)]
        told = [
            {
                "name": str(day),
                "value": counts(day, team),
                **({"newField": 1} if self.extra else {}),
            }
            for day in days
            if counts(day, team)
        ]
        if self.order:
            self.order.shuffle(told)
        return Answer(json.dumps(told).encode())
