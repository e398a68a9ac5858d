"""計算のしかたと個人情報: what is counted and how, and what becomes of records about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.pages.page import Entry, Page

if TYPE_CHECKING:
    from dashboards.words import Words

_ENTRIES = (
    (
        "days",
        "いつを数えるか",
        "Which days",
        (
            "日は日本時間の0時で区切ります。働く日は月曜から金曜のうち、祝日、12月29日から1月3日、役場が休みと決めた日を除いた日です。",
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
            "利用日率 ＝ 働く日のうち使った日 ÷ 課にいた職員の働く日（どちらも人×日で数えます）。",
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
        "state",
        "確定・暫定・欠測",
        "Final, provisional, missing",
        (
            "記録は遅れて届くことがあるので、数日は読み直し、動かなくなってから確定とします。月のうち働く日の記録が一日でも欠けていれば、その月に「欠測あり」の印をつけます。欠けた日を0とは数えません。",
        ),
        (
            "Records arrive late, so days are read again until they settle. A month that lacks a working day is marked; a missing day is never counted as 0.",
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
            "一人ひとりの一日ごとの記録は13か月で消し、課の単位の数字だけを残します。",
        ),
        (
            "Not used to judge anybody. Nothing finer than a section is shown: no figures of persons, no rankings, no hours of the day.",
            "Names, addresses, titles, messages and IP addresses are not kept. Staff are replaced by keyed codes as records come in.",
            "Records of persons by day are deleted after 13 months; only figures by section remain.",
        ),
    ),
    (
        "window",
        "数字の見せ方の決まり",
        "Rules for what is shown",
        (
            "5人に満たない課は、ほかの小さい課とまとめます。",
            "日数の割合は1%きざみで、5%未満と95%以上はひとまとめにします。",
            "人数にあたる数字は、課では幅で、全庁では5%きざみで示します。",
            "課の紙の枚数は丸めて示し、一人で半分を超えるときは示しません。",
            "公表する前に、これまで公表した数字と合わせて人が特定できないかを計算で確かめます。特定できるときは公表しません。",
        ),
        (
            "Sections of fewer than five are merged with other small ones.",
            "Shares of days are whole per cents; under 5% and 95% or more are not told apart.",
            "Numbers of people are bands for a section, steps of 5% for the whole town hall.",
            "Sheets by section are rounded, and withheld where one person makes up more than half.",
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


def method_page(words: Words) -> Page:
    """Return the page on how figures are made and how people are kept out of them."""
    return Page(
        "method.html",
        "method.html",
        words.pick("計算のしかたと個人情報", "Method and privacy"),
        words.pick(
            "課の単位で数え、人は数字に出しません。",
            "Counted section by section; no person appears in any figure.",
        ),
        entries=tuple(
            Entry(key, words.pick(japanese, english), words.pick_lines(ja_lines, en_lines))
            for key, japanese, english, ja_lines, en_lines in _ENTRIES
        ),
    )
