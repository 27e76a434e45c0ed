"""The dialogs: about, what others are made from, and what an unexpected error looks like."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop import __version__
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.ui.body import Body
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.language import error_words, tr
from gauntlet_desktop.ui.terms import tell_words
from gauntlet_desktop.ui.theme import SPACE, fixed_font, text_scale
from gauntlet_desktop.ui.widgets import breakable, open_at, plain_label

_LEAST_LINES = 4
_PARTS = ("PySide6-Essentials", "onnxruntime", "numpy", "pillow", "pi-heif", "c2pa-python", "reportlab", "torch")


class Roomy(QStyledItemDelegate):
    """Leaves room for the padding that the style rules put into cells, and which Qt does not count."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * SPACE, 0)


class _Table(QTableView):
    """At least some lines high."""

    def minimumSizeHint(self) -> QSize:
        lines = _LEAST_LINES * (self.fontMetrics().height() + SPACE)
        return super().minimumSizeHint().expandedTo(QSize(0, self.horizontalHeader().sizeHint().height() + lines))


class ListDialog(QDialog):
    """A titled table with a remark above it and a Close button; `empty` says what to do while it has no rows."""

    def __init__(
        self, parent: QWidget | None, title: str, columns: Sequence[str], remark: str, empty: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        open_at(self, 640, 480)
        self.remark = plain_label(remark, "muted")
        self.model = QStandardItemModel(0, len(columns), self)
        self.model.setHorizontalHeaderLabels(list(columns))
        self.table = _Table()
        self.table.setModel(self.model)
        self.table.setItemDelegate(Roomy(self.table))
        self.table.setAccessibleName(title)
        EmptyText(self.table, empty)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(round(104 * text_scale()))
        header.setStretchLastSection(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self.body = Body(title)
        self.body.column.addWidget(self.remark)
        self.body.column.addWidget(self.table, 1)
        self.outside = QVBoxLayout(self)
        self.outside.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        self.outside.setSpacing(SPACE * 3 // 2)
        self.outside.addWidget(self.body, 1)
        self.outside.addWidget(self.buttons)

    def event(self, event: QEvent) -> bool:
        return tell_words(self, event) or super().event(event)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.model.removeRows(0, self.model.rowCount())
        for row in rows:
            self.model.appendRow([QStandardItem(breakable(cell, 400)) for cell in row])
        for column in range(self.model.columnCount() - 1):  # the header itself follows titles, not new rows
            self.table.resizeColumnToContents(column)


class AboutDialog(ListDialog):
    """Versions of the program and of what it stands on, to be copied into a problem report."""

    def __init__(self, parent: QWidget | None, engine_note: str) -> None:
        remark = tr("Gauntlet Desktop {version}. Works offline: it opens no network connection.").format(
            version=__version__
        )
        super().__init__(parent, tr("About Gauntlet Desktop"), (tr("Part"), tr("Version")), remark)
        self.rows = [
            ("Gauntlet Desktop", __version__),
            ("Python", platform.python_version()),
            ("Qt", qVersion() or ""),
            (tr("System"), platform.platform()),
            *((name, _version(name)) for name in _PARTS),
            (tr("Analysis process"), engine_note or tr("ready")),
        ]
        self.show_rows(self.rows)
        copy = self.buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAccessibleName(tr("Copy the versions"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))

    def as_text(self) -> str:
        return "\n".join(f"{part}: {version}" for part, version in self.rows)


class ErrorDialog(QDialog):
    """An unexpected error with its traceback; the program goes on."""

    def __init__(self, parent: QWidget | None, traceback_text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Unexpected error"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 720, 420)
        self.details = QPlainTextEdit(traceback_text)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setFont(fixed_font())
        self.details.setAccessibleName(tr("Traceback"))
        copy = QPushButton(tr("Copy"))
        copy.setAccessibleName(tr("Copy the traceback"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(plain_label(tr("Something went wrong inside the program"), "headline"))
        layout.addWidget(
            plain_label(
                tr(
                    "This is a defect, not your mistake. The program goes on and results so far are kept. "
                    "The traceback below helps to mend it."
                )
            )
        )
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)


def as_sentence(error: GauntletError | ErrorRecord) -> str:
    """What went wrong and what to do, in the language of the window."""
    return " ".join(filter(None, error_words(error)))


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return tr("not installed")
