"""rekey, expire, forget, about-me and the key's own words, as an operator meets them."""

from __future__ import annotations

import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.roster.keys import next_file, open_key
from tests.command import hirogari
from tests.marts import marts
from tests.retention.town_hall import TODAY, at_terminal, key_file, people, warehouse
from warehouse.facts.store import open_store
from warehouse.lifecycle.rekey import key_version


def numbers_of(settings: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every mart, row by row."""
    with open_store(warehouse(settings)) as store:
        return marts(store)


def read_all_again(settings: Path) -> None:
    """Run a night that reads every day anew, but those whose facts were deleted by age."""
    with open_store(warehouse(settings)) as store:
        store.execute(
            "update ledger.source_day set state = 'failed' "
            "where day_on not in (select day_on from ledger.expired_day)"
        )
    done = hirogari("run", "-s", settings, "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr


def shown(settings: Path, folder: Path) -> dict[str, str]:
    """What a reader gets, but for the instants of reading and releasing."""
    assert hirogari("export", folder, "-s", settings).returncode == 0
    return {
        path.stem: path.read_text(encoding="utf-8-sig")
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in {"freshness", "about", "source"}
    }


def free_blocks(settings: Path) -> int:
    """Parts of the warehouse's file that nothing uses, and that hold what was there before."""
    with open_store(warehouse(settings), read_only=True) as store:
        return store.count("select free_blocks from pragma_database_size()")


def test_rekey_renames_everyone_and_a_further_night_gives_the_same_people(settings: Path) -> None:
    """No old pseudonym is left, no number moves, and reading the days again moves no fact."""
    before, numbers = people(settings), numbers_of(settings)
    done = hirogari("rekey", "--yes", "-s", settings)
    assert done.returncode == 0, done.stderr
    assert "version 2" in done.stdout
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    assert not next_file(key_file(settings)).exists()
    after = people(settings)
    old = {str(cell) for row in (*before["jobs"], *before["roster"]) for cell in row[:1]}
    assert len(old) == 12
    assert not old & {str(cell) for row in (*after["jobs"], *after["roster"]) for cell in row}
    assert not [one for one in old if one.encode() in warehouse(settings).read_bytes()]
    read_all_again(settings)
    assert people(settings) == after
    assert numbers_of(settings) == numbers


@pytest.mark.parametrize("step", ["write_next_key", "_rename", "switch_key", "switched"])
def test_rekey_killed_at_any_step_is_old_or_new(settings: Path, step: str) -> None:
    """SIGKILL before each step, and after the last: the next start opens, and all are who they were."""
    numbers, data, key = numbers_of(settings), warehouse(settings), key_file(settings)
    program = (
        "import os, signal\nfrom pathlib import Path\n"
        "from connectors.roster.keys import open_key\nfrom warehouse.lifecycle import rekey\n"
        "from warehouse.facts.store import open_store\n"
        "def die(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        f"data, key, step = Path({str(data)!r}), Path({str(key)!r}), {step!r}\n"
        "if step != 'switched': setattr(rekey, step, die)\n"
        "with open_store(data) as store:\n"
        "    rekey.rekey(store, key, open_key(key, has_pseudonyms=True, version=1))\n"
        "    die()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with open_store(data) as store:
        version = key_version(store)
        opened = open_key(key, has_pseudonyms=True, version=version)
        staff = {one for (one,) in store.rows("select distinct staff from raw.assignment")}
    assert version == (2 if step in {"switch_key", "switched"} else 1)
    assert staff == {opened.pseudonym(f"{number:03d}") for number in range(12)}
    read_all_again(settings)
    assert numbers_of(settings) == numbers
    assert hirogari("rekey", "--yes", "-s", settings).returncode == 0


def test_an_old_key_file_is_refused_with_a_word(settings: Path, tmp_path: Path) -> None:
    """Whoever puts back the wrong copy is told which one belongs to this warehouse."""
    old = shutil.copy2(key_file(settings), tmp_path / "old.key")
    assert hirogari("rekey", "--yes", "-s", settings).returncode == 0
    Path(old).replace(key_file(settings))
    done = hirogari("run", "-s", settings, "--today", TODAY)
    assert done.returncode == 2
    assert "version 1" in done.stderr
    assert "version 2" in done.stderr


@pytest.mark.parametrize(
    "command",
    [("run",), ("rekey", "--yes"), ("expire",), ("forget", "003", "--yes"), ("about-me", "003")],
)
def test_a_missing_key_stops_every_command(settings: Path, command: tuple[str, ...]) -> None:
    """A new key would make everyone a new person: exit 2, the file, and what to do."""
    key_file(settings).unlink()
    done = hirogari(*command, "-s", settings)
    assert done.returncode == 2
    assert "the key file is missing" in done.stderr
    assert str(key_file(settings)) in done.stderr
    assert "put the key file back" in done.stderr
    assert not key_file(settings).exists()


def test_a_key_open_to_others_stops_the_start(settings: Path) -> None:
    """Mode 0640: exit 2, and the command that mends it; never the key itself."""
    key_file(settings).chmod(0o640)
    done = hirogari("run", "-s", settings, "--today", TODAY)
    assert done.returncode == 2
    assert f"chmod 600 {key_file(settings)}" in done.stderr
    assert key_file(settings).read_text(encoding="ascii").split()[-1] not in done.stderr


def test_forget_leaves_nothing_and_moves_no_number(settings: Path, tmp_path: Path) -> None:
    """What was released stays; reading every day again does not bring the person back."""
    before, released = numbers_of(settings), shown(settings, tmp_path / "before")
    done = hirogari("forget", "003", "--yes", "-s", settings, "--today", TODAY)
    assert done.returncode == 0, done.stderr
    assert "rows from raw.print_job" in done.stdout
    assert free_blocks(settings) == 0, "deleted rows are still in the file"
    read_all_again(settings)
    staff = open_key(key_file(settings), has_pseudonyms=True).pseudonym("003")
    with open_store(warehouse(settings)) as store:
        assert store.findings == ()
        for table in ("raw.print_job", "core.print_day", "kept.core__print_day"):
            found = f"select count(*) from {table} where staff = ?"
            assert store.count(found, [staff]) == 0, table
        assert store.count("select count(distinct staff) from core.print_day") == 11
    after = numbers_of(settings)
    for table in ("mart.paper_month", "mart.paper_digital_month", "mart.work_month"):
        assert after[table] == before[table]
    assert shown(settings, tmp_path / "after") == released


def test_forget_of_a_number_nobody_has_says_so(settings: Path) -> None:
    """A number that is nobody's deletes nobody; a missing leading zero still finds its person."""
    done = hirogari("forget", "333", "--yes", "-s", settings, "--today", TODAY)
    assert done.returncode == 2
    assert "this staff number is in neither the roster nor the warehouse" in done.stderr


def test_about_me_tells_one_person_what_is_held(settings: Path, tmp_path: Path) -> None:
    """A file of mode 0600 in Japanese, with nobody else in it; never over an older one."""
    out = tmp_path / "about.md"
    done = hirogari("about-me", "003", "--out", out, "-s", settings)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = out.read_text(encoding="utf-8")
    for word in (
        "職員番号 003",
        "soumu",
        "printers(印刷の記録)",
        "30日で消去",
        "人事評価には使いません",
    ):
        assert word in text, word
    assert "zeimu" not in text
    assert "起案書" not in text
    assert hirogari("about-me", "003", "--out", out, "-s", settings).returncode == 2


ASKING = {"rekey": (), "forget": ("003", "--today", TODAY)}


@pytest.mark.parametrize("command", ASKING)
def test_what_cannot_be_undone_is_not_done_where_nobody_can_be_asked(
    settings: Path, command: str
) -> None:
    """In a script without --yes: exit 2, what to add, and every row as it was."""
    before, key = people(settings), key_file(settings).read_bytes()
    done = hirogari(command, *ASKING[command], "-s", settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--yes" in done.stderr
    assert (people(settings), key_file(settings).read_bytes()) == (before, key)


@pytest.mark.parametrize(
    ("command", "typed", "is_done"),
    [
        ("rekey", "yes", True),
        ("rekey", "y", False),
        ("forget", "003", True),
        ("forget", "03", False),
    ],
)
def test_what_cannot_be_undone_is_done_after_the_word_that_was_asked_for(
    settings: Path,
    command: str,
    typed: str,
    is_done: bool,  # noqa: FBT001 - a case's outcome
) -> None:
    """At a terminal; another word leaves everything."""
    before = people(settings)
    code, said = at_terminal(typed, command, *ASKING[command], "-s", settings)
    assert "Type" in said
    assert code == (0 if is_done else 2), said
    assert (people(settings)["jobs"] != before["jobs"]) == is_done


def test_a_night_that_deletes_leaves_nothing_of_it_in_the_file(settings: Path) -> None:
    """Days later the first of April's jobs are too old; no block of the file is left that held them."""
    done = hirogari("run", "-s", settings, "--today", "2026-05-06")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "deleted" in done.stdout
    assert free_blocks(settings) == 0, "deleted rows are still in the file"
    with open_store(warehouse(settings)) as store:
        assert store.findings == ()


def test_expire_deletes_by_age_and_keeps_the_release(settings: Path, tmp_path: Path) -> None:
    """Fifteen months on: no fact and no row of people is left of April, and April's numbers are."""
    before = shown(settings, tmp_path / "before")["paper_month"].splitlines()
    done = hirogari("expire", "-s", settings, "--today", "2027-07-15", "--clock-is-right")
    assert done.returncode == 0, done.stderr
    assert "deleted" in done.stdout
    assert free_blocks(settings) == 0, "deleted rows are still in the file"
    with open_store(warehouse(settings)) as store:
        assert store.findings == ()
        assert store.count("select count(*) from raw.print_job") == 0
        assert store.count("select count(*) from core.print_day") == 0
    night = ("run", "-s", settings, "--today", "2027-07-16", "--clock-is-right")
    assert hirogari(*night).returncode == 0
    after = shown(settings, tmp_path / "after")["paper_month"].splitlines()
    april = [line for line in before if "2026-04" in line]
    assert april
    assert [line for line in after if "2026-04" in line] == april


@pytest.mark.parametrize(
    ("entry", "value"), [("raw_days", 31), ("person_months", 14), ("raw_days", 0)]
)
def test_retention_can_only_be_shortened(settings: Path, entry: str, value: int) -> None:
    """A longer time than privacy allows is refused by name."""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n[retention]\n{entry} = {value}\n", encoding="utf-8")
    done = hirogari("status", "-s", settings)
    assert done.returncode == 2
    assert f"retention.{entry}" in done.stderr


def test_init_writes_the_notice_for_staff(tmp_path: Path) -> None:
    """With blanks to fill in, what it is not for, and the right names in law."""
    assert hirogari("init", tmp_path / "town").returncode == 0
    text = (tmp_path / "town/職員へのお知らせ.md").read_text(encoding="utf-8")
    words = "目的 何を どのくらいの期間 責任者 人事評価には使いません 問い合わせ方 保有個人情報 統計情報 〔"
    for word in words.split():
        assert word in text, word
    assert "匿名加工情報" not in text
