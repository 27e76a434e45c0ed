"""The list of images: thumbnails, names and verdict badges, with a filter."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.ui.badges import Badge, paint_badge
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.image_filter import ImageFilter
from gauntlet_desktop.ui.items import ITEM_ROLE, THUMBNAIL_ROLE, ImageItem, ImageListModel, Index
from gauntlet_desktop.ui.language import figures, marked, tr
from gauntlet_desktop.ui.line_table import Lines
from gauntlet_desktop.ui.selections import each_row, rows_of, selection_of
from gauntlet_desktop.ui.theme import SPACE, Colours, colours

_THUMBNAIL = 56
_GAP = 2  # between the lines of a row
_REST_MS = 100
_NONE = marked("The images that you open are listed here.")
_NONE_FITS = marked("No image fits the filter. Clear the text, or choose “All results”.")


class ImageDelegate(QStyledItemDelegate):
    """Paints a row: thumbnail, name, badge with its text, status line. All text is drawn plain."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        chosen = colours(option.palette)
        self._paint_background(painter, option, chosen)
        item: ImageItem = index.data(ITEM_ROLE)
        box = option.rect.adjusted(SPACE, SPACE, -SPACE, -SPACE)
        frame = QRect(box.left(), box.top(), _THUMBNAIL, _THUMBNAIL)
        self._paint_thumbnail(painter, chosen, frame, index.data(THUMBNAIL_ROLE))
        self._paint_lines(painter, option, box.adjusted(_THUMBNAIL + SPACE * 3 // 2, 0, 0, 0), item, chosen)
        painter.restore()

    def _paint_background(self, painter: QPainter, option: QStyleOptionViewItem, chosen: Colours) -> None:
        """A tint and a bar mark the selection, so that the badge's own colour stays readable on it."""
        accent = QColor(chosen.accent)
        if option.state & QStyle.StateFlag.State_Selected:
            tint = QColor(accent)
            tint.setAlpha(45)
            painter.fillRect(option.rect, tint)
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), accent)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DotLine))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _paint_thumbnail(self, painter: QPainter, chosen: Colours, frame: QRect, image: QImage | None) -> None:
        painter.fillRect(frame, QColor(chosen.window))
        if image is not None:
            size = image.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(QPoint(0, 0), size)
            target.moveCenter(frame.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, image)
        painter.setPen(QColor(chosen.line))
        painter.drawRect(frame.adjusted(0, 0, -1, -1))

    def _paint_lines(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, item: ImageItem, chosen: Colours
    ) -> None:
        metrics = option.fontMetrics
        line = metrics.height() + _GAP
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setPen(QColor(chosen.text))
        painter.drawText(_row(box, 0, line), flags, metrics.elidedText(item.name, middle, box.width()))
        side = metrics.height() - 1
        badge_box = QRectF(box.left(), box.top() + line + (line - side) / 2, side, side)
        paint_badge(painter, badge_box, item.badge, chosen)
        text_box = _row(box, 1, line).adjusted(side + SPACE, 0, 0, 0)
        painter.setPen(item.badge.colour(chosen))
        painter.drawText(text_box, flags, metrics.elidedText(item.badge.text, right, text_box.width()))
        painter.setPen(QColor(chosen.muted))
        painter.drawText(_row(box, 2, line), flags, metrics.elidedText(item.status_line, right, box.width()))


class ImageTable(QTableView):
    """The images one below the other. A table, since a list view lays out all of its rows whenever one changes."""

    def __init__(self, model: ImageFilter) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(ImageDelegate(self))
        self.setAccessibleName(tr("Images"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)  # the delegate marks the selection
        self.setPalette(palette)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        Lines(self, 2 * _GAP + 2 * SPACE, lines=3, least=_THUMBNAIL + 2 * SPACE)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last image, not to the ends of a row."""
        if action in (self.CursorAction.MoveHome, self.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)


class ImageListPanel(QWidget):
    """The filter above the list. `current_changed` carries the ImageItem or None."""

    current_changed = Signal(object)

    def __init__(self, model: ImageListModel) -> None:
        super().__init__()
        self.setAccessibleName(tr("Images"))
        set_place(self, "user-guide.md#the-window")
        self._model = model
        self.filter = ImageFilter(model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Filter by name"))
        self.search.setAccessibleName(tr("Filter images by name"))
        self.search.setClearButtonEnabled(True)
        self.badges = QComboBox()
        self.badges.setAccessibleName(tr("Filter images by verdict"))
        self.badges.addItem(tr("All results"), None)
        for badge in Badge:
            self.badges.addItem(badge.text, badge)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("role", "muted")
        self.view = ImageTable(self.filter)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self.empty = EmptyText(self.view, tr(_NONE))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE, 0, 0)
        layout.setSpacing(SPACE)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE, 0, SPACE, 0)
        top.setSpacing(SPACE)
        for widget in (self.search, self.badges, self.count):
            top.addWidget(widget)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._refilter)
        self.badges.currentIndexChanged.connect(self._refilter)
        self.view.selectionModel().currentChanged.connect(lambda new, _: self.current_changed.emit(new.data(ITEM_ROLE)))
        for signal in (self.filter.rowsInserted, self.filter.rowsRemoved, self.filter.modelReset):
            signal.connect(self._show_count)
        self.filter.rowsInserted.connect(self._hold_back)
        self._rest.timeout.connect(self._catch_up)
        self._show_count()

    def selected(self) -> list[ImageItem]:
        """The selected images in the order of the list."""
        return [self.filter.item(row) for row in rows_of(self.view.selectionModel().selection())]

    def each_selected(self) -> Iterator[ImageItem]:
        """The selected images one by one: of 100,000, the first ones may do."""
        return map(self.filter.item, each_row(self.view.selectionModel().selection()))

    def choose(self, item: ImageItem) -> None:
        """Make an image the current one, unless the filter hides it."""
        index = self.filter.index_of(item)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) image."""
        count = self.filter.rowCount()
        if count:
            row = min(count - 1, max(0, self.view.currentIndex().row() + by))
            self.view.setCurrentIndex(self.filter.index(row, 0))

    def _hold_back(self) -> None:
        """Rows that follow close upon others are painted together: a large folder comes in hundreds of portions."""
        if self._rest.isActive():
            self.view.setUpdatesEnabled(False)
        else:
            self._rest.start()

    def _catch_up(self) -> None:
        if not self.view.updatesEnabled():
            self.view.setUpdatesEnabled(True)
            self._rest.start()

    def _refilter(self) -> None:
        """Show what fits; of that, what was selected before stays so."""
        selected, current = set(self.selected()), self.view.currentIndex().data(ITEM_ROLE)
        self.filter.choose(self.search.text(), self.badges.currentData())
        rows = (row for row in range(self.filter.rowCount()) if self.filter.item(row) in selected)
        self.view.selectionModel().select(selection_of(self.filter, rows), QItemSelectionModel.SelectionFlag.Select)
        if (index := self.filter.index_of(current)).isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.view.scrollTo(index)
        self._show_count()

    def _show_count(self) -> None:
        shown, listed = self.filter.rowCount(), self._model.rowCount()
        self.empty.say(tr(_NONE_FITS) if listed else tr(_NONE))
        self.count.setText(shown_of(shown, listed))


def shown_of(shown: int, listed: int) -> str:
    """How many of the images a list shows."""
    if shown == listed:
        return tr("%Ln image(s)", "", listed)
    return tr("{shown} of %Ln image(s)", "", listed).format(shown=figures(f"{shown:,}"))


def _row(box: QRect, number: int, line: int) -> QRect:
    return QRect(box.left(), box.top() + number * line, box.width(), line)
