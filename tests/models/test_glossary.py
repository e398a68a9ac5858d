"""Every measure and every column of the marts is explained in Japanese and in English."""

from __future__ import annotations

import re

import pytest

from tests.set_up import ROOT
from warehouse.estimates import CURVE_FIT, EFFECT
from warehouse.model import read_models

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
MARTS = {
    model.table.removeprefix("mart."): tuple(model.columns)
    for model in read_models()
    if model.table.startswith("mart.")
} | {"curve_fit": tuple(CURVE_FIT.names), "effect": tuple(EFFECT.names)}
ENTRIES = dict(re.findall(r"^### `([a-z_]+)` (.+?)(?=^##|\Z)", GLOSSARY, re.MULTILINE | re.DOTALL))
COLUMNS = GLOSSARY.split("## Columns")[1]


def test_the_glossary_has_exactly_the_measures_of_the_code() -> None:
    """None is missing, and none is left of a measure that is gone."""
    assert set(ENTRIES) == set(MARTS)


@pytest.mark.parametrize("mart", sorted(MARTS))
def test_a_measure_is_explained_in_both_languages(mart: str) -> None:
    """A Japanese and an English line, and a Japanese word beside the English one."""
    entry = ENTRIES[mart]
    assert re.search(r"^- 日本語: .*[ぁ-ん].{5,}", entry, re.MULTILINE)
    assert re.search(r"^- English: .{20,}", entry, re.MULTILINE)
    assert " / " in entry.splitlines()[0]


@pytest.mark.parametrize("mart", sorted(MARTS))
def test_every_column_of_a_mart_is_in_the_glossary(mart: str) -> None:
    """Each by its name in the code."""
    assert not [column for column in MARTS[mart] if f"`{column}`" not in COLUMNS]


def test_the_glossary_explains_no_column_that_is_gone() -> None:
    """Each name stands for a column of some mart."""
    known = {column for columns in MARTS.values() for column in columns}
    assert set(re.findall(r"`([a-z_0-9]+)`", COLUMNS)) <= known
