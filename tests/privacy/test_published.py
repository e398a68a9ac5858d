"""Whoever reads the whole site, the letter and the export, and solves, finds no head count and no person."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dashboards.export import write_csv
from dashboards.newsletter import write_newsletter
from dashboards.pages import write_site
from tests.privacy.attacker import Attacker
from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.published import read_lines, read_page, read_published
from tests.privacy.published_lines import read_export
from tests.privacy.random_town import RandomTown, month_after, raise_random_town, working_days
from tests.privacy.said import EXPLAINED, Said, more_in_export, more_in_newsletter
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Published:
    """What lies open of a town after its newest month, and who has read every month of it."""

    town: RandomTown
    reader: Attacker
    site: Path
    newsletter: Path
    export: Path
    lines: int
    """How many lines the pages gave beside the export's."""


def publish_whole_sites(seed: int, folder: Path, months: int = 3) -> Published:
    """Publish site, newsletter and export after each of a small town's last months; read them all."""
    town = raise_random_town(seed, max(months, 4), sections=6)
    sections = sorted({section for _, section, *_ in town.assignments})
    names = {f"{section}課": section for section in sections} | {
        "小規模課": "_small",
        "全庁": "_town",
    }
    reader, lines = Attacker(town.assignments, working_days), 0
    with open_store(folder / "warehouse.duckdb") as store:
        _name_sections(store, sections, town)
        for month in town.months[-months:]:
            today = month_after(month) + timedelta(days=4)
            lay(town, store, today)
            lay_habits(town, store, today)
            at = datetime(today.year, today.month, today.day, tzinfo=UTC)
            told = Town("町", town.months[0], 4)
            release = cut_release(store, town=told, today=today, released_at=at)
            export, newsletter = folder / f"export-{month}", folder / f"newsletter-{month}"
            write_csv(release, export)
            write_site(release, folder / "site")
            write_newsletter(release, month, newsletter)
            reader.read(read_export(export))
            pages = (*read_published(folder / "site"), *read_published(newsletter))
            read = read_lines(pages, names)
            lines += len(read)
            reader.read(read)
    return Published(town, reader, folder / "site", newsletter, export, lines)


def _name_sections(store, sections: list[str], town: RandomTown) -> None:  # noqa: ANN001
    rows = [
        {
            "section": one,
            "name": f"{one}課",
            "from_on": town.months[0],
            "to_on": None,
            "successor": None,
        }
        for one in sections
    ]
    with store.registered("laid", pa.Table.from_pylist(rows)):
        store.execute("create or replace table raw.section as select * from laid")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """One town, three months."""
    return publish_whole_sites(1, tmp_path_factory.mktemp("published"))


def test_whole_sites_letters_and_exports_tell_of_no_head_count_and_no_person(
    published: Published,
) -> None:
    """0 head counts narrowed under three values, 0 persons proved, from all that is published."""
    assert published.lines > 50
    found = published.reader.attack()
    assert found.asked > 20
    assert found.narrowed == []
    assert found.persons == set()


def test_what_the_pages_say_is_what_the_export_says(published: Published) -> None:
    """The reader of pages finds every shown cell of use, activation and habits by itself."""
    names = {f"{one[1]}課": one[1] for one in published.town.assignments}
    names |= {"小規模課": "_small", "全庁": "_town"}
    pages = {
        (one.table, one.section, one.item, one.month, one.shown)
        for one in read_lines(read_published(published.site), names)
    }
    export = {
        (one.table, one.section, one.item, one.month, one.shown)
        for one in read_export(published.export)
        if one.shown and one.table in {"use_month", "activation_month", "habitual_month"}
    }
    # The town's habits stand on the pages as segments alone.
    assert {one for one in export if one[:2] != ("habitual_month", "_town")} - pages == set()
    assert {one for one in pages if one[0] != "paper_digital_month"} - export == set()


def test_nothing_says_more_than_the_release(published: Published) -> None:
    """No share, difference or number of people anywhere that the release does not hold."""
    said = Said(published.export)
    assert list(said.more_on_site(read_published(published.site))) == []
    assert list(more_in_newsletter(read_published(published.newsletter))) == []
    assert list(more_in_export(published.export)) == []


def test_pages_that_explain_say_the_same_of_every_town(
    published: Published, tmp_path: Path
) -> None:
    """But for their two dates: so what is read of them without being held against the release is nothing."""
    other = publish_whole_sites(2, tmp_path, months=1)
    for name in EXPLAINED:
        one, another = (
            re.sub(r"令和\d+年\d+月\d+日", "", (site / name).read_text(encoding="utf-8"))
            for site in (published.site, other.site)
        )
        assert one == another, name


def _once(pattern: str, text: str) -> Callable[[str], str]:
    return lambda page: re.sub(pattern, text, page, count=1, flags=re.DOTALL)


PLANTED = {
    "a mark's attribute": ("site/index.html", _once("<circle ", '<circle data-count="7" ')),
    "an alternative text": (
        "site/index.html",
        _once('role="img" aria-label="', r"\g<0>7人が使い、"),
    ),
    "a sentence": (
        "site/index.html",
        _once("<main[^>]*>", r"\g<0><p>7人が使ったことがあります。</p>"),
    ),
    "an exact share": ("site/tools.html", _once("<main[^>]*>", r"\g<0><p>ちょうど58%です。</p>")),
    "a hidden column": ("site/index.html", _once("</td></tr>", "</td><td hidden>7</td></tr>")),
    "a comment": ("site/index.html", _once("<main", "<!-- 7 --><main")),
    "a picture's words": ("site/index.html", _once("</svg>", "<desc>7人</desc></svg>")),
    "the newsletter's text": ("newsletter/*.md", lambda text: text + "\nいま7人が使っています。\n"),
    "the newsletter's table": ("newsletter/*.md", _once(r"約\d+%", "43%")),
    "the newsletter's picture": ("newsletter/*.html", _once('alt="', r"\g<0>7人が使い、")),
    "a column of the export": (
        "export/activation_month.csv",
        lambda text: "\n".join(
            line + (",activated" if k == 0 else ",7") for k, line in enumerate(text.splitlines())
        ),
    ),
    "an end of a band": ("export/activation_month.csv", _once(r",(\d+)\.0,", r",\g<1>.7,")),
}


@pytest.mark.parametrize("where", PLANTED)
def test_an_exact_head_count_is_found_in(where: str, published: Published, tmp_path: Path) -> None:
    """One number is planted in what was published: it alone is told, with its place."""
    for name in ("site", "newsletter", "export"):
        shutil.copytree(getattr(published, name), tmp_path / name)
    pattern, plant = PLANTED[where]
    (path,) = tmp_path.glob(pattern)
    before = path.read_text("utf-8")
    path.write_text(plant(before), encoding="utf-8")
    assert path.read_text("utf-8") != before, "nothing was planted"
    found = [
        *Said(published.export).more_on_site(read_published(tmp_path / "site")),
        *more_in_newsletter(read_published(tmp_path / "newsletter")),
        *more_in_export(tmp_path / "export"),
    ]
    assert found
    assert {one.split(":")[0].split(" ")[0] for one in found} == {path.name}


def test_the_attacker_breaks_whole_per_cents_of_head_counts_through_pages_alone() -> None:
    """A naive page (head counts as whole per cents at five people and more) falls in most sections."""
    town = raise_random_town(1)
    first = town.first_use()
    rows: dict[tuple[int, str], str] = {}
    for month in town.months:
        last = month_after(month) - timedelta(days=1)
        closing = town.on(last)
        for section in set(closing.values()):
            staff = [one for one, where in closing.items() if where == section]
            if len(staff) >= 5:
                begun = sum(one in first and first[one] <= last for one in staff)
                rows[town.months.index(month), section] = f"{round(100 * begun / len(staff))}%"
    sections = sorted({section for _, section in rows})
    page = _naive_page(town, sections, rows)
    reader = Attacker(town.assignments, working_days)
    reader.read(read_lines([read_page("index.html", page)], {one: one for one in sections}))
    broken = {section for section, *_ in reader.attack().narrowed}
    assert len(broken) > 0.8 * len(sections)


def _naive_page(town: RandomTown, sections: list[str], rows: dict[tuple[int, str], str]) -> str:
    heads = "".join(f"<th>{one}</th>" for one in ("月", *sections))
    lines = "".join(
        f"<tr><th>令和{month.year - 2018}年{month.month}月</th>"
        + "".join(f"<td>{rows.get((k, one), '非公表')}</td>" for one in sections)
        + "</tr>"
        for k, month in enumerate(town.months)
    )
    return (
        "<table><caption>ファイル共有を使ったことのある職員の割合の表</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )
