"""ことばの説明: each word of the pages in plain Japanese and English, with a place to link to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.pages.page import Entry, Page

if TYPE_CHECKING:
    from dashboards.words import Words


@dataclass(frozen=True, slots=True)
class Term:
    """One word: its key (the place to link to), names and plain explanations."""

    key: str
    japanese: str
    english: str
    plain_japanese: str
    plain_english: str


TERMS = (
    Term(
        "use-rate",
        "利用日率",
        "Use rate",
        "働く日のうち、その道具を自分で使った日の割合です。10人の課で、20日ある月にのべ150日使われていれば、150÷200で75%です。受け取っただけ、招かれただけの日は数えません。",
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
        "人数の少ない課をまとめたものです。5人に満たない課は、ほかの小さい課といっしょにして数字を出します。",
        "Small sections taken together. A section of fewer than five people is merged with other small ones.",
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
    Term(
        "groupware",
        "グループウェア",
        "Groupware",
        "職場のみんなで使う道具をひとまとめにしたものです。ファイルの共有、チャット、オンライン会議、予定表などが入っています。",
        "A set of tools shared by a workplace: files, chat, online meetings, calendar.",
    ),
    Term(
        "files",
        "ファイル共有",
        "File sharing",
        "文書を一か所に置き、みんなで開いたり直したりすることです。印刷して回す代わりになります。",
        "Keeping documents in one place where all can open and edit them.",
    ),
    Term(
        "chat",
        "チャット",
        "Chat",
        "短い文をその場でやりとりする道具です。内線電話や回覧の代わりになります。",
        "Short messages written back and forth at once.",
    ),
    Term(
        "meetings",
        "オンライン会議",
        "Online meetings",
        "画面を通して顔を見ながら話す会議です。",
        "Meetings held over a screen.",
    ),
    Term(
        "calendar",
        "予定表",
        "Calendar",
        "だれがいつ空いているかを、みんなで見られる予定表です。",
        "A shared view of who is free when.",
    ),
    Term(
        "mail",
        "メール",
        "Mail",
        "パソコンや電話で送る手紙です。",
        "Letters sent by computer or telephone.",
    ),
    Term(
        "log",
        "記録（ログ）",
        "Records (logs)",
        "道具が自動で残す「いつ、どの操作があったか」の書き付けです。文書の中身、題名、会話の文は読み込みません。",
        "What tools write down by themselves: when which action took place. Contents, titles and messages are not read.",
    ),
    Term(
        "account",
        "アカウント",
        "Account",
        "道具を使うときの名札です。名簿と照らし合わせて課を調べ、すぐに元に戻せない符号に置き換えます。",
        "The name-tag one uses a tool with. It is looked up in the roster for its section and replaced at once by a code that cannot be turned back.",
    ),
    Term(
        "paperless",
        "ペーパーレス",
        "Paperless",
        "紙を使わずに仕事をすることです。",
        "Working without paper.",
    ),
    Term(
        "dx",
        "DX（デジタル変革）",
        "DX (digital transformation)",
        "道具を入れることではなく、道具も使って仕事のやり方や職場を変え、住民の暮らしを良くしていくことです。",
        "Not the buying of tools, but changing how work is done, also with tools, for the good of the residents.",
    ),
    Term(
        "bpr",
        "BPR（仕事の組み立て直し）",
        "BPR (redesign of work)",
        "今ある仕事を前提にせず、なくす・まとめる・やり方を変えることです。",
        "Dropping, merging or redesigning work instead of taking it as given.",
    ),
    Term(
        "ooda",
        "OODA（ウーダ）",
        "OODA",
        "よく見て、状況をつかみ、決めて、やってみる。だめなら早く次へ移る進め方です。",
        "Observe, orient, decide, act; and move on quickly when something does not work.",
    ),
)
"""Every word that is explained, in the order of the page."""

_BY_KEY = {term.key: term for term in TERMS}


def term_link(key: str, words: Words) -> tuple[str, str]:
    """Return the link and the name of a word; KeyError for one that is not explained."""
    term = _BY_KEY[key]
    return f"words.html#{key}", words.pick(term.japanese, term.english)


def words_page(words: Words) -> Page:
    """Return the page that explains the words."""
    return Page(
        "words.html",
        "words.html",
        words.pick("ことばの説明", "The words"),
        words.pick("ことばの説明", "What the words mean"),
        (
            words.pick(
                "この画面で使うことばを、ふだんのことばで説明します。",
                "The words of these pages, in plain language.",
            ),
        ),
        entries=tuple(
            Entry(
                term.key,
                words.pick(term.japanese, term.english),
                (words.pick(term.plain_japanese, term.plain_english),),
            )
            for term in TERMS
        ),
    )
