"""The codes in the column `section` that do not stand for a single section."""

from __future__ import annotations

TOWN = "_town"
"""The section code that stands for the whole town hall."""

SMALL = "_small"
"""The section code that stands for the merged small sections (小規模課)."""
