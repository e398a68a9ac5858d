"""Nextcloud in the demo town: its audit log, or the number of its users."""

from __future__ import annotations

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.vendors.nextcloud.demo.audit_log import write_nextcloud
from connectors.vendors.nextcloud.demo.server_info import PREFIX, TOKEN, NextcloudServer

VENDORS = {
    "nextcloud": DemoVendor(
        kind="nextcloud",
        about="files; two formats of time; what is written is fetched again by a computer",
        source="cloud",
        settings='files = ["town/nextcloud/audit.log*"]',
        tools=("files",),
        write=write_nextcloud,
    ),
    "nextcloud_people": DemoVendor(
        kind="nextcloud",
        about="how many used the files in the last 24 hours, nobody named; only the night that asks",
        source="cloud_people",
        settings=f"""\
endpoint = "$address{PREFIX}"
token_file = "town/{TOKEN}"
since = $begins
# Whose use is counted there without people: what others tell of these sections by person is not all they do.
sections = $sections""",
        tools=("files",),
        reach_days=1,
        names_people=False,
        serve=NextcloudServer,
    ),
}
