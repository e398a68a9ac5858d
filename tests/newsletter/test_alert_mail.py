"""What asks for attention goes to whoever acts on it: once, through a real mail server, released values alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.publishing.alerts import NoAddress
from flows.mail import Mail, MailError
from flows.night.alert_mail import send_alerts
from tests.newsletter.mail_server import PASSWORD, Box, mail_to
from tests.newsletter.town import Sketch, sketch_town
from warehouse.facts.store import Store, open_store
from warehouse.release.publishing import write_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 4, 6, 18, 0, tzinfo=UTC)
OFFICE = "dx@town.example"
FELL = {
    "kind": "use_fell",
    "section": "a03",
    "tool": "chat",
    "month": date(2026, 3, 1),
    "value": 21.0,
    "before": 35.0,
}
ROSE = {
    "kind": "paper_rose",
    "section": "a01",
    "month": date(2026, 3, 1),
    "value": 42.1,
    "before": 35.4,
}
STALE = {"kind": "source_stale", "source": "google", "value": 4.0}
ABSENT = {"kind": "source_absent", "source": "zoom", "value": 9.0}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A warehouse without a release."""
    (tmp_path / "data").mkdir()
    with open_store(tmp_path / "data" / "warehouse.duckdb") as opened:
        yield opened


@pytest.fixture
def mail(port: int, certificate: Path, tmp_path: Path) -> Mail:
    """The settings of the server, with an address for alerts."""
    return mail_to(port, certificate, tmp_path, alerts_to=[OFFICE])


def release(store: Store, *alerts: dict[str, object], language: str = "ja") -> Sketch:
    """Write a release with these alerts."""
    sketch = sketch_town()
    sketch.rows["alert"] = list(alerts)
    sketch.set(
        "use_month",
        {"coding": "exact", "low": 21.0, "high": 21.0},
        section="a03",
        tool="chat",
        month=date(2026, 3, 1),
    )
    sketch.speak("en" if language == "en" else "ja")
    write_release(store, sketch.release())
    return sketch


def text_of(letter: bytes) -> str:
    return str(message_from_bytes(letter, policy=default).get_content())


def test_each_alert_is_sent_once_and_a_new_silence_again(
    store: Store, mail: Mail, box: Box
) -> None:
    """Two nights send one letter; a source that came back and fell silent again is told again."""
    release(store, FELL, ROSE, STALE)
    assert list(send_alerts(store, mail, NOW)) == ["3 alerts sent to 1 addresses, refused for 0"]
    assert list(send_alerts(store, mail, NOW)) == []
    (letter,) = box.letters
    assert box.asked == [OFFICE]
    message = message_from_bytes(letter, policy=default)
    assert message["Subject"] == "【広がり】みなも町：見ておきたいこと 3件"
    text = text_of(letter)
    assert (
        "税務課のチャット：令和8年3月の利用日率は21%でした。その前の3か月の平均（35%）から" in text
    )
    assert (
        "総務課の印刷：令和8年3月までの3か月は1人あたり月42枚でした。前の年の同じ3か月（35枚）より"
        in text
    )
    assert "記録「google」が4開庁日届いていません" in text

    release(store, FELL, ROSE)
    assert list(send_alerts(store, mail, NOW)) == []
    release(store, FELL, ROSE, {**STALE, "value": 3.0})
    assert list(send_alerts(store, mail, NOW)) == ["1 alerts sent to 1 addresses, refused for 0"]
    assert "税務課" not in text_of(box.letters[1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "記録「zoom」は、まだ一度も届いていません（待ちはじめて9開庁日）。"),
        ("en", "Nothing has ever come from “zoom” (awaited for 9 working days)."),
    ],
)
def test_a_source_that_never_came_is_told_once_until_it_comes_and_goes(
    store: Store, mail: Mail, box: Box, language: str, said: str
) -> None:
    """As long as it is absent it is told once; when it fell silent later, that is told."""
    release(store, ABSENT, language=language)
    assert len(list(send_alerts(store, mail, NOW))) == 1
    assert said in text_of(box.letters[0])
    release(store, {**ABSENT, "value": 10.0}, language=language)
    assert list(send_alerts(store, mail, NOW)) == []
    release(store, language=language)
    list(send_alerts(store, mail, NOW))
    release(store, ABSENT, language=language)
    assert len(list(send_alerts(store, mail, NOW))) == 1


def test_a_dry_run_sends_and_notes_nothing(store: Store, mail: Mail, box: Box) -> None:
    """The server is asked for the address; the night after it still sends."""
    release(store, STALE, language="en")
    told = list(send_alerts(store, mail, NOW, is_dry_run=True))
    assert told == ["the server would take 1 alerts for 1 addresses; nothing was sent"]
    assert (box.asked, box.letters) == ([OFFICE], [])
    assert len(list(send_alerts(store, mail, NOW))) == 1
    assert "Nothing has come from “google” for 4 working days" in text_of(box.letters[0])


def test_a_server_that_refuses_leaves_the_alert_for_the_next_night(
    store: Store, mail: Mail, box: Box
) -> None:
    """The problem names no address; when the server takes it again, it is sent."""
    release(store, STALE)
    box.refused = {OFFICE}
    with pytest.raises(MailError, match="refuses 1 of 1 recipients") as caught:
        list(send_alerts(store, mail, NOW))
    assert "@" not in str(caught.value)
    box.refused = set()
    assert len(list(send_alerts(store, mail, NOW))) == 1


def test_without_an_address_nothing_is_sent(
    store: Store, port: int, box: Box, certificate: Path, tmp_path: Path
) -> None:
    """The pages show alerts anyhow."""
    release(store, FELL, STALE)
    assert list(send_alerts(store, None, NOW)) == []
    assert list(send_alerts(store, mail_to(port, certificate, tmp_path), NOW)) == []
    assert box.asked == []


def test_by_hand_it_is_listed_tried_and_sent(
    port: int, box: Box, certificate: Path, tmp_path: Path
) -> None:
    """`hirogari alerts` says which were sent; without an address it says what to add."""
    (tmp_path / "data").mkdir()
    with open_store(tmp_path / "data" / "warehouse.duckdb") as store:
        release(store, STALE)
    file = tmp_path / "hirogari.toml"
    basis = (
        '[town]\nname = "みなも町"\nlaunched_on = 2024-04-01\n'
        '[roster]\nstaff = "staff.csv"\nsections = "sections.csv"\n'
    )
    file.write_text(basis, encoding="utf-8")
    command = ["alerts", "-s", str(file)]

    def said(*more: str) -> str:
        return CliRunner().invoke(app, [*command, *more], catch_exceptions=False).output

    assert said() == (
        "未送信: 記録「google」が4開庁日届いていません。hirogari check で理由が分かります。\n"
    )
    with pytest.raises(NoAddress, match="alerts_to"):
        said("--dry-run")
    (tmp_path / "secret").write_text(PASSWORD, encoding="utf-8")
    file.write_text(
        f'{basis}[mail]\nhost = "127.0.0.1"\nport = {port}\ncertificate = "{certificate}"\n'
        'user = "dx"\npassword_file = "secret"\nsender = "dx@town.example"\n'
        f'recipients = ["all@town.example"]\nalerts_to = ["{OFFICE}"]\n',
        encoding="utf-8",
    )
    assert "気をつけること 1 件を 1 件の宛先に受け付けます" in said("--dry-run")
    assert box.letters == []
    assert said("--send") == "気をつけること 1 件を 1 件の宛先に送りました。断られたもの 0 件\n"
    assert said("--send") == "新しく知らせることはありません\n"
    assert said().startswith("送信済み: ")
    assert len(box.letters) == 1
