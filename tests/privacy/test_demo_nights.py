"""A demo town run night by night with the command: who subtracts two nights' exports learns nothing of what came late."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from connectors.contract.streams import TOKYO
from flows.commands.run import run_night
from flows.settings.settings import load_settings
from tests.privacy.demo_nights import (
    KINDS,
    MONTH,
    TODAY,
    LateTown,
    begin,
    export,
    raise_demo_town,
    run,
)
from tests.privacy.differencing import Night, subtract
from tests.privacy.nights_judged import Learnt, judge
from warehouse.release.groups.frozen_months import FrozenMonths

if TYPE_CHECKING:
    from pathlib import Path

# Beside the other demos: all are heavy.
pytestmark = pytest.mark.xdist_group("demo")

SEEDS = range(7, 7 + int(os.environ.get("HIROGARI_ATTACK_DEMOS", "1")))
"""So many demo towns; in the first whoever is late is sure to tell something without the rule."""
TABLES = {"use_month", "activation_month", "paper_month"}
"""Those of which the truth of each person and day is counted here."""


@pytest.fixture(scope="module", params=SEEDS)
def begun(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[LateTown, list[Night], Path]:
    """A demo town, its nights before anything late has come, and its folder."""
    demo, folder = raise_demo_town(request.param), tmp_path_factory.mktemp("demo") / "town"
    return demo, begin(demo, folder), folder


def come(begun: tuple[LateTown, list[Night], Path], kind: str, folder: Path) -> Path:
    """Return a copy of the town's folder to which something has come."""
    demo, _, base = begun
    shutil.copytree(base, folder)
    demo.lay(folder / "town", TODAY, kind)
    return folder


def test_the_month_is_waited_for_and_then_shown_as_it_is(
    begun: tuple[LateTown, list[Night], Path],
) -> None:
    shown = [
        {
            row["withheld_because"]
            for row in night.rows["use_month"].values()
            if row["month"] == f"{MONTH}"
        }
        for night in begun[1]
    ]
    assert "waiting" in shown[0]
    assert "" in shown[1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_late_tells_a_reader_of_two_nights_nothing(
    kind: str, begun: tuple[LateTown, list[Night], Path], tmp_path: Path
) -> None:
    """Days of a log, the accounts of a keen user, a keen user's transfer."""
    demo, nights, _ = begun
    run(folder := come(begun, kind, tmp_path / kind), TODAY)
    found = subtract(nights[-1], demo.night(TODAY, kind, export(folder)), stands=True)
    learnt = judge([one for one in found.claims if one.table in TABLES], demo.truth())
    assert learnt.is_nothing(), learnt
    assert found.moved == []
    assert found.asked > 100


def test_without_the_rule_the_same_reader_proves_a_user_in_a_demo_town(
    begun: tuple[LateTown, list[Night], Path], tmp_path: Path
) -> None:
    """Each night cut anew: the transfer is a person's, the days are a group's."""
    demo, nights, _ = begun
    sum_of, moved = Learnt(), 0
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 2, 30, tzinfo=TOKYO)
    for kind in ("days", "transfer"):
        folder = come(begun, kind, tmp_path / kind)
        with patch(
            "warehouse.release.cut.read_frozen_months",
            lambda _store, today, **_: FrozenMonths(today),
        ):
            assert run_night(load_settings(folder / "hirogari.toml"), at, print) == 0
        found = subtract(nights[-1], demo.night(TODAY, kind, export(folder)), stands=False)
        sum_of.add(judge([one for one in found.claims if one.table in TABLES], demo.truth()))
        moved += len(found.moved)
    assert moved
    assert not sum_of.is_nothing()
    if demo.town.seed == SEEDS[0]:
        assert sum_of.narrowed
        assert sum_of.users
        assert sum_of.days
