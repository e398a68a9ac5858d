"""A language is one file: pages and newsletter speak it, and nothing for people stands outside the catalogue."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields, is_dataclass, replace
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from dashboards.alert_letter import alert_sentences, alert_silence, unseen_changes
from dashboards.newsletter.issue import make_issue
from dashboards.pages.site import site_pages, write_site
from dashboards.text import catalogue
from dashboards.text.catalogue import LOCALE
from dashboards.text.po_file import read_po
from dashboards.text.words import Words
from tests.releases import EVERYTHING, NAMES, Made, make_release
from warehouse.release.tables.coding import Value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from polib import POEntry

    from warehouse.release.tables.release import Release

CHOICES = {"number", "letters of a month", "calendar"}
"""Contexts whose text is no word but how the language writes numbers and dates."""
LATIN = re.compile(r"[A-Za-z]{2,}")
NO_WORD = re.compile(r"[^\s>]+…|^[\w-]+\.html$|^\d-[\w-]+$")
"""A source's name that is too long for its picture; the names of files."""
SAID = re.compile(r"<[^>]*?aria-label=\"([^\"]*)\"[^>]*>|<[^>]*>")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def cyrillic(text: str) -> str:
    """The text of a made-up language: each letter outside a placeholder is one that English has not."""
    made = ""
    for literal, name, form, _ in Formatter().parse(text):
        made += "".join(chr(0x410 + ord(c) % 32) if "A" <= c <= "z" else c for c in literal)
        if name is not None:
            made += "{" + name + (f":{form}" if form else "") + "}"
    return made


def made_up(entry: POEntry) -> str:
    """One entry of the made-up language's file."""

    def line(name: str, text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{name} "{escaped}"\n'

    keys = ("msgctxt", "msgid", "msgid_plural")
    turn = str if entry.msgctxt in CHOICES else cyrillic
    lines = "".join(line(key, getattr(entry, key)) for key in keys if getattr(entry, key))
    if not entry.msgid_plural:
        return lines + line("msgstr", turn(entry.msgid))
    forms = enumerate((entry.msgid, entry.msgid_plural))
    return lines + "".join(line(f"msgstr[{at}]", turn(text)) for at, text in forms)


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of languages to drop a file into."""
    folder = tmp_path / "locale"
    shutil.copytree(LOCALE, folder)
    monkeypatch.setattr(catalogue, "LOCALE", folder)
    catalogue.translations.cache_clear()
    return folder


def texts(thing: object) -> Iterator[str]:
    """Every text within pages, figures and tables; of a picture what is read out."""
    if isinstance(thing, str):
        yield SAID.sub(r" \1 ", thing)
    elif isinstance(thing, (tuple, list)):
        for one in thing:
            yield from texts(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in NO_TEXT:
                yield from texts(getattr(thing, field.name))


NO_TEXT = {
    "key",
    "kind",
    "file",
    "nav",
    "link",
    "links",
    "use",
    "swatch",
    "terms",
    "mark",
    "stem",
    "language",
}
NO_TEXT |= {"framed", "plain", "narrow"}


def names_of(release: Release) -> re.Pattern[str]:
    """What a town wrote itself: names, titles, roles."""
    named = {
        text
        for table in release.tables.values()
        for row in table.to_pylist()
        for text in row.values()
        if isinstance(text, str) and len(text) > 1
    }
    return re.compile("|".join(re.escape(one) for one in sorted(named, key=len, reverse=True)))


def test_pages_and_newsletter_speak_a_language_of_one_file(locale: Path) -> None:
    """No English word is left: each text comes from the catalogue, also in sentences, tables and pictures."""
    entries = read_po(LOCALE / "ja.po")
    (locale / "xx.po").write_text(HEADER + "\n" + "\n".join(map(made_up, entries)), "utf-8")
    release = make_release(replace(EVERYTHING, language="xx"))
    names = names_of(release)
    said = [site_pages(release), make_issue(release, date(2026, 2, 1))]
    rows = release.tables["alert"].to_pylist()
    said += [alert_sentences(release, rows), alert_silence(release), unseen_changes(release)]
    left = {
        (found, text[:90])
        for text in texts(said)
        for found in LATIN.findall(names.sub("", NO_WORD.sub("", text)))
    }
    assert not left, "say it through gettext"


def test_what_is_not_translated_is_english(locale: Path, tmp_path: Path) -> None:
    """A file of one entry makes a whole site: that entry's text, and English."""
    (locale / "xx.po").write_text(
        HEADER + '\nmsgid "Made on {day}"\nmsgstr "Ḿadé {day}"\n', "utf-8"
    )
    release = make_release(Made(names=NAMES[:1], months=2, tools=("files",), language="xx"))
    write_site(release, tmp_path / "site")
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert '<html lang="xx">' in page
    assert "Ḿadé " in page
    assert "Skip to content" in page


def test_numbers_take_the_separators_of_the_language(locale: Path) -> None:
    """In cells, tiles and signs beside the texts too, not only in sentences."""
    own = 'msgctxt "number"\nmsgid "1,234.5"\nmsgstr "1.234,5"\n'
    (locale / "xx.po").write_text(HEADER + "\n" + own, "utf-8")
    words = Words("xx")
    assert words.number(-1234.5, "+,.1f") == "−1.234,5"
    assert words.signed(-4321) == "−4.321"
    assert words.shown(Value(1200, 1300, "interval", "count")) == "1.200–1.300"
    assert words.gettext("{sheets:,.0f} sheets this fiscal year", sheets=41200).startswith("41.200")
