"""What file servers' logs tell of programs, of the server itself and of refusals is nobody's own act."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from connectors.io.logs.own_acts import is_by_program, is_of_the_server
from connectors.vendors import nextcloud
from connectors.vendors.samba import connector as samba
from connectors.vendors.windows import file_server as windows_files
from tests.unit.files.vouched import Vouched, vouched

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
READ = "0x120089"
GRANTED, REFUSED = "0x8020000000000000", "0x8010000000000000"


def _event(name: str, mask: str = READ, **more: str) -> str:
    told = {"user": "sato", "share": r"\\*\soumu", "sid": "S-1-5-21-1-1104", "keywords": GRANTED}
    told |= {"computer": "FS01.town.example", "at": "2025-04-08T01:00:00.1234567Z", "record": "7"}
    told |= more
    data = {
        "SubjectUserSid": told["sid"],
        "SubjectUserName": told["user"],
        "ShareName": told["share"],
        "RelativeTargetName": name,
        "AccessMask": mask,
    }
    inner = "".join(f'<Data Name="{key}">{value}</Data>' for key, value in data.items())
    return (
        f"<Event><System><EventID>5145</EventID><Keywords>{told['keywords']}</Keywords>"
        f'<TimeCreated SystemTime="{told["at"]}"/><EventRecordID>{told["record"]}</EventRecordID>'
        f"<Computer>{told['computer']}</Computer></System><EventData>{inner}</EventData>"
        # PowerShell may add the same in words for people.
        "<RenderingInfo><Keywords><Keyword>失敗の監査</Keyword></Keywords></RenderingInfo></Event>"
    )


def _windows(folder: Path, *events: str) -> Vouched:
    (folder / "security.xml").write_text("\n".join(events), encoding="utf-8")
    settings = windows_files.Settings(name="w", files=(folder / "security.xml",))
    return vouched(windows_files.connect(settings), APRIL)


def _samba(folder: Path, *acts: tuple[str, ...]) -> Vouched:
    """Each act: operation, arguments; `sato` reads in the share `soumu` at nine."""
    lines = [f"2025/04/08 09:00:00|sato|192.0.2.1|pc|soumu|{'|'.join(act)}" for act in acts]
    (folder / "audit.log").write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    settings = samba.Settings(name="s", kind="samba", files=(folder / "audit.log",))
    return vouched(samba.connect(settings), APRIL)


def _acts(told: Vouched) -> list[tuple[object, object]]:
    return sorted((row["action"], row["document"]) for row in told.events.values())  # type: ignore[type-var]  # texts


@pytest.mark.parametrize(
    "more",
    [
        {"share": r"\\*\IPC$"},
        {"share": r"\\*\SYSVOL"},
        {"share": r"\\*\NETLOGON"},
        {"share": r"\\*\C$"},
        {"share": r"\\*\ADMIN$"},
        {"share": r"\\*\print$"},
        {"keywords": REFUSED},
        {"user": "PC01$"},
        {"user": "ANONYMOUS LOGON"},
        {"user": "SYSTEM", "sid": "S-1-5-18"},
        {"user": "DWM-1", "sid": "S-1-5-90-0-1"},
    ],
)
def test_windows_tells_of_what_is_no_use(tmp_path: Path, more: dict[str, str]) -> None:
    """Pipes, policies, administrators' shares, refusals, machines and the system itself; the day is whole all the same."""
    told = _windows(tmp_path, _event("a.xlsx", **more))
    assert (told.rows, told.days) == ({}, {date(2025, 4, 8)})
    assert told.proven == told.days


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("\\", READ),
        (r"r7\keikaku", "0x100081"),
        (r"r7\keikaku", READ),
        ("r7\\keikaku.v2\\", READ),
        (r"r7\desktop.ini", READ),
        (r"r7\Thumbs.db", "0x12019f"),
        (r"r7\~$a.docx", "0x12019f"),
        (r"r7\~WRD0001.tmp", "0x12019f"),
        (r"r7\5A3B2C00", "0x12019f"),
        (r"$RECYCLE.BIN\S-1-5-21\a.docx", READ),
        (r"r7\a.docx:Zone.Identifier", READ),
        (r"r7\a.docx", "0x80"),
        (r"r7\a.docx", "0x100081"),
    ],
)
def test_windows_tells_of_folders_and_of_files_that_programs_keep(
    tmp_path: Path, name: str, mask: str
) -> None:
    """Who opens a folder in the Explorer uses no file yet."""
    assert _windows(tmp_path, _event(name, mask)).rows == {}


def test_windows_tells_of_use(tmp_path: Path) -> None:
    """Reading, writing and deleting; hidden shares of a section are shares like others."""
    told = _windows(
        tmp_path,
        _event(r"r7\a.docx"),
        _event(r"r7\a.docx", "0x12019f"),
        _event(r"r7\a.docx", "0x110080"),
        _event(r"R7\A.DOCX", user="Sato", record="8"),
        _event("b.xlsx", share=r"\\*\soumu$"),
    )
    assert [action for action, _ in _acts(told)] == ["edited", "managed", "viewed", "viewed"]


def test_one_number_on_two_machines_is_two_events(tmp_path: Path) -> None:
    """Event numbers begin anew on every machine; a share of one name on two servers is two."""
    twice = _event("a.xlsx"), _event("a.xlsx", computer="FS02.town.example")
    assert len(_windows(tmp_path, *twice).events) == 2
    assert len(_windows(tmp_path, twice[0], twice[0]).events) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932"])
def test_windows_xml_is_read_in_the_code_of_the_window_that_saved_it(
    tmp_path: Path, encoding: str
) -> None:
    """Wevtutil in a Japanese window writes code page 932, PowerShell UTF-16."""
    path = tmp_path / "security.xml"
    path.write_bytes(_event(r"予算\表.xlsx").encode(encoding))
    settings = windows_files.Settings(name="w", files=(path,))
    told = vouched(windows_files.connect(settings), APRIL)
    assert [document for _, document in _acts(told)] == [
        r"fs01.town.example|\\*\soumu:予算\表.xlsx"
    ]


def test_an_event_without_its_rights_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """One odd event does not set the file aside."""
    odd = _event("b.xlsx").replace("AccessMask", "Maske")
    told = _windows(tmp_path, *[_event(f"{n}.xlsx") for n in range(9)], odd)
    assert len(told.events) == 9
    assert told.error is not None


def test_samba_tells_of_files_that_programs_keep(tmp_path: Path) -> None:
    """Locks, thumbnails, the bin, streams; and failures."""
    names = (
        "Thumbs.db",
        ".DS_Store",
        "._a.docx",
        "~$a.docx",
        ".~lock.a.ods#",
        "a.laccdb",
        "a.tmp",
        ".recycle/sato/a.docx",
        "@eaDir/a.jpg",
        "a.docx:com.apple.quarantine:$DATA",
    )
    acts = [("pread_send", "ok", f"/srv/soumu/{name}") for name in names]
    told = _samba(tmp_path, *acts, ("pwrite_send", "fail (Permission denied)", "/srv/soumu/a.docx"))
    assert (told.rows, told.error) == ({}, None)
    assert told.proven == {date(2025, 4, 8)}


def test_saving_over_a_temporary_file_is_an_edit_of_the_file(tmp_path: Path) -> None:
    """Word and Excel write another file and rename it: the person edited the one with the name."""
    told = _samba(
        tmp_path,
        ("pwrite_send", "ok", "/srv/~WRD0001.tmp"),
        ("renameat", "ok", "/srv/a.docx", "/srv/~WRL0002.tmp"),
        ("renameat", "ok", "/srv/~WRD0001.tmp", "/srv/a.docx"),
        ("unlinkat", "ok", "/srv/~WRL0002.tmp"),
        ("renameat", "ok", "/srv/5A3B2C00", "/srv/b.xlsx"),
        ("renameat", "ok", "/srv/c.docx", "/srv/d.docx"),
    )
    edited = [document for action, document in _acts(told) if action == "edited"]
    assert edited == ["soumu:/srv/a.docx", "soumu:/srv/b.xlsx"]


@pytest.mark.parametrize("share", ["IPC$", "print$", "sysvol", "netlogon", r"\\*\C$", "Admin$"])
def test_shares_of_the_server_are_none_of_files(share: str) -> None:
    """In Samba as in Windows."""
    assert is_of_the_server(share)
    assert not is_of_the_server(f"{share.strip('$')}部$")


def test_names_of_documents_are_none_of_programs() -> None:
    """Whatever a town calls its files."""
    names = (
        "予算.xlsx",
        "a.b.docx",
        "R7/4月/議事録.docx",
        "12345678号.pdf",
        "recycle.docx",
        "12:30.txt x",
    )
    assert not [name for name in names if is_by_program(name)]


BROWSER = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
SYNC = "Mozilla/5.0 (Windows) mirall/3.16.2stable-Win64 (build 20250325) (Nextcloud)"


def _nextcloud(folder: Path, *entries: tuple[str, str, dict[str, object]]) -> Vouched:
    lines = [
        {
            "reqId": f"r{number}",
            "time": "2025-04-08T01:00:00+00:00",
            "user": "sato",
            "app": "admin_audit",
            "method": "GET",
            "url": "/remote.php/dav/files/sato/a.docx",
            "message": message,
            "userAgent": agent,
        }
        | more
        for number, (message, agent, more) in enumerate(entries)
    ]
    path = folder / "audit.log"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    settings = nextcloud.Settings(name="c", kind="nextcloud", files=(path,))
    return vouched(nextcloud.connect(settings), APRIL)


@pytest.mark.parametrize(
    ("message", "agent", "more"),
    [
        ('File with id "7" accessed: "/a.docx"', SYNC, {}),
        ('File accessed: "/a.docx"', "rclone/v1.66.0", {}),
        ('File with id "7" written to: "/a.docx"', "python-requests/2.32", {}),
        ('File with id "7" accessed: "/a.docx"', "curl/8.5.0", {}),
        ('File with id "7" accessed: "/a.docx"', BROWSER, {"user": "--"}),
        ('File with id "7" accessed: "/a.docx"', BROWSER, {"user": None}),
        ('File with id "7" accessed: "/a.docx"', BROWSER, {"url": "/core/preview?fileId=7&x=64"}),
        ('File with id "7" written to: "/a.docx"', "--", {"backgroundJob": "OCA\\\\Jobs\\\\Scan"}),
        ('File with id "7" deleted: "/a.docx"', "--", {"occ_command": ["files:scan"]}),
        ('File with id "7" written to: "/.~lock.a.ods#"', BROWSER, {}),
        ('File with id "7" accessed: "/x/Thumbs.db"', BROWSER, {}),
    ],
)
def test_nextcloud_tells_of_what_nobody_meant(
    tmp_path: Path, message: str, agent: str, more: dict[str, object]
) -> None:
    """Synchronisation that fetches, scripts, visitors of a public link, previews, the server's own jobs."""
    told = _nextcloud(tmp_path, (message, agent, more))
    assert (told.rows, told.proven, told.error) == ({}, {date(2025, 4, 8)}, None)


def test_what_synchronisation_sends_is_the_persons_own_work(tmp_path: Path) -> None:
    """As it reaches the server; and so is what an app, a mounted drive and a browser fetch."""
    told = _nextcloud(
        tmp_path,
        ('File with id "7" written to: "/a.docx"', SYNC, {"method": "PUT"}),
        (
            'File with id "8" accessed: "/b.docx"',
            "Mozilla/5.0 (Android) Nextcloud-android/3.29",
            {},
        ),
        ('File with id "9" accessed: "/c.docx"', "Microsoft-WebDAV-MiniRedir/10.0.22631", {}),
        ('File with id "10" accessed: "/d.docx"', BROWSER, {}),
    )
    assert [action for action, _ in _acts(told)] == ["edited", "viewed", "viewed", "viewed"]


def test_an_act_in_words_that_are_not_known_is_counted(tmp_path: Path) -> None:
    """A later version may say it in another way: the day is not one of nothing."""
    told = _nextcloud(tmp_path, ('File with id "7" opened by "sato"', BROWSER, {}))
    assert not told.days
    assert told.error is not None
    assert "sato" not in str(told.error)
