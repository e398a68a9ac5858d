"""Generates the module with the title of each kind of source, from the vendors' folders: `make catalogue`."""

from __future__ import annotations

import json
from pathlib import Path

from connectors.vendors.registry import KINDS

FILE = Path(__file__).resolve().parents[1] / "dashboards" / "text" / "source_titles.py"
_MODULE = '''"""What each kind of source is called: written by `make catalogue` from `connectors/vendors/*/vendor.toml`."""

from __future__ import annotations

from dashboards.text.catalogue import gettext_noop

TITLES: dict[str, str] = {{
{}
}}
'''


def text() -> str:
    """Return the module's source: the title of each kind of source, as its vendor's folder declares it."""
    lines = (
        f"    {json.dumps(kind)}: gettext_noop({json.dumps(declared.title)}),"
        for kind, declared in sorted(KINDS.items())
    )
    return _MODULE.format("\n".join(lines))
