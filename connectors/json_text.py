"""JSON that others wrote, read in one place: whatever it is, it is read or refused, and never ends the program."""

from __future__ import annotations

import json

_BOM = b"\xef\xbb\xbf"


def read_json(text: bytes) -> object:
    """Return what a JSON text says; byte order marks before it are passed over.

    Raises:
        ValueError: it is not JSON, or is nested deeper than any real record.
    """
    while text.startswith(_BOM):
        text = text[len(_BOM) :]
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
