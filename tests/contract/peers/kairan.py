"""Kairan, the vendor of connectors/README.md: it exists so that the walk-through is run as a test."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from connectors.contract.streams import Window, day_of
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random

    from connectors.contract.streams import Connector

README = Path(__file__).parents[3] / "connectors" / "README.md"
_ACTIONS = {"sent": "sent", "read": "viewed"}


FILES = {"__init__.py": ("python", 0), "demo.py": ("python", 1), "vendor.toml": ("toml", 0)}
"""File of the vendor's folder → which block of the walk-through it is."""


def code(file: str = "__init__.py") -> str:
    """Return what a file of the vendor's folder holds, as the walk-through shows it."""
    language, place = FILES[file]
    blocks = re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > place, f"the walk-through has lost its {file}"
    return str(blocks[place])


def module() -> ModuleType:
    """Return the walk-through's code as the module it describes."""
    name = "connectors.vendors.kairan"
    if name not in sys.modules:
        made = ModuleType(name)
        sys.modules[name] = made
        exec(compile(code(), str(README), "exec"), made.__dict__)
    return sys.modules[name]


class Peer(ServerPeer):
    """Four records a page, newest first; a token that a test may let expire."""

    kind = "kairan"
    window = Window(date(2025, 4, 1), date(2025, 4, 5))
    new_field = "newField"
    has_tokens = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.records: list[dict[str, Any]] = []

    def connector(self) -> Connector:
        kairan = module()
        settings = kairan.Settings(
            name="circulars",
            kind=self.kind,
            endpoint=self.server.url,
            key=SecretStr(f"key-{CANARY}"),
        )
        return kairan.connect(settings)

    def _facts(self) -> list[tuple[str, datetime, str, str]]:
        start = datetime(2025, 3, 31, 23, 0, tzinfo=UTC)
        told = [
            (f"n{n}", start + timedelta(hours=7 * n), who, "sent" if n % 2 else "read")
            for n, who in enumerate((*HOSTILE, "sato", "suzuki", "sato", "ito"))
        ]
        told.append(
            (
                "before-midnight",
                datetime(2025, 4, 1, 14, 59, 59, 999999, tzinfo=UTC),
                "sato",
                "read",
            )
        )
        told.append(("after-midnight", datetime(2025, 4, 1, 15, 0, tzinfo=UTC), "sato", "read"))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(at), at, who, _ACTIONS[did]) for _id, at, who, did in self._facts())
        columns = ("day_on", "occurred_at", "account", "action")
        return {"circulars": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.records = [
            {"id": key, "at": at.isoformat(), "user": who, "action": did, "title": CANARY}
            for key, at, who, did in reversed(self._facts())
        ]
        if new_field:
            self.records[-1]["newField"] = 1
        if order:
            order.shuffle(self.records)

    def is_data(self, request: Request) -> bool:
        return request.path == "/records"

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            return Answer(json.dumps({"token": f"token-{CANARY}".encode().hex()}).encode())
        begin, end = (datetime.fromisoformat(request.query[name]) for name in ("from", "to"))
        asked = [r for r in self.records if begin <= datetime.fromisoformat(r["at"]) < end]
        page = int(request.query["page"])
        told = asked[4 * (page - 1) : 4 * page]
        following = page + 1 if len(asked) > 4 * page else None
        return Answer(json.dumps({"records": told, "next": following}).encode())
