"""Writes the privacy notice for staff, and checks that its numbers agree with the settings.

`hirogari init` writes the notice once, with blanks for the town to fill in. It must never be overwritten, since it
then holds the town's own words. What it promises must stay true when the settings change, so `hirogari check` parses
its numbers and compares them with the settings.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.streams import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.policy import Policy

NAME = "職員へのお知らせ.md"

_TEXT = """\
# デジタルの道具の広がりを調べています(職員のみなさんへ)

<!-- 〔 〕の中を町で書き入れ、総務・法務の担当と確かめてから配ってください。 -->

〔町の名前〕 〔担当課〕  〔年月日〕

## 何のため(目的)

デジタルの道具(ファイル共有・チャット・オンライン会議など)が庁内のみんなに広がっているか、
紙が本当に減っているかを **課ごとに** 知り、使いにくい所を直すためです。

**人事評価には使いません。** 勤務の管理、個人の監視、個人の順位づけにも使いません。
課の数字は、手助けのいる課に気づくため、目標から遠い順に並べて見せることがあります。
一人ひとりの数字は、上司にも、戦略室の職員にも見せる画面がありません。

## 何を

- 道具を使った記録(いつ・どの道具を・何回)、オンライン会議に入った時刻、印刷の枚数
- 職員番号・所属課・所属の期間(職員表から)

職員番号は、読み込むときに鍵つきの符号に置き換えて保存します。
**氏名、メールアドレス、文書や会議の題名、メッセージの本文、IPアドレスは保存しません。**

今つないでいるもの: 〔例: Google Workspace、複合機の印刷記録、紙の購入簿〕

## どのくらいの期間

- 1件ごとの記録: 〔{raw_days}〕日
- 一人・一日ごとにまとめた記録: 〔{person_months}〕か月
- それより前は、課ごとの数字だけが残ります。道具を使い始めた月だけは、在職中、符号のまま残します。

## 誰が責任者

- 責任者: 〔役職・課名〕
- 鍵と記録を扱う人: 〔役職・課名〕

## 何が公表されるか

画面と庁内報に出るのは、課ごと・全庁の数字です。〔{section}〕人に満たない課は、〔{merged}〕人以上にまとめて出します。
人数は幅で示し、一人のことが分かってしまう数字は出しません。

符号に置き換えた記録は、町の **保有個人情報** として扱います。画面と庁内報の数字は **統計情報** です。

## 問い合わせ方

- 自分について何が保存されているか知りたいとき(開示請求)、消してほしいときは、
  〔窓口の課・内線・メール〕へ。理由は要りません。
- 開示請求の手続き: 〔個人情報の保護に関する法律にもとづく窓口〕
- 使い方や数字についての質問: 〔戦略室・内線〕
"""

_NUMBERS = {
    "raw_days": re.compile(r"1件ごとの記録[^\n\d]*(\d+)[^\n\d]{0,3}日"),
    "person_months": re.compile(
        r"一人・一日ごとにまとめた記録[^\n\d]*(\d+)[^\n\d]{0,3}[かヶケカ箇]月"
    ),
    "section": re.compile(r"(\d+)[^\n\d]{0,3}人に満たない課"),
    "merged": re.compile(r"(\d+)[^\n\d]{0,3}人以上にまとめ"),
}
"""Setting → pattern of its number in the notice. A number in other words is not found and not checked."""
_SETTINGS = {
    "raw_days": "[retention] raw_days",
    "person_months": "[retention] person_months",
    "section": "[privacy] section",
    "merged": "[privacy] merged",
}


def notice_text(policy: Policy) -> str:
    """Return the notice's text with the numbers of a policy."""
    return _TEXT.format(**_in_force(policy))


def notice_findings(folder: Path, policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each number in a town's notice that differs from the settings.

    A notice that is missing or unreadable yields nothing.
    """
    path = folder / NAME
    try:
        text = unicodedata.normalize("NFKC", path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError):
        # There is no notice, the town keeps it in another format, or this locale cannot encode its name.
        return
    for name, number in _in_force(policy).items():
        found = _NUMBERS[name].search(text)
        if found and found[1] != str(number):
            yield Finding(
                is_ok=False,
                thing=Message(
                    "the notice for staff has another number than the settings ({name} = {number})",
                    name=_SETTINGS[name],
                    number=number,
                ),
                place=f"{path}, {text.count(chr(10), 0, found.start()) + 1}",
                next_step=Message(
                    "write {number} there, and hand the notice out again", number=number
                ),
            )


def _in_force(policy: Policy) -> dict[str, int]:
    return {
        "raw_days": policy.raw_days,
        "person_months": policy.person_months,
        "section": policy.floors.section,
        "merged": policy.floors.merged,
    }
