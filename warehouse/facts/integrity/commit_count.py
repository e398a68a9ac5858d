"""How many transactions the warehouse must hold at least, noted beside it after each commit.

A log cut short drops committed transactions without a word, facts and ledger alike: this keeps it from staying silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_mark(warehouse: Path) -> int:
    """Return how many transactions the file must hold at least; 0 if nobody noted it."""
    try:
        return int(_mark(warehouse).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def write_mark(warehouse: Path, moves: int) -> None:
    """Note how many transactions the file holds. It may lag behind after a crash, never lead."""
    aside = warehouse.with_name(f".{warehouse.name}.mark")
    aside.write_text(f"{moves}\n", encoding="ascii")
    aside.replace(_mark(warehouse))


def _mark(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.mark")
