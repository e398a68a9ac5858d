"""An export of a tool that nobody here knows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.mapped_csv import connector as mapped_csv
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector


class Peer(FilePeer):
    kind = "mapped_csv"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "export.csv",)

    def connector(self) -> Connector:
        mapping = mapped_csv.Mapping(
            time="投稿日時", account="ログインID", action="操作", document="ファイル"
        )
        settings = mapped_csv.Settings(
            name="other",
            files=self.files,
            tool="chat",
            columns=mapping,
            actions={"送信": "sent", "既読": "ignored"},
        )
        return mapped_csv.connect(settings)

    def _facts(self) -> list[tuple[datetime, str, str]]:
        start = datetime(2025, 4, 1, 0, 0, tzinfo=UTC)
        told = [
            (start + timedelta(hours=9) * n, who, who)
            for n, who in enumerate(("sato", "sato", *HOSTILE))
        ]
        told += [(start, "sato", "sato")]
        told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "ito", "夜"))
        told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "ito", "朝"))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(at), at, who, file) for at, who, file in self._facts())
        columns = ("day_on", "occurred_at", "account", "document")
        return {"rows": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        facts = self._facts()
        if order:
            order.shuffle(facts)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        further = (self.new_field,) if new_field else ()
        writer.writerow(("投稿日時", "ログインID", "操作", "ファイル", "本文", *further))
        for at, who, file in facts:
            time = at.astimezone(TOKYO).strftime("%Y/%m/%d %H:%M:%S")
            for did in ("送信", "既読"):
                writer.writerow((time, who, did, file, CANARY, *("x" for _ in further)))
        self.files[0].write_bytes(out.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
