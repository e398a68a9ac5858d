"""Which print queues put nothing on paper: one list for every print source, which a town adds to and takes from.

A queue of a product that makes files (PDF, XPS, DocuWorks …) or sends FAXes is no paper. The general words (PDF,
XPS, FAX) are weighed: `総務課FAX` sends, `FAX室の複合機` stands in a room and prints. A queue whose name has such
a word and reads as a place or a machine is counted as paper, and both are told by `hirogari check`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pydantic import BaseModel

from connectors.contract.messages import Message
from connectors.contract.streams import Finding
from connectors.io.logs.file_source import ExportedFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

PRODUCTS = (
    "OneNote", "DocuWorks", "XPS Document Writer", "Print to File", "Adobe PDF", "Acrobat Distiller",
    "CubePDF", "PrimoPDF", "いきなりPDF", "瞬簡PDF", "JUST PDF", "クセロPDF", "PDFCreator", "pdfFactory", "doPDF",
    "CutePDF", "Bullzip", "cups-pdf", "Virtual_PDF_Printer", "Document Image Writer", "Document Writer", "Send to Kindle", "TIFF Printer", "TIFFプリンタ", "Print to Image", "DWG To", "Journal Note Writer", "Snagit",
    "PaperPort", "Evernote", "Biz-FAX", "まいと~く", "まいとーく", "STARFAX", "RightFAX", "PC-FAX", "LAN-Fax", "NW-FAX",
    "Webex Document Loader", "Universal Document Converter", "ImagePrinter", "Zan Image", "Black Ice", "Amyuni", "ScanSnap", "ファイルへ出力", "ファイルに出力", "仮想プリンタ", "virtual printer",
)  # fmt: skip
"""Names that only such products have; the longer name of a queue may hold them anywhere."""

_GENERAL = {
    "PDF": r"pdf",
    "XPS": r"(?<![a-z])xps(?![a-z])",
    "FAX": r"fax|ファクス|ファックス|ファクシミリ",
}
_IS_A_PLACE = re.compile(
    r"[ _・の-]*(?:室|コーナ|横|前|脇|側|隣|兼|付|つき|搭載|受信|対応|直接|ダイレクト|複合機|コピー機|機|プロッタ"
    r"|用(?!ドライバ)|direct|room|corner|side|mfp|copier|ready|capable)"
)
_IS_A_MACHINE = re.compile(
    r"複合機|コピー機|印刷機|輪転機|プロッタ|mfp|copier|room|階|[0-9]f(?![a-z0-9])"
)
_PORTS = re.compile(
    r"(?:file|portprompt|nul|shrfax|fax|xpsport|onenote.*|docuworks.*|[a-z]):.*|.*\.(?:pdf|xps|oxps|xdw|prn|tif)"
)
_PORT_WORD = "FILE:"


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("〜", "~")
    return " ".join(folded.split())


_PRODUCTS = {_fold(name): name for name in PRODUCTS}


class PaperSettings(BaseModel):
    """What a town says of its queues; `*` stands for any letters, neither width nor case matters."""

    not_paper: tuple[str, ...] | None = None
    """Queues that put nothing on paper, beside those of the list; an empty one switches the list off."""
    paper: tuple[str, ...] = ()
    """Queues that print although the list takes them for no paper."""


class PaperRule:
    """Tells for each queue whether it puts something on paper, and keeps count of what it left out.

    What a town says goes before the list, and `paper` before `not_paper`.
    """

    def __init__(self, told: PaperSettings) -> None:
        """Keep the town's own names."""
        self._not_paper = tuple(map(_fold, told.not_paper or ()))
        # An empty list, written down, says that there is no such queue.
        self._is_off = told.not_paper == ()
        self._paper = tuple(map(_fold, told.paper))
        self._known: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        self.start_anew()

    def start_anew(self) -> None:
        """Forget what was counted."""
        self._left_out: Counter[str] = Counter()
        self._doubtful: Counter[str] = Counter()

    def is_paper(self, queue: str, port: str = "") -> bool:
        """Whether a job of this queue came out on paper; one that did not is counted.

        `port` is where the queue writes to, where the log says so: a file is no paper whatever the queue is called.
        """
        key = (queue, port)
        if key not in self._known:
            self._known[key] = self._judge(_fold(queue), _fold(port))
        word, doubt = self._known[key]
        if word:
            self._left_out[word] += 1
        elif doubt:
            self._doubtful[doubt] += 1
        return word is None

    def said(self, name: str) -> bool | None:
        """Whether the town calls a queue, or a copier's kind of job, paper; None where it says nothing."""
        folded = _fold(name)
        names = {folded, folded.rpartition("\\")[2]}
        if any(fnmatchcase(one, pattern) for one in names for pattern in self._paper):
            return True
        is_none = any(fnmatchcase(one, pattern) for one in names for pattern in self._not_paper)
        return False if is_none else None

    def leave_out(self, word: str) -> None:
        """Count a job that the log itself says was no paper (a scan, a job only stored)."""
        self._left_out[word] += 1

    def _judge(self, queue: str, port: str) -> tuple[str | None, str | None]:
        """Return why it is no paper (None: it is), and the word that leaves a doubt."""
        said = self.said(queue)
        if said is not None or self._is_off:
            return "not_paper" if said is False else None, None
        name = queue.rpartition("\\")[2]
        # What a server is called (\\faxsrv) says nothing of its queues.
        queue = name
        for folded, product in _PRODUCTS.items():
            if folded in queue:
                return product, None
        if _PORTS.fullmatch(port):
            return _PORT_WORD, None
        for word, pattern in _GENERAL.items():
            found = list(re.finditer(pattern, queue))
            if found:
                rest = queue[found[-1].end() :]
                is_real = _IS_A_PLACE.match(rest) or _IS_A_MACHINE.search(rest)
                return (None, word) if is_real else (word, None)
        return None, None

    def findings(self, place: str) -> Iterator[Finding]:
        """Yield what was left out and what was counted in doubt, by the list's words; never a queue's name."""
        if self._left_out:
            count = sum(self._left_out.values())
            yield Finding(
                is_ok=True,
                thing=Message(
                    "left out as no paper: {count} jobs ({words})",
                    count=count,
                    words=_listed(self._left_out),
                ),
                place=place,
            )
        if self._doubtful:
            count = sum(self._doubtful.values())
            yield Finding(
                is_ok=True,
                thing=Message(
                    "counted as paper although the queue's name has one of these words: {count} jobs ({words})",
                    count=count,
                    words=_listed(self._doubtful),
                ),
                place=place,
                next_step=Message(
                    "if such a queue makes files or sends FAXes, name it in `not_paper`"
                ),
            )


@dataclass(frozen=True)
class PrintFiles(ExportedFiles):
    """A print source over files: `check` also says what was left out as no paper."""

    rule: PaperRule = field(default_factory=lambda: PaperRule(PaperSettings()))

    def check(self) -> Iterator[Finding]:
        """Read each file once; then say what was left out in all of them."""
        self.rule.start_anew()
        yield from super().check()
        yield from self.rule.findings(f"source {self.name}")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))
