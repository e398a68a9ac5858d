"""Puts lines of the action book with one title and one measure together: one action, begun in several sections.

`hirogari plan` writes a line for each section of its order; the release judges such lines together, and the board shows
them on one card.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.read.targets import STEPS, Action

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class JointAction:
    """The lines of one action, in the order of the book; at least one."""

    lines: tuple[Action, ...]

    @property
    def step(self) -> str:
        """The last step that was taken in any section; checked only where it was checked in all."""
        steps = {line.step for line in self.lines}
        if steps == {"checked"}:
            return "checked"
        return max((step if step != "checked" else "acted" for step in steps), key=_place)

    @property
    def is_overdue(self) -> bool:
        """Whether the check is overdue in any section."""
        return any(line.is_overdue for line in self.lines)

    @property
    def days(self) -> int | None:
        """Days from the first observation to the last check; None until it is checked in all sections."""
        if self.step != "checked" or any(line.days is None for line in self.lines):
            return None
        first = min(line.dates["observed"] for line in self.lines)
        return (max(line.dates["checked"] for line in self.lines) - first).days


def _place(step: str) -> int:
    return STEPS.index(step) if step in STEPS else -1


def joint_actions(actions: Iterable[Action]) -> tuple[JointAction, ...]:
    """Return the actions of a book, each with all its lines, in the order of their first lines."""
    lines: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in actions:
        # Without a measure nothing says that two lines are one action.
        measure = action.series or action.measure or f"line {action.number}"
        lines[action.title, measure].append(action)
    return tuple(JointAction(tuple(own)) for own in lines.values())
