"""What kinds of sources and their streams are called in Japanese and English."""

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "google_workspace": ("Google Workspace", "Google Workspace"),
    "microsoft_365": ("Microsoft 365", "Microsoft 365"),
    "line_works": ("LINE WORKS", "LINE WORKS"),
    "slack": ("Slack", "Slack"),
    "slack_members": ("Slack（月ごとの合計）", "Slack (monthly totals)"),
    "mattermost": ("Mattermost", "Mattermost"),
    "cybozu": ("サイボウズ", "Cybozu"),
    "mapped_csv": ("書き出した表", "Exported table"),
    "bigbluebutton": ("BigBlueButton", "BigBlueButton"),
    "jitsi": ("Jitsi", "Jitsi"),
    "cups": ("印刷の記録（CUPS）", "Print log (CUPS)"),
    "papercut": ("印刷の記録（PaperCut）", "Print log (PaperCut)"),
    "windows_print": ("印刷の記録（Windows）", "Print log (Windows)"),
    "universal_print": ("印刷の記録（ユニバーサル プリント）", "Print log (Universal Print)"),
    "copier_log": ("複合機の記録", "Copiers' job log"),
    "snmp": ("複合機のカウンター", "Printers' counters"),
    "paper_bought": ("紙の購入簿", "Book of paper bought"),
    "samba": ("ファイルサーバーの記録（Samba）", "File server log (Samba)"),
    "windows_files": ("ファイルサーバーの記録（Windows）", "File server log (Windows)"),
    "nextcloud": ("Nextcloud", "Nextcloud"),
    "zoom": ("Zoom", "Zoom"),
    "approvals": ("決裁の記録簿", "Book of approvals"),
    "filings": ("申請の記録簿", "Book of filings"),
    "meetings": ("会議の記録簿", "Book of meetings"),
    "inspections": ("視察の記録簿", "Book of site inspections"),
    "minutes": ("議事録の記録簿", "Book of minutes"),
    "fax": ("FAXの記録簿", "Book of FAXes"),
    "automation": ("自動化の記録簿", "Book of automation"),
    "actions": ("取り組みの記録簿", "Book of actions"),
    "trainings": ("研修の記録簿", "Book of trainings"),
}

FACTOR_SOURCES: dict[str, str] = {
    "沖縄県の試算(1枚1.75円)": "an estimate of Okinawa Prefecture (1.75 yen a sheet)",
    "A4 64 g/m² の重さ": "the weight of A4 at 64 g/m²",
    "製造から廃棄まで1枚5〜8 gとされる幅の中ほど": (
        "about the middle of the 5 to 8 g a sheet given for its whole life"
    ),
    "PaperCut の換算(1本8,333枚)": "PaperCut's conversion (8,333 sheets a tree)",
}
"""The sources of paper's factors as they are set by default, in English; a town's own stay as written."""

STREAMS: dict[str, tuple[str, str]] = {
    "drive": ("ファイル", "files"),
    "chat": ("チャット", "chat"),
    "meet": ("会議", "meetings"),
    "calendar": ("予定表", "calendar"),
    "files": ("ファイル", "files"),
    "meetings": ("会議", "meetings"),
    "messages": ("発言", "messages"),
    "posts": ("投稿", "posts"),
    "months": ("月ごとの合計", "monthly totals"),
    "rooms": ("会議室", "rooms"),
    "counters": ("カウンター", "counters"),
    "print_job": ("印刷", "print jobs"),
    "paper_bought": ("購入", "purchases"),
    "actions": ("取り組み", "actions"),
    "trainings": ("研修", "trainings"),
    "approvals": ("決裁", "approvals"),
    "filings": ("申請", "filings"),
    "inspections": ("視察", "inspections"),
    "minutes": ("議事録", "minutes"),
    "fax": ("ファックス", "FAX"),
    "automation": ("自動処理", "automation"),
}
