"""Changes are shown only where they can be told from chance."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.effect import Effect, find_effect

PLANTED = 0.1


def drawn(
    seed: int, change: float, *, treated: int = 4, sections: int = 10
) -> tuple[dict[str, list[float | None]], dict[str, int]]:
    """Twelve months of a town whose use rises everywhere; some sections are treated in month 4 or 6."""
    draw = np.random.default_rng(seed)
    staff = draw.integers(4, 19, sections)
    level = draw.uniform(0.2, 0.6, sections)[:, None] + np.linspace(0, 0.2, 12)[None]
    rates = level + draw.normal(0, 0.06, (sections, 12)) * np.sqrt(10 / staff)[:, None]
    order = draw.permutation(sections)[:treated]
    when = {f"s{section}": 4 + 2 * (place // 2) for place, section in enumerate(order)}
    for section, month in when.items():
        rates[int(section[1:]), month:] += change
    return {f"s{section}": rates[section].tolist() for section in range(sections)}, when


def effects(count: int, change: float) -> list[Effect]:
    """What is found in so many seeded towns."""
    return [find_effect(*drawn(seed, change), resamples=199) for seed in range(count)]


def test_with_no_true_effect_at_most_one_town_in_twenty_shows_one() -> None:
    """1,000 seeded towns."""
    assert sum(effect.is_shown for effect in effects(1000, 0.0)) <= 50


def test_the_interval_covers_a_planted_effect_at_its_nominal_rate() -> None:
    """95 % of 400 seeded towns, and most of them show it."""
    found = effects(400, PLANTED)
    covered = sum(
        effect.low <= PLANTED <= effect.high
        for effect in found
        if effect.low is not None and effect.high is not None
    )
    assert covered >= 0.95 * len(found) - 9  # two standard errors of 400 draws
    assert sum(effect.is_shown for effect in found) > 0.7 * len(found)


def test_a_rise_that_all_sections_share_is_no_effect() -> None:
    """A plain comparison of before and after would show one."""
    rates, when = drawn(3, 0.0)
    raised = {
        section: [None if rate is None else rate + month * 0.03 for month, rate in enumerate(line)]
        for section, line in rates.items()
    }
    effect = find_effect(raised, when)
    assert effect.method == "difference_in_differences"
    assert not effect.is_shown
    assert effect.change == pytest.approx(find_effect(rates, when).change)


def test_a_section_treated_before_is_no_comparison_for_one_treated_later() -> None:
    """What the first ones gain long afterwards would be taken from what the later ones gain."""
    draw = np.random.default_rng(1)
    rates = 0.3 + draw.normal(0, 0.005, (12, 12))
    rates[:2, 4:] += 0.1
    rates[:2, 7:] += 0.3
    rates[2:4, 7:] += 0.1
    when = {"s0": 4, "s1": 4, "s2": 7, "s3": 7}
    effect = find_effect({f"s{at}": line.tolist() for at, line in enumerate(rates)}, when)
    assert effect.change == pytest.approx(0.1, abs=0.01)


def test_three_sections_are_too_few() -> None:
    """まだ言えない."""
    rates, when = drawn(1, PLANTED, treated=1, sections=3)
    assert find_effect(rates, when) == Effect("cannot_say", "too_few_sections")


@pytest.mark.parametrize("month", [2, 10])
def test_fewer_than_three_months_before_or_after_are_too_few(month: int) -> None:
    """まだ言えない."""
    rates, _ = drawn(1, PLANTED)
    assert find_effect(rates, {"s1": month}).reason == "too_few_months"


def test_one_treated_section_among_four_cannot_be_told_from_chance() -> None:
    """However large the change: there are only four ways to draw it."""
    rates, _ = drawn(1, 0.0, sections=4)
    rates["s1"][4:] = [(rate or 0) + 0.3 for rate in rates["s1"][4:]]
    assert find_effect(rates, {"s1": 4}).reason == "not_bounded"


def test_with_no_comparison_left_the_sections_own_trend_is_the_comparison() -> None:
    """All treated in one month; the trend before is not taken for an effect."""
    rates, _ = drawn(2, 0.0)
    stepped = {
        section: [(rate or 0) * 0.6 + (0.3 if month >= 5 else 0) for month, rate in enumerate(line)]
        for section, line in rates.items()
    }
    effect = find_effect(stepped, dict.fromkeys(stepped, 5))
    assert effect.method == "interrupted_series"
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 0.3 < effect.high
    assert effect.is_shown


def everyone_treated(seed: int, change: float) -> Effect:
    """Eight sections on adoption curves that bend at their own time, all treated in month 4."""
    draw = np.random.default_rng(seed)
    month = np.arange(9)
    rates = {}
    for section in range(8):
        bend, pace = draw.uniform(2, 4), draw.uniform(1, 1.6)
        curve = 0.8 / (1 + np.exp(-(month - bend) / pace)) + draw.normal(0, 0.03, 9)
        curve[4:] += change
        rates[f"s{section}"] = np.clip(curve, 0, 1).tolist()
    return find_effect(rates, dict.fromkeys(rates, 4), resamples=199)


def test_the_bend_of_a_curve_is_not_taken_for_an_effect() -> None:
    """Without any effect, at most one town in twenty shows one; of 0.1 that is there, most do."""
    assert sum(everyone_treated(seed, 0.0).is_shown for seed in range(300)) <= 15
    assert sum(everyone_treated(seed, 0.1).is_shown for seed in range(100)) > 70


def test_a_month_that_is_not_known_leaves_its_section_out() -> None:
    """It is never taken for 0."""
    rates, when = drawn(4, PLANTED)
    treated = next(iter(when))
    rates[treated][when[treated]] = None
    assert find_effect(rates, when).treated == len(when) - 1
