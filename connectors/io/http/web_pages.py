"""Recognises a web page that arrives in place of data: a log-in page, or the refusal page of a proxy or filter.

Responses, tables and logs all use this test; no other module may have its own.
"""

from __future__ import annotations

import re

from connectors.contract.messages import Message

_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_STARTS = (b"<!doctype html", b"<html", b"<head")
_LOOKED_AT = 4096


def is_web_page(body: bytes) -> bool:
    """Whether a body begins like HTML; leading comments and an XML declaration are skipped."""
    start = body[:_LOOKED_AT]
    found = _BEFORE.match(start)
    return start[found.end() if found else 0 :].lower().startswith(_STARTS)


def refused_by_page(status: int, next_step: Message) -> tuple[Message, Message]:
    """Return thing and next step for a refusal that is a web page: usually a proxy or filter refuses, not the vendor.

    `next_step` is what to do if the vendor itself refuses.
    """
    return (
        Message("a web page came instead of data (status {number})", number=status),
        Message(
            "look whether a proxy or a filter stands in between and does not let this server through; if none does: {step}",
            step=next_step,
        ),
    )
