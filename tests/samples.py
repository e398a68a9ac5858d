"""Real files of vendors. They lie beside the project; `HIROGARI_SAMPLES` names another folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SAMPLES = Path(
    os.environ.get("HIROGARI_SAMPLES", Path(__file__).parents[1] / "../shared/samples")
).resolve()
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the samples are not beside the project (HIROGARI_SAMPLES)"
)


def sample(name: str) -> Path:
    """Return one sample by its path in the folder; the test is skipped where it is missing."""
    if not (SAMPLES / name).exists():
        pytest.skip("the samples are not beside the project (HIROGARI_SAMPLES)")
    return SAMPLES / name
