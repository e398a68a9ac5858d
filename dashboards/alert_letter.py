"""Writes the alert letter from released numbers. It decides no alert and sends nothing."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

from dashboards.read.alert_coverage import no_alerts_sentence, unseen_sentence
from dashboards.read.differences import alert_number
from dashboards.read.series.cells import Cells
from dashboards.text.words import Words, plain
from warehouse.release.derived.alerts import watched
from warehouse.release.tables.cell_tables import value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.release.tables.release import Release


def alert_sentences(release: Release, alerts: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return one sentence for each of `alerts` (rows of the release table `alert`), in the town's language."""
    words = _words(release)
    names = {section.code: section.name for section in Cells(release).all_sections}
    shown = {
        (row["section"], row["tool"], row["month"]): words.shown(value_of("use_month", row))
        for row in release.tables["use_month"].to_pylist()
    }
    say = {
        "use_fell": _fell,
        "paper_rose": _rose,
        "source_stale": _stale,
        "source_absent": _absent,
    }
    return tuple(
        say[row["kind"]](
            row
            | {
                "name": plain(names.get(row["section"], row["section"] or "")),
                "shown": shown.get((row["section"], row["tool"], row["month"])),
            },
            words,
        )
        for row in alerts
    )


def alert_silence(release: Release) -> str:
    """Return the sentence for a release without alerts, in the town's language."""
    return no_alerts_sentence(watched(release.tables, release.town, release.as_of), _words(release))


def unseen_changes(release: Release) -> str:
    """Return how much of the town hall could have raised an alert, in the town's language; "" if all of it could."""
    return unseen_sentence(watched(release.tables, release.town, release.as_of), _words(release))


def _words(release: Release) -> Words:
    return Words(release.town.language, release.town.fiscal_year_start)


def alert_letter(release: Release, alerts: Sequence[dict[str, Any]]) -> EmailMessage:
    """Return the letter with one line for each alert, without sender and recipients."""
    words = Words(release.town.language)
    town = plain(release.town.name)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.gettext(
        "[Hirogari] {town}: {count} to look at", town=town, count=len(alerts)
    )
    opening = words.gettext(
        "Something in the figures of {town} asks for attention (as of {day}).",
        town=town,
        day=words.day(release.as_of),
    )
    closing = words.gettext(
        "The figures are those on the pages; nothing here is about a person.\nWhat was told once is not sent again."
    )
    lines = "\n".join(f"・{sentence}" for sentence in alert_sentences(release, alerts))
    parts = (opening, lines, unseen_changes(release), closing)
    message.set_content("\n\n".join(part for part in parts if part) + "\n", cte="base64")
    return message


def _fell(row: dict[str, Any], words: Words) -> str:
    tool, month = words(row["tool"]), words.month(row["month"])
    before = alert_number(row, "before", words)
    return words.gettext(
        "{section}, {tool}: the use rate was {shown} in {month}, down by a third or more from the mean of the three months before ({before}%).",
        section=row["name"],
        tool=words.inside(tool),
        shown=row["shown"],
        month=month,
        before=before,
    )


def _rose(row: dict[str, Any], words: Words) -> str:
    month = words.month(row["month"])
    now, before = (alert_number(row, one, words) for one in ("value", "before"))
    return words.gettext(
        "{section}, printing: {now} sheets a head and month in the three months to {month}, more than in the same three a year before ({before}) even against what other sections did.",
        section=row["name"],
        now=now,
        month=month,
        before=before,
    )


def _stale(row: dict[str, Any], words: Words) -> str:
    source = plain(row["source"])
    return words.gettext(
        "Nothing has come from “{source}” for {row:.0f} working days. hirogari check tells why.",
        source=source,
        row=row["value"],
    )


def _absent(row: dict[str, Any], words: Words) -> str:
    source = plain(row["source"])
    return words.gettext(
        "Nothing has ever come from “{source}” (awaited for {row:.0f} working days). hirogari check tells why.",
        source=source,
        row=row["value"],
    )
