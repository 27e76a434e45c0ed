"""The listed images and the Qt model over them."""

from __future__ import annotations

import html
import os
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from gauntlet_desktop.app.events import JobId
from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, Heatmap, Sentence
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.badges import Badge, badge_of_record
from gauntlet_desktop.ui.language import error_words, figures, share, tr, work_words
from gauntlet_desktop.ui.reasons import reason_words

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE = Qt.ItemDataRole.UserRole
THUMBNAIL_ROLE = Qt.ItemDataRole.UserRole + 1
_THUMBNAILS_KEPT = 600
_NO_INDEX = QModelIndex()


class ItemState(Enum):
    """Where the analysis of an image stands."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    CANCELLED = auto()


@dataclass(slots=True, eq=False)
class ImageItem:
    """One listed image; `name` is its file name, safe to show. `record` may be partial; `decoded` says whether the
    running job has delivered its picture; `explanations` are the heatmaps that were made on demand, which are in a
    complete record, too; `own_heatmaps` are then those that came with the analysis."""

    raw_path: bytes
    job: JobId | None = None
    state: ItemState = ItemState.WAITING
    record: AnalysisRecord | None = None
    step: str = ""
    fraction: float = 0.0
    decoded: bool = False
    explanations: tuple[Heatmap, ...] = ()
    own_heatmaps: tuple[Heatmap, ...] = ()
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = visible_path(os.path.split(self.raw_path)[1] or self.raw_path)

    @property
    def complete(self) -> bool:
        return self.state is ItemState.DONE and self.record is not None

    @property
    def ended(self) -> bool:
        """Whether its analysis is over, in whatever way."""
        return self.state in (ItemState.DONE, ItemState.CANCELLED)

    @property
    def badge(self) -> Badge:
        if self.record is not None and (self.record.verdict is not None or self.state is ItemState.DONE):
            return badge_of_record(self.record)
        if self.state is ItemState.CANCELLED:
            return Badge.CANCELLED
        return Badge.RUNNING if self.state is ItemState.RUNNING else Badge.WAITING

    @property
    def status_line(self) -> str:
        """What the list says under the badge: the step, the error or the likelihood ratio."""
        if self.state is ItemState.RUNNING:
            return f"{work_words(self.step)} ({share(self.fraction)})"
        record = self.record
        if record is None:
            return visible_path(str(Path(os.fsdecode(self.raw_path)).parent))
        if record.error is not None:
            return error_words(record.error)[0]
        if record.verdict is not None:
            return f"log₁₀ LR {figures(signed(record.verdict.log10_lr))}"
        return reason_words(record.scope_reasons[0]) if record.scope_reasons else ""


def picture_message(item: ImageItem | None, picture_error: ErrorRecord | None) -> tuple[str, str, str]:
    """What the viewer says while it has no picture: title, detail and kind of message."""
    if item is None:
        return tr("No image selected"), tr("Choose an image in the list."), "empty"
    error = item.record.error if item.record and item.record.error else picture_error
    if error is not None:
        return *error_words(error), "error"
    return tr("Opening the image"), item.name, "busy"


class ImageListModel(QAbstractListModel):
    """The images in the order in which they were added. Thumbnails are asked for when a view first shows them."""

    thumbnail_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._items: list[ImageItem] = []
        self._row_of: dict[bytes, int] = {}
        self._thumbnails: OrderedDict[bytes, QImage | None] = OrderedDict()

    @property
    def items(self) -> Sequence[ImageItem]:
        return self._items

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == THUMBNAIL_ROLE:
            return self._thumbnail(item.raw_path)
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.name}: {item.badge.text}. {item.status_line}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{html.escape(visible_path(item.raw_path))}</qt>"  # escaped: Qt takes markup for rich text
        return None

    def add(self, items: Sequence[ImageItem]) -> None:
        self.insert([(len(self._items) + offset, item) for offset, item in enumerate(items)])

    def insert(self, rows: Iterable[tuple[int, ImageItem]]) -> None:
        """Put items, none of them listed, at the given rows; neighbours go in together."""
        for first, group in _runs(sorted(rows, key=lambda row: row[0])):
            at_end = first == len(self._items)
            self.beginInsertRows(_NO_INDEX, first, first + len(group) - 1)
            self._items[first:first] = group
            self._renumber(first if at_end else 0)
            self.endInsertRows()

    def remove(self, items: Iterable[ImageItem]) -> list[tuple[int, ImageItem]]:
        """Take items out; returns their rows, as `insert` wants them."""
        chosen = set(items)
        rows = [(row, item) for row, item in enumerate(self._items) if item in chosen]
        for first, group in reversed(_runs(rows)):
            self.beginRemoveRows(_NO_INDEX, first, first + len(group) - 1)
            del self._items[first : first + len(group)]
            self._renumber(0)
            self.endRemoveRows()
        return rows

    def find(self, raw_path: bytes) -> ImageItem | None:
        """The item of a file, if it is listed."""
        row = self._row_of.get(raw_path)
        return None if row is None else self._items[row]

    def refresh(self, item: ImageItem) -> None:
        """Tell the views that an item changed."""
        index = self.index_of(item)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def index_of(self, item: ImageItem) -> QModelIndex:
        """The index of an item; an invalid one when it is not listed."""
        return self.createIndex(self._row_of[item.raw_path], 0) if self.find(item.raw_path) is item else QModelIndex()

    def set_thumbnail(self, raw_path: bytes, pixels: NDArray[np.uint8] | None) -> None:
        """Keep a small picture, uint8 (height, width, 3), or note that there is none."""
        self._thumbnails[raw_path] = None if pixels is None else as_image(pixels)
        while len(self._thumbnails) > _THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        item = self.find(raw_path)
        if item is not None:
            self.refresh(item)

    def _renumber(self, first: int) -> None:
        """Rows by path from row `first` on, so that no event of a long list needs a search."""
        if first == 0:
            self._row_of.clear()
        self._row_of.update((self._items[row].raw_path, row) for row in range(first, len(self._items)))

    def _thumbnail(self, raw_path: bytes) -> QImage | None:
        if raw_path not in self._thumbnails:
            self._thumbnails[raw_path] = None
            self.thumbnail_wanted.emit(raw_path)
        else:
            self._thumbnails.move_to_end(raw_path)
        return self._thumbnails[raw_path]


def silence(item: ImageItem | None, step: str, nothing: str) -> str:
    """What a panel says that has nothing to show of a step ("findings"), from `nothing`, "Nothing was measured"."""
    if item is None:
        return tr("Choose an image in the list.")
    if not item.complete or item.record is None:
        return tr("{nothing} yet: the analysis is not complete.").format(nothing=nothing)
    if step in item.record.left_out:
        return tr(
            "{nothing}: this analysis ended with the verdict. Open the image in the main window for the rest."
        ).format(nothing=nothing)
    return f"{nothing}."


def built_from(text: str, sentence: Sentence) -> str:
    """What a screen reader says of a sentence shown as `text`: the records that it is built from too."""
    return tr("{text} Built from {records}").format(text=text, records=", ".join(sentence.records))


def as_image(pixels: NDArray[np.uint8]) -> QImage:
    """A copy of the pixels, uint8 (height, width, 3), as a QImage."""
    packed = np.ascontiguousarray(pixels)
    height, width = packed.shape[:2]
    return QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _runs(rows: Sequence[tuple[int, ImageItem]]) -> list[tuple[int, list[ImageItem]]]:
    runs: list[tuple[int, list[ImageItem]]] = []
    for row, item in rows:
        if runs and row == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(item)
        else:
            runs.append((row, [item]))
    return runs
