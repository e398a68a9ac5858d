"""Column maps of copiers' job logs: one TOML file per maker (maps/*.toml), or the town's own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.contract.errors import StopSource
from connectors.contract.messages import Message
from connectors.io.tables.headings import Columns

MAPS = Path(__file__).parent / "maps"
_PLAIN = ("kind", "target", "machine", "date", "sheets", "copies")
_NEEDED = ("job", "time", "account", "kind")


class ColumnWords(BaseModel):
    """The header words for each column that is read; the first one found in the log is used."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    job: tuple[str, ...] = ()
    time: tuple[str, ...] = Field(min_length=1)
    date: tuple[str, ...] = ()
    account: tuple[str, ...] = Field(min_length=1)
    kind: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()
    impressions: tuple[tuple[str, ...], ...] = Field(min_length=1)
    sheets: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


class ColumnMap(BaseModel):
    """A column map as its TOML file gives it; maps/README.md explains each key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    maker: str
    paper: tuple[str, ...] = ()
    not_paper: tuple[str, ...] = ()
    paper_targets: tuple[str, ...] = ()
    several_rows: bool = True
    unconfirmed: tuple[str, ...] = ()
    time_formats: tuple[str, ...] = Field(min_length=1)
    columns: ColumnWords

    def table(self) -> Columns:
        """Return the columns to look for; kind and job number are required if the map names them."""
        words = {name: getattr(self.columns, name) for name in (*_NEEDED, *_PLAIN)}
        sides = {f"impressions{n}": heads for n, heads in enumerate(self.columns.impressions)}
        # If no manual confirms that jobs are numbered, the log may also lack numbers.
        needed = [one for one in _NEEDED if one != "job" or "job" not in self.unconfirmed]
        return Columns(
            required={name: words[name] for name in needed if words[name]} | sides,
            optional={name: heads for name, heads in words.items() if heads and name not in needed},
            # A log may have two columns for the person: login name and display name.
            first_wins=True,
        )


def read_map(path: Path, columns: dict[str, Any] | None = None) -> ColumnMap:
    """Return a column map; `columns` overrides some of its header words with the town's own.

    Raises:
        StopSource: the file is missing, or is not a column map.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        given["columns"] = given.get("columns", {}) | {
            name: _listed(name, words) for name, words in (columns or {}).items()
        }
        # The town's own words for its machine need no manual to confirm them.
        given["unconfirmed"] = [
            one for one in given.get("unconfirmed", ()) if one not in (columns or {})
        ]
        return ColumnMap(**given)
    except (OSError, ValueError) as error:
        keys = (
            ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
            if isinstance(error, ValidationError)
            else type(error).__name__
        )
        raise StopSource(
            Message("the column map cannot be used ({keys})", keys=keys),
            place=str(path),
            next_step=Message(
                "compare it with the maps in connectors/vendors/copiers/maps and its README"
            ),
        ) from None


def _listed(name: str, words: str | list[Any]) -> list[Any]:
    """Return a column's words in the form of a map: the settings may give a single word without a list."""
    listed = [words] if isinstance(words, str) else list(words)
    if name == "impressions":
        return [[one] if isinstance(one, str) else one for one in listed]
    return listed
