"""An alert of paper is rarely false and finds what matters: simulated towns without a rise and with one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from tests.releases import month_list
from tests.simulated_printing import MONTHS, PrintingWorld, as_released, printing_town
from warehouse.release.derived.paper_rise import has_risen, paper_rises
from warehouse.release.derived.released_view import ReleasedView, Row
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.release import SCHEMAS
from warehouse.town import Town

WORLDS = {
    "little noise": PrintingWorld(noise=0.12),
    "usual noise": PrintingWorld(),
    "noise lasts": PrintingWorld(correlation=0.3),
    "much noise that lasts": PrintingWorld(noise=0.35, correlation=0.3),
    "seasons of their own": PrintingWorld(correlation=0.2, own_season=0.2),
}
TOWNS = 150
"""About 30,000 section-months a world: a rule with 1.6 % false alarms passes, one with 3 % fails."""


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_fewer_than_two_in_a_hundred_section_months_are_false_alarms(world: PrintingWorld) -> None:
    """In towns where no section's printing moved apart from the town's, its noise and its own season."""
    judged = false = 0
    for seed in range(TOWNS):
        logs = as_released(printing_town(world, seed))
        for end in range(15, MONTHS + 1):
            risen = has_risen(logs[:, end - 15 : end])
            judged, false = judged + risen.size, false + int(risen.sum())
    assert false / judged < 0.02


def test_six_tenths_more_is_found_within_a_year_in_most_sections() -> None:
    """At usual noise: within three months in over half, within twelve in four of five."""
    found = []
    for seed in range(TOWNS):
        logs = printing_town(PrintingWorld(), seed)
        logs[0, 24:] += np.log(1.6)
        shown = as_released(logs)
        lit = [bool(has_risen(shown[:, end - 15 : end])[0]) for end in range(25, 37)]
        found.append((any(lit[:3]), any(lit)))
    soon, in_a_year = np.mean(found, axis=0)
    assert soon > 0.5
    assert in_a_year > 0.8


def seen(sheets: dict[str, list[float]], *, hidden: str = "") -> ReleasedView:
    """Releases of printed sheets of ten people a section; one section's newest month may be withheld."""
    months = month_list(date(2024, 1, 1), 15)
    paper: list[Row] = []
    for section, values in sheets.items():
        for month, value in zip(months, values, strict=True):
            is_hidden = section == hidden and month == months[-1]
            told = None if is_hidden else value
            paper.append(
                {
                    "section": section, "source": "mfp", "kind": "printed", "month": month,
                    "state": "final", "coding": None if is_hidden else "exact",
                    "low": told, "high": told,
                    "withheld_because": "dominance" if is_hidden else None,
                }
            )  # fmt: skip
    heads = [
        {"section": section, "tool": "files", "month": month, "n": 10, "state": "final"}
        for section in sheets
        for month in months
    ]
    return ReleasedView(
        {
            name: pa.Table.from_pylist(rows, schema=SCHEMAS[name])
            for name, rows in {"paper_month": paper, "use_month": heads}.items()
        }
    )


TERMS = Yardsticks(Town("町", date(2024, 1, 1), 4), as_of=date(2025, 3, 31))
EVEN = [[1000.0 + 20 * ((k * 7 + place) % 5) for k in range(15)] for place in range(4)]


def test_a_section_that_doubled_is_named_with_sheets_a_head_of_now_and_of_a_year_before() -> None:
    """The others print as they did; a rise of all of them together is the town's and no section's."""
    sections = dict(zip("abcd", EVEN, strict=True))
    risen = sections | {"a": [*EVEN[0][:12], 2000.0, 2000.0, 2000.0]}
    (rise,) = paper_rises(seen(risen), TERMS)
    assert (rise.section, rise.month) == ("a", date(2025, 3, 1))
    assert rise.now.low < 200 < rise.now.high
    assert rise.before.low < sum(EVEN[0][:3]) / 30 < rise.before.high
    doubled = {
        name: [*values[:12], *(2 * v for v in values[12:])] for name, values in sections.items()
    }
    assert paper_rises(seen(doubled), TERMS) == []


def test_without_fifteen_months_of_four_sections_nothing_is_told() -> None:
    """A withheld month is not 0, and three sections are no comparison."""
    sections = dict(zip("abcd", EVEN, strict=True))
    risen = sections | {"a": [*EVEN[0][:12], 2000.0, 2000.0, 2000.0]}
    assert paper_rises(seen(risen, hidden="a"), TERMS) == []
    assert paper_rises(seen({name: risen[name] for name in "abc"}), TERMS) == []
