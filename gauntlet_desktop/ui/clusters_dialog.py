"""Clusters in the window: what to cluster, the plot, the table, examples of a cluster, neighbours of an image."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTemporaryDir, QThreadPool, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.core.clustering import CAVEAT, LABEL_WORDS, Cluster, Clustering, nearest
from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.background import Task, in_own_process
from gauntlet_desktop.ui.body import Body
from gauntlet_desktop.ui.cluster_table import NUMBER_ROLE, ClusterTable
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.flow import Flow
from gauntlet_desktop.ui.halves import Halves
from gauntlet_desktop.ui.language import figures, marked, say, tr, work_words
from gauntlet_desktop.ui.scatter import ScatterView
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, open_at, plain_label

_DEFAULT_K, _MOST_K, _NEIGHBOURS, _SIDE = 10, 100, 12, 96
# What each list says while it is empty.
_GALLERIES = {
    marked("Nearest"): marked("The images nearest to the centre of a cluster. Choose a cluster in the table."),
    marked("Correct"): marked("Images whose label the detector meets. They need folders named real/ and fake/."),
    marked("Misclassified"): marked("Images whose label the detector misses. They need folders named real/ and fake/."),
    marked("Neighbours"): marked("The images most like one. Click its mark, or go to it with N and press Enter."),
    marked("Selected"): marked("The images inside a line. Press “Lasso” and drag around marks."),
}
_GALLERY_MOST = 200
_LETTERS = 84  # below this width the plot stands above its table
_INDEX = Qt.ItemDataRole.UserRole


class ClustersDialog(QDialog):
    """Clusters a folder, or the images listed in the window, in a process apart. `image_chosen` carries a raw path,
    `cluster_chosen` the number of a cluster from 0 and the raw paths of its images, `images_chosen` the raw paths of
    those that a line was drawn around."""

    image_chosen = Signal(bytes)
    cluster_chosen = Signal(int, object)
    images_chosen = Signal(object)

    def __init__(self, parent: QWidget | None, pool: QThreadPool, listed: Sequence[bytes] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Clusters"))
        open_at(self, 1180, 720)
        self._pool = pool
        self._listed = list(listed)
        self._folder: Path | None = None
        self._task: Task | None = None
        # Features are kept while the dialog is open: another k is quick then, and nothing stays behind.
        self._keep = QTemporaryDir()
        self.result_shown: Clustering | None = None
        self._build()
        self._connect()
        self._show_data()

    def begin(self) -> None:
        """List the installed detectors in the background."""
        task = Task(_detectors)
        task.finished.connect(self.offer_detectors)
        task.failed.connect(lambda error: self.remark.setText(breakable(as_sentence(error))))
        task.start(self._pool)

    def offer_detectors(self, names: Sequence[str]) -> None:
        self.detector.clear()
        self.detector.addItems(list(names))
        self._enable()

    def choose_folder(self, folder: Path) -> None:
        self._folder = folder
        self._show_data()

    def run(self) -> None:
        """Cluster what is chosen."""
        from gauntlet_desktop.app.clustering import ClusterRequest, cluster

        request = ClusterRequest(detector=self.detector.currentText(), k=self.k.value() or None)
        data = self._folder or self._listed
        self._start(in_own_process(cluster, data, Path(self._keep.path()), request), self.show_clustering)

    def show_clustering(self, result: Clustering) -> None:
        self.result_shown = result
        self.plot.show_result(result)
        self.table.show_result(result)
        self._show_examples(-1)
        self.remark.setText(breakable(_summary(result)))
        self.remark.setToolTip("\n".join(f"{name}: {say(reason)}" for name, reason in result.failures[:20]))
        self._enable()

    # Building

    def _build(self) -> None:
        self.source = plain_label()
        self.browse = QPushButton(tr("Choose &folder…"))
        self.detector = QComboBox()
        self.detector.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.detector.setAccessibleName(tr("Detector"))
        self.k = QSpinBox()
        self.k.setRange(0, _MOST_K)
        self.k.setSpecialValueText("auto")
        self.k.setValue(_DEFAULT_K)
        self.k.setAccessibleName(tr("Number of clusters, auto: by silhouette"))
        self.go = QPushButton(tr("&Cluster"))
        self.go.setDefault(True)
        self.stop = QPushButton(tr("S&top"))
        self.export = QPushButton(tr("&Export…"))
        self.bar = QProgressBar()
        self.bar.setFormat("%p %")
        self.remark = plain_label(tr("Choose images and a detector, then “Cluster”."), "muted")
        self.plot = ScatterView()
        self.lasso = QPushButton(tr("&Lasso"))
        self.lasso.setCheckable(True)
        self.lasso.setToolTip(tr("Drag a line around images to select them; without this button with Shift held"))
        self.picture = QLabel()
        self.picture.setFixedSize(QSize(_SIDE + 8, _SIDE + 8))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told = plain_label(tr("Point at a mark to see its image; click to open it."), "muted")
        self.table = ClusterTable()
        self.lists = {title: _gallery(title) for title in _GALLERIES}
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Lists of images"))
        for title, gallery in self.lists.items():
            self.tabs.addTab(gallery, tr(title))
        self._lay_out()

    def _lay_out(self) -> None:
        top = Flow((self.browse, self.detector, _named("&k", self.k), self.go, self.stop, self.export))
        about = QHBoxLayout()
        about.addWidget(self.picture)
        about.addWidget(self.told, 1)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.table, 3)
        beside.addLayout(about)
        beside.addWidget(self.tabs, 2)
        body = Body(self.windowTitle())
        body.column.setSpacing(SPACE)
        body.column.addWidget(self.source)
        body.column.addLayout(top)
        body.column.addWidget(self.bar)
        body.column.addWidget(self.remark)
        body.column.addWidget(Halves(self._plot_side(), side, _LETTERS, (520, 640)), 1)
        body.column.addWidget(plain_label(tr(CAVEAT), "muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.addWidget(body)

    def _plot_side(self) -> QWidget:
        """The plot, and below it how to select in it."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot, 1)
        below = QHBoxLayout()
        below.addWidget(self.lasso)
        below.addWidget(plain_label(tr("Draw around images to select them, or choose a row of the table."), "muted"), 1)
        column.addLayout(below)
        return side

    def _connect(self) -> None:
        self.browse.clicked.connect(self._browse)
        self.go.clicked.connect(self.run)
        self.stop.clicked.connect(self._stop)
        self.export.clicked.connect(self._export)
        self.plot.pointed.connect(self._tell)
        self.plot.chosen.connect(self._choose)
        self.plot.encircled.connect(self._encircled)
        self.lasso.toggled.connect(lambda on: setattr(self.plot, "draws_lines", on))
        self.table.itemSelectionChanged.connect(self._cluster_chosen)
        for gallery in self.lists.values():
            gallery.itemActivated.connect(lambda item: self._choose(item.data(_INDEX)))
            gallery.currentItemChanged.connect(self._point_at)

    # Doing

    def _start(self, work: Any, done: Any) -> None:
        self._task = Task(work)
        self._task.progressed.connect(self._progressed)
        self._task.finished.connect(self._ended)
        self._task.finished.connect(done)
        self._task.failed.connect(self._failed)
        self._task.start(self._pool)
        self._enable()

    def _point_at(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.plot.point_at(item.data(_INDEX))

    def _progressed(self, fraction: float, what: str) -> None:
        self.bar.setValue(round(100 * fraction))
        self.remark.setText(breakable(work_words(what)))

    def _ended(self) -> None:
        self._task = None
        self._enable()

    def _failed(self, error: GauntletError) -> None:
        self._ended()
        stopped = isinstance(error, Cancelled)
        self.remark.setText(tr("Stopped. What was looked at is kept.") if stopped else breakable(as_sentence(error)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()
            self.remark.setText(tr("Stopping …"))

    def _browse(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Images to cluster")):
            self.choose_folder(Path(folder))

    def _export(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Write JSON, CSV, Markdown, page and PDF into")):
            self.export_to(Path(folder))

    def export_to(self, folder: Path) -> None:
        """Write all files into a folder, beside the GUI thread."""
        from gauntlet_desktop.app.clustering import write_clusters

        assert self.result_shown is not None
        result = self.result_shown
        self._start(
            lambda _: write_clusters(result, folder),
            lambda paths: self.remark.setText(
                tr("%Ln file(s) are in {folder}.", "", len(paths)).format(folder=visible_path(os.fsencode(folder)))
            ),
        )

    def _enable(self) -> None:
        busy = self._task is not None
        ready = bool(self._folder or self._listed) and bool(self.detector.currentText())
        self.go.setEnabled(ready and not busy)
        self.stop.setEnabled(busy)
        self.bar.setVisible(busy)
        self.export.setEnabled(self.result_shown is not None and not busy)
        for widget in (self.browse, self.detector, self.k):
            widget.setEnabled(not busy)

    def _show_data(self) -> None:
        if self._folder is not None:
            self.source.setText(
                breakable(tr("Images in {folder}").format(folder=visible_path(os.fsencode(self._folder))), 200)
            )
        else:
            listed = tr("Images listed in the window: {count}").format(count=figures(f"{len(self._listed):,}"))
            self.source.setText(listed if self._listed else tr("No images chosen"))
        self._enable()

    def _cluster_chosen(self) -> None:
        chosen = self.table.selectedItems()
        number = int(chosen[0].data(NUMBER_ROLE)) if chosen else -1
        self.plot.highlight(number)
        self._show_examples(number)
        if self.result_shown is not None and number >= 0:
            points = self.result_shown.points
            self.cluster_chosen.emit(number, [each.raw_path for each in points if each.cluster == number])

    def _encircled(self, indices: Sequence[int]) -> None:
        """Show the images that a line was drawn around, and tell of them."""
        assert self.result_shown is not None
        with QSignalBlocker(self.table):  # a row that was chosen stands for them no more
            self.table.clearSelection()
        self._show_gallery("Selected", indices[:_GALLERY_MOST])
        self.tabs.setCurrentWidget(self.lists["Selected"])
        numbers = sorted({self.result_shown.points[index].cluster + 1 for index in indices})
        selected = tr("Selected: %Ln image(s)", "", len(indices))
        of = tr("of clusters {numbers}") if len(numbers) > 1 else tr("of cluster {numbers}")
        self.told.setText(f"{selected}, {of.format(numbers=', '.join(map(str, numbers)))}.")
        self.picture.clear()
        self.images_chosen.emit([self.result_shown.points[index].raw_path for index in indices])

    def _show_examples(self, number: int) -> None:
        """The examples of a cluster; without labels only those nearest to the centre."""
        result = self.result_shown
        each = result.clusters[number] if result is not None and number >= 0 else None
        for title, indices in _kinds(each).items():
            self._show_gallery(title, indices)
        for title in ("Correct", "Misclassified"):
            self.tabs.setTabVisible(list(self.lists).index(title), bool(result and result.labelled))

    def _show_gallery(self, title: str, indices: Sequence[int]) -> None:
        gallery, result = self.lists[title], self.result_shown
        gallery.clear()
        if result is None:
            return
        shown = {example.index: example.shown or example.picture for example in result.examples}
        for index in indices:
            plain = title in ("Neighbours", "Selected")
            data = result.thumbnails[index] if plain else shown.get(index, result.thumbnails[index])
            item = QListWidgetItem(QIcon(_pixmap(data)), breakable(result.points[index].name.split("/")[-1], 40))
            item.setData(_INDEX, index)
            item.setToolTip(_words(result, index))
            gallery.addItem(item)

    def _tell(self, index: int) -> None:
        if self.result_shown is None or index < 0:
            return
        self.picture.setPixmap(_pixmap(self.result_shown.thumbnails[index]))
        self.told.setText(breakable(_words(self.result_shown, index)))

    def _choose(self, index: int) -> None:
        """Show the neighbours of an image, and open it in the main window; one in an archive cannot be opened."""
        result = self.result_shown
        if result is None:
            return
        found = nearest(result.space, result.space[index], _NEIGHBOURS, without=index)
        self._show_gallery("Neighbours", [each.index for each in found])
        self.tabs.setCurrentWidget(self.lists["Neighbours"])
        if result.points[index].raw_path:
            self.image_chosen.emit(result.points[index].raw_path)

    def done(self, code: int) -> None:
        self._stop()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)


def _kinds(each: Cluster | None) -> dict[str, Sequence[int]]:
    if each is None:
        return {"Nearest": (), "Correct": (), "Misclassified": ()}
    return {"Nearest": each.nearest, "Correct": each.correct, "Misclassified": each.misclassified}


def _words(result: Clustering, index: int) -> str:
    point = result.points[index]
    told = tr("{name}: cluster {number}, score {score}").format(
        name=point.name, number=point.cluster + 1, score=figures(f"{point.score:.2f}")
    )
    return f"{told}, {tr(LABEL_WORDS[point.label])} {point.source}" if point.label else told


def _summary(result: Clustering) -> str:
    parts = [tr("%Ln image(s)", "", len(result.points))]
    parts += [tr("%Ln left out", "", len(result.failures))] if result.failures else []
    parts += [tr("%Ln cluster(s)", "", result.k)]
    parts += [tr("mean silhouette {silhouette}").format(silhouette=figures(f"{result.silhouette:.3f}"))]
    parts += [tr("purity {purity}").format(purity=figures(f"{result.purity:.3f}"))] if result.purity is not None else []
    shown = tr("The plot shows {share} % of the variance.").format(share=f"{100 * sum(result.explained_shown):.0f}")
    return f"{', '.join(parts)}. {shown}"


def _named(name: str, field: QWidget) -> QWidget:
    """A field with its name before it; they stay together."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    label = QLabel(name)
    label.setBuddy(field)
    row.addWidget(label)
    row.addWidget(field)
    return both


def _gallery(title: str) -> QListWidget:
    gallery = QListWidget()
    gallery.setAccessibleName(tr(title))
    EmptyText(gallery, tr(_GALLERIES[title]))
    gallery.setViewMode(QListWidget.ViewMode.IconMode)
    gallery.setResizeMode(QListWidget.ResizeMode.Adjust)
    gallery.setMovement(QListWidget.Movement.Static)
    gallery.setIconSize(QSize(_SIDE, _SIDE))
    gallery.setGridSize(QSize(_SIDE + 20, _SIDE + 40))
    gallery.setUniformItemSizes(True)
    gallery.setMinimumHeight(_SIDE + 40)
    return gallery


def _pixmap(jpeg: bytes) -> QPixmap:
    """A small picture that this program encoded itself."""
    pixmap = QPixmap()
    pixmap.loadFromData(jpeg)
    if max(pixmap.width(), pixmap.height()) <= _SIDE:
        return pixmap
    smooth = Qt.TransformationMode.SmoothTransformation
    return pixmap.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, smooth)


def _detectors(_: Task) -> list[str]:
    from gauntlet_desktop.app.catalogue import list_models
    from gauntlet_desktop.app.models import imported_models

    names = [model.id for model in list_models()]
    return sorted([*names, *(model.id for model in imported_models()[0])], key=lambda name: name != "deep-evidence")
