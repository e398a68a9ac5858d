"""What puts nothing on paper is left out in every print source and told; a real printer is not lost by its name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from connectors.contract.streams import Window
from connectors.io.print_jobs.paper import PaperRule, PaperSettings
from connectors.vendors.cups import connector as cups
from connectors.vendors.papercut import connector as papercut
from connectors.vendors.windows import print_log as windows

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.streams import Connector

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
NO_PAPER = (
    "Microsoft Print to PDF", "Microsoft Print to PDF (リダイレクト 2)", "Microsoft XPS Document Writer",
    "DocuWorks Printer", "OneNote (Desktop)", "Send To OneNote 2016", "OneNote for Windows 10", "Fax",
    "FUJIFILM FAX Driver", "FX ApeosPort-C3570 (FAX)", "RICOH IM C3000 LAN-Fax", "SHARP PC-FAX",
    "Canon iR-ADV C5535 FAX", "総務課複合機FAX", "ＦＡＸ送信", "Adobe PDF", "CubePDF", "PrimoPDF",
    "いきなりPDF", "いきなりＰＤＦ", "Biz-FAX", "まいと～く FAX", "まいと〜く", "cups-pdf", "CUPS-PDF", "PDF",
    "Virtual_PDF_Printer", "Print to File", "Foxit PhantomPDF Printer", "PDF-XChange Standard", "複合機 ファクス送信",
    r"\\print01\DocuWorks Printer", "Fax (redirected 3)", "SMART Notebook Document Writer",
    "Send to Kindle", "TIFF Printer", "ＴＩＦＦプリンター", "Quick Print to Image", "AutoCAD DWG To PNG.pc3",
)  # fmt: skip
PAPER = (
    "総務課複合機", "ApeosPort-C3570", "mfp1", "FAX室の複合機", "FAX室 プリンタ", "ファクス横プリンタ", "FAX兼用複合機",
    "PDF対応複合機", "fax-room-mfp1", "1F FAXコーナー", "RICOH IM C3000", "Canon LBP", "FAX複合機", "PDFダイレクト対応機",
    r"\\faxsrv\総務課複合機", r"\\pdf-server\mfp1", "DocuPrint 3100",
)  # fmt: skip


@pytest.mark.parametrize("queue", NO_PAPER)
def test_a_queue_that_makes_files_or_sends_is_no_paper(queue: str) -> None:
    """Whatever its width, its case, its server and its session."""
    assert not PaperRule(PaperSettings()).is_paper(queue)


@pytest.mark.parametrize("queue", PAPER)
def test_a_real_printer_is_not_lost_by_its_name(queue: str) -> None:
    """A room and a machine print, even where FAX stands in the name."""
    assert PaperRule(PaperSettings()).is_paper(queue)


def test_what_is_left_out_and_what_is_in_doubt_is_told_without_a_queues_name() -> None:
    """By the list's words and counts; a queue's name may hold a person's."""
    rule = PaperRule(PaperSettings())
    for queue in ("DocuWorks Printer", "DocuWorks Printer", "tanaka-fax", "FAX室の複合機", "mfp1"):
        rule.is_paper(queue)
    left_out, doubt = rule.findings("source p")
    assert left_out.thing == "left out as no paper: 3 jobs (DocuWorks 2, FAX 1)"
    assert "1 jobs (FAX 1)" in doubt.thing
    assert "not_paper" in doubt.next_step
    assert "tanaka" not in f"{left_out}{doubt}"
    assert not list(PaperRule(PaperSettings()).findings("source p"))


def test_a_town_adds_to_the_list_and_takes_from_it() -> None:
    """Its own words go before the list; an empty list says that all is paper."""
    rule = PaperRule(PaperSettings(not_paper=("電子決裁*",), paper=("*fax受付*",)))
    assert not rule.is_paper("電子決裁 取込")
    assert not rule.is_paper("Adobe PDF")
    assert rule.is_paper("窓口ＦＡＸ受付")
    assert PaperRule(PaperSettings(not_paper=())).is_paper("Adobe PDF")


def test_a_port_that_is_a_file_is_no_paper_whatever_the_queue() -> None:
    """「ファイルへ出力」 is a tick in the dialog of a real printer."""
    rule = PaperRule(PaperSettings())
    for port in (
        "FILE:",
        "PORTPROMPT:",
        r"C:\Users\x\a.prn",
        r"\\share\x\y.pdf",
        "nul:",
        "SHRFAX:",
    ):
        assert not rule.is_paper("総務課複合機", port)
    for port in ("IP_10.0.0.5", "WSD-1234", "USB001", "LPT1:", "10.0.0.5:9100", "TS001"):
        assert rule.is_paper("総務課複合機", port)


def _papercut(folder: Path, **more: Any) -> Connector:  # noqa: ANN401 - any setting
    path = folder / "papercut-print-log-2025-04-10.csv"
    head = "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\n"
    rows = [
        f'2025-04-10 1{n}:00:00,sato,{pages},1,{queue},"x",PC1,A4,PCL6,,,NOT DUPLEX,GRAYSCALE,5kb,\n'
        for n, (queue, pages) in enumerate((("mfp", 2), ("DocuWorks Printer", 300)))
    ]
    path.write_text(head + "".join(rows), encoding="cp932")
    return papercut.connect(papercut.Settings(name="p", files=(path,), **more))


def _cups(folder: Path, **more: Any) -> Connector:  # noqa: ANN401 - any setting
    path = folder / "page_log"
    path.write_text(
        "mfp sato 1 [10/Apr/2025:09:00:01 +0900] total 2 - pc x A4 one-sided\n"
        "DocuWorks-Printer sato 2 [10/Apr/2025:09:10:01 +0900] total 300 - pc x A4 one-sided\n"
    )
    return cups.connect(cups.Settings(name="p", files=(path,), **more))


def _windows(folder: Path, **more: Any) -> Connector:  # noqa: ANN401 - any setting
    path = folder / "p.xml"
    events = ""
    for n, (queue, pages) in enumerate((("mfp", 2), ("DocuWorks Printer", 300)), start=1):
        system = (
            f"<TimeCreated SystemTime='2025-04-10T0{n}:00:00Z'/><EventRecordID>{n}</EventRecordID>"
        )
        values = f"<Param1>{n}</Param1><Param3>sato</Param3><Param5>{queue}</Param5><Param8>{pages}</Param8>"
        rendered = f"<JobId>{n}</JobId><Copies>1</Copies>"
        events += (
            f"<Event><System><EventID>805</EventID>{system}<Computer>c</Computer></System><UserData><x>{rendered}</x>"
            f"</UserData></Event><Event><System><EventID>307</EventID>{system}<Computer>c</Computer></System>"
            f"<UserData><x>{values}</x></UserData></Event>"
        )
    path.write_text(events, encoding="utf-8")
    return windows.connect(windows.Settings(name="p", files=(path,), **more))


@pytest.mark.parametrize("make", [_papercut, _cups, _windows])
def test_every_print_source_keeps_to_the_list_and_tells(make: Any, tmp_path: Path) -> None:  # noqa: ANN401 - three makers
    """Two sides came out, the other 300 did not; the town's own word brings them back."""
    for more, sides in (
        ({}, [2]),
        ({"not_paper": ("mfp",)}, []),
        ({"paper": ("docu*",)}, [2, 300]),
    ):
        source = make(tmp_path, **more)
        batches = list(source.fetch(source.streams[0], APRIL))
        # A day of which only such jobs were logged is a day of no paper, and the log proves it.
        assert any(batch.is_proven for batch in batches)
        tables = [batch.rows for batch in batches]
        assert sorted(row["impressions"] for row in pa.concat_tables(tables).to_pylist()) == sides
        told = [one.thing for one in source.check() if one.thing.startswith("left out")]
        assert len(told) == (len(sides) < 2)


def test_pages_of_0_are_unknown_and_not_nothing(tmp_path: Path) -> None:
    """As a driver says that does not count."""
    for make, name, old in (
        (_papercut, "papercut-print-log-2025-04-10.csv", ",2,1,mfp"),
        (_windows, "p.xml", "<Param5>mfp</Param5><Param8>2<"),
    ):
        source = make(tmp_path)
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, old.replace("2", "0", 1)), encoding="utf-8")
        rows = [
            row for one in source.fetch(source.streams[0], APRIL) for row in one.rows.to_pylist()
        ]
        assert [(row["impressions"], row["sheets"], row["quality"]) for row in rows] == [
            (None, None, "unknown")
        ]
