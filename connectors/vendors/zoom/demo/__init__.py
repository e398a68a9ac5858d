"""Zoom in the demo town: participants reports saved by hand, and the report API."""

from __future__ import annotations

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.vendors.zoom.demo.report_api import ACCOUNT_ID, CLIENT_ID, PREFIX, SECRET, ZoomApi
from connectors.vendors.zoom.demo.saved_reports import write_zoom

VENDORS = {
    "zoom": DemoVendor(
        kind="zoom",
        about="meetings; a rejoin is a row; two forms of the report; after the last meeting nobody can tell",
        settings='files = ["town/zoom/*.csv"]',
        tools=("meetings",),
        write=write_zoom,
    ),
    "zoom_api": DemoVendor(
        kind="zoom",
        about="meetings, half a year back; pages shorter than asked for; numbers with a slash; the waiting room is told too; no report of who sat alone",
        settings=f"""\
account_id = "{ACCOUNT_ID}"
client_id = "{CLIENT_ID}"
client_secret_file = "town/{SECRET}"
endpoint = "$address{PREFIX}/v2"
authority = "$address{PREFIX}"
since = $begins""",
        tools=("meetings",),
        reach_days=174,
        serve=ZoomApi,
    ),
}
