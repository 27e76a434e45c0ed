"""What the file of the current image declares about itself: never proof, and its absence says nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QPushButton, QTreeView

from gauntlet_desktop.core.records import AnalysisRecord, C2paResult, C2paState, FileIdentity, ImageFacts, Provenance
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.provenance_tree import Node, matching, tree
from gauntlet_desktop.ui.embedded_pictures import EmbeddedPictures
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.keys import KeyTable
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.tree_rows import NodeModel, spoken
from gauntlet_desktop.ui.widgets import Notice, ScrollPanel, Section, breakable, plain_label

_CELL_LIMIT = 240
_DETAIL_LIMIT = 4000
_TREE_HEIGHT = 320
_MARKS = {
    C2paState.ABSENT: "○",
    C2paState.INVALID: "✕",
    C2paState.VALID_UNTRUSTED: "◐",
    C2paState.VALID_TRUSTED: "●",
    C2paState.NOT_CHECKED: "?",
}


class ProvenancePanel(ScrollPanel):
    """C2PA state, declared origin, a tree of all sources with their places, pictures inside the file, its identity.

    `pictures_wanted` asks for the pixels of this many pictures inside a file (raw path): 0 is the image itself.
    """

    pictures_wanted = Signal(object, int)

    def __init__(self) -> None:
        super().__init__(tr("Provenance"))
        set_place(self, "user-guide.md#provenance")
        self._shown: AnalysisRecord | None = None
        self._nodes: tuple[Node, ...] = ()
        self.empty = plain_label(
            tr("Choose an image in the list. What its file declares stands here once it was read."), "muted"
        )
        self.c2pa = Notice()
        self.declared = Section(tr("Declared origin"), (2, 3))
        self.warnings = Section(tr("Remarks on the declarations"), (1,))
        self.identity = Section(tr("File"), (2, 3))
        self.pictures = EmbeddedPictures()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search names, values and places"))
        self.search.setAccessibleName(tr("Search the declarations"))
        self.search.setClearButtonEnabled(True)
        self.copy = QPushButton(tr("Copy value"))
        self.sources = NodeModel(self)
        self.view = self._make_view()
        self.detail = plain_label()
        self._caution = plain_label(tr(wording.DECLARATIONS), "muted")
        self._lay_out()
        self._connect()
        self.show_item(None)

    def _lay_out(self) -> None:
        for widget in (self.empty, self._caution, self.c2pa, self.declared, self.warnings):
            self.body.addWidget(widget)
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self.copy)
        self.body.addLayout(line)
        for below in (self.view, self.detail, self.pictures, self.identity):
            self.body.addWidget(below)
        self.body.addStretch(1)
        self.setTabOrder(self.view, self.copy)  # there is something to copy once a row was chosen

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._show_tree())
        self.copy.clicked.connect(self.copy_value)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        for what, keys, work in KEYS:
            action = QAction(tr(what), self.view)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, work=work: work(self))
            self.view.addAction(action)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self.sources)
        view.setAccessibleName(tr("Declared sources with their places"))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setUniformRowHeights(True)
        view.setIndentation(SPACE * 3 // 2)
        view.setMinimumHeight(_TREE_HEIGHT)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.header().setStretchLastSection(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column, width in enumerate((152, 136)):
            view.setColumnWidth(column, width)
        return view

    @property
    def current(self) -> Node | None:
        """The row of the tree that the user stands on."""
        return self.sources.node(self.view.currentIndex())

    def copy_value(self) -> None:
        """Put the whole value of the current row on the clipboard, as it is shown: made visible."""
        if self.current is not None:
            QGuiApplication.clipboard().setText(self.current.value or self.current.name)

    def show_pixels(self, raw_path: bytes, number: int, pixels: NDArray[np.uint8] | None) -> None:
        """Pixels that were asked for; those of another file are dropped."""
        if self._shown is not None and self._shown.source.raw_path == raw_path:
            self.pictures.show_pixels(number, pixels)

    def show_item(self, item: ImageItem | None) -> None:
        """Show what the image's file declares, as far as it is known."""
        record = item.record if item else None
        if record is self._shown and record is not None:
            return
        self._shown = record
        provenance = record.provenance if record else None
        self.empty.setVisible(provenance is None)
        self._caution.setVisible(provenance is not None)
        for widget in (self.search, self.copy, self.view):
            widget.setVisible(provenance is not None)
        self.identity.show_rows(_identity_rows(record.source, record.image) if record else [])
        self._show_provenance(provenance)

    def _show_provenance(self, provenance: Provenance | None) -> None:
        if provenance is None:
            self.c2pa.show_text("")
            self.declared.show_rows([])
            self.warnings.show_rows([])
            self.pictures.show_pictures(())
            self._set_tree(())
            return
        state = provenance.c2pa.state
        self.c2pa.show_text(
            _c2pa_text(provenance.c2pa),
            f"{_MARKS[state]}  C2PA. {tr(wording.C2PA[state])}",
        )
        declared = (
            (tr("Camera"), provenance.camera),
            (tr("Generator"), provenance.generator),
            (tr("Digital source type"), provenance.digital_source_type),
        )
        self.declared.show_rows(
            [(name, breakable(value, _CELL_LIMIT) or tr("not declared")) for name, value in declared]
        )
        self.warnings.show_rows([(f"•  {breakable(warning, _CELL_LIMIT)}",) for warning in provenance.warnings])
        self._set_tree(tree(provenance))
        self.pictures.show_pictures(provenance.pictures)
        if provenance.pictures and self._shown is not None:
            self.pictures_wanted.emit(self._shown.source.raw_path, len(provenance.pictures))

    def _set_tree(self, nodes: tuple[Node, ...]) -> None:
        self._nodes = nodes
        self._show_tree()

    def _show_tree(self) -> None:
        """The rows that the search leaves: the first two levels open, all of them where something is searched."""
        wanted = self.search.text().strip()
        self.sources.show(matching(self._nodes, wanted))
        if wanted:
            self.view.expandAll()
        else:
            self._open_sources()
        self._show_detail()

    def _open_sources(self) -> None:
        """Everything but the container's structure, which is long and seldom asked for."""
        last = self.sources.rowCount() - 1
        for row in range(self.sources.rowCount()):
            index = self.sources.index(row, 0, QModelIndex())
            if row < last or row == 0:
                self.view.expandRecursively(index, 1)

    def _show_detail(self) -> None:
        """All of the current row, whatever its length."""
        node = self.current
        self.copy.setEnabled(node is not None)
        self.detail.setText(breakable(spoken(node), _DETAIL_LIMIT) if node is not None else "")
        self.detail.setVisible(node is not None)


# What the tree of the declarations does while it has the focus.
KEYS: KeyTable[ProvenancePanel] = ((marked("Copy value"), ("Ctrl+C",), ProvenancePanel.copy_value),)


def _c2pa_text(c2pa: C2paResult) -> str:
    lines = (
        ("", c2pa.detail),
        (tr("Claim generator"), c2pa.claim_generator),
        (tr("Signer"), c2pa.signer),
        (tr("Actions"), ", ".join(c2pa.actions)),
        (tr("Digital source types"), ", ".join(c2pa.digital_source_types)),
    )
    return "\n".join(prefix + breakable(value, _CELL_LIMIT) for prefix, value in lines if value)


def _identity_rows(source: FileIdentity, image: ImageFacts | None) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (tr("Path"), breakable(source.path, _CELL_LIMIT)),
        (tr("Size"), tr("%Ln byte(s)", "", source.size_bytes)),
        ("SHA-256", breakable(source.sha256) or tr("not read")),
    ]
    if image is not None:
        rows += [
            (
                tr("Picture"),
                tr("{width} × {height} px, {container}, {mode}, {bit_depth} bit").format(
                    width=image.width,
                    height=image.height,
                    container=image.container,
                    mode=image.mode,
                    bit_depth=image.bit_depth,
                ),
            ),
            (tr("Colour profile"), breakable(image.icc_profile, _CELL_LIMIT) or tr("none")),
        ]
        if image.jpeg is not None:
            rows.append(
                (
                    "JPEG",
                    tr("quality about {quality}, {subsampling}").format(
                        quality=image.jpeg.quality, subsampling=image.jpeg.subsampling
                    ),
                )
            )
        rows += [(tr("Remark"), breakable(note, _CELL_LIMIT)) for note in image.notes]
    return rows
