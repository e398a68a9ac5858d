"""What the settings say of people, time and hand-over is what pages say: no constant stands in its place."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from dashboards.pages.handover import section_items
from dashboards.pages.site import site_pages
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from flows.settings.settings import load_settings
from tests.releases import EVERYTHING, Made, make_release, office_rows
from warehouse.policy import USUAL, Floors, Policy

if TYPE_CHECKING:
    from pathlib import Path

BASIS = (
    '[town]\nname = "町"\nlaunched_on = 2025-04-01\n[roster]\nstaff = "a.csv"\nsections = "b.csv"\n'
)
STRICT = """\
[privacy]
section = 8
merged = 16
show_roles = true
[retention]
raw_days = 21
person_months = 6
[handover]
core_tools = ["chat", "calendar"]
"""


def policy_of(folder: Path, more: str = "") -> Policy:
    file = folder / "hirogari.toml"
    file.write_text(BASIS + more, encoding="utf-8")
    return load_settings(file).policy


def texts(policy: Policy) -> str:
    """Every page of a release under this policy, as text."""
    release = replace(make_release(Made(months=3, extra=office_rows())), policy=policy)
    return "\n".join(repr(page) for page in site_pages(release))


def test_every_part_of_the_settings_reaches_the_policy(tmp_path: Path) -> None:
    """And comes back out of the warehouse as it went in."""
    policy = policy_of(tmp_path, STRICT)
    assert policy == Policy(
        Floors(8, 16), 21, 6, ("chat", "calendar"), has_handover=True, show_roles=True
    )
    assert all(getattr(policy, one.name) != getattr(USUAL, one.name) for one in fields(Policy))
    assert Policy.of_columns(policy.columns()) == policy
    assert Policy.of_columns({"name": "a release of before"}) == USUAL == policy_of(tmp_path)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_say_the_settings_and_not_what_is_usual(tmp_path: Path, language: str) -> None:
    """Sizes of groups and how long records are kept, on the method page and in the words."""
    made = Made(months=3, language=language)
    said = [
        repr(site_pages(replace(make_release(made), policy=policy)))
        for policy in (USUAL, policy_of(tmp_path, STRICT))
    ]
    usual, strict = {
        "ja": (
            ("5人に満たない課", "10人以上に", "30日で", "13か月で消し"),
            ("8人に満たない課", "16人以上に", "21日で", "6か月で消し"),
        ),
        "en": (
            ("fewer than 5 ", "10 people at least", "after 30 days", "after 13 months"),
            ("fewer than 8 ", "16 people at least", "after 21 days", "after 6 months"),
        ),
    }[language]
    for told, own, other in ((said[0], usual, strict), (said[1], strict, usual)):
        assert all(words in told for words in own)
        assert not any(words in told for words in other)


def test_the_core_tools_of_the_settings_are_what_a_hand_over_asks_for(tmp_path: Path) -> None:
    """In their order, on the hand-over page and on each section's; no other tool."""
    policy = policy_of(tmp_path, STRICT)
    release = replace(make_release(EVERYTHING), policy=policy)
    items = list(section_items(Targets(release), Cells(release), "somu"))
    assert items[:2] == ["normal_chat", "normal_calendar"]
    assert "normal_files" not in items
    pages = {page.file: repr(page) for page in site_pages(release)}
    for file in ("handover.html", "section-somu.html"):
        assert "チャットが当たり前に" in pages[file]
        assert "予定表が当たり前に" in pages[file]
        assert "ファイル共有が当たり前に" not in pages[file]


def test_without_hand_over_in_the_settings_no_page_speaks_of_one(tmp_path: Path) -> None:
    """Targets alone are no hand-over, though the marts judge every section all the same."""
    assert "課への引き継ぎ" in texts(policy_of(tmp_path, "[handover]\ncloses_on = 2028-03-31\n"))
    told = texts(policy_of(tmp_path, "[targets]\nfiles = { 2026 = 70 }\n"))
    for words in (
        "課への引き継ぎ",
        "引き継ぎの項目",
        "引き継いだあと",
        "handover.html",
        "この半年",
    ):
        assert words not in told
