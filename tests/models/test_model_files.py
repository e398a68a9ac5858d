"""Each model says what it holds, and says the truth."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlglot
from sqlglot import exp

from connectors.contract.shapes import HANDLING_ACTIONS, TOOLS, USE_ACTIONS
from tests.set_up import ROOT
from warehouse.engine.build import build_models
from warehouse.engine.model import Model, read_model, read_models
from warehouse.engine.readers import readers
from warehouse.engine.target_settings import TargetSettings
from warehouse.facts.store import open_store
from warehouse.release.tables.release import SEGMENTS
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.store import Store

MODELS = read_models()
NOT_PORTABLE = (exp.GenerateSeries, exp.DayOfWeek, exp.DayOfWeekIso, exp.Median, exp.Quantile)
FORBIDDEN = ("dayofweek", "isodow", "generate_series", "count_if", "->>", "time_bucket", "epoch_ms")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """All models over nothing."""
    with open_store(tmp_path_factory.mktemp("empty") / "warehouse.duckdb") as opened:
        town = Town("町", date(2025, 4, 1), 4)
        build_models(opened, town=town, closures=(), today=date(2025, 5, 1))
        yield opened


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_the_header_names_exactly_the_columns_that_the_table_has(
    model: Model, store: Store
) -> None:
    """In their order."""
    schema, table = model.table.split(".")
    found = store.rows(
        "select column_name from information_schema.columns"
        " where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, table],
    )
    assert list(model.columns) == [name for (name,) in found]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_model_keeps_to_the_portable_subset(model: Model) -> None:
    """It can be written for Spark, and uses nothing whose result differs there."""
    parsed = sqlglot.parse_one(model.sql, dialect="duckdb")
    assert not list(parsed.find_all(*NOT_PORTABLE))
    body = "\n".join(line for line in model.sql.splitlines() if not line.startswith("--"))
    assert not [word for word in FORBIDDEN if word in body]
    parsed.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_the_tables_a_model_reads_are_those_that_a_parser_finds(model: Model) -> None:
    """The order of the models, and what a night makes again, hang on them."""
    parsed = sqlglot.parse_one(model.sql, dialect="duckdb")
    found = {f"{one.db}.{one.name}" for one in parsed.find_all(exp.Table) if one.db}
    assert model.reads == found - {model.table}


@pytest.mark.parametrize(
    "model", [one for one in MODELS if one.kept == "table"], ids=lambda model: model.table
)
def test_a_table_has_a_check_that_can_stop_a_release(model: Model) -> None:
    """Views hold nothing of their own."""
    assert model.checks


@pytest.mark.parametrize(
    "model", [one for one in MODELS if one.kept == "view"], ids=lambda model: model.table
)
def test_a_view_has_no_check(model: Model) -> None:
    """A build holds the checks of the tables alone: on a view one would promise what nobody holds."""
    assert not model.checks


@pytest.mark.parametrize(
    "model", [one for one in MODELS if one.kept == "view"], ids=lambda model: model.table
)
def test_a_view_is_read_by_no_table_that_a_night_cuts_to_its_months(model: Model) -> None:
    """But for staging, whose rows have a day: a view of months would be read over all the years."""
    readers = [one.table for one in MODELS if model.table in one.reads and one.period]
    assert model.table.startswith("staging.") or not readers


def test_the_models_know_the_same_actions_as_the_connectors() -> None:
    """The words stand in SQL and in the contract."""
    by_table = {model.table: model.sql for model in MODELS}
    words = ", ".join(f"'{action}'" for action in USE_ACTIONS)
    assert f"action in ({words}) as is_use" in by_table["staging.use"]
    words = ", ".join(f"'{action}'" for action in HANDLING_ACTIONS)
    assert f"action in ({words}) as is_handling" in by_table["staging.use"]


def test_the_model_of_weeks_knows_the_same_segments_as_the_release() -> None:
    """Each word once, the most active first."""
    sql = next(model.sql for model in MODELS if model.table == "core.staff_week")
    ends = sql.rindex("end as segment")
    case = sql[sql.rindex("case", 0, ends) : ends]
    assert tuple(re.findall(r"(?:then|else) '(\w+)'", case)) == SEGMENTS


def test_the_tools_are_listed_in_one_place() -> None:
    """A second list would go on without the tool that is added to the first."""
    listed = re.compile("\\W+".join(TOOLS))
    files = [
        path
        for room in ("connectors", "warehouse", "dashboards", "flows")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".sql"} and listed.search(path.read_text(encoding="utf-8"))
    ]
    assert files == [ROOT / "connectors/contract/shapes.py"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_model_is_read_by_another_or_by_the_release(model: Model) -> None:
    """What nobody reads is built every night for nothing, and holds exact numbers for nothing."""
    assert readers()[model.table], f"nothing reads {model.table}: delete it"


def test_a_header_line_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    """A key that is misspelt or was dropped would promise something that nothing holds."""
    path = tmp_path / "use_day.sql"
    path.write_text("-- grain: one day\n-- looks bakc: 3 months\nselect 1 as day_on\n")
    with pytest.raises(ValueError, match=r"use_day\.sql: the header has a line '-- looks bakc"):
        read_model(path, "core")


def test_whoever_reads_a_table_names_one_that_is_there() -> None:
    """A module that asks a table by the name it had before finds nothing, and some say nothing of it."""
    given = {"core.calendar", "core.town", *TargetSettings().tables()}
    named = {
        (path.name, match[1])
        for path in (ROOT / "warehouse").rglob("*.py")
        for match in re.finditer(
            r"\b(?:from|join)\s+((?:staging|core|mart)\.[a-z_0-9]+)",
            path.read_text(encoding="utf-8"),
        )
    }
    known = given | {model.table for model in MODELS}
    assert {(file, table) for file, table in named if table not in known} == set()
