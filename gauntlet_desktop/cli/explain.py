"""`gauntlet explain`: what in an image moved a detector, by a method of one's choice."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli.console import DONE, Progress, print_json, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.core.records import Heatmap

CAVEAT = "It shows what moved the detector, not where an image was altered."


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "show what in an image moved a detector, by a method of your choice"
    command = commands.add_parser("explain", help=summary, description=f"{summary}. {CAVEAT}")
    command.add_argument("path", nargs="?", metavar="IMAGE")
    command.add_argument("--list", action="store_true", help="list the methods for each detector, and its layers")
    command.add_argument("--detector", metavar="ID", default="deep-evidence", help="which (default deep-evidence)")
    command.add_argument("--method", metavar="ID", default="lime", help="which (default lime)")
    command.add_argument(
        "--class",
        dest="target",
        choices=("predicted", "generated", "camera"),
        default="predicted",
        help="the class to explain (default: the predicted one)",
    )
    command.add_argument(
        "--layer", action="append", default=[], metavar="NAME", help="a layer (repeatable; default the last)"
    )
    command.add_argument("--seed", type=int, default=1, help="of everything random (default 1)")
    command.add_argument(
        "--audit",
        action="store_true",
        help="also tell whether the map beats chance, is stable and depends on the network (takes longer)",
    )
    command.add_argument(
        "--compare",
        action="append",
        default=[],
        metavar="ID",
        help="another method to compare with in the audit (repeatable)",
    )
    command.add_argument("--out", type=Path, metavar="DIR", help="write the heatmap as PNG and as values")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_explain)


def add_ranking_options(command: argparse.ArgumentParser) -> None:
    """What `gauntlet evaluate` takes to rank methods of explanation."""
    group = command.add_argument_group("methods of explanation")
    group.add_argument(
        "--explanations", action="store_true", help="rank the methods by what is measured of their maps (--limit 2)"
    )
    group.add_argument("--methods", metavar="LIST", help="of these methods, with commas between (default all)")
    group.add_argument("--seed", type=int, default=1, help="of everything random in it (default 1)")


def rank_methods(options: argparse.Namespace) -> int:
    """`gauntlet evaluate DATA --explanations`."""
    from gauntlet_desktop.app.explanations import RankingRequest, rank, ranking_page

    methods = tuple(options.methods.split(",")) if options.methods is not None else ()
    limit = 2 if options.limit is None else options.limit
    request = RankingRequest(tuple(options.detector), methods, limit, options.seed)
    print(rank(options.data, options.out, request, progress=Progress()))
    if options.out is not None:
        say(f"The page is {shown(ranking_page(options.out))}")
    return DONE


def _explain(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.explanations import Explain, ExplainRequest, explain
    from gauntlet_desktop.core.errors import UserError

    if options.list:
        return _list(options)
    if options.path is None:
        raise UserError("no_image", "An image is needed.", "gauntlet explain IMAGE --method ID")
    request = ExplainRequest(options.target, tuple(options.layer), options.seed)
    audited = options.audit or bool(options.compare)
    task = Explain(options.detector, options.method, request, audited, tuple(options.compare))
    heatmap, written = explain(os.fsencode(options.path), task, options.out, progress=Progress())
    _print(heatmap, written, as_json=options.json)
    for path in written:
        say(f"wrote {shown(path)}")
    return DONE


def _print(heatmap: Heatmap, written: list[Path], *, as_json: bool) -> None:
    from gauntlet_desktop.core.serialise import to_plain

    values = heatmap.views[0].values
    if as_json:
        names = ("method", "detector", "score", "target", "unit")
        lists = {
            "layers": list(heatmap.layers),
            "notes": list(heatmap.notes),
            "files": [shown(path) for path in written],
            "audit": to_plain(heatmap.audit),
        }
        print_json({**{name: getattr(heatmap, name) for name in names}, **lists})
        return
    explained = f"the class “{heatmap.target}”" if heatmap.target else "both classes"
    print(f"{heatmap.method} of {heatmap.detector} (score {heatmap.score:.3f}) for {explained}")
    print(f"  map of {values.shape[0]} x {values.shape[1]}, values {values.min():.2f} to {values.max():.2f}")
    for note in (*heatmap.notes, *_audited(heatmap), CAVEAT):
        print(f"  {note}")


def _audited(heatmap: Heatmap) -> list[str]:
    """The audit in sentences, none where there was none."""
    audit = heatmap.audit
    if audit is None:
        return []
    low, high = audit.deletion_random
    moved = f"Replacing what it marks moves the score by {audit.deletion:.3f}; random places, {low:.3f} to {high:.3f}."
    told = [moved, f"NISSIM: {_listed(audit.nissim)}."]
    if audit.randomised:
        told.append(f"Rank correlation after weights were shuffled: {_listed(audit.randomised)}.")
    if audit.agreement is not None:
        told.append(f"Rank correlation with the other methods: {audit.agreement:.2f}.")
    verdict = "It passed its audit." if audit.passed else "It FAILED its audit: do not rely on it."
    return [*told, verdict, *audit.reasons]


def _listed(measured: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in measured)


def _list(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.explanations import explainable
    from gauntlet_desktop.core.serialise import to_plain

    found = explainable()
    if options.json:
        print_json([to_plain(each) for each in found])
        return DONE
    for detector, methods in groupby(found, key=lambda each: each.detector):
        each = list(methods)
        print(f"{detector}: {', '.join(f'{method.method} ({method.name})' for method in each)}")
        layers = next((method.layers for method in each if method.layers), ())
        if layers:
            print(f"  layers: {', '.join(layers)}")
    return DONE
