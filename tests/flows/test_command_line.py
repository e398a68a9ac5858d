"""The command line: exit codes, messages with problem, place and next step, and no data lost by an error."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.command import hirogari
from warehouse.facts.sources import read_match_shares
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-05-02"


def states(settings: Path) -> list[dict[str, object]]:
    done = hirogari("status", "--json", "-s", settings)
    assert done.returncode == 0, done.stderr
    days: list[dict[str, object]] = json.loads(done.stdout)
    return days


def test_a_night_by_hand_reads_and_publishes(town_hall: Path) -> None:
    """Without a scheduler `run` says so in one line, lands every day and writes the site."""
    done = hirogari("run", "-s", town_hall, "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("reading once, now") == 1
    assert "試験町" in (town_hall.parent / "site/index.html").read_text(encoding="utf-8")
    days = states(town_hall)
    printed = [day for day in days if day["source"] == "printers" and day["rows"] == 12]
    assert len(printed) == 30


def test_only_what_is_published_can_be_read_by_others(town_hall: Path) -> None:
    """File modes do not depend on the account's umask. A source's published match share is 0.99 at most."""
    assert hirogari("run", "-s", town_hall, "--today", TODAY).returncode == 0
    folder = town_hall.parent
    with open_store(folder / "data/warehouse.duckdb", read_only=True) as store:
        assert read_match_shares(store)[0][1] == 1.0
    assert (folder / "data/warehouse.duckdb").stat().st_mode & 0o777 == 0o600
    pages = [path for path in (folder / "site").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in pages} == {0o644}
    assert (folder / "site").stat().st_mode & 0o777 == 0o755
    assert hirogari("export", folder / "export", "-s", town_hall).returncode == 0
    with (folder / "export/source.csv").open(encoding="utf-8-sig") as file:
        shares = {row["match_share"] for row in csv.DictReader(file)}
    assert shares <= {"", "0.99"}
    assert "0.99" in shares


def test_the_same_night_twice_changes_no_table(town_hall: Path, tmp_path: Path) -> None:
    """A second run of the same night leaves every exported cell and ledger row as it was."""
    shots = []
    for number in (1, 2):
        assert hirogari("run", "-s", town_hall, "--today", TODAY).returncode == 0
        folder = tmp_path / f"export{number}"
        assert hirogari("export", folder, "-s", town_hall).returncode == 0
        tables = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        shots.append((tables, [(d["day_on"], d["rows"], d["hash"]) for d in states(town_hall)]))
    assert shots[0][0], "nothing was exported"
    assert shots[0] == shots[1]


def test_explain_shows_a_number_from_its_definition_to_what_a_reader_sees(town_hall: Path) -> None:
    """A question without an answer is refused with the list of what can be asked."""
    assert hirogari("run", "-s", town_hall, "--today", TODAY).returncode == 0
    asked = ("explain", "paper_month", "--section", "soumu", "--month", "2026-04", "-s", town_hall)
    said = hirogari(*asked).stdout
    assert "購入した枚数" in said
    assert "made by: warehouse/models/mart/paper_month.sql" in said
    assert "raw.print_job: 348 rows, older ones deleted by age" in said
    assert "section soumu, month 2026-04-01, source printers, kind printed, sheets 630" in said
    assert "\npublished:\n" in said
    for wrong, words in (
        (("sheets",), "no measure 'sheets' [hirogari explain] → one of: "),
        (("use_month", "--section", "総務課"), "→ one of: soumu (総務課), zeimu (税務課)"),
        (("use_month", "--month", "2031-01"), "no values for 2031-01"),
        (("use_month", "--month", "April"), "'April' is not a month like 2026-04"),
    ):
        done = hirogari("explain", *wrong, "-s", town_hall)
        assert done.returncode == 2
        assert words in done.stderr


def test_a_larger_smallest_group_reaches_what_is_published(town_hall: Path) -> None:
    """Two sections of six are published alone; with a minimum of seven no section is, and `explain` names the rule."""
    asked = ("explain", "paper_month", "--section", "soumu", "--month", "2026-04", "-s", town_hall)
    assert hirogari("run", "-s", town_hall, "--today", TODAY).returncode == 0
    assert "rule 1" not in hirogari(*asked).stdout
    (town_hall.parent / "data/warehouse.duckdb").unlink()
    text = town_hall.read_text(encoding="utf-8")
    town_hall.write_text(f"{text}\n[privacy]\nsection = 7\n", encoding="utf-8")
    assert hirogari("run", "-s", town_hall, "--today", TODAY).returncode == 0
    said = hirogari(*asked).stdout
    assert (
        "too few people for any break-down by section. (rule 1: no_break_down) The minimum is 7 people"
        in said
    )
    told = (town_hall.parent / "site/method.html").read_text(encoding="utf-8")
    assert "fewer than 7 " in told
    assert "fewer than 5 " not in told


def test_settings_that_are_missing_say_how_to_write_them(tmp_path: Path) -> None:
    """Without settings the command exits with 2 and names the path and `hirogari init`."""
    done = hirogari("run", cwd=tmp_path)
    assert done.returncode == 2
    assert str(tmp_path / "hirogari.toml") in done.stderr
    assert "hirogari init" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    """A folder instead of the file, or an unknown encoding: exit code 2 with place and next step, and no traceback."""
    in_no_encoding = tmp_path / "hirogari.toml"
    in_no_encoding.write_bytes(b'[town]\nname = "\x81\xff"\nlanguage = "en"\n')
    for file, words in ((tmp_path, "cannot be read"), (in_no_encoding, "save them again as UTF-8")):
        done = hirogari("run", "-s", file)
        assert done.returncode == 2
        assert words in done.stderr
        assert str(file) in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "cups"', 'kind = "coffee"', ("'coffee'", "cups")),
        ("fiscal_year_start = 4", "fiscal_year_start = 4\nfoo = 1", ("town.foo", "spelling")),
        ("launched_on = 2026-04-01", "", ("launched_on", "add this entry")),
        ('name = "paper"', 'name = "printers"', ("'printers' is used twice",)),
        ("[town]", "[town", ("not valid TOML",)),
        (
            "[roster]",
            "[privacy]\nsection = 4\n[roster]",
            (
                "privacy.section: section = 4 is below the minimum 5",
                "a reader can work out",
                "→ raise it",
            ),
        ),
        (
            "[roster]",
            "[privacy]\nmerged = 9\n[roster]",
            (
                "privacy.merged: merged = 9 is below the minimum 10",
                "a reader can work out",
                "→ raise it",
            ),
        ),
        ("[roster]", "[privacy]\nvalues = 2\n[roster]", ("privacy.values", "spelling")),
    ],
)
def test_each_mistake_in_the_settings_is_named(
    town_hall: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    """A mistake in the settings ends with exit code 2, and names its key, the file and the next step."""
    text = town_hall.read_text(encoding="utf-8")
    assert old in text
    town_hall.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = hirogari("run", "-s", town_hall)
    assert done.returncode == 2
    for word in (*words, str(town_hall)):
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_staff_number_twice_is_named_and_nothing_is_lost(town_hall: Path) -> None:
    """A roster with a duplicate staff number stops the night; warehouse and pages stay as they were."""
    assert hirogari("run", "-s", town_hall, "--today", TODAY).returncode == 0
    page = (town_hall.parent / "site/index.html").read_bytes()
    before = states(town_hall)
    staff = town_hall.parent / "staff.csv"
    staff.write_text(
        staff.read_text(encoding="utf-8") + "003,zeimu,2026-04-15,,user3b\n", encoding="utf-8"
    )
    done = hirogari("run", "-s", town_hall, "--today", "2026-05-03")
    assert done.returncode == 2
    assert "staff.csv" in done.stderr
    assert "→" in done.stderr
    assert "Traceback" not in done.stderr
    assert (town_hall.parent / "site/index.html").read_bytes() == page
    assert states(town_hall) == before


def test_an_empty_log_stops_its_source_and_the_others_publish(town_hall: Path) -> None:
    """An empty page_log ends with exit code 2 and the file's name; the purchase book is still published."""
    (town_hall.parent / "page_log").write_text("", encoding="utf-8")
    done = hirogari("run", "-s", town_hall, "--today", TODAY)
    assert done.returncode == 2
    assert "page_log" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (town_hall.parent / "site/index.html").exists()
    assert {day["source"] for day in states(town_hall) if day["rows"]} == {"paper"}
    # A run of days is one line, whatever its length; the current month of a book is no gap.
    lines = hirogari("status", "-s", town_hall).stdout.splitlines()
    (book,) = [line for line in lines if line.startswith("paper ")]
    assert book.endswith("running 1")
    told = [line for line in lines if "failed (" in line]
    assert [line.split(" (")[0] for line in told] == ["  2026-04-01 … 2026-05-01, 31 days: failed"]


def test_an_unknown_column_in_the_roster_is_named(town_hall: Path) -> None:
    """A renamed column is an error that names the file and the column; the column is never guessed."""
    staff = town_hall.parent / "staff.csv"
    staff.write_text(
        staff.read_text(encoding="utf-8").replace("section,", "busho,", 1), encoding="utf-8"
    )
    done = hirogari("check", "-s", town_hall)
    assert done.returncode == 2
    assert "section" in done.stdout
    assert "staff.csv" in done.stdout


def test_check_says_ok_line_by_line(town_hall: Path) -> None:
    """A town hall without faults passes `check`, with one line per thing checked."""
    done = hirogari("check", "-s", town_hall)
    assert done.returncode == 0, done.stdout
    assert {line[:2] for line in done.stdout.splitlines()} == {"ok"}


def test_init_writes_settings_that_load(tmp_path: Path) -> None:
    """The settings that `init` writes are valid, and a second `init` does not overwrite them."""
    folder = tmp_path / "town"
    assert hirogari("init", folder).returncode == 0
    done = hirogari("check", "-s", folder / "hirogari.toml")
    assert "ok  settings" in done.stdout
    again = hirogari("init", folder)
    assert again.returncode == 2
    assert "already" in again.stderr


def test_help_lists_every_command() -> None:
    """Each command has a line of its own."""
    done = hirogari("--help")
    for command in (
        "demo",
        "init",
        "check",
        "run",
        "serve",
        "newsletter",
        "status",
        "export",
    ):
        assert f" {command} " in done.stdout
