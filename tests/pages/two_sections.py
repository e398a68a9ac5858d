"""Build a release of two sections with chosen tables, and rows for it."""

from __future__ import annotations

from datetime import date

from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words
from tests.releases import Made, make_release
from warehouse.release.tables.release import TOWN

JA = Words("ja")


MONTH = date(2026, 2, 1)


Row = dict[str, object]


def read(**tables: list[Row]) -> tuple[Cells, Targets]:
    """A release of two sections, total office and all, with these tables."""
    sections: list[Row] = [
        {"section": code, "name": name, "position": at}
        for at, (code, name) in enumerate((("a", "福祉課"), ("b", "税務課"), (TOWN, None)))
    ]
    made = Made(months=1, names=(), tools=(), extra={"section": sections} | tables)
    release = make_release(made)
    # The maker adds groups of its own; these alone are looked at.
    return Cells(release), Targets(release)


def use(section: str, low: float, high: float | None = None, state: str = "final") -> Row:
    """One month of file sharing."""
    high = low if high is None else high
    coding = "exact" if low == high else "above"
    key = {"section": section, "tool": "files", "month": MONTH, "state": state}
    return key | {"coding": coding, "low": low, "high": high}


def target(per_cent: float) -> Row:
    """What file sharing aims at in fiscal 2025."""
    return {"section": None, "tool": "files", "fiscal_year": 2025, "per_cent": per_cent}


def alert(kind: str, **more: object) -> Row:
    """An alert on 福祉課."""
    return {"kind": kind, "section": "a", "month": MONTH, "value": 40.0, "before": 60.0} | more


def work(section: str, month: date, per_cent: float) -> Row:
    """Use out of hours."""
    key = {"section": section, "measure": "out_of_hours", "month": month, "state": "final"}
    return key | {"coding": "about", "low": per_cent, "high": per_cent}


def hours(net: float) -> Row:
    """Estimates of the newest month."""
    return {
        "section": TOWN,
        "month": MONTH,
        "hours_saved": 10.0,
        "hours_added": 10.0 - net,
        "net_hours": net,
        "actions": 1,
    }
