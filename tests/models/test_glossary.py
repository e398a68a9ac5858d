"""Every measure and every column of a measure is explained in Japanese and in English."""

from __future__ import annotations

import re

import pytest

from tests.set_up import ROOT
from warehouse.release.makers import measures

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
COLUMNS_OF = {name: tuple(measure.columns) for name, measure in measures().items()}
ENTRIES = dict(re.findall(r"^### `([a-z_]+)` (.+?)(?=^##|\Z)", GLOSSARY, re.MULTILINE | re.DOTALL))
COLUMNS = GLOSSARY.split("## Columns")[1]


def test_the_glossary_has_exactly_the_measures_of_the_code() -> None:
    """None is missing, and none is left of a measure that is gone."""
    assert set(ENTRIES) == set(COLUMNS_OF)


@pytest.mark.parametrize("name", sorted(COLUMNS_OF))
def test_a_measure_is_explained_in_both_languages(name: str) -> None:
    """A Japanese and an English line, and a Japanese word beside the English one."""
    entry = ENTRIES[name]
    assert re.search(r"^- 日本語: .*[ぁ-ん].{5,}", entry, re.MULTILINE)
    assert re.search(r"^- English: .{20,}", entry, re.MULTILINE)
    assert " / " in entry.splitlines()[0]


@pytest.mark.parametrize("name", sorted(COLUMNS_OF))
def test_every_column_of_a_measure_is_in_the_glossary(name: str) -> None:
    """Each by its name in the code."""
    assert not [column for column in COLUMNS_OF[name] if f"`{column}`" not in COLUMNS]


def test_the_glossary_explains_no_column_that_is_gone() -> None:
    """Each name stands for a column of some measure."""
    known = {column for columns in COLUMNS_OF.values() for column in columns}
    assert set(re.findall(r"`([a-z_0-9]+)`", COLUMNS)) <= known
