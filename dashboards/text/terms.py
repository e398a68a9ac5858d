"""The words for what the figures show, each in plain Japanese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.policy import Policy


@dataclass(frozen=True, slots=True)
class Term:
    """One word: its key (the place to link to), names and plain explanations."""

    key: str
    japanese: str
    english: str
    plain_japanese: str
    plain_english: str


def policy_words(policy: Policy) -> dict[str, int]:
    """Return what texts name of the policy in force: `{section}` and so on stand in them for it."""
    return {
        "section": policy.floors.section,
        "merged": policy.floors.merged,
        "raw_days": policy.raw_days,
        "person_months": policy.person_months,
    }


TERMS_OF_FIGURES = (
    Term(
        "use-rate",
        "利用日率",
        "Use rate",
        "開庁日（土日・祝日などをのぞく日）のうち、そのツールを自分で使った日の割合です。10人の課で、20日ある月にのべ150日使われていれば、150÷200で75%です。受け取っただけ、招かれただけの日は数えません。",
        "Of all working days, the share on which the tool was used by one's own action. In a section of ten with 20 working days, 150 days of use are 150 ÷ 200 = 75%. Receiving or being invited is not use.",
    ),
    Term(
        "activated",
        "使ったことのある職員",
        "Staff who have used it",
        "使い始めの日から今までに一度でも使った職員の割合です。月ごとに並べると、広がり方の曲線になります。一度使えば数に入るので、ふだん使っているかどうかは利用日率で見ます。",
        "The share of staff who have used the tool at least once since it was introduced. Month by month it is the adoption curve. For everyday use, look at the use rate.",
    ),
    Term(
        "band",
        "幅で示す数字",
        "Figures shown as a band",
        "「60〜80%」のように幅で示すのは、課の中のだれが使っていてだれが使っていないかが分からないようにするためです。幅の中のどこかが本当の値です。",
        "A figure such as 60–80% is given as a band so that nobody can work out who in a section uses a tool. The true value lies somewhere in the band.",
    ),
    Term(
        "provisional",
        "暫定",
        "Provisional",
        "まだ変わることのある数字です。記録が遅れて届くことがあるので、数日たって動かなくなってから「確定」にします。",
        "The figure may still change, because records arrive late. It becomes final when they have settled.",
    ),
    Term(
        "missing",
        "欠測",
        "Missing",
        "記録が届かなかった日です。使われなかった（0だった）という意味ではありません。欠測のある月の数字には印をつけます。",
        "A day whose records did not arrive. It does not mean that nothing was used. Months with such days are marked.",
    ),
    Term(
        "records-later",
        "あとから届いた記録",
        "Records that arrived later",
        "足りない日があるまま出した月に、その日の記録があとから届いたものです。出した数は変えません。前の数と引きくらべて、人や一日のことが分かるのを防ぐためです。",
        "Records of missing days that came after their month was shown. The figure is kept, so that nobody can subtract the old one and read what one person or one day did.",
    ),
    Term(
        "withheld",
        "非公表",
        "Withheld",
        "数字はありますが、人が特定されるおそれがあるため見せないものです。0でも「まだない」でもありません。",
        "There is a figure, but showing it could point to a person. It is neither 0 nor “not yet”.",
    ),
    Term(
        "not-yet",
        "まだない",
        "Not yet",
        "その月には記録がまだ始まっていないか、もう終わっています。",
        "Records had not begun in that month, or had ended.",
    ),
    Term(
        "small",
        "小規模課",
        "Small sections",
        "人数の少ない課をまとめたものです。{section}人に満たない課は、ほかの小さい課といっしょにして数字を出します。",
        "Small sections taken together. A section of fewer than {section} people is merged with other small ones.",
    ),
    Term(
        "digital-share",
        "電子の割合",
        "Digital share",
        "電子で扱った数 ÷（電子で扱った数＋紙で扱った数）です。文書では、ファイルを開く・直す・送ることを電子、印刷を紙と数えます。片方の記録がない月は出しません。",
        "Digital ÷ (digital + paper). For documents, opening, editing or sharing a file is digital and a print job is paper. A month with one side missing has none.",
    ),
    Term(
        "sheets",
        "買った紙・印刷した紙",
        "Paper bought and printed",
        "買った紙は購入の帳簿の枚数、印刷した紙は印刷の記録の枚数です。買い置きや両面印刷、コピー機の使い方で、二つは合いません。そのまま並べて見せます。",
        "Paper bought comes from the purchase book, paper printed from print records. Stock, duplex and copying make them differ; both are shown.",
    ),
    Term(
        "replacement",
        "置き換え・上乗せ",
        "Replacement and addition",
        "電子が増えて紙が減っていれば「置き換え」、電子が増えても紙が減っていなければ「上乗せ」、どちらも増えていなければ「手つかず」、どちらも減っていれば「縮小」です。1割以内の動きは「横ばい」と見ます。",
        "Digital up and paper down is replacement; digital up and paper not down is addition; neither up is untouched; both down is shrinking. Moves within a tenth count as level.",
    ),
    Term(
        "habit",
        "習慣になった職員",
        "Staff with the habit",
        "最近の12週のうち9週以上、そのツールを使った職員です。たまたま使った人と、仕事のやり方になった人を分けるために見ます。",
        "Staff who used the tool in at least 9 of the last 12 weeks: it has become their way of working.",
    ),
    Term(
        "segments",
        "使う人の分かれ方",
        "How staff divide by use",
        "職員を、よく使いこなす（習慣で、週に15回以上）、習慣になった、ときどき使う（週に1回以上）、ほとんど使わない、使っていない、の五つに分けたものです。全庁だけ、5%きざみで示します。",
        "Staff in five parts: power (a habit, 15 uses a week or more), habitual, novice (once a week or more), low, none. For the whole town hall only, in steps of 5%.",
    ),
    Term(
        "retention",
        "使い続けている職員",
        "Staff who still use it",
        "使い始めの月に使った人のうち、その月にも使った人の割合です。下がっていれば、試して離れた人がいます。",
        "Of those who used the tool in its first month, the share who used it in this month. If it falls, people tried it and left.",
    ),
    Term(
        "milestone",
        "16%・50%・84%の節目",
        "Milestones of 16, 50 and 84%",
        "新しいものの広がりを見る区切りです。先に試す人たちが使い始めると16%、半分で50%、慎重な人たちを残すだけになると84%とされます（ロジャーズの普及の考え方）。",
        "Marks in the spread of something new (Rogers): early adopters have begun at 16%, half at 50%, all but the most careful at 84%.",
    ),
    Term(
        "expected",
        "8割が使い始める見込み",
        "When four in five will have begun",
        "これまでの広がり方にＳ字の曲線を当てて、8割の職員が使い始める月を見積もったものです。幅（早くて・遅くて）も示します。半分の職員が使い始めるまでと、記録が6か月に足りないうちは見積もりません。",
        "An S-shaped curve fitted to the course so far tells about when 80% of staff will have begun, with an interval. Not given before half have begun or with fewer than six months.",
    ),
    Term(
        "normal",
        "当たり前になった",
        "Normal",
        "利用日率が3か月続けて目標に届き、そのあいだ後押しの取り組みがなかったことです。押さなくても続いている、という意味です。",
        "The use rate was at its target for three months in a row with no action under way: it goes on without a push.",
    ),
    Term(
        "kaizen-kaikaku",
        "業務改善と業務改革",
        "Improving work and reforming it",
        "業務改善は、今ある仕事を速く、楽にすることです（例：回覧を画面で回す）。業務改革は、仕事そのものや組織を、なくす・まとめる・決め直すことです（例：押印をやめる）。紙が減らずに電子だけ増える「上乗せ」は、改善にも改革にもなっていないおそれがあります。",
        "Improving makes the work there is faster and easier (a circular on screen). Reforming drops, merges or redefines the work itself or the organisation (no more seals). Digital on top of paper may be neither.",
    ),
    Term(
        "effect",
        "何が変わったか（くらべ方）",
        "What changed, and against what",
        "研修や取り組みをした課の動きを、同じ時期の、まだしていない課の動きとくらべます。全体の流れや季節の分は、まだの課にも表れるので差し引かれます。終わった課は、仕事を引き継いだ課と合わせて一つに数え、その一部だけがした課は、どちらにも数えません。くらべる課がないときは、その前の動きの延長とくらべます。4課または6か月に足りないうちは「まだ言えない」です。",
        "Sections that had a training or action are compared with those that had not, over the same months, so that the general trend is taken out. A section that ended counts as one with its successor; where only a part was treated, it counts on neither side. With none to compare with, against the earlier course. Below four sections or six months it cannot be told.",
    ),
    Term(
        "interval",
        "95%の幅",
        "95% interval",
        "本当の値がたぶんこの中にある、という幅です。課をくじ引きのように選び直して何度も計算し、95%が入る幅をとります。0をまたぐときは、差があるとは言えません。",
        "Where the true value probably lies: sections are drawn again and again and the middle 95% of results taken. Where it spans 0, no difference can be told.",
    ),
    Term(
        "estimate",
        "見積もり",
        "Estimate",
        "計ったのではなく、帳簿に書かれた見込みや、1枚あたりいくらという換算から出した数字です。出どころを必ず添えます。",
        "Not measured, but written down as expected or worked out by a factor. The source is always given.",
    ),
    Term(
        "out-of-hours",
        "時間外の操作",
        "Use out of hours",
        "8時30分から17時15分のあいだでない時刻か、休みの日にした操作の割合です。だれが、は見ません。5%きざみで示します。",
        "The share of uses before 8:30, after 17:15 or on closed days, in steps of 5%; never by person.",
    ),
    Term(
        "meeting-hours",
        "一人あたりのオンライン会議の時間",
        "Hours in online meetings a head",
        "オンライン会議に入っていた時間を職員の数で割ったものです。同じ時間に二つ入っていても一度だけ数えます。",
        "Time in online meetings divided by staff; two at once count once.",
    ),
    Term(
        "breadth",
        "使うツールの数",
        "Number of tools",
        "その月に一度でもツールを使った人が、平均で何種類のツールを使ったかです。全庁だけで見ます。",
        "How many tools those used on average who used any in the month; of the whole town hall alone.",
    ),
    Term(
        "outside",
        "庁外の人が入った会議",
        "Meetings with people from outside",
        "職員でない人が一人以上入ったオンライン会議です。外部の人材との連携がどれだけあるかを見ます。だれが来たかは残しません。",
        "Online meetings with at least one guest: how much the town works with people from outside. Who came is not kept.",
    ),
    Term(
        "point",
        "ポイント",
        "Points",
        "割合どうしの差です。40%から50%になれば「10ポイント増えた」と言います。",
        "The difference of two shares: from 40% to 50% is 10 points.",
    ),
    Term(
        "fiscal-year",
        "年度",
        "Fiscal year",
        "4月から翌年3月までの1年です。グラフの「R7」は令和7年度のことです。",
        "April to March. FY25 begins in April 2025.",
    ),
)
"""What is said of numbers, in the order of the page."""
