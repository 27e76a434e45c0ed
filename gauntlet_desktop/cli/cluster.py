"""`gauntlet cluster`: which images of a folder a detector sees as alike."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from gauntlet_desktop.cli.console import DONE, SOME_INPUTS_FAILED, Progress, say, shown

_AUTO = "auto"


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "cluster images by what a detector sees in them, with examples and nearest neighbours"
    command = commands.add_parser(
        "cluster", help=summary, description=f"{summary}. Clusters are no evidence of an image's origin."
    )
    command.add_argument(
        "data", type=Path, metavar="DATA", help="a folder of images, one with real/ and fake/, or a pack"
    )
    command.add_argument("--detector", metavar="ID", default="deep-evidence", help="which (default deep-evidence)")
    command.add_argument(
        "--k", type=_k, default=10, metavar="N|auto", help="clusters (default 10; auto: by silhouette)"
    )
    command.add_argument(
        "--examples", type=_count, default=3, metavar="N", help="examples of each kind a cluster (default 3)"
    )
    command.add_argument(
        "--explain",
        metavar="METHOD",
        default="",
        help="of the examples (default: the exact map, Grad-CAM or LIME, as the detector allows; none: no heatmaps)",
    )
    command.add_argument("--neighbours", type=Path, metavar="IMAGE", help="also list the images nearest to this one")
    command.add_argument("--limit", type=_count, metavar="N", help="at most N images of a source")
    command.add_argument("--seed", type=int, default=1, help="of k-means (default 1)")
    command.add_argument("--out", type=Path, metavar="DIR", help="write JSON, CSV, Markdown, HTML and PDF there")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_cluster)


def _cluster(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.clustering import ClusterRequest, cluster, document, markdown, write_clusters
    from gauntlet_desktop.core.serialise import dumps

    request = ClusterRequest(
        detector=options.detector,
        k=options.k,
        examples=options.examples,
        # Without a folder there is nowhere to show a heatmap.
        explain=options.explain if options.out else "none",
        limit=options.limit,
        neighbours=options.neighbours,
        seed=options.seed,
    )
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch:
        result = cluster(options.data, options.out or Path(scratch), request, progress=Progress())
    print(dumps(document(result), indent=2) if options.json else markdown(result))
    if options.out is not None:
        for path in write_clusters(result, options.out):
            say(f"wrote {shown(path)}")
    return SOME_INPUTS_FAILED if result.failures else DONE


def _k(text: str) -> int | None:
    return None if text == _AUTO else _count(text)


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)
