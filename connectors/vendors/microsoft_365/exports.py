"""Microsoft's exports that `hirogari map` recognises: Purview's audit log, and reports of a period, which it refuses."""

from __future__ import annotations

from connectors.contract.configuration import IGNORED
from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.io.tables.known_exports import Draft, ExportTable, KnownExport, mapped

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


def _purview(table: ExportTable) -> Draft:
    columns = {"time": table.pick("creationdate"), "account": table.pick("userid"), "action": table.pick("operation")}  # fmt: skip
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


def _report_of_a_period(table: ExportTable) -> Draft:
    raise SkipPart(
        Message(
            "this is a usage report of the Microsoft 365 admin centre: each row is one person's total of a whole period, and no day can be told from it"
        ),
        place=table.path.name,
        next_step=Message(
            'kind = "microsoft_365" reads the same reports by the day (connectors/vendors/microsoft_365/README.md); without an application in Entra ID, save the audit log of Microsoft Purview instead'
        ),
    )


EXPORTS = (
    KnownExport((("creationdate", "operation", "userid", "auditdata"),), _purview),
    KnownExport(
        (
            ("レポートの更新日", "レポート期間"),
            ("レポート更新日", "レポート期間"),
            ("reportrefreshdate", "reportperiod"),
            ("userprincipalname", "lastactivitydate"),
            ("ユーザープリンシパル名", "最後のアクティビティ日付"),
        ),
        _report_of_a_period,
    ),
)
