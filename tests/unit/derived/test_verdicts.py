"""A change is claimed where one was planted, and not where sections moved for another reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.simulated_panels import START
from warehouse.statistics.contrast import AFTER, Panel, Treated, compare
from warehouse.statistics.own_past import compare_with_past
from warehouse.statistics.verdict import Verdict, judge, keep_discoveries


def _panel(sections: int = 6, months: int = START + 7) -> Panel:
    """Return sections that share a season and alternate by two points, without a start."""
    at = np.arange(months)
    noise = np.where((at[None, :] + np.arange(sections)[:, None] * 3) % 4 < 2, 1.0, -1.0)
    values = 50 + 10 * np.sin(at / 2)[None, :] + noise + np.arange(sections)[:, None]
    return Panel(values, np.zeros(values.shape, dtype=bool))


def _with_change(panel: Panel, change: float, *, sections: int = 2) -> tuple[Panel, list[Treated]]:
    values, begins = panel.values.copy(), panel.begins.copy()
    values[:sections, START + 1 :] += change
    begins[:sections, START] = True
    return Panel(values, begins), [Treated(one, START) for one in range(sections)]


def test_the_month_of_the_start_and_months_after_the_sixth_are_not_read() -> None:
    panel, treated = _with_change(_panel(), 8.0)
    verdict = judge(panel, treated, least=3.0, is_share=True)
    values = panel.values.copy()
    values[:2, START] = np.nan
    later = np.full((len(values), 5), 90.0)
    longer = Panel(
        np.hstack([values, later]), np.hstack([panel.begins, np.zeros(later.shape, dtype=bool)])
    )
    assert verdict.answer == "changed"
    assert judge(longer, treated, least=3.0, is_share=True) == verdict


def test_a_change_down_is_claimed_as_one() -> None:
    panel, treated = _with_change(_panel(), -8.0)
    verdict = judge(panel, treated, least=3.0, is_share=True)
    assert verdict.answer == "changed"
    assert verdict.high is not None
    assert verdict.high < 0


def test_a_change_that_was_there_before_the_start_is_not_claimed() -> None:
    panel, treated = _with_change(_panel(), 8.0)
    values = panel.values.copy()
    values[:2, START - 3 : START] += 8.0
    verdict = judge(Panel(values, panel.begins), treated, least=3.0, is_share=True)
    assert (verdict.answer, verdict.reason) == ("not_shown", "earlier_difference")


def test_nothing_is_said_before_six_months_are_over_nor_without_a_year_before() -> None:
    panel, treated = _with_change(_panel(), 8.0)
    early = judge(panel.until(START + 5), treated, least=3.0, is_share=True)
    assert (early.answer, early.reason) == ("too_early", "not_over")
    late = Panel(panel.values[:, 9:], panel.begins[:, 9:])
    moved = [replace(one, start=one.start - 9) for one in treated]
    short = judge(late, moved, least=3.0, is_share=True)
    assert (short.answer, short.reason) == ("too_early", "few_months")


def test_sections_in_which_something_began_are_no_comparison() -> None:
    panel, treated = _with_change(_panel(), 8.0)
    begins = panel.begins.copy()
    begins[2, START + AFTER] = True
    alone = compare(Panel(panel.values, begins), treated[0])
    assert alone is not None
    assert alone.controls == (3, 4, 5)
    begins[3, START - 12] = True
    verdict = judge(Panel(panel.values, begins), treated, least=3.0, is_share=True)
    assert (verdict.answer, verdict.reason) == ("too_early", "few_controls")


def test_a_section_with_an_unknown_month_is_left_out_whole() -> None:
    panel, treated = _with_change(_panel(), 8.0)
    values = panel.values.copy()
    values[5, START - 7] = np.nan
    found = compare(Panel(values, panel.begins), treated[0])
    assert found is not None
    assert 5 not in found.controls


def test_a_share_that_still_spreads_is_not_judged() -> None:
    panel, treated = _with_change(_panel(), 8.0)
    values = panel.values + np.arange(panel.shape[1])[None, :] * 0.8
    values[:2] -= 20.0
    verdict = judge(Panel(values, panel.begins), treated, least=3.0, is_share=True)
    assert (verdict.answer, verdict.reason) == ("too_early", "spreading")
    assert (
        judge(Panel(values, panel.begins), treated, least=3.0, is_share=False).answer == "changed"
    )


def test_claims_of_one_page_are_kept_by_their_rank() -> None:
    claim = Verdict("changed", change=5.0, low=1.0, high=9.0)
    page = [replace(claim, p=p) for p in (0.001, 0.02, 0.049)]
    page += [Verdict("not_shown", p=p) for p in (0.3, 0.5, 0.7, 0.8, 0.9)]
    kept = keep_discoveries(page)
    assert [one.answer for one in kept] == ["changed", "changed", *["not_shown"] * 6]
    assert kept[2].reason == "several"
    assert keep_discoveries([Verdict("too_early", "not_over")]) == [
        Verdict("too_early", "not_over")
    ]


def test_the_own_past_takes_off_the_change_that_was_there_the_year_before() -> None:
    months = np.arange(40)
    season = 10 * np.sin(2 * np.pi * months / 12)
    growing = season + 0.5 * months
    same = compare_with_past(growing, 30)
    assert same is not None
    assert same.change == pytest.approx(0.0, abs=1e-9)
    after = growing + np.where(months > 30, 4.0, 0.0)
    more = compare_with_past(after, 30)
    assert more is not None
    assert more.change == pytest.approx(4.0)
    assert compare_with_past(growing, 20) is None
    assert compare_with_past(growing, 36) is None
