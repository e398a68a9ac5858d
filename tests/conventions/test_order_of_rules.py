"""The rules of a release type-check in their order alone: a step takes its predecessors' results and no other's."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mypy import api

from tests.conventions.test_house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CUT = ROOT / "warehouse/release/cut.py"


def orders() -> Iterator[list[ast.stmt]]:
    """Yield the body of `_cut` with one fault each: a step before what it needs, or one that is given another's result."""
    (cut,) = (one for one in ast.parse(CUT.read_text("utf-8")).body if _is_cut(one))
    steps = [one for one in cut.body if isinstance(one, ast.Assign)]
    results = [ast.unparse(one.targets[0]) for one in steps]
    for place, step in enumerate(steps):
        call = step.value
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        taken = [one.id for one in call.args if isinstance(one, ast.Name) and one.id in results]
        if not taken:
            continue
        yield [step, *steps[:place], *cut.body[len(steps) :]]
        for name in taken:
            # The history takes all cells alike, whichever rule has cut them.
            for other in (one for one in results[:place] if one not in taken):
                given = re.sub(rf"\b{name}\b(?=[,)])", other, ast.unparse(step))
                yield [*steps[:place], *ast.parse(given).body]


def _is_cut(one: ast.stmt) -> bool:
    return isinstance(one, ast.FunctionDef) and one.name == "_cut"


def test_a_wrong_order_does_not_type_check(tmp_path: Path) -> None:
    """Each fault is an error of mypy's, and the order as it stands is none."""
    lines = CUT.read_text("utf-8").splitlines()
    ends: list[int] = [len(lines)]
    for number, body in enumerate(orders()):
        head = f"def _wrong_{number}(context: ReleaseContext, night: _Night) -> object:"
        text = "\n".join(ast.unparse(one) for one in body)
        lines += [head, *(f"    {line}" for line in text.splitlines()), "    return None"]
        ends.append(len(lines))
    assert len(ends) > 20, "too few orders were tried"
    snippet = tmp_path / "orders.py"
    snippet.write_text("\n".join([*lines, ""]), encoding="utf-8")
    said, failed, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(snippet)])
    assert not failed, failed
    wrong = [int(line) for line in re.findall(r"orders\.py:(\d+): error", said)]
    assert [line for line in wrong if line <= ends[0]] == [], said
    accepted = [
        "\n".join(lines[begin:end])
        for begin, end in pairwise(ends)
        if not any(begin < line <= end for line in wrong)
    ]
    assert accepted == []
