"""Draws by lot the order in which sections begin, and draws it again from the seed to see whether it was kept.

The order follows from the seed and the sections' codes alone: anybody can repeat it, on any machine. Sections begin in
waves. The last wave is the comparison of all waves before it, so it is never small.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from warehouse.statistics.contrast import AFTER, LEAST_CONTROLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WAVES_APART = AFTER + 1
"""Months from one wave to the next: the next one begins when the six months compared are over."""
MOST_WAVES = 4
"""More would take more than two years."""
LEAST_WAVES = 2
LEAST_SECTIONS = LEAST_CONTROLS + 1
"""One section to begin first, and three to compare it with."""
LARGEST_SEED = 9999


def most_waves(sections: int) -> int:
    """Return into how many waves so many sections can be drawn; 0 if there are too few for any."""
    return min(MOST_WAVES, sections - LEAST_CONTROLS + 1) if sections >= LEAST_SECTIONS else 0


def draw(sections: Iterable[str], seed: int, waves: int) -> tuple[tuple[str, ...], ...]:
    """Return the sections of each wave, in the drawn order.

    The last wave has its equal part of the sections, and at least three of them; the others share the rest.

    Raises:
        ValueError: so many sections cannot be drawn into so many waves.
    """
    drawn = sorted(set(sections), key=lambda section: (_ticket(seed, section), section))
    if not LEAST_WAVES <= waves <= most_waves(len(drawn)):
        raise ValueError(waves)
    last = max(LEAST_CONTROLS, len(drawn) // waves)
    return (*_shared(drawn[:-last], waves - 1), tuple(drawn[-last:]))


def _ticket(seed: int, section: str) -> str:
    return sha256(f"{seed} {section}".encode()).hexdigest()


def _shared(sections: Sequence[str], waves: int) -> list[tuple[str, ...]]:
    """Divide the sections as equally as possible; the first waves have one more."""
    size, more = divmod(len(sections), waves)
    ends = [at * size + min(at, more) for at in range(waves + 1)]
    return [tuple(sections[start:end]) for start, end in pairwise(ends)]
