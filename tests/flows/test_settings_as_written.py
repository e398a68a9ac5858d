"""Settings as clerks write them, on servers' terminals, are read or get one clear error in the town's language."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from flows.settings.settings import load_settings
from flows.settings.settings_file import SettingsError
from tests.command import PROGRAM, hirogari

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command with a clean locale; the output is bytes, since some terminals cannot show Japanese."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "PYTHON", "HIROGARI"))
    }
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=plain | environment,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_settings_are_read_in_each_encoding_that_editors_save(
    town_hall: Path, encoding: str
) -> None:
    """Notepad saves with a byte order mark, in CP932 or in UTF-16; the town's name is read correctly from each."""
    town_hall.write_bytes(town_hall.read_text(encoding="utf-8").encode(encoding))
    assert load_settings(town_hall).town.name == "試験町"


@pytest.mark.parametrize(
    ("old", "new", "thing", "step"),
    [
        ('"data"', "“data”", "a full-width character", "half-width"),
        ('"data"', '＂data"', "a full-width character", "half-width"),
        ("[roster]", "［roster］", "a full-width character", "half-width"),
        ('data = "data"', 'data\u3000= "data"', "a full-width character", "half-width"),
        (
            '"staff.csv"',
            '"C:\\Users\\soumu\\staff.csv"',
            "there is a \\ inside",
            "write / in place",
        ),
        ('"staff.csv"', '"logs\\staff.csv"', "there is a \\ inside", "write / in place"),
        ("2026-04-01", "2026/04/01", "a date has the wrong form", "2025-04-01"),
        ("2026-04-01", "2026-4-1", "a date has the wrong form", "2025-04-01"),
        ("2026-04-01", "令和8年4月1日", "a date has the wrong form", "2025-04-01"),
        ("2026-04-01", '"2026/04/01"', "this is not a date", "2025-04-01"),
        ("2026-04-01", '"R8.4.1"', "this is not a date", "2025-04-01"),
        ('"30 2 * * *"', '"2:30"', "not a time in cron", "correct this entry"),
        ('"30 2 * * *"', '"30 25 * * *"', "not a time in cron", "correct this entry"),
        ('"30 2 * * *"', '"30 2 31 2 *"', "not a time in cron", "correct this entry"),
        ('"30 2 * * *"', '"30 2 * * * *"', "not a time in cron", "correct this entry"),
        ("fiscal_year_start = 4", 'fiscal_year_start = "四月"', "fiscal year begins", "correct"),
        ('name = "試験町"', 'name = ""', "not a text in the right form", "half-width quotes"),
        ("[town]", '[town]\nlanguage = "Japanese"', "not allowed here", "hirogari init"),
    ],
)
def test_each_slip_of_a_clerk_is_named_with_its_line_and_what_to_write(
    town_hall: Path, old: str, new: str, thing: str, step: str
) -> None:
    """Each problem has its line and next step, never the line's text, which may hold a secret."""
    text = town_hall.read_text(encoding="utf-8")
    assert old in text
    town_hall.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(town_hall)
    (problem,) = caught.value.problems
    assert thing in problem
    assert step in problem.partition("→")[2]
    assert str(town_hall) in problem


def test_a_good_time_is_no_slip(town_hall: Path) -> None:
    """01:00 on weekdays is accepted, with days as numbers and as names, and so is an interval."""
    text = town_hall.read_text(encoding="utf-8")
    for cron in ("0 1 * * 1-5", "0 1 * * mon-fri", "*/30 2 * * *"):
        town_hall.write_text(text.replace("30 2 * * *", cron), encoding="utf-8")
        assert load_settings(town_hall).nightly == cron


def test_the_command_line_speaks_the_towns_language(town_hall: Path) -> None:
    """Success lines and errors are Japanese unless the settings name another language."""
    done = hirogari("run", "-s", town_hall, "--today", "2026-05-02", language=None)
    said = done.stdout
    assert done.returncode == 0, said + done.stderr
    assert "いま一度だけ読みます" in said
    assert "ページ: " in said
    assert "pages:" not in said
    broken = town_hall.with_name("broken.toml")
    broken.write_text(
        town_hall.read_text(encoding="utf-8").replace("[town]", "[town]\nfoo = 1"), encoding="utf-8"
    )
    refused = hirogari("check", "-s", broken, language=None).stderr
    assert (
        f"town.foo: この名前の項目はありません [{broken}] → 消すか、つづりを確かめてください"
        in refused
    )
    assert "hirogari check で確かめてください" in refused


def test_no_settings_are_told_in_the_language_of_the_locale(tmp_path: Path) -> None:
    """Without settings only the locale tells the language."""
    missing = tmp_path / "hirogari.toml"
    japanese = run("check", "-s", missing, LANG="ja_JP.UTF-8", PYTHONUTF8="1").stderr.decode()
    assert "設定ファイルがありません" in japanese
    assert "there are no settings" in run("check", "-s", missing, LANG="C.UTF-8").stderr.decode()


def test_a_terminal_that_shows_ascii_alone_gets_escapes(town_hall: Path) -> None:
    """The command raises no UnicodeEncodeError and keeps its own exit code."""
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("check", "-s", town_hall, **ascii_only, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert "設定".encode("ascii", "backslashreplace") in done.stdout


def test_a_file_of_another_account_is_told_and_not_traced(town_hall: Path) -> None:
    """A file where a folder is needed is one of the things that the system refuses: exit code 2, no traceback."""
    (town_hall.parent / "site").write_text("somebody's file", encoding="utf-8")
    done = run("export", town_hall.parent / "site", "-s", town_hall)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_path_that_the_locale_cannot_spell_is_told(town_hall: Path) -> None:
    """The error has the next step and no traceback."""
    text = town_hall.read_text(encoding="utf-8").replace('site = "site"', 'site = "画面"')
    town_hall.write_text(text, encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("check", "-s", town_hall, **ascii_only, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"LANG=C.UTF-8" in done.stdout + done.stderr
