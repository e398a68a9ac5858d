"""Whatever the program says to its operator can be read in the town's language, whoever wrote it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.contract.messages import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("connectors", "warehouse", "dashboards", "flows")


def _mendables() -> set[str]:
    """The names of all errors that are told as thing, place and next step."""
    bases = {
        node.name: {getattr(base, "id", "") for base in node.bases}
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    found: set[str] = {"Mendable"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


SAYERS = _mendables() | {
    "Finding",
    "Unreachable",
    "unreadable",
    "try_out",
    "again",
    "failed",
    "_refusal",
    "_nothing",
    "_changed",
    "_odd",
    "_unread",
    "tell",
    "told",
    "require_answer",
}
"""Whatever is called so takes what is said as its first words and as `thing` and `next_step`."""
SAID = {"thing", "next_step", "next_steps", "refused"}
IN_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
HOLE = "7"
FILES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if not re.match(r"connectors/(demo_town|vendors/\w+/demo)\b", str(path.relative_to(ROOT)))
)


def _texts(node: ast.expr | None, named: Mapping[str, ast.expr]) -> Iterator[str]:
    """Each text that an expression may be, with something put into its parts."""
    parts: list[ast.expr | None] = []
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(
                str(one.value) if isinstance(one, ast.Constant) else HOLE for one in values
            )
        case ast.IfExp(body=body, orelse=orelse):
            parts = [body, orelse]
        case ast.Call(func=ast.Attribute(attr="get", value=table), args=[_, default]):
            parts = [table, default]
        case ast.Dict(values=values):
            parts = [*values]
        case ast.Name(id=name):
            parts = [named.get(name)]
    for part in parts:
        yield from _texts(part, named)


def _said(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            named |= {one.id: node.value for one in node.targets if isinstance(one, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            named[node.target.id] = node.value
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield) and "flows" in path.parts:
            yield from _texts(node.value, named)
        if isinstance(node, ast.Assign) and [getattr(node.targets[0], "id", "")] == ["what"]:
            yield from _texts(node.value, {})
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [one.value for one in node.keywords if one.arg in SAID]
            for one in [*node.args, *said] if name in SAYERS else said:
                yield from _texts(
                    one, {name: value for name, value in named.items() if value is not one}
                )


def _is_japanese(text: str) -> bool:
    """Whether all of it is: a pattern for its beginning alone would leave the rest in English."""
    return bool(IN_JAPANESE.search(text)) and not re.search(
        r"[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", text
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_whatever_is_said_has_words_in_japanese(path: Path) -> None:
    """A line in connectors/contract/messages.toml for each: add one when you add a message."""
    missing = [
        text
        for text in _said(path)
        if re.search("[a-z]{3}.* ", text)
        and not text.startswith("source ")
        and not IN_JAPANESE.search(text)
        and not _is_japanese(in_language(text, "ja"))
    ]
    assert not missing, f"without words in connectors/contract/messages.toml: {missing}"


def test_each_saying_puts_in_the_same_parts_in_both_languages() -> None:
    """And comes back as it was."""
    sayings = tomllib.loads(
        (ROOT / "connectors" / "contract" / "messages.toml").read_text(encoding="utf-8")
    )
    for english, japanese in sayings.items():
        assert set(re.findall(r"\{([a-z_]+)\}", english)) == set(
            re.findall(r"\{([a-z_]+)\}", japanese)
        ), english
        assert in_language(english, "en") == english or "{" in english


def test_what_has_parts_is_said_with_its_parts_said() -> None:
    """A reason inside a refusal, line by line; and what nobody has words for stays as it is."""
    assert in_language("Google gives no token (no known reason)", "ja") == (
        "Google がトークンを出しません(理由は不明)"
    )
    assert in_language("line 3 is not in utf-8\nof no known kind", "ja") == (
        "3 行目: 文字コードが utf-8 ではありません\nof no known kind"
    )
    assert (
        in_language("「枚数」が数として読めません(例: 1200)", "en") == "“枚数”: no number (as 1200)"
    )
