"""Simulate a town, write its files into a folder and serve its vendors on loopback until stdin ends."""

from __future__ import annotations

import argparse
import gc
import sys
from datetime import date
from pathlib import Path

from connectors.demo_town.files import write_town_files
from connectors.demo_town.server import TownServer
from connectors.demo_town.simulation import simulate_town
from connectors.demo_town.vendors import DEFAULT, demo_vendors


def main() -> None:
    """Write the town's files, start the server, print its base address as one line and serve until stdin ends."""
    parser = argparse.ArgumentParser(
        prog="python -m connectors.demo_town",
        description=__doc__,
        epilog="\n".join(f"{name}: {vendor.about}" for name, vendor in demo_vendors().items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--folder", type=Path, required=True, help="where the town's files go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--months", type=int, default=24, help="whole months before today")
    parser.add_argument("--today", type=date.fromisoformat, required=True)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument(
        "--vendors",
        default=",".join(DEFAULT),
        help="the vendors it has, with commas between, of the list below",
    )
    arguments = parser.parse_args()
    vendors = arguments.vendors.split(",")
    town = simulate_town(arguments.seed, arguments.months, arguments.today, vendors)
    write_town_files(town, arguments.folder)
    # The town lives until the program ends: the garbage collector need not scan its half million records again.
    gc.freeze()
    with TownServer(town, port=arguments.port, folder=arguments.folder) as server:
        server.write_access(arguments.folder)
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        # The parent process holds stdin open; when it closes stdin or dies, the server ends.
        sys.stdin.read()


if __name__ == "__main__":
    main()
