"""What the window calls a heatmap, and what it says of how far it can be relied on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gauntlet_desktop.core.heatmaps import RELATIVE
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.ui.language import figures, marked, tr
from gauntlet_desktop.ui.reasons import reason_words

_NAME_LIMIT = 60
AGREEMENT_HINT = marked(
    "1: both maps put the places of the image in the same order, from camera to generated; 0: the orders have nothing "
    "in common; -1: opposite orders. No method is the truth for another, so this has no limit to pass."
)


def titles(heatmaps: Sequence[Heatmap]) -> list[str]:
    """A title each: method and detector, with layers and class where that would leave two alike."""
    short = [f"{_cut(heatmap.method)} · {_cut(heatmap.detector)}" for heatmap in heatmaps]
    count = Counter(short)
    return [
        f"{title} ({details(heatmap)})" if count[title] > 1 and details(heatmap) else title
        for title, heatmap in zip(short, heatmaps, strict=True)
    ]


def details(heatmap: Heatmap) -> str:
    """The class that was explained and the layers that were looked at; "" for the score itself."""
    parts = [tr("class “{target}”").format(target=tr(heatmap.target))] if heatmap.target else []
    if heatmap.layers:
        parts.append(("layer " if len(heatmap.layers) == 1 else "layers ") + ", ".join(map(_cut, heatmap.layers)))
    return "; ".join(parts)


def request_of(heatmap: Heatmap) -> tuple[str, str, str, tuple[str, ...]]:
    """What a heatmap was asked for: method, detector, class, layers."""
    return heatmap.method, heatmap.detector, heatmap.target, heatmap.layers


def has_failed(heatmap: Heatmap) -> bool:
    """Whether the heatmap was audited and did not pass."""
    return heatmap.audit is not None and not heatmap.audit.passed


def reliability(heatmap: Heatmap) -> str:
    """A sentence on the audit."""
    if heatmap.audit is None and heatmap.exact:
        return tr("Exact: its cells add up to the score.")
    if heatmap.audit is None:
        return tr("Not audited: whether it beats chance and is stable is not known.")
    if has_failed(heatmap):
        return tr("Failed its audit: {reasons}").format(reasons=" ".join(map(reason_words, heatmap.audit.reasons)))
    return tr("Passed its audit: it beats chance and is stable.")


def agreement_words(heatmaps: Sequence[Heatmap], row: int, correlations: Sequence[float]) -> str:
    """How far one of several heatmaps of an image ranks its places as the others do; "" where it is alone.
    `correlations` are its rank correlations with all of them, its own included."""
    methods = [heatmap.method for heatmap in heatmaps]
    alone = len(set(methods)) == len(methods) and len({heatmap.detector for heatmap in heatmaps}) == 1
    names = [_cut(method) for method in methods] if alone else titles(heatmaps)
    pairs = zip(names, correlations, strict=True)
    others = [f"{name} {figures(f'{value:.2f}')}" for other, (name, value) in enumerate(pairs) if other != row]
    return tr("Rank correlation with {others}").format(others=", ".join(others)) if others else ""


def scale_words(heatmaps: Sequence[Heatmap]) -> tuple[str, str]:
    """The legend's title for the heatmaps in view and, where some are relative, what their colours do not say."""
    relative = [heatmap.unit == RELATIVE for heatmap in heatmaps]
    if not any(relative):
        return tr("Evidence per cell: camera ← 0 → generated"), ""
    remark = tr("The strongest cell of a relative map has the full colour: compare places within it, not maps.")
    if all(relative):
        return tr("Relative: camera ← 0 → generated (no scale)"), remark
    return tr("Camera ← 0 → generated (relative maps: no scale)"), remark


def _cut(text: str) -> str:
    return text if len(text) <= _NAME_LIMIT else f"{text[: _NAME_LIMIT - 1]}…"
