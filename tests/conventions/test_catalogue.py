"""Every text for people is in the catalogue, translated, and can be filled in as the English one."""

from __future__ import annotations

import io
import re
import shutil
import tokenize
from typing import TYPE_CHECKING

import pytest

from dashboards.text import catalogue
from dashboards.text.catalogue import LOCALE, Catalogue, languages
from dashboards.text.po_file import is_usable, placeholders, read_po, translated
from flows.settings.settings import load_settings
from flows.settings.settings_file import SettingsError
from tests.catalogue import extracted, merge, read

if TYPE_CHECKING:
    from pathlib import Path

DASHBOARDS = LOCALE.parents[1]
FILES = sorted(path.stem for path in LOCALE.glob("*.po"))


def _keys(messages: object) -> set[object]:
    return {(one.context, one.id) for one in messages if one.id}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", FILES)
def test_a_language_has_the_texts_of_the_code_and_no_other(language: str) -> None:
    """Nothing is missing, nothing is left over."""
    code, file = _keys(extracted()), _keys(read(language))
    assert not code - file, "run: make catalogue, and translate what is new"
    assert not file - code, "run: make catalogue"


@pytest.mark.parametrize("language", FILES)
def test_each_text_is_translated_and_names_the_same_values(language: str) -> None:
    """No entry is empty or fuzzy; its placeholders are those of the English text."""
    entries = read_po(LOCALE / f"{language}.po")
    assert entries
    unfit = [one.msgid for one in entries if not is_usable(one)]
    assert not unfit, "translate it, with the placeholders of its msgid"
    differ = [
        one.msgid
        for one in entries
        if not one.msgid_plural
        and {*map(frozenset, map(placeholders, translated(one)))}
        != {frozenset(placeholders(one.msgid))}
    ]
    assert not differ, "a value is named that the other language leaves out"


@pytest.mark.parametrize("language", FILES)
def test_the_program_reads_a_file_as_babel_does(language: str) -> None:
    """Contexts, plurals and escapes come out of our reader as out of Babel's."""
    ours = Catalogue(language)
    for message in read(language):
        if not message.id or not isinstance(message.id, str):
            continue
        found = (
            ours.pgettext(message.context, message.id)
            if message.context
            else ours.gettext(message.id)
        )
        assert found == message.string


JAPANESE = re.compile("[ぁ-んァ-ヴ一-鿿]")
WRITES_JAPANESE = {
    "text/words.py": "reads the words in which a release writes a bound",
    "read/differences.py": "reads the words in which a release writes a bound",
    "read/series/sheets.py": "writes a sum of sheets as a release does",
    "newsletter/charts/frame.py": "where a Japanese line may break",
    "newsletter/formats/word_file.py": "the name of a font",
    "pages/site.py": "signs that every font of a site has",
}


def test_no_japanese_text_stands_in_the_code_of_pages_and_newsletter() -> None:
    """Texts for people are English in the code, and Japanese in the catalogue alone."""
    found = {
        f"{path.relative_to(DASHBOARDS)}:{token.start[0]}"
        for path in DASHBOARDS.rglob("*.py")
        if str(path.relative_to(DASHBOARDS)) not in WRITES_JAPANESE
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
        if token.type == tokenize.STRING
        and not token.string.startswith('"""')
        and JAPANESE.search(token.string)
    } | {
        path.name
        for path in (DASHBOARDS / "pages" / "templates").iterdir()
        if JAPANESE.search(path.read_text("utf-8"))
    }
    assert not found, "write it in English, in gettext(…), and its Japanese into locale/ja.po"


FILE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

# A translator's remark.
msgctxt "number"
msgid "1,234.5"
msgstr "1.234,5"

msgid "{sheets:,.1f} sheets"
msgstr "{sheets:,.1f} "
"Blatt \"A4\""

#, fuzzy
msgid "Paper"
msgstr "Papyrus"

msgid "Empty"
msgstr ""

msgid "{tool} is used"
msgstr "{toll} wird benutzt"

msgid "An open {brace"
msgstr "offen {brace"

msgctxt "of a month"
msgid "final"
msgstr "endgültig"

msgid "{count} day of {tool}"
msgid_plural "{count} days of {tool}"
msgstr[0] "{count} Tag {tool}"
msgstr[1] "{count} Tage {tool}"

#~ msgid "gone"
#~ msgstr "weg"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A language that came as one file."""
    shutil.copytree(LOCALE, tmp_path / "locale")
    (tmp_path / "locale" / "xx.po").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "locale")
    catalogue.translations.cache_clear()
    return Catalogue("xx")


def test_a_dropped_in_file_is_a_language(german: Catalogue) -> None:
    """Texts, contexts, plurals and separators come from it; what it lacks or spoils stays English."""
    assert languages() == ("en", "ja", "xx")
    assert german.gettext("{sheets:,.1f} sheets", sheets=1234.5) == '1.234,5 Blatt "A4"'
    assert german.pgettext("of a month", "final") == "endgültig"
    assert german.gettext("final") == "final"
    assert german.gettext("Paper") == "Paper"
    assert german.gettext("Empty") == "Empty"
    assert german.gettext("{tool} is used", tool="Chat") == "Chat is used"
    assert german.gettext("gone") == "gone"
    days = [
        german.ngettext("{count} day of {tool}", "{count} days of {tool}", count, tool="Chat")
        for count in (1, 2)
    ]
    assert days == ["1 Tag Chat", "2 Tage Chat"]


def test_a_merge_keeps_what_is_translated(german: Catalogue) -> None:
    """A new language's file takes up the texts of the code and loses those that are gone."""
    code = extracted()
    code.add("{count} day of {tool}", None)
    merge("xx", code)
    texts = {"", *(one.msgid for one in read_po(catalogue.LOCALE / "xx.po"))}
    assert texts == {
        "",
        *(one.id if isinstance(one.id, str) else one.id[0] for one in code if one.id),
    }
    catalogue.translations.cache_clear()
    assert Catalogue("xx").number(1234.5, ",.1f") == "1.234,5"
    assert german.language == "xx"


def test_the_settings_take_each_language_with_a_file(german: Catalogue, tmp_path: Path) -> None:
    """`language` is English or the name of a file; another word is refused with its place."""
    path = tmp_path / "hirogari.toml"
    (tmp_path / "staff.csv").touch()
    text = (
        '[town]\nname = "町"\nlaunched_on = 2025-04-01\nlanguage = "%s"\n'
        '[roster]\nstaff = "staff.csv"\nsections = "staff.csv"\n'
    )
    path.write_text(text % german.language, encoding="utf-8")
    assert load_settings(path).town.language == "xx"
    path.write_text(text % "yy", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"town\.language: this word is not allowed here"):
        load_settings(path)
