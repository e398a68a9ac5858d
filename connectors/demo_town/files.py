"""The files of a town hall: the roster, the books, and what each of its vendors writes or exports."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.choice import VENDORS
from connectors.demo_town.simulate.names import ADMINISTRATOR
from connectors.vendors.bigbluebutton import demo as bigbluebutton
from connectors.vendors.books.demo import write_books, write_table
from connectors.vendors.copiers import demo as copiers
from connectors.vendors.cups import demo as print_logs
from connectors.vendors.cybozu import demo as cybozu
from connectors.vendors.jitsi import demo as jitsi
from connectors.vendors.line_works.demo import logs as line_works_logs
from connectors.vendors.mapped_csv import demo as logochat
from connectors.vendors.mattermost import demo as mattermost
from connectors.vendors.microsoft_365.demo import print_usage as universal_print
from connectors.vendors.nextcloud.demo import audit_log as file_servers
from connectors.vendors.slack.demo import members as slack_members
from connectors.vendors.windows import demo as windows
from connectors.vendors.zoom.demo import saved_reports as zoom_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from connectors.demo_town.simulate.staff import Person
    from connectors.demo_town.simulation import Town

ABOUT = "town.json"
"""What a settings file says of the town: name, launched_on, since, the administrator, and so on."""
STAFF, SECTIONS = "staff.csv", "sections.csv"
_WRITERS: dict[str, Callable[[Town, Path], None]] = {
    "nextcloud": file_servers.write_nextcloud,
    "samba": file_servers.write_samba,
    "windows_files": windows.write_files_log,
    "zoom": zoom_reports.write_zoom,
    "bigbluebutton": bigbluebutton.write_bigbluebutton,
    "jitsi": jitsi.write_jitsi,
    "slack_members": slack_members.write_slack_members,
    "lineworks_saved": line_works_logs.write_saved,
    "logochat": logochat.write_logochat,
    "cybozu": cybozu.write_cybozu,
    "cups": print_logs.write_cups,
    "papercut": print_logs.write_papercut,
    "windows_print": windows.write_print_log,
    "universal_print": universal_print.write_usage,
    **{maker: partial(copiers.write_logs, maker=maker) for maker in copiers.MAKERS},
}
"""Vendor whose answer is files → what writes them; the others answer on loopback."""


def write_files(town: Town, folder: Path) -> None:
    """Write every file of the town into `folder`, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / STAFF, ("staff_no", "section", "from", "to", "accounts"), _staff(town))
    write_table(
        folder / SECTIONS,
        ("section", "name", "from", "to", "successor"),
        (
            (section.code, section.name, section.from_on, section.to_on, section.successor)
            for section in town.sections
        ),
    )
    about = {
        "name": town.name,
        "launched_on": str(town.launched_on),
        "since": str(town.since),
        "subject": ADMINISTRATOR,
        "vendors": town.choice.vendors,
        "tools": town.choice.tools,
        "begins": {vendor: str(town.choice.since(vendor, town.since)) for vendor in VENDORS},
        "teams": mattermost.teams(town),
        "sections": {vendor: town.choice.sections(vendor) for vendor in town.choice.vendors},
    }
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    for vendor in town.choice.vendors:
        if vendor in _WRITERS:
            _WRITERS[vendor](town, folder)
    write_books(town, folder)


def _staff(town: Town) -> Iterable[tuple[object, ...]]:
    for person in town.staff:
        accounts = " ".join((*_aliases(person), person.logon, person.standing_address))
        for post in person.posts:
            yield person.staff_no, post.section, post.from_on, post.to_on, accounts


def _aliases(person: Person) -> Iterable[str]:
    for address in person.addresses:
        if address.from_on is None and address.to_on is None:
            yield address.mail
        else:
            yield f"{address.mail}[{address.from_on or ''}..{address.to_on or ''}]"
