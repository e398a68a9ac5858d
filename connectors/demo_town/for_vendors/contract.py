"""What every vendor of the town answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, the body (JSON unless the headers say otherwise), further headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]
