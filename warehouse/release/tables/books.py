"""Exact counts of books. No person stands behind them, and they are released rounded.

Only differences and sums between months are made from the exact counts (`derived/books.py`), rounded once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

Purchases = Mapping[tuple[str, date], float]
"""(group, month) → sheets bought."""
Books = Mapping[tuple[str, str, str, date], tuple[float, float]]
"""(what, measure, group, month) → digital and paper of a pair; a count and 0 of any other book."""
