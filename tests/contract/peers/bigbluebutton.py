"""BigBlueButton's webhooks saved as they came: two join, one leaves, the meeting's end takes the other."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from connectors.contract.streams import Window, day_of
from connectors.vendors.bigbluebutton import connector as bigbluebutton
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_HOUR = timedelta(hours=1)


class Peer(FilePeer):
    kind = "bigbluebutton"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False
    can_end_anywhere = True

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "events.jsonl",)

    def connector(self) -> Connector:
        return bigbluebutton.connect(bigbluebutton.Settings(name="bbb", files=self.files))

    def _facts(self) -> list[tuple[datetime, datetime, str | None, bool]]:
        start = datetime(2025, 4, 1, 0, 0, tzinfo=UTC)
        told: list[tuple[datetime, datetime, str | None, bool]] = [
            (start + 9 * n * _HOUR, start + (9 * n + 1) * _HOUR, who, False)
            for n, who in enumerate(("sato", *HOSTILE))
        ]
        midnight = datetime(2025, 4, 1, 15, 0, tzinfo=UTC)
        told.append((midnight - timedelta(seconds=1), midnight + _HOUR, "ito", False))
        told.append((start, start + 2 * _HOUR, None, True))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(joined), joined, *rest) for joined, *rest in self._facts())
        columns = ("day_on", "started_at", "ended_at", "account", "is_guest")
        return {"meetings": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        lines = []
        for n, (joined, left, who, guest) in enumerate(self._facts()):
            person = {"intId": f"w{n}", "extId": who or f"g{n}", "name": CANARY, "guest": guest}
            end = "UserLeftMeetingEvtMsg" if n % 2 else "MeetingEndedEvtMsg"
            lines.append(self._event("UserJoinedMeetingEvtMsg", n, joined, person))
            lines.append(self._event(end, n, left, {"intId": f"w{n}", "meetingId": f"m{n}"}))
            lines.append(self._event("PresenterAssignedEvtMsg", n, joined, {"intId": f"w{n}"}))
        if new_field:
            lines = [line | {str(self.new_field): 1} for line in lines]
        if order:
            order.shuffle(lines)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        self.files[0].write_text(text, encoding="utf-8")

    def _event(self, name: str, meeting: int, at: datetime, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "envelope": {"name": name, "timestamp": int(at.timestamp() * 1000)},
            "core": {"header": {"name": name, "meetingId": f"m{meeting}"}, "body": body},
        }

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
