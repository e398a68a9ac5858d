"""Microsoft 365 in the demo town: usage reports, and paper printed through Universal Print."""

from __future__ import annotations

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.vendors.microsoft_365.demo import graph, print_usage

VENDORS = {
    "microsoft": DemoVendor(
        kind="microsoft_365",
        about="files, chat, meetings, calendar; 302, byte-order mark, 28 days back, two days late, UTC days",
        settings=f"""\
tenant_id = "{graph.TENANT}"
client_id = "{graph.CLIENT_ID}"
client_secret_file = "town/{graph.SECRET}"
endpoint = "$address/v1.0"
authority = "$address"
# Its reports reach back four weeks: before, these sections worked with another vendor, or nobody knows.
since = $begins
# The true one allows fourteen requests for each report in ten minutes.
quota_seconds = 0.1""",
        tools=("files", "chat", "meetings", "calendar"),
        reach_days=27,
        has_utc_days=True,
        lag_days=2,
        names_files=False,
        recorded_verbs=graph.RECORDED,
        serve=graph.Graph,
    ),
    "universal_print": DemoVendor(
        kind="universal_print",
        about="sheets by person and day; saved by PowerShell; UTC days",
        source="universal print",
        settings='files = ["town/universal_print/usage.csv"]',
        tools=("printing",),
        has_utc_days=True,
        write=print_usage.write_usage,
    ),
    "universal_print_api": DemoVendor(
        kind="universal_print",
        about="sheets by person and day, from Graph; a sign-in that each token renews; pages",
        settings=f"""\
tenant_id = "{graph.TENANT}"
client_id = "{graph.CLIENT_ID}"
token_file = "town/{print_usage.SIGN_IN}"
endpoint = "$address{print_usage.PREFIX}/v1.0"
authority = "$address{print_usage.PREFIX}"
since = $since""",
        tools=("printing",),
        has_utc_days=True,
        serve=print_usage.PrintUsage,
    ),
}
