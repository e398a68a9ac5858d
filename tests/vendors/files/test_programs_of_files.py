"""Files that programs keep for themselves, and programs that fetch files in somebody's name."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from connectors.io.logs.own_acts import is_by_program, is_of_the_server, is_temporary
from connectors.vendors import nextcloud
from tests.unit.files.vouched import vouched

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
DAY = date(2025, 4, 10)


@pytest.mark.parametrize(
    "path",
    [
        ".sync_7f3a.db", ".fuse_hidden0001", ".smbdelete4F2A", ".~tmp~/議事録.docx", ".~議事録.docx", ".nextcloudsync.log",
        ".dropbox.cache/a", ".stfolder/a", ".zfs/snapshot/議事録.docx", ".deleted/議事録.docx", "議事録.xlsx.sb-1a2b3c4d-Xy9/a",
        "議事録.lnk", "議事録.wbk", "議事録.asd", "議事録.docx.~tmp", "図面.jw$", "総務.onetoc2", ".attachments.7/a.png",
        "AppData/Roaming/a.dat",
    ],
)  # fmt: skip
def test_what_programs_keep_is_no_use(path: str) -> None:
    """Hidden by a dot, a shortcut's picture, what is kept of before a save, what synchronisations note."""
    assert is_by_program(f"/srv/soumu/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "議事録.docx",
        "旧/議事録.docx",
        "議事録.v2.xlsx",
        "図面.jww",
        "写真.2025.04.10.jpg",
        "~旧~/議事録.docx",
    ],
)
def test_what_people_keep_is_use(path: str) -> None:
    """Dots and waves in names are people's as well, and the server's own folder may be hidden."""
    assert not is_by_program(f"/srv/.shares/soumu/{path}")


def test_a_save_beside_the_file_is_an_edit_of_it() -> None:
    """A Mac writes into a folder of the save's own, others under a hidden name."""
    assert is_temporary("議事録.xlsx.sb-1a2b3c4d-Xy9/議事録.xlsx")
    assert is_temporary("soumu/.議事録.docx.Xy12Ab")
    assert not is_temporary("soumu/議事録.xlsx")


@pytest.mark.parametrize("share", ["profiles", r"\\*\profile$", "DFSRPrivate", "RoamingProfiles"])
def test_a_share_that_log_on_copies_is_the_servers(share: str) -> None:
    """Roaming profiles are read and written as a whole, twice a day."""
    assert is_of_the_server(share)


def _line(number: int, **more: str) -> str:
    told = {
        "reqId": f"r{number}",
        "time": "2025-04-10T00:00:00+00:00",
        "user": "sato",
        "app": "admin_audit",
        "url": "/remote.php/dav/files/sato/a",
        "message": 'File with id "7" accessed: "/a.docx"',
        "userAgent": "Mozilla/5.0",
    }
    return json.dumps(told | more) + "\n"


def _uses(folder: Path, *lines: str) -> int:
    (folder / "audit.log").write_text("".join(lines), encoding="utf-8")
    settings = {"name": "n", "kind": "nextcloud", "files": (folder / "audit.log",)}
    told = vouched(nextcloud.connect(nextcloud.Settings.model_validate(settings)), APRIL)
    assert told.error is None
    assert DAY in told.proven
    return len(told.events)


@pytest.mark.parametrize(
    "agent",
    [
        "FolderSync", "GoodSync/11", "FreeFileSync", "SyncBackPro/10", "Rclone/v1.66", "PHP/8.2", "axios/1.6", "HTTPie/3",
        "PostmanRuntime/7", "BackupPC/4", "duplicity/1", "Kopia/0.17", "Zabbix", "UptimeRobot/2.0", "Nagios", "check_http/v2",
        "Googlebot/2.1", "ClamAV", "Mozilla/5.0 (Windows NT; ja-JP) WindowsPowerShell/5.1",
    ],
)  # fmt: skip
def test_a_program_in_somebodys_name_is_nobody(agent: str, tmp_path: Path) -> None:
    """Synchronisations that fetch, scripts, back-ups, watchers, virus scanners."""
    assert _uses(tmp_path, _line(1, userAgent=agent), _line(2, user="kato")) == 1


@pytest.mark.parametrize(
    "agent",
    [
        "WinSCP/6",
        "Cyberduck/8",
        "Microsoft-WebDAV-MiniRedir/10.0",
        "Nextcloud-iOS/6",
        "Microsoft Office Word 2016",
    ],
)
def test_a_program_that_a_person_opens_files_with_is_use(agent: str, tmp_path: Path) -> None:
    """Whoever mounts the files opens them."""
    assert _uses(tmp_path, _line(1, userAgent=agent)) == 1


@pytest.mark.parametrize(
    "url",
    [
        "/index.php/apps/files_sharing/publicpreview/t", "/apps/memories/api/image/multipreview", "/cron.php",
        "/apps/photos/api/v1/preview/7",
    ],
)  # fmt: skip
def test_a_picture_in_a_list_is_no_use(url: str, tmp_path: Path) -> None:
    """Nor is what the server does by the clock."""
    assert _uses(tmp_path, _line(1, url=url), _line(2, user="kato")) == 1


def test_a_bin_that_is_emptied_leaves_the_day_whole(tmp_path: Path) -> None:
    """Its lines are known, however many they are, and are no use of the files."""
    emptied = [_line(n, message=f'File "/a{n}.docx" deleted from trash bin.') for n in range(3, 40)]
    assert _uses(tmp_path, _line(1), *emptied) == 1
