"""A section whose first day is not written has stood since ever: on the pages as in the roster."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from warehouse.facts.store import open_store
from warehouse.release.publishing import released_section_table

if TYPE_CHECKING:
    from pathlib import Path


def test_an_empty_first_day_is_older_than_any(tmp_path: Path) -> None:
    """Its name is told, a later name takes over, and an end is an end only in the last line."""
    with open_store(tmp_path / "w.duckdb") as store:
        store.append(
            "raw.section",
            [
                ("soumu", "総務課", None, None, None),
                ("kikaku", "企画課", None, date(2024, 3, 31), None),
                ("kikaku", "企画政策課", date(2024, 4, 1), date(2026, 3, 31), "soumu"),
                ("zei", "税課", None, date(2024, 3, 31), None),
                ("zei", "税務課", date(2024, 4, 1), None, None),
            ],
        )
        told = released_section_table(store, has_small=False)["section"].to_pylist()
    found = {row["section"]: (row["name"], row["from_on"], row["to_on"], row["successor"]) for row in told}  # fmt: skip
    assert found["soumu"] == ("総務課", None, None, None)
    assert found["kikaku"] == ("企画政策課", None, date(2026, 3, 31), "soumu")
    assert found["zei"] == ("税務課", None, None, None)
