"""Real logs through the real connectors, Gate 1 and the landing: each event once, true sheets."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.vendors import nextcloud, zoom
from connectors.vendors.bigbluebutton import connector as bigbluebutton
from connectors.vendors.cups import connector as cups
from connectors.vendors.google_workspace.streams import REPORTS
from connectors.vendors.mapped_csv.mapping import propose_mapping
from connectors.vendors.papercut import connector as papercut
from connectors.vendors.samba import connector as samba
from connectors.vendors.slack import members as slack_members
from connectors.vendors.windows import print_log as windows
from tests.contract.landed_samples import NOW, land, states, sums
from tests.contract.peers.microsoft_365 import Peer
from tests.contract.reports_api import reports_api
from tests.faults.night import gate
from tests.loopback import Answer, Loopback
from tests.samples import SAMPLES, needs_samples
from warehouse.facts.landing import land_slice

if TYPE_CHECKING:
    from warehouse.facts.store import Store

pytestmark = needs_samples


def test_real_activities_land_once_each_however_often_they_are_read(store: Store) -> None:
    """Drive two, Meet two, Chat one, Calendar one; three readings are one."""
    found: dict[str, list[dict[str, object]]] = {}
    days = set()
    for path in sorted((SAMPLES / "google_reports").glob("test_*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault(one["id"]["applicationName"], []).append(one)
        days.add(date.fromisoformat(one["id"]["time"][:10]))
    with reports_api(**{name: found[name] for name in REPORTS}) as api:
        for day in sorted(days) * 3:
            # In Tokyo it is this day or the next.
            window = Window(day, day + timedelta(days=2))
            land(store, api.connector(), "google_workspace", window)
    uses = store.rows("select stream, count(*) from raw.use group by stream order by stream")
    assert uses == [("calendar", 1), ("chat", 1), ("drive", 3)]
    assert store.rows("select stream, count(*) from raw.attendance group by stream") == [
        ("meet", 2)
    ]


def test_the_true_sheets_of_a_real_cupsd_land(store: Store) -> None:
    """Where `sides` is logged, the sheets that came out: 10, 10, 10, 4 and 1; else unknown."""
    log = SAMPLES / "cups" / "page_log.formatC_tabs_duplex_oddpages.log"
    connector = cups.connect(cups.Settings(name="cups", files=(log,)))
    window = Window(date(2026, 11, 1), date(2026, 12, 1))
    for _ in range(2):
        land(store, connector, "cups", window)
    sheets = store.rows("select sheets, quality from raw.print_job order by sheets, quality")
    assert sheets == [
        (1, "derived"),
        (4, "derived"),
        (10, "derived"),
        (10, "derived"),
        (10, "derived"),
        (None, "unknown"),
        (None, "unknown"),
        (None, "unknown"),
    ]


def test_the_standard_log_of_a_real_cupsd_lands(store: Store) -> None:
    """Thirteen jobs in the format that every cupsd has, two of them into PDF files."""
    log = SAMPLES / "cups" / "page_log.formatA_default.log"
    connector = cups.connect(cups.Settings(name="cups", files=(log,)))
    land(store, connector, "cups", Window(date(2026, 11, 1), date(2026, 12, 1)))
    assert store.count("select count(distinct event) from raw.print_job") == 11


def test_the_server_information_of_a_real_nextcloud_lands(store: Store) -> None:
    """Five people in 24 hours, for the whole town hall; of everything else in it nothing is kept."""
    body = (SAMPLES / "nextcloud" / "serverinfo_example.json").read_bytes()
    with Loopback(lambda _request: Answer(body)) as server:
        settings = nextcloud.Settings(
            name="cloud", endpoint=server.url, token_file=SecretStr("token")
        )
        connector = nextcloud.connect(
            settings, now=lambda: datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
        )
        land(store, connector, "nextcloud", Window(date(2026, 11, 30), date(2026, 12, 1)))
    rows = store.rows("select day_on, section, tool, uses, people from raw.section_use")
    assert rows == [(date(2026, 11, 30), None, "files", None, 5)]


def test_a_real_print_logger_lands_its_jobs(store: Store) -> None:
    """PaperCut's five jobs of two days in May 2020, a sheet each; a second reading adds none."""
    log = SAMPLES / "papercut" / "papercut-print-log-sample.csv"
    connector = papercut.connect(papercut.Settings(name="papercut", files=(log,)))
    for _ in range(2):
        land(store, connector, "papercut", Window(date(2020, 5, 1), date(2020, 6, 1)))
    assert sums(store, "print_job", "day_on, sheets, quality") == [
        (date(2020, 5, 29), 1, "derived", 2),
        (date(2020, 5, 30), 1, "derived", 3),
    ]


def test_a_real_file_servers_log_lands_who_did_what(store: Store, tmp_path: Path) -> None:
    """The calls beside the sample: seven files and folders; it was logged without %T, which is set here."""
    lines = (SAMPLES / "samba" / "audit_curated_ops.smbdlog.txt").read_text("utf-8").splitlines()
    log = tmp_path / "audit.log"
    log.write_text("".join(f"2026/11/22 00:49:03|{line}\n" for line in lines), encoding="utf-8")
    connector = samba.connect(samba.Settings(name="share", kind="samba", files=(log,)))
    for _ in range(2):
        land(store, connector, "samba", Window(date(2026, 11, 1), date(2026, 12, 1)))
    # Put two; read two and renamed one; deleted one; the folder and what stands for it are managed.
    assert sums(store, "use", "action") == [("edited", 2), ("managed", 3), ("viewed", 2)]


def test_a_real_audit_log_of_nextcloud_lands_its_days(store: Store) -> None:
    """Two log-ins are no use, and each of their days is one without use, not one that is missing."""
    log = SAMPLES / "nextcloud" / "audit_examples.jsonl"
    connector = nextcloud.connect(nextcloud.Settings(name="c", kind="nextcloud", files=(log,)))
    land(store, connector, "nextcloud", Window(date(2021, 4, 13), date(2021, 4, 16)))
    assert store.count("select count(*) from raw.use") == 0
    assert states(store)[date(2021, 4, 13)] == "gap"
    assert states(store)[date(2021, 4, 14)] != "gap"


def test_a_real_meeting_lands_its_two_participants(store: Store) -> None:
    """BigBlueButton's webhooks: who joined and left, for so many seconds; without an id of the portal nobody."""
    log = SAMPLES / "bigbluebutton" / "raw-events.json"
    connector = bigbluebutton.connect(bigbluebutton.Settings(name="bbb", files=(log,)))
    for _ in range(2):
        land(store, connector, "bigbluebutton", Window(date(2023, 11, 1), date(2023, 11, 2)))
    found = store.rows(
        "select meeting, staff, is_guest, date_diff('second', started_at, ended_at) as seconds"
        " from raw.attendance order by seconds"
    )
    assert len({meeting for meeting, *_ in found}) == 1
    assert [tuple(rest) for _, *rest in found] == [(None, False, 120), (None, False, 139)]


def zoom_variant(letter: str) -> list[str]:
    """Return the lines below the variant's comment."""
    text = (SAMPLES / "zoom" / "participants_variants.csv.txt").read_text("utf-8")
    part = text.split(f"# {letter}: ")[1].split("\n# ")[0]
    lines = part.splitlines()[1:]
    return lines[-1:] if letter in {"C", "D"} else lines


@pytest.mark.parametrize("variant", ["A", "C", "D"])
def test_each_real_form_of_zooms_report_lands(store: Store, tmp_path: Path, variant: str) -> None:
    """Plain, with the meeting above, with small letters: the header as seen, and one who was there."""
    header, *rows = zoom_variant(variant)
    columns = header.split(",")
    row = dict.fromkeys(columns, "")
    row |= {"Join Time": "01/21/2021 08:58:30 PM", "Leave Time": "01/21/2021 10:17:06 PM"}
    told = rows or [",".join(row.values())]
    above = "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,\n812 3456 7890,x,,,,,1,\n\n"
    report = tmp_path / "participants_81234567890.csv"
    report.write_text("\n".join([above * (variant == "C") + header, *told, ""]), encoding="utf-8")
    connector = zoom.connect(zoom.Settings(name="zoom", files=(report,)))
    land(store, connector, "zoom", Window(date(2021, 1, 1), date(2021, 2, 1)))
    assert store.rows(
        "select day_on, date_diff('second', started_at, ended_at) from raw.attendance"
    ) == [(date(2021, 1, 21), 4716)]


def test_zooms_report_of_unique_users_is_refused(tmp_path: Path) -> None:
    """It has no times: the message says which columns are missing."""
    report = tmp_path / "unique.csv"
    header, *_ = zoom_variant("B")
    report.write_text(f"{header}\nSophie,s@town.example,79,No\n", encoding="utf-8")
    connector = zoom.connect(zoom.Settings(name="zoom", files=(report,)))
    with pytest.raises(SkipPart, match="Join Time"):
        list(connector.fetch(connector.streams[0], Window(date(2021, 1, 1), date(2021, 2, 1))))


def test_a_real_print_event_of_windows_lands_where_it_is_paper(store: Store) -> None:
    """The sample's printer makes files; a town that says otherwise has one job of unknown sheets."""
    log = SAMPLES / "windows_events" / "event307_korean_pc.xml"
    settings = windows.Settings(name="p", files=(log,), not_paper=())
    window = Window(date(2020, 10, 1), date(2020, 11, 1))
    for kept in (windows.Settings(name="p", files=(log,)), settings):
        land(store, windows.connect(kept), "windows_print", window)
    assert sums(store, "print_job", "day_on, impressions, sheets, quality") == [
        (date(2020, 10, 8), None, None, "unknown", 1)
    ]


def test_a_real_evtx_without_print_jobs_lands_none(store: Store) -> None:
    """Read to its end in the vendor's own format, and no job is made up."""
    log = SAMPLES / "windows_events" / "printservice_300_301_316_823_848.evtx"
    connector = windows.connect(windows.Settings(name="p", files=(log,)))
    land(store, connector, "windows_print", Window(date(2021, 10, 1), date(2021, 11, 1)))
    assert store.count("select count(*) from raw.print_job") == 0


def test_a_real_usage_report_of_microsoft_lands_once_names_are_shown(
    store: Store, tmp_path: Path
) -> None:
    """The tenant conceals names: nothing lands, and the setting is named. Shown, each count lands."""
    report = SAMPLES / "microsoft_graph" / "teams__report__report-useractivityuserdetail.csv"
    body = report.read_bytes()
    peer = Peer(tmp_path)
    connector, day = peer.connector(), date(2022, 10, 26)
    (teams,) = (stream for stream in connector.streams if stream.name == "teams")
    window = Window(day, day.replace(day=27))
    try:
        peer.server.answer = lambda request: (
            Answer(b'{"access_token": "t"}')
            if request.path.endswith("/token")
            else Answer(body, content_type="text/csv")
        )
        with pytest.raises(StopSource, match="concealed"):
            list(connector.fetch(teams, window))
        body = body.replace(b"6E55A185B405B6F2A6804BB7897C8AAB", b"s0@town.example")
        batches = connector.fetch(teams, window)
        land_slice(
            store, "m365", "microsoft_365", teams, window, batches, gate=gate(), fetched_at=NOW
        )
    finally:
        peer.close()
    found = store.rows(
        "select tool, action, sum(uses) from raw.use where staff is not null group by all"
    )
    assert found == [("chat", "sent", 5)]


def test_slacks_member_analytics_are_no_curve(tmp_path: Path) -> None:
    """Totals of a period have no days: whoever tries to map them is told so."""
    header = (SAMPLES / "slack" / "member_analytics_header.csv").read_text("utf-8").strip()
    export = tmp_path / "analytics.csv"
    row = ",".join("3" for _ in header.split(","))
    export.write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(SkipPart, match="no column of times"):
        propose_mapping(export)


def test_slacks_member_analytics_land_as_a_months_sums(store: Store, tmp_path: Path) -> None:
    """The real header's columns; with nobody below it, it is an export gone wrong and no quiet month."""
    header = (SAMPLES / "slack" / "member_analytics_header.csv").read_text("utf-8").strip()
    export = tmp_path / "slack-members-2025-04.csv"
    export.write_text(f"{header}\n", encoding="utf-8")
    connector = slack_members.connect(slack_members.Settings(name="months", files=(export,)))
    window = Window(date(2025, 4, 1), date(2025, 5, 1))
    assert [finding.thing for finding in connector.check()] == ["the file lists no member"]
    land(store, connector, "slack_members", window)
    assert states(store) == {window.start: "failed"}
    row = ",".join("3" for _ in header.split(","))
    export.write_text(f"{header}\n{row}\n{row}\n", encoding="utf-8")
    land(store, connector, "slack_members", window)
    assert sums(store, "section_use", "day_on, section, tool, uses, people") == [
        (date(2025, 4, 1), None, "chat", 6, 6, 1)
    ]
    declared = {field.name for field in connector.streams[0].fields}
    assert declared == set(header.removeprefix("\ufeff").split(","))


NOT_READ = {"google_usage": "usage reports count UTC-8 days; activities are read instead"}


def test_every_folder_of_samples_is_tried_here() -> None:
    """A new folder asks for a test, or for the reason why nothing reads it."""
    told = Path(__file__).read_text("utf-8")
    folders = {path.name for path in SAMPLES.iterdir() if path.is_dir()} - NOT_READ.keys()
    assert {name for name in folders if f'SAMPLES / "{name}"' not in told} == set()
