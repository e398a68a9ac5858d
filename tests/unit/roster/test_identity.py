"""Gate 1: people and things leave as keyed pseudonyms, and the key is guarded."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from connectors.contract.book_shapes import PAPER_BOUGHT
from connectors.contract.errors import StopSource
from connectors.contract.shape import to_table
from connectors.contract.shapes import ATTENDANCE, USE
from connectors.contract.streams import Stream
from connectors.io.print_jobs.jobs import print_stream
from connectors.roster.identity import Gate, Key, KeyRefused, open_key
from connectors.roster.roster import Alias, Assignment, Period, Roster, Section

if TYPE_CHECKING:
    from pathlib import Path

SECRET = bytes(range(32))
"""Not all zeros: those are what HMAC pads an empty key with."""
KEY = Key(1, SECRET)
DAY = date(2021, 3, 31)
ALWAYS = Period(None, None)
ROSTER = Roster(
    (Assignment("0012", "soumu", Period(date(2020, 4, 1), None)),),
    (
        Alias("hanako@example.jp", "0012", ALWAYS),
        Alias("desk", "0012", Period(None, date(2021, 3, 31))),
        Alias("desk", "0034", Period(date(2021, 4, 1), None)),
    ),
    (Section("soumu", "総務課", ALWAYS, None),),
)
BOOK = Stream("book", PAPER_BOUGHT, ())
DRIVE = Stream("drive", USE, ())
MEET = Stream("meet", ATTENDANCE, ())


def _use(*accounts: str | None, day_on: date = DAY) -> pa.Table:
    rows: list[dict[str, object]] = [
        {"event": f"e{number}", "day_on": day_on, "account": account, "document": "d1", "uses": 1}
        for number, account in enumerate(accounts)
    ]
    return to_table(USE, rows)


def _bought(section: str | None) -> dict[str, object]:
    return {"event": section or "all", "day_on": DAY, "section": section, "sheets": 500}


def test_a_person_is_the_keyed_hash_of_the_staff_number() -> None:
    """Counted again here without the module under test."""
    landed = Gate(ROSTER, KEY).admit(DRIVE, _use("hanako@example.jp"), DAY)
    expected = hmac.new(SECRET, b"0012", hashlib.sha256).hexdigest()[:32]
    assert landed["staff"].to_pylist() == [expected]
    thing = hmac.new(SECRET, b"thing:document:d1", hashlib.sha256).hexdigest()[:32]
    assert landed["document"].to_pylist() == [thing]


def test_spelling_does_not_make_a_new_person() -> None:
    """NFKC, case and blanks are not part of an account."""
    landed = Gate(ROSTER, KEY).admit(DRIVE, _use("ＨANAKO@example.jp ", "hanako@example.jp"), DAY)
    assert len(set(landed["staff"].to_pylist())) == 1
    assert landed["is_unmatched"].to_pylist() == [False, False]


def test_an_account_belongs_to_whoever_had_it_that_day() -> None:
    """A dated alias changes hands at midnight."""
    gate = Gate(ROSTER, KEY)
    before = gate.admit(DRIVE, _use("desk"), DAY)
    after = gate.admit(DRIVE, _use("desk", day_on=date(2021, 4, 1)), date(2021, 4, 1))
    assert before["staff"].to_pylist() == [gate.staff_of("0012")]
    assert after["staff"].to_pylist() == [gate.staff_of("0034")]


def test_an_unknown_account_is_counted_and_not_guessed() -> None:
    """No account and an empty one are not unmatched: nobody was named."""
    landed = Gate(ROSTER, KEY).admit(DRIVE, _use("stranger", None, " "), DAY)
    assert landed["staff"].to_pylist() == [None, None, None]
    assert landed["is_unmatched"].to_pylist() == [True, False, False]


def test_guests_are_nobody_and_not_unmatched() -> None:
    """Whatever address a guest shows, it is not looked up."""
    rows: list[dict[str, object]] = [
        {"event": "1", "day_on": DAY, "account": "hanako@example.jp", "is_guest": True},
        {"event": "2", "day_on": DAY, "account": "stranger", "is_guest": True},
        {"event": "3", "day_on": DAY, "account": "stranger", "is_guest": None},
    ]
    landed = Gate(ROSTER, KEY).admit(MEET, to_table(ATTENDANCE, rows), DAY)
    assert landed["staff"].to_pylist() == [None, None, None]
    assert landed["is_unmatched"].to_pylist() == [False, False, True]


@pytest.mark.parametrize("shape", [USE, ATTENDANCE])
def test_an_empty_day_passes_the_gate(shape: object) -> None:
    """No rows are rows of a day as well."""
    stream = DRIVE if shape is USE else MEET
    landed = Gate(ROSTER, KEY).admit(stream, stream.shape.arriving.empty_table(), DAY)
    assert landed.num_rows == 0
    assert landed.schema.names == [*stream.shape.landed.names, "is_unmatched"]


def test_no_clear_account_or_document_passes() -> None:
    """Nothing of what stood in an account or thing column is left in any column."""
    landed = Gate(ROSTER, KEY).admit(DRIVE, _use("hanako@example.jp", "canary@example.jp"), DAY)
    words = {str(value) for column in landed.columns for value in column.to_pylist()}
    assert not words & {"hanako@example.jp", "canary@example.jp", "d1", "e0", "0012"}


@pytest.mark.parametrize("column", ["soumu", "総務課", None])
def test_a_section_passes_as_it_stands_on_the_list(column: str | None) -> None:
    """By code, by name, or none for the whole town hall."""
    rows = to_table(PAPER_BOUGHT, [_bought(column)])
    assert Gate(ROSTER, KEY).admit(BOOK, rows, DAY)["section"].to_pylist() == [column]


def test_a_section_that_is_on_no_list_does_not_pass() -> None:
    """A cell for a section is free text: somebody's name is neither landed nor repeated."""
    rows = to_table(PAPER_BOUGHT, [_bought("soumu"), _bought("山田太郎")])
    with pytest.raises(StopSource, match="1 sections that the roster's list does not have") as told:
        Gate(ROSTER, KEY).admit(BOOK, rows, DAY)
    assert "山田" not in str(told.value)


def test_rows_of_another_day_are_refused() -> None:
    """A source-day is replaced whole, so a stray row would be lost or doubled."""
    with pytest.raises(ValueError, match="another day"):
        Gate(ROSTER, KEY).admit(DRIVE, _use("desk"), date(2021, 4, 1))


def test_another_schema_is_refused() -> None:
    """A further column could carry anything."""
    rows = _use("desk").append_column("name", pa.array(["x"]))
    with pytest.raises(ValueError, match="schema"):
        Gate(ROSTER, KEY).admit(DRIVE, rows, DAY)


def test_the_fingerprint_follows_the_alias_table_and_the_key() -> None:
    """The ledger reads unmatched days again only when an alias has changed."""
    other = Roster(ROSTER.assignments, ROSTER.aliases[:2], ())
    prints = {
        Gate(ROSTER, KEY).fingerprint,
        Gate(other, KEY).fingerprint,
        Gate(ROSTER, Key(2, b"1" * 32)).fingerprint,
    }
    assert len(prints) == 3
    assert Gate(ROSTER, KEY).fingerprint == Gate(Roster((), ROSTER.aliases, ()), KEY).fingerprint


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """Mode 0600, and the same key the second time."""
    path = tmp_path / "keys" / "pseudonyms.key"
    first = open_key(path, has_pseudonyms=False)
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_key(path, has_pseudonyms=True) == first
    assert first.secret.hex() not in repr(first)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o610])
def test_a_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    """The message says which mode it has and how to close it."""
    path = tmp_path / "key"
    open_key(path, has_pseudonyms=False)
    path.chmod(mode)
    with pytest.raises(KeyRefused, match="chmod 600"):
        open_key(path, has_pseudonyms=False)


def test_a_lost_key_is_never_replaced_by_a_new_one(tmp_path: Path) -> None:
    """With a new key everyone in the warehouse would become a second person."""
    with pytest.raises(KeyRefused, match="put the key file back"):
        open_key(tmp_path / "key", has_pseudonyms=True)
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize(
    "text", ["", "hirogari-key 1\n", "hirogari-key x 00\n", "other 1 " + "0" * 64]
)
def test_a_damaged_key_is_refused(tmp_path: Path, text: str) -> None:
    """A shorter key would still hash, wrongly."""
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match="damaged"):
        open_key(path, has_pseudonyms=False)


LOGINS = Roster(
    (Assignment("1", "soumu", ALWAYS), Assignment("2", "soumu", ALWAYS)),
    (
        Alias("sato", "1", ALWAYS),
        Alias("town\\kato", "1", ALWAYS),
        Alias("ito@town.example", "2", ALWAYS),
    ),
    (Section("soumu", "総務課", ALWAYS, None),),
)


@pytest.mark.parametrize(
    ("account", "staff_no"),
    [
        ("sato", "1"),
        ("Sato", "1"),
        ("TOWN\\sato", "1"),
        ("TOWN/Sato", "1"),
        ("TOWN+sato", "1"),
        ("sato@TOWN.LOCAL", "1"),
        ("kato", "1"),
        ("TOWN\\Kato", "1"),
        ("OTHER\\kato", None),
        ("ito@town.example", "2"),
        ("ito", None),
        ("ito@other.example", None),
    ],
)
def test_a_log_on_is_one_in_each_of_its_forms(account: str, staff_no: str | None) -> None:
    """On a file server; two domains that are both named have to be the same, and an address is no log-on name."""
    gate = Gate(LOGINS, KEY)
    landed = gate.admit(Stream("files", USE, (), has_logins=True), _use(account), DAY)
    assert landed["staff"].to_pylist() == [gate.staff_of(staff_no) if staff_no else None]


def test_an_address_elsewhere_is_nobodys_log_on() -> None:
    """In a source on the internet `sato` at another domain is somebody else."""
    landed = Gate(LOGINS, KEY).admit(DRIVE, _use("sato@gmail.example"), DAY)
    assert landed["is_unmatched"].to_pylist() == [True]


def test_a_print_job_is_sent_under_a_log_on() -> None:
    r"""`TOWN\sato` of a print server is `sato` of the file server."""
    job: dict[str, object] = {"event": "e", "day_on": DAY, "account": "TOWN\\sato"}
    gate = Gate(LOGINS, KEY)
    stream = print_stream()
    landed = gate.admit(stream, to_table(stream.shape, [job]), DAY)
    assert landed["staff"].to_pylist() == [gate.staff_of("1")]
    assert not gate.strangers(stream, to_table(stream.shape, [job]), DAY)
