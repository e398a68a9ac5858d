"""Makes the derived release tables of a drawn town from values that nothing rounds and nothing withholds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from warehouse.release.derived import MAKERS
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import read_yardsticks
from warehouse.release.office_tables import read_office
from warehouse.release.publishing import read_freshness, released_section_table
from warehouse.release.tables.release import table_of
from warehouse.town import Town

if TYPE_CHECKING:
    from tests.properties.reference.use import Row
    from tests.properties.small_town import SmallTown
    from warehouse.facts.store import Store


def derived_exactly(store: Store, town: SmallTown, activation: list[Row]) -> dict[str, list[Row]]:
    """Return cadence, hours and milestones of a town as built, and its alerts of silent sources.

    Args:
        store: the warehouse, models built.
        town: what was put into it.
        activation: rows of `mart.activation_month`; each is published as its exact count.
    """
    as_of = town.today - timedelta(days=1)
    seen = ReleasedView(
        {
            **read_office(store, lambda _: {}, town.today),
            **read_freshness(store, as_of),
            **released_section_table(store, has_small=False),
            "activation_month": table_of("activation_month", map(_published, activation)),
        }
    )
    terms = read_yardsticks(store, Town("町", town.launched_on, 4), as_of)
    alerts = MAKERS["alert"].make(seen, terms)
    made = {
        name: MAKERS[name].make(seen, terms) for name in ("cadence", "hours_month", "milestone")
    }
    return made | {"source_alert": [row for row in alerts if row["kind"].startswith("source")]}


def _published(row: Row) -> Row:
    """A head count in per cent: of fewer than a hundred people it is the only count that this may be."""
    begun, people = row["activated"], row["assigned"]
    assert people < 100
    share = None if begun is None or not people else float(round(100 * begun / people))
    key = {name: row[name] for name in ("section", "tool", "month", "state")}
    return {
        **key,
        "n": people,
        "low": share,
        "high": share,
        "coding": None if share is None else "exact",
    }
