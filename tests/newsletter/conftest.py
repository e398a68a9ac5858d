"""Fixtures of the newsletter's tests."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from dashboards.newsletter import write_newsletter
from dashboards.newsletter.charts import picture
from tests.newsletter.file_words import files, town
from tests.newsletter.mail_server import box, certificate, port
from tests.newsletter.town import MONTH, Sketch, sketch_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

__all__ = ["box", "certificate", "files", "month", "port", "sketch", "town"]


@pytest.fixture(scope="package", autouse=True)
def packed_once() -> Iterator[None]:
    """Each picture is packed as PNG once, of however many issues it is: that is two thirds of what an issue costs."""
    with patch.object(picture, "_plain_png", cache(picture._plain_png)):
        yield


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
