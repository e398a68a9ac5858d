"""Writes the lines that `hirogari plan` shows: what each number of waves could tell, and who begins when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message, enumerated
from dashboards.sentences.action_verdicts import series_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboards.text.words import Words
    from warehouse.release.derived.plan import Offer, PlanBasis
    from warehouse.release.tables.series import SeriesKind


def ground_lines(basis: PlanBasis, names: Mapping[str, str], words: Words) -> Iterator[Message]:
    """Yield the series and its last final month, and which sections cannot take part."""
    yield Message(
        "measure: {series}, final up to {month}",
        series=series_name(basis.name, words),
        month=words.month(basis.series.last_final),
    )
    left_out = {
        reason: enumerated(names[one] for one, why in basis.left_out.items() if why == reason)
        for reason in sorted(set(basis.left_out.values()))
    }
    if "no_number" in left_out:
        yield Message(
            "left out, because they have no number of their own here: {sections}",
            sections=left_out["no_number"],
        )
    if "begun_lately" in left_out:
        yield Message(
            "left out, because something on this measure began there in the twelve months before: {sections}",
            sections=left_out["begun_lately"],
        )
    if "unknown_months" in left_out:
        yield Message(
            "left out, because one of the last twelve months is unknown: {sections}",
            sections=left_out["unknown_months"],
        )


def offer_lines(offered: Sequence[Offer], kind: SeriesKind, words: Words) -> Iterator[Message]:
    """Yield for each number of waves what could be told, and when."""
    for one in offered:
        count, month = len(one.waves), words.month(one.judged_after)
        size = _size(one.smallest, kind)
        if one.is_rare:
            yield Message(
                "in {count} waves: only {size} could be told, {months} months after the first start ({month}); hardly any training or rule changes so much, so this plan will probably tell nothing",
                count=count,
                size=size,
                months=one.months,
                month=month,
            )
            continue
        yield Message(
            "in {count} waves: {size} would be told in four cases of five, {months} months after the first start, when {month} is final",
            count=count,
            size=size,
            months=one.months,
            month=month,
        )


def order_lines(
    offer: Offer, seed: int, names: Mapping[str, str], words: Words
) -> Iterator[Message]:
    """Yield the seed and the drawn order."""
    yield Message(
        "drawn by lot with the seed {seed}; with it and the same sections anybody draws this order again:",
        seed=seed,
    )
    for wave, (start, sections) in enumerate(zip(offer.starts, offer.waves, strict=True), 1):
        yield Message(
            "  wave {wave}, {month}: {sections}",
            wave=wave,
            month=words.month(start),
            sections=enumerated(names[one] for one in sections),
        )
    yield Message(
        "the last wave is the comparison: nothing on this measure may begin there before {month}, or never at all",
        month=words.month(offer.starts[-1]),
    )


def _size(smallest: float, kind: SeriesKind) -> Message:
    if kind.scale == "points":
        if kind.better == "more":
            return Message("a rise of {size:.1f} points or more", size=smallest)
        return Message("a fall of {size:.1f} points or more", size=smallest)
    if kind.better == "more":
        return Message("a rise of {size:.1f}% or more", size=smallest)
    return Message("a fall of {size:.1f}% or more", size=smallest)
