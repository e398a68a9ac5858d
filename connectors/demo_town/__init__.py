"""The demo town: a seeded simulation of a town hall whose vendors answer like the real ones.

`simulate_town` simulates what happened; `python -m connectors.demo_town` writes the town's files and serves the vendors'
APIs on loopback; `connectors.demo_town.expected` computes the numbers that the warehouse should contain.
"""

from connectors.demo_town.for_vendors.town import DemoTown
from connectors.demo_town.simulation import simulate_town

__all__ = ["DemoTown", "simulate_town"]
