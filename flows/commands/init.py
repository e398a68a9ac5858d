"""Writes the templates of `hirogari init`: commented settings, an empty roster, empty books, a notice for staff.

Never overwrites a file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable, system_errors_at
from connectors.contract.messages import Message
from connectors.io.new_files import new_file
from connectors.vendors.books.templates import write_empty_books
from flows.settings import privacy_notice
from flows.settings.source_examples import source_examples
from warehouse.policy import USUAL

if TYPE_CHECKING:
    from pathlib import Path


class InitRefused(Mendable):
    """The folder already holds settings, a roster or books."""


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write the files and return their paths.

    Raises:
        InitRefused: one of them is there already; nothing was written.
    """
    books = folder / "books"
    _require_free(folder, books)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        with system_errors_at(folder):
            for name, text in _TEXTS.items():
                written.append(_write(folder / name, text))
            books.mkdir(exist_ok=True)
            return (*written, *write_empty_books(books))
    except BaseException:
        # Leftovers would make the next attempt fail. All these files are our own: the folder was checked before.
        for path in (*written, *books.glob("*")):
            path.unlink()
        raise


def _require_free(folder: Path, books: Path) -> None:
    taken = [path for name in _TEXTS if os.path.lexists(path := folder / name)]
    taken += (
        sorted(books.iterdir()) if books.is_dir() else [books] if os.path.lexists(books) else []
    )
    for path in taken:
        raise InitRefused(
            Message("the settings file already exists")
            if path.name == _FILE
            else Message("this would overwrite an existing file"),
            place=str(path),
            next_step=Message("edit them, or name another folder")
            if path.name == _FILE
            else Message("move it elsewhere, or name another folder"),
        )


def _write(path: Path, text: str) -> Path:
    with new_file(path) as file:
        file.write(text)
    return path


_SETTINGS = """\
# Hirogari の設定。相対パスはこのファイルのある場所からたどります。
# 書き終えたら `hirogari check` で確かめてください。

[town]
name = "〇〇町"
timezone = "Asia/Tokyo"
# 全職員で一斉に使い始めた日
launched_on = 2025-04-01
# 年度の始まりの月
fiscal_year_start = 4
# 画面と庁内報の言葉: "ja" または "en"
language = "ja"
# 土日祝と 12/29〜1/3 のほかに閉庁した日(台風など)
closures = []

[paths]
# 倉庫(warehouse.duckdb)の置き場所。共有フォルダーには置かないでください。
data = "data"
# 課の画面(HTML)の書き出し先
site = "site"
# 庁内報の図と文の書き出し先
newsletter = "newsletter"
# 仮名化の鍵。初回に自動で作られます。倉庫の控えとは別の場所に控えてください。
key = "hirogari.key"

[site]
# ページを公開した日。書くまでは、設定した人だけが見る下書きです(`hirogari open` でも公開できます)
# opened_on = 2025-07-01

[roster]
# 職員番号・課・異動の表。accounts には、その人が使う(使っていた)アカウントを ; で区切って書きます。
# 期間のあるものは taro@example.jp[2024-04-01..2025-03-31] のように書きます。
staff = "staff.csv"
# 課の表。統合された課には、引き継いだ課の記号を successor に書きます。
sections = "sections.csv"

[backup]
# 毎晩の控えの置き場所(書かなければ控えません)。鍵は入りません。鍵は別の場所に控えてください。
# folder = "/srv/hirogari-backup"
# 残す夜の数(1〜14)
keep = 7

[schedule]
# 毎晩の時刻(cron の書き方、日本時間)
nightly = "30 2 * * *"

# 保存の期間。1件ごとの記録(日)と、一人・一日ごとの記録(月)。短くはできますが、長くはできません。
[retention]
raw_days = 30
person_months = 13

# 課を単独で出す最少の人数と、「小規模課」としてまとめる最少の人数。多くはできますが、少なくはできません
# (少ない人数では、だれが使ったかを言い当てられるため)。変えると、次の四半期の数から効きます。
[privacy]
section = 5
merged = 10

# 目標。利用日率(%)を、道具と年度(西暦)ごとに。課だけの目標は [targets.section.課の記号] に。
# [targets]
# files = { 2025 = 50, 2026 = 70 }
# chat = { 2026 = 60 }
# [targets.section.soumu]
# files = { 2026 = 80 }
# ほかのどの数字にも目標を置けます。series は取組の表の「ものさし」と同じ言葉(自分たちで数える数は、その名前)。
# level は月の数(割合は%)。change は base_year の年度の同じ月とくらべた増減(割合はポイント、ほかは%)。
# section を書かなければ全庁。better は、多いほどよい(more)か少ないほどよい(less)か。書かなければ、その数字のふつうの向き。
# [[targets.series]]
# series = "電子決裁率"
# year = 2026
# level = 60
# [[targets.series]]
# series = "窓口への電話の数"
# section = "soumu"
# year = 2026
# change = -30
# base_year = 2024

# 紙。基準の年度と、基準に対する目標(%)。ratio は課へ引き継ぐときの文書のデジタルの割合(%)。
# base_from〜base_to は「置き換えか、上乗せか」を比べる期間(書かなければ、導入の月から3か月)。
# 1枚あたりの数は、書かなければ公表された値を使います。書くときは出典も書いてください。画面に一緒に出ます。
# [paper]
# base_year = 2024
# targets = { 2026 = -30 }
# ratio = 50
# base_from = 2025-04-01
# base_to = 2025-06-30
# yen = 1.75
# yen_source = "〇〇町の契約単価(令和8年度)"
# grams = 4.0
# grams_source = "A4 64 g/m² の重さ"
# co2_grams = 6.0
# co2_source = "製造から廃棄まで1枚5〜8 gとされる幅の中ほど"
# sheets_per_tree = 8333
# tree_source = "PaperCut の換算(1本8,333枚)"

# 取組を、観察から何日たっても確かめていないと期限切れとするか。
# [actions]
# due_days = 90

# 課への引き継ぎ。戦略室の終わる日と、引き継いだ後に課で進める人の役職(名前は書かない)。
# [handover]
# closes_on = 2028-03-31
# core_tools = ["files", "chat", "meetings"]
# leads = { soumu = "庶務係長" }

# 庁内報の送り先。hirogari newsletter --month YYYY-MM --dry-run で試し、--send で送ります。
# [mail]
# host = "mail.town.example.lg.jp"
# port = 587
# security = "starttls"
# user = "dx"
# password_file = "secrets/mail.txt"
# sender = "dx@town.example.lg.jp"
# recipients = ["all@town.example.lg.jp"]
# 気をつけること(利用日率が3分の1以上下がった、印刷が増えた、記録が届かない)を、毎晩の処理のあとに一度だけ知らせる先。
# hirogari alerts --dry-run で試せます。
# alerts_to = ["dx@town.example.lg.jp"]

"""

_FILE = "hirogari.toml"
_TEXTS = {
    _FILE: _SETTINGS + source_examples(),
    # Excel needs the byte order mark to open a CSV as UTF-8.
    "staff.csv": "\ufeffstaff_no,section,from,to,accounts\n",
    "sections.csv": "\ufeffsection,name,from,to,successor\n",
    privacy_notice.NAME: privacy_notice.notice_text(USUAL),
}
"""File name → content."""
