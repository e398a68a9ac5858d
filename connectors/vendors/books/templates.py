"""Write an empty book of each kind, for `hirogari init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.vendors.books import actions, counts, paper_bought, plan, tallies, tasks, trainings

if TYPE_CHECKING:
    from pathlib import Path

TALLIES = (
    "approvals", "filings", "meetings", "inspections", "minutes", "fax", "automation", "overtime",
)  # fmt: skip


def write_empty_books(folder: Path) -> tuple[Path, ...]:
    """Write every empty book into `folder`, which must exist, and return their paths."""
    return (
        paper_bought.write_template(folder / "paper_bought.xlsx"),
        *(tallies.write_template(folder / f"{pair}.xlsx", pair) for pair in TALLIES),
        counts.write_template(folder / "counts.xlsx"),
        tasks.write_template(folder / "tasks.xlsx"),
        trainings.write_template(folder / "trainings.xlsx"),
        actions.write_template(folder / "actions.xlsx"),
        plan.write_template(folder / "plan.xlsx"),
    )
