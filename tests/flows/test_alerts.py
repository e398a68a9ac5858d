"""A night sends its alerts by mail, and publishes even if the mail server fails."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.newsletter.mail_server import PASSWORD, Box, box, certificate, port

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["box", "certificate", "port"]


SILENT = datetime(2026, 5, 14, 17, 30, tzinfo=UTC)
"""A night in mid-May: the print log has been silent since the end of April."""


def name_mail_server(settings_file: Path, at: int, certificate: Path) -> None:
    """Add the recipients of alerts and a mail server on a port of this machine to the settings."""
    (settings_file.parent / "secret").write_text(PASSWORD, encoding="utf-8")
    with settings_file.open("a", encoding="utf-8") as file:
        file.write(
            f'[mail]\nhost = "127.0.0.1"\nport = {at}\ncertificate = "{certificate}"\n'
            'user = "dx"\npassword_file = "secret"\nsender = "dx@town.example"\n'
            'recipients = ["all@town.example"]\nalerts_to = ["dx@town.example"]\n'
        )


def test_a_night_sends_a_silent_source_once_and_a_closed_mail_server_costs_no_page(
    town_hall: Path, port: int, box: Box, certificate: Path
) -> None:
    """The print log ends in April. In mid-May the first night finds no server, the second sends, the third does not."""
    basis = town_hall.read_text(encoding="utf-8")

    def night(at: int) -> tuple[int, str]:
        town_hall.write_text(basis, encoding="utf-8")
        name_mail_server(town_hall, at, certificate)
        done = CliRunner().invoke(app, ["run", "-s", str(town_hall), "--today", "2026-05-15"])
        return done.exit_code, done.output

    code, said = night(1)
    assert code == 2
    assert "(NOT SENT): メールサーバーを使えません" in said
    assert (town_hall.parent / "site" / "index.html").exists()
    assert box.letters == []
    assert "気をつけること 1 件を 1 件の宛先に送りました" in night(port)[1]
    assert "宛先に送りました" not in night(port)[1]
    assert len(box.letters) == 1


@pytest.mark.xdist_group("scheduler")
def test_a_night_through_prefect_sends_a_silent_source_once(
    town_hall: Path, scheduler: Path, port: int, box: Box, certificate: Path
) -> None:
    """The flow's own task sends the alert once, on a real Prefect server and to a real mail server."""
    assert scheduler.exists()
    from flows.night.nightly import run_through_prefect

    name_mail_server(town_hall, port, certificate)
    assert run_through_prefect(town_hall, SILENT) == ()
    (letter,) = (message_from_bytes(one, policy=default) for one in box.letters)
    assert "printers" in letter.get_body().get_content()
    assert run_through_prefect(town_hall, SILENT) == ()
    assert len(box.letters) == 1
