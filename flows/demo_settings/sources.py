"""The demo's `[[sources]]`: one for each vendor of the town, and its books."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from connectors.demo_town import server
from connectors.vendors.books.demo import BOOKS, PURCHASES
from connectors.vendors.copiers import demo as copiers
from connectors.vendors.cybozu import demo as cybozu
from connectors.vendors.jitsi import demo as jitsi
from connectors.vendors.line_works.demo import api as line_works
from connectors.vendors.mapped_csv import demo as logochat
from connectors.vendors.mattermost import demo as mattermost
from connectors.vendors.microsoft_365.demo import graph
from connectors.vendors.microsoft_365.demo import print_usage as universal_print
from connectors.vendors.nextcloud.demo import server_info
from connectors.vendors.slack.demo import web_api as slack
from connectors.vendors.snmp import demo as page_counters
from connectors.vendors.zoom.demo import report_api as zoom_api

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_sources(folder: Path, town: Mapping[str, Any], address: str) -> list[str]:
    """Return the entries; `folder` is the town's, `town` what its `town.json` says."""
    told = {
        **town,
        "address": address,
        "teams": _table(town["teams"]),
        "sections": {vendor: json.dumps(codes) for vendor, codes in town["sections"].items()},
        "talk_columns": _table(logochat.COLUMNS),
        "talk_actions": _table(logochat.ACTIONS),
        "cybozu_apps": _table(cybozu.APPS),
        "cybozu_events": _table(cybozu.EVENTS),
        "devices": _devices(json.loads((folder / server.PORTS).read_text(encoding="utf-8"))),
    }
    blocks = [_SOURCES[vendor].format(**told) for vendor in town["vendors"]]
    blocks.append(_source("paper", "paper_bought", f'file = "town/{PURCHASES}"'))
    blocks += [_source(kind, kind, f'file = "town/{file}"') for kind, file in BOOKS.items()]
    return blocks


def _source(name: str, kind: str, rest: str) -> str:
    return f'[[sources]]\nname = "{name}"\nkind = "{kind}"\n{rest}\n'


def _table(pairs: Mapping[str, str]) -> str:
    """Write an inline table of TOML."""
    # JSON's strings are TOML's basic strings.
    lines = (f"{_text(name)} = {_text(value)}" for name, value in pairs.items())
    return f"{{ {', '.join(lines)} }}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _devices(ports: Mapping[str, int]) -> str:
    makers = {device.section: device.maker for device in page_counters.DEVICES}
    return ", ".join(
        f'{{ host = "127.0.0.1", port = {port}, maker = "{makers[section]}" }}'
        for section, port in ports.items()
    )


_SOURCES = {
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
    "lineworks_saved": _source("lineworks_saved", "line_works", 'files = ["town/lineworks/*.csv"]'),
    "lineworks_drive": _source(
        "lineworks_drive",
        "line_works",
        f"""\
services = ["drive"]
client_id = "{line_works.CLIENT_ID}"
client_secret_file = "town/{server.LINE_WORKS_SECRET}"
service_account = "{line_works.SERVICE_ACCOUNT}"
private_key_file = "town/{server.LINE_WORKS_KEY}"
endpoint = "{{address}}{line_works.PREFIX}/v1.0"
authority = "{{address}}{line_works.PREFIX}"
seconds_between = 0.1
since = {{begins[lineworks_drive]}}""",
    ),
    "slack": _source(
        "slack",
        "slack",
        f"""\
token_file = "town/{server.SLACK_TOKEN}"
endpoint = "{{address}}{slack.PREFIX}"
since = {{since}}""",
    ),
    "slack_members": _source(
        "slack_members",
        "slack_members",
        """\
files = ["town/slack/*.csv"]
sections = {sections[slack_members]}""",
    ),
    "mattermost": _source(
        "mattermost",
        "mattermost",
        f"""\
endpoint = "{{address}}{mattermost.PREFIX}"
token_file = "town/{server.MATTERMOST_TOKEN}"
# Its statistics reach back a month.
since = {{begins[mattermost]}}
teams = {{teams}}""",
    ),
    "logochat": _source(
        "logochat",
        "mapped_csv",
        """\
files = ["town/logochat/*.csv"]
tool = "chat"
encoding = "cp932"
columns = {talk_columns}
actions = {talk_actions}""",
    ),
    "cybozu": _source(
        "cybozu",
        "cybozu",
        """\
files = ["town/cybozu/*.csv"]
apps = {cybozu_apps}
events = {cybozu_events}""",
    ),
    "nextcloud": _source("cloud", "nextcloud", 'files = ["town/nextcloud/audit.log*"]'),
    "nextcloud_people": _source(
        "cloud_people",
        "nextcloud",
        f"""\
endpoint = "{{address}}{server_info.PREFIX}"
token_file = "town/{server.NEXTCLOUD_TOKEN}"
since = {{begins[nextcloud_people]}}
# Whose use is counted there without people: what others tell of these sections by person is not all they do.
sections = {{sections[nextcloud_people]}}""",
    ),
    "samba": _source("share", "samba", 'files = ["town/samba/audit.log*"]'),
    "windows_files": _source("windows", "windows_files", 'files = ["town/windows_files/*.xml"]'),
    "zoom": _source("zoom", "zoom", 'files = ["town/zoom/*.csv"]'),
    "zoom_api": _source(
        "zoom_api",
        "zoom",
        f"""\
account_id = "{zoom_api.ACCOUNT_ID}"
client_id = "{zoom_api.CLIENT_ID}"
client_secret_file = "town/{server.ZOOM_SECRET}"
endpoint = "{{address}}{zoom_api.PREFIX}/v2"
authority = "{{address}}{zoom_api.PREFIX}"
since = {{begins[zoom_api]}}""",
    ),
    "bigbluebutton": _source("bbb", "bigbluebutton", 'files = ["town/bigbluebutton/*.jsonl"]'),
    "jitsi": _source(
        "jitsi",
        "jitsi",
        f"""\
files = ["town/jitsi/jicofo.log*"]
timezone = "{jitsi.TIMEZONE}"
sections = {{sections[jitsi]}}""",
    ),
    "cups": _source("printers", "cups", 'files = ["town/cups/page_log*"]'),
    "papercut": _source(
        "copiers", "papercut", 'files = ["town/papercut/papercut-print-log-*.csv"]'
    ),
    "windows_print": _source(
        "windows printers", "windows_print", 'files = ["town/windows_print/*.xml"]'
    ),
    "universal_print": _source(
        "universal print", "universal_print", 'files = ["town/universal_print/usage.csv"]'
    ),
    "universal_print_api": _source(
        "universal_print_api",
        "universal_print",
        f"""\
tenant_id = "{graph.TENANT}"
client_id = "{graph.CLIENT_ID}"
token_file = "town/{server.PRINT_SIGN_IN}"
endpoint = "{{address}}{universal_print.PREFIX}/v1.0"
authority = "{{address}}{universal_print.PREFIX}"
since = {{since}}""",
    ),
    **{
        maker: _source(maker, "copier_log", f'files = ["town/{maker}/*/*.csv"]\nmaker = "{maker}"')
        for maker in copiers.MAKERS
    },
    "snmp": _source(
        "counters",
        "snmp",
        f"""\
community = "{page_counters.COMMUNITY}"
devices = [{{devices}}]""",
    ),
}
"""Vendor of the town → its `[[sources]]`; names in braces are those of `write_sources`."""
