"""ことばの説明: each word of the pages in plain Japanese and English, with a place to link to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.page import Entry, Page
from dashboards.text.terms import TERMS_OF_FIGURES, Term, policy_words

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.policy import Policy


_TERMS_OF_WORK = (
    Term(
        "groupware",
        "グループウェア",
        "Groupware",
        "職場のみんなで使う道具をひとまとめにしたものです。ファイルの共有、チャット、オンライン会議、予定表などが入っています。",
        "A set of tools shared by a workplace: files, chat, online meetings, calendar.",
    ),
    Term(
        "tool",
        "ツール",
        "Tool",
        "仕事に使う電子の道具のことです。この画面では、ファイル共有、チャット、オンライン会議、予定表、メールの五つに分けます。作った会社がかわっても、同じ線で続けて見ます。",
        "A digital tool: file sharing, chat, online meetings, calendar or mail, whoever makes it.",
    ),
    Term(
        "data",
        "データ",
        "Data",
        "数えるもとになる記録や数字のことです。「データの状態」では、どの日の記録が届いているかを見られます。",
        "Records and figures that are counted. State of the data shows which days have arrived.",
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
        "メール・メールアドレス",
        "Mail",
        "パソコンや電話で送る手紙と、そのあて先です。あて先は、職員を課に結びつけたあと保存しません。",
        "Letters sent by computer or telephone, and where they go. Addresses are not kept.",
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
        "approvals",
        "電子決裁率",
        "Electronic approvals",
        "決裁（上司の承認）のうち、画面の上で済ませたものの割合です。残りは紙に押印したものです。",
        "Of all approvals, the share given on screen; the rest were sealed on paper.",
    ),
    Term(
        "filings",
        "オンライン利用率",
        "Online filings",
        "住民や事業者からの申請・届け出のうち、インターネットで受けたものの割合です。残りは窓口と郵送です。",
        "Of all applications and notices, the share that came over the internet; the rest came to the counter or by post.",
    ),
    Term(
        "inspections",
        "視察のオンライン化",
        "Online site inspections",
        "よその自治体などからの視察を、画面ごしに受けた割合です。",
        "The share of visits by other municipalities that were held over a screen.",
    ),
    Term(
        "minutes",
        "議事録の自動作成（AI議事録）",
        "Minutes by machine",
        "会議の記録の下書きを、機械（AI）が音声から作った割合です。",
        "The share of minutes whose draft was made by machine from sound.",
    ),
    Term(
        "rpa",
        "自動処理（RPA）",
        "Automation (RPA)",
        "人がくり返していた画面の操作を、機械にまかせることです。",
        "Letting a machine do what people did over and over on a screen.",
    ),
    Term(
        "fax",
        "ファックス",
        "FAX",
        "電話の線で紙の写しを送る道具です。減っているかを、帳簿の通数で見ます。",
        "Copies of paper sent by telephone line, counted in a book.",
    ),
    Term(
        "ooda",
        "OODA（ウーダ）",
        "OODA",
        "よく見て、状況をつかみ、決めて、やってみる。だめなら早く次へ移る進め方です。",
        "Observe, orient, decide, act; and move on quickly when something does not work.",
    ),
)
"""What is said of tools and of work."""

TERMS = (*TERMS_OF_FIGURES, *_TERMS_OF_WORK)
"""Every word that is explained, in the order of the page."""

_BY_KEY = {term.key: term for term in TERMS}


def term_link(key: str, words: Words) -> tuple[str, str]:
    """Return the link and the name of a word; KeyError for one that is not explained."""
    term = _BY_KEY[key]
    return f"words.html#{key}", words.pick(term.japanese, term.english)


def words_page(policy: Policy, words: Words) -> Page:
    """Return the page that explains the words, by the policy in force."""
    said = policy_words(policy)
    return Page(
        "words.html",
        "words.html",
        words.pick("ことばの説明", "The words"),
        words.pick(
            f"この画面のことば{len(TERMS)}語を、ふだんのことばで説明します。",
            f"The {len(TERMS)} words of these pages in plain language.",
        ),
        entries=tuple(
            Entry(
                term.key,
                words.pick(term.japanese, term.english),
                (words.pick(term.plain_japanese, term.plain_english).format_map(said),),
            )
            for term in TERMS
        ),
    )
