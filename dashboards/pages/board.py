"""やってみて、どうだった: the actions on an OODA board, and 仕事は減ったか: the hours they are thought to save."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from dashboards.aims import STEPS, Action, Aims
from dashboards.pages.figure import Figure, Table, TableCell
from dashboards.pages.page import Card, Lane, Page

if TYPE_CHECKING:
    from dashboards.cells import Cells
    from dashboards.words import Words

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
    names = {section.code: section.name for section in cells.sections}
    lanes = []
    for step in STEPS:
        cards = tuple(_card(a, names, words) for a in aims.actions if a.step == step)
        lanes.append(Lane(words.pick(*_STEPS[step]), cards))
    return Page(
        "actions.html",
        "actions.html",
        words.pick("やってみて、どうだった", "What was tried"),
        board_sentence(aims, words),
        (
            cadence_sentence(aims, words),
            words.pick(
                "前と後をくらべただけでは、取り組みがそうさせたとは言えません。くらべる課と期間がそろうまでは「まだ言えない」とします。",
                "Before and after alone do not show what an action did. Until there are sections to compare with, it cannot be told.",
            ),
        ),
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
    return Card(action.mark, action.title, tuple(facts), tuple(lines), action.is_overdue)


def counted_hours(aims: Aims) -> tuple[Action, ...]:
    """Return the actions at work whose hours were estimated: put to work and not given up."""
    return tuple(
        action
        for action in aims.actions
        if "acted" in action.dates
        and action.result != "stop"
        and (action.hours_saved is not None or action.hours_added is not None)
    )


def work_sentence(aims: Aims, words: Words) -> str:
    """Return the estimated hours saved and added a month, and what remains of them."""
    counted = counted_hours(aims)
    saved = sum(action.hours_saved or 0 for action in counted)
    added = sum(action.hours_added or 0 for action in counted)
    net = saved - added
    if net > 0:
        rest = words.pick(f"差し引き{net:,.0f}時間の減", f"{net:,.0f} fewer in all")
    elif net < 0:
        rest = words.pick(f"差し引き{-net:,.0f}時間の増", f"{-net:,.0f} more in all")
    else:
        rest = words.pick("差し引き0時間", "none in all")
    return words.pick(
        f"見積もりでは、取り組みで月に{saved:,.0f}時間減り、{added:,.0f}時間増えています（{rest}）。",
        f"By estimate, actions save {saved:,.0f} hours a month and add {added:,.0f} ({rest}).",
    )


def work_page(aims: Aims, cells: Cells, words: Words) -> Page:
    """Return the page on hours saved and added."""
    names = {section.code: section.name for section in cells.sections}
    estimate = words.pick("見積もり", "estimate")
    rows = tuple(
        (
            f"{action.mark} {action.title}",
            (
                TableCell(names.get(action.section or "", words("town"))),
                TableCell(f"{action.hours_saved or 0:,.0f}", mark=estimate),
                TableCell(f"{action.hours_added or 0:,.0f}", mark=estimate),
            ),
        )
        for action in counted_hours(aims)
    )
    head = (
        words.pick("取り組み", "Action"),
        words("section"),
        words.pick("減る時間（月）", "Hours saved a month"),
        words.pick("増える時間（月）", "Hours added a month"),
    )
    table = Table(
        "hours",
        words.pick("取り組みごとの時間の表", "Table: hours by action"),
        head,
        rows,
        is_open=True,
    )
    return Page(
        "work.html",
        "work.html",
        words.pick("仕事は減ったか", "Is there less work"),
        work_sentence(aims, words),
        (
            words.pick(
                "取り組みの帳簿に書かれた見積もりです。実際に計った時間ではありません。",
                "These are estimates from the action book, not hours that were measured.",
            ),
        ),
        figures=(
            Figure(
                "hours-figure",
                words.pick("取り組みごとの時間", "Hours by action"),
                words.pick(
                    "実行に移し、やめていない取り組みだけを数えます。",
                    "Only actions put to work and not given up.",
                ),
                tables=(table,),
                terms=("ooda", "bpr"),
            ),
        ),
    )
