"""Lays a clustering out as tables and sentences of plain text, which Markdown, the page and the report typeset."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.core.clustering import LABEL_WORDS, Cluster, Clustering
from gauntlet_desktop.evaluation.tables import NOT_MEASURED, Table, number


def cluster_table(result: Clustering) -> Table:
    """A row a cluster; columns of labels and sources only where there are any."""
    header = ["Cluster", "Images", "Mean score"]
    rows = [[str(each.number + 1), str(each.size), number(each.mean_score, 2)] for each in result.clusters]
    if result.labelled:
        header += ["Camera", "Generated", "Purity", "Misclassified"]
        for row, each in zip(rows, result.clusters, strict=True):
            counts = dict(each.labels)
            share = NOT_MEASURED if each.purity is None else number(each.purity, 2)
            row += [str(counts.get("real", 0)), str(counts.get("fake", 0)), share, str(each.wrong)]
    if any(each.sources for each in result.clusters):
        header.append("Sources")
        for row, each in zip(rows, result.clusters, strict=True):
            row.append(mix(each.sources))
    if any(each.generators for each in result.clusters):
        header.append("Generators")
        for row, each in zip(rows, result.clusters, strict=True):
            row.append(mix(each.generators))
    prose = frozenset({0} | {index for index, name in enumerate(header) if name in ("Sources", "Generators")})
    return Table("Clusters", header, rows, prose=prose)


def summary_table(result: Clustering) -> Table:
    """How it was made, and what it is worth."""
    first, second = result.explained_shown
    rows = [
        ["Images", f"{len(result.points)}, and {len(result.failures)} left out"],
        ["Detector", f"{result.detector}, weights SHA-256 {result.weights_sha256[:16] or 'none'}"],
        ["Features", f"{result.features} of each image"],
        ["Principal components", f"{result.space.shape[1]}, with {100 * result.explained:.1f} % of the variance"],
        ["Shown in the plot", f"the first two, with {100 * first:.1f} % and {100 * second:.1f} %"],
        ["Clusters", f"{result.k}, {'chosen by silhouette' if result.chosen else 'as asked'}; seed {result.seed}"],
        ["Mean silhouette", number(result.silhouette, 3)],
    ]
    if result.purity is not None:
        labels = [point.label for point in result.points if point.label]
        base = max(labels.count("real"), labels.count("fake")) / len(labels)
        wrong = sum(each.wrong for each in result.clusters)
        rows.append(["Purity", f"{result.purity:.3f}; one cluster of all images would have {base:.3f}"])
        rows.append(["Misclassified", f"{wrong} of {len(labels)} labelled images"])
    return Table("Summary", ["What", "Value"], rows, prose=frozenset({0, 1}))


def silhouette_table(result: Clustering) -> Table | None:
    """The silhouette of every k that was tried."""
    if not result.silhouettes:
        return None
    rows = [[str(k), number(value, 3)] for k, value in result.silhouettes]
    return Table("Silhouette of each number of clusters", ["k", "Mean silhouette"], rows)


def neighbour_table(result: Clustering) -> Table | None:
    """The images nearest to the one that was asked about."""
    if not result.asked:
        return None
    rows = []
    for each in result.neighbours:
        point = result.points[each.index]
        figures = [number(each.distance, 2), str(point.cluster + 1), number(point.score, 2)]
        rows.append([point.name, *figures, LABEL_WORDS[point.label]])
    return Table(
        f"Nearest to {result.asked}", ["Image", "Distance", "Cluster", "Score", "Label"], rows, prose=frozenset({0, 4})
    )


def failure_table(result: Clustering) -> Table | None:
    """The images that were left out."""
    if not result.failures:
        return None
    return Table("Images left out", ["Image", "Why"], [list(row) for row in result.failures], prose=frozenset({0, 1}))


def example_groups(result: Clustering, each: Cluster) -> list[tuple[str, Sequence[int]]]:
    """The kinds of examples of a cluster: correct and misclassified apart where there are labels."""
    if result.labelled:
        return [("Correct", each.correct), ("Misclassified", each.misclassified)]
    return [("Nearest to the centre", each.nearest)]


def caption(result: Clustering, index: int) -> str:
    """What is known of an example."""
    point = result.points[index]
    words = [f"score {point.score:.2f}"]
    words += [LABEL_WORDS[point.label]] * bool(point.label) + [point.source] * bool(point.source)
    return ", ".join(words)


def mix(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts)
