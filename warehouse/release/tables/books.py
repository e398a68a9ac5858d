"""Exact counts of books. They are not counted from people, and are released rounded.

Only differences and sums between months are computed from the exact counts (`derived/books.py`) and rounded once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

Purchases = Mapping[tuple[str, date], float]
"""(group, month) → sheets bought."""
Books = Mapping[tuple[str, str, str, date], tuple[float, float]]
"""(what, measure, group, month) → digital and paper of a pair; for any other book its count and 0."""
