"""The commented examples of further sources that `hirogari init` writes below the first ones."""

from __future__ import annotations

SOURCE_EXAMPLES = """
# ---- そのほかのツール ----

# [[sources]]
# name = "m365"
# kind = "microsoft_365"          # connectors/vendors/microsoft_365/README.md
# tenant_id = "town.example.lg.jp"
# client_id = "00000000-0000-0000-0000-000000000000"
# client_secret_file = "secrets/m365"
# reports = ["teams", "onedrive", "sharepoint", "outlook"]
# since = 2025-04-01

# [[sources]]
# name = "lineworks"
# kind = "line_works"             # connectors/vendors/line_works/README.md
# files = ["logs/lineworks/*.csv"]
# sections = ["soumu", "zeimu"]   # 一部の課だけが使うとき(どの道具でも)。ほかの課は0%でなく「記録がない」になります

# [[sources]]
# name = "zoom"
# kind = "zoom"                   # 参加者レポート(CSV)。無料プランにはありません。connectors/vendors/zoom/README.md
# files = ["logs/zoom/*.csv"]

# [[sources]]
# name = "zoom_api"
# kind = "zoom"                   # 同じものをレポート API で(有料プラン)。files は書かない
# account_id = "…"
# client_id = "…"
# client_secret_file = "secrets/zoom"
# since = 2025-04-01

# [[sources]]
# name = "nextcloud"
# kind = "nextcloud"              # 監査ログ(admin_audit)
# files = ["/var/www/nextcloud/data/audit.log*"]

# [[sources]]
# name = "nextcloud_people"
# kind = "nextcloud"              # 人数だけ(町全体)。監査ログを読めないとき。connectors/vendors/nextcloud/README.md
# endpoint = "https://cloud.town.example.lg.jp"
# token_file = "secrets/nextcloud"
# sections = ["kensetsu"]         # ほかのデータ源がファイルを人ごとに数えるとき: こちらを使う課

# [[sources]]
# name = "fileserver"
# kind = "samba"                  # vfs_full_audit。prefix は smb.conf と同じに
# files = ["/var/log/samba/audit.log*"]
# prefix = "%T|%u|%I|%m|%S"

# [[sources]]
# name = "winshare"
# kind = "windows_files"          # セキュリティログのイベント 5145(EVTX か XML)
# files = ["logs/security-*.evtx"]

# [[sources]]
# name = "slack"
# kind = "slack"                  # 公開チャンネルの発言数。町のアプリのトークン
# token_file = "secrets/slack"

# [[sources]]
# name = "slack_months"
# kind = "slack_members"          # メンバー分析(CSV、有料プラン)。町全体の月ごとの数だけ。名前は slack-members-2026-04.csv のように
# files = ["logs/slack/*.csv"]
# sections = ["kensetsu"]         # ほかのデータ源がチャットを人ごとに数えるとき: こちらを使う課

# [[sources]]
# name = "mattermost"
# kind = "mattermost"             # 課ごとのチームの投稿数
# endpoint = "https://chat.town.example.lg.jp"
# token_file = "secrets/mattermost"
# teams = { soumu = "チームのID" }

# [[sources]]
# name = "cybozu"
# kind = "cybozu"                 # Office / Garoon の監査ログ(CSV)。言葉は実物に合わせて
# files = ["logs/cybozu/*.csv"]
# apps = { Schedule = "calendar", Bulletin = "chat" }
# events = { Add = "created", Modify = "edited", Delete = "managed" }

# [[sources]]
# name = "bbb"
# kind = "bigbluebutton"          # webhooks を1行1件で保存したもの
# files = ["logs/bbb/*.jsonl"]

# [[sources]]
# name = "jitsi"
# kind = "jitsi"                  # 会議の数だけ。誰かはわかりません
# files = ["/var/log/jitsi/jicofo.log*"]
# sections = ["kensetsu"]         # ほかのデータ源が会議を人ごとに数えるとき: こちらを使う課

# [[sources]]
# name = "other"
# kind = "mapped_csv"             # そのほかの CSV・Excel。`hirogari map ファイル` が書き方を提案します
# files = ["logs/other/*.csv"]
# tool = "chat"
# columns = { time = "日時", account = "ユーザーID" }

# ---- そのほかのプリンター ----

# [[sources]]
# name = "windows_printers"
# kind = "windows_print"          # PrintService/Operational の 307 と 805(EVTX か XML)
# files = ["logs/print-*.evtx"]

# [[sources]]
# name = "universal_print"
# kind = "universal_print"        # クラウド印刷。connectors/vendors/microsoft_365/README.md
# tenant_id = "town.example.lg.jp"
# client_id = "00000000-0000-0000-0000-000000000000"
# token_file = "secrets/universal_print"   # `hirogari sign-in universal_print` が作ります
# since = 2025-04-01

# [[sources]]
# name = "copier"
# kind = "copier_log"             # 複合機のジョブ履歴(CSV)。maker は fujifilm ricoh canon sharp kyocera konica riso
# maker = "ricoh"
# files = ["logs/copier/*.csv"]

# [[sources]]
# name = "counters"
# kind = "snmp"                   # プリンターのカウンター。毎晩1回だけ読みます
# community = "public"
# devices = [{ host = "192.0.2.10", maker = "ricoh" }]

# ---- 手でつける帳簿(books/ にひな形があります) ----

# [[sources]]
# name = "approvals"              # ほかに filings meetings inspections minutes fax automation
# kind = "approvals"
# file = "books/approvals.xlsx"

# [[sources]]
# name = "trainings"
# kind = "trainings"
# file = "books/trainings.xlsx"

# [[sources]]
# name = "actions"
# kind = "actions"
# file = "books/actions.xlsx"
"""
