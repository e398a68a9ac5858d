"""Parses JSON from vendors: any input is either parsed or refused with `ValueError`; none may crash the program."""

from __future__ import annotations

import json
import re

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BOM = b"\xef\xbb\xbf"


def read_json(text: bytes) -> object:
    """Parse a JSON text; leading byte order marks are ignored.

    A lone surrogate (a name that was cut within an emoji) becomes U+FFFD, because it cannot be encoded as text.

    Raises:
        ValueError: the text is not JSON, or is nested deeper than any real record.
    """
    while text.startswith(_BOM):
        text = text[len(_BOM) :]
    try:
        value = json.loads(text)
        return _with_whole_signs(value) if _SURROGATE.search(text) else value
    except RecursionError:
        raise ValueError("nested too deep") from None


def _with_whole_signs(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_with_whole_signs(one) for one in value]
    if isinstance(value, dict):
        return {_with_whole_signs(name): _with_whole_signs(one) for name, one in value.items()}
    return value
