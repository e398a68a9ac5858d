"""Curves are fitted where they may be, with an interval that covers, and refused elsewhere."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from warehouse.statistics.fit import Curve, fit_curves


def drawn(seed: int, months: int = 10) -> tuple[list[Curve], list[float]]:
    """Eight sections whose people begin at logistic times, and when 80 % of each truly have."""
    draw = np.random.default_rng(seed)
    curves, goals = [], []
    for section in range(8):
        middle, spread = draw.normal(4, 1), np.exp(draw.normal(0, 0.25))
        staff = int(draw.integers(5, 19))
        begun = draw.logistic(middle, spread, staff)
        activated = tuple(int((begun <= month).sum()) for month in range(1, months + 1))
        curves.append(Curve(f"s{section}", activated, staff))
        goals.append(float(middle + spread * log(4)))
    return curves, goals


def test_the_interval_covers_the_true_day_of_80_per_cent() -> None:
    """320 sections of 5 to 18 people: at least nine in ten, and no systematic error."""
    covered, errors = [], []
    for seed in range(40):
        curves, goals = drawn(seed)
        for fit, goal in zip(fit_curves(curves), goals, strict=True):
            if fit.goal is not None and fit.goal_low is not None and fit.goal_high is not None:
                covered.append(fit.goal_low <= goal <= fit.goal_high)
                errors.append(fit.goal - goal)
    assert np.mean(covered) >= 0.9
    assert abs(np.mean(errors)) < 0.2
    assert np.std(errors) < 0.7


def test_pooling_brings_a_small_section_nearer_to_the_truth() -> None:
    """Fitted with its neighbours the error is smaller than alone."""
    together, alone = [], []
    for seed in range(25):
        curves, goals = drawn(seed)
        fits = fit_curves(curves)
        for curve, fit, goal in zip(curves, fits, goals, strict=True):
            single = fit_curves([curve])[0]
            if fit.goal is not None and single.goal is not None:
                together.append((fit.goal - goal) ** 2)
                alone.append((single.goal - goal) ** 2)
    assert np.mean(together) < np.mean(alone)


@pytest.mark.parametrize(
    ("activated", "refused"),
    [
        ((1, 2, 4, 6, 8), "too_few_months"),
        ((0, 1, 1, 2, 3, 4), "not_half_yet"),
        ((10, 10, 10, 10, 10, 10), "no_shape"),
    ],
)
def test_a_curve_that_may_not_be_fitted_says_why(activated: tuple[int, ...], refused: str) -> None:
    """And gives no number at all."""
    fit = fit_curves([Curve("A", activated, 10)])[0]
    assert (fit.refused, fit.goal, fit.share(3)) == (refused, None, None)


def test_the_fitted_curve_ends_at_everyone() -> None:
    """The ceiling is fixed."""
    fit = fit_curves([Curve("A", (1, 2, 4, 6, 7, 8), 10)])[0]
    assert fit.share(200) == pytest.approx(1)
    assert fit.middle is not None
    assert fit.share(fit.middle) == pytest.approx(0.5)


def test_those_who_have_not_begun_hold_the_curve_down() -> None:
    """Six of ten after six months: the curve is there with them, and not where everyone had begun."""
    fit = fit_curves([Curve("A", (1, 2, 3, 4, 5, 6), 10)])[0]
    assert fit.share(6) == pytest.approx(0.6, abs=0.05)
