"""A town's first night publishes pages, whatever its launch date and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command import hirogari
from tests.twelve import write_twelve

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
[town]
name = "試験町"
launched_on = {launch}

[roster]
staff = "staff.csv"
sections = "sections.csv"

[[sources]]
"""
PRINTERS = 'name = "printers"\nkind = "cups"\nfiles = ["page_log"]\n'
SHARE = 'name = "share"\nkind = "samba"\nfiles = ["audit.log"]\n'
OPENED = "2026/04/{day:02d} 09:00:01|user{who}|192.0.2.5|pc|soumu|pread_send|ok|/srv/a{who}.docx\n"


def settings_of(folder: Path, launch: str, source: str) -> Path:
    """Write a town that has read nothing yet; return its settings file."""
    write_twelve(folder)
    opened = [OPENED.format(day=day, who=who) for day in range(1, 28) for who in range(12)]
    (folder / "audit.log").write_text("".join(opened), encoding="utf-8")
    file = folder / "hirogari.toml"
    file.write_text(SETTINGS.format(launch=launch) + source, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("launch", "today", "source"),
    [
        pytest.param("2026-04-02", "2026-04-28", SHARE, id="in the running month"),
        pytest.param("2026-05-01", "2026-04-28", PRINTERS, id="next month, printing only"),
        pytest.param("2026-05-01", "2026-05-02", SHARE, id="yesterday, a month read before"),
    ],
)
def test_the_first_night_ends_in_pages(
    tmp_path: Path, launch: str, today: str, source: str
) -> None:
    """No month has ended, or none since the launch: pages are published, and read-only commands do not crash."""
    settings = settings_of(tmp_path, launch, source)
    done = hirogari("run", "-s", settings, "--today", today)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site/index.html").exists()
    for command in (
        ("status",),
        ("export", tmp_path / "export"),
        ("newsletter", "2026-04"),
        ("explain", "use_month", "--section", "soumu", "--month", today[:7]),
    ):
        looked = hirogari(*command, "-s", settings)
        assert "Traceback" not in looked.stderr, looked.stderr
        assert looked.returncode in {0, 2}, looked.stderr
