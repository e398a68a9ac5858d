"""The newsletter goes out through a real mail server on loopback: TLS, log-in, once."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.publishing.newsletter import NoMailSettings
from flows.mail import MailError, send_letter
from tests.newsletter.mail_server import ALL, PASSWORD, Box, mail_to


@pytest.fixture
def letter(written: list[Path], tmp_path: Path) -> Path:
    """A copy of the issue's letter: sending leaves a note beside it."""
    (found,) = [one for one in written if one.suffix == ".eml"]
    return Path(shutil.copy(found, tmp_path))


def test_a_dry_run_tries_everything_but_the_letter_and_then_it_goes_once(
    port: int, box: Box, certificate: Path, letter: Path, tmp_path: Path
) -> None:
    """TLS, log-in and each recipient are real; the letter arrives whole; never a second time."""
    mail = mail_to(port, certificate, tmp_path)
    assert send_letter(letter, mail, is_dry_run=True).accepted == 2
    assert box.asked == list(ALL)
    assert box.letters == []
    assert send_letter(letter, mail, is_dry_run=False).refused == 0
    (arrived,) = box.letters
    message = message_from_bytes(arrived, policy=default)
    written = message_from_bytes(letter.read_bytes(), policy=default)
    assert (message["From"], message["To"]) == ("dx@town.example", ", ".join(ALL))
    assert message["X-Unsent"] is None
    assert message["Message-ID"] == written["Message-ID"]
    parts = [[p.get_payload(decode=True) for p in m.walk()] for m in (message, written)]
    assert parts[0] == parts[1]
    with pytest.raises(MailError, match="already been sent"):
        send_letter(letter, mail, is_dry_run=False)
    assert len(box.letters) == 1


def test_refusals_name_what_to_mend_and_never_an_address_or_the_password(
    port: int, box: Box, certificate: Path, letter: Path, tmp_path: Path
) -> None:
    """Wrong password, unknown certificate, unknown recipient, no server, no letter."""
    (tmp_path / "wrong").write_text("not-it", encoding="utf-8")
    told = []
    for other, words in (
        ({"password_file": tmp_path / "wrong"}, "refuses the login"),
        ({"certificate": None}, "certificate is not trusted"),
        ({"security": "tls"}, "cannot be used"),
        ({"port": 1}, "cannot be used"),
    ):
        with pytest.raises(MailError, match=words) as caught:
            send_letter(letter, mail_to(port, certificate, tmp_path, **other), is_dry_run=True)
        told.append(str(caught.value))
    box.refused = {ALL[0]}
    with pytest.raises(MailError, match="refuses 1 of 2 recipients") as caught:
        send_letter(letter, mail_to(port, certificate, tmp_path), is_dry_run=True)
    told.append(str(caught.value))
    with pytest.raises(MailError, match="does not exist yet"):
        send_letter(tmp_path / "none.eml", mail_to(port, certificate, tmp_path), is_dry_run=True)
    assert not [line for line in told if "@" in line or PASSWORD in line or "not-it" in line]
    assert box.letters == []


def test_the_command_tries_first_and_then_sends_what_lies_there(
    port: int, box: Box, certificate: Path, letter: Path, tmp_path: Path
) -> None:
    """`--dry-run` sends nothing, `--send` tries and sends; without [mail] it says what to add."""
    folder = tmp_path / "newsletter" / "2026-03"
    folder.mkdir(parents=True)
    letter.rename(folder / letter.name)
    (tmp_path / "secret").write_text(PASSWORD, encoding="utf-8")
    settings = tmp_path / "hirogari.toml"
    basis = (
        '[town]\nname = "みなも町"\nlaunched_on = 2024-04-01\n'
        '[roster]\nstaff = "staff.csv"\nsections = "sections.csv"\n'
    )
    command = ["newsletter", "--month", "2026-03", "-s", str(settings)]
    settings.write_text(basis, encoding="utf-8")
    with pytest.raises(NoMailSettings, match=r"add \[mail\]"):
        CliRunner().invoke(app, [*command, "--dry-run"], catch_exceptions=False)
    settings.write_text(
        f'{basis}[mail]\nhost = "127.0.0.1"\nport = {port}\ncertificate = "{certificate}"\n'
        'user = "dx"\npassword_file = "secret"\nsender = "dx@town.example"\n'
        'recipients = ["all@town.example"]\n',
        encoding="utf-8",
    )
    tried = CliRunner().invoke(app, [*command, "--dry-run"], catch_exceptions=False)
    assert "サーバーは 1 件の宛先を受け付けます" in tried.output
    assert box.letters == []
    sent = CliRunner().invoke(app, [*command, "--send"], catch_exceptions=False)
    assert "1 件の宛先に送りました。断られたもの 0 件" in sent.output
    assert len(box.letters) == 1
    assert "@" not in tried.output + sent.output


def test_settings_keep_a_password_off_an_open_line(tmp_path: Path) -> None:
    """An open line (security = none) with a password is refused; so is an address that is none; no repr tells it."""
    with pytest.raises(ValidationError, match="never sent without TLS"):
        mail_to(25, None, tmp_path, security="none")
    with pytest.raises(ValidationError):
        mail_to(25, None, tmp_path, recipients=["all@town.example\nBcc: x@evil.example"])
    assert PASSWORD not in repr(mail_to(25, None, tmp_path))
