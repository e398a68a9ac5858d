"""Sixty nights in sequence, with the usual faults: in the end every settled month is final and equals the truth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SourceError
from connectors.roster.identity import Gate
from tests.faults.many_nights import (
    CLOUD_IS_ENTERED,
    COPIER_IS_NAMED,
    DAY,
    DOMAIN_IS_ENTERED,
    FIRST_NIGHT,
    LAST_NIGHT,
    LAUNCH,
    MISSED,
    NEW_DOMAIN,
    SILENT,
    at_night,
    fetch,
    roster,
    sources,
    true_sheets,
    true_use,
)
from tests.faults.night import KEY
from warehouse.engine.build import build_models
from warehouse.facts.landing import land_roster, land_slice
from warehouse.facts.ledger import due_windows, record_failure
from warehouse.facts.sources import register_source
from warehouse.facts.store import open_store
from warehouse.lifecycle.retention import expire, retention
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.streams import Stream
    from warehouse.facts.store import Store

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
# The nights are simulated once, not once per worker.
pytestmark = pytest.mark.xdist_group("many_nights")
RAW_DAYS = 30


def live(store: Store, night: date) -> None:
    """Run the steps of one night: roster, sources, models, deletion by age."""
    one = roster(night)
    land_roster(store, one, KEY)
    gate = Gate(one, KEY)
    for source, streams in sources(night).items():
        since = {stream.name: LAUNCH for stream in streams}
        register_source(store, source, source, streams, since, today=night)
        for stream in streams:
            read(store, source, stream, gate, night)
    build_models(store, town=Town("町", LAUNCH, 4), closures=(), today=night)
    expire(store, retention(night, raw_days=RAW_DAYS, person_months=13))


def read(store: Store, source: str, stream: Stream, gate: Gate, night: date) -> None:
    """Read the due windows of one stream; record failures."""
    windows = due_windows(
        store, source, stream, since=LAUNCH, today=night, gate_fingerprint=gate.fingerprint
    )
    for window in windows:
        given, when = fetch(stream, window, night), at_night(night)
        try:
            land_slice(store, source, source, stream, window, given, gate=gate, fetched_at=when)
        except SourceError as error:
            record_failure(store, source, stream, window, error, when)


def states(store: Store, month: date) -> dict[str, str]:
    """Return requirement → state of the month."""
    return dict(
        store.rows(
            "select need, state from core.requirement_month where month = ? order by need", [month]
        )
    )


def use(store: Store, month: date) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (section, tool) → active and assigned person-days of a month in the mart."""
    rows = store.rows(
        "select section, tool, active_days, assigned_days from mart.use_month where month = ?",
        [month],
    )
    return {(section, tool): (active, assigned) for section, tool, active, assigned in rows}


def looked_at(store: Store, night: date) -> None:
    """Assert on a night that badly read days are neither 0 nor final."""
    if night == CLOUD_IS_ENTERED - DAY:
        # Weeks of unknown accounts, older than the retention of facts: nothing of them is published.
        assert states(store, MAY)["mail"] == "none"
        assert {active for (_, tool), (active, _) in use(store, MAY).items() if tool == "mail"} == {
            None
        }
    if night == max(SILENT):
        silent = store.rows(
            "select day_on, state, rows from ledger.source_day where stream = 'drive' "
            "and day_on >= ? and not (state = 'incomplete' or isodow(day_on) > 5)",
            [min(SILENT)],
        )
        assert silent == []
    if NEW_DOMAIN + DAY < night < DOMAIN_IS_ENTERED:
        assert states(store, JUNE)["chat"] == "incomplete"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of the warehouse after all nights."""
    path: Path = tmp_path_factory.mktemp("nights") / "warehouse.duckdb"
    night = FIRST_NIGHT
    with open_store(path) as store:
        while night <= LAST_NIGHT:
            if night not in MISSED:
                live(store, night)
                looked_at(store, night)
            night += DAY
    return path


@pytest.mark.parametrize("month", [MAY, JUNE])
def test_every_settled_month_is_final_and_true(lived: Path, month: date) -> None:
    """Late days, an outage, silence, unknown accounts, a source and a transfer entered late leave no trace."""
    with open_store(lived) as store:
        assert set(states(store, month).values()) == {"final"}
        assert use(store, month) == true_use(month)
        printed = dict(
            store.rows(
                "select section, sheets from mart.paper_month where month = ? and section is not null",
                [month],
            )
        )
        assert printed == true_sheets(month)
        assert store.findings == ()


def test_the_town_knows_what_it_went_through(lived: Path) -> None:
    """Control: the nights had faults, without which the test above would prove nothing."""
    nights = (LAST_NIGHT - FIRST_NIGHT).days + 1 - len(MISSED)
    assert nights >= 45
    assert COPIER_IS_NAMED - LAUNCH > RAW_DAYS * DAY
    with open_store(lived) as store:
        doubts = store.count("select count(*) from ledger.source_day where doubt is not null")
        assert doubts == 0
        assert store.count("select count(*) from ledger.expired_day") > 0
