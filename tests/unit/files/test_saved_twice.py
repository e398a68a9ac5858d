"""The same export saved twice: in another order, another encoding, another form of time or case, under another name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.streams import Window
from connectors.vendors.registry import module_of
from tests.unit.files.vouched import vouched

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
MAPPED: dict[str, Any] = {"tool": "chat", "columns": {"time": "日時", "account": "ユーザー"}}
CYBOZU: dict[str, Any] = {"apps": {"Schedule": "calendar"}, "events": {"add": "created"}}


def _events(
    folder: Path, kind: str, *texts: tuple[str, str], **more: object
) -> list[dict[str, Any]]:
    """Each text with its encoding; the files are called a.csv, b.csv …."""
    paths = []
    for name, (text, encoding) in zip("abc", texts, strict=False):
        paths.append(folder / f"{name}.csv")
        paths[-1].write_bytes(text.encode(encoding))
    module = module_of(kind)
    settings = {"name": kind, "kind": kind, "files": tuple(paths), **more}
    told = vouched(module.connect(module.Settings.model_validate(settings)), APRIL)  # type: ignore[attr-defined]  # pydantic's
    assert told.error is None
    return list(told.events.values())


@pytest.mark.parametrize(
    ("kind", "first", "again", "more"),
    [
        (
            "mapped_csv",
            "日時,ユーザー\n2025-04-10 09:00,sato\n2025-04-10 09:01,kato\n",
            "日時,ユーザー\n2025/4/10 9:01:00,KATO\n2025年4月10日 午前9時00分,Ｓato\n",
            MAPPED,
        ),
        (
            "cybozu",
            "モジュール,アクション,日時,ログイン名\nSchedule,add,2025-04-10 09:00:00,sato\nSchedule,add,2025-04-10 09:01:00,kato\n",
            "モジュール,アクション,日時,ログイン名\nSchedule,add,2025/04/10 09:01:00,Kato\nSchedule,add,2025/04/10 09:00:00,Sato\n",
            CYBOZU,
        ),
        (
            "line_works",
            "日時,送信者,受信者,トークルームID,トーク\n2025-04-10 09:00:00,甲(sato@t.jp),a,7,x\n2025-04-10 09:01:00,乙(kato@t.jp),a,7,y\n",
            "日時,送信者,受信者,トークルームID,トーク\n2025/04/10 09:01:00,乙(Kato@t.jp),a,7,y\n2025/04/10 09:00:00,甲(Sato@t.jp),a,7,x\n",
            {"services": ("message",)},
        ),
        (
            "zoom",
            ZOOM
            + "甲,sato@t.jp,04/10/2025 09:00:00 AM,04/10/2025 10:00:00 AM,60,No\n乙,kato@t.jp,04/10/2025 09:05:00 AM,04/10/2025 10:00:00 AM,55,No\n",
            ZOOM
            + "乙,Kato@t.jp,2025/04/10 09:05:00 AM,2025/04/10 10:00:00 AM,55,No\n甲,SATO@t.jp,2025/04/10 09:00:00 AM,2025/04/10 10:00:00 AM,60,No\n",
            {},
        ),
    ],
)
def test_a_second_export_adds_nothing(
    kind: str, first: str, again: str, more: dict[str, Any], tmp_path: Path
) -> None:
    """Two acts stay two, whichever of the files is read."""
    told = _events(tmp_path, kind, (first, "utf-8-sig"), (again, "cp932"), **more)
    assert len(told) == 2


def test_a_meeting_saved_while_it_went_on_is_the_one_saved_after_it(tmp_path: Path) -> None:
    """Nothing in the files numbers it; who came first does not change."""
    host = "甲,sato@t.jp,04/10/2025 09:00:00 AM,04/10/2025 10:00:00 AM,60,No\n"
    late = "乙,kato@t.jp,04/10/2025 09:30:00 AM,04/10/2025 10:00:00 AM,30,No\n"
    other = "甲,sato@t.jp,04/10/2025 03:00:00 PM,04/10/2025 04:00:00 PM,60,No\n"
    texts = [(ZOOM + rows, "utf-8") for rows in (host, late + host, other)]
    told = _events(tmp_path, "zoom", *texts)
    assert len({row["meeting"] for row in told}) == 2
    assert len(told) == 3
