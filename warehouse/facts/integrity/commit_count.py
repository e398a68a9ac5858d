"""Stores beside the warehouse how many transactions it must hold at least, after each commit.

A truncated log silently drops committed transactions, facts and ledger alike; this number reveals it. It repairs
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_commit_count(warehouse: Path) -> int:
    """Return the minimum number of transactions that the file must hold; 0 if none is noted."""
    try:
        return int(_file(warehouse).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def write_commit_count(warehouse: Path, moves: int) -> None:
    """Note how many transactions the file holds; after a crash the note may be too low, never too high."""
    aside = warehouse.with_name(f".{warehouse.name}.mark")
    aside.write_text(f"{moves}\n", encoding="ascii")
    aside.replace(_file(warehouse))


def _file(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.mark")
