"""What errors say to a town that reads Japanese."""

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
    """Return what an error says, in Japanese."""
    return in_language(message_of(error), "ja")


@contextmanager
def raises_saying(
    kind: type[BaseException], words: str
) -> Iterator[pytest.ExceptionInfo[BaseException]]:
    """Expect an error of a kind whose Japanese text matches a pattern, as `pytest.raises` does with English."""
    with pytest.raises(kind) as caught:
        yield caught
    said = in_japanese(caught.value)
    assert re.search(words, said), said
