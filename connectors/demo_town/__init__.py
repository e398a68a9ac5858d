"""The demo town: a seeded simulation of a town hall that answers as the vendors do.

`raise_town` makes what truly happened; `python -m connectors.demo_town` writes the town's files and
serves the vendors' APIs on loopback; `connectors.demo_town.expected` counts what the warehouse should find.
"""

from connectors.demo_town.for_vendors.town import Town
from connectors.demo_town.simulation import raise_town

__all__ = ["Town", "raise_town"]
