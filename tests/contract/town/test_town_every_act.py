"""Every kind of source gives the simulation's acts, connections, counts and sheets, once each."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from connectors.demo_town import expected as truth
from connectors.vendors.mapped_csv.demo import ACTIONS
from connectors.vendors.mapped_csv.mapping import propose_mapping
from connectors.vendors.registry import module_of
from connectors.vendors.snmp import demo as page_counters
from tests.contract.town.every_vendor import PRINTING, TODAY
from tests.contract.town.words_of_acts import (
    _ON_A_SERVER,
    QUARTER_MS,
    WORDS,
    acts_of,
    printed_sheets,
    title,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.town.every_vendor import EveryVendor

# The towns of conftest.py are read once.
pytestmark = pytest.mark.xdist_group("every_vendor")


@pytest.mark.parametrize("vendor", WORDS)
def test_every_act_is_told_once(every: EveryVendor, vendor: str) -> None:
    """By second, person, tool and action."""
    found = Counter(
        (
            row["occurred_at"].timestamp() // 1,
            every.people[row["staff"]],
            row["tool"],
            row["action"],
        )
        for row in every.told(vendor)
        if row["staff"] is not None
    )
    words = WORDS[vendor]
    expected = Counter(
        (act.at_ms // 1000, act.who, act.tool, words[act.verb])
        for act in acts_of(every, vendor)
        if act.verb in words and act.tool in {row["tool"] for row in every.told(vendor)}
    )
    assert sum(expected.values()) > 100
    assert found == expected


@pytest.mark.parametrize("vendor", ["samba", "windows_files"])
def test_every_act_on_a_file_server_is_told_once_a_quarter_of_an_hour(
    every: EveryVendor, vendor: str
) -> None:
    """Many lines of one action are one; so are two of the same within the quarter."""
    found = Counter(
        (row["occurred_at"], every.people[row["staff"]], row["action"], row["document"])
        for row in every.told(vendor)
    )
    expected = {
        (act.at_ms // QUARTER_MS, act.who, _ON_A_SERVER[act.verb], title(every, act))
        for act in acts_of(every, vendor)
        if act.tool == "files" and act.verb in _ON_A_SERVER
    }
    assert len(expected) > 100
    assert set(found.values()) == {1}
    cells = Counter((at, who, action) for at, who, action, _ in found)
    assert cells == Counter(
        (datetime.fromtimestamp(quarter * QUARTER_MS // 1000, UTC), who, action)
        for quarter, who, action, _ in expected
    )


@pytest.mark.parametrize("vendor", ["zoom", "zoom_api", "bigbluebutton"])
def test_every_connection_to_a_meeting_is_told_once(every: EveryVendor, vendor: str) -> None:
    """By second of joining and leaving; guests are guests, rooms are nobody, reconnects rows of one meeting."""
    calls = [call for day in every.town.share_of(vendor) for call in day.calls]
    rows = every.told(vendor)
    found = Counter(
        (
            every.people[row["staff"]],
            row["started_at"].timestamp() // 1,
            row["ended_at"].timestamp() // 1,
            row["is_guest"],
        )
        for row in rows
    )
    assert len(calls) > 20
    assert found == Counter(
        (call.who, call.joined_ms // 1000, call.left_ms // 1000, call.is_guest) for call in calls
    )
    assert len({row["meeting"] for row in rows}) == len({call.meeting for call in calls})


@pytest.mark.parametrize("vendor", ["mattermost", "jitsi", "nextcloud_people"])
def test_counts_without_people_are_the_simulations(every: EveryVendor, vendor: str) -> None:
    """Posts by section and day, as far back as the statistics reach; meetings of the whole town hall."""
    found: Counter[tuple[str | None, date]] = Counter()
    for row in every.told(vendor):
        found[row["section"], row["day_on"]] += row["uses"] or row["people"]
    expected = truth.counted_days(every.town, vendor)
    # Of the people on a server only the last night's are told.
    assert len(expected) > 5 or expected.keys() == {(None, TODAY - timedelta(days=1))}
    assert min(expected.values()) > 0
    assert found == expected


@pytest.mark.parametrize("vendor", ["slack_members"])
def test_a_months_totals_are_the_simulations(every: EveryVendor, vendor: str) -> None:
    """Messages and person-days of the whole town hall; guests, robots and the running month are left out."""
    rows = every.told(vendor)
    expected = truth.slack_months(every.town)
    assert len(expected) == 4
    assert min(min(counts) for counts in expected.values()) > 20
    assert {row["section"] for row in rows} == {None}
    assert {row["day_on"]: (row["uses"], row["people"]) for row in rows} == expected


@pytest.mark.parametrize("vendor", PRINTING)
def test_every_sheet_is_told(every: EveryVendor, vendor: str) -> None:
    """Jobs, printed sides and known sheets by section and month; where sheets are hidden, none is made up."""
    sections = truth.assigned(every.town)
    found: dict[tuple[str, date], list[int]] = {}
    for row in every.told(vendor):
        who = every.people[row["staff"]]
        section = sections[row["day_on"]][who or ""]
        cell = found.setdefault((section, row["day_on"].replace(day=1)), [0, 0, 0])
        cell[0] += row["jobs"] or 1
        cell[1] += row["impressions"]
        cell[2] += row["sheets"] or 0
    expected = truth.print_months(every.town, servers=(vendor,), logged_only=True)
    assert sum(cell.jobs for cell in expected.values()) > 100
    assert found == {
        key: [cell.jobs, cell.impressions, cell.known_sheets] for key, cell in expected.items()
    }


def test_a_copiers_job_is_one_whatever_its_rows(every: EveryVendor) -> None:
    """Ricoh's several rows with one Log ID: sides, sheets and copies of each job."""
    jobs = [
        job
        for day in every.town.days
        for job in day.jobs
        if every.town.choice.print_server(job.section) == "ricoh"
    ]
    log = next((every.settings.data / "town/ricoh").rglob("*.csv")).read_text("utf-8-sig")
    numbers = Counter(line.split(",")[0] for line in log.splitlines()[1:] if "スキャ" not in line)
    assert max(numbers.values()) > 2
    found = Counter(
        (every.people[row["staff"]], row["impressions"], row["sheets"], row["copies"])
        for row in every.told("ricoh")
    )
    assert found == Counter((job.who, job.impressions, job.sheets, job.copies) for job in jobs)


def test_counters_rise_by_what_was_printed_and_fall_where_the_controller_was_replaced(
    every: EveryVendor,
) -> None:
    """Every tenth night; each device keeps its unit, and differences are the simulation's."""
    town = every.town
    replaced = page_counters.replaced_on(town)
    nights = [town.since + timedelta(days=n) for n in range(1, len(town.days) + 1, 10)]
    read = {night: every.counters(night) for night in nights}
    makers = {device.maker: device for device in page_counters.DEVICES}
    before: dict[str, int] = {}
    falls = 0
    for night, rows in read.items():
        assert {row["maker"] for row in rows} == set(makers)
        for row in rows:
            device = makers[row["maker"]]
            assert (row["unit"], row["day_on"]) == (device.unit, night - timedelta(days=1))
            if (last := before.get(device.maker)) is not None:
                fell = row["count"] < last
                falls += fell
                since = replaced if fell else night - timedelta(days=10)
                assert row["count"] - (0 if fell else last) == printed_sheets(
                    town, device, since, night
                )
            before[device.maker] = row["count"]
    assert falls == 1


def test_the_export_nobody_wrote_a_connector_for_is_read_as_map_proposes(
    every: EveryVendor, tmp_path: Path
) -> None:
    """`hirogari map` on the longest file finds time, account and the actions it knows; it asks for the others by word."""
    files = list((every.settings.data / "town/logochat").glob("*.csv"))
    longest = max(files, key=lambda path: path.stat().st_size)
    proposal = propose_mapping(longest)
    entry = tomllib.loads(proposal.settings)["sources"][0]
    asked = ACTIONS.keys() - entry["actions"].keys()
    assert all(any(word in note for note in proposal.notes) for word in asked)
    assert {word: ACTIONS[word] for word in entry["actions"]} == entry["actions"]
    entry["actions"] |= {word: ACTIONS[word] for word in asked}
    entry["files"] = [str(path) for path in files]
    module = module_of("mapped_csv")
    source = module.Settings.model_validate(entry, context={"base": tmp_path})
    connector = module.connect(source)
    window = Window(every.town.since, every.town.today)
    rows = [
        row
        for batch in connector.fetch(connector.streams[0], window)
        for row in batch.rows.select(["occurred_at", "action", "tool"]).to_pylist()
    ]
    assert Counter((row["occurred_at"], row["action"], row["tool"]) for row in rows) == Counter(
        (row["occurred_at"], row["action"], row["tool"]) for row in every.told("logochat")
    )


@pytest.mark.parametrize("what", ["fax", "automation"])
def test_what_machines_did_is_read_from_its_book(every: EveryVendor, what: str) -> None:
    """Sheets by FAX; runs and hours of automated work, by section and month."""
    connector = every.connector(what)
    window = Window(every.town.since, every.town.today)
    found: dict[tuple[str, date], dict[str, float]] = {}
    for batch in connector.fetch(connector.streams[0], window):
        for row in batch.rows.to_pylist():
            found.setdefault((row["section"], row["day_on"]), {})[row["side"]] = row["count"]
    expected = truth.fax_and_automation_months(every.town, what)
    assert len(expected) > 5
    assert found == {
        cell: {"count": amount} if hours is None else {"count": amount, "hours": hours}
        for cell, (amount, hours) in expected.items()
    }


@pytest.mark.parametrize(
    "vendor",
    ["nextcloud", "samba", "bigbluebutton", "windows_files", "cybozu", "logochat", "jitsi"],
)
def test_a_log_vouches_for_every_day_of_the_period(every: EveryVendor, vendor: str) -> None:
    """Also for those on which nobody worked: a day without a batch would be a missing one.

    The chat's export runs newest first: nothing says that its very first day is not cut.
    """
    connector = every.connector(vendor)
    window = Window(every.town.since, every.town.today)
    days = {batch.day_on for batch in connector.fetch(connector.streams[0], window)}
    first = {every.town.since} if vendor == "logochat" else set()
    assert days | first == set(window.days)
