"""A night tells by mail what asks for attention, and stands where the mail does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from flows.cli import app
from tests.unit.newsletter.mail_server import PASSWORD, Box, box, certificate, port

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["box", "certificate", "port"]


def test_a_night_sends_a_silent_source_once_and_a_closed_mail_server_costs_no_page(
    town_hall: Path, port: int, box: Box, certificate: Path
) -> None:
    """The print log ends in April; in mid-May the first night finds no server, the second sends, the third is still."""
    (town_hall.parent / "secret").write_text(PASSWORD, encoding="utf-8")
    basis = town_hall.read_text(encoding="utf-8")

    def night(at: int) -> tuple[int, str]:
        town_hall.write_text(
            f'{basis}[mail]\nhost = "127.0.0.1"\nport = {at}\ncertificate = "{certificate}"\n'
            'user = "dx"\npassword_file = "secret"\nsender = "dx@town.example"\n'
            'recipients = ["all@town.example"]\nalerts_to = ["dx@town.example"]\n',
            encoding="utf-8",
        )
        done = CliRunner().invoke(app, ["run", "-s", str(town_hall), "--today", "2026-05-15"])
        return done.exit_code, done.output

    code, said = night(1)
    assert code == 2
    assert "NOT SENT: the mail server cannot be used" in said
    assert (town_hall.parent / "site" / "index.html").exists()
    assert box.letters == []
    assert "1 alerts sent to 1 addresses" in night(port)[1]
    assert "alerts sent" not in night(port)[1]
    assert len(box.letters) == 1
