"""A web page where data should be: a log-in page, or the page with which a proxy or a filter says no."""

from __future__ import annotations

import re

from connectors.contract.messages import Message

_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_STARTS = (b"<!doctype html", b"<html", b"<head")
_LOOKED_AT = 4096


def is_web_page(body: bytes) -> bool:
    """Whether a body begins as HTML does, comments and an XML declaration before it passed over."""
    start = body[:_LOOKED_AT]
    found = _BEFORE.match(start)
    return start[found.end() if found else 0 :].lower().startswith(_STARTS)


def refused_by_page(status: int, next_step: Message) -> tuple[Message, Message]:
    """Return thing and next step of a refusal that is a page: most often not the vendor says no, but what stands before it.

    `next_step`: what helps if it is the vendor all the same.
    """
    return (
        Message("a web page came instead of data (status {number})", number=status),
        Message(
            "look whether a proxy or a filter stands in between and does not let this server through; if none does: {step}",
            step=next_step,
        ),
    )
