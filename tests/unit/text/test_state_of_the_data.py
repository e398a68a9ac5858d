"""What the data page says of each source: arrived, final up to a day, late or missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboards.pages.data import data_page, freshness_sentence
from tests.releases import NAMES, Made, make_release
from tests.unit.text.series_rows import JA, release_of


def test_the_freshness_sentence_has_a_branch_for_each_case() -> None:
    """Nothing read, one stopped, not yet final, all well."""
    well = {
        "source": "groupware",
        "kind": "slack",
        "is_stale": False,
        "final_to": date(2026, 3, 26),
    }
    assert freshness_sentence([], JA) == "まだ何も読み込んでいません。"
    assert freshness_sentence([well, well | {"final_to": None}], JA).startswith(
        "2件の記録は届いていますが"
    )
    assert (
        freshness_sentence([well, well | {"final_to": date(2026, 3, 20)}], JA)
        == "2件の記録はすべて届いていて、令和8年3月20日までの数字が確定しています。"
    )
    assert (
        freshness_sentence([well, well | {"source": "copiers", "is_stale": True}], JA)
        == "2件の記録のうち1件（Slack（copiers））が、届いていません。"
    )


def test_books_do_not_date_the_daily_logs() -> None:
    """A book of actions has no days; a monthly book is told by its month, alone where it is alone."""
    log = {"source": "g", "kind": "slack", "is_stale": False, "final_to": date(2026, 3, 26)}
    acted = log | {"source": "acts", "kind": "actions", "final_to": date(2025, 11, 24)}
    fax = log | {"source": "fax", "kind": "fax", "final_to": date(2026, 2, 28)}
    for rows, said in (
        ([log, acted], "、令和8年3月26日までの数字が確定しています。"),
        (
            [log, acted, fax],
            "、令和8年3月26日（月ごとの記録簿は令和8年2月）までの数字が確定しています。",
        ),
        ([fax], "、月ごとの記録簿は令和8年2月までの数字が確定しています。"),
        ([acted], "1件の記録はすべて届いています。"),
    ):
        assert freshness_sentence(rows, JA, frozenset({"fax"})).endswith(said)


@pytest.mark.parametrize(
    ("as_of", "state", "missing"),
    [
        (date(2026, 3, 27), "月の途中", "0か所"),
        (date(2026, 3, 31), "欠測", "1か所"),
    ],
)
def test_a_month_that_is_not_over_is_not_missing(as_of: date, state: str, missing: str) -> None:
    """A monthly book cannot be filled in before the month's last day."""
    key = {"source": "fax", "kind": "fax", "stream": "fax"}
    release = release_of(
        freshness=[
            key | {"day_on": date(2026, 2, 1), "state": "final"},
            key | {"day_on": date(2026, 3, 1), "state": "gap"},
        ],
        source=[key | {"final_to": date(2026, 2, 28), "is_stale": False}],
    )
    page = data_page(replace(release, as_of=as_of), JA)
    assert page.tiles[1].value == missing
    (table,) = page.figures[0].tables
    assert [cells[2].text for _, cells in table.rows] == [state, "確定"]


def test_the_data_page_says_which_sources_are_inside_a_curve() -> None:
    """A tool that several vendors serve is one line: each source names the tools it tells of."""
    page = data_page(make_release(Made(names=NAMES[:2], months=3)), JA)
    (table,) = (
        table for figure in page.figures for table in figure.tables if table.key == "sources"
    )
    inside = {cells[0].text: cells[1].text for _, cells in table.rows}
    assert all(head != cells[0].text for head, cells in table.rows)
    assert inside["groupware"] == "、".join(map(JA, ("calendar", "chat", "files", "meetings")))
    assert inside["copiers"] == "—"
