"""The demo town: a seeded simulation of a town hall that answers as the vendors do.

`raise_town` makes what truly happened; `python -m connectors.town` writes the town's files and
serves the vendors' APIs on loopback; `connectors.town.truth` counts what the warehouse should find.
"""

from connectors.town.raising import Town, raise_town

__all__ = ["Town", "raise_town"]
