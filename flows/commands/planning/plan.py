"""Plans an action by lot, for `hirogari plan`: says what could be told, and writes the lines for the book of actions.

Only released values are read. The lines go into a new file; the town's own book is never opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO
from connectors.io.new_files import new_binary_file
from connectors.vendors.books.lot_words import Lot
from connectors.vendors.books.planned_lines import PlannedAction, write_lines
from dashboards.text.words import Words
from flows.commands.planning.asked import (
    PlanRefused,
    checked_month,
    checked_title,
    free_seed,
    named_sections,
    named_series,
    section_names,
)
from flows.commands.planning.lines import ground_lines, offer_lines, order_lines
from flows.night.last_release import last_release
from warehouse.release.derived.plan import offers, proposed, read_plan_basis
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.statistics.lot import LEAST_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from flows.settings.settings import Settings
    from warehouse.release.derived.plan import Offer, PlanBasis


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator asks for.

    Attributes:
        file: a new Excel file for the lines.
        series: the words of the measure, or the name of an own count.
        title: of the action.
        first: first of the month in which the first wave begins.
        sections: codes or names, separated by commas; None: all that can take part.
        seed: None: one is drawn.
        waves: None: the number is proposed.
    """

    file: Path
    series: str
    title: str
    first: date
    sections: str | None = None
    seed: int | None = None
    waves: int | None = None


def plan_lines(settings: Settings, asked: Asked, now: datetime) -> Iterator[Message]:
    """Yield what could be told and the drawn order; write the lines for the book of actions.

    Raises:
        NothingYet: nothing has been released.
        PlanRefused: it cannot be planned as asked; nothing was written.
        SystemRefused: the file cannot be written.
    """
    _require_new(settings, asked.file)
    release, today = last_release(settings), now.astimezone(TOKYO).date()
    series = named_series(release, asked.series)
    title = checked_title(release, asked.title, series)
    names = section_names(release)
    view, yardsticks = ReleasedView(release.tables), Yardsticks(release.town, release.as_of)
    basis = read_plan_basis(
        view, yardsticks, series, named_sections(names, asked.sections), asked.first
    )
    if basis is None:
        raise PlanRefused(
            Message("this measure has no twelve final months yet, so its noise is not known"),
            Message("plan again when it has, or choose another measure"),
        )
    checked_month(asked.first, today, basis.series.last_final)
    seed = free_seed(release, asked.seed)
    words = Words(settings.town.language, settings.town.fiscal_year_start)
    yield from ground_lines(basis, names, words)
    offered = offers(basis, asked.first, seed)
    yield from offer_lines(offered, basis.series.kind, words)
    offer = _chosen(basis, offered, asked.waves)
    yield from order_lines(offer, seed, names, words)
    lot = Lot(seed, asked.first, len(offer.waves))
    action = PlannedAction(title, series, today, lot)
    _write(asked.file, action, offer, names)
    yield Message("wrote {path}", path=asked.file)
    yield Message(
        "next: {step}",
        step=Message(
            "copy all its lines into the book of actions, see whether 種類 is right, and enter the day in 実行 when a section begins"
        ),
    )


def _chosen(basis: PlanBasis, offered: Sequence[Offer], waves: int | None) -> Offer:
    """Return the offer with the number of waves asked for, or the proposed one.

    Raises:
        PlanRefused: there are too few sections for any comparison, or for so many waves.
    """
    if not offered:
        raise PlanRefused(
            Message(
                "nothing could be told: {count} sections can take part, and {least} are needed, one to begin and three to compare it with",
                count=len(basis.series.sections),
                least=LEAST_SECTIONS,
            ),
            Message(
                "choose a measure that more sections have, or begin a year after the last start on it"
            ),
        )
    if waves is not None and waves not in {len(one.waves) for one in offered}:
        raise PlanRefused(
            Message("so many sections cannot begin in {waves} waves", waves=waves),
            Message(
                "name {least} to {most}", least=len(offered[0].waves), most=len(offered[-1].waves)
            ),
        )
    return proposed([one for one in offered if waves in {None, len(one.waves)}])


def _require_new(settings: Settings, file: Path) -> None:
    if file.suffix.lower() != ".xlsx":
        raise PlanRefused(
            Message("the lines are written as Excel"),
            Message("name a file that ends in .xlsx"),
            place=str(file),
        )
    books = {getattr(source, "file", None) for source in settings.sources}
    if file.resolve() in {one.resolve() for one in books if one is not None}:
        raise PlanRefused(
            Message("this is a book of the town, which is never written to"),
            Message("name another file"),
            place=str(file),
        )
    if file.exists() or file.is_symlink():
        raise _there(file)


def _there(file: Path) -> PlanRefused:
    return PlanRefused(
        Message("the file already exists"), Message("name another file"), place=str(file)
    )


def _write(file: Path, action: PlannedAction, offer: Offer, names: Mapping[str, str]) -> None:
    """Write the lines; a section is written by its name unless another has the same."""
    shared = [*names.values()]
    written = {code: name if shared.count(name) == 1 else code for code, name in names.items()}
    waves = [
        (start, [written[section] for section in sections])
        for start, sections in zip(offer.starts, offer.waves, strict=True)
    ]
    try:
        with new_binary_file(file) as opened:
            write_lines(opened, action, waves)
    except FileExistsError:
        raise _there(file) from None
