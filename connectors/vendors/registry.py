"""Finds the kinds of source: each folder beside this module declares its own in `vendor.toml`.

Reading a declaration imports nothing of the vendor; `module_of` imports one kind's module when it is used.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector

DECLARATION = "vendor.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a vendor's folder declares of one kind of source, before its code is imported."""

    module: str
    """The module that offers `Settings` and `connect`."""
    title: str
    """What readers call it, in English: `make catalogue` carries it into the catalogue of texts."""
    group: Literal["usual", "tools", "printers", "books"] | None = None
    """Under which heading `hirogari init` shows the examples."""
    examples: tuple[str, ...] = ()
    """`[[sources]]` entries that `hirogari init` writes as comments; the settings model accepts each."""


def _declared(file: Path) -> dict[str, Kind]:
    """Return the kinds of one folder; a line that `Kind` does not know fails with TypeError."""
    package = f"{__package__}.{file.parent.name}"
    found: dict[str, Kind] = {}
    for kind, told in tomllib.loads(file.read_text(encoding="utf-8")).items():
        module = told.pop("module", "")
        examples = tuple(told.pop("examples", ()))
        name = f"{package}.{module}" if module else package
        found[kind] = Kind(name, examples=examples, **told)
    return found


KINDS: dict[str, Kind] = {
    kind: declared
    for file in sorted(Path(__file__).parent.glob(f"*/{DECLARATION}"))
    for kind, declared in _declared(file).items()
}
"""`kind` in the settings → what its folder declares, folder by folder in alphabetical order."""


class ConnectorModule(Protocol):
    """What a connector's module offers. Importing it must not import the vendor's library."""

    Settings: type[SourceSettings]

    def connect(self, settings: SourceSettings) -> Connector:
        """Build the connector; no request is made yet."""


def connect(settings: SourceSettings, now: Callable[[], datetime]) -> Connector:
    """Build a source's connector with the night's clock, where it asks for one; no request is made yet."""
    build: Callable[..., Connector] = module_of(settings.kind).connect
    clock = {"now": now} if "now" in signature(build).parameters else {}
    return build(settings, **clock)


def module_of(kind: str) -> ConnectorModule:
    """Import the module of a kind.

    Raises:
        KeyError: there is no such kind.
    """
    return cast("ConnectorModule", import_module(KINDS[kind].module))
