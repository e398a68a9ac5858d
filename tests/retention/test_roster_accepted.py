"""An operator's roster after a spreadsheet, a cut copy and a new personnel system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.command import hirogari
from tests.retention.town_hall import TODAY, people

if TYPE_CHECKING:
    from pathlib import Path


def _write(settings: Path, lines: list[str]) -> None:
    (settings.parent / "staff.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


def _lines(settings: Path) -> list[str]:
    return (settings.parent / "staff.csv").read_text(encoding="utf-8").splitlines()


def test_a_spreadsheet_that_eats_zeros_changes_nobody(settings: Path) -> None:
    """The night goes on with the same people, and both spellings find a person."""
    before = people(settings)
    head, *rows = _lines(settings)
    _write(settings, [head, *(row.split(",")[0].lstrip("0") + row[3:] or row for row in rows[1:])])
    # 000 alone became 0.
    _write(settings, [*_lines(settings), "0" + rows[0][3:]])
    told = hirogari("check", "-s", settings)
    assert "count as the same people" in told.stdout
    done = hirogari("run", "-s", settings, "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert people(settings) == before
    for spelled in ("7", "００７"):
        out = settings.parent / f"{spelled}.md"
        assert hirogari("about-me", spelled, "-s", settings, "--out", out).returncode == 0
        assert "printers" in out.read_text(encoding="utf-8")
    forgot = hirogari("forget", "7", "--yes", "-s", settings, "--today", TODAY)
    assert forgot.returncode == 0, forgot.stderr
    assert "raw.print_job" in forgot.stdout


def test_half_a_roster_is_refused_until_it_is_accepted(settings: Path) -> None:
    """Nothing moves before; afterwards the nights go on."""
    before = people(settings)
    _write(settings, _lines(settings)[:7])
    assert "accept-roster" in hirogari("check", "-s", settings).stdout
    refused = hirogari("run", "-s", settings, "--today", TODAY)
    assert refused.returncode == 2
    assert "accept-roster" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert people(settings) == before
    unsaid = hirogari("accept-roster", "-s", settings, "--today", TODAY)
    assert unsaid.returncode == 2
    assert people(settings) == before
    accepted = hirogari("accept-roster", "-s", settings, "--today", TODAY, "--yes")
    assert accepted.returncode == 0, accepted.stderr
    assert len(people(settings)["roster"]) == 6
    done = hirogari("run", "-s", settings, "--today", TODAY)
    # Six accounts of the log are nobody's now, and that is told; the pages are drawn all the same.
    assert "accept-roster" not in done.stdout + done.stderr
    assert "index.html" in done.stdout


def test_a_new_personnel_system_renumbers_people_and_nobody_is_new(settings: Path) -> None:
    """A list of old and new numbers takes what is held along; one that would merge two people, or make new ones, is refused."""
    before = people(settings)
    head, *rows = _lines(settings)
    _write(settings, [head, *(f"N{row}" for row in rows)])
    assert hirogari("run", "-s", settings, "--today", TODAY).returncode == 2
    pairs = [f"{number},N{number:03d}" for number in range(12)]
    listed = settings.parent / "numbers.csv"
    given = ("accept-roster", "-s", settings, "--today", TODAY, "--yes", "--renumbered", listed)
    for rows in (
        ["旧番号,新番号", *pairs[:-1], "11,N000"],
        ["新番号,旧番号", *pairs],
        ["旧番号,新番号", *pairs[:-1], "99,N011"],
        ["旧番号,新番号", *pairs[:-1], "11,N111"],
    ):
        listed.write_text("\n".join([*rows, ""]), encoding="utf-8")
        refused = hirogari(*given)
        assert refused.returncode == 2, rows[-1]
        assert str(listed) in refused.stderr
        assert people(settings) == before
    listed.write_text("\n".join(["旧番号,新番号", *pairs, ""]), encoding="utf-8")
    done = hirogari(*given)
    assert done.returncode == 0, done.stderr
    after = people(settings)
    assert len({row[0] for row in after["jobs"]}) == 12
    assert not {row[0] for row in before["jobs"]} & {row[0] for row in after["jobs"]}
    out = settings.parent / "n.md"
    assert hirogari("about-me", "N007", "-s", settings, "--out", out).returncode == 0
    assert "printers" in out.read_text(encoding="utf-8")
    night = hirogari("run", "-s", settings, "--today", TODAY)
    assert night.returncode == 0, night.stdout + night.stderr
    assert sorted(people(settings)["jobs"]) == sorted(after["jobs"])
