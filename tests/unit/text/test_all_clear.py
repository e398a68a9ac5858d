"""An all-clear of alerts is given only where the data could have shown otherwise: page, command and letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dashboards.alert_letter import alert_letter, alert_silence, unseen_changes
from dashboards.cards.alerts import alerts_figure
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words
from tests.releases import Made, make_release, month_list
from warehouse.release.derived.alerts import Watched, watched
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.release.tables.release import Release

JA = Words("ja")
NAMES = tuple((f"s{k}", f"第{k}課", 10) for k in range(4))
MONTHS = month_list(date(2024, 4, 1), 24)
CALM = "ここで知らせるほど大きな変化は見えていません。それより小さな変化は見分けられません。"
TOO_FEW = "変化を見分けられるほどの記録が、まだありません。"
Row = dict[str, object]


def town(months: int = 24) -> Release:
    """A town of four sections whose months are all over, whole and shown."""
    release = make_release(Made(names=NAMES, months=months, tools=("files", "chat")))
    shown = {
        "coding": "exact",
        "low": 50.0,
        "high": 50.0,
        "state": "final",
        "withheld_because": None,
    }
    # What the small sections were together before, these made-up numbers do not say.
    whole = altered(
        release, "use_month", lambda row: None if row["section"] == SMALL else row | shown
    )
    return altered(
        whole,
        "paper_month",
        lambda row: (
            None if row["section"] == SMALL else row | {"state": "final", "withheld_because": None}
        ),
    )


def altered(release: Release, table: str, alter: Callable[[Row], Row | None]) -> Release:
    """The release with the rows of a table changed, or left out where nothing is returned."""
    kept = [new for row in release.tables[table].to_pylist() if (new := alter(row)) is not None]
    new = pa.Table.from_pylist(kept, schema=release.tables[table].schema)
    return replace(release, tables={**release.tables, table: new})


def over(release: Release) -> date:
    """The newest month that is over: the release is of two days before the end of its last."""
    return MONTHS[len({row["month"] for row in release.tables["use_month"].to_pylist()}) - 2]


def seen(release: Release) -> Watched:
    return watched(release.tables, release.town, release.as_of)


def line(release: Release) -> tuple[str, str]:
    card, *_ = alerts_figure(Cells(release), Targets(release), JA)
    (one,) = card.lines
    return one.kind, one.text


def test_where_all_could_be_compared_all_is_calm() -> None:
    release = town()
    assert seen(release) == Watched(8, 8, 4, 4)
    assert line(release) == ("calm", CALM)
    assert alert_silence(release) == CALM
    assert unseen_changes(release) == ""


@pytest.mark.parametrize("months", [1, 2, 3, 4])
def test_a_young_town_gives_no_all_clear(months: int) -> None:
    """Until a whole month stands after three others nothing could have been seen."""
    release = town(months)
    assert line(release) == ("open", TOO_FEW)
    assert alert_silence(release) == TOO_FEW


def missing_day(row: Row) -> Row:
    return row | {"state": "incomplete"}


def withheld(row: Row) -> Row:
    return row | {"coding": None, "low": None, "high": None, "withheld_because": "dominance"}


def absent(_row: Row) -> None:
    return None


@pytest.mark.parametrize("back", [0, 1, 3])
@pytest.mark.parametrize("spoil", [missing_day, withheld, absent])
def test_where_a_month_is_missing_the_rest_is_told_apart(
    back: int, spoil: Callable[[Row], Row | None]
) -> None:
    """In the newest month that is over or one of the three before it: of that section and tool there is no all-clear."""
    release = town()
    month = MONTHS[MONTHS.index(over(release)) - back]

    def alter(row: Row) -> Row | None:
        is_it = (row["section"], row["tool"], row["month"]) == ("s1", "chat", month)
        return spoil(row) if is_it else row

    spoilt = altered(release, "use_month", alter)
    assert seen(spoilt) == Watched(7, 8, 4, 4)
    kind, text = line(spoilt)
    assert kind == "open"
    assert "組み合わせ8のうち7です" in text
    assert alert_silence(spoilt) == text


def test_paper_that_cannot_be_compared_is_told_apart() -> None:
    """Fifteen months are needed of it; a town without a print log is not blamed for having none."""
    young = town(10)
    assert seen(young) == Watched(8, 8, 0, 4)
    assert "印刷が急に増えたかどうかが分かるのは、4課のうち0課です" in alert_silence(young)
    none = altered(town(10), "paper_month", lambda row: row if row["kind"] == "bought" else None)
    assert line(none) == ("calm", CALM)


def test_what_no_source_counts_by_person_and_the_whole_town_hall_are_no_pairs() -> None:
    """They could never raise an alert, and nobody waits for it."""
    release = town()

    def alter(row: Row) -> Row:
        is_it = (row["section"], row["tool"]) == ("s1", "chat")
        return withheld(row) | {"withheld_because": "unserved"} if is_it else row

    assert seen(altered(release, "use_month", alter)) == Watched(7, 7, 4, 4)
    alone = altered(release, "use_month", lambda row: row if row["section"] == TOWN else None)
    assert seen(alone).of_use == 0
    assert "組み合わせ" not in alert_silence(alone)


@pytest.mark.parametrize(("language", "said"), [("ja", "8のうち0です"), ("en", "0 of 8 pairs")])
def test_a_letter_says_what_could_not_be_seen(language: str, said: str) -> None:
    """Whoever reads of one silent source must not take it that all else was looked at."""
    stale = {
        "kind": "source_stale",
        "section": None,
        "tool": None,
        "month": None,
        "source": "google",
        "value": 4.0,
    }

    def letter(months: int) -> str:
        release = town(months)
        release = replace(release, town=replace(release.town, language=language))
        content: str = alert_letter(release, [stale]).get_content()
        return content

    assert said in letter(2)
    assert said not in letter(24)
