"""Whoever sees a withheld cell can find out which rule withheld it, in plain Japanese and in English."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from dashboards.text.words import Words
from flows.commands.explain import RELEASED_AS, explain_lines
from flows.settings.settings import load_settings
from tests.properties.small_town import (
    Assignment,
    Attendance,
    Counter,
    Fact,
    PrintJob,
    Section,
    SmallTown,
    Stream,
    Use,
    at,
    days_between,
    put,
)
from warehouse.engine.build import build_models
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.explain import explain, metrics
from warehouse.release.tables import cells
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings.settings import Settings
    from warehouse.release.tables.release import Release

DISCLOSURE = Path(cells.__file__).parents[1] / "DISCLOSURE.md"
LAUNCH, TODAY = date(2026, 2, 2), date(2026, 3, 10)
SIZES = {"a": 3, "b": 8, "c": 9, "d": 12}
SETTINGS = """\
[town]
name = "試験町"
launched_on = 2026-02-02
language = "LANGUAGE"

[roster]
staff = "staff.csv"
sections = "sections.csv"
"""


def _facts() -> Iterator[Fact]:
    """What gives each rule something to withhold: few days, one heavy user, a log without sheets."""
    rng = random.Random(5)
    days = days_between(LAUNCH, TODAY)
    for section, size in SIZES.items():
        for number in range(size):
            staff = f"{section}{number}"
            for day in days[:-1]:
                if rng.random() < 0.5:
                    yield Use("suite", "files", day, staff, "files", "edited", at(day, 600), "x", 1)
                sheets = 900 if staff == "b0" else 5
                known = "unknown" if section == "d" and day.month == 2 else "measured"
                yield PrintJob(
                    "print", "job", day, at(day, 700), staff, sheets,
                    None if known == "unknown" else sheets, known,
                )  # fmt: skip
                if rng.random() < 0.02:
                    yield Attendance(
                        "suite", "meet", day, f"m{day}{section}", staff,
                        at(day, 600), at(day, 660), is_guest=number == 0,
                    )  # fmt: skip
    for day in days[:-1]:
        reading = 1000 + 10 * (day - LAUNCH).days
        yield Counter("mfp", "counter", day, at(day, 1000), "p1", "Ricoh", "sheets", reading)


def _town() -> SmallTown:
    """Four sections, one of them of three people."""
    old = date(2020, 4, 1)
    return SmallTown(
        today=TODAY,
        launched_on=LAUNCH,
        sections=tuple(Section(section, f"{section}課") for section in SIZES),
        assignments=tuple(
            Assignment(f"{section}{number}", section, old)
            for section, size in SIZES.items()
            for number in range(size)
        ),
        streams=(
            Stream("suite", "files", "use", ("files",), LAUNCH),
            Stream("suite", "meet", "attendance", ("meetings",), LAUNCH),
            Stream("print", "job", "print_job", (), LAUNCH),
            Stream("mfp", "counter", "counter", (), LAUNCH),
        ),
        facts=tuple(_facts()),
    )


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Release]:
    """A small town's folder, its models built and its release cut."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "data").mkdir()
    town = _town()
    with open_store(folder / "data/warehouse.duckdb") as store:
        put(store, town)
        told = _settings(folder, "ja").town
        build_models(store, town=told, closures=(), today=TODAY)
        now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
        release = cut_release(store, town=told, today=TODAY, released_at=now)
    return folder, release


def _settings(folder: Path, language: str) -> Settings:
    file = folder / "hirogari.toml"
    file.write_text(SETTINGS.replace("LANGUAGE", language), encoding="utf-8")
    return load_settings(file)


def _withheld(release: Release) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every cell that a reader does not see, with the table's name to ask about."""
    for name, table in release.tables.items():
        for row in table.to_pylist() if "withheld_because" in table.schema.names else ():
            if row["withheld_because"]:
                yield name, row


def _rules(word: str) -> str:
    """The numbers of a reason's rules as DISCLOSURE.md's table has them."""
    text = DISCLOSURE.read_text(encoding="utf-8")
    row = re.search(rf"^\| `{word}` \| ([1-8](?:, [1-8])*|–) \| (.+) \|$", text, re.MULTILINE)
    assert row is not None, f"{word} has no row in DISCLOSURE.md"
    return row[1]


@pytest.mark.parametrize("word", get_args(cells.Reason))
def test_every_reason_names_its_rule_and_is_said_in_japanese(word: str) -> None:
    """In the table of DISCLOSURE.md with the number of a rule, and in a sentence that is not the word itself."""
    text = DISCLOSURE.read_text(encoding="utf-8")
    for number in _rules(word).split(", "):
        assert number == "–" or re.search(rf"^\| {number} \w", text, re.MULTILINE)
    assert ", ".join(map(str, cells.RULES[word])) == _rules(word).strip("–")
    said = Words("ja", 4).reason(word)
    assert re.search(r"[ぁ-ん].*。$", said)
    assert word not in said
    assert word.replace("_", " ") not in said


@pytest.mark.parametrize("language", ["ja", "en"])
def test_explain_says_of_every_withheld_cell_which_rule_withheld_it(
    released: tuple[Path, Release], language: str
) -> None:
    """The rule's number and a sentence in the town's language, at the place of the cell."""
    folder, release = released
    settings, words = _settings(folder, language), Words(language, 4)  # type: ignore[arg-type] # ja, en
    told: dict[tuple[Any, ...], list[str]] = {}
    reasons, tables = set(), set()
    for metric, row in _withheld(release):
        assert metric in {*metrics(), *RELEASED_AS.values()}
        reason, section, month = row["withheld_because"], row.get("section"), row.get("month")
        asked = (metric, section, month)
        if asked not in told:
            told[asked] = list(explain_lines(settings, *asked))
        rules = _rules(reason).replace(", ", "・" if language == "ja" else " or ")
        named = {
            ("ja", True): f"(規則{rules}、{reason})",
            ("ja", False): f"(規則ではなく記録による、{reason})",
            ("en", True): f" (rule {rules}: {reason})",
            ("en", False): f" (no rule, but the records: {reason})",
        }[language, rules != "–"]
        place = [str(row[name]) for name in ("section", "tool", "pair", "source") if row.get(name)]
        published = told[asked][told[asked].index("published:") :]
        assert [
            line
            for line in published
            if all(word in line for word in place) and words.reason(reason) + named in line
        ], (metric, row)
        reasons.add(reason)
        tables.add(metric)
    assert len(tables) > 6, tables
    assert reasons >= {
        "small_group", "running_month", "dominance", "sheets_unknown", "few_meetings", "few_printers",
    }  # fmt: skip


def test_explain_answers_for_the_merged_sections_and_for_the_whole_town_hall(
    released: tuple[Path, Release],
) -> None:
    """As the release calls them: their sections' rows, and what was published of them alone."""
    folder, _ = released
    settings = _settings(folder, "en")
    sections = {TOWN: set(SIZES), SMALL: {"a", "b"}, "c": {"c"}}
    for section, counted in sections.items():
        told = list(explain_lines(settings, "activation_month", section, date(2026, 2, 1)))
        split = told.index("published:")
        exact = [line for line in told[:split] if line.startswith("  section ")]
        assert {line.split(",")[0].removeprefix("  section ") for line in exact} == counted
        assert {line.split()[0] for line in told[split + 1 :]} == {section}


def test_a_measure_that_is_released_under_another_name_is_explained_under_both(
    released: tuple[Path, Release],
) -> None:
    """As the table on the page is called, and as the mart is."""
    folder, _ = released
    settings = _settings(folder, "en")
    asked = [
        list(explain_lines(settings, name, None, date(2026, 2, 1)))
        for name in next(iter(RELEASED_AS.items()))
    ]
    assert asked[0] == asked[1]
    assert any(line.startswith("published:") for line in asked[0])


def test_a_measure_made_of_released_values_is_explained_by_its_maker_and_what_is_withheld_of_its_inputs(
    released: tuple[Path, Release],
) -> None:
    """No exact rows beside it: they would be another number. Why a cell is open stands in what it is made of."""
    folder, release = released
    settings, month = _settings(folder, "en"), date(2026, 2, 1)
    told = list(explain_lines(settings, "milestone", "c", None))
    assert "made by: warehouse/release/derived/targets.py" in told
    assert any(line.startswith("  release.activation_month: ") for line in told)
    assert any(line.startswith("  mart.activation_month: ") for line in told)
    assert not [line for line in told if "exact" in line]
    published = told[told.index("published:") + 1 :]
    rows = [row for row in release.tables["milestone"].to_pylist() if row["section"] == "c"]
    assert len(published) == len(rows) > 0
    with open_store(folder / "data/warehouse.duckdb", read_only=True) as store:
        found = explain(store, "milestone", section="c")
    assert sorted(map(str, found.cells)) == sorted(map(str, rows))
    assert found.states == tuple(sorted({row["state"] for row in rows}))
    assert all(f"state {row['state']}" in line for row, line in zip(rows, published, strict=True))
    hidden = list(explain_lines(settings, "milestone", "a", month))
    assert hidden[hidden.index("published:") + 1] == "  no row"
    inputs = hidden[hidden.index("withheld values that it is made of:") + 1 :]
    assert inputs
    assert all("activation_month a " in one and "small_group" in one for one in inputs)
