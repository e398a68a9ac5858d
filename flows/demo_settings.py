"""The demo's `hirogari.toml`, written as an operator would write it for the vendors of the town."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from connectors.shapes import TOOLS
from connectors.town import graph, line_works, server
from connectors.town.books import BOOKS, PURCHASES

if TYPE_CHECKING:
    from pathlib import Path

_YEARS = 3
"""The office has so many fiscal years until everything is handed over."""
_TARGETS = {"files": (45, 15), "chat": (35, 15), "meetings": (10, 5), "calendar": (30, 15)}
"""Tool → target of the first fiscal year, and by how much it rises each year, in per cent."""
_LEADS = {
    "soumu": "庶務係長",
    "kikaku": "財政係長",
    "kodomo": "保育係長",
    "kensetsu": "課長補佐",
    "zeimu": "収納係長",
}
_APRIL = 4


def write_settings(out: Path, address: str, today: date) -> Path:
    """Write the settings; `town/town.json` says what the town has."""
    town = json.loads((out / "town" / "town.json").read_text(encoding="utf-8"))
    blocks = [_TOWN.format(**town), _aims(town, today)]
    blocks += [_VENDORS[vendor].format(address=address, **town) for vendor in town["vendors"]]
    blocks.append(_source("paper", "paper_bought", f'file = "town/{PURCHASES}"'))
    blocks += [_source(kind, kind, f'file = "town/{file}"') for kind, file in BOOKS.items()]
    file = out / "hirogari.toml"
    file.write_text("\n".join(blocks), encoding="utf-8")
    return file


def _aims(town: dict[str, Any], today: date) -> str:
    """Write targets, paper and hand-over: the fiscal years of the period and the next one."""
    launched_on = date.fromisoformat(town["launched_on"])
    first, last = _fiscal_year(launched_on), _fiscal_year(today)
    served = [tool for tool in _TARGETS if tool in town["tools"]]
    lines = ["[targets]"]
    for tool in served:
        begins, rises = _TARGETS[tool]
        steps = (
            f"{year} = {begins + rises * (year - first)}"
            for year in range(first, min(last + 2, first + _YEARS + 1))
        )
        lines.append(f"{tool} = {{ {', '.join(steps)} }}")
    if "files" in served:
        lines += ["", "[targets.section.kikaku]", f"files = {{ {last} = 80 }}"]
    # The base year is the first whole one in the purchase book, which is what is taken without one.
    lines += ["", "[paper]", f"targets = {{ {last} = -20, {last + 1} = -35 }}", "ratio = 60"]
    core = ", ".join(f'"{tool}"' for tool in TOOLS if tool in served and tool != "calendar")
    lines += ["", "[handover]", f"closes_on = {date(first + _YEARS, 3, 31)}"]
    if core:
        lines.append(f"core_tools = [{core}]")
    leads = ", ".join(f'{section} = "{role}"' for section, role in _LEADS.items())
    lines += [f"leads = {{ {leads} }}", "", "[actions]", "due_days = 90", ""]
    return "\n".join(lines)


def _fiscal_year(day_on: date) -> int:
    return day_on.year - (day_on.month < _APRIL)


def _source(name: str, kind: str, rest: str) -> str:
    return f'[[sources]]\nname = "{name}"\nkind = "{kind}"\n{rest}\n'


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

[roster]
staff = "town/staff.csv"
sections = "town/sections.csv"
"""
_VENDORS = {
    "google": _source(
        "google",
        "google_workspace",
        """\
credentials = "town/google-service-account.json"
subject = "{subject}"
customer = "my_customer"
streams = ["drive", "meet", "chat", "calendar"]
endpoint = "{address}"
since = {since}""",
    ),
    "microsoft": _source(
        "microsoft",
        "microsoft_365",
        f"""\
tenant_id = "{graph.TENANT}"
client_id = "{graph.CLIENT_ID}"
client_secret_file = "town/{server.MICROSOFT_SECRET}"
endpoint = "{{address}}/v1.0"
authority = "{{address}}"
# Its reports reach back four weeks: before, these sections worked with another vendor, or nobody knows.
since = {{begins[microsoft]}}
# The true one allows fourteen requests for each report in ten minutes.
quota_seconds = 0.1""",
    ),
    "lineworks": _source(
        "lineworks",
        "line_works",
        f"""\
client_id = "{line_works.CLIENT_ID}"
client_secret_file = "town/{server.LINE_WORKS_SECRET}"
service_account = "{line_works.SERVICE_ACCOUNT}"
private_key_file = "town/{server.LINE_WORKS_KEY}"
endpoint = "{{address}}{line_works.PREFIX}/v1.0"
authority = "{{address}}{line_works.PREFIX}"
# The true one asks for a minute.
seconds_between = 0.1
since = {{begins[lineworks]}}""",
    ),
    "nextcloud": _source("cloud", "nextcloud", 'files = ["town/nextcloud/audit.log*"]'),
    "samba": _source("share", "samba", 'files = ["town/samba/audit.log*"]'),
    "zoom": _source("zoom", "zoom", 'files = ["town/zoom/*.csv"]'),
    "cups": _source("printers", "cups", 'files = ["town/cups/page_log*"]'),
    "papercut": _source(
        "copiers", "papercut", 'files = ["town/papercut/papercut-print-log-*.csv"]'
    ),
}
"""Vendor of the town → its `[[sources]]`; names in braces stand in town.json."""
