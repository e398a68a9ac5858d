"""Writes the files of the demo town hall: the roster, the books, and the logs and exports of its vendors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.tables import write_table
from connectors.vendors.books.demo import write_books

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.staff import Person

ABOUT = "town.json"
"""Facts about the town for a settings file: its name, the launch day, and the tools with an adoption curve."""
STAFF, SECTIONS = "staff.csv", "sections.csv"


def write_town_files(town: DemoTown, folder: Path) -> None:
    """Write the roster, the vendors' logs and the books into `folder`, which is created if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / STAFF, ("staff_no", "section", "from", "to", "accounts"), _staff(town))
    write_table(
        folder / SECTIONS,
        ("section", "name", "from", "to", "successor"),
        (
            (section.code, section.name, section.from_on, section.to_on, section.successor)
            for section in town.sections
        ),
    )
    about = {
        "name": town.name,
        "launched_on": str(town.launched_on),
        "tools": town.choice.tools,
    }
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    for vendor in town.choice.declared.values():
        if vendor.write:
            vendor.write(town, folder)
    write_books(town, folder)


def _staff(town: DemoTown) -> Iterable[tuple[object, ...]]:
    for person in town.staff:
        accounts = " ".join((*_aliases(person), person.logon, person.standing_address))
        for post in person.posts:
            yield person.staff_no, post.section, post.from_on, post.to_on, accounts


def _aliases(person: Person) -> Iterable[str]:
    for address in person.addresses:
        if address.from_on is None and address.to_on is None:
            yield address.mail
        else:
            yield f"{address.mail}[{address.from_on or ''}..{address.to_on or ''}]"
