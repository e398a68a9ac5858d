"""What published habits, segments and person-days say of who has a habit or has begun."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tests.privacy.published_lines import Read, counts_said, month_end
from tests.privacy.weeks_known import Days, Twelve, begun_by_days, habits_by_days, users

if TYPE_CHECKING:
    from tests.privacy.reader import Reader
    from tests.privacy.solver import Condition, Places, Target


def habit_conditions(
    reader: Reader, conditions: list[Condition], at: Places, targets: list[Target]
) -> dict[date, dict[tuple[str, str], int]]:
    """Whoever has a habit has begun; each kind's habits are unknowns of their own in each month."""
    habits: dict[date, dict[tuple[str, str], int]] = {}
    told: dict[date, list[Read]] = defaultdict(list)
    for line in reader.lines:
        if line.table in {"habitual_month", "segment_month"} and line.shown:
            told[line.month].append(line)
    for month, here in told.items():
        own = habits[month] = _habits(reader, month, at, conditions)
        for line in here:
            name = line.item if line.table == "segment_month" else "habitual_month"
            if name not in {"habitual_month", "power", "novice", "low"}:
                continue
            everywhere = {one for _, one in own}
            sections = reader.members(line.section, month, "habitual_month", everywhere)
            places = [place for (_, one), place in own.items() if one in sections]
            # A page does not say of how many; the roster does.
            size = line.n or sum(
                reader.size[f"habit of {at_kind} in {one}"]
                for at_kind, one in own
                if one in sections
            )
            low, high = counts_said(line, size)
            row = dict.fromkeys(places, 1.0)
            if name == "habitual_month":
                conditions.append((row, low, high))
                targets.append((f"habit {line.section}", month, places, size))
            elif name == "power":
                conditions.append((row, low, np.inf))
            else:
                conditions.append((row, -np.inf, high))
            if name == "low":
                place = at[f"used it by {month}", month] = len(at)
                reader.size[f"used it by {month}"] = size
                conditions += [({place: 1.0}, low, high), ({**row, place: -1.0}, -np.inf, 0.0)]
                targets.append(("used it", month, [place], size))
    return habits


def week_conditions(
    reader: Reader,
    conditions: list[Condition],
    at: Places,
    habits: dict[date, dict[tuple[str, str], int]],
    known: dict[tuple[str, date], Days],
) -> None:
    """Add what person-days say of habits, in both directions."""
    sections = {section for section, _ in known}
    for month, own in habits.items():
        twelve = Twelve.of(month, reader.working_days)
        if (f"used it by {month}", month) in at:
            row = {at[f"used it by {month}", month]: 1.0}
            for inside in twelve.whole_months(reader.working_days):
                here = [days for (_, one), days in known.items() if one == inside]
                conditions.append((row, users(here, reader.measured.get(month, set())), np.inf))
        for section in sections:
            here = {one: known[section, one] for one in twelve.months if (section, one) in known}
            members = reader.members(section, month, "habitual_month", {one for _, one in own})
            by_kind = {
                kind: (place, reader.size[f"habit of {kind} in {one}"])
                for (kind, one), place in own.items()
                if one in members and kind not in reader.doubtful[month]
            }
            conditions += habits_by_days(
                twelve, here, by_kind, reader.kind, is_whole=reader.is_whole
            )


def begun_conditions(
    reader: Reader,
    conditions: list[Condition],
    at: Places,
    known: dict[tuple[str, date], Days],
) -> None:
    """Add what person-days say of who has begun in a month."""
    months = sorted({month for _, month in at})
    for (section, month), days in known.items():
        before = (month - timedelta(days=1)).replace(day=1)
        if before not in months and month != months[0]:
            continue
        then = {kind: place for (kind, one), place in at.items() if one == before}
        now = {kind: place for (kind, one), place in at.items() if one == month}
        everywhere = reader.days_there(month)
        members = reader.members(section, month, "use_month", set(everywhere))
        elsewhere = {
            reader.kind[staff]
            for one, own in everywhere.items()
            if one not in members
            for staff in own
        }
        # Whoever was elsewhere at the end of the month before may have begun there since.
        conditions.append(begun_by_days(days, reader.kind, elsewhere, then, now))


def _habits(
    reader: Reader, month: date, at: Places, conditions: list[Condition]
) -> dict[tuple[str, str], int]:
    """Return (kind, section on the last Sunday) → its unknown, for those with twelve weeks behind them."""
    last = month_end(month)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    monday, found = sunday - timedelta(days=83), {}
    # On the roster on the first Monday and every Sunday since, and on no Sunday where no source reaches.
    sundays = [sunday - timedelta(weeks=back) for back in range(12)]
    asked = [monday, *sundays]
    seen: dict[str, set[date]] = defaultdict(set)
    for staff, _, from_on, to_on in reader.roster(month):
        # A line that was corrected late may lie over another of the same person.
        seen[staff] |= {day for day in asked if from_on <= day and (to_on is None or day <= to_on)}
    people: dict[tuple[str, str], int] = defaultdict(int)
    away = _without_source(reader, month, sundays)
    counted = reader.members(
        "_town", month, "habitual_month", {one[1] for one in reader.roster(month)}
    )
    for staff, section, from_on, to_on in reader.roster(month):
        is_here = from_on <= sunday and (to_on is None or sunday <= to_on)
        if is_here and len(seen[staff]) == len(asked) and staff not in away:
            people[reader.kind[staff], section] += 1
            if section in counted and reader.kind[staff] not in reader.doubtful[month]:
                reader.measured.setdefault(month, set()).add(staff)
    by_kind: dict[str, dict[int, float]] = defaultdict(dict)
    for (kind, section), count in people.items():
        name = f"habit of {kind} in {section}"
        found[kind, section] = at[name, month] = len(at)
        reader.size[name] = count
        by_kind[kind][at[name, month]] = -1.0
    for kind, own in by_kind.items():
        if (kind, month) in at:
            conditions.append(({**own, at[kind, month]: 1.0}, 0.0, np.inf))
    return found


def _without_source(reader: Reader, month: date, sundays: list[date]) -> set[str]:
    """Return whom no source reached on a Sunday; note the kinds of people of whom a reader cannot know."""
    why = reader.reasons.get(("habitual_month", month), {})
    merged = {one for one in why if "small_group" in why[one]}
    # Of small sections of which one has no source a reader does not know which.
    doubtful = merged if "unserved" in why.get("_small", ()) else set()
    was_in: dict[str, set[str]] = defaultdict(set)
    for staff, section, from_on, to_on in reader.roster(month):
        if any(from_on <= day and (to_on is None or day <= to_on) for day in sundays):
            was_in[staff].add(section)
    away = {one for one, own in was_in.items() if any("unserved" in why.get(at, ()) for at in own)}
    reader.doubtful[month] = {reader.kind[one] for one, own in was_in.items() if own & doubtful}
    return away
