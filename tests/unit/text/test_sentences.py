"""Every sentence a page can say: from what numbers it comes, and what it never claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dashboards.cards.alerts import alerts_figure, month_moves
from dashboards.pages.data import data_page, freshness_sentence
from dashboards.pages.tools import half_sentence
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.sentences.sentences import (
    share_sentence,
    sheets_sentence,
    uncounted_note,
    use_sentence,
)
from dashboards.text.words import Words, plain
from tests.releases import NAMES, Made, make_release, month_list
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SCHEMAS, TOWN, Release
from warehouse.town import Town

if TYPE_CHECKING:
    from dashboards.read.series.cells import Series

JA, EN = Words("ja"), Words("en")
MONTHS = month_list(date(2025, 1, 1), 14)


def series(**values: tuple[float | None, str] | str | None) -> Series:
    """A series over `MONTHS`: m3=(40, "final"), m4="withheld" or nothing."""
    out = []
    for at, month in enumerate(MONTHS):
        value = values.get(f"m{at}")
        if value is None:
            out.append(Cell(month))
        elif isinstance(value, str):
            out.append(Cell(month, state="final", withheld=value))
        else:
            number, state = value
            if number is None:
                out.append(Cell(month, state=state))
                continue
            low, high, shown = number, number, Value.between(number, number)
            if number < 5:
                low, high, shown = 0, 5, Value(0, 5, "below", "per_cent")
            out.append(Cell(month, shown, low, high, state))
    return tuple(out)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "全庁のチャットの記録は、まだありません。"),
        (
            {"m3": "dominance"},
            "全庁のチャットの数字は、人が特定されないよう公表していません。",
        ),
        (
            {"m3": "unserved"},
            "全庁のチャットは、人ごとの記録がないので分かりません。0%ではありません。",
        ),
        (
            {"m3": "small_group"},
            "全庁は人数が少ないので、チャットは「小規模課」にまとめて数えています。",
        ),
        (
            {"m3": (None, "incomplete")},
            "全庁のチャットは、記録が欠けているので分かりません。0ではありません。",
        ),
        (
            {"m3": "dominance", "m4": "sheets_unknown"},
            "全庁のチャットは、記録に枚数がないので分かりません。0ではありません。",
        ),
        (
            {"m3": "running_month"},
            "全庁のチャットの記録は、まだありません。",
        ),
        (
            {"m13": (40, "final")},
            "全庁では令和8年2月、開庁日の40%でチャットを使いました。比べられる前の月はまだありません。",
        ),
        (
            {"m1": (30, "final"), "m13": (40, "final")},
            "全庁では令和8年2月、開庁日の40%でチャットを使いました。1年前の30%から約9〜11ポイント増えています。",
        ),
        (
            {"m1": (40, "final"), "m13": (30, "final")},
            "全庁では令和8年2月、開庁日の30%でチャットを使いました。1年前の40%から約9〜11ポイント減っています。",
        ),
        (
            {"m1": (40, "final"), "m13": (41, "final")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました。1年前（40%）とほぼ同じです。",
        ),
        (
            {"m1": (1, "final"), "m13": (41, "final")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました。1年前は5%未満でした。",
        ),
        (
            {"m4": (10, "final"), "m13": (41, "final")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました。記録の始まった令和7年5月の10%から約30〜32ポイント増えています。",
        ),
        (
            {"m13": (41, "provisional")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました（暫定：あとで変わることがあります）。比べられる前の月はまだありません。",
        ),
        (
            {"m12": (38, "final"), "m13": (41, "provisional")},
            "全庁では令和8年1月、開庁日の38%でチャットを使いました。比べられる前の月はまだありません。",
        ),
        (
            {"m13": (41, "incomplete")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました（記録の欠けた日があります）。比べられる前の月はまだありません。",
        ),
    ],
)
def test_the_use_sentence_says_what_when_and_how_sure(given: dict[str, object], said: str) -> None:
    """One branch a case: nothing, withheld, first, more, less, level, coded end, not final."""
    assert use_sentence(series(**given), "全庁", "chat", JA) == said


def test_the_share_sentence_names_documents_and_other_pairs() -> None:
    """Documents are told as handlings, other pairs by their rate's own name."""
    given = series(m1=(30, "final"), m13=(40, "final"))
    assert share_sentence(given, "福祉課", "documents", JA) == (
        "福祉課では令和8年2月、文書を扱った回数の40%が電子でした。1年前の30%から約9〜11ポイント増えています。"
    )
    assert share_sentence(given, "全庁", "approvals", JA).startswith(
        "全庁の電子決裁率は令和8年2月に40%でした。"
    )
    assert "公表していません" in share_sentence(series(m1="dominance"), "福祉課", "documents", JA)


def sheets(before: float | None, now: float | None) -> Series:
    """A series of sheets with a value a year before and now."""
    given = {1: before, 13: now}
    return tuple(
        Cell(month, Value.between(value, value, "count"), value, value, "final")
        if (value := given.get(at)) is not None
        else Cell(month)
        for at, month in enumerate(MONTHS)
    )


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, None, "まだありません"),
        (None, 900, "900枚でした。"),
        (1000, 700, "前の年の同じ月（1,000枚）より約30%少ない数です。"),
        (1000, 1300, "前の年の同じ月（1,000枚）より約30%多い数です。"),
        (1000, 960, "前の年の同じ月（1,000枚）とほぼ同じです。"),
        (0, 960, "前の年の同じ月は0枚でした。"),
    ],
)
def test_the_sheets_sentence_compares_with_the_same_month_only(
    before: float | None, now: float | None, said: str
) -> None:
    """March is not compared with February: paper has seasons."""
    assert said in sheets_sentence(sheets(before, now), "全庁", "bought", JA)


def test_a_year_before_without_a_record_is_told_only_of_a_record_that_had_begun() -> None:
    """A source of last month has not lived a year; one of which that month is missing has."""
    young = sheets(None, 900)
    assert sheets_sentence(young, "全庁", "bought", JA).endswith("900枚でした。")
    old = (Cell(MONTHS[0], Value.between(800, 800, "count"), 800, 800, "final"), *young[1:])
    assert sheets_sentence(old, "全庁", "bought", JA).endswith("前の年の同じ月の記録はありません。")


def test_the_freshness_sentence_has_a_branch_for_each_case() -> None:
    """Nothing read, one stopped, not yet final, all well."""
    well = {
        "source": "groupware",
        "kind": "slack",
        "is_stale": False,
        "final_to": date(2026, 3, 26),
    }
    assert freshness_sentence([], JA) == "まだ何も読み込んでいません。"
    assert freshness_sentence([well, well | {"final_to": None}], JA).startswith(
        "2件の記録は届いていますが"
    )
    assert (
        freshness_sentence([well, well | {"final_to": date(2026, 3, 20)}], JA)
        == "2件の記録はすべて届いていて、令和8年3月20日までの数字が確定しています。"
    )
    assert (
        freshness_sentence([well, well | {"source": "copiers", "is_stale": True}], JA)
        == "2件の記録のうち1件（copiers）が、届いていません。"
    )


def test_books_do_not_date_the_daily_logs() -> None:
    """A book of actions has no days; a monthly book is told by its month, alone where it is alone."""
    log = {"source": "g", "kind": "slack", "is_stale": False, "final_to": date(2026, 3, 26)}
    acted = log | {"source": "acts", "kind": "actions", "final_to": date(2025, 11, 24)}
    fax = log | {"source": "fax", "kind": "fax", "final_to": date(2026, 2, 28)}
    for rows, said in (
        ([log, acted], "、令和8年3月26日までの数字が確定しています。"),
        (
            [log, acted, fax],
            "、令和8年3月26日（月ごとの記録簿は令和8年2月）までの数字が確定しています。",
        ),
        ([fax], "、月ごとの記録簿は令和8年2月までの数字が確定しています。"),
        ([acted], "1件の記録はすべて届いています。"),
    ):
        assert freshness_sentence(rows, JA, frozenset({"fax"})).endswith(said)


@pytest.mark.parametrize(
    ("as_of", "state", "missing"),
    [
        (date(2026, 3, 27), "月の途中", "0か所"),
        (date(2026, 3, 31), "欠測", "1か所"),
    ],
)
def test_a_month_that_is_not_over_is_not_missing(as_of: date, state: str, missing: str) -> None:
    """A monthly book cannot be filled in before the month's last day."""
    key = {"source": "fax", "kind": "fax", "stream": "fax"}
    release = release_of(
        freshness=[
            key | {"day_on": date(2026, 2, 1), "state": "final"},
            key | {"day_on": date(2026, 3, 1), "state": "gap"},
        ],
        source=[key | {"final_to": date(2026, 2, 28), "is_stale": False}],
    )
    page = data_page(replace(release, as_of=as_of), JA)
    assert page.tiles[1].value == missing
    (table,) = page.figures[0].tables
    assert [cells[2].text for _, cells in table.rows] == [state, "確定"]


def test_the_data_page_says_which_sources_are_inside_a_curve() -> None:
    """A tool that several vendors serve is one line: each source names the tools it tells of."""
    page = data_page(make_release(Made(names=NAMES[:2], months=3)), JA)
    (table,) = (
        table for figure in page.figures for table in figure.tables if table.key == "sources"
    )
    inside = {head: cells[1].text for head, cells in table.rows}
    assert inside["groupware"] == "、".join(map(JA, ("calendar", "chat", "files", "meetings")))
    assert inside["copiers"] == "—"


def release_of(**tables: list[dict[str, object]]) -> Release:
    """A release with these rows; what a row leaves out is null."""
    return Release(
        Town("町", date(2025, 1, 1), 4),
        date(2026, 2, 28),
        make_release(Made(names=(), months=1)).released_at,
        {
            name: pa.Table.from_pylist(tables.get(name, []), schema=schema)
            for name, schema in SCHEMAS.items()
        },
    )


def use_row(section: str, at: int, value: float, state: str = "final") -> dict[str, object]:
    """One row of use of files."""
    return {
        "section": section,
        "tool": "files",
        "month": MONTHS[at],
        "shown": f"{value:g}%",
        "low": value,
        "high": value,
        "state": state,
        "n": 10,
    }


SECTION = {"section": "a", "name": "福祉課", "position": 1}


@pytest.mark.parametrize(("now", "kind"), [(70, "up"), (50, "down"), (61, "level")])
def test_a_month_s_move_is_up_down_or_level(now: float, kind: str) -> None:
    """Up to two points is level."""
    cells = Cells(release_of(use_month=[use_row(TOWN, 0, 60), use_row(TOWN, 1, now)]))
    assert [line.kind for line in month_moves(cells, JA)] == [kind]


def test_two_bounds_are_not_called_level() -> None:
    """「14%未満」 and 「19%未満」 may be anything to each other, and the title counts neither."""
    rows = [
        use_row(TOWN, at, high) | {"low": 0, "shown": f"{high}%未満"}
        for at, high in enumerate((14, 19))
    ]
    cells = Cells(release_of(use_month=rows))
    (line,) = month_moves(cells, JA)
    assert line.kind == "open"
    assert line.text.startswith("ファイル共有：14%未満→19%未満（幅でしか分からず、くらべられません")
    chat = [use_row(TOWN, at, 60) | {"tool": "chat"} for at in range(2)]
    for more, title in (
        ([], "先月からの動きは、まだ言えません"),
        (chat, "先月からは、くらべられるツールはほぼ同じ"),
    ):
        release = release_of(use_month=rows + more)
        assert alerts_figure(Cells(release), Targets(release), JA)[1].title == title


def test_the_tools_sentence_counts_sections() -> None:
    """Half of the working days or more, in how many sections."""
    rows = [use_row("a", 0, 50), use_row("b", 0, 49)]
    second = {"section": "b", "name": "税務課", "position": 2}
    cells = Cells(release_of(section=[SECTION, second], use_month=rows))
    assert half_sentence(cells, JA) == (
        "2課のうち、開庁日の半分以上で使っているのは、ファイル共有は1課です。"
    )
    assert half_sentence(Cells(release_of()), JA) == "まだ記録がありません。"
    town_alone = Cells(release_of(section=[SECTION], use_month=[use_row(TOWN, 0, 50)]))
    assert half_sentence(town_alone, JA) == "課ごとの数字は、まだありません。"


CAUSAL = (
    "効果",
    "おかげ",
    "によって",
    "のため増",
    "のため減",
    "because",
    "thanks",
    "effect",
    "led to",
)


def test_no_sentence_claims_a_cause() -> None:
    """Whatever the numbers, nothing is said to have brought anything about."""
    said = [
        tell(series(m1=(a, "final"), m13=(b, "final")), "全庁", what, words)
        for words in (JA, EN)
        for a, b in ((10, 60), (60, 10), (40, 41), (1, 97))
        for tell, what in ((use_sentence, "chat"), (share_sentence, "documents"))
    ]
    assert not [line for line in said for word in CAUSAL if word in line]


def test_english_reads_as_english() -> None:
    """No Japanese letter is left over, coded ends included."""
    line = use_sentence(series(m1=(1, "final"), m13=(41, "final")), "Town", "chat", EN)
    assert (
        line
        == "Town: in Feb 2026, staff used chat on 41% of working days. It was under 5% a year before."
    )


@pytest.mark.parametrize(
    ("day", "year", "short", "month"),
    [
        (date(2019, 3, 1), "2018年度", "2018", "2019年3月"),
        (date(2019, 4, 1), "令和元年度", "R1", "2019年4月"),
        (date(2019, 5, 1), "令和元年度", "R1", "令和元年5月"),
        (date(2026, 3, 31), "令和7年度", "R7", "令和8年3月"),
        (date(2026, 4, 1), "令和8年度", "R8", "令和8年4月"),
    ],
)
def test_years_are_written_as_the_town_hall_writes_them(
    day: date, year: str, short: str, month: str
) -> None:
    """The fiscal year begins in April; Reiwa began in May 2019, fiscal 令和元年度 in April."""
    assert (JA.fiscal_year(day), JA.fiscal_year(day, short=True), JA.month(day)) == (
        year,
        short,
        month,
    )


def test_hidden_characters_leave_a_name() -> None:
    """Control and direction characters could make a name read as another."""
    assert plain("総\u202e務\u0000課\u200b ") == "総務課"


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
            "shown": None if sheets is None else f"{sheets:g}",
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
            "shown": "10未満" if sheets is None else f"{sheets}",
            "low": 0 if sheets is None else sheets,
            "high": 10 if sheets is None else sheets,
            "state": "final",
        }
        for at, sheets in enumerate(told)
    ]
    both = Cells(release_of(paper_month=rows)).sheets(TOWN, "printed")
    assert both is not None
    assert JA.shown(both[0].shown) == together


def test_under_ten_sheets_is_said_with_its_unit_and_never_in_per_cent() -> None:
    """「10枚未満」, and by how much that moved nobody knows."""
    few = {"shown": Value(0, 10, "below", "count"), "low": 0.0, "high": 10.0}
    told = sheets_sentence(
        tuple(replace(cell, **few) if cell.shown else cell for cell in sheets(1000, 5)),
        "福祉課", "printed", JA,
    )  # fmt: skip
    assert "10枚未満でした" in told
    assert "前の年の同じ月は10枚未満でした。" in told
    assert "%" not in told


def test_a_month_that_runs_is_not_shown_and_not_called_withheld() -> None:
    """A release in the middle of a month ends with the month before."""
    running = use_row("a", 1, 0) | {
        "shown": None,
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
            row |= {"shown": None, "low": None, "high": None, "state": "none"}
            row["withheld_because"] = "unserved"
    use = pa.Table.from_pylist(rows, schema=SCHEMAS["use_month"])
    left_out = Cells(replace(release, tables={**release.tables, "use_month": use}))
    name = cells.sections[1].name
    assert uncounted_note(left_out, JA) == (
        f"チャットの全庁の数字に、人ごとの記録のない課（{name}）は入っていません。"
    )
    assert name in uncounted_note(left_out, EN)
