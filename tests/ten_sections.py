"""The ten sections of a synthetic release."""

from __future__ import annotations

NAMES = (
    ("somu", "総務課", 14),
    ("kikaku", "企画政策課", 12),
    ("zeimu", "税務課", 10),
    ("jumin", "住民課", 12),
    ("fukushi", "福祉課", 9),
    ("kosodate", "子育て支援課", 8),
    ("sangyo", "産業振興課", 6),
    ("kensetsu", "建設課", 9),
    ("suido", "上下水道課", 5),
    ("kyoiku", "教育委員会事務局", 11),
)
