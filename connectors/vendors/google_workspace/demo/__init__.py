"""Google Workspace in the demo town: its events in the Reports API."""

from __future__ import annotations

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.vendors.google_workspace.demo.server import CREDENTIALS, GoogleServer

VENDORS = {
    "google": DemoVendor(
        kind="google_workspace",
        about="files, chat, meetings, calendar; newest first, pages, both ends in, a 429 now and then",
        settings=f"""\
credentials = "town/{CREDENTIALS}"
subject = "$subject"
customer = "my_customer"
streams = ["drive", "meet", "chat", "calendar"]
endpoint = "$address"
since = $since""",
        tools=("files", "chat", "meetings", "calendar"),
        records_outsiders=True,
        serve=GoogleServer,
    )
}
