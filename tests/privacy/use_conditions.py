"""What published rates of use, documents and online meetings say of who has begun."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from tests.privacy.published_lines import per_cents, rounded
from tests.privacy.weeks_known import Days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from tests.privacy.reader import Reader
    from tests.privacy.solver import Condition, Findings, PersonDays, Places


def use_conditions(
    reader: Reader,
    findings: Findings,
    conditions: list[Condition],
    at: Places,
    closing: dict[date, dict[str, str]],
) -> dict[tuple[str, date], Days]:
    known: dict[tuple[str, date], Days] = {}
    by_month: dict[date, dict[str, PersonDays]] = defaultdict(dict)
    for line in reader.lines:
        if line.table != "use_month" or not line.shown:
            continue
        days = reader.days_there(line.month)
        sections = reader.members(line.section, line.month, line.table, set(days))
        people = [(staff, n) for one in sections for staff, n in days[one].items()]
        whole = sum(n for _, n in people)
        low, high = per_cents(line.shown)
        if line.shown.endswith("未満"):
            high -= 1e-9
        # Whatever says the same cell, at any time and in any place, narrows it.
        least, most, _ = by_month[line.month].get(line.section, (0, whole, people))
        by_month[line.month][line.section] = (
            max(least, int(np.ceil(low * whole / 100 - 1e-9))),
            min(most, int(np.floor(high * whole / 100 + 1e-9))),
            people,
        )
    for month, here in by_month.items():
        town = here.pop("_town", None)
        low_sum, high_sum = sum(v[0] for v in here.values()), sum(v[1] for v in here.values())
        is_whole = town is not None and sum(n for v in here.values() for _, n in v[2]) == sum(
            n for _, n in town[2]
        )
        for section, (low, high, people) in here.items():
            least, most = low, high
            if town is not None and is_whole:
                least = max(low, town[0] - high_sum + high)
                most = min(high, town[1] - low_sum + low)
            _judge_days(findings, section, month, (least, most), people)
            known[section, month] = Days(least, most, _summed(people))
            staying = {staff: n for staff, n in people if staff in closing[month]}
            left = sum(n for staff, n in people if staff not in staying)
            row = reader.weights(at, ((staff, float(n)) for staff, n in staying.items()), month)
            conditions.append((row, least - left, np.inf))
    return known


def _judge_days(
    findings: Findings,
    section: str,
    month: date,
    days: tuple[int, int],
    people: list[tuple[str, int]],
) -> None:
    per_person = _summed(people)
    least, most = days
    missing, fewest = least, 0
    for n in sorted(per_person.values(), reverse=True):
        if missing <= 0:
            break
        missing, fewest = missing - n, fewest + 1
    findings.asked += 1
    highest = min(len(per_person), most)
    if len(per_person) >= 3 and highest - fewest + 1 < 3:
        findings.narrowed.append((section, month, fewest, highest))
    whole = sum(per_person.values())
    findings.persons |= {staff for staff, n in per_person.items() if whole - n < least}


def document_conditions(reader: Reader, conditions: list[Condition], at: Places) -> None:
    """Where files or online meetings are shown nobody has more than half of them: at least two used the tool."""
    told: dict[tuple[str, date, str], dict[str, tuple[float, float]]] = defaultdict(dict)
    for line in reader.lines:
        if line.table != "paper_digital_month" or line.item not in {"documents", "meetings"}:
            continue
        # A page tells the share, the export the digital side itreader.
        number = float((line.shown or "0").removesuffix("%").partition("〜")[0])
        if number > 0:
            _two_users(reader, conditions, at, line.month, line.section)
            if "%" not in (line.shown or ""):
                told[line.item, line.month, line.state][line.section] = rounded(number)
    # A group that stood while others were corrected is of fewer days: it is among the others then.
    for (_, month, _), here in told.items():
        if "_town" not in here:
            continue
        # The whole less all that is shown is of the others, and nobody has more than half of that either.
        left = here["_town"][0] - sum(most for one, (_, most) in here.items() if one != "_town")
        if left > 0:
            shown = here.keys() - {"_town"}
            _two_users(reader, conditions, at, month, "_town", shown)


def _two_users(
    reader: Reader,
    conditions: list[Condition],
    at: Places,
    month: date,
    section: str,
    less: Collection[str] = (),
) -> None:
    """Whoever is in the section, less those in others, are two users at least."""
    everywhere = reader.days_there(month)
    table = "paper_digital_month"
    sections = reader.members(section, month, table, set(everywhere))
    for one in less:
        sections -= reader.members(one, month, table, set(everywhere))
    here = {staff for one in sections for staff in everywhere.get(one, ())}
    staying = [staff for staff in here if (reader.kind[staff], month) in at]
    gone = len(here) - len(staying)
    if gone < 2:
        row = reader.weights(at, ((staff, 1.0) for staff in staying), month)
        conditions.append((row, 2.0 - gone, np.inf))


def _summed(people: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Member of staff → working days."""
    per_person: dict[str, int] = defaultdict(int)
    for staff, n in people:
        per_person[staff] += n
    return per_person
