"""Collects the commented source examples that `hirogari init` writes; each vendor's folder declares its own."""

from __future__ import annotations

from connectors.vendors.registry import KINDS

_HEADINGS = {
    "usual": "# 使っているものだけ、先頭の # を外して書いてください。",
    "tools": "# ---- そのほかのツール ----",
    "printers": "# ---- そのほかのプリンター ----",
    "books": "# ---- 手でつける帳簿(books/ にひな形があります) ----",
}


def source_examples() -> str:
    """Return the examples of all vendors as TOML comments, each group under its heading."""
    blocks: list[str] = []
    for group, heading in _HEADINGS.items():
        blocks.append(heading)
        blocks += [
            _commented(example)
            for kind in KINDS.values()
            if kind.group == group
            for example in kind.examples
        ]
    return "\n\n".join(blocks) + "\n"


def _commented(example: str) -> str:
    return "\n".join(f"# {line}" for line in example.strip().splitlines())
