"""Writes the letter that tells what somebody should look at now, from released numbers alone."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

from dashboards.read.cells import Cells
from dashboards.read.differences import alert_number
from dashboards.read.watch import limits, silence
from dashboards.text.words import Words, plain
from warehouse.release.derived.alerts import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.release.tables.release import Release


def alert_sentences(release: Release, alerts: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return one sentence for each row of `release.alert`, in the town's language."""
    words = _words(release)
    names = {section.code: section.name for section in Cells(release).all_sections}
    shown = {
        (row["section"], row["tool"], row["month"]): words.shown(row["shown"])
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
    """Return what it says that a release has no alert, in the town's language."""
    return silence(watched(release.tables, release.town, release.as_of), _words(release))


def alert_limits(release: Release) -> str:
    """Return of how much of the town hall a release can raise alerts; nothing where of all."""
    return limits(watched(release.tables, release.town, release.as_of), _words(release))


def _words(release: Release) -> Words:
    return Words(release.town.language, release.town.fiscal_year_start)


def alert_letter(release: Release, alerts: Sequence[dict[str, Any]]) -> EmailMessage:
    """Return the letter, without sender and recipients; one line an alert."""
    words = Words(release.town.language)
    town = plain(release.town.name)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.pick(
        f"【広がり】{town}：見ておきたいこと {len(alerts)}件",
        f"[Hirogari] {town}: {len(alerts)} to look at",
    )
    opening = words.pick(
        f"{town}の記録から、見ておきたいことがあります（{words.day(release.as_of)}時点）。",
        f"Something in the figures of {town} asks for attention (as of {words.day(release.as_of)}).",
    )
    closing = words.pick(
        "数は画面に出しているものと同じです。個人のことは含みません。\n"
        "一度お知らせしたことは、くり返し送りません。",
        "The figures are those on the pages; nothing here is about a person.\n"
        "What was told once is not sent again.",
    )
    lines = "\n".join(f"・{sentence}" for sentence in alert_sentences(release, alerts))
    parts = (opening, lines, alert_limits(release), closing)
    message.set_content("\n\n".join(part for part in parts if part) + "\n", cte="base64")
    return message


def _fell(row: dict[str, Any], words: Words) -> str:
    tool, month = words(row["tool"]), words.month(row["month"])
    before = alert_number(row, "before", words)
    return words.pick(
        f"{row['name']}の{tool}：{month}の利用日率は{row['shown']}でした。"
        f"その前の3か月の平均（{before}%）から、3分の1以上下がりました。",
        f"{row['name']}, {tool.lower()}: the use rate was {row['shown']} in {month}, down by a third or more "
        f"from the mean of the three months before ({before}%).",
    )


def _rose(row: dict[str, Any], words: Words) -> str:
    month = words.month(row["month"])
    now, before = (alert_number(row, one, words) for one in ("value", "before"))
    return words.pick(
        f"{row['name']}の印刷：{month}までの3か月は1人あたり月{now}枚でした。"
        f"前の年の同じ3か月（{before}枚）より、ほかの課の動きを差し引いても増えています。",
        f"{row['name']}, printing: {now} sheets a head and month in the three months to {month}, more than "
        f"in the same three a year before ({before}) even against what other sections did.",
    )


def _stale(row: dict[str, Any], words: Words) -> str:
    source = plain(row["source"])
    return words.pick(
        f"記録「{source}」が{row['value']:.0f}開庁日届いていません。hirogari check で理由が分かります。",
        f"Nothing has come from “{source}” for {row['value']:.0f} working days. hirogari check tells why.",
    )


def _absent(row: dict[str, Any], words: Words) -> str:
    source = plain(row["source"])
    return words.pick(
        f"記録「{source}」は、まだ一度も届いていません（待ちはじめて{row['value']:.0f}開庁日）。"
        "hirogari check で理由が分かります。",
        f"Nothing has ever come from “{source}” (awaited for {row['value']:.0f} working days). "
        "hirogari check tells why.",
    )
