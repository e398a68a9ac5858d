"""The exports that `hirogari map` recognises by their header, with the entry or the advice for each.

Headers and words are those on the vendors' screens in Japanese and English. The operator decides about unlisted
words. An export without days is rejected with the way to get them.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from connectors.contract.configuration import IGNORED
from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.vendors.mapped_csv.action_words import sorted_out
from connectors.vendors.mapped_csv.proposals import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connectors.vendors.mapped_csv.proposals import Entry, Table

_PURVIEW = {
    "chat": {
        "sent": "MessageSent MessageCreatedHasLink MessageCreatedNotification ReactedToMessage",
        "edited": "MessageUpdated MessageEditedHasLink",
        "created": "ChatCreated ChannelAdded TeamCreated",
        "managed": "MessageDeleted ChannelDeleted ChatUpdated MemberAdded MemberRemoved",
        "viewed": "MessageRead",
    },
    "files": {
        "viewed": "FileAccessed FileAccessedExtended FilePreviewed",
        "edited": "FileModified FileModifiedExtended",
        "created": "FileCopied FolderCreated",
        "uploaded": "FileUploaded",
        "downloaded": "FileDownloaded",
        "managed": "FileMoved FileRenamed FileDeleted FileRecycled FileRestored FileCheckedIn FileCheckedOut"
        " FolderMoved FolderRenamed FolderDeleted FolderRecycled SharingSet SharingInvitationCreated AnonymousLinkCreated"
        " CompanyLinkCreated SecureLinkCreated AddedToSecureLink",
    },
    "mail": {"sent": "Send SendOnBehalf SendAs"},
}
"""Operations in Microsoft's audit log by tool. Sync clients, policies and sign-ins are not acts on a tool."""
_PURVIEW_IGNORED = frozenset(
    [
        "UserLoggedIn",
        "UserLoginFailed",
        "FileSyncDownloadedFull",
        "FileSyncDownloadedPartial",
        "FileSyncUploadedFull",
        "FileSyncUploadedPartial",
        "MailItemsAccessed",
        "Create",
        "Update",
        "Move",
        "MoveToDeletedItems",
        "SoftDelete",
        "HardDelete",
        "PageViewed",
        "PageViewedExtended",
        "PagePrefetched",
        "ClientViewSignaled",
        "SearchQueryPerformed",
        "SearchQueryInitiatedSharePoint",
        "TeamsSessionStarted",
        "MeetingDetail",
        "MeetingParticipantDetail",
        "SignInEvent",
        "ListViewed",
        "FileModifiedByPolicy",
    ]
)
_CYBOZU = {
    "calendar": ("schedule", "スケジュール"),
    "chat": ("message", "メッセージ", "bulletin", "掲示板", "space", "スペース", "people"),
    "files": ("cabinet", "ファイル管理", "file", "ファイル"),
    "mail": ("mail", "メール"),
}
_LINE_WORKS = {"トーク": "message", "件名": "sent-mail"}


def known_draft(table: Table) -> Draft | None:
    """Return the entries for an export with a known header; None for any other export.

    Raises:
        SkipPart: the export is known, but has no data by day.
    """
    header = {folded(name): name for name in table.header}
    for signs, draft in _KNOWN:
        if any(all(sign in header for sign in one) for one in signs):
            return draft(table, header)
    return None


def folded(name: str) -> str:
    """Return a header for comparison: NFKC-normalised, case-folded and without blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def mapped(table: Table, tool: str, columns: dict[str, str], **more: object) -> Entry:
    """Return a mapped_csv entry named after its tool, because the file's name may contain a person's name."""
    told: Entry = {"name": tool, "kind": "mapped_csv", "files": [str(table.path)], "tool": tool}
    return told | more | {"columns": columns}


def _pick(header: dict[str, str], *names: str) -> str:
    return next(header[name] for name in names if name in header)


def _google_drive(table: Table, header: dict[str, str]) -> Draft:
    columns = {
        "time": _pick(header, "日付", "date"),
        "account": _pick(header, "アクター", "actor"),
        "action": _pick(header, "イベント", "event"),
        "document": _pick(header, "ドキュメントid", "documentid"),
    }
    known, unknown = sorted_out(table.words(columns["action"]))
    note = Message(
        "this is Google's Drive log from the admin console: it runs newest first and ends at a number of rows, so let each download overlap the one before by two days"
    )
    return Draft([mapped(table, "files", columns, actions=known)], (note,), unknown)


def _purview(table: Table, header: dict[str, str]) -> Draft:
    columns = {"time": header["creationdate"], "account": header["userid"], "action": header["operation"]}  # fmt: skip
    words = table.words(columns["action"])
    acts = {
        tool: {word: action for action, listed in acts.items() for word in listed.split()}
        for tool, acts in _PURVIEW.items()
    }
    every = {word for known in acts.values() for word in known}
    entries = [
        # Always UTC; older exports write the times without a zone.
        mapped(
            table, tool, columns, timezone="UTC",
            actions={word: known.get(word, IGNORED) for word in words if word in every | _PURVIEW_IGNORED},
        )
        for tool, known in acts.items()
        if set(words) & known.keys()
    ]  # fmt: skip
    unknown = [word for word in words if word not in every | _PURVIEW_IGNORED]
    note = Message("this is Microsoft Purview's audit log: one entry for each tool in it")
    return Draft(entries, (note,), unknown)


def _forms(table: Table, header: dict[str, str]) -> Draft:
    names = ("メールアドレス", "ユーザー名", "emailaddress", "username")
    if not any(name in header for name in names):
        raise SkipPart(
            Message("this form's answers do not say who gave them"),
            place=table.path.name,
            next_step=Message("let the form collect addresses, then save its answers anew"),
        )
    columns = {
        "time": _pick(header, "タイムスタンプ", "timestamp"),
        "account": _pick(header, *names),
    }
    note = Message("these are a Google form's answers: each is taken for one thing created")
    return Draft([mapped(table, "files", columns, action="created")], (note,))


def _mattermost(table: Table, header: dict[str, str]) -> Draft:
    columns = {"time": header["postcreationtime"], "account": header["useremail"]}
    notes = [
        Message(
            "this is Mattermost's export of a channel: kind mattermost reads the server's counts by itself"
        )
    ]
    if "posttype" not in header:
        return Draft([mapped(table, "chat", columns, action="sent")], notes)
    columns["action"] = header["posttype"]
    words = table.words(columns["action"])
    # The server itself writes every type but messages: joins, renames, calls.
    acts = {word: "sent" if word in {"", "message", "slack_attachment"} else IGNORED for word in words}  # fmt: skip
    return Draft([mapped(table, "chat", columns, actions=acts)], notes)


def _cybozu(table: Table, header: dict[str, str]) -> Draft:
    modules = table.words(_pick(header, "モジュール", "module", "アプリケーションid"))
    apps = {
        module: tool
        for module in modules
        for tool, names in _CYBOZU.items()
        if any(name in folded(module) for name in names)
    }
    known, unknown = sorted_out(table.words(_pick(header, "アクション", "action", "イベントid")))
    entry = {"name": "cybozu", "kind": "cybozu", "files": [str(table.path)], "apps": apps, "events": known}  # fmt: skip
    others = [module for module in modules if module not in apps]
    note = Message(
        "this is Cybozu's audit log; modules that stand for no tool: {modules}",
        modules=", ".join(others) or "-",
    )
    return Draft([entry], (note,), unknown)


def _line_works(table: Table, header: dict[str, str]) -> Draft:
    service = next(_LINE_WORKS[name] for name in _LINE_WORKS if name in header)
    entry = {"name": "lineworks", "kind": "line_works", "services": [service], "files": [str(table.path)]}  # fmt: skip
    return Draft([entry], (Message("this is an audit log of LINE WORKS"),))


def _line_works_drive(table: Table, header: dict[str, str]) -> Draft:
    del header
    entry = {"name": "lineworks", "kind": "line_works", "services": ["drive"], "files": [str(table.path)]}  # fmt: skip
    return Draft([entry], (Message("this is an audit log of LINE WORKS"),))


def _microsoft_period(table: Table, header: dict[str, str]) -> Draft:
    del header
    raise SkipPart(
        Message(
            "this is a usage report of the Microsoft 365 admin centre: each row is one person's total of a whole period, and no day can be told from it"
        ),
        place=table.path.name,
        next_step=Message(
            'kind = "microsoft_365" reads the same reports by the day (connectors/vendors/microsoft_365/README.md); without an application in Entra ID, save the audit log of Microsoft Purview instead'
        ),
    )


_KNOWN: tuple[tuple[Iterable[Iterable[str]], Callable[[Table, dict[str, str]], Draft]], ...] = (
    ((("日付", "ドキュメントid", "イベント", "アクター"), ("date", "documentid", "event", "actor")), _google_drive),
    ((("creationdate", "operation", "userid", "auditdata"),), _purview),
    (
        (("レポートの更新日", "レポート期間"), ("reportrefreshdate", "reportperiod"), ("レポート更新日", "レポート期間"),
         ("userprincipalname", "lastactivitydate"), ("ユーザープリンシパル名", "最後のアクティビティ日付")),
        _microsoft_period,
    ),
    ((("postcreationtime", "useremail"),), _mattermost),
    ((("日時", "モジュール", "アクション", "ユーザー"), ("module", "action", "user"), ("アプリケーションid", "イベントid")), _cybozu),
    ((("日時", "送信者", "トーク"), ("送信日時", "送信者", "件名")), _line_works),
    ((("date", "user", "task", "original"),), _line_works_drive),
    ((("タイムスタンプ",), ("timestamp", "emailaddress"), ("timestamp", "username")), _forms),
)  # fmt: skip
"""Sets of headers that identify an export, each with the function that makes its entries."""
