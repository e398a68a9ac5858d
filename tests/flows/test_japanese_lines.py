"""A Japanese town reads no English sentence in what `status` and `explain` compute line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.command import hirogari

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = re.compile(r"\b(rows|days|state|gap|failed|final|provisional|running|older)\b")
TODAY = "2026-05-02"


def test_status_and_explain_have_no_english_word(town_hall: Path) -> None:
    """States, runs of days and inputs of a number are Japanese; names of tables and files stay as they are."""
    (town_hall.parent / "page_log").write_text("", encoding="utf-8")
    hirogari("run", "-s", town_hall, "--today", TODAY)
    status = hirogari("status", "-s", town_hall, language="ja").stdout
    assert "取得できず" in status
    assert "31 日" in status
    asked = ("explain", "paper_month", "--section", "soumu", "--month", "2026-04", "-s", town_hall)
    _, _, counted = hirogari(*asked, language="ja").stdout.partition("数えたもの")
    assert "raw.print_job: " in counted
    assert "(状態: " in counted
    # The rows of the warehouse follow, which have the columns' own names.
    before, _, _ = counted.partition("倉庫の中の正確な数")
    assert [ENGLISH.findall(status), ENGLISH.findall(before)] == [[], []]
