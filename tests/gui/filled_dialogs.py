"""Dialogs as people see them, with as much in them as there usually is: what an empty one has room for says little."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QWidget

from gauntlet_desktop.app.catalogue import PluginInfo
from gauntlet_desktop.app.model_list import ListedModel
from gauntlet_desktop.app.runs import OpenWork, Unfinished
from gauntlet_desktop.core.clustering import Cluster, ClusterExample, Clustering, ClusterPoint
from gauntlet_desktop.ui.clusters_dialog import ClustersDialog
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.plugins_dialog import PluginsDialog
from gauntlet_desktop.ui.recovery import RecoveryDialog
from tests.images import jpeg, picture

POOL = QThreadPool.globalInstance()
_SUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_FOLDER = "/home/examiner/cases/2026/november/the-case-with-a-long-name/evidence"
_TRACEBACK = "\n".join(
    f'  File "/opt/gauntlet/plugins/some_detector/module_{number}.py", line {number}, in load' for number in range(40)
)


def plugins(_: Path) -> QWidget:
    dialog = PluginsDialog(None, POOL)
    kinds = ("detectors", "explanation_methods", "finding_rules")
    about = "A detector that weighs each small part of a picture, and adds the parts up to its score."
    dialog._show(
        (
            tuple(
                PluginInfo(
                    f"some-detector-{number}",
                    f"Some detector {number}",
                    "1.2.3",
                    kinds,
                    "Apache-2.0",
                    about,
                    "gauntlet-some-detector",
                    number > 2,
                    ("failed", "ready", "disabled")[number % 3],
                    "" if number % 3 else "Loading it failed. RuntimeError: its weights are of another release",
                    None,
                    _SUM,
                    "" if number % 3 else _TRACEBACK,
                )
                for number in range(9)
            ),
            {},
        )
    )
    dialog.notice.show_text("gauntlet-some-detector: 12 checks passed, 1 failed, 2 could not be tried.")
    return dialog


def models(_: Path) -> QWidget:
    dialog = ModelsDialog(None, POOL)
    architecture = "A convolutional network on small parts of the picture whose scores are added."
    dialog._show(
        tuple(
            ListedModel(
                f"detector-{number}",
                architecture,
                "1.0.0",
                "Apache-2.0, trained on pictures under CC0 and CC BY",
                "trained by the makers of this program on pictures in the public domain",
                _SUM,
                number * 12_345_678,
                ("shipped", "own", "")[number % 3],
                experimental=number > 3,
                imported=number > 4,
            )
            for number in range(8)
        )
    )
    return dialog


def point(index: int, label: str) -> ClusterPoint:
    """Two rows of points: those of the first cluster on the left."""
    cluster = int(index >= 3)
    score = 1.0 if index in (0, 4) else -1.0
    x, y = 10.0 * cluster, float(index % 3)
    return ClusterPoint(f"{index}.png", f"/e/{index}.png".encode(), "00", label, "", "", cluster, x, y, y, score)


def clustering(label: str = "real") -> Clustering:
    points = tuple(point(index, label) for index in range(6))
    small = jpeg(picture(40, 60))
    clusters = tuple(
        Cluster(
            n, 3, ((label, 3),) if label else (), (), (), n - 0.5, 1.0 if label else None, 1, near, near[1:], near[:1]
        )
        for n, near in enumerate(((0, 1, 2), (4, 3, 5)))
    )
    space = np.array([[p.x, p.y] for p in points], dtype=np.float32)
    return Clustering(
        program="Gauntlet Desktop",
        detector="deep-evidence",
        weights_sha256="00",
        seed=1,
        k=2,
        chosen=False,
        silhouette=0.5,
        silhouettes=(),
        features=2,
        explained=1.0,
        explained_shown=(0.9, 0.1),
        purity=1.0 if label else None,
        method="evidence-map",
        points=points,
        clusters=clusters,
        failures=(("bad.png", "It is damaged."),),
        reused=0,
        space=space,
        thumbnails=(small,) * 6,
        examples=tuple(ClusterExample(index, small, small) for index in range(6)),
    )


def clusters(_: Path) -> QWidget:
    dialog = ClustersDialog(None, POOL)
    dialog.offer_detectors(["deep-evidence", "a-detector-of-mine-with-a-long-name"])
    dialog.choose_folder(Path(_FOLDER))
    dialog.show_clustering(clustering())
    dialog.table.selectRow(0)
    dialog.bar.show()
    return dialog


def recovery(folder: Path) -> QWidget:
    note = folder / "run-1.txt"
    note.write_text("", encoding="utf-8")
    work = (OpenWork(f"{_FOLDER}/case.gauntlet".encode(), _FOLDER.encode()),)
    return RecoveryDialog(None, [Unfinished(note, _TRACEBACK, work)])


FILLED: dict[str, Callable[[Path], QWidget]] = {
    "plugins": plugins,
    "models": models,
    "clusters": clusters,
    "recovery": recovery,
}
