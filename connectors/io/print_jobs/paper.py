"""Decides which print queues put nothing on paper: one list for all print sources, which a town can extend or reduce.

A queue of a product that creates files (PDF, XPS, DocuWorks …) or sends FAXes does not print. The general words (PDF,
XPS, FAX) depend on what follows: `総務課FAX` sends, `FAX室の複合機` is a printer in a room. A queue whose name has
such a word but denotes a place or a machine counts as paper. `hirogari check` reports the jobs left out and the
doubtful ones by these words; it must never show a queue's name.
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
"""Names that only products without paper output have; each is looked for anywhere in a queue's name."""

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
    """The town's settings for its queues; `*` matches any characters; width and case are ignored."""

    not_paper: tuple[str, ...] | None = None
    """Queues that put nothing on paper, in addition to the built-in list; an empty list switches that list off."""
    paper: tuple[str, ...] = ()
    """Queues that print although the built-in list excludes them."""


class PaperRule:
    """Decides for each queue whether it prints on paper, and counts the jobs left out.

    The town's settings take precedence over the built-in list, and `paper` over `not_paper`.
    """

    def __init__(self, paper_settings: PaperSettings) -> None:
        """Keep the town's own patterns."""
        self._not_paper = tuple(map(_fold, paper_settings.not_paper or ()))
        # An empty list in the settings states that the town has no such queue.
        self._is_off = paper_settings.not_paper == ()
        self._paper = tuple(map(_fold, paper_settings.paper))
        self._known: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        self.start_anew()

    def start_anew(self) -> None:
        """Reset the counts."""
        self._left_out: Counter[str] = Counter()
        self._doubtful: Counter[str] = Counter()

    def is_paper(self, queue: str, port: str = "") -> bool:
        """Whether a job of this queue was printed on paper; a job that was not is counted as left out.

        `port` is the queue's output port, if the log names it: a port that is a file is not paper, whatever the name.
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
        """Whether the town's settings call a queue, or a copier's kind of job, paper; None if they do not say."""
        folded = _fold(name)
        names = {folded, folded.rpartition("\\")[2]}
        if any(fnmatchcase(one, pattern) for one in names for pattern in self._paper):
            return True
        is_none = any(fnmatchcase(one, pattern) for one in names for pattern in self._not_paper)
        return False if is_none else None

    def leave_out(self, word: str) -> None:
        """Count a job that is not paper according to the log itself (a scan, a job that was only stored)."""
        self._left_out[word] += 1

    def _judge(self, queue: str, port: str) -> tuple[str | None, str | None]:
        """Return the reason why a queue is not paper (None: it is paper), and the word that makes it doubtful."""
        said = self.said(queue)
        if said is not None or self._is_off:
            return "not_paper" if said is False else None, None
        name = queue.rpartition("\\")[2]
        # The server's name (\\faxsrv) says nothing about its queues.
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
        """Yield how many jobs were left out and how many are doubtful, by the list's words; never a queue's name."""
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
    """A print source that reads files; its `check` also reports the jobs left out because they are not paper."""

    rule: PaperRule = field(default_factory=lambda: PaperRule(PaperSettings()))

    def check(self) -> Iterator[Finding]:
        """Check each file, then report the jobs left out in all of them."""
        self.rule.start_anew()
        yield from super().check()
        yield from self.rule.findings(f"source {self.name}")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))
