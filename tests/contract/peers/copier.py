"""A copier's job log as Ricoh writes it: several rows a job, scans between them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.copiers import connector as copier_log
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector


class CopierLog(FilePeer):
    kind = "copier_log"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "joblog.csv",)

    def connector(self) -> Connector:
        settings = copier_log.Settings(name="copier", maker="ricoh", files=self.files)
        return copier_log.connect(settings)

    def _facts(self) -> list[tuple[datetime, str, int, int]]:
        start = datetime(2025, 4, 1, 0, 0, tzinfo=UTC)
        told = [
            (start + timedelta(hours=9) * n, who, n + 4, n + 2)
            for n, who in enumerate(("sato", *HOSTILE))
        ]
        told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "ito", 4, 2))
        told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "ito", 4, 2))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(at), at, *rest) for at, *rest in self._facts())
        columns = ("day_on", "printed_at", "account", "impressions", "sheets")
        return {"print_job": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        rows = []
        for n, (at, who, sides, sheets) in enumerate(self._facts()):
            time = at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S")
            rows.append((n, time, who, "プリンター", CANARY, "", "", ""))
            rows.append((n, time, "", "印刷", "", 3, 1, 2))
            rows.append((n, time, "", "印刷", "", sides - 3, sheets - 1, 2))
            rows.append((f"s{n}", time, who, "スキャナー", CANARY, 9, 9, 1))
        if order:
            order.shuffle(rows)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        further = (self.new_field,) if new_field else ()
        header = ("ログID", "終了日時", "ユーザー", "ジョブ種別", "文書名")
        writer.writerow((*header, "出力ページ数", "用紙枚数", "部数", *further))
        writer.writerows((*row, *("x" for _ in further)) for row in rows)
        self.files[0].write_bytes(out.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
