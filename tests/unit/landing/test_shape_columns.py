"""No shape has a column that the table of its facts has anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.contract.shapes import SHAPES

if TYPE_CHECKING:
    from connectors.contract.shape import Shape

ORIGIN = {"source", "kind", "stream"}
"""Where a row comes from: every table of facts has these columns before the shape's own."""


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_no_column_of_a_shape_is_called_as_one_of_its_origin(shape: Shape) -> None:
    """Nothing of such a shape can be landed: the night notes every day of it as failed."""
    names = [column.name for column in shape.columns]
    assert not ORIGIN & set(names)
    assert len(set(names)) == len(names)
