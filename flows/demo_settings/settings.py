"""Writes the demo's `hirogari.toml` as an operator would write it for the demo town's vendors."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from connectors.contract.shapes import TOOLS
from connectors.demo_town.files import ABOUT
from connectors.demo_town.sources import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

_YEARS = 3
"""Fiscal years from the launch until the office hands everything over."""
_TARGETS = {"files": (45, 15), "chat": (35, 15), "meetings": (10, 5), "calendar": (25, 10)}
"""Tool → (target of the first fiscal year, in per cent; yearly rise, in percentage points)."""
_LEADS = {
    "soumu": "庶務係長",
    "kikaku": "財政係長",
    "kodomo": "保育係長",
    "kensetsu": "課長補佐",
    "zeimu": "収納係長",
}
_APRIL = 4


def write_settings(out: Path, today: date) -> Path:
    """Write `hirogari.toml` from what the demo town has written into `town` about itself; return its path.

    Call it when the town's vendors answer: only then are their entries of the settings, with addresses, in `town`.
    """
    town = json.loads((out / "town" / ABOUT).read_text(encoding="utf-8"))
    blocks = [_TOWN.format(**town), _targets(town, today)]
    blocks.append((out / "town" / SOURCES).read_text(encoding="utf-8"))
    file = out / "hirogari.toml"
    file.write_text("\n".join(blocks), encoding="utf-8")
    return file


def _targets(town: dict[str, Any], today: date) -> str:
    """Return the TOML tables of targets, paper, hand-over and actions, up to the next fiscal year."""
    launched_on = date.fromisoformat(town["launched_on"])
    first, last = _fiscal_year(launched_on), _fiscal_year(today)
    tools = [tool for tool in _TARGETS if tool in town["tools"]]
    lines = ["[targets]"]
    for tool in tools:
        begins, rises = _TARGETS[tool]
        steps = (
            f"{year} = {begins + rises * (year - first)}"
            for year in range(first, min(last + 2, first + _YEARS + 1))
        )
        lines.append(f"{tool} = {{ {', '.join(steps)} }}")
    if "files" in tools:
        lines += ["", "[targets.section.kikaku]", f"files = {{ {last} = 80 }}"]
    lines += _series_targets(last)
    # No base year is written: the default is the first whole year in the purchase book, which is the right one here.
    lines += ["", "[paper]", f"targets = {{ {last} = -20, {last + 1} = -35 }}", "ratio = 60"]
    core = ", ".join(f'"{tool}"' for tool in TOOLS if tool in tools and tool != "calendar")
    lines += ["", "[handover]", f"closes_on = {date(first + _YEARS, 3, 31)}"]
    if core:
        lines.append(f"core_tools = [{core}]")
    leads = ", ".join(f'{section} = "{role}"' for section, role in _LEADS.items())
    lines += [f"leads = {{ {leads} }}", "", "[actions]", "due_days = 90", ""]
    return "\n".join(lines)


def _series_targets(year: int) -> list[str]:
    """Return a level of a share and a fall of an own count, which the demo town keeps in its books."""
    return [
        "",
        "[[targets.series]]",
        'series = "電子決裁率"',
        f"year = {year}",
        "level = 60",
        "",
        "[[targets.series]]",
        'series = "印刷の枚数(1人あたり)"',
        f"year = {year}",
        "change = -20",
        f"base_year = {year - 1}",
    ]


def _fiscal_year(day_on: date) -> int:
    return day_on.year - (day_on.month < _APRIL)


_TOWN = """\
# Written by `hirogari demo`: every person, address and figure is invented.
[town]
name = "{name}"
timezone = "Asia/Tokyo"
launched_on = {launched_on}
fiscal_year_start = 4

[paths]
data = "."
site = "site"
newsletter = "newsletter"

[site]
opened_on = {launched_on}

[roster]
staff = "town/staff.csv"
sections = "town/sections.csv"
"""
