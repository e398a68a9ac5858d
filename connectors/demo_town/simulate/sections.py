"""The ten sections of the demo town, each with its parameters for size, adoption and printing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Character:
    """Parameters of a section: its initial size, its speed of adoption, its use of paper."""

    code: str
    name: str
    people: int
    """Number of members on the first day."""
    midpoint_days: float
    """Days after the launch by which half of the members have begun to use the tools."""
    jobs_a_day: float
    """Print jobs per member and working day before anything changes."""
    paper_falls: float
    """Share of those jobs that disappears once a member works with files; 0: printing stays the same."""


CHARACTERS = (
    Character("soumu", "総務課", 14, 55.0, 1.6, 0.55),
    Character("kikaku", "企画財政課", 6, 15.0, 1.5, 0.70),
    Character("zeimu", "税務課", 12, 140.0, 1.9, 0.45),
    Character("choumin", "町民課", 18, 360.0, 2.1, 0.40),
    Character("fukushi", "福祉課", 11, 280.0, 1.8, 0.40),
    Character("kodomo", "子育て支援課", 10, 170.0, 1.5, 0.50),
    # Digital rises here and paper does not fall: 上乗せ.
    Character("kensetsu", "建設課", 9, 70.0, 1.7, -0.08),
    Character("sangyou", "産業課", 7, 130.0, 1.3, 0.50),
    # Merged into 産業課 on the last April 1.
    Character("kankou", "観光課", 5, 30.0, 1.2, 0.60),
    Character("kaikei", "会計課", 4, 400.0, 1.6, 0.30),
)
CHARACTER_OF = {character.code: character for character in CHARACTERS}

MERGED, SUCCESSOR = "kankou", "sangyou"
"""The section that ends on the last March 31 of the period, and its successor."""
