"""Writes the newsletter's text as Markdown, with the numbers of each chart as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboards.newsletter.charts.chart import Table
    from dashboards.newsletter.issue import Issue

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|&~$]|:(?=//)|(?<=\S)@(?=\S)|(?<=\bwww)\.)")
"""Characters that are always markup, and those that would turn an address into a link."""
_LINE_START = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([-+=.)])")


def neutral(text: str) -> str:
    """Return the text with every character escaped that Markdown or its HTML could interpret.

    Brackets, colons and similar characters are markup only beside another sign, which is escaped. They stay as they
    are, so that the source remains readable.
    """
    return _LINE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))


def make_markdown(issue: Issue) -> str:
    """Return the whole issue as Markdown; its pictures are the PNG files in the same folder."""
    return "\n".join(_lines(issue))


def _lines(issue: Issue) -> Iterator[str]:
    yield from (f"# {neutral(issue.title)}", "", neutral(issue.dated), "")
    yield from (f"**{neutral(issue.headline)}**", "")
    for sentence in issue.lead:
        yield neutral(sentence)
    yield ""
    if not issue.state.is_final:
        yield from (f"## {neutral(issue.state_title)}", "")
        for reason in issue.state.reasons:
            yield f"- {neutral(reason)}"
        yield ""
    for chart in issue.charts:
        yield from (f"## {neutral(chart.title)}", "")
        yield from (f"![{neutral(chart.title)}]({chart.name}.png)", "")
        yield from _table(chart.table)
        yield from ("", neutral(chart.note), "")
    yield from (f"## {neutral(issue.word_title)} {neutral(issue.word.word)}", "")
    yield from (neutral(issue.word.meaning), "")
    if issue.training:
        yield from (f"## {neutral(issue.training_title)}", "", neutral(issue.training), "")
    yield from (f"## {neutral(issue.form.title)}", "", neutral(issue.form.introduction), "")
    for question in issue.form.questions:
        yield f"- **{neutral(question)}** "
    yield ""
    yield from (neutral(sentence) for sentence in issue.about)


def _table(table: Table) -> Iterator[str]:
    header, rows = table
    yield "| " + " | ".join(map(neutral, header)) + " |"
    yield "|" + " --- |" * len(header)
    for row in rows:
        yield "| " + " | ".join(map(neutral, row)) + " |"
