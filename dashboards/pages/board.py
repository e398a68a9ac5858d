"""やってみて、どうだった: what changed with what was tried, and the actions on an OODA board."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from dashboards.cards.figure import Drawing, Figure, Legend, Line, Table, TableCell, inline_svg
from dashboards.cards.figures import basis
from dashboards.cards.page import Card, Lane, Page, section_file
from dashboards.charts.interval import draw_intervals, interval_points, interval_size
from dashboards.read.targets import STEPS, Action, Aims
from dashboards.sentences.findings import effect_name, effect_sentence, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.cells import Cells
    from dashboards.read.outcomes import Effect
    from dashboards.text.words import Words

_STEPS = {
    "observed": ("見る", "Observed"),
    "oriented": ("つかむ", "Oriented"),
    "decided": ("決める", "Decided"),
    "acted": ("やってみる", "Acted"),
    "checked": ("確かめた", "Checked"),
}
_TYPES = {"improvement": ("改善", "improvement"), "reform": ("改革", "reform")}
_RESULTS = {
    "continue": ("続ける", "go on"),
    "stop": ("やめる", "stop"),
    "change": ("変える", "change"),
}


def board_page(aims: Aims, cells: Cells, words: Words) -> Page:
    """Return the page of actions."""
    names = {section.code: section.name for section in cells.all_sections}
    lanes = []
    for step in STEPS:
        cards = tuple(_card(a, names, words) for a in aims.actions if a.step == step)
        lanes.append(Lane(words.pick(*_STEPS[step]), cards))
    return Page(
        "actions.html",
        "actions.html",
        words.pick("やってみて、どうだった", "What was tried"),
        board_sentence(aims, words),
        (cadence_sentence(aims, words),),
        figures=effect_figures(aims, cells, words),
        lanes=tuple(lanes),
    )


def step_word(step: str, words: Words) -> str:
    """Return what a step of the loop is called; nothing for none."""
    return words.pick(*_STEPS[step]) if step in _STEPS else ""


def board_sentence(aims: Aims, words: Words) -> str:
    """Return how many actions there are, how many went round the loop, how many are overdue."""
    checked = sum(action.step == "checked" for action in aims.actions)
    overdue = sum(action.is_overdue for action in aims.actions)
    count = len(aims.actions)
    if overdue:
        return words.pick(
            f"{count}件の取り組みのうち{checked}件を確かめました。{overdue}件は、確かめる期限を過ぎています。",
            f"{checked} of {count} actions have been checked; {overdue} are overdue.",
        )
    return words.pick(
        f"{count}件の取り組みのうち{checked}件を確かめました。期限を過ぎたものはありません。",
        f"{checked} of {count} actions have been checked; none is overdue.",
    )


def cadence_sentence(aims: Aims, words: Words) -> str:
    """Return the median days from observing to checking."""
    days = [action.days for action in aims.actions if action.days is not None]
    if not days:
        return words.pick(
            "気づいてから確かめるまでの日数は、まだ言えません。",
            "How long a round takes cannot be told yet.",
        )
    return words.pick(
        f"気づいてから確かめるまで、まん中の値で{median(days):.0f}日かかっています（{len(days)}件）。",
        f"From observing to checking: a median of {median(days):.0f} days ({len(days)} actions).",
    )


def _card(action: Action, names: dict[str, str], words: Words) -> Card:
    where = names.get(action.section or "", words("town")) if action.section else words("town")
    facts = [where]
    if action.tool:
        facts.append(words(action.tool))
    if action.type in _TYPES:
        facts.append(words.pick(*_TYPES[action.type]))
    if action.role:
        facts.append(action.role)
    lines = []
    if action.hypothesis:
        lines.append(words.pick(f"見込み：{action.hypothesis}", f"Expected: {action.hypothesis}"))
    if action.measure:
        lines.append(words.pick(f"ものさし：{action.measure}", f"Measure: {action.measure}"))
    if action.step in action.dates:
        day = words.day(action.dates[action.step])
        lines.append(words.pick(f"{day}にこの段階", f"Here since {day}"))
    if action.result in _RESULTS:
        result = words.pick(*_RESULTS[action.result])
        lines.append(words.pick(f"結果：{result}", f"Result: {result}"))
    elif action.due_on is not None:
        due = words.day(action.due_on)
        late = words.pick("（過ぎています）", " (overdue)") if action.is_overdue else ""
        lines.append(words.pick(f"確かめる期限：{due}{late}", f"To be checked by {due}{late}"))
    return Card(
        action.mark,
        action.title,
        tuple(facts),
        tuple(lines),
        action.is_overdue,
        section_file(action.section) if action.section in names else "",
    )


def effect_figures(aims: Aims, cells: Cells, words: Words) -> tuple[Figure, ...]:
    """Return the card of what changed with trainings and actions, none before any was looked at."""
    # What can be told comes first.
    effects = sorted(aims.outcomes.effects, key=lambda effect: effect.change is None)
    if not effects:
        return ()
    lines = tuple(Line(_effect_kind(effect), effect_sentence(effect, words)) for effect in effects)
    table = _effect_table(aims, words)
    drawings = _intervals(aims, effects, table, " ".join(line.text for line in lines), words)
    title = effects_title(effects, words)
    note = words.pick(
        "した課と、まだの課の、前後3か月の動きの差です（単位はポイント）。前と後をくらべただけの差は、取り組みがそうさせたとは言えないので出しません。",
        "Moves over three months before and after, in sections that did against those that did not (points). Before and after alone shows nothing of why and is not given.",
    )
    if all(effect.change is None for effect in effects):
        note = words.pick(
            "前と後をくらべただけの差は、取り組みがそうさせたとは言えないので出しません。",
            "Before and after alone shows nothing of why and is not given.",
        )
    return (
        Figure(
            "effects",
            title,
            note,
            drawings,
            lines=lines,
            legends=(
                Legend("digital", words.pick("見積もり", "Estimate")),
                Legend(
                    "heat-3",
                    words.pick(
                        "95%の幅：0をまたぐと差があるとは言えない",
                        "95% interval: across 0, no difference can be told",
                    ),
                ),
            )
            if drawings
            else (),
            tables=(table,),
            terms=("effect", "interval", "point"),
            basis=basis(cells, words),
        ),
    )


def _intervals(
    aims: Aims, effects: Sequence[Effect], table: Table, summary: str, words: Words
) -> tuple[Drawing, ...]:
    """Return the wide and the narrow picture of what could be compared; none where nothing could."""
    told = [(effect_name(one, words), one) for one in effects if one.change is not None]
    rows = [aims.outcomes.effects.index(one) for _, one in told]
    drawings = []
    for is_narrow in (False, True) if told else ():
        size = interval_size(len(told), is_narrow=is_narrow)
        spots = zip(interval_points(told, size), rows, strict=True)
        svg = inline_svg(
            draw_intervals(told, size),
            size,
            summary,
            table=table.key,
            columns=(1, 2, 3),
            spots=[(*point, row) for point, row in spots],
        )
        drawings.append(Drawing(svg, "narrow" if is_narrow else "wide"))
    return tuple(drawings)


def effects_title(effects: Sequence[Effect], words: Words) -> str:
    """Return how many could be compared, how many of them differ plainly, how many are still open."""
    kinds = [_effect_kind(effect) for effect in effects]
    open_ones = kinds.count("open")
    compared = len(kinds) - open_ones
    clear = kinds.count("up") + kinds.count("down")
    parts = []
    if compared:
        parts.append(
            words.pick(
                f"くらべられたもの{compared}件（差がはっきりしたもの{clear}件）",
                f"{compared} could be compared ({clear} with a plain difference)",
            )
        )
    if open_ones:
        parts.append(
            words.pick(f"まだ言えないもの{open_ones}件", f"{open_ones} cannot be told yet")
        )
    return words.pick("何が変わったか：", "What changed: ") + words.pick("、", ", ").join(parts)


def _effect_kind(effect: Effect) -> str:
    if effect.change is None or effect.low is None or effect.high is None:
        return "open"
    if effect.low <= 0 <= effect.high:
        return "level"
    return "up" if effect.change > 0 else "down"


def _effect_table(aims: Aims, words: Words) -> Table:
    unknown = TableCell(words.pick("まだ言えない", "cannot be told yet"), "none")
    rows = []
    for effect in aims.outcomes.effects:
        values = (effect.change, effect.low, effect.high)
        points = [unknown if v is None else TableCell(signed(v)) for v in values]
        counts = [TableCell(str(v or 0)) for v in (effect.treated, effect.compared)]
        rows.append((effect_name(effect, words), (*points, *counts)))
    return Table(
        "effects-table",
        words.pick("何が変わったかの表", "Table: what changed"),
        (
            words.pick("したこと", "What was tried"),
            words.pick("差（ポイント）", "Points"),
            words.pick("95%の幅の下", "95% from"),
            words.pick("95%の幅の上", "95% to"),
            words.pick("した課", "Sections treated"),
            words.pick("くらべた課", "Compared with"),
        ),
        tuple(rows),
    )
