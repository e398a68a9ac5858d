"""Invented names, titles and addresses in the style of a real town: identifying data that Gate 1 must keep out."""

from __future__ import annotations

DOMAIN = "town.kasumizawa.example"
CUSTOMER = "C03kasumi"
ADMINISTRATOR = f"kanri@{DOMAIN}"
"""The administrator with the Reports privilege, the `subject` of the service account."""

RETIRED = f"kyu-hisho@{DOMAIN}"
"""The account of a closed post that is still used now and then; no roster line assigns it to anyone."""

TOWN_NAME = "霞沢町"

SURNAMES = (
    ("佐藤", "sato"),
    ("鈴木", "suzuki"),
    ("髙橋", "takahashi"),
    ("田中", "tanaka"),
    ("伊藤", "ito"),
    ("渡邉", "watanabe"),
    ("山本", "yamamoto"),
    ("中村", "nakamura"),
    ("小林", "kobayashi"),
    ("加藤", "kato"),
    ("𠮷田", "yoshida"),
    ("山﨑", "yamazaki"),
    ("森", "mori"),
    ("池田", "ikeda"),
    ("橋本", "hashimoto"),
    ("阿部", "abe"),
    ("石川", "ishikawa"),
    ("前田", "maeda"),
    ("藤田", "fujita"),
    ("岡田", "okada"),
    ("後藤", "goto"),
    ("長谷川", "hasegawa"),
    ("村上", "murakami"),
    ("近藤", "kondo"),
    ("石井", "ishii"),
    ("坂本", "sakamoto"),
    ("遠藤", "endo"),
    ("青木", "aoki"),
    ("藤井", "fujii"),
    ("西村", "nishimura"),
    ("福田", "fukuda"),
    ("太田", "ota"),
    ("三浦", "miura"),
    ("岡本", "okamoto"),
    ("松田", "matsuda"),
    ("中川", "nakagawa"),
    ("中野", "nakano"),
    ("原田", "harada"),
    ("小野", "ono"),
    ("竹内", "takeuchi"),
)

GIVEN_NAMES = (
    ("陽子", "yoko"),
    ("健一", "kenichi"),
    ("美咲", "misaki"),
    ("大輔", "daisuke"),
    ("裕子", "yuko"),
    ("翔太", "shota"),
    ("真由美", "mayumi"),
    ("直樹", "naoki"),
    ("恵", "megumi"),
    ("拓也", "takuya"),
    ("久美子", "kumiko"),
    ("誠", "makoto"),
    ("彩", "aya"),
    ("隆", "takashi"),
    ("智子", "tomoko"),
    ("亮", "ryo"),
    ("由美", "yumi"),
    ("浩二", "koji"),
    ("千尋", "chihiro"),
    ("修", "osamu"),
    ("早紀", "saki"),
    ("徹", "toru"),
    ("葵", "aoi"),
    ("一郎", "ichiro"),
    ("奈々", "nana"),
    ("学", "manabu"),
)

SUBJECTS = (
    "令和8年度当初予算要求",
    "①固定資産税の減免申請",
    "町営住宅の入居者名簿",
    "㈱霞沢建設との契約",
    "生活保護の受給調査",
    "議会答弁",
    "保育所の入所調整",
    "橋りょう点検",
    "人事異動の内示",
    "介護認定審査会",
    "観光まつりの協賛",
    "窓口の待ち時間",
    "町長日程",
    "滞納整理の対象者",
)
PAPERS = ("起案書", "会議資料", "調書", "一覧", "議事録", "報告書", "手引き", "集計表")
EXTENSIONS = {
    "document": "",
    "spreadsheet": "",
    "presentation": "",
    "pdf": ".pdf",
    "msexcel": ".xlsx",
    "jpeg": ".jpg",
}
"""Drive's `doc_type` → the extension in the title of such a file."""

MEETINGS = ("定例打合せ", "業者説明会", "近隣市町連絡会", "面談", "研修", "例規審査", "進捗確認")
COMPANIES = ("㈱霞沢システム", "みどり設計事務所", "となり町役場", "県庁市町村課")
