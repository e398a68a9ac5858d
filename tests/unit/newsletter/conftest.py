"""Fixtures of the newsletter's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.newsletter.mail_server import box, certificate, port
from tests.unit.newsletter.town import MONTH, Sketch, sketch_town

if TYPE_CHECKING:
    from datetime import date

__all__ = ["box", "certificate", "month", "port", "sketch"]


@pytest.fixture
def sketch() -> Sketch:
    """Twenty-four months to March 2026, all final."""
    return sketch_town()


@pytest.fixture
def month() -> date:
    """The month of the issue."""
    return MONTH
