"""What the office steers by: actions and hand-over."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from tests.properties.reference.days import DAY
from tests.properties.reference.work import WorkReference
from tests.properties.small_town import Action
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from tests.properties.reference.use import Row


STEPS = ("checked", "acted", "decided", "oriented", "observed")


class OfficeReference(WorkReference):
    """Actions, hand-over."""

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

    def handover(self) -> list[Row]:
        """Met or not: a lead, and an action of its own in six months, of every section with people in it."""
        since = self.today - timedelta(days=183)
        rows = []
        for section in sorted(set(self.staff_on(self.today - DAY).values())):
            acted = any(
                row["section"] == section and (row["acted_on"] or row["observed_on"]) > since
                for row in self.action()
            )
            items = {
                "lead_named": section in dict(self.town.measures.leads),
                "own_action": acted,
            }
            rows += [
                {"section": section, "item": item, "is_met": met} for item, met in items.items()
            ]
        return rows
