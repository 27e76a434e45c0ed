"""Clusters of a folder's images, as the command line and the window ask for them, and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.core.clustering import Clustering
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation import cluster_tables
from gauntlet_desktop.evaluation.cluster_files import document, markdown, texts
from gauntlet_desktop.evaluation.clusters import ClusterRequest, cluster_images
from gauntlet_desktop.evaluation.feature_journal import FEATURES_NAME
from gauntlet_desktop.evaluation.tables import Table
from gauntlet_desktop.reporting.clusters import ClusterTable, ExampleGroup, render_clusters

__all__ = ["ClusterRequest", "Clustering", "cluster", "document", "markdown", "write_clusters"]

PDF_NAME = "clusters.pdf"


def cluster(
    data: Path | Sequence[bytes],
    keep: Path | None,
    request: ClusterRequest,
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Clustering:
    """Cluster a folder, a pack, or files. What was looked at before is in the folder `keep`: the same call goes on from
    there. Raises UserError and EnvironmentFault."""
    journal = None if keep is None else keep / FEATURES_NAME
    asked = replace(request, own_calibrations=own_calibrations())
    return cluster_images(data, journal, asked, TaskContext(progress, is_cancelled))


def write_clusters(result: Clustering, out: Path) -> list[Path]:
    """Write JSON, CSV, Markdown, the page and the PDF into a folder; returns their paths. Raises EnvironmentFault."""
    make_folder(out)
    files = {name: text.encode("utf-8") for name, text in texts(result).items()}
    files[PDF_NAME] = render_clusters(result, [_table(each) for each in _tables(result)], _groups(result))
    for name, data in files.items():
        write_atomically(out / name, data)
    return [out / name for name in files]


def _tables(result: Clustering) -> list[Table]:
    found = [
        cluster_tables.summary_table(result),
        cluster_tables.cluster_table(result),
        cluster_tables.silhouette_table(result),
        cluster_tables.neighbour_table(result),
        cluster_tables.failure_table(result),
    ]
    return [each for each in found if each is not None]


def _table(table: Table) -> ClusterTable:
    """Columns of names are wide, those of figures narrow."""
    widths = [3.0 if index in table.prose and index else 1.2 for index in range(len(table.header))]
    return ClusterTable(table.title, table.header, table.rows, widths)


def _groups(result: Clustering) -> list[ExampleGroup]:
    return [
        ExampleGroup(
            f"Cluster {each.number + 1}: {title}",
            [(index, cluster_tables.caption(result, index)) for index in chosen],
        )
        for each in result.clusters
        for title, chosen in cluster_tables.example_groups(result, each)
        if chosen
    ]
