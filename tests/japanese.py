"""Helpers to check the Japanese text of errors."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from connectors.contract.messages import message_of
from flows.messages import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator


def in_japanese(error: BaseException) -> str:
    """Return an error's message in Japanese."""
    return in_language(message_of(error), "ja")


@contextmanager
def raises_saying(
    kind: type[BaseException], words: str
) -> Iterator[pytest.ExceptionInfo[BaseException]]:
    """Expect an error whose Japanese text matches a pattern, as `pytest.raises` does with the English text."""
    with pytest.raises(kind) as caught:
        yield caught
    said = in_japanese(caught.value)
    assert re.search(words, said), said
