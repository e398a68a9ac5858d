"""Generates the titles of the town's documents, the same for every vendor."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.simulate.identifiers import random_int64
from connectors.demo_town.simulate.names import EXTENSIONS, PAPERS, SUBJECTS

if TYPE_CHECKING:
    from connectors.demo_town.simulate.days import SimulatedJob


class Named(NamedTuple):
    """Title and kind (a key of `EXTENSIONS`) of a document; `drawn` (32 random bits) determines further properties."""

    title: str
    kind: str
    drawn: int


@cache
def named(seed: int, thing: int) -> Named:
    """Return title and kind of the document with number `thing`."""
    drawn = random_int64(seed, "document", thing) & 0xFFFFFFFF
    kind = tuple(EXTENSIONS)[drawn % len(EXTENSIONS)]
    subject, paper = SUBJECTS[(drawn >> 8) % len(SUBJECTS)], PAPERS[(drawn >> 16) % len(PAPERS)]
    return Named(f"{subject}_{paper}{thing}{EXTENSIONS[kind]}", kind, drawn)


def document_title(seed: int, thing: int) -> str:
    """Return the title of the document with number `thing`."""
    return named(seed, thing).title


def printed_name(job: SimulatedJob) -> str:
    """Return the name that the member's computer gave to a print job."""
    return f"{SUBJECTS[(job.pages + job.number) % len(SUBJECTS)]}_{PAPERS[job.number % len(PAPERS)]}.pdf"
