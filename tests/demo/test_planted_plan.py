"""Of the demo town's plan, what was planted is found, and what was not is not: evidence as the page tells it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyarrow as pa

from connectors.demo_town.simulate import own_counts
from connectors.demo_town.simulate.own_counts import PLANNED, keep_own_counts
from connectors.demo_town.simulate.plan import plan_of
from connectors.demo_town.simulate.sections import CHARACTER_OF
from dashboards.read.plan import read_plan
from tests.releases import month_list
from warehouse.policy import Policy
from warehouse.release.derived.plan_evidence import plan_evidence, plan_series_month
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.bands import round_sheets
from warehouse.release.tables.names import TOWN
from warehouse.release.tables.release import SCHEMAS, Release, table_of
from warehouse.town import Town

if TYPE_CHECKING:
    from dashboards.read.plan import PlanItem

MONTHS = month_list(date(2024, 12, 1), 24)
TODAY = date(2026, 12, 1)
PLAN = plan_of(MONTHS[0], TODAY)
COUNTED = {"P01": "窓口で待った時間", "P02": "書き直しになった申請の数"}
SEEDS = range(1, 61)


def _items(seed: int) -> dict[str, PlanItem]:
    """The two items with a count of their own, of a town with this seed, as its release tells them."""
    sums: dict[tuple[str, date], float] = {}
    for line in keep_own_counts(seed, MONTHS, (), PLAN, ()):
        sums[line.name, line.month] = sums.get((line.name, line.month), 0) + line.value
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    rows["section"] = [{"section": code, "name": one.name} for code, one in CHARACTER_OF.items()]
    for name in COUNTED.values():
        rows["own_count"].append({"name": name, "unit": "件", "better": "less"})
        key = {"what": f"count {name}", "measure": "count", "state": "final", "coding": "exact"}
        for month in MONTHS:
            shown = round_sheets(sums[name, month])
            place = {"section": TOWN, "month": month, "low": shown, "high": shown}
            rows["book_month"].append(key | place)
            rows["book_month"] += [key | {"section": code, "month": month} for code in CHARACTER_OF]
    rows["plan_item"] = [
        {
            "item": one.number, "title": one.title, "purpose": one.purpose, "for_whom": one.for_whom,
            "section": one.section, "decided_by": one.decided_by, "measure": one.measure,
            "series": f"count {one.measure}", "target": one.target, "target_is": one.target_is,
            "decided_on": one.decided_on, "due_on": one.due_on, "began_on": one.began_on,
        }
        for one in PLAN
        if one.number in COUNTED
    ]  # fmt: skip
    tables = {name: pa.Table.from_pylist(rows[name], schema=one) for name, one in SCHEMAS.items()}
    town, as_of = Town("町", MONTHS[0], 4), TODAY - timedelta(days=1)
    for name, make in (("plan_evidence", plan_evidence), ("plan_series_month", plan_series_month)):
        tables[name] = table_of(name, make(ReleasedView(tables), Yardsticks(town, as_of)))
    at = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    release = Release(town=town, as_of=as_of, released_at=at, tables=tables, policy=Policy())
    return {item.number: item for item in read_plan(release).items}


def test_what_reached_residents_is_found_with_its_size() -> None:
    ((number, change),) = PLANNED.items()
    found = [_items(seed)[number] for seed in SEEDS]
    assert sum(one.evidence == "residents" for one in found) >= 0.9 * len(found)
    held = [
        one for one in found if one.change and one.change.low <= 100 * change <= one.change.high
    ]
    assert len(held) >= 0.9 * len(found)


def test_what_changed_nothing_is_not_said_to_have_reached_anybody() -> None:
    """Both counts, without any change planted; nor is it said to have gone the other way."""
    with patch.dict(own_counts.PLANNED, dict.fromkeys(PLANNED, 0.0)):
        found = [item for seed in SEEDS for item in _items(seed).values()]
    assert len(found) == 2 * len(SEEDS)
    wrong = [one for one in found if one.evidence != "built" or one.reason != "not_shown"]
    assert len(wrong) <= 0.05 * len(found), [(one.evidence, one.change) for one in wrong]
