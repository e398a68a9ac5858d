"""`status` counts the log lines that no pattern matches, for every source with logs, until they are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.command import hirogari

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-05-02"
AUDIT = "2026/04/{day:02d} 09:00:00|user1|192.0.2.1|pc|soumu|pread_send|ok|/a.docx"
NEXTCLOUD = (
    '{{"reqId":"{day}","time":"2026-04-{day:02d}T09:00:00+09:00","user":"user1","app":"admin_audit",'
    '"message":"File accessed: \\"/a{day}.docx\\""}}'
)
JOB = "Apr {day:2d} 09:00:00 jicofo: Jicofo 2026-04-{day:02d} 10:00:10.396 INFO: [29] [room=a@b] C.<init>#3: Created new conference."
EVENT = (
    "<Event><System><EventID>5145</EventID><TimeCreated SystemTime='2026-04-{day:02d}T01:00:00Z'/><EventRecordID>{day}"
    "</EventRecordID><Computer>fs</Computer></System><EventData><Data Name='SubjectUserName'>user1</Data>"
    "<Data Name='ShareName'>s</Data><Data Name='RelativeTargetName'>a.docx</Data><Data Name='AccessMask'>{mask}</Data>"
    "</EventData></Event>"
)
PAPERCUT = "2026-04-{day:02d} 09:00:00,user1,1,1,mfp,名,pc,A4,PCL,,,NOT DUPLEX,,1kb,"
PAPERCUT_HEADER = "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size"

LOGS: dict[str, tuple[str, list[str], str, str]] = {
    "samba": ("", [AUDIT], "2026-04-20T09:00 カナリア", 'timezone = "Asia/Tokyo"'),
    "nextcloud": ("", [NEXTCLOUD], '{"カナリア', ""),
    "jitsi": ("", [JOB], "なにかカナリア", ""),
    "cups": ("", ["mfp1 user1 {day} [{day:02d}/Apr/2026:10:00:00 +0900] total 1 - localhost 名 A4 one-sided"], "カナリア?", ""),
    "papercut": (PAPERCUT_HEADER, [PAPERCUT], "カナリア,1,1", ""),
    "windows_files": ("", [EVENT.replace("{mask}", "0x9")], EVENT.format(day=20, mask="カナリア"), ""),
    "cybozu": (
        "アプリケーションID,イベントID,日時,ユーザーID", ["予定,登録,2026-04-{day:02d} 09:00:00,user1"],
        "予定,カナリア,2026-04-20 09:00:00,user1", 'apps = { "予定" = "calendar" }\nevents = { "登録" = "created" }',
    ),
    "mapped_csv": (
        "日時,誰", ["2026/04/{day:02d} 9:00,user1"], "カナリア,user1", 'tool = "chat"\ncolumns = { time = "日時", account = "誰" }',
    ),
    "copier_log": (
        "Job ID,Job Mode,Login Name,Completing Date & Time,Black & White Total Count,Full Color Total Count",
        ["{day},Copy,user1,2026/04/{day:02d} 09:00:00,2,0"], "90,カナリア,user1,2026/04/20 10:00:00,2,0", 'maker = "sharp"',
    ),
}  # fmt: skip


def _write(folder: Path, *, is_odd: bool) -> None:
    for kind, (header, forms, odd, _) in LOGS.items():
        rows = [form.format(day=day) for day in range(1, 31) for form in forms]
        lines = [header, *rows[:19], *([odd] if is_odd else []), *rows[19:]]
        text = "".join(f"{line}\n" for line in lines if line)
        (folder / f"{kind}.log").write_text(text, encoding="utf-8")


def test_status_counts_what_no_pattern_knows_of_every_log(town_hall: Path) -> None:
    """One line per source shows the form of an example, never its text, and is gone once the logs are understood."""
    sources = [
        f'[[sources]]\nname = "{kind}"\nkind = "{kind}"\nfiles = ["{kind}.log"]\n{more}\nsince = 2026-04-01\n'
        for kind, (_, _, _, more) in LOGS.items()
    ]
    town, _, _ = town_hall.read_text(encoding="utf-8").partition("[[sources]]")
    town_hall.write_text(town + "\n".join(sources), encoding="utf-8")
    _write(town_hall.parent, is_odd=True)
    night = hirogari("run", "-s", town_hall, "--today", TODAY)
    assert "Traceback" not in night.stdout + night.stderr
    told = hirogari("status", "-s", town_hall, "--today", TODAY, language="ja").stdout
    below: dict[str, str] = {}
    source = ""
    for line in told.splitlines():
        source = source if line.startswith(" ") else line.split(" ")[0]
        below[source] = below.get(source, "") + line
    odd = {kind for kind in LOGS if "行を読み取れていません(例の形: " in below.get(kind, "")}
    assert odd == set(LOGS), told + night.stderr
    assert "カナリア" not in told
    _write(town_hall.parent, is_odd=False)
    hirogari("run", "-s", town_hall, "--today", TODAY)
    told = hirogari("status", "-s", town_hall, "--today", TODAY).stdout
    assert "not understood" not in told
