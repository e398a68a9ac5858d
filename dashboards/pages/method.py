"""計算のしかたと個人情報: what is counted and how, and what becomes of records about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.page import Entry, Page
from dashboards.text.terms import policy_words

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.policy import Policy

_ENTRIES = (
    (
        "days",
        "いつを数えるか",
        "Which days",
        (
            "日は日本時間の0時で区切ります。開庁日は月曜から金曜のうち、祝日、12月29日から1月3日、役場が休みと決めた日を除いた日です。",
            "課は、その日に名簿で所属していた課です。4月1日に異動しても、それより前の数字は動きません。",
        ),
        (
            "Days are days in Japan. Working days are Monday to Friday, without public holidays, 29 December to 3 January and the town's own closures.",
            "A person's section is the one on the roster on that day; a transfer moves nothing before it.",
        ),
    ),
    (
        "use",
        "使った日とは",
        "What counts as use",
        (
            "送る、作る、直す、開く、載せる、受け取って保存する、会議に入る——自分でした操作が一つでもあれば、その日は使った日です。",
            "利用日率 ＝ 開庁日のうち使った日 ÷ 課にいた職員の開庁日（どちらも人×日で数えます）。",
            "使ったことのある職員の割合 ＝ 使い始めてから月末までに一度でも使った職員 ÷ 課の職員。",
        ),
        (
            "A day with at least one action of one's own: sending, making, editing, opening, uploading, downloading, joining.",
            "Use rate = days of use on working days ÷ working days of the section's staff (person-days).",
            "Staff who have used it = staff with any use since the launch up to the month's end ÷ staff of the section.",
        ),
    ),
    (
        "paper",
        "紙と電子",
        "Paper and digital",
        (
            "電子の割合 ＝ 電子 ÷（電子＋紙）。片方の記録がない月には割合を出しません。",
            "紙の枚数は、購入の帳簿と印刷の記録を別々に示します。数え方がちがうので足したり平均したりしません。",
        ),
        (
            "Digital share = digital ÷ (digital + paper). A month with one side missing has no share.",
            "Sheets bought and sheets printed are shown apart: they are counted in different ways and never added.",
        ),
    ),
    (
        "habit",
        "習慣・使う人の分かれ方・見込み",
        "Habit, segments, dates expected",
        (
            "習慣になった職員 ＝ 最近の12週のうち9週以上使った職員。はじめの11週は「測定前」です。",
            "8割が使い始める見込みは、使ったことのある職員の割合にＳ字の曲線（天井は全員）を当てて出します。幅の下・中・上に当てた三つの曲線をまとめた95%の幅を添えます。半分が使い始める前と、6か月に足りないうちは出しません。",
            "当たり前になった ＝ 利用日率が3か月続けて目標に届き、そのあいだ取り組みがないこと。数字は丸めてあるので、丸めの幅の中に目標があるときは「届いた」とも「まだ」とも言わず、「目標とほぼ同じ」とします。",
        ),
        (
            "Habit: used in at least 9 of the last 12 weeks. The first 11 weeks are not measured.",
            "When four in five will have begun comes from an S-shaped curve (ceiling: everyone) fitted to the adoption curve; three fits, to the lows, middles and highs of the bands, make up its 95% interval. None before half have begun or with fewer than six months.",
            "Normal: the use rate at the target for three months in a row with no action in them. Figures are rounded: one whose rounding holds the target is about at it, neither reached nor short.",
        ),
    ),
    (
        "standing",
        "置き換えか、上乗せか",
        "Replacement or addition",
        (
            "職員一人・開庁日一日あたりの、電子で扱った数と紙で扱った数を、基準の時期とくらべます。その時期の数字が出せない課は、出せるようになったはじめの月からが基準です。10%以内の動きは横ばい。電子が増えて紙が減れば置き換え、電子が増えて紙が減らなければ上乗せ、電子が増えも紙が減りもしなければ手つかず、どちらも減れば縮小です。",
        ),
        (
            "Documents handled digitally and on paper, per head and working day, against the base period; a section that has no numbers then is held against its first months that have. Moves within 10% are level. Digital up and paper down: replacement; digital up only: addition; both down: shrinking; else untouched.",
        ),
    ),
    (
        "effect",
        "研修や取り組みで何が変わったか",
        "What changed with trainings and actions",
        (
            "した課の前後3か月の動きから、まだしていない課の同じ時期の動きを引きます（差の差）。くらべる課がないときは、その前の動きの延長とくらべます。95%の幅は、課を選び直して計算をくり返して出します。4課または6か月に足りないとき、公表している幅が広すぎるときは「まだ言えない」です。",
        ),
        (
            "Moves over three months before and after in sections that did, less those of sections that did not (difference in differences); with none to compare with, against the earlier course. The 95% interval comes from resampling sections. Below four sections or six months, or where the bands are too wide, it cannot be told.",
        ),
    ),
    (
        "work",
        "仕事の量",
        "Work",
        (
            "時間外の操作 ＝ 8時30分〜17時15分の外か休みの日にした操作 ÷ すべての操作。5%きざみ。",
            "オンライン会議の時間は、重なった会議を一度だけ数え、職員の数で割ります。30分きざみ。",
            "減った時間と増えた時間は、取り組みの帳簿に書かれた見積もりです。計った時間と足したりくらべたりしません。",
        ),
        (
            "Use out of hours: uses before 8:30, after 17:15 or on closed days ÷ all uses, in steps of 5%.",
            "Hours in online meetings count overlaps once and are divided by staff; in half hours.",
            "Hours saved and added are estimates of the action book; they are not mixed with what was counted.",
        ),
    ),
    (
        "state",
        "確定・暫定・欠測",
        "Final, provisional, missing",
        (
            "記録は遅れて届くことがあるので、数日は読み直し、動かなくなってから確定とします。月のうち開庁日の記録が一日でも欠けていれば、その月に「欠測あり」の印をつけます。欠けた日を0とは数えません。",
            "一度出した月の数は、出したままにします。前の日の数と引きくらべると、遅れて届いた一日や一人のことが分かってしまうからです。欠測のまま出した月は、足りなかった日がすべて届き、その日だけの数を出してもだれのことも分からないときに、一度だけ出し直します。出し直さない月には「あとから届いた記録があります」と書きます。",
        ),
        (
            "Records arrive late, so days are read again until they settle. A month that lacks a working day is marked; a missing day is never counted as 0.",
            "A month once shown stands: subtracting two days' figures would tell of the one day, or the one person, that came late. A month shown with missing days is shown once more when all of them have come and a figure of those days alone would tell of nobody. Where it is not, the pages say that records arrived later.",
        ),
    ),
    (
        "cause",
        "この画面から言えないこと",
        "What these pages cannot say",
        (
            "数字が動いたことは分かりますが、何がそうさせたかは、前と後を比べただけでは分かりません。研修や取り組みの前後の差を「効果」とは書きません。",
        ),
        (
            "They show that a figure moved, not why. A difference between before and after is never called an effect.",
        ),
    ),
    (
        "privacy",
        "職員の記録の扱い",
        "Records about staff",
        (
            "職員の評価には使いません。見るのは課の単位までで、一人ひとりの数字、順位、時間ごとの動きは作りません。",
            "名前、メールアドレス、文書や会議の題名、会話の文、住所にあたる番号（IPアドレス）は保存しません。職員は、取り込むときに鍵つきの符号に置き換えます。",
            "一件ごとの記録は{raw_days}日で、一人ひとりの一日ごとの記録は{person_months}か月で消し、課の単位の数字だけを残します。",
        ),
        (
            "Not used to judge anybody. Nothing finer than a section is shown: no figures of persons, no rankings, no hours of the day.",
            "Names, addresses, titles, messages and IP addresses are not kept. Staff are replaced by keyed codes as records come in.",
            "Single records are deleted after {raw_days} days, records of persons by day after {person_months} months; only figures by section remain.",
        ),
    ),
    (
        "window",
        "数字の見せ方の決まり",
        "Rules for what is shown",
        (
            "{section}人に満たない課は、ほかの小さい課とまとめて{merged}人以上にします。まとめられないときは、課ごとの数字を出しません。",
            "日数の割合は1%きざみで、5%未満と95%以上はひとまとめにします。",
            "人数にあたる数字は、課では幅で、全庁では5%きざみで示します。",
            "課の紙の枚数は丸めて示し、一人で半分を超えるときは示しません。印刷した紙は、0枚でも9枚でも「10枚未満」です。",
            "公表する前に、これまで公表した数字と合わせて人が特定できないかを計算で確かめます。特定できるときは公表しません。",
        ),
        (
            "Sections of fewer than {section} are merged with other small ones, {merged} people at least; where that cannot be, no figures by section are shown.",
            "Shares of days are whole per cents; under 5% and 95% or more are not told apart.",
            "Numbers of people are bands for a section, steps of 5% for the whole town hall.",
            "Sheets by section are rounded, and withheld where one person makes up more than half. Of printed sheets none and nine are alike under 10.",
            "Before publishing, a program tries to work out persons from this and all earlier releases; if it can, nothing is published.",
        ),
    ),
    (
        "ask",
        "たずねる・消してもらう",
        "Asking and erasing",
        (
            "自分について何が記録されているかをたずねること、消すよう求めることができます。担当の課へ申し出てください。",
        ),
        (
            "Members of staff may ask what is held about them and have it erased; please turn to the office in charge.",
        ),
    ),
)


def method_page(policy: Policy, words: Words) -> Page:
    """Return the page on how figures are made and how people are kept out of them, by the policy in force."""
    said = policy_words(policy)
    return Page(
        "method.html",
        "method.html",
        words.pick("計算のしかたと個人情報", "Method and privacy"),
        words.pick(
            "課の単位で数え、人は数字に出しません。",
            "Counted section by section; no person appears in any figure.",
        ),
        entries=tuple(
            Entry(
                key,
                words.pick(japanese, english),
                tuple(line.format_map(said) for line in words.pick_lines(ja_lines, en_lines)),
            )
            for key, japanese, english, ja_lines, en_lines in _ENTRIES
        ),
    )
