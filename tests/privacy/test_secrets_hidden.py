"""No secret stands in what settings, errors and the orchestrator's parameters say of themselves."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

from connectors.vendors.registry import KINDS, module_of
from flows.mail import Mail

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "canary-secret-4711"
SECRET_WORDS = ("password", "token", "secret", "community", "credential", "private", "key")


def settings_classes() -> list[type[BaseModel]]:
    """Every kind's settings, and the classes that stand in their fields."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [Mail, *(module_of(kind).Settings for kind in KINDS)]
    while waiting:
        one = waiting.pop()
        if f"{one.__module__}.{one.__qualname__}" not in found:
            found[f"{one.__module__}.{one.__qualname__}"] = one
            for field in one.model_fields.values():
                waiting += _models(field.annotation)
    return [found[name] for name in sorted(found)]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _secrets(one: type[BaseModel]) -> list[str]:
    return [
        name for name, field in one.model_fields.items() if SecretStr in _leaves(field.annotation)
    ]


def _leaves(annotation: Any) -> set[Any]:  # noqa: ANN401 - any annotation
    return {annotation, *(leaf for one in get_args(annotation) for leaf in _leaves(one))}


@pytest.mark.parametrize(
    "one", settings_classes(), ids=lambda one: f"{one.__module__}.{one.__name__}"
)
def test_settings_do_not_tell_their_secrets(one: type[BaseModel]) -> None:
    """In repr, str, as JSON, in the parameters of a run and in what is said of a wrong setting."""
    hidden = _secrets(one)
    for name, field in one.model_fields.items():
        says_secret = any(word in name for word in SECRET_WORDS)
        assert not says_secret or name in hidden or not _leaves(field.annotation) & {str}, (
            f"{one.__module__}.{name} sounds like a secret and is a plain text: make it SecretFile"
        )
    settings = one.model_construct(**dict.fromkeys(hidden, SecretStr(SECRET)))
    told = [repr(settings), str(settings), f"{settings!r}"]
    # Prefect keeps parameters as JSON, made by Pydantic.
    told.append(
        json.dumps(TypeAdapter(Any).dump_python(settings, mode="json", warnings=False), default=str)
    )
    try:
        one.model_validate(dict.fromkeys(hidden, SECRET * 2) | {"unknown": 1})
    except ValidationError as error:
        told.append(repr(error.errors(include_input=False)))
    assert SECRET not in " ".join(told)


def test_the_classes_with_a_secret_are_among_them() -> None:
    """The walk over all kinds sees what it is there for."""
    assert sum(bool(_secrets(one)) for one in settings_classes()) > 6
