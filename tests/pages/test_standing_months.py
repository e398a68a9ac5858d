"""A month that records came for after it was shown says so, once a figure and in one list; no other month does."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.cards.card.figure import DataTable
from dashboards.pages.site import site_pages
from dashboards.text.words import Words
from tests.pages.test_short_histories import texts
from tests.releases import Made, make_release
from warehouse.release.tables.release import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.release.tables.release import Release

SAID = {"ja": "あとから届いた記録があります", "en": "records arrived later"}
MONTH, SHOWN_ON = date(2025, 11, 1), date(2025, 12, 11)


def tables_of(thing: object) -> Iterator[DataTable]:
    if isinstance(thing, DataTable):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from tables_of(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from tables_of(getattr(thing, field.name))


def release_with(tool: str | None, language: str) -> Release:
    """Return a release in which a tool's November was shown with days missing, and they came afterwards."""
    release = make_release(Made())
    use = release.tables["use_month"].to_pylist()
    for row in use:
        if (row["tool"], row["month"]) == (tool, MONTH):
            row["state"] = "incomplete"
    late = [{"of_table": "use_month", "item": tool, "month": MONTH, "shown_on": SHOWN_ON}]
    tables = {
        **release.tables,
        "use_month": table_of("use_month", use),
        "late_month": table_of("late_month", late if tool else []),
    }
    return replace(release, tables=tables, town=replace(release.town, language=language))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_word_stands_at_the_tool_and_in_the_list(language: str) -> None:
    release = release_with("files", language)
    pages = {one.file: one for one in site_pages(release)}
    day = Words(language).day(SHOWN_ON)
    for page in ("tools.html", "section-zeimu.html"):
        tables = list(tables_of(pages[page]))
        told = [one for one in tables if any(SAID[language] in note for note in one.notes)]
        assert told, page
        assert all(day in note for one in told for note in one.notes if SAID[language] in note)
        assert len(told) < len(tables)
        assert not any(Words(language)("chat") in one.caption for one in told)
    listed = {"ja": "出した数のまま", "en": "stand as they were shown"}[language]
    assert any(listed in text for text in texts(pages["data.html"]))
    assert any(day in text for text in texts(pages["data.html"]))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_such_a_month_only_the_method_and_the_glossary_say_the_word(
    language: str,
) -> None:
    said = {
        one.file
        for one in site_pages(release_with(None, language))
        if any(SAID[language] in text for text in texts(one))
    }
    assert said <= {"method.html", "words.html"}
