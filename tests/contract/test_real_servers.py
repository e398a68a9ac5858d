"""Real servers of Debian's packages on loopback: what they write is read as what was done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from PIL import Image

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.cups import connector as cups
from connectors.vendors.samba import connector as samba
from connectors.vendors.snmp import connector as snmp
from tests.contract.programs import end, free_port, listens, need, program, run, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract.streams import Connector

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages"),
]


def _today_and_tomorrow() -> Window:
    today = datetime.now(UTC).astimezone(TOKYO).date()
    return Window(today - timedelta(days=1), today + timedelta(days=2))


def _rows(connector: Connector) -> list[dict[str, Any]]:
    batches = connector.fetch(connector.streams[0], _today_and_tomorrow())
    return [row for batch in batches for row in batch.rows.to_pylist()]


def _base(name: str, *folders: str) -> Path:
    """A server's folder below /tmp itself: sockets' paths are short, and its accounts must be able to go there."""
    base = Path(run("mktemp", "-d", f"/tmp/{name}.XXXXXX").strip())
    base.chmod(0o755)
    for folder in folders:
        (base / folder).mkdir(parents=True)
    return base


def _write_smb_conf(base: Path, port: int) -> Path:
    conf = base / "smb.conf"
    conf.write_text(
        f"""[global]
 server role = standalone server
 interfaces = 127.0.0.1/8
 bind interfaces only = yes
 smb ports = {port}
 disable netbios = yes
 private dir = {base}/private
 lock directory = {base}/lock
 state directory = {base}/state
 cache directory = {base}/cache
 pid directory = {base}/pid
 ncalrpc dir = {base}/run
 log file = {base}/audit.log
 log level = 1 full_audit:1
 passdb backend = tdbsam:{base}/private/passdb.tdb
 load printers = no
 printcap name = /dev/null
[soumu]
 path = {base}/share
 read only = no
 vfs objects = full_audit
 create mask = 0777
 directory mask = 0777
 full_audit:prefix = %T|%u|%I|%m|%S
 full_audit:success = renameat unlinkat mkdirat pread_send pwrite_send
 full_audit:failure = none
 full_audit:syslog = false
""",
        encoding="utf-8",
    )
    return conf


@pytest.fixture
def share() -> Iterator[tuple[Path, Path, int]]:
    """A smbd with vfs_full_audit, for two accounts that every Debian has: folder, its conf, port."""
    need("smbd", "smbclient", "smbpasswd", files="*/samba/vfs/full_audit.so")
    base = _base("smb", "private", "lock", "state", "cache", "pid", "run", "share")
    (base / "share").chmod(0o777)
    port = free_port()
    conf = _write_smb_conf(base, port)
    for account in ("daemon", "games"):
        run("smbpasswd", "-c", conf, "-a", "-s", account, told="pw\npw\n")
    server = subprocess.Popen(
        [program("smbd") or "", "-F", "--no-process-group", "-s", str(conf)],
        # On its end smbd ends its whole process group, which must not be ours.
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: listens(port), "smbd does not listen")
        yield base, conf, port
    finally:
        end(server)
        shutil.rmtree(base)


def test_a_real_file_servers_audit_tells_who_did_what(share: tuple[Path, Path, int]) -> None:
    """Written, read, renamed and deleted by two people: each once, large files too."""
    base, conf, port = share
    (base / "in.bin").write_bytes(b"x" * 3_000_000)

    def smb(account: str, commands: str) -> None:
        service = "//127.0.0.1/soumu"
        run("smbclient", service, "-s", conf, "-p", port, "-U", f"{account}%pw", "-c", commands)

    smb("daemon", f"mkdir 予算; cd 予算; put {base}/in.bin 起案書.bin; put {base}/in.bin old.bin")
    smb("games", f"cd 予算; get 起案書.bin {base}/out; rename old.bin new.bin; del new.bin")
    log = base / "audit.log"
    connector = samba.connect(
        samba.Settings(name="share", kind="samba", files=(log,), timezone=_zone_here())
    )
    told = Counter((row["account"], row["action"]) for row in _rows(connector))
    assert told == {
        ("daemon", "edited"): 2,
        ("daemon", "managed"): 1,
        ("games", "viewed"): 1,
        ("games", "managed"): 2,
    }
    assert (base / "out").read_bytes() == b"x" * 3_000_000


def _zone_here() -> Literal["Asia/Tokyo", "UTC"]:
    return "Asia/Tokyo" if time.timezone == -9 * 3600 else "UTC"


def _write_cups_confs(base: Path, port: int) -> tuple[Path, Path]:
    """Write cupsd.conf and cups-files.conf."""
    conf, files = base / "cupsd.conf", base / "cups-files.conf"
    files.write_text(
        f"""ServerRoot {base}
RequestRoot {base}/spool
TempDir {base}/spool/tmp
CacheDir {base}/cache
StateDir {base}/state
AccessLog {base}/log/access_log
ErrorLog {base}/log/error_log
PageLog {base}/log/page_log
FileDevice Yes
SystemGroup root
""",
        encoding="utf-8",
    )
    conf.write_text(
        f"""Listen 127.0.0.1:{port}
LogLevel warn
PageLogFormat {cups_format()}
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
""",
        encoding="utf-8",
    )
    return conf, files


@pytest.fixture
def printers() -> Iterator[tuple[Path, int]]:
    """A cupsd with a PostScript queue that prints into a file: its folder and port."""
    need("cupsd", "lp", "lpadmin")
    base = _base("cups", "spool/tmp", "cache", "state", "log", "ppd")
    port = free_port()
    conf, files = _write_cups_confs(base, port)
    server = subprocess.Popen(
        [program("cupsd") or "", "-f", "-c", str(conf), "-s", str(files)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: listens(port), "cupsd does not listen")
        yield base, port
    finally:
        end(server)
        shutil.rmtree(base)


def cups_format() -> str:
    """The PageLogFormat that connectors/vendors/cups/README.md recommends, as cupsd.conf writes a tab."""
    from connectors.vendors.cups.page_log import TABS

    return TABS


def test_real_print_jobs_give_the_true_sheets(
    printers: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three pages, both sides, five copies are ten sheets; one side, two copies are six."""
    base, port = printers
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{port}")
    pages = [Image.new("L", (200, 280), 255) for _page in range(3)]
    pages[0].save(base / "d.pdf", save_all=True, append_images=pages[1:])
    (base / "d.pdf").chmod(0o644)
    run(
        "lpadmin",
        "-p",
        "Main",
        "-E",
        "-v",
        f"file://{base}/out.ps",
        "-m",
        "drv:///sample.drv/generic.ppd",
    )
    both = ("-n", 5, "-o", "sides=two-sided-long-edge")
    for who, options in (("sato", both), ("suzuki", ("-n", 2, "-o", "sides=one-sided"))):
        run("lp", "-U", who, "-d", "Main", *options, "-t", "ひみつ の件", base / "d.pdf")
    log = base / "log" / "page_log"
    wait_for(lambda: log.exists() and log.read_bytes().count(b"\n") >= 2, "no line in page_log")
    connector = cups.connect(cups.Settings(name="cups", files=(log,)))
    rows = _rows(connector)
    assert {(row["account"], row["impressions"], row["sheets"]) for row in rows} == {
        ("sato", 15, 10),
        ("suzuki", 6, 6),
    }
    assert "ひみつ" not in repr(rows)


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[int]:
    """A real snmpd that says what a printer's life counter would; its port."""
    need("snmpd")
    port = free_port()
    conf = tmp_path / "snmpd.conf"
    conf.write_text(
        "rocommunity town 127.0.0.1\n"
        "override -rw .1.3.6.1.2.1.43.10.2.1.4.1.1 uinteger 123456\n"
        "override -rw .1.3.6.1.2.1.43.10.2.1.3.1.1 integer 7\n",
        encoding="utf-8",
    )
    options = ("-f", "-Lo", "-C", "-c", str(conf), "-p", str(tmp_path / "pid"))
    server = subprocess.Popen(
        [program("snmpd") or "", *options, f"udp:127.0.0.1:{port}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SNMP_PERSISTENT_DIR": str(tmp_path)},
    )
    try:
        yield port
    finally:
        end(server)


def test_a_real_agents_counter_is_read(agent: int) -> None:
    """The reading of the night belongs to the day before."""
    device = snmp.Device(host="127.0.0.1", port=agent, maker="x")
    given = snmp.Settings(name="c", devices=(device,), community="town", retries=20)
    night = datetime(2025, 4, 2, 17, 30, tzinfo=UTC)
    connector = snmp.connect(given, now=lambda: night)
    day = day_of(night) - timedelta(days=1)
    (batch,) = connector.fetch(connector.streams[0], Window(day, day + timedelta(days=1)))
    assert batch.rows["count"].to_pylist() == [123456]
    assert batch.rows["unit"].to_pylist() == ["impressions"]
