"""The dialogs: plugins, about, keyboard shortcuts, and what an unexpected error looks like."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QThreadPool, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop import __version__
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.ui.actions import shortcut_rows
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, plain_label

if TYPE_CHECKING:
    from gauntlet_desktop.app.catalogue import PluginInfo

_PARTS = ("PySide6-Essentials", "onnxruntime", "numpy", "pillow", "pi-heif", "c2pa-python", "reportlab", "torch")


class ListDialog(QDialog):
    """A titled table with a remark above it and a Close button."""

    def __init__(self, parent: QWidget | None, title: str, columns: Sequence[str], remark: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(640, 480)
        self.remark = plain_label(remark, "muted")
        self.model = QStandardItemModel(0, len(columns), self)
        self.model.setHorizontalHeaderLabels(list(columns))
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(title)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(104)
        header.setStretchLastSection(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        for widget in (self.remark, self.table, self.buttons):
            layout.addWidget(widget)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.model.removeRows(0, self.model.rowCount())
        for row in rows:
            self.model.appendRow([QStandardItem(breakable(cell, 400)) for cell in row])


class PluginsDialog(ListDialog):
    """The installed plugins; their files are hashed in the background."""

    def __init__(self, parent: QWidget | None, failures: Sequence[tuple[str, str]] = ()) -> None:
        columns = ("Plugin", "State", "Version", "Kinds", "Licence", "From", "Remark")
        super().__init__(parent, "Plugins", columns, "Checking the files of the plugins …")
        self.resize(960, 420)
        self._failures = dict(failures)
        self._task = Task(_list_plugins)
        self._task.finished.connect(self._show)
        self._task.failed.connect(lambda error: self.remark.setText(str(error)))

    def begin(self, pool: QThreadPool) -> None:
        self._task.start(pool)

    def _show(self, plugins: tuple[PluginInfo, ...]) -> None:
        self.show_rows([self._row(plugin) for plugin in plugins])
        self.remark.setText(
            "A plugin runs with your rights: install only what you trust. With GAUNTLET_SAFE_MODE=1 only built-in "
            "plugins are loaded."
        )

    def _row(self, plugin: PluginInfo) -> tuple[str, ...]:
        reason = plugin.reason or self._failures.get(plugin.id, "")
        return (
            plugin.name,
            "✕ failed" if reason else "✓ ready",
            plugin.version,
            ", ".join(plugin.kinds),
            plugin.licence,
            "built in" if plugin.built_in else plugin.distribution,
            reason or plugin.description,
        )


class ShortcutsDialog(ListDialog):
    """The keyboard cheat sheet."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Keyboard shortcuts", ("What", "Keys"), "Everything can be reached with Tab as well.")
        self.show_rows(shortcut_rows())


class AboutDialog(ListDialog):
    """Versions of the program and of what it stands on, to be copied into a problem report."""

    def __init__(self, parent: QWidget | None, engine_note: str) -> None:
        remark = f"Gauntlet Desktop {__version__}. Works offline: it opens no network connection."
        super().__init__(parent, "About Gauntlet Desktop", ("Part", "Version"), remark)
        self.rows = [
            ("Gauntlet Desktop", __version__),
            ("Python", platform.python_version()),
            ("Qt", qVersion() or ""),
            ("System", platform.platform()),
            *((name, _version(name)) for name in _PARTS),
            ("Analysis process", engine_note or "ready"),
        ]
        self.show_rows(self.rows)
        copy = self.buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAccessibleName("Copy the versions")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))

    def as_text(self) -> str:
        return "\n".join(f"{part}: {version}" for part, version in self.rows)


class ErrorDialog(QDialog):
    """An unexpected error with its traceback; the program goes on."""

    def __init__(self, parent: QWidget | None, traceback_text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unexpected error")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 420)
        self.details = QPlainTextEdit(traceback_text)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName("Traceback")
        copy = QPushButton("Copy")
        copy.setAccessibleName("Copy the traceback")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(plain_label("Something went wrong inside the program", "headline"))
        layout.addWidget(
            plain_label(
                "This is a defect, not your mistake. The program goes on and results so far are kept. "
                "The traceback below helps to mend it."
            )
        )
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)


def _list_plugins(_: Task) -> tuple[PluginInfo, ...]:
    from gauntlet_desktop.app.catalogue import list_plugins

    return list_plugins()


def as_sentence(error: GauntletError) -> str:
    return f"{error.message} {error.remedy}".strip()


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed"
