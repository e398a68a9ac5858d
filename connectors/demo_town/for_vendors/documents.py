"""What the town's documents are called, whichever vendor tells of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.simulate.identifiers import draw
from connectors.demo_town.simulate.names import EXTENSIONS, PAPERS, SUBJECTS

if TYPE_CHECKING:
    from connectors.demo_town.simulate.days import Job


class Named(NamedTuple):
    """The title of a document and its kind, as in `EXTENSIONS`; `drawn` decides further properties (32 bits)."""

    title: str
    kind: str
    drawn: int


@cache
def named(seed: int, thing: int) -> Named:
    """Return the name of the town's document of a number."""
    drawn = draw(seed, "document", thing) & 0xFFFFFFFF
    kind = tuple(EXTENSIONS)[drawn % len(EXTENSIONS)]
    subject, paper = SUBJECTS[(drawn >> 8) % len(SUBJECTS)], PAPERS[(drawn >> 16) % len(PAPERS)]
    return Named(f"{subject}_{paper}{thing}{EXTENSIONS[kind]}", kind, drawn)


def document_title(seed: int, thing: int) -> str:
    """Return the title of the town's document of a number."""
    return named(seed, thing).title


def printed_name(job: Job) -> str:
    """Return the job's name as the member's computer gave it."""
    return f"{SUBJECTS[(job.pages + job.number) % len(SUBJECTS)]}_{PAPERS[job.number % len(PAPERS)]}.pdf"
