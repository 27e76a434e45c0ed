"""Opens the window's dialogs, each one gone when it is closed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from gauntlet_desktop.app.help_pages import FRONT
from gauntlet_desktop.core.records import Finding
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.cards_dialog import CardsDialog
from gauntlet_desktop.ui.clusters_dialog import ClustersDialog
from gauntlet_desktop.ui.dialogs import AboutDialog, as_sentence
from gauntlet_desktop.ui.finding_views import FindingViewDialog
from gauntlet_desktop.ui.glossary_dialog import GlossaryDialog
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.help_window import HelpWindow
from gauntlet_desktop.ui.keyboard import KeyRow, ShortcutsDialog
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.plugins_dialog import PluginsDialog
from gauntlet_desktop.ui.preferences import Preferences
from gauntlet_desktop.ui.report_dialog import ReportDialog
from gauntlet_desktop.ui.report_matter import ReportMatter
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.settings_dialog import SettingsDialog


class Dialogs(QObject):
    """The dialogs of one window; slow ones fill themselves from the pool."""

    def __init__(self, window: QWidget, pool: QThreadPool) -> None:
        super().__init__(window)
        self._window = window
        self._pool = pool
        self._help: HelpWindow | None = None

    def show_help(self, place: str) -> None:
        """The help at a place, in a window that stays beside this one."""
        if self._help is None:
            self._help = HelpWindow()
        self._help.show_place(place)

    def close_help(self) -> None:
        """Nothing else closes it: it stands for itself."""
        if self._help is not None:
            self._help.close()
            self._help.deleteLater()
            self._help = None

    def show_shortcuts(self, rows: Sequence[KeyRow]) -> None:
        self._open(ShortcutsDialog(self._window, rows))

    def show_glossary(self, language: str) -> None:
        self._open(GlossaryDialog(self._window, language), "glossary.md")

    def show_about(self, engine_note: str) -> None:
        self._open(AboutDialog(self._window, engine_note))

    def show_plugins(self, failures: Sequence[tuple[str, str]], when_changed: Callable[[], None]) -> None:
        """The plugins; `when_changed` is called after one was enabled or disabled."""
        dialog = PluginsDialog(self._window, self._pool, failures)
        dialog.changed.connect(when_changed)
        self._open(dialog, "user-guide.md#when-something-is-wrong")
        dialog.begin()

    def show_cards(self, detector: str = "") -> None:
        """The model cards, that of `detector` in front."""
        dialog = CardsDialog(self._window, detector)
        self._open(dialog, "methods.md")
        dialog.begin(self._pool)

    def show_models(self, when_changed: Callable[[], None], when_closed: Callable[[], None]) -> None:
        """The manager of models; `when_changed` is called after one was added, calibrated or removed."""
        dialog = ModelsDialog(self._window, self._pool)
        dialog.changed.connect(when_changed)
        dialog.finished.connect(when_closed)
        self._open(dialog, "models.md")
        dialog.begin()

    def show_clusters(self, listed: Sequence[bytes], open_image: Callable[[bytes], None]) -> None:
        """Clusters of a folder or of the images listed now; an image that is chosen there is opened."""
        dialog = ClustersDialog(self._window, self._pool, listed)
        dialog.image_chosen.connect(open_image)
        self._open(dialog, "user-guide.md#clusters", beside=True)
        dialog.begin()

    def show_report(self, matter: ReportMatter, when_written: Callable[[str], None]) -> None:
        """The report builder; the window stays in use beside it."""
        dialog = ReportDialog(self._window, self._pool, matter)
        dialog.written.connect(when_written)
        self._open(dialog, "user-guide.md#reports", beside=True)

    def show_finding(self, session: Session, finding: Finding) -> None:
        """What is behind the number of a finding of the current image, in a dialog beside the window."""
        if session.current is None:
            return
        picture = session.picture
        pixels, scale = (picture[0], picture[1].scale) if picture else (None, 1.0)
        dialog = FindingViewDialog(self._window, finding, pixels, scale)
        session.finding_views.arrived.connect(dialog.show_view)
        session.finding_views.failed.connect(dialog.show_failure)
        self._open(dialog, "user-guide.md#findings", beside=True)
        session.finding_views.ask(session.current, finding.id)

    def show_settings(self, preferences: Preferences, geometry: bytes, when_closed: Callable[[bytes], None]) -> None:
        """The settings, in the size that they had; `when_closed` is called with the size that they have then."""
        dialog = SettingsDialog(self._window, preferences, geometry)
        dialog.finished.connect(lambda _: when_closed(bytes(dialog.saveGeometry().data())))
        self._open(dialog, "user-guide.md#settings")

    def save_diagnostics(self, when_written: Callable[[str], None]) -> None:
        """Ask for a file, and write the diagnostic bundle into it beside the window."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save diagnostics"), "gauntlet-diagnostics.zip", tr("ZIP archive (*.zip)")
        )
        if not chosen:
            return
        task = Task(lambda _: _write_bundle(Path(chosen)))
        task.finished.connect(
            lambda _: when_written(tr("Diagnostics are in {chosen}").format(chosen=visible_path(os.fsencode(chosen))))
        )
        task.failed.connect(lambda error: self.complain(as_sentence(error)))
        task.start(self._pool)

    def complain(self, text: str) -> None:
        """Say what went wrong, as plain text."""
        title = self._window.windowTitle()
        box = QMessageBox(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.Ok, self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        self._open(box)

    def _open(self, dialog: QDialog, place: str = FRONT, *, beside: bool = False) -> None:
        """Show a dialog, with its place in the help; with `beside` the window stays in use."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_place(dialog, place)
        help_action = self._window.findChild(QAction, "help")
        assert isinstance(help_action, QAction)
        dialog.addAction(help_action)
        if beside:
            dialog.show()
        else:
            dialog.open()


def _write_bundle(path: Path) -> None:
    """Imported when it is asked for: the window stands sooner."""
    from gauntlet_desktop.app.bundle import write_bundle

    write_bundle(path)
