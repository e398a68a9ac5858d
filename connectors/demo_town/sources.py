"""Writes the `[[sources]]` entries of a settings file that reads the town: one per vendor, and one per book."""

from __future__ import annotations

import json
from string import Template
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.names import ADMINISTRATOR
from connectors.vendors.books.demo import SOURCES as BOOKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.demo_town.for_vendors.contract import DemoVendor, VendorServer
    from connectors.demo_town.for_vendors.town import DemoTown

SOURCES = "sources.toml"


def sources_of(town: DemoTown, address: str, servers: Mapping[str, VendorServer]) -> str:
    """Return the entries in TOML; paths in them assume that the settings file stands beside the town's folder `town`.

    Args:
        town: the demo town.
        address: the base address of the town's server.
        servers: vendor → its server, for the vendors that answer on loopback.
    """
    common = {"address": address, "since": str(town.since), "subject": ADMINISTRATOR}
    blocks = []
    for name, vendor in town.choice.declared.items():
        own = {
            "begins": str(town.choice.since(name, town.since)),
            "sections": json.dumps(town.choice.sections(name)),
            **(servers[name].names if name in servers else {}),
        }
        blocks.append(_entry(vendor.source or name, vendor, common | own))
    blocks += [_entry(name, book, common) for name, book in BOOKS.items()]
    return "\n".join(blocks)


def _entry(name: str, vendor: DemoVendor, names: Mapping[str, str]) -> str:
    rest = Template(vendor.settings).substitute(names)
    return f'[[sources]]\nname = "{name}"\nkind = "{vendor.kind}"\n{rest}\n'
