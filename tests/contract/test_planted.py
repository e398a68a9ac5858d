"""The conformance suite catches a wrong connector for each of its rules, and passes the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract import rules
from tests.contract.peers import kairan
from tests.contract.wrong_connectors import PLANTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.contract.streams import Connector


class _PlantedPeer(kairan.Peer):
    def __init__(self, folder: Path, wrong: type[Any]) -> None:
        super().__init__(folder)
        self._wrong = wrong

    def connector(self) -> Connector:
        return self._wrong(super().connector()._settings)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [(rule, wrong) for rule, wrongs in PLANTED.items() for wrong in wrongs],
    ids=lambda value: value.__name__,
)
def test_the_rule_catches(rule: Callable[[Any], None], wrong: type[Any], tmp_path: Path) -> None:
    """The rule fails on the wrong connector."""
    peer = _PlantedPeer(tmp_path, wrong)
    try:
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            rule(peer)
    finally:
        peer.close()


@pytest.mark.parametrize("rule", [*rules.EVERY, *rules.SERVER], ids=lambda rule: rule.__name__)
def test_the_walk_through_keeps_every_rule(rule: Callable[[Any], None], tmp_path: Path) -> None:
    """The code in connectors/README.md is a connector, as it stands there."""
    peer = kairan.Peer(tmp_path)
    try:
        rule(peer)
    finally:
        peer.close()


def test_the_walk_through_is_short() -> None:
    """A newcomer reads it in one go; what stands below it, under a heading of its own, is for later."""
    walk_through = kairan.README.read_text(encoding="utf-8").split("\n## ")[0]
    assert len(walk_through.splitlines()) < 100


def test_every_rule_has_its_planted_wrong_connector() -> None:
    """A rule that nothing has failed on is not trusted; those about files stand in test_planted_files.py."""
    assert {*rules.EVERY, *rules.SERVER} == set(PLANTED)
