"""Chooses what is drawn of a system's figures: each plot with its legend and the table of its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gauntlet_desktop.evaluation import charts
from gauntlet_desktop.evaluation.charts import Axis, Heading, Mark, Row, Series, percent_axis
from gauntlet_desktop.evaluation.tables import NOT_MEASURED, Table

Figures = Mapping[str, Any]

_SIDES = ("tippett_real", "tippett_fake")
# Fewer images than this make a point that says nothing: it is in the table, not in the plot.
_FEWEST = 10
_CAMERA, _GENERATED = "captured by a camera", "made by a generative model"


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart (SVG), what its styles stand for as (style, name, kind of swatch), what it says, and its values."""

    svg: str
    legend: Sequence[tuple[str, str, str]]
    caption: str
    values: Table


def plots(figures: Figures, key: str) -> list[Plot]:
    """The plots of one system; those of likelihood ratios only where it has them. `key` is unique on the page."""
    conditions = figures["conditions"]
    drawn = [_roc(conditions, f"{key}-roc")]
    calibrated = {name: entry for name, entry in conditions.items() if "cllr" in entry}
    if not calibrated:
        return drawn
    end = _axis_end(x for entry in calibrated.values() for side in _SIDES for x, _ in entry["curves"][side])
    drawn += [_tippett(name, entry, end, f"{key}-tippett-{name}") for name, entry in calibrated.items()]
    drawn += [
        _reliability(calibrated, f"{key}-reliability"),
        _risk_coverage(calibrated, f"{key}-risk"),
        _false_alarms(calibrated, f"{key}-alarms"),
    ]
    shown = "web" if "web" in calibrated else next(iter(calibrated))
    return [*drawn, _ratio_strip(shown, calibrated[shown], f"{key}-strip")]


def _roc(conditions: Figures, key: str) -> Plot:
    curves = {name: entry["curves"]["roc"] for name, entry in conditions.items()}
    title = "ROC: generated images found against false alarms"
    svg = charts.line_chart(
        Heading(key, title, f"One curve for each of {', '.join(curves)}; the diagonal is guessing."),
        percent_axis("camera images over the threshold"),
        percent_axis("generated images over the threshold"),
        [Series(name, name, points) for name, points in curves.items()],
        reference=((0.0, 0.0), (1.0, 1.0)),
    )
    at = (0.01, 0.03, 0.05, 0.10, 0.20, 0.50)
    rows = [[f"{100 * x:.0f} %", *(_share(_highest(points, x)) for points in curves.values())] for x in at]
    values = Table(title, ["False alarms at most", *curves], rows)
    return Plot(svg, _lines(curves), "Higher and further left is better; the diagonal is guessing.", values)


def _tippett(name: str, entry: Figures, end: float, key: str) -> Plot:
    real, fake = (entry["curves"][side] for side in _SIDES)
    title = f"Tippett plot, {name}: how large the likelihood ratios are"
    svg = charts.line_chart(
        Heading(key, title, "The share of images with at least this likelihood ratio, for either class."),
        _ratio_axis(end),
        percent_axis("images with at least this LR"),
        [Series(_CAMERA, "camera", _ended(real, end), True), Series(_GENERATED, "generated", _ended(fake, end), True)],
        reference=((0.0, 0.0), (0.0, 1.0)),
    )
    at = [float(x) for x in np.arange(-end, end + 1e-9, 0.5)]
    rows = [[f"{x:+.1f}", _share(_share_from(real, x)), _share(_share_from(fake, x))] for x in at]
    legend = [("camera", _CAMERA, "curve"), ("generated", _GENERATED, "curve")]
    caption = (
        "At log10 LR 0, the camera’s curve is the share of camera images whose evidence misleads, and one minus the "
        "other curve the share of generated ones."
    )
    return Plot(svg, legend, caption, Table(title, ["log10 LR at least", _CAMERA, _GENERATED], rows))


def _reliability(conditions: Figures, key: str) -> Plot:
    tables = {name: entry["curves"]["reliability"] for name, entry in conditions.items()}
    title = "Reliability: stated probability against what came true"
    svg = charts.line_chart(
        Heading(key, title, "One point a tenth of stated probability; on the diagonal, what is stated comes true."),
        percent_axis("stated probability, even prior"),
        percent_axis("share that was generated"),
        [Series(n, n, _drawn_bins(rows), dotted=True) for n, rows in tables.items()],
        reference=((0.0, 0.0), (1.0, 1.0)),
    )
    rows = [
        [
            name,
            f"{100 * r['from']:.0f} to {100 * r['to']:.0f} %",
            _share(r["stated"]),
            _share(r["observed"]),
            str(r["n"]),
        ]
        for name, entries in tables.items()
        for r in entries
    ]
    values = Table(title, ["Condition", "Stated", "Mean stated", "Generated", "Images"], rows)
    return Plot(
        svg,
        _lines(tables),
        "Both classes weigh the same. Under the diagonal: overstated towards AI. "
        "Bins of fewer than ten images are in the table only.",
        values,
    )


def _risk_coverage(conditions: Figures, key: str) -> Plot:
    curves = {name: entry["curves"]["risk_coverage"] for name, entry in conditions.items()}
    drawn = {name: _from_few(points, conditions[name]) for name, points in curves.items()}
    highest = max([0.1, *(y for points in drawn.values() for _, y in points)])
    title = "Risk and coverage: error when only the strongest answers count"
    svg = charts.line_chart(
        Heading(
            key,
            title,
            "The error at LR 1 among the images with the strongest likelihood ratios, over their share of all images.",
        ),
        percent_axis("images answered, strongest first"),
        percent_axis("of these wrong", float(np.ceil(10 * highest) / 10)),
        [Series(name, name, points) for name, points in drawn.items()],
    )
    at = [step / 10 for step in range(1, 11)]
    rows = [[f"{100 * x:.0f} %", *(_share(_risk_from(points, x)) for points in curves.values())] for x in at]
    values = Table(title, ["Images answered, at least", *curves], rows)
    return Plot(svg, _lines(curves), "Lower is better. The aim: at most 10 % at 40 % or more.", values)


def _false_alarms(conditions: Figures, key: str) -> Plot:
    names = sorted({name for entry in conditions.values() for name in entry["real_sources"]})
    entries = [
        (source, condition, entry["real_sources"][source]["ai_supported"])
        for source in names
        for condition, entry in conditions.items()
        if "ai_supported" in entry["real_sources"].get(source, {})
    ]
    highest = max([0.05, *(rate["high"] for _, _, rate in entries)])
    rows = [Row(source, [_rate_mark(c, rate) for s, c, rate in entries if s == source]) for source in names]
    title = "False alarms: “AI supported” on images of each camera source"
    svg = charts.row_chart(
        Heading(
            key,
            title,
            "The share of each camera source that is answered “AI supported”, with its 95 % interval, by condition.",
        ),
        percent_axis("answered “AI supported”", min(1.0, float(np.ceil(20 * highest) / 20))),
        rows,
        reference=0.03,
    )
    values = Table(
        title,
        ["Camera source", "Condition", "AI supported", "Images"],
        [
            [s, c, f"{_share(r['rate'])} ({_share(r['low'])} to {_share(r['high'])})", str(r["total"])]
            for s, c, r in entries
        ],
    )
    legend = [(name, name, "mark") for name in conditions]
    return Plot(svg, legend, "Bars are 95 % intervals; the line is the aim of at most 3 %.", values)


def _ratio_strip(name: str, entry: Figures, key: str) -> Plot:
    marks = [
        (label, style, group["log10_lr_quantiles"])
        for kind, style in (("real_sources", "camera"), ("fake_sources", "generated"))
        for label, group in entry[kind].items()
        if "log10_lr_quantiles" in group
    ]
    end = _axis_end(x for _, _, quantiles in marks for x in quantiles)
    title = f"Likelihood ratios by source, {name}"
    svg = charts.row_chart(
        Heading(key, title, "For each source the 5th to 95th percentile of log10 LR, the middle half and the median."),
        _ratio_axis(end),
        [Row(label, [Mark(style, q[2], q[0], q[4], (q[1], q[3]))]) for label, style, q in marks],
        reference=0.0,
    )
    rows = [[label, *(f"{x:+.2f}" for x in quantiles)] for label, _, quantiles in marks]
    values = Table(title, ["Source", "5 %", "25 %", "median", "75 %", "95 %"], rows)
    legend = [("camera", f"source {_CAMERA}", "box"), ("generated", f"source {_GENERATED}", "box")]
    caption = (
        "Thin: 5th to 95th percentile; thick: the middle half; tick: median. Right of 0 speaks for a generative model."
    )
    return Plot(svg, legend, caption, values)


def _drawn_bins(rows: Sequence[Mapping[str, float]]) -> list[tuple[float, float]]:
    return [(row["stated"], row["observed"]) for row in rows if row["n"] >= _FEWEST]


def _lines(names: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [(name, name, "curve") for name in names]


def _from_few(points: Sequence[tuple[float, float]], entry: Figures) -> list[tuple[float, float]]:
    """The points of a risk-coverage curve from ten images on."""
    total = entry["n_real"] + entry["n_fake"]
    return [(x, y) for x, y in points if x * total >= _FEWEST - 0.5]


def _rate_mark(style: str, rate: Mapping[str, float]) -> Mark:
    return Mark(style, rate["rate"], rate["low"], rate["high"])


def _axis_end(log10_lrs: Iterable[float]) -> float:
    """The end of an axis that is the same to both sides: the next half beyond the strongest ratio, at least 1."""
    return max(1.0, float(np.ceil(2 * max(abs(ratio) for ratio in log10_lrs)) / 2))


def _ratio_axis(end: float) -> Axis:
    step = 0.5 if end <= 2 else 1.0
    ticks = [float(tick) for tick in np.arange(-np.floor(end / step) * step, end + 1e-9, step)]
    return Axis("log10 likelihood ratio", -end, end, ticks, lambda ratio: f"{ratio:+g}" if ratio else "0")


def _ended(points: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """A Tippett curve over the whole axis: all have at least its lower end, none more than the greatest of theirs."""
    return [(-end, 1.0), *points, (points[-1][0], 0.0), (end, 0.0)]


def _share(value: float | None) -> str:
    return NOT_MEASURED if value is None else f"{100 * value:.1f} %"


def _highest(points: Sequence[tuple[float, float]], x: float) -> float:
    """The highest y of a rising curve at `x` or before."""
    return max(b for a, b in points if a <= x + 1e-12)


def _share_from(points: Sequence[tuple[float, float]], x: float) -> float:
    """The share of ratios of `x` or more, from the points of a Tippett curve."""
    return next((b for a, b in points if a >= x - 1e-12), 0.0)


def _risk_from(points: Sequence[tuple[float, float]], x: float) -> float | None:
    """The error at the least coverage of `x` or more; None when so many are never answered."""
    return next((b for a, b in points if a >= x - 1e-12), None)
