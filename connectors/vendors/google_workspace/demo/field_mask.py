"""Google's partial responses: the grammar of `fields=`, and the projection of a response to it.

In `a,b/c,items(id,events(name))` commas separate fields, a slash descends one level, brackets select subfields,
and `*` selects everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Mask: TypeAlias = dict[str, Any] | None
"""Field → the mask of its subfields; None selects all of them."""

_PARAMETER = frozenset({"name", "value", "intValue", "boolValue"})
"""All fields of a parameter in the demo town."""
_PATHS: Mask = {
    "kind": None,
    "etag": None,
    "nextPageToken": None,
    "items": {
        "kind": None,
        "etag": None,
        "id": dict.fromkeys(("time", "uniqueQualifier", "applicationName", "customerId")),
        "actor": {
            **dict.fromkeys(("callerType", "email", "profileId", "key")),
            "applicationInfo": dict.fromkeys(("oauthClientId", "applicationName", "impersonation")),
            "agentAttributionInfo": dict.fromkeys(
                ("agentId", "agentName", "agentType", "agentOwner")
            ),
        },
        "isAgenticAction": None,
        "ownerDomain": None,
        "ipAddress": None,
        "networkInfo": None,
        "resourceDetails": None,
        "events": {
            "type": None,
            "name": None,
            "resourceIds": None,
            "status": None,
            "parameters": dict.fromkeys(
                (*_PARAMETER, "multiValue", "multiIntValue", "messageValue", "multiMessageValue")
            ),
        },
    },
}
"""The fields that may be requested; any other field is refused, as Google does."""


class MaskError(ValueError):
    """The mask names an unknown field, or its brackets do not match."""


def parse_mask(text: str | None) -> Mask:
    """Parse `fields=`; None or `*` selects everything.

    Raises:
        MaskError: names the unknown field.
    """
    if text is None or text == "*":
        return None
    tokens = _tokens(text)
    return _resolve(_read_list(tokens, is_inside=False), _PATHS)


def projector(mask: Mask) -> Callable[[Any], Any]:
    """Return a function that keeps the fields of the mask; missing fields stay missing."""
    if mask is None:
        return lambda value: value
    whole = [name for name, below in mask.items() if below is None]
    parts = [(name, projector(below)) for name, below in mask.items() if below is not None]

    def project(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, list):
            return [project(part) for part in value]
        kept = {name: value[name] for name in whole if name in value}
        for name, below in parts:
            if name in value:
                kept[name] = below(value[name])
        return kept

    return project


def _tokens(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter in ",/()":
            if word:
                yield word
            yield letter
            word = ""
        elif not letter.isspace():
            word += letter
    if word:
        yield word
    yield ""


def _read_list(tokens: Iterator[str], *, is_inside: bool) -> dict[str, Any]:
    mask: dict[str, Any] = {}
    while True:
        end = _read_field(tokens, mask)
        if end == ",":
            continue
        if end != (")" if is_inside else ""):
            raise MaskError("Invalid field selection: brackets do not match")
        return mask


def _read_field(tokens: Iterator[str], mask: dict[str, Any]) -> str:
    """Read one field and its subfields into `mask`; return the token that ends it."""
    name = next(tokens)
    if name in {"", ",", "/", "(", ")"}:
        raise MaskError("Invalid field selection: a field's name is missing")
    end = next(tokens)
    below: Mask = None
    if end == "/":
        below = {}
        end = _read_field(tokens, below)
    elif end == "(":
        below = _read_list(tokens, is_inside=True)
        end = next(tokens)
    known = mask.get(name, {})
    mask[name] = None if below is None or known is None else {**known, **below}
    return end


def _resolve(mask: Mask, allowed: Mask) -> Mask:
    """Check a mask against the allowed fields, and replace a mask that selects everything by None."""
    if mask is None:
        return None
    if "*" in mask:
        if mask["*"] is not None:
            raise MaskError("Invalid field selection: nothing can hang below *")
        return None
    resolved: dict[str, Any] = {}
    for name, below in mask.items():
        if allowed is None or name not in allowed:
            raise MaskError(f"Invalid field selection {name}")
        resolved[name] = _resolve(below, allowed[name])
    # The mask omits nothing of a parameter, so parameters need no projection.
    return None if resolved.keys() >= _PARAMETER else resolved
