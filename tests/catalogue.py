"""Extracts the texts shown to people from the code and merges them into each language's file: `make catalogue`."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from dashboards.text import catalogue as words
from tests import source_titles

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("connectors", "warehouse", "dashboards", "flows")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_noop": None,
    "pgettext_noop": ((1, "c"), 2),
    # Messages of connectors, warehouse and flows (`connectors/contract/messages.py`).
    "Message": None,
}
METHODS = {".py": "python", ".html": "jinja2"}


def extracted() -> Catalog:
    """Return the texts in the code, each with the files that use it."""
    texts = Catalog(charset="utf-8")
    for path in sorted(one for package in PACKAGES for one in (ROOT / package).rglob("*")):
        method = METHODS.get(path.suffix)
        content = path.read_bytes() if method else b""
        if method is None or not (b"gettext" in content or b"Message(" in content):
            continue
        found = extract(method, io.BytesIO(content), KEYWORDS, ("Translators:",))
        for _, text, comments, context in found:
            place = [(str(path.relative_to(ROOT)), 0)]
            texts.add(text, None, place, (), comments, context=context)
    return texts


def read(language: str) -> Catalog:
    """Return a language's file as Babel reads it."""
    with (words.LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language if language == "ja" else None)


def write(catalogue: Catalog, path: Path) -> None:
    """Write a language's file, sorted by module; places have no line numbers, which change too often."""
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=120,
            ignore_obsolete=True,
            sort_by_file=True,
            include_lineno=False,
        )


def merge(language: str, texts: Catalog) -> None:
    """Update a language's file from the code: add new texts untranslated, drop removed ones, keep the rest."""
    catalogue = read(language)
    dates = catalogue.creation_date, catalogue.revision_date
    catalogue.update(texts, no_fuzzy_matching=True)
    # Otherwise the extraction's dates would change the file at every run.
    catalogue.creation_date, catalogue.revision_date = dates
    write(catalogue, words.LOCALE / f"{language}.po")


if __name__ == "__main__":
    source_titles.FILE.write_text(source_titles.text(), encoding="utf-8")
    code = extracted()
    for file in sorted(words.LOCALE.glob("*.po")):
        merge(file.stem, code)
        print(f"{file.stem}: {len(code)} texts")  # noqa: T201 - the output of `make catalogue`
