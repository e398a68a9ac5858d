"""What `hirogari init` writes about sources is true: every example is accepted, every kind has one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from connectors.vendors import registry
from connectors.vendors.registry import KINDS, module_of
from dashboards.text.catalogue import LOCALE
from dashboards.text.po_file import is_usable, read_po
from flows.commands.init import write_templates
from tests import source_titles

EXAMPLES = [tomllib.loads(text)["sources"][0] for kind in KINDS.values() for text in kind.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: str(one["kind"]))
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


def test_each_folder_of_a_vendor_declares_its_kinds() -> None:
    """A folder without a declaration would be code that no settings can reach."""
    vendors = Path(registry.__file__).parent
    folders = {path.parent.name for path in vendors.glob("*/__init__.py")}
    assert {kind.module.split(".")[2] for kind in KINDS.values()} == folders


def test_each_vendors_readme_says_what_is_unconfirmed() -> None:
    """What nobody has run must not read like a fact; the books are ours, so there is nothing to confirm."""
    folders = [path.parent for path in Path(registry.__file__).parent.glob("*/vendor.toml")]
    silent = [
        folder.name
        for folder in folders
        if "Unconfirmed:" not in (folder / "README.md").read_text(encoding="utf-8")
    ]
    assert silent == ["books"]


def test_an_example_stands_under_a_heading_of_the_template(tmp_path: Path) -> None:
    """Every declared example is in what `hirogari init` writes, line by line, behind comment marks."""
    settings, *_others = write_templates(tmp_path / "town")
    text = settings.read_text(encoding="utf-8").replace("\n# ", "\n")
    examples = [example for kind in KINDS.values() for example in kind.examples]
    assert [example for example in examples if example.strip() not in text] == []


def test_the_pages_call_a_source_as_its_vendor_declares() -> None:
    """`make catalogue` carries the titles over; each has its Japanese."""
    assert source_titles.FILE.read_text(encoding="utf-8") == source_titles.text()
    told = {entry.msgid for entry in read_po(LOCALE / "ja.po") if is_usable(entry)}
    assert {kind.title for kind in KINDS.values()} <= told


def test_every_book_has_a_template(tmp_path: Path) -> None:
    """One file for each kind of book."""
    write_templates(tmp_path / "town")
    books = {path.stem for path in (tmp_path / "town" / "books").glob("*.xlsx")}
    kinds = {
        kind for kind, own in KINDS.items() if own.module.startswith("connectors.vendors.books")
    }
    assert books == kinds
