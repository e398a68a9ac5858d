"""Lists each model with its grain and its readers: other models, and modules of the warehouse.

Run as a program it prints the list (`make tables`). Readers are found in the code, so no header has to name them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from warehouse.engine.model import read_models

_WAREHOUSE = Path(__file__).parents[1]
_READ = re.compile(r"\b(?:from|join)\s+(?P<table>(?:staging|core|mart)\.[a-z_0-9]+)")
_EXPLAINS = _WAREHOUSE / "release" / "explain.py"
"""Not counted as a reader: it shows the operator any table, so its reading justifies none."""


def readers() -> dict[str, tuple[str, ...]]:
    """Return model → its readers (tables of other models, paths of modules); an empty tuple means nobody."""
    found: dict[str, set[str]] = {model.table: set() for model in read_models()}
    for model in read_models():
        for table in model.reads & found.keys():
            found[table].add(model.table)
    for path in _WAREHOUSE.rglob("*.py"):
        if path == _EXPLAINS:
            continue
        for match in _READ.finditer(path.read_text(encoding="utf-8")):
            if match["table"] in found:
                found[match["table"]].add(path.relative_to(_WAREHOUSE.parent).as_posix())
    return {table: tuple(sorted(one)) for table, one in sorted(found.items())}


def main() -> None:
    """Print one paragraph per model."""
    grains = {model.table: model.grain for model in read_models()}
    for table, those in readers().items():
        sys.stdout.write(f"{table}: {grains[table]}\n")
        sys.stdout.write("".join(f"    {one}\n" for one in those))


if __name__ == "__main__":
    main()
