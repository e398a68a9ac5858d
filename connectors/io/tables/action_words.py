"""Map a vendor's action word to one of our actions by its parts. A word without a known part is never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.contract.configuration import IGNORED

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS = (
    # Order matters: first what is not a person's own act on the tool, then access rights, then the acts
    # themselves.
    (IGNORED, ("既読", "ログイン", "ログアウト", "ログオン", "ログオフ", "サインイン", "パスワード", "認証", "検索", "受信", "自動",
               "同期", "通知", "失敗", "個人設定", "ユーザーの追加", "ユーザーの変更", "ユーザーの削除"),
     ("login", "logout", "logged", "logon", "logoff", "signin", "signout", "password", "search", "receive", "sync",
      "auto", "notif", "system", "failed")),
    ("managed", ("権限", "共有", "公開", "アクセス", "削除", "移動", "名前", "ゴミ箱", "ごみ箱", "復元", "ラベル", "オーナー",
                 "ロック", "既定", "退出", "メンバー"),
     ("delete", "remove", "move", "rename", "trash", "restore", "permission", "share", "sharing", "unshare", "label",
      "owner", "acl", "lock", "unlock", "recycle")),
    ("edited", ("コメント", "編集", "更新", "変更", "候補", "提案"), ("comment", "edit", "updat", "modif", "chang", "suggest")),
    ("uploaded", ("アップロード",), ("upload",)),
    ("downloaded", ("ダウンロード", "エクスポート"), ("download", "export")),
    ("printed", ("印刷",), ("print",)),
    ("created", ("作成", "登録", "追加", "新規", "コピー", "予約"), ("creat", "add", "copy", "copied")),
    ("viewed", ("閲覧", "参照", "表示", "プレビュー"), ("view", "open", "read", "preview", "access")),
    ("sent", ("送信", "投稿", "発言", "返信", "書き込み", "掲示"), ("send", "sent", "post", "message", "reply")),
    ("joined", ("参加", "入室"), ("join",)),
)  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WHOLE = {"read", "add", "auto", "acl", "post", "lock", "move"}
"""Parts that also begin other words (ready, address, author, postpone, locked): only the word or its past matches."""


def action_of(word: str) -> str | None:
    """Return one of our actions, `ignored`, or None for a word without a known part."""
    english = [one.casefold() for one in _WORD.findall(word)]
    for action, japanese, parts in _PARTS:
        if any(part in word for part in japanese):
            return action
        if any(_begins(one, part) for one in english for part in parts):
            return action
    return None


def _begins(word: str, part: str) -> bool:
    return word in {part, f"{part}ed", f"{part}d"} if part in _WHOLE else word.startswith(part)


def sorted_out(words: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the known words with their actions, and the unknown words."""
    action_by_word = {word: action_of(word) for word in words}
    return (
        {word: action for word, action in action_by_word.items() if action},
        [word for word, action in action_by_word.items() if not action],
    )
