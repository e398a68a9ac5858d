"""Runs the benchmarks of this folder, or those that are named, and prints what each measured beside its budget."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(asked: list[str]) -> int:
    """Run the modules `bench_*.py` that are asked for, or all; 1 if a budget was not kept, 2 if there is none."""
    there = [
        file.stem.removeprefix("bench_")
        for file in sorted(Path(__file__).parent.glob("bench_*.py"))
    ]
    if unknown := [name for name in asked if name not in there]:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}: there are {', '.join(there)}\n")
        return 2
    kept = True
    for name in asked or there:
        for line in import_module(f"tests.benchmarks.bench_{name}").measure():
            kept &= line.is_kept
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
