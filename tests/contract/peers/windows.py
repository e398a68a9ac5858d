"""Windows' event logs saved as XML, as PowerShell saves them: one event after another, in UTF-16."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from connectors.contract.streams import Window, day_of
from connectors.vendors.windows import file_server as windows_files
from connectors.vendors.windows import print_log as windows
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_EVENTS = "http://schemas.microsoft.com/win/2004/08/events/event"


def _event(number: int, record: int, at: datetime, inner: str) -> str:
    return (
        f'<Event xmlns="{_EVENTS}"><System><EventID>{number}</EventID>'
        f'<TimeCreated SystemTime="{at:%Y-%m-%dT%H:%M:%S}.1234567Z" />'
        f"<EventRecordID>{record}</EventRecordID><Computer>PS1</Computer></System>{inner}</Event>"
    )


def _times() -> list[datetime]:
    start = datetime(2025, 4, 1, 0, 0, 0, tzinfo=UTC)
    midnight = datetime(2025, 4, 1, 15, 0, tzinfo=UTC)
    far = [start + timedelta(hours=9) * n for n in range(len(HOSTILE) + 1)]
    return [*far, midnight - timedelta(seconds=1), midnight]


_PEOPLE = ("sato", *HOSTILE, "ito", "ito")


class _EventPeer(FilePeer):
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "events.xml",)

    def _written(self) -> list[str]:
        raise NotImplementedError

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        lines = self._written()
        if new_field:
            lines = [line.replace("</System>", f"<{self.new_field}/></System>") for line in lines]
        if order:
            order.shuffle(lines)
        text = '<?xml version="1.0" encoding="utf-16"?>' + "\r\n".join(lines) + "\r\n"
        self.files[0].write_bytes(text.encode("utf-16"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError


class WindowsPrint(_EventPeer):
    kind = "windows_print"

    def connector(self) -> Connector:
        return windows.connect(windows.Settings(name="printers", files=self.files))

    def _written(self) -> list[str]:
        lines = []
        for n, (at, who) in enumerate(zip(_times(), _PEOPLE, strict=True)):
            rendered = (
                f"<RenderJobDiag><JobId>{n % 3}</JobId><Copies>{n + 1}</Copies></RenderJobDiag>"
            )
            params = ("x", n % 3, CANARY, who, "PC", "Main", "port", 1000, 2)
            for printer in ("Main", "Microsoft Print to PDF"):
                told = (*params[:5], printer, *params[6:])
                inner = "".join(
                    f"<Param{k}>{escape(str(value))}</Param{k}>"
                    for k, value in enumerate(told)
                    if k
                )
                record = 10 * n + (2 if printer == "Main" else 3)
                printed = f"<UserData><DocumentPrinted>{inner}</DocumentPrinted></UserData>"
                lines.append(_event(307, record, at, printed))
            lines.append(_event(805, 10 * n + 1, at, f"<UserData>{rendered}</UserData>"))
        return lines

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(at), who, 2 * (n + 1), n + 1, None)
            for n, (at, who) in enumerate(zip(_times(), _PEOPLE, strict=True))
        )
        columns = ("day_on", "account", "impressions", "copies", "sheets")
        return {"print_job": Truth(columns, rows, frozenset(self.window.days))}


class WindowsFiles(_EventPeer):
    kind = "windows_files"

    def connector(self) -> Connector:
        return windows_files.connect(windows_files.Settings(name="share", files=self.files))

    def _written(self) -> list[str]:
        lines = []
        masks = ("0x120089", "0x2", "0x10080", "0x80")
        for n, (at, who) in enumerate(zip(_times(), _PEOPLE, strict=True)):
            for k, mask in enumerate((*masks, masks[0])):
                data = {
                    "SubjectUserName": who,
                    "ShareName": r"\\*\soumu",
                    "RelativeTargetName": rf"予算\{who}.xlsx",
                    "AccessMask": mask,
                }
                inner = "".join(
                    f'<Data Name="{name}">{escape(value)}</Data>' for name, value in data.items()
                )
                lines.append(_event(5145, 10 * n + k, at, f"<EventData>{inner}</EventData>"))
        return lines

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(at), who, action)
            for at, who in zip(_times(), _PEOPLE, strict=True)
            for action in ("viewed", "edited", "managed")
        )
        days = frozenset(self.window.days)
        return {"files": Truth(("day_on", "account", "action"), rows, days)}
