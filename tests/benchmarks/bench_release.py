"""Cuts twelve releases of random town halls and attacks them (CPU seconds): 200 towns, or HIROGARI_ATTACK_TOWNS of them.

Where processes share the work, each begins with its own town (HIROGARI_ATTACK_FIRST); every third town has sections
that no source reaches.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.measured import Measured
from tests.privacy.test_attack import publish_every_month
from tests.privacy.test_published import publish_whole_sites

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = int(os.environ.get("HIROGARI_ATTACK_TOWNS", "200"))
SITES = min(TOWNS, 10)
"""Of how many towns whole sites and newsletters are drawn, and attacked with the export."""
FIRST_SEED = int(os.environ.get("HIROGARI_ATTACK_FIRST", "100"))
PER_RELEASE = 10.0


def measure() -> Iterator[Measured]:
    """Yield the time of a release with its gate, and fail if the attack finds anything in any town."""
    asked, spent, broken = 0, 0.0, []
    for seed in range(FIRST_SEED, FIRST_SEED + TOWNS):
        with TemporaryDirectory() as folder:
            started = process_time()
            reader = publish_every_month(seed, Path(folder))
            spent += process_time() - started
            found = reader.attack()
        asked += found.asked
        if found.narrowed or found.persons:
            broken.append(f"town {seed}: {found.narrowed}, {len(found.persons)} persons")
    if broken:
        raise AssertionError("\n".join(broken))
    releases = TOWNS * 12
    what = f"a release of up to 12 months, {TOWNS} towns, {asked} head counts attacked, 0 found"
    yield Measured(what, spent / releases, PER_RELEASE)
    yield _measure_sites()


def _measure_sites() -> Measured:
    asked, lines, started = 0, 0, process_time()
    for seed in range(FIRST_SEED, FIRST_SEED + SITES):
        with TemporaryDirectory() as folder:
            published = publish_whole_sites(seed, Path(folder))
            found = published.reader.attack()
        asked, lines = asked + found.asked, lines + published.lines
        if found.narrowed or found.persons:
            raise AssertionError(
                f"site of town {seed}: {found.narrowed}, {len(found.persons)} persons"
            )
    what = f"a whole site attacked, {SITES} towns, {lines} lines read, {asked} head counts, 0 found"
    return Measured(what, (process_time() - started) / (SITES * 3), PER_RELEASE)
