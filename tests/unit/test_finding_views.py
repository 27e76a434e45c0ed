"""Plots and maps behind findings: sound data only, round ticks, and the way from a finding's id to its view."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import Measurement, RuleSpec
from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.errors import Cancelled, PluginFault, UserError
from gauntlet_desktop.core.finding_views import Curve, FieldMap, FindingView, Mark, Plot, ticks
from gauntlet_desktop.core.findings import FindingRule, ViewedRule
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import Reference
from gauntlet_desktop.inference.finding_views import view_finding
from gauntlet_desktop.inference.pipeline import Picture
from tests.factories import make_facts, make_pixels, make_provenance, make_source

SPEC = RuleSpec("finding:level", "level", "grey levels", "mean", "none", "high", "generated", view="map")
LINE = Curve("line", (0.0, 1.0), (2.0, 4.0))


@pytest.mark.parametrize(
    ("x", "y"),
    [((0.0,), (1.0,)), ((0.0, 1.0), (1.0,)), ((0.0, math.nan), (1.0, 1.0)), ((0.0, 1.0), (1.0, math.inf))],
)
def test_a_curve_needs_two_finite_points(x: tuple[float, ...], y: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="curve"):
        Curve("c", x, y)


def test_a_curve_is_bounded() -> None:
    with pytest.raises(ValueError, match="curve"):
        Curve("c", (0.0,) * 3000, (0.0,) * 3000)


def test_ranges_hold_curves_and_marks_and_are_never_empty() -> None:
    plot = Plot("t", "x", "y", (LINE,), (Mark(3.0, "far"),))
    assert (plot.x_range, plot.y_range) == ((0.0, 3.0), (2.0, 4.0))
    flat = Plot("t", "x", "y", (Curve("c", (1.0, 1.0), (2.0, 2.0)),))
    assert (flat.x_range, flat.y_range) == ((0.5, 1.5), (1.5, 2.5))


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        (np.zeros((0, 2)), 0.0, 1.0),
        (np.zeros(3), 0.0, 1.0),
        (np.zeros((2, 2)), 1.0, 1.0),
        (np.zeros((2, 2)), 0.0, np.nan),
    ],
)
def test_a_map_needs_values_and_a_scale(values: np.ndarray, low: float, high: float) -> None:
    with pytest.raises(ValueError, match="map"):
        FieldMap("m", "dB", values.astype(np.float32), low, high)


@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e6), st.integers(3, 12))
def test_ticks_are_round_and_lie_within(low: float, width: float, most: int) -> None:
    high = low + width
    found = ticks(low, high, most)
    assert 1 <= len(found) <= most + 1
    assert all(low - 1e-6 * width <= tick <= high + 1e-6 * width for tick in found)
    if len(found) > 1:
        step = found[1] - found[0]
        leading = round(step / 10.0 ** math.floor(math.log10(step) + 1e-6), 6)
        assert min(abs(leading - digit) for digit in (1.0, 2.0, 5.0)) < 1e-2


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0), (0.0, math.inf), (math.nan, 1.0)])
def test_no_ticks_without_a_range(low: float, high: float) -> None:
    assert ticks(low, high) == ()


def test_ticks_of_a_common_range() -> None:
    assert ticks(0.0, 100.0) == (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    assert ticks(-0.5, 0.5, 8) == (-0.4, -0.2, 0.0, 0.2, 0.4)


def test_a_sequential_map_grows_lighter_and_leaves_gaps_clear() -> None:
    values = np.array([[0.0, 0.5, 1.0, 2.0, np.nan]], dtype=np.float32)
    rgba = colormaps.sequential(values, 0.0, 1.0)
    light = rgba[0, :, :3].astype(int).sum(axis=1)
    assert light[0] < light[1] < light[2] == light[3]
    assert rgba[0, :, 3].tolist() == [255, 255, 255, 255, 0]


def test_blocks_of_tiles_are_laid_out_where_they_were() -> None:
    pixels = make_pixels(520, 776)
    planes = Planes(pixels, make_facts(776, 520))
    whole = planes.luma.reshape(65, 8, 97, 8).mean(axis=(1, 3))
    np.testing.assert_allclose(planes.lay_out(planes.block_mean), whole, atol=1e-3)


def test_what_rules_share_is_made_once() -> None:
    planes = Planes(make_pixels(64, 64), make_facts(64, 64))
    made: list[int] = []

    def make(of: Planes) -> int:
        made.append(of.rgb8.size)
        return 7

    assert (planes.once(make), planes.once(make), len(made)) == (7, 7, 1)


@dataclass
class ShowingRule:
    """Shows what it is told to."""

    shown: FindingView | BaseException | None
    spec: RuleSpec = SPEC
    threshold: float = 1.0

    def measure(self, planes: Planes) -> Measurement | None:
        return Measurement(1.0)

    def reference(self, value: float) -> Reference | None:
        return None

    def view(self, planes: Planes) -> FindingView | None:
        if isinstance(self.shown, BaseException):
            raise self.shown
        return self.shown


class SilentRule(ShowingRule):
    view = None  # type: ignore[assignment]


def asked(rule: FindingRule, finding: str = "finding:level", side: int = 240) -> FindingView:
    pixels = make_pixels(side, 320)
    return view_finding([rule], finding, Picture(make_source(), make_facts(320, side), pixels, make_provenance()))


def test_the_view_of_a_finding_is_made_by_its_rule() -> None:
    view = FindingView("finding:level", "A line.", (Plot("t", "x", "y", (LINE,)),))
    rule = ShowingRule(view)
    assert isinstance(rule, ViewedRule)
    assert asked(rule) == view


@pytest.mark.parametrize(
    ("rule", "finding", "side"),
    [
        (ShowingRule(None), "finding:level", 240),
        (ShowingRule(None), "finding:other", 240),
        (SilentRule(None), "finding:level", 240),
        (ShowingRule(FindingView("finding:level", "")), "finding:level", 100),
    ],
)
def test_without_a_view_the_user_is_told(rule: ShowingRule, finding: str, side: int) -> None:
    with pytest.raises(UserError, match="nothing to show"):
        asked(rule, finding, side)


def test_a_rule_that_fails_is_named() -> None:
    with pytest.raises(PluginFault, match="finding:level failed"):
        asked(ShowingRule(ValueError("broken")))
    with pytest.raises(Cancelled):
        asked(ShowingRule(Cancelled()))
