"""What `hirogari init` writes about sources is true: every example is accepted, every kind has one."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from connectors.vendors.registry import KINDS, module_of
from flows.commands.init import write_templates
from flows.settings.source_examples import SOURCE_EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path


def _examples(text: str) -> list[dict[str, object]]:
    lines = [line.removeprefix("# ") for line in text.splitlines() if not line.startswith("# ---")]
    found = tomllib.loads("\n".join(lines))["sources"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("example", _examples(SOURCE_EXAMPLES), ids=lambda one: str(one["kind"]))
def test_an_example_without_its_comment_marks_is_accepted(
    example: dict[str, object], tmp_path: Path
) -> None:
    """By the connector's own settings, with its secrets in place."""
    (tmp_path / "secrets").mkdir()
    for value in example.values():
        if str(value).startswith("secrets/"):
            (tmp_path / str(value)).write_text("x", encoding="utf-8")
    module = module_of(str(example["kind"]))
    settings = module.Settings.model_validate(example, context={"base": tmp_path})
    assert module.connect(settings).name == example["name"]


def test_every_kind_has_an_example_or_is_named_beside_one(tmp_path: Path) -> None:
    """A source that nobody can find is not there."""
    settings, *_others = write_templates(tmp_path / "town")
    text = settings.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if kind not in text] == []


def test_every_book_has_a_template(tmp_path: Path) -> None:
    """One file for each kind of book."""
    write_templates(tmp_path / "town")
    books = {path.stem for path in (tmp_path / "town" / "books").glob("*.xlsx")}
    kinds = {
        kind for kind, module in KINDS.items() if module.startswith("connectors.vendors.books")
    }
    assert books == kinds
