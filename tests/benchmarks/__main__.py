"""Runs every benchmark of this folder and prints what it measured beside its budget."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Run all modules `bench_*.py`; 1 if a budget was not kept."""
    kept = True
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        for line in import_module(f"tests.benchmarks.{file.stem}").measure():
            kept &= line.is_kept
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
