"""`hirogari plan`, from the books of a small town hall to the lines that the next night reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from connectors.contract.streams import TOKYO
from tests.command import hirogari
from tests.releases import month_list
from warehouse.facts.store import open_store
from warehouse.months import month_after, month_before
from warehouse.statistics.lot import draw

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC).astimezone(TOKYO).date()
FIRST = month_before(NOW, 24)
NEXT = month_after(NOW)
NAMES = {
    "soumu": "総務課", "zeimu": "税務課", "choumin": "町民課", "fukushi": "福祉課", "kensetsu": "建設課",
    "sangyou": "産業課", "kodomo": "子育て支援課", "suidou": "水道課", "kaikei": "会計課",
}  # fmt: skip
COUNT, TITLE = "問い合わせの電話の数", "=よくある質問を課ごとに置く"
SETTINGS = f"""\
[town]
name = "試験町"
launched_on = {FIRST}
fiscal_year_start = 4
[paths]
data = "data"
site = "site"
newsletter = "newsletter"
[site]
opened_on = {FIRST}
[roster]
staff = "staff.csv"
sections = "sections.csv"
[[sources]]
name = "counts"
kind = "counts"
file = "counts.csv"
[[sources]]
name = "actions"
kind = "actions"
file = "actions.xlsx"
"""


def _counts() -> list[str]:
    """Calls of each section by month; 会計課 counts none, and 水道課 forgot a month lately."""
    forgotten = month_before(NOW, 6)
    return [
        f"{month:%Y-%m},{name},{COUNT},{100 + 10 * row + (7 * at + 3 * row) % 11},件,減るほうがよい"
        for row, (code, name) in enumerate(NAMES.items())
        for at, month in enumerate(month_list(FIRST, 24))
        if code != "kaikei" and (code, month) != ("suidou", forgotten)
    ]


@pytest.fixture(scope="module")
def town_hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the town hall with two years of counts, run a night, and return its settings file."""
    folder = tmp_path_factory.mktemp("town")
    staff = [
        f"{10 * row + number:03d},{code},{FIRST},,user{10 * row + number}"
        for row, code in enumerate(NAMES)
        for number in range(6)
    ]
    sections = [f"{code},{name},2020-04-01,," for code, name in NAMES.items()]
    files = {
        "staff.csv": ["staff_no,section,from,to,accounts", *staff],
        "sections.csv": ["section,name,from,to,successor", *sections],
        "counts.csv": ["年月,課,数えるもの,値,単位,よい方向", *_counts()],
        "hirogari.toml": [SETTINGS],
    }
    for name, lines in files.items():
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert hirogari("init", folder / "new").returncode == 0
    (folder / "new/books/actions.xlsx").rename(folder / "actions.xlsx")
    settings = folder / "hirogari.toml"
    done = hirogari("run", "-s", settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return settings


@pytest.fixture
def own_hall(town_hall: Path, tmp_path: Path) -> Path:
    """Return the settings of a copy, for a test that changes the town's files."""
    copytree(town_hall.parent, tmp_path / "own")
    return tmp_path / "own/hirogari.toml"


def _asked(settings: Path, file: Path, *more: str, series: str = COUNT) -> tuple[str | Path, ...]:
    month = f"{NEXT:%Y-%m}"
    return (
        "plan",
        file,
        "--series",
        series,
        "--title",
        TITLE,
        "--from",
        month,
        "-s",
        settings,
        *more,
    )


def test_a_plan_names_its_order_what_it_could_tell_and_who_is_left_out(
    town_hall: Path, tmp_path: Path
) -> None:
    done = hirogari(*_asked(town_hall, tmp_path / "plan.xlsx", "--seed", "12"), language="ja")
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert "課だけの数がないため): 会計課" in said
    assert "わからない月があるため): 水道課" in said
    assert "2回に分けると" in said
    assert "7か月後" in said
    assert "%以上の減少なら" in said
    assert "くじの結果(種 12。" in said
    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    header, *lines = sheet.iter_rows(values_only=True)
    rows = [dict(zip(map(str, header), line, strict=True)) for line in lines]
    waves = int(str(rows[0]["順番の決め方"]).split("7か月ごとに")[1][0])
    drawn = draw(NAMES.keys() - {"kaikei", "suidou"}, 12, waves)
    assert [row["課"] for row in rows] == [NAMES[one] for wave in drawn for one in wave]
    assert {(row["件名"], row["ものさし"]) for row in rows} == {(TITLE, COUNT)}
    assert len({row["番号"] for row in rows}) == len(rows)
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_the_town_s_book_takes_the_lines_and_the_next_night_knows_the_lot(
    own_hall: Path, tmp_path: Path
) -> None:
    """What is copied into the book is read with its lot; a second plan of this title is refused then."""
    made = tmp_path / "plan.xlsx"
    assert hirogari(*_asked(own_hall, made, "--seed", "12", "--waves", "3")).returncode == 0
    path = own_hall.parent / "actions.xlsx"
    book = load_workbook(path)
    for line in list(load_workbook(made).worksheets[0].iter_rows(values_only=True))[1:]:
        book.worksheets[0].append(line)
        for cell in book.worksheets[0][book.worksheets[0].max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    book.save(path)
    tomorrow = f"{NOW + timedelta(days=1)}"
    done = hirogari("run", "-s", own_hall, "--today", tomorrow)
    assert done.returncode == 0, done.stdout + done.stderr
    with open_store(own_hall.parent / "data/warehouse.duckdb", read_only=True) as store:
        lots = store.rows("select distinct lot_seed, lot_from, lot_waves from release.action")
        sections = store.rows("select section from release.action")
    assert lots == [(12, NEXT, 3)]
    assert {section for (section,) in sections} == NAMES.keys() - {"kaikei", "suidou"}
    for more, said in (
        ((), "has this title"),
        (("--title", "別の件名"), "has the seed 12 already"),
    ):
        done = hirogari(*_asked(own_hall, tmp_path / "again.xlsx", "--seed", "12", *more))
        assert done.returncode == 2
        assert said in done.stderr
    assert not (tmp_path / "again.xlsx").exists()


def test_no_file_that_is_there_is_written_to(own_hall: Path, tmp_path: Path) -> None:
    """Neither the town's books, whether they are there or not, nor any other file."""
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"mine")
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "nowhere.xlsx")
    book = own_hall.parent / "actions.xlsx"
    kept = book.read_bytes()
    moved = book.rename(tmp_path / "moved.xlsx")
    assert hirogari(*_asked(own_hall, book)).returncode == 2
    assert not book.exists()
    moved.rename(book)
    for path in (other, link, book):
        done = hirogari(*_asked(own_hall, path))
        assert done.returncode == 2
        assert str(path) in done.stderr
    assert (other.read_bytes(), book.read_bytes()) == (b"mine", kept)
    assert not (tmp_path / "nowhere.xlsx").exists()


REFUSED = {
    "no series": (("--series", "気持ち"), "no series has this name"),
    "no such section": (("--sections", "総務課、広報課"), "no section “広報課”"),
    "too few sections": (("--sections", "soumu,zeimu,町民課,会計課"), "nothing could be told: 3"),
    "too many waves": (("--waves", "9"), "cannot begin in 9 waves"),
    "a month that is over": (("--from", "2020-01"), "the first month is over"),
    "no numbers": (("--series", "電子決裁率"), "no twelve final months"),
    "an empty title": (("--title", " "), "the title is empty"),
}


@pytest.mark.parametrize(("more", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_planned_is_refused_and_nothing_is_written(
    town_hall: Path, tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    done = hirogari(*_asked(town_hall, tmp_path / "plan.xlsx", *more))
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "plan.xlsx").exists()


def test_only_an_excel_file_is_written(town_hall: Path, tmp_path: Path) -> None:
    done = hirogari(*_asked(town_hall, tmp_path / "plan.csv"))
    assert done.returncode == 2
    assert "ends in .xlsx" in done.stderr
