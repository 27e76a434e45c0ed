"""The main window: lays out the panels, connects them to the session, and offers the actions."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QUndoStack,
)
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from gauntlet_desktop.app.home import cannot_be_kept
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.settings import read_own
from gauntlet_desktop.app.settings_spec import Settings
from gauntlet_desktop.app.window_state import WindowState, save_state
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.ui.actions import MENUS, TOOL_BAR, fill_menus, make_actions
from gauntlet_desktop.ui.background import Pool
from gauntlet_desktop.ui.cases import CaseWindows
from gauntlet_desktop.ui.centre import Centre
from gauntlet_desktop.ui.checklist import SessionChecklist
from gauntlet_desktop.ui.dialog_opener import Dialogs
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.docks import RESULTS, Docks
from gauntlet_desktop.ui.explanations_panel import ExplanationsPanel
from gauntlet_desktop.ui.exports import Exporter, Pixels
from gauntlet_desktop.ui.findings_panel import FindingsPanel
from gauntlet_desktop.ui.following import Following
from gauntlet_desktop.ui.help_places import place_of
from gauntlet_desktop.ui.icons import program_icon
from gauntlet_desktop.ui.image_list import ImageListPanel
from gauntlet_desktop.ui.keyboard import all_rows, give_mnemonics
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.opening import Memory, Opener
from gauntlet_desktop.ui.pace import Paced
from gauntlet_desktop.ui.preferences import Preferences
from gauntlet_desktop.ui.provenance_panel import ProvenancePanel
from gauntlet_desktop.ui.report_matter import matter_of
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.start_page import StartPage
from gauntlet_desktop.ui.status import StatusBar
from gauntlet_desktop.ui.text_panel import TextPanel
from gauntlet_desktop.ui.tour import Tour
from gauntlet_desktop.ui.undo import RemoveImages
from gauntlet_desktop.ui.verdict_panel import VerdictPanel
from gauntlet_desktop.ui.widgets import ToolBar, set_highlighted

if TYPE_CHECKING:
    from gauntlet_desktop.ui.viewer import ViewerPanel

ResultPanel = VerdictPanel | FindingsPanel | ProvenancePanel | TextPanel | ExplanationsPanel | SessionChecklist

_log = logging.getLogger(__name__)

TITLE = "Gauntlet Desktop"
_POOL_END_MS = 5000
_LEAST_SIZE, _MOST_SIZE = QSize(1280, 800), QSize(2400, 1350)


class MainWindow(QMainWindow):
    """Everything on the screen. It only reads records; work goes through the session."""

    first_painted = Signal()

    def __init__(
        self, session: Session, settings: Settings, viewer: ViewerPanel, state: WindowState | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.preferences = Preferences(settings)
        self.memory = Memory(state or WindowState(), self.preferences)
        self.viewer = viewer
        self.pool = Pool(self)
        self.opener = Opener(self, self.memory, self.pool)
        self.exporter = Exporter(self, self.pool)
        self.dialogs = Dialogs(self, self.pool)
        self.cases = CaseWindows(self, session)
        self.undo_stack = QUndoStack(self)
        self.actions_by_id = make_actions(self)
        self.images = ImageListPanel(session.model)
        self.verdict, self.findings = VerdictPanel(), FindingsPanel()
        self.provenance, self.text = ProvenancePanel(), TextPanel(session.remarks, session.reading)
        self.explanations = ExplanationsPanel(session.explanations)
        self.checklist = SessionChecklist(viewer, self.undo_stack)
        panels = (self.verdict, self.findings, self.provenance, self.text, self.explanations, self.checklist)
        self.panels: dict[str, ResultPanel] = dict(zip(RESULTS, panels, strict=True))
        self.start_page = StartPage()
        self.centre = Centre(session, self.start_page, viewer)
        self.status = StatusBar()
        self.tour = Tour(self)
        self.following = Following(self)
        self._painted = False
        self.in_front: set[str] = set()  # titles of the result panels that can be seen
        self._build()
        self._connect()
        self._restore()
        self._show_current()
        self._show_picture()
        self._show_notice()

    def once_painted(self, work: Callable[[], object]) -> None:
        """Do something as soon as the window stands, unless it was closed by then: what starts after the end of a
        window is never ended."""
        self.first_painted.connect(lambda: work() if self.isVisible() else None)

    # Building

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        self.setWindowIcon(program_icon())
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AnimatedDocks)
        self.setCentralWidget(self.centre)
        self.setStatusBar(self.status)
        self.docks = Docks(self, self.images, self.panels)
        self._build_menus()
        self._build_tool_bar()

    def _build_menus(self) -> None:
        menus = {title: self.menuBar().addMenu(tr(title)) for title in MENUS}
        fill_menus(menus, self.actions_by_id)
        menus["&File"].insertMenu(self.actions_by_id["export_report"], self.opener.recent_menu)
        panels_menu = menus["&View"].addMenu(tr("P&anels"))
        for dock in self.docks.all:
            panels_menu.addAction(dock.toggleViewAction())
        give_mnemonics(panels_menu.actions())
        self.following.fill_theme_menu(menus["&View"].addMenu(tr("The&me")))

    def _build_tool_bar(self) -> None:
        self.tools = bar = ToolBar("tool-bar", self)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for action_id in TOOL_BAR:
            if not action_id:
                bar.addSeparator()
                continue
            action = self.actions_by_id[action_id]
            bar.addAction(action)
            button = bar.widgetForAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text().replace("&", "").rstrip("…"))

    def _connect(self) -> None:
        handlers = {
            "open_files": self.opener.ask_for_files,
            "open_folder": self.opener.ask_for_folder,
            "new_case": self.cases.ask_to_create,
            "open_case": self.cases.ask_to_open,
            "export_report": self._export_report,
            "export_heatmap": self._export_heatmap,
            "save_case": self._save_case,
            "quit": self.close,
            "undo": self.undo_stack.undo,
            "redo": self.undo_stack.redo,
            "copy_sha256": self._copy_sha256,
            "remove": self._remove_selected,
            "find": self.images.search.setFocus,
            "settings": self.following.show_settings,
            "next": lambda: self.images.step(1),
            "previous": lambda: self.images.step(-1),
            "analyse_again": lambda: self.session.analyse_again(self.images.selected()),
            "cancel": self._cancel,
            "show_verdict": lambda: self.show_result("Verdict"),
            "show_findings": lambda: self.show_result("Findings"),
            "show_provenance": lambda: self.show_result("Provenance"),
            "show_text": lambda: self.show_result("Text"),
            "clusters": lambda: self.dialogs.show_clusters(
                [item.raw_path for item in self.session.model.items], lambda path: self.opener.open_paths([path])
            ),
            "show_explanations": lambda: self.show_result("Explanations"),
            "show_checklist": lambda: self.show_result("Checklist"),
            "compare_maps": self.viewer.toggle_grid,
            "reset_layout": self.docks.reset,
            "tour": self.tour.start,
            "help": lambda: self.dialogs.show_help(place_of(QApplication.focusWidget())),
            "shortcuts": lambda: self.dialogs.show_shortcuts(all_rows(self.menuBar())),
            "glossary": lambda: self.dialogs.show_glossary(self.session.reading.reader.language),
            "detectors": self.dialogs.show_cards,
            "models": lambda: self.dialogs.show_models(self.session.reload_engine, self.session.renew_language_models),
            "plugins": lambda: self.dialogs.show_plugins(self.session.engine_failures, self.session.reload_engine),
            "diagnostics": lambda: self.dialogs.save_diagnostics(self.status.remark),
            "about": lambda: self.dialogs.show_about(self.session.engine_note),
        }
        self.actions_by_id["help"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        for action_id, handler in handlers.items():
            self.actions_by_id[action_id].triggered.connect(lambda _=False, handler=handler: handler())
        self._connect_session()
        self._connect_panels()

    def _connect_session(self) -> None:
        self.session.current_changed.connect(self._show_current)
        self.session.picture_changed.connect(self._show_picture)
        self.session.explanations.explained.connect(self.centre.show_explanation)
        self.session.explanations.changed.connect(self._enable_actions)
        show_progress, follow_list = Paced(self, self._show_progress), Paced(self, self._show_picture)
        self.session.progress_changed.connect(show_progress)
        self.session.engine_changed.connect(self._show_progress)
        self.session.model.rowsInserted.connect(follow_list)
        self.session.model.rowsRemoved.connect(self._show_picture)
        self.images.current_changed.connect(self.session.select)
        self.images.view.selectionModel().selectionChanged.connect(self._enable_actions)

    def _connect_panels(self) -> None:
        self.start_page.open_files.connect(self.opener.ask_for_files)
        self.start_page.tour_wanted.connect(self.tour.start)
        self.start_page.open_folder.connect(self.opener.ask_for_folder)
        self.start_page.open_samples.connect(
            lambda: self.opener.open_paths([os.fsencode(path) for path in sample_files()])
        )
        self.opener.found.connect(self._add)
        self.opener.nothing_found.connect(lambda: self.status.remark(tr("No images were found there.")))
        self.opener.failed.connect(self.dialogs.complain)
        self.opener.busy_changed.connect(self._enable_actions)
        self.opener.case_found.connect(self.cases.open)
        self.cases.opened.connect(self.memory.add_recent)
        self.cases.open_wanted.connect(lambda raw_path: self.opener.open_paths([raw_path]))
        self.cases.card_requested.connect(self.dialogs.show_cards)
        self.cases.failed.connect(self.dialogs.complain)
        self.status.cancel_requested.connect(self._cancel)
        self.viewer.cursor_moved.connect(self.status.cursor_place.setText)
        self.findings.region_requested.connect(self.viewer.show_region)
        self.findings.view_requested.connect(lambda finding: self.dialogs.show_finding(self.session, finding))
        self.text.remarks.region_requested.connect(self.viewer.show_region)
        self.verdict.card_requested.connect(self.dialogs.show_cards)
        self.provenance.pictures_wanted.connect(self.session.request_embedded)
        self.session.embedded_arrived.connect(self.provenance.show_pixels)
        self.explanations.heatmap_chosen.connect(self.viewer.choose_heatmap)
        self.explanations.grid_requested.connect(lambda: setattr(self.viewer, "compare_mode", "grid"))
        for title, dock in self.docks.results.items():
            dock.visibilityChanged.connect(lambda front, title=title: self._panel_came_or_went(title, front))
        self.text.hovered.connect(self._highlight)
        self.text.chosen.connect(self._go_to_records)
        self.exporter.finished.connect(self.status.remark)
        self.exporter.failed.connect(self.dialogs.complain)
        self.undo_stack.canUndoChanged.connect(self._enable_actions)
        self.undo_stack.canRedoChanged.connect(self._enable_actions)

    def _restore(self) -> None:
        state = self.memory.state
        self.session.explanations.timings = state.timings
        self.following.begin()
        if not self.restoreGeometry(QByteArray(state.geometry)):
            self.resize(_first_size(self.screen().availableSize()))
        if not self.docks.restore(state.layout):
            self.docks.fit_widths()
        self.docks.name_tab_bars()

    # Showing

    def _show_notice(self) -> None:
        """What is wrong with the user's own folders and settings."""
        unkept, unused = cannot_be_kept(), read_own().complaints
        short = tr("Some things cannot be kept") if unkept else tr("Some settings are not used")
        self.status.show_notice(short, [as_sentence(each) for each in (*unkept, *unused)])

    def _add(self, raw_paths: list[bytes], first: bool) -> None:
        items = self.session.add(raw_paths)
        if first and items:  # in a turn of its own: to list some hundred files and to show one would be a long one
            QTimer.singleShot(0, self, lambda: self.images.choose(items[0]))

    def _show_current(self) -> None:
        for title in self.panels:
            self._refresh_panel(title)
        item = self.session.current
        self.setWindowTitle(f"{item.name} - {TITLE}" if item else TITLE)
        self.centre.show_heatmaps()
        if self.session.picture is None:
            self._show_picture()
        self._enable_actions()

    def show_result(self, title: str) -> None:
        """Bring a result panel to the front."""
        self.docks.raise_result(title)
        self.panels[title].show_item(self.session.current)

    def _panel_came_or_went(self, title: str, front: bool) -> None:
        """A dock behind another one of its tabs is "visible" with Qt: only the dock's signal tells the two apart."""
        (self.in_front.add if front else self.in_front.discard)(title)
        self._refresh_panel(title)

    def _refresh_panel(self, title: str) -> None:
        """Panels behind others are brought up to date when they come to the front: laying out labels is slow."""
        if title in self.in_front:
            self.panels[title].show_item(self.session.current)

    def _show_picture(self) -> None:
        self.centre.show_picture()
        self._enable_actions()

    def _show_progress(self) -> None:
        self.status.show_progress(self.session.progress, self.session.step, self.session.engine_note)
        self._enable_actions()

    def _highlight(self, record_ids: tuple[str, ...]) -> None:
        titles = {self._panel_of(record_id) for record_id in record_ids}
        for title, panel in self.panels.items():
            set_highlighted(panel, title in titles)

    def _go_to_records(self, record_ids: tuple[str, ...]) -> None:
        """Bring the first record of a sentence to the front; a finding shows its region as well."""
        title = self._panel_of(record_ids[0])
        self.show_result(title)
        if title == "Findings":
            self.findings.reveal(record_ids[0])

    def _panel_of(self, record_id: str) -> str:
        record = self.session.current.record if self.session.current else None
        if record and any(finding.id == record_id for finding in record.findings):
            return "Findings"
        return "Provenance" if record_id.startswith("provenance") else "Verdict"

    def _enable_actions(self) -> None:
        item = self.session.current
        record = self._complete_record()
        ready = record is not None and (self.session.picture is not None or record.error is not None)
        enabled = {
            "export_report": ready,
            "export_heatmap": ready and record is not None and bool(record.heatmaps),
            "save_case": bool(self.session.model.items),
            "copy_sha256": bool(item and item.record and item.record.source.sha256),
            "remove": self.images.view.selectionModel().hasSelection(),
            "analyse_again": any(chosen.ended for chosen in self.images.each_selected()),
            "cancel": self.session.progress.active or self.opener.busy or self.session.explanations.count > 0,
            "compare_maps": record is not None and len(record.heatmaps) > 1,
            "next": bool(self.session.model.items),
            "previous": bool(self.session.model.items),
            "undo": self.undo_stack.canUndo(),
            "redo": self.undo_stack.canRedo(),
        }
        for action_id, on in enabled.items():
            self.actions_by_id[action_id].setEnabled(on)

    # Doing

    def _complete_record(self) -> AnalysisRecord | None:
        item = self.session.current
        return item.record if item and item.complete else None

    def _export_report(self) -> None:
        record = self._complete_record()
        if record is not None:
            self.dialogs.show_report(matter_of(self, record), self.status.remark)

    def _export_heatmap(self) -> None:
        record = self._complete_record()
        if record is not None:
            self.exporter.export_heatmap(record, self._pixels(), self.viewer.colormap, self.viewer.opacity / 100)

    def _pixels(self) -> Pixels:
        return self.session.picture[0] if self.session.picture else None

    def _save_case(self) -> None:
        records = [item.record for item in self.session.model.items if item.complete and item.record is not None]
        if records:
            self.exporter.save_case(records, self.checklist.by_hash(self.session.model.items))
        else:
            self.status.remark(tr("There are no complete results yet."))

    def _copy_sha256(self) -> None:
        item = self.session.current
        if item and item.record:
            QGuiApplication.clipboard().setText(item.record.source.sha256)
            self.status.remark(tr("SHA-256 copied."))

    def _remove_selected(self) -> None:
        items = self.images.selected()
        if items:
            self.undo_stack.push(RemoveImages(self.session, items))

    def _cancel(self) -> None:
        self.opener.stop()
        self.session.cancel_all()

    # Qt events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_paths(event.mimeData()):
            self.start_page.set_dropping(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start_page.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start_page.set_dropping(False)
        event.acceptProposedAction()
        self.opener.open_paths(_local_paths(event.mimeData()))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab passes over what stands in docks behind others, which Qt keeps outside of the window."""
        while super().focusNextPrevChild(forward):
            if not self.docks.hides(QApplication.focusWidget()):
                return True
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.cases.close_all()
        self.dialogs.close_help()
        self._remember()
        self.session.close()
        self.pool.close(_POOL_END_MS)
        super().closeEvent(event)

    def _remember(self) -> None:
        self.following.collect()
        state = replace(
            self.memory.state,
            timings=self.session.explanations.timings,
            geometry=bytes(self.saveGeometry().data()),
            layout=self.docks.save(),
        )
        try:
            self.preferences.keep()
            save_state(state)
        except EnvironmentFault as fault:
            _log.warning("the settings were not saved: %s", fault)


def _first_size(screen: QSize) -> QSize:
    """Most of the screen, neither less than the panels need nor more than eyes take in."""
    return (screen * 0.85).expandedTo(_LEAST_SIZE).boundedTo(_MOST_SIZE)


def _local_paths(mime: QMimeData) -> list[bytes]:
    return [os.fsencode(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
