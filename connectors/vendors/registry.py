"""Find the kinds of source: each folder beside this module declares its kinds in `vendor.toml`.

Reading a declaration must not import any vendor code; `module_of` imports the module of one kind when it is
used.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector
    from connectors.io.tables.known_exports import KnownExport

DECLARATION = "vendor.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A vendor folder's declaration of one kind of source, available before its code is imported."""

    module: str
    """The module with `Settings` and `connect`."""
    title: str
    """The kind's name for readers, in English; `make catalogue` adds it to the text catalogue for translation."""
    group: Literal["usual", "tools", "printers", "books"] | None = None
    """The heading of the examples in the output of `hirogari init`."""
    examples: tuple[str, ...] = ()
    """`[[sources]]` entries that `hirogari init` writes as comments; the settings model accepts each."""


def _declared(file: Path) -> dict[str, Kind]:
    """Return the kinds of one folder; an entry that `Kind` does not know raises TypeError."""
    package = f"{__package__}.{file.parent.name}"
    found: dict[str, Kind] = {}
    for kind, declaration in tomllib.loads(file.read_text(encoding="utf-8")).items():
        module = declaration.pop("module", "")
        examples = tuple(declaration.pop("examples", ()))
        name = f"{package}.{module}" if module else package
        found[kind] = Kind(name, examples=examples, **declaration)
    return found


KINDS: dict[str, Kind] = {
    kind: declared
    for file in sorted(Path(__file__).parent.glob(f"*/{DECLARATION}"))
    for kind, declared in _declared(file).items()
}
"""`kind` in the settings → its declaration; folders in alphabetical order."""


def known_exports() -> Iterator[KnownExport]:
    """Yield the exports that vendors' folders recognise by their header: `EXPORTS` of each folder's `exports` module."""
    for file in sorted(Path(__file__).parent.glob("*/exports.py")):
        module = import_module(f"{__package__}.{file.parent.name}.exports")
        yield from cast("tuple[KnownExport, ...]", module.EXPORTS)


class ConnectorModule(Protocol):
    """The interface of a connector's module. Importing it must not import the vendor's library."""

    Settings: type[SourceSettings]

    def connect(self, settings: SourceSettings) -> Connector:
        """Build the connector without any request."""


def connect(settings: SourceSettings, now: Callable[[], datetime]) -> Connector:
    """Build a source's connector without any request, passing the run's clock if `connect` accepts one."""
    build: Callable[..., Connector] = module_of(settings.kind).connect
    clock = {"now": now} if "now" in signature(build).parameters else {}
    return build(settings, **clock)


def module_of(kind: str) -> ConnectorModule:
    """Import the module of a kind.

    Raises:
        KeyError: the kind does not exist.
    """
    return cast("ConnectorModule", import_module(KINDS[kind].module))
