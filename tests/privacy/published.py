"""What a reader finds in a published site and newsletter, read from the files with no code of ours.

A page gives tables, sentences, pictures' words and whatever stands in attributes; a table or sentence
that names its measure, section and month becomes a `Read`, as a line of the CSV export does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tests.privacy.published_lines import Read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

TOOLS = {"ファイル共有": "files"}
"""The tools of the random town, by the names that pages use."""
PAIRS = {"文書の扱い": "documents"}
HEARD = {"alt", "title", "aria-label", "aria-description", "aria-valuetext", "summary"}
DRAWN = {f"data-{name}" for name in ["table", "columns", "left", "right", "drawn", "rows", "spots"]}
"""Where a picture's table stands, how wide it is drawn and where its rows are."""
AGE = {"data-made-on", "data-days"}
"""The day on which the pages were made, and after how many days they call themselves old."""
_MONTH = re.compile(r"令和(元|\d+)年(\d+)月")
_SHARE = r"(約?\d+(?:〜\d+)?%(?:未満|以上)?)"
_MARKS = re.compile(r"\s*(?:暫定|欠測あり|暫|欠)$")
_VOID = {"meta", "link", "img", "br", "hr", "input", "col", "source", "wbr"}


@dataclass
class Table:
    """A table as it stands, hidden columns too: caption, column heads, rows of texts."""

    caption: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    is_data: bool = True


@dataclass
class Page:
    """One file: `texts` of blocks, what is `drawn` as text in pictures, `attributes` and comments."""

    name: str
    title: str = ""
    tables: list[Table] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """Everything that may be a sentence, read or heard."""
        yield from (*self.texts, *self.drawn)
        yield from (text for name, text in self.attributes if name in HEARD)


_BLOCKS = {"p", "h1", "h2", "h3", "li", "td", "th", "caption", "text", "summary", "title", "desc",
           "span", "b", "div", "tr", "em"}  # fmt: skip


class _Reader(HTMLParser):
    """Reads on through whatever it meets: nothing is skipped because it is not to be seen."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page(name)
        self._text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end_text()
        told = {name: value or "" for name, value in attrs}
        self.page.attributes += [
            (name, value)
            for name, value in told.items()
            if name in HEARD or (name.startswith("data-") and name not in DRAWN | AGE)
        ]
        if tag == "table":
            self.page.tables.append(Table(is_data=told.get("role") != "presentation"))
        elif tag == "tr" and self.page.tables:
            self.page.tables[-1].rows.append([])
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        text = self._text.strip()
        table = self.page.tables[-1] if self.page.tables else None
        if tag in {"td", "th"} and table and table.rows:
            table.rows[-1].append(text)
        elif tag == "caption" and table:
            table.caption = text
        elif tag == "thead" and table and table.rows:
            table.head = table.rows.pop()
        elif tag == "title" and not self.page.title:
            self.page.title = text.split("｜")[0]
        if tag in _BLOCKS:
            self._end_text()
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self._open):
            self._text += data
        else:
            self.page.attributes.append(("script", data))

    def handle_comment(self, data: str) -> None:
        self.page.attributes.append(("comment", data))

    def _end_text(self) -> None:
        if text := self._text.strip():
            is_drawn = "svg" in self._open and self._open[-1] == "text"
            (self.page.drawn if is_drawn else self.page.texts).append(text)
        self._text = ""


def read_page(name: str, text: str) -> Page:
    """Read one HTML page or SVG picture."""
    reader = _Reader(name)
    reader.feed(text)
    reader.close()
    return reader.page


def read_markdown(name: str, text: str) -> Page:
    """Read Markdown: lines are sentences, lines of bars are tables under the heading before them."""
    page, heading = Page(name), ""
    for line in (one.strip() for one in text.splitlines()):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            page.texts += [line] if line else []
        elif set(line) <= set("|-: "):
            continue
        elif page.tables and page.tables[-1].caption == heading:
            page.tables[-1].rows.append(cells)
        else:
            page.tables.append(Table(heading, cells))
    return page


_MARK = ".hirogari.json"


def read_published(folder: Path) -> list[Page]:
    """Read every page, picture, script and letter below a folder of a site or a newsletter."""
    pages: list[Page] = []
    # The mark by which a folder is known as ours holds names and hashes of the other files, and nothing else.
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and one.name != _MARK):
        name = str(path.relative_to(folder))
        if path.suffix in {".html", ".svg"}:
            pages.append(read_page(name, path.read_text("utf-8")))
        elif path.suffix in {".md", ".txt"}:
            pages.append(read_markdown(name, path.read_text("utf-8")))
        elif path.suffix in {".json", ".js"} and path.name != "site.js":
            pages.append(Page(name, attributes=[("script", path.read_text("utf-8"))]))
        elif path.suffix == ".eml":
            pages += _read_letter(name, path.read_bytes())
    return pages


def _read_letter(name: str, data: bytes) -> Iterator[Page]:
    for part in message_from_bytes(data, policy=policy.default).walk():
        kind = part.get_content_type()
        if kind == "text/html":
            yield read_page(f"{name} in HTML", part.get_content())
        elif kind == "text/plain":
            yield read_markdown(f"{name} as text", part.get_content())


def read_lines(pages: Iterable[Page], sections: Mapping[str, str]) -> set[Read]:
    """Turn what names its measure, section and month into lines; `sections` is name → code."""
    found: set[Read] = set()
    for page in pages:
        for table in page.tables:
            found |= set(_table_lines(page, table, sections))
        for text in page.sentences():
            found |= set(_sentence_lines(text, sections))
    return found


_MEASURES = (
    (re.compile("(?:(?P<item>.+)の)?利用日率の表|ツール別の利用日率の表"), "use_month"),
    (re.compile("(?P<item>.+)の課×月の表"), "use_month"),
    (re.compile("(?:(?P<item>.+)を)?使ったことのある職員の割合の表"), "activation_month"),
    (re.compile("習慣になった職員の割合の表"), "habitual_month"),
    (re.compile("(?P<item>.+)の表"), "paper_digital_month"),
)


def _table_lines(page: Page, table: Table, sections: Mapping[str, str]) -> Iterator[Read]:
    told = ((measure, pattern.fullmatch(table.caption)) for pattern, measure in _MEASURES)
    measure, found = next(((one, match) for one, match in told if match), ("", None))
    named = found.groupdict().get("item") if found else None
    fixed = (PAIRS if measure == "paper_digital_month" else TOOLS).get(named or "")
    if not found or (measure == "paper_digital_month" and not fixed):
        return
    own = sections.get(page.title, "_town")
    for head, *cells in table.rows:
        for column, text in zip(table.head[1:], cells, strict=False):
            section = sections.get(column, own) if fixed in TOOLS.values() else own
            item = fixed or TOOLS.get(column)
            if item and (month := _month(head)):
                yield from _line(measure, section, item, month, text)


def _line(measure: str, section: str, item: str, month: date, text: str) -> Iterator[Read]:
    shown = _MARKS.sub("", text)
    if re.fullmatch(_SHARE, shown):
        yield Read(measure, section, item, month, None, shown)


def _sentence_lines(text: str, sections: Mapping[str, str]) -> Iterator[Read]:
    """`税務課では令和6年12月、開庁日の55%でファイル共有を使いました。記録の始まった令和6年10月の10%から…`."""
    told = rf"(\S+?)では({_MONTH.pattern})、開庁日の{_SHARE}で(\S+?)を使いました(.*)"
    for found in re.finditer(told, text):
        name, when, _, _, shown, tool, more = found.groups()
        month = _month(when)
        if name not in sections or tool not in TOOLS or month is None:
            continue
        yield Read("use_month", sections[name], TOOLS[tool], month, None, shown)
        for earlier in re.finditer(rf"({_MONTH.pattern})の{_SHARE}から", more):
            if before := _month(earlier[1]):
                yield Read("use_month", sections[name], TOOLS[tool], before, None, earlier[4])


def _month(text: str) -> date | None:
    found = _MONTH.match(text)
    if not found:
        return None
    return date(2018 + (1 if found[1] == "元" else int(found[1])), int(found[2]), 1)
