"""The section codes that stand for no single section."""

from __future__ import annotations

TOWN = "_town"
"""The section code that stands for the whole town hall."""

SMALL = "_small"
"""The section code that stands for the merged small sections (小規模課)."""
