"""One katakana word or abbreviation a month, said so that anyone in the town hall follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.months import months_from

if TYPE_CHECKING:
    from datetime import date

    from dashboards.newsletter.phrases import Voice


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A word and what it means."""

    word: str
    meaning: str


_WORDS = (
    (
        (
            "グループウェア",
            (
                "予定、文書、連絡を、職員みんなが同じ場所で見て書ける道具のまとまりです。"
                "電話や回覧で確かめていたことを、画面の上で一度に済ませられます。"
            ),
        ),
        (
            "Groupware",
            (
                "Calendar, documents and messages in one place that everyone can read and"
                " write, instead of phone calls and circulated paper."
            ),
        ),
    ),
    (
        (
            "ペーパーレス",
            (
                "紙をなくすことではなく、紙でなくてよいものを画面で済ませることです。"
                "配る、綴じる、探すという手間が、はじめから生まれなくなります。"
            ),
        ),
        (
            "Paperless",
            (
                "Not the end of paper: doing on the screen what never needed paper, so that"
                " nothing has to be handed out, filed or searched for."
            ),
        ),
    ),
    (
        (
            "DX（ディーエックス）",
            (
                "道具を新しくすることではなく、仕事のやり方や役割を変えることです。"
                "Dは「デジタル」、Xは「変わること」。大切なのはXのほうです。"
            ),
        ),
        (
            "DX",
            (
                "Digital transformation: changing how the work is done and by whom. The change"
                " matters more than the tools."
            ),
        ),
    ),
    (
        (
            "OODA（ウーダ）",
            (
                "よく見る、考える、決める、やってみる、をすばやく繰り返す進め方です。"
                "うまくいかなければ、早めに次の手へ移ります。"
            ),
        ),
        (
            "OODA",
            (
                "Observe, orient, decide, act, and again: try soon, and move on early when it does"
                " not work."
            ),
        ),
    ),
    (
        (
            "BPR（ビーピーアール）",
            (
                "今の仕事を前提にせず、「この作業は本当に要るか」から見直すことです。"
                "やめる、まとめる、順番を変える、の三つから考えます。"
            ),
        ),
        (
            "BPR",
            (
                "Business process re-engineering: asking first whether a task is needed at all, then"
                " stopping, merging or reordering it."
            ),
        ),
    ),
    (
        (
            "クラウド",
            (
                "役場の中の機械ではなく、外の事業者の機械に置いて、ネットワーク越しに使う形です。"
                "どの席からも同じものが見え、同時に書き込めます。"
            ),
        ),
        (
            "Cloud",
            (
                "Kept on a provider's machines and used over the network, so that every desk sees"
                " and edits the same thing."
            ),
        ),
    ),
    (
        (
            "共同編集",
            (
                "一つの文書を、何人かで同時に書くことです。「最新版はどれか」を"
                "確かめる必要がなくなります。"
            ),
        ),
        (
            "Co-editing",
            (
                "Several people writing in one document at once; no one has to ask which copy"
                " is the latest."
            ),
        ),
    ),
    (
        (
            "RPA（アールピーエー）",
            (
                "決まった手順の画面操作を、人に代わって繰り返す仕組みです。"
                "転記や集計のように、毎回同じことをする仕事に向いています。"
            ),
        ),
        (
            "RPA",
            (
                "Software that repeats fixed steps on the screen, such as copying figures from one"
                " system to another."
            ),
        ),
    ),
    (
        (
            "電子決裁",
            (
                "起案から決裁までを、紙とはんこを使わずに画面で進めることです。"
                "いま誰のところにあるかが、すぐに分かります。"
            ),
        ),
        (
            "Electronic approval",
            (
                "Drafting, circulating and approving on the screen, without paper or"
                " a seal; one can see where it is."
            ),
        ),
    ),
    (
        (
            "チャット",
            (
                "短い文で気軽にやり取りする連絡方法です。相手の手を止めずに聞けて、"
                "やり取りがあとに残ります。"
            ),
        ),
        (
            "Chat",
            "Short messages that do not interrupt the other person and can be read again later.",
        ),
    ),
)


def word_of_month(month: date, launched_on: date, voice: Voice) -> PlainWord:
    """Return the month's word: they take turns from the month of the launch."""
    count = months_from(launched_on, month)
    japanese, english = _WORDS[count % len(_WORDS)]
    return PlainWord(*(english if voice.words.language == "en" else japanese))
