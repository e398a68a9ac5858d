"""LINE WORKS in the demo town: its audit logs by API, or saved by hand."""

from __future__ import annotations

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.vendors.line_works.demo.api import (
    CLIENT_ID,
    KEY,
    PREFIX,
    SECRET,
    SERVICE_ACCOUNT,
    LineWorksServer,
)
from connectors.vendors.line_works.demo.logs import write_saved

_SAID = frozenset({"message_posted"})
_BY_API = f"""\
client_id = "{CLIENT_ID}"
client_secret_file = "town/{SECRET}"
service_account = "{SERVICE_ACCOUNT}"
private_key_file = "town/{KEY}"
endpoint = "$address{PREFIX}/v1.0"
authority = "$address{PREFIX}"
# The true one asks for a minute.
seconds_between = 0.1
since = $begins"""
VENDORS = {
    "lineworks": DemoVendor(
        kind="line_works",
        about="chat: messages sent; signed request, 302, half a year back, downloadLogs error inside a file now and then",
        settings=_BY_API,
        tools=("chat",),
        reach_days=180,
        recorded_verbs=_SAID,
        serve=LineWorksServer,
    ),
    "lineworks_saved": DemoVendor(
        kind="line_works",
        about="chat: messages sent, saved by hand each month; newest first, messages over two lines",
        settings='files = ["town/lineworks/*.csv"]',
        tools=("chat",),
        recorded_verbs=_SAID,
        write=write_saved,
    ),
    "lineworks_drive": DemoVendor(
        kind="line_works",
        about="files, but not who looked at one; in English; a program on the desk uploads by itself",
        settings=f'services = ["drive"]\n{_BY_API}',
        tools=("files",),
        reach_days=180,
        recorded_verbs=frozenset({"edit", "create", "upload", "download"}),
        serve=LineWorksServer,
    ),
}
