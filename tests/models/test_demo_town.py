"""The marts of the demo town equal what was counted from the simulated days without SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.town import truth
from tests.models.landed_town import landed_town
from warehouse.build import build_models
from warehouse.estimates import write_estimates
from warehouse.release import Town as Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.town.raising import Town
    from warehouse.store import Store

TODAY = date(2025, 6, 10)
pytestmark = pytest.mark.xdist_group("demo_town")


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Store]]:
    """Five months over a change of fiscal year, read as a night reads them."""
    folder = tmp_path_factory.mktemp("town")
    with landed_town(folder, seed=5, months=5, today=TODAY) as (town, store, _):
        told = Told(town.name, town.launched_on, 4)
        build_models(store, town=told, closures=(), today=TODAY)
        yield town, store


def test_the_use_rate_of_every_section_tool_and_month_is_the_towns(
    landed: tuple[Town, Store],
) -> None:
    """Active and assigned days, cell by cell."""
    town, store = landed
    found = {
        (section, tool, month): (active, assigned)
        for section, tool, month, active, assigned in store.rows(
            "select section, tool, month, active_days, assigned_days from mart.use_month"
        )
    }
    expected = {
        cell: (true.active_days, true.assigned_days)
        for cell, true in truth.use_months(town).items()
    }
    assert found == expected


def test_the_adoption_curve_of_every_section_tool_and_month_is_the_towns(
    landed: tuple[Town, Store],
) -> None:
    """Activated and assigned people, cell by cell."""
    town, store = landed
    found = {
        (section, tool, month): (activated, assigned)
        for section, tool, month, activated, assigned in store.rows(
            "select section, tool, month, activated, assigned from mart.activation_month"
        )
    }
    expected = {
        cell: (true.activated, true.assigned)
        for cell, true in truth.activation_months(town).items()
    }
    assert found == expected


def test_handlings_in_digital_form_are_the_towns(landed: tuple[Town, Store]) -> None:
    """Once per person, file and day."""
    town, store = landed
    found = {
        (section, month): int(digital)
        for section, month, digital in store.rows(
            "select section, month, digital from mart.paper_digital_month"
            " where pair = 'documents' and digital > 0"
        )
    }
    assert found == truth.handling_months(town)


def test_paper_bought_is_the_towns(landed: tuple[Town, Store]) -> None:
    """Sheets by section and month, as the book has them."""
    town, store = landed
    found = {
        (section, month): int(sheets)
        for section, month, sheets in store.rows(
            "select section, month, paper from mart.paper_digital_month"
            " where pair = 'paper_bought' and paper is not null"
        )
    }
    assert found == truth.bought_months(town)


def test_print_jobs_and_known_sheets_are_the_towns_but_for_the_lost_night(
    landed: tuple[Town, Store],
) -> None:
    """Jobs and sheets of both print servers, as far as their logs tell."""
    town, store = landed
    found = {
        (section, month): (int(jobs), int(sheets))
        for section, month, jobs, sheets in store.rows(
            "select p.section, p.month, p.paper, sum(m.sheets)"
            " from mart.paper_digital_month p join mart.paper_month m"
            " on m.section = p.section and m.month = p.month and m.kind = 'printed'"
            " where p.pair = 'documents' and p.paper > 0 group by all"
        )
    }
    expected = {
        cell: (true.jobs, true.known_sheets)
        for cell, true in truth.print_months(town, logged_only=True).items()
    }
    assert found == expected


def test_the_month_of_the_lost_night_is_incomplete(landed: tuple[Town, Store]) -> None:
    """And only that month."""
    town, store = landed
    months = store.rows(
        "select distinct month from mart.paper_month"
        " where source = 'copiers' and state = 'incomplete'"
    )
    assert months == [(town.lost_on.replace(day=1),)]


@pytest.mark.parametrize("pair", ["approvals", "filings", "inspections", "minutes"])
def test_a_pair_from_a_book_is_the_towns(landed: tuple[Town, Store], pair: str) -> None:
    """Both sides by section and month; a side that the book leaves out is not 0."""
    town, store = landed
    found = {
        (section, month): (digital, paper, ratio)
        for section, month, digital, paper, ratio in store.rows(
            "select section, month, digital, paper, ratio from mart.paper_digital_month"
            " where pair = ?",
            [pair],
        )
    }
    expected = {
        cell: (digital, paper, None if digital is None else digital / (digital + paper))
        for cell, (digital, paper) in truth.tallied_months(town, pair).items()
    }
    assert found
    assert found == expected


def test_meetings_in_the_room_come_from_the_book_and_online_ones_from_the_log(
    landed: tuple[Town, Store],
) -> None:
    """The paper side is the book's."""
    town, store = landed
    found = {
        (section, month): paper
        for section, month, paper in store.rows(
            "select section, month, paper from mart.paper_digital_month"
            " where pair = 'meetings' and paper is not null"
        )
    }
    assert found == {
        cell: paper for cell, (_, paper) in truth.tallied_months(town, "meetings").items()
    }


def test_overdue_actions_are_the_towns(landed: tuple[Town, Store]) -> None:
    """By the settings' 90 days."""
    town, store = landed
    found = {action for (action,) in store.rows("select action from mart.action where is_overdue")}
    assert found == truth.overdue(town, 90)


def test_trainings_cover_as_many_as_came(landed: tuple[Town, Store]) -> None:
    """The training of a section to which most came."""
    town, store = landed
    most: dict[str, int] = {}
    for (_, section, _), came in truth.trained(town).items():
        most[section] = max(most.get(section, 0), came)
    found = dict(
        store.rows(
            "select section, attended from mart.training_coverage where attended is not null"
        )
    )
    assert found == {section: most[section] for section in found}
    assert found


def test_every_curve_is_fitted_or_says_why_not(landed: tuple[Town, Store]) -> None:
    """One row a section and tool; five months are too few to tell a change."""
    _, store = landed
    write_estimates(store)
    curves = store.rows("select distinct section, tool from mart.activation_month")
    assert store.count("select count(*) from mart.curve_fit") == len(curves)
    assert not store.rows(
        "from mart.curve_fit where (refused is null) <> (goal_on is not null)"
        " or goal_low_on > goal_on or goal_on > goal_high_on"
    )
    assert store.rows("select distinct method from mart.effect") == [("cannot_say",)]
