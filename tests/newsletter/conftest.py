"""Fixtures of the newsletter's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards.newsletter import write_newsletter
from tests.newsletter.mail_server import box, certificate, port
from tests.newsletter.town import MONTH, Sketch, sketch_town

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["box", "certificate", "month", "port", "sketch"]


@pytest.fixture
def sketch() -> Sketch:
    """Twenty-four months to March 2026, all final."""
    return sketch_town()


@pytest.fixture
def month() -> date:
    """The month of the issue."""
    return MONTH


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of the issue of `sketch`, written once: for reading alone."""
    return write_newsletter(sketch_town().release(), MONTH, tmp_path_factory.mktemp("issue"))
