"""A bound is drawn, added and compared as a bound, and months that cannot be compared are not called level."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from dashboards.cards.alerts import alerts_figure, month_moves
from dashboards.pages.tools import targets_sentence
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.sentences.not_counted import uncounted_note
from tests.releases import NAMES, Made, make_release
from tests.unit.text.series_rows import EN, JA, MONTHS, SECTION, release_of, use_row
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SCHEMAS, TOWN


@pytest.mark.parametrize(("now", "kind"), [(75, "up"), (45, "down"), (61, "level"), (65, "level")])
def test_a_month_s_move_is_up_down_or_level(now: float, kind: str) -> None:
    """Up to two points is level, and what chance alone may do to ten people is no move."""
    cells = Cells(release_of(use_month=[use_row(TOWN, 0, 60), use_row(TOWN, 1, now)]))
    assert [line.kind for line in month_moves(cells, JA)] == [kind]


def test_two_bounds_are_not_called_level() -> None:
    """「14%未満」 and 「19%未満」 may be anything to each other, and the title counts neither."""
    rows = [
        use_row(TOWN, at, high) | {"low": 0, "coding": "below"} for at, high in enumerate((14, 19))
    ]
    cells = Cells(release_of(use_month=rows))
    (line,) = month_moves(cells, JA)
    assert line.kind == "open"
    assert line.text.startswith("ファイル共有：14%未満→19%未満（幅でしか分からず、くらべられません")
    chat = [use_row(TOWN, at, 60) | {"tool": "chat"} for at in range(2)]
    risen = [use_row(TOWN, at, 60 + 20 * at) | {"tool": "chat"} for at in range(2)]
    for more, titles in (
        ([], []),
        (chat, []),
        (risen, ["先月から動いたツールは1つ"]),
    ):
        release = release_of(use_month=rows + more)
        first, *moves = alerts_figure(Cells(release), Targets(release), JA)
        assert [card.title for card in moves] == titles
        assert first.is_half == bool(titles)


def test_the_tools_sentence_counts_sections() -> None:
    """At the town's own target, however low it is, and not at half of the working days; rates without a target."""
    rows = [use_row("a", 0, 30), use_row("b", 0, 12)]
    second = {"section": "b", "name": "税務課", "position": 2}
    target = {"tool": "files", "section": None, "fiscal_year": MONTHS[0].year - 1, "per_cent": 20.0}

    def said(**tables: list[dict[str, object]]) -> str:
        release = release_of(**tables)
        return targets_sentence(Cells(release), Targets(release), JA)

    assert said(section=[SECTION, second], use_month=rows, target=[target]) == (
        "目標に届いた課は、ファイル共有は2課のうち1課です。"
    )
    assert said() == "まだ記録がありません。"
    assert said(section=[SECTION], use_month=[use_row(TOWN, 0, 50)]) == (
        "全庁の利用日率は、ファイル共有：50%です。"
    )
    assert said(section=[SECTION, second], use_month=rows) == "全庁の数字は、まだありません。"


def test_a_bound_is_drawn_as_a_bound() -> None:
    """「67%以上」 is drawn at 67 with an arrow, not in the middle of 67 and 100."""
    at_least = Cell(MONTHS[0], Value(67, 100, "above", "per_cent"), 67, 100, "final")
    under = Cell(MONTHS[0], Value(0, 20, "below", "per_cent"), 0, 20, "final")
    assert (at_least.drawn, at_least.bound) == (67, "up")
    assert (under.drawn, under.bound) == (20, "down")
    assert Cell(MONTHS[0], Value(0, 5, "below", "per_cent"), 0, 5, "final").drawn == 2.5
    assert Cell(MONTHS[0], Value.between(63, 63), 63, 63, "final").bound == ""


def test_sheets_of_several_sources_are_added_only_where_all_are_known() -> None:
    """Two print logs are one figure; a month that lacks one of them is no smaller."""

    def printed(source: str, at: int, sheets: float | None) -> dict[str, object]:
        return {
            "section": TOWN,
            "month": MONTHS[at],
            "source": source,
            "kind": "printed",
            "quality": "unknown" if source == "cups" else "measured",
            "coding": None if sheets is None else "exact",
            "low": sheets,
            "high": sheets,
            "state": "final" if sheets is not None else "incomplete",
        }

    rows = [printed("cups", 0, 100), printed("copiers", 0, 50)]
    rows += [printed("cups", 1, 100), printed("copiers", 1, None)]
    both = Cells(release_of(paper_month=rows)).sheets(TOWN, "printed")
    assert both is not None
    assert [(JA.shown(cell.shown), cell.state, cell.quality) for cell in both] == [
        ("140〜158", "final", "unknown"),
        ("", "incomplete", None),
    ]


@pytest.mark.parametrize(
    ("told", "together"),
    [((500, None), "495〜514"), ((100, None), "95〜114"), ((None, None), "20未満")],
)
def test_little_that_another_source_printed_does_not_make_a_number_look_exact(
    told: tuple[int | None, ...], together: str
) -> None:
    """500 may be 495 or 504, and under ten (None) adds up to nine; nothing is added to nothing."""
    rows = [
        {
            "section": TOWN,
            "month": MONTHS[0],
            "source": f"p{at}",
            "kind": "printed",
            "quality": "measured",
            "coding": "below" if sheets is None else "exact",
            "low": 0 if sheets is None else sheets,
            "high": 10 if sheets is None else sheets,
            "state": "final",
        }
        for at, sheets in enumerate(told)
    ]
    both = Cells(release_of(paper_month=rows)).sheets(TOWN, "printed")
    assert both is not None
    assert JA.shown(both[0].shown) == together


def test_a_month_that_runs_is_not_shown_and_not_called_withheld() -> None:
    """A release in the middle of a month ends with the month before."""
    running = use_row("a", 1, 0) | {
        "coding": None,
        "low": None,
        "high": None,
        "withheld_because": "running_month",
    }
    cells = Cells(release_of(section=[SECTION], use_month=[use_row("a", 0, 60), running]))
    assert cells.months == (MONTHS[0],)


def test_the_whole_town_hall_says_whom_it_leaves_out() -> None:
    """By the newest whole month; nothing where everyone is counted."""
    cells = Cells(make_release(Made(names=NAMES[:4], months=3)))
    assert uncounted_note(cells, JA) == ""
    release = make_release(Made(names=NAMES[:4], months=3))
    rows = release.tables["use_month"].to_pylist()
    for row in rows:
        if (row["section"], row["tool"]) == (cells.sections[1].code, "chat"):
            row |= {"coding": None, "low": None, "high": None, "state": "none"}
            row["withheld_because"] = "unserved"
    use = pa.Table.from_pylist(rows, schema=SCHEMAS["use_month"])
    left_out = Cells(replace(release, tables={**release.tables, "use_month": use}))
    name = cells.sections[1].name
    assert uncounted_note(left_out, JA) == (
        f"チャットの全庁の数字に、人ごとの記録のない課（{name}）は入っていません。"
    )
    assert name in uncounted_note(left_out, EN)
