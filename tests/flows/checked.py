"""Run `hirogari check` in both languages, and take apart what it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from flows.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "himitsu-no-kagi"


IN_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def check_with(
    town_hall: Path, source: str, settings: str, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """Run `hirogari check` on the town hall with one more source; return its failed lines in English.

    Asserts that the Japanese run has as many lines, with problem and next step in Japanese.
    """
    text = town_hall.read_text(encoding="utf-8")
    added = f'\n[[sources]]\nname = "{source}"\n{settings}\n'
    town_hall.write_text(text + added, encoding="utf-8")
    japanese = wrong_lines(town_hall, capsys)
    for line in japanese:
        thing, _place, step = parts_of(line)
        assert IN_JAPANESE.search(thing), line
        assert IN_JAPANESE.search(step), line
    in_english = text.replace("[town]", '[town]\nlanguage = "en"') + added
    town_hall.write_text(in_english, encoding="utf-8")
    english = wrong_lines(town_hall, capsys)
    assert len(english) == len(japanese)
    return english


def wrong_lines(town_hall: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--settings", str(town_hall)])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert SECRET not in told.out + told.err
    assert "Traceback" not in told.out + told.err
    lines = told.out.splitlines()
    wrong = [line for line in lines if line.startswith("NG ")]
    assert any(line.startswith("ok ") and "page_log" in line for line in lines), (
        "the others are looked at"
    )
    return wrong


def parts_of(line: str) -> tuple[str, str, str]:
    """Split a line into problem, place and next step."""
    said, _arrow, step = line.removeprefix("NG ").partition("] → ")
    thing, _bracket, place = said.rpartition(" [")
    return thing, place, step


def assert_named(wrong: list[str], place: str, owed: tuple[str, ...]) -> None:
    assert wrong, "nothing is named"
    for line in wrong:
        thing, where, step = parts_of(line)
        assert thing
        assert place in where
        assert step
        assert all(words in line for words in owed), line
