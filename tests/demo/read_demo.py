"""What a demo's folder holds: its warehouse's rows and its site's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.settings.settings import load_settings
from tests.marts import marts
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


def rows(out: Path, query: str) -> list[tuple[object, ...]]:
    """Ask the demo's warehouse."""
    with open_store(load_settings(out / "hirogari.toml").warehouse) as store:
        found: list[tuple[object, ...]] = store.rows(query)
    return found


def tables(out: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every mart's rows, in order."""
    with open_store(load_settings(out / "hirogari.toml").warehouse) as store:
        return marts(store)


def pages(out: Path) -> dict[str, bytes]:
    """Return the site: path → content of each file."""
    site = out / "site"
    return {
        str(one.relative_to(site)): one.read_bytes() for one in site.rglob("*") if one.is_file()
    }
