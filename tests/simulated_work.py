"""Simulated town halls whose tools spread while work becomes less, becomes more, or stays as it was: what is shown of them.

The worlds are written from how overtime behaves, not from the rules that judge it: a season with its peak in spring,
shocks of the whole town hall that last, sections' own noise, people who change sections in April, and hours that are
rounded to half an hour a head. In every world the tools spread alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from tests.releases import month_list
from warehouse.policy import Policy
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.verdicts import verdict
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.bands import code_hours
from warehouse.release.tables.release import SCHEMAS, TOWN, Release, table_of
from warehouse.town import Town

if TYPE_CHECKING:
    from numpy.random import Generator

    from warehouse.statistics.contrast import Floats

Truth = Literal["less", "more", "show"]
TRUTHS: tuple[Truth, ...] = ("less", "more", "show")
MONTHS = month_list(date(2024, 4, 1), 27)
FINAL = 24
"""So many of the months are final; the book of the others may still change."""
STARTS = 12
"""The month in which the actions begin: a year before the last final month."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SimulatedTown:
    """A town hall and what is true of it.

    Attributes:
        truth: what becomes of its work.
        change: of the town hall's overtime from the month after the start on, as a share.
        release: what a reader sees, verdicts included.
    """

    truth: Truth
    change: float
    release: Release


def simulate_work(truth: Truth, seed: int) -> SimulatedTown:
    """Return a town hall of 8 to 12 sections; the same truth and seed give the same one."""
    rng = np.random.default_rng([TRUTHS.index(truth), seed])
    sections = int(rng.integers(8, 13))
    people = rng.integers(5, 15, sections)
    change = {"less": -1.0, "more": 1.3, "show": 0.0}[truth] * float(rng.uniform(0.05, 0.2))
    # Sections with an action change more than the others; the season of their start is on both sides.
    acting = {"less": -0.55, "more": 1.2, "show": 0.0}[truth]
    hours = _overtime(rng, sections)
    chosen = rng.permutation(sections)[: int(rng.integers(2, 4))]
    before = (hours[:, STARTS + 1 :] * people[:, None]).sum()
    hours[:, STARTS + 1 :] *= 1 + change
    hours[chosen, STARTS + 1 :] *= 1 + acting
    true = float((hours[:, STARTS + 1 :] * people[:, None]).sum() / before - 1)
    codes = [f"s{one:02}" for one in range(sections)]
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    rows["section"] = [
        {"section": code, "name": f"{code}課", "position": at} for at, code in enumerate(codes)
    ]
    for at, month in enumerate(MONTHS):
        whole = float((hours[:, at] * people).sum() / people.sum())
        shown = [*zip(codes, hours[:, at], people, strict=True), (TOWN, whole, people.sum())]
        for section, own, heads in shown:
            rows["overtime_month"].append(_cell(section, month, float(own), is_final=at < FINAL))
            rows["use_month"].append(_use(section, month, at, int(heads)))
    rows["action"] = [
        _action(codes[one], number, float(people[one] * hours[one, :STARTS].mean()))
        for number, one in enumerate(chosen, 1)
    ]
    return SimulatedTown(truth, true, _release(rows))


def _overtime(rng: Generator, sections: int) -> Floats:
    """Return hours a head, sections × months, as they would be without a change."""
    months = len(MONTHS)
    season = np.array(
        [{3: 0.35, 4: 0.35, 12: 0.1, 8: -0.2}.get(month.month, 0) for month in MONTHS]
    )
    town, own = rng.normal(0, 0.06, months), rng.normal(0, 0.16, (sections, months))
    for month in range(1, months):
        town[month] += 0.3 * town[month - 1]
        own[:, month] += 0.2 * own[:, month - 1]
    level = rng.normal(2.2, 0.35, sections)
    steps = rng.normal(0, 0.08, (sections, months)) * [month.month == 4 for month in MONTHS]
    return np.asarray(np.exp(level[:, None] + season + town + own + np.cumsum(steps, axis=1)))


def _cell(section: str, month: date, hours: float, *, is_final: bool) -> Row:
    key = {"section": section, "month": month}
    if not is_final:
        return key | {"state": "provisional", "withheld_because": "settling"}
    value = code_hours(hours)
    return key | {"state": "final", "coding": value.coding, "low": value.low, "high": value.high}


def _use(section: str, month: date, at: int, heads: int) -> Row:
    """Return the use of a tool, which spreads whatever becomes of work."""
    share = float(round(min(94, 10 + 5 * at)))
    key = {"section": section, "tool": "files", "month": month, "n": heads, "state": "final"}
    return key | {"coding": "exact", "low": share, "high": share}


def _action(section: str, number: int, hours: float) -> Row:
    """Return a line of the book of actions, which promises a fifth of the section's overtime in every world."""
    began = MONTHS[STARTS]
    return {
        "action": str(number), "title": "集計を翌朝に移す", "section": section, "booked_section": section,
        "type": "reform", "step": "acted", "series": "overtime", "measure": "超過勤務の時間",
        "observed_on": began - timedelta(days=60), "acted_on": began + timedelta(days=9),
        "hours_saved": round(0.2 * hours, 1), "hours_added": 0.0,
    }  # fmt: skip


def _release(rows: dict[str, list[Row]]) -> Release:
    town = Town("町", MONTHS[0], 4)
    as_of = month_list(MONTHS[-1], 2)[1] - timedelta(days=1)
    tables = {name: pa.Table.from_pylist(rows[name], schema=one) for name, one in SCHEMAS.items()}
    found = verdict(ReleasedView(tables), Yardsticks(town, as_of))
    at = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    tables["verdict"] = table_of("verdict", found)
    return Release(town=town, as_of=as_of, released_at=at, tables=tables, policy=Policy())
