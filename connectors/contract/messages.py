"""What the program tells a person, kept as an English template and the values that are put into it.

A `Message` is the English text, so that it can be compared, sorted and put into a log; whoever shows it looks its template up
in the catalogue of texts and puts the same values in. An f-string of messages is a plain text and can no longer be
translated: join them with `joined`, or put one into the other as a value.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self


class Message(str):
    """An English text with the template and the values that it was made of.

    A template without values is told as it stands; with values it is read as `str.format` reads it:

        Message("{count:,} of {total:,} rows are read", count=3, total=1200)
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill the English template in; a value may be a message itself, or an error that was raised with one."""
        for name, value in values.items():
            if isinstance(value, BaseException):
                values[name] = message_of(value)
        one = super().__new__(cls, template.format(**values) if values else template)
        one.template = template
        one.values = values
        return one

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return what a copy in another process is made of."""
        return (self.template,), self.values


NOTHING = Message("")
"""What is said where there is nothing to do."""


def joined(separator: str, texts: Iterable[str]) -> Message:
    """Return texts one after the other as one message; each can still be translated."""
    named = {f"part{number}": text for number, text in enumerate(texts)}
    return Message(separator.join(f"{{{name}}}" for name in named), **named)


def rendered(text: str, translate: Callable[..., str]) -> str:
    """Return a text in another language; one that is no message stays as it is.

    Args:
        text: a message, or a text that a person or a vendor wrote.
        translate: takes the template and its values, as gettext does, and returns the text filled in.
    """
    # gettext answers the empty text with the head of its file.
    if not isinstance(text, Message) or not text.template:
        return text
    values = {
        name: rendered(value, translate) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return translate(text.template, **values)


def verbatim(text: object) -> Message:
    """Return a text that is no template of ours, such as a name or what a library says, as a message."""
    return text if isinstance(text, Message) else Message("{text}", text=str(text))


def message_of(error: BaseException) -> Message:
    """Return what an error says: the message that it was raised with, or its text."""
    return verbatim(error.args[0] if error.args and isinstance(error.args[0], Message) else error)


def listed(texts: Iterable[str]) -> Message:
    """Return sentences as one message, parted as each language parts them."""
    *before, whole = map(verbatim, texts)
    for one in reversed(before):
        whole = Message("{one}; {other}", one=one, other=whole)
    return whole


def enumerated(texts: Iterable[str]) -> Message:
    """Return parts of a sentence as one message, parted as each language parts them."""
    *before, whole = map(verbatim, texts)
    for one in reversed(before):
        whole = Message("{one}, {other}", one=one, other=whole)
    return whole


def problem_at(thing: str, place: object, next_step: str) -> Message:
    """Return what is wrong, where, and the next step as one message."""
    return Message("{thing} [{place}] → {step}", thing=thing, place=place, step=next_step)


_TEMPLATE, _VALUES = "template", "values"


def stored(text: str) -> str:
    """Return a text as a column of the warehouse holds it: a message with values as JSON, any other as it is."""
    has_values = isinstance(text, Message) and text.values
    return json.dumps(_plain(text), ensure_ascii=False) if has_values else str(text)


def read_stored(text: str) -> Message:
    """Return what `stored` was given; a text that was stored before there were templates stays as it is."""
    try:
        return _message(json.loads(text)) if text.startswith("{") else Message(text)
    except (ValueError, LookupError, TypeError, AttributeError):
        return Message(text)


def _plain(value: object) -> object:
    if isinstance(value, Message):
        values = {name: _plain(one) for name, one in value.values.items()}
        return {_TEMPLATE: value.template, _VALUES: values}
    is_plain = value is None or isinstance(value, (str, int, float))
    return value if is_plain else str(value)


def _message(kept: dict[str, dict[str, object]]) -> Message:
    values = {
        name: _message(one) if isinstance(one, dict) else one for name, one in kept[_VALUES].items()
    }
    return Message(str(kept[_TEMPLATE]), **values)
