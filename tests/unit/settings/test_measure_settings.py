"""What the settings say that measures are held against arrives typed, or is refused with a word."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from flows.commands.check import check_findings
from flows.commands.init import write_templates
from flows.settings.settings import SettingsError, load_settings
from warehouse.engine.target_settings import PaperCost, PaperTarget, SeriesTarget, Target

if TYPE_CHECKING:
    from pathlib import Path

    from flows.settings.settings import Settings

BASIS = """\
[town]
name = "試験町"
launched_on = 2025-04-01
[roster]
staff = "staff.csv"
sections = "sections.csv"
"""


def settings(folder: Path, more: str) -> Settings:
    file = folder / "hirogari.toml"
    file.write_text(f"{BASIS}\n{more}", encoding="utf-8")
    return load_settings(file)


def test_the_template_s_targets_paper_and_hand_over_load_as_they_stand(tmp_path: Path) -> None:
    """Whoever takes the # away gets what the comment says."""
    write_templates(tmp_path)
    file = tmp_path / "hirogari.toml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("# 目標。"), text.index("# 庁内報の送り先")
    lines = re.sub(r"^# (?=\[|[a-z0-9_]+ = )", "", text[start:end], flags=re.MULTILINE)
    file.write_text(text[:start] + lines + text[end:], encoding="utf-8")
    measures = load_settings(file).measures
    assert Target("files", 2026, 0.7) in measures.targets
    assert Target("files", 2026, 0.8, "soumu") in measures.targets
    assert measures.series_targets == (
        SeriesTarget("ratio approvals", 2026, level=60),
        SeriesTarget("count 窓口への電話の数", 2026, "soumu", change=-30, base_year=2024),
    )
    assert measures.paper_targets == (PaperTarget(2026, -0.3),)
    assert (measures.paper_base_year, measures.paper_ratio) == (2024, 0.5)
    assert (measures.base_from, measures.base_to) == (date(2025, 4, 1), date(2025, 6, 1))
    assert measures.paper_cost == PaperCost(yen_source="〇〇町の契約単価(令和8年度)")
    assert measures.closing_on == date(2028, 3, 31)
    assert (measures.leads, measures.action_due_days) == ((("soumu", "庶務係長"),), 90)


def test_a_figure_of_the_town_s_own_takes_the_place_of_the_cited_one(tmp_path: Path) -> None:
    """The others stay, each with its own source."""
    cost = settings(
        tmp_path, '[paper]\nco2_grams = 5.1\nco2_source = "製紙会社の値"\n'
    ).measures.paper_cost
    assert (cost.co2_grams, cost.co2_source) == (5.1, "製紙会社の値")
    assert (cost.yen, cost.yen_source) == (PaperCost().yen, PaperCost().yen_source)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("[targets]\nfiles = { 2026 = 170 }", r"targets\.files.*less than or equal to 100"),
        ("[targets]\nfiles = { 26 = 70 }", r"targets\.files.*greater than or equal to 2000"),
        ("[targets]\nfile = { 2026 = 70 }", r"targets\.file:.*spelling"),
        (
            "[targets.section.soumu]\nfax = { 2026 = 70 }",
            r"targets\.section\.soumu\.fax:.*spelling",
        ),
        ("[paper]\nbase_year = 24", r"paper\.base_year.*2000"),
        ("[paper]\ntargets = { 2026 = -130 }", r"paper\.targets.*-100"),
        ("[paper]\nyen = 2.0", r"paper.*yen and yen_source go together"),
        ('[paper]\ntree_source = "x"', r"sheets_per_tree and tree_source go together"),
        ('[paper]\ngrams = -4\ngrams_source = "x"', r"paper\.grams.*greater than 0"),
        ("[paper]\nbase_from = 2025-04-01", r"base_from and base_to go together"),
        (
            "[paper]\nbase_from = 2025-06-01\nbase_to = 2025-04-01",
            r"base_to is before base_from",
        ),
        ('[handover]\ncore_tools = ["fax"]', r"handover\.core_tools"),
        ('[handover]\ncloses_on = "soon"', r"handover\.closes_on"),
        ('[[targets.series]]\nseries = "電話"\nyear = 2026', r"write either level.*or change"),
        (
            '[[targets.series]]\nseries = "電話"\nyear = 2026\nchange = -30',
            r"change and base_year go together",
        ),
        (
            '[[targets.series]]\nseries = "電話"\nyear = 2026\nchange = -30\nbase_year = 2026',
            r"base_year is before year",
        ),
        ("[actions]\ndue_days = 0", r"actions\.due_days"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_word(tmp_path: Path, more: str, words: str) -> None:
    """A target of the year 26 would be held against nothing, and nobody would notice."""
    with pytest.raises(SettingsError, match=words):
        settings(tmp_path, more)


def test_a_target_for_a_section_that_is_not_there_is_found_by_check(tmp_path: Path) -> None:
    """It is told with the codes there are."""
    (tmp_path / "staff.csv").write_text(
        "staff_no,section,from,to,accounts\n1,soumu,2020-04-01,,a\n", encoding="utf-8"
    )
    (tmp_path / "sections.csv").write_text(
        "section,name,from,to,successor\nsoumu,総務課,2020-04-01,,\n", encoding="utf-8"
    )
    more = '[targets.section.sommu]\nfiles = { 2026 = 80 }\n[handover]\nleads = { soumu = "係長" }'
    bad = [one for one in check_findings(settings(tmp_path, more)) if not one.is_ok]
    assert [(one.thing, one.next_step) for one in bad] == [
        ("課 'sommu' は課の表にありません", "次のどれかにしてください: soumu")
    ]


def test_leads_and_targets_of_a_section_that_has_ended_are_told_with_its_successor(
    tmp_path: Path,
) -> None:
    """Who leads on what took it over is for the town to say; a section that goes on needs no word."""
    (tmp_path / "staff.csv").write_text(
        "staff_no,section,from,to,accounts\n1,soumu,2020-04-01,,a\n", encoding="utf-8"
    )
    (tmp_path / "sections.csv").write_text(
        "section,name,from,to,successor\nsoumu,総務課,2020-04-01,,\n"
        "kanzai,管財課,2020-04-01,2024-03-31,soumu\n",
        encoding="utf-8",
    )
    told = (
        "課 'kanzai' は終わっているので、この行は今のどの課の数にも使いません",
        "引き継いだ課 'soumu' の分を書くか、この行を消してください",
    )
    for more, is_told in (
        ('[handover]\nleads = { soumu = "係長", kanzai = "係長" }', True),
        ("[targets.section.kanzai]\nfiles = { 2099 = 80 }", True),
        ("[targets.section.kanzai]\nfiles = { 2023 = 80 }", False),
        ("[targets.section.soumu]\nfiles = { 2099 = 80 }", False),
    ):
        bad = [one for one in check_findings(settings(tmp_path, more)) if not one.is_ok]
        assert [(one.thing, one.next_step) for one in bad] == [told] * is_told
