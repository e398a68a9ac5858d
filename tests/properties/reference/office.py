"""What the office steers by: actions, targets and hand-over."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from tests.properties.reference.days import DAY, fiscal_year, later
from tests.properties.reference.work import WorkReference
from tests.properties.small_town import Action, Training
from warehouse.release import TOWN

if TYPE_CHECKING:
    from datetime import date

    from tests.properties.reference.use import Row


STEPS = ("checked", "acted", "decided", "oriented", "observed")


class OfficeReference(WorkReference):
    """Actions, targets, hand-over."""

    def action(self) -> list[Row]:
        """Observed → oriented → decided → acted → checked, with dates, result and whether it is overdue."""
        return [self._action(one) for one in self.town.of(Action)]

    def _action(self, one: Action) -> Row:
        due_on = one.observed_on + timedelta(days=self.town.measures.action_due_days)
        words = ["action", "title", "tool", "owner_role", "type", "hypothesis", "measure", "result"]
        dates = {f"{step}_on": getattr(one, f"{step}_on") for step in STEPS}
        return {
            **{word: getattr(one, word) for word in words},
            **dates,
            "section": self.standing(one.section, self.today - DAY) if one.section else None,
            "step": next(step for step in STEPS if dates[f"{step}_on"]),
            "due_on": due_on,
            "days": (one.checked_on - one.observed_on).days if one.checked_on else None,
            "is_overdue": one.checked_on is None and self.today > due_on,
        }

    def cadence(self) -> list[Row]:
        """Median days from observed to checked, and how many are overdue; the whole town hall counts all actions."""
        sections = {TOWN, *(row["section"] for row in self.action())} if self.action() else set()
        rows = []
        for section in sections - {None}:
            mine = [row for row in self.action() if section in {TOWN, row["section"]}]
            days = [row["days"] for row in mine if row["checked_on"]]
            rows.append(
                {
                    "section": section,
                    "actions": len(mine),
                    "checked": len(days),
                    "open": len(mine) - len(days),
                    "overdue": sum(row["is_overdue"] for row in mine),
                    "cadence_days": median(days) if days else None,
                }
            )
        return rows

    def target(self, section: str, tool: str, month: date) -> float | None:
        """The share to reach by the end of the fiscal year: the section's own, else everyone's."""
        shares = {
            one.section: one.share
            for one in self.town.measures.targets
            if one.tool == tool and one.fiscal_year == fiscal_year(month)
        }
        return shares.get(section, shares.get(None))

    @staticmethod
    def rate(row: Row) -> float | None:
        """Active days ÷ assigned working days."""
        return row["active_days"] / row["assigned_days"] if row["assigned_days"] else None

    def under_way(self, section: str, tool: str, month: date) -> bool:
        """An action for the tool, of the section or the whole town hall, acted on and not checked yet."""
        return any(
            one.tool == tool
            and (one.section is None or self.standing(one.section, month) == section)
            and one.acted_on is not None
            and one.acted_on < later(month, 1)
            and (one.checked_on is None or one.checked_on >= month)
            for one in self.town.of(Action)
        )

    def normal_month(self) -> list[Row]:
        """Use rate at or above its target for three months in a row with no action under way in them."""
        return self._normal_month

    @cached_property
    def _normal_month(self) -> list[Row]:
        rows: dict[tuple[str, str, date], Row] = {}
        for use in self.use_month():
            section, tool, month = use["section"], use["tool"], use["month"]
            target, rate = self.target(section, tool, month), self.rate(use)
            if target is None:
                continue
            rows[section, tool, month] = {
                "section": section,
                "tool": tool,
                "month": month,
                "rate": rate,
                "target": target,
                "distance": None if rate is None else rate - target,
                "is_met": None if rate is None else rate >= target,
                "has_action": self.under_way(section, tool, month),
                "state": use["state"],
            }
        for (section, tool, month), row in rows.items():
            three = [rows.get((section, tool, later(month, -back))) for back in range(3)]
            row["is_normal"] = all(one and one["is_met"] and not one["has_action"] for one in three)
        return list(rows.values())

    @property
    def over(self) -> date:
        """The first of the last month that is over."""
        return later(self.today.replace(day=1), -1)

    def training_coverage(self) -> list[Row]:
        """The most people who came to one training ÷ people assigned."""
        rows = []
        people = list(self.staff_on(self.today - DAY).values())
        for section in sorted(set(people)):
            came = self._came(section)
            rows.append(
                {
                    "section": section,
                    "attended": max(came, default=None),
                    "assigned": people.count(section),
                    "coverage": min(1.0, max(came) / people.count(section)) if came else None,
                }
            )
        return rows

    def _came(self, section: str) -> list[int]:
        """Who came to each training; sections that are one today are added up while they were apart."""
        now = self.today - DAY
        codes = {one.section for one in self.town.sections}
        members = sorted(one for one in codes if self.standing(one, now) == section)
        found: dict[tuple[object, ...], dict[str, int]] = {}
        for one in self.town.of(Training):
            if self.standing(one.section, now) == section:
                made_up = tuple(self.standing(member, one.day_on) for member in members)
                came = found.setdefault((one.training, made_up), {})
                own = self.standing(one.section, one.day_on)
                came[own] = max(one.attended, came.get(own, 0))
        return [sum(came.values()) for came in found.values()]

    def handover(self) -> list[Row]:
        """Met or not: normal for each core tool, lead, own action in six months, paper ratio, training."""
        rows: list[Row] = []
        measures, closing = self.town.measures, self.town.measures.closing_on
        for section in sorted(set(self.staff_on(self.today - DAY).values())):
            items = {
                f"normal_{tool}": self._is_normal(section, tool) for tool in measures.core_tools
            }
            items["lead_named"] = section in dict(measures.leads)
            since = self.today - timedelta(days=183)
            items["own_action"] = any(
                row["section"] == section and (row["acted_on"] or row["observed_on"]) > since
                for row in self.action()
            )
            items["paper_ratio"] = self._paper_ratio(section)
            coverage = next(
                row["coverage"] for row in self.training_coverage() if row["section"] == section
            )
            items["training"] = None if coverage is None else coverage >= 0.8
            rows += [
                {
                    "section": section,
                    "item": item,
                    "is_met": bool(met),
                    "is_known": met is not None,
                    "closing_on": closing,
                    "days_left": (closing - self.today).days if closing else None,
                }
                for item, met in items.items()
            ]
        return rows

    def _is_normal(self, section: str, tool: str) -> bool | None:
        """Whether it is normal in the last month that is over and whose rate is known."""
        known = [
            (row["month"], bool(row["is_normal"]))
            for row in self.normal_month()
            if (row["section"], row["tool"]) == (section, tool) and row["is_met"] is not None
        ]
        return self._newest(known)

    def _paper_ratio(self, section: str) -> bool | None:
        """Whether documents' ratio is at its target in the last month that is over and has one."""
        known = [
            (row["month"], bool(row["ratio"] >= self.town.measures.paper_ratio))
            for row in self.documents
            if row["section"] == section and row["ratio"] is not None
        ]
        return self._newest(known)

    def _newest(self, known: list[tuple[date, bool]]) -> bool | None:
        over = [one for one in known if one[0] <= self.over]
        return max(over)[1] if over else None
