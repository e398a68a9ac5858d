"""Texts for people, kept as an English template and its values so that they can be translated when shown.

A `Message` is a string, the English text: it can be compared, sorted and logged. Whoever shows it looks up its
template in the catalogue and fills in the same values. Never build a text from messages with an f-string: the result
is plain text and cannot be translated. Use `joined`, or pass one message as a value of the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self


class Message(str):
    """An English text together with its template and values.

    A template without values is used as it is; with values it follows the syntax of `str.format`:

        Message("{count:,} of {total:,} rows are read", count=3, total=1200)
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill in the English template; a value may be another message, or an error that was raised with one."""
        for name, value in values.items():
            if isinstance(value, BaseException):
                values[name] = message_of(value)
        one = super().__new__(cls, template.format(**values) if values else template)
        one.template = template
        one.values = values
        return one

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return the constructor arguments, so that pickling keeps template and values."""
        return (self.template,), self.values


NOTHING = Message("")
"""The empty message: there is no next step."""


def joined(separator: str, texts: Iterable[str]) -> Message:
    """Concatenate texts into one message; each part can still be translated."""
    named = {f"part{number}": text for number, text in enumerate(texts)}
    return Message(separator.join(f"{{{name}}}" for name in named), **named)


def rendered(text: str, translate: Callable[..., str]) -> str:
    """Translate a text; one that is not a `Message` is returned unchanged.

    Args:
        text: a message, or a text that a person or a vendor wrote.
        translate: takes the template and its values, as gettext does, and returns the filled-in text.
    """
    # gettext translates the empty string to the header of its catalogue file.
    if not isinstance(text, Message) or not text.template:
        return text
    values = {
        name: rendered(value, translate) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return translate(text.template, **values)


def verbatim(text: object) -> Message:
    """Wrap a text that is not one of our templates, such as a name or a library's error text, as a message."""
    return text if isinstance(text, Message) else Message("{text}", text=str(text))


def message_of(error: BaseException) -> Message:
    """Return the message that an error was raised with, or its text as a message."""
    return verbatim(error.args[0] if error.args and isinstance(error.args[0], Message) else error)


def listed(texts: Iterable[str]) -> Message:
    """Join sentences into one message, with the separator that each language uses between sentences."""
    *before, whole = map(verbatim, texts)
    for one in reversed(before):
        whole = Message("{one}; {other}", one=one, other=whole)
    return whole


def enumerated(texts: Iterable[str]) -> Message:
    """Join parts of a sentence into one message, with the separator that each language uses in an enumeration."""
    *before, whole = map(verbatim, texts)
    for one in reversed(before):
        whole = Message("{one}, {other}", one=one, other=whole)
    return whole


def problem_at(thing: str, place: object, next_step: str) -> Message:
    """Return thing, place and next step as one message."""
    return Message("{thing} [{place}] → {step}", thing=thing, place=place, step=next_step)


_TEMPLATE, _VALUES = "template", "values"


def stored(text: str) -> str:
    """Serialise a text for a warehouse column: a message with values as JSON, any other text unchanged."""
    has_values = isinstance(text, Message) and text.values
    return json.dumps(_plain(text), ensure_ascii=False) if has_values else str(text)


def read_stored(text: str) -> Message:
    """Deserialise what `stored` returned; a text stored before templates existed is returned unchanged."""
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
