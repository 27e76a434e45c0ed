"""What the file of the current image declares about itself: never proof, and its absence says nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gauntlet_desktop.core.records import AnalysisRecord, C2paResult, C2paState, FileIdentity, ImageFacts, Provenance
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.rows import Row, RowModel
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, ScrollPanel, Section, breakable, plain_label

FIELD_COLUMNS = ("Field", "Value", "Where it stands")
_CELL_LIMIT = 240
_MARKS = {
    C2paState.ABSENT: "○",
    C2paState.INVALID: "✕",
    C2paState.VALID_UNTRUSTED: "◐",
    C2paState.VALID_TRUSTED: "●",
    C2paState.NOT_CHECKED: "?",
}


class ProvenancePanel(ScrollPanel):
    """C2PA state, declared origin, the file's identity and every field with its place."""

    def __init__(self) -> None:
        super().__init__("Provenance")
        self._shown: AnalysisRecord | None = None
        self.empty = plain_label("The file has not been read yet.", "muted")
        self.c2pa = Notice()
        self.declared = Section("Declared origin", (2, 3))
        self.warnings = Section("Remarks on the declarations", (1,))
        self.identity = Section("File", (2, 3))
        self.fields = RowModel(FIELD_COLUMNS, self)
        self._table = self._make_table()
        self._caution = plain_label(wording.DECLARATIONS, "muted")
        for widget in (self.empty, self._caution, self.c2pa, self.declared, self.warnings, self._table, self.identity):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.show_item(None)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.fields)
        table.setAccessibleName("Declared fields with their places")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + SPACE)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setMinimumHeight(200)
        return table

    def show_item(self, item: ImageItem | None) -> None:
        """Show what the image's file declares, as far as it is known."""
        record = item.record if item else None
        if record is self._shown and record is not None:
            return
        self._shown = record
        provenance = record.provenance if record else None
        self.empty.setVisible(provenance is None)
        self._caution.setVisible(provenance is not None)
        self._table.setVisible(bool(provenance and provenance.fields))
        self.identity.show_rows(_identity_rows(record.source, record.image) if record else [])
        self._show_provenance(provenance)

    def _show_provenance(self, provenance: Provenance | None) -> None:
        if provenance is None:
            self.c2pa.show_text("")
            self.declared.show_rows([])
            self.warnings.show_rows([])
            return
        state = provenance.c2pa.state
        self.c2pa.show_text(_c2pa_text(provenance.c2pa), f"{_MARKS[state]}  C2PA. {wording.C2PA[state]}")
        declared = (
            ("Camera", provenance.camera),
            ("Generator", provenance.generator),
            ("Digital source type", provenance.digital_source_type),
        )
        self.declared.show_rows([(name, breakable(value, _CELL_LIMIT) or "not declared") for name, value in declared])
        self.warnings.show_rows([(f"•  {breakable(warning, _CELL_LIMIT)}",) for warning in provenance.warnings])
        self._show_fields(provenance)

    def _show_fields(self, provenance: Provenance) -> None:
        declared = [(field.name, field.value, field.location) for field in provenance.fields]
        self.fields.set_rows([Row(tuple(breakable(text, _CELL_LIMIT) for text in texts)) for texts in declared])
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate((112, 144)):
            self._table.setColumnWidth(column, width)


def _c2pa_text(c2pa: C2paResult) -> str:
    lines = (
        ("", c2pa.detail),
        ("Claim generator: ", c2pa.claim_generator),
        ("Signer: ", c2pa.signer),
        ("Actions: ", ", ".join(c2pa.actions)),
        ("Digital source types: ", ", ".join(c2pa.digital_source_types)),
    )
    return "\n".join(prefix + breakable(value, _CELL_LIMIT) for prefix, value in lines if value)


def _identity_rows(source: FileIdentity, image: ImageFacts | None) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("Path", breakable(source.path, _CELL_LIMIT)),
        ("Size", f"{source.size_bytes:,} bytes"),
        ("SHA-256", breakable(source.sha256) or "not read"),
    ]
    if image is not None:
        rows += [
            ("Picture", f"{image.width} × {image.height} px, {image.container}, {image.mode}, {image.bit_depth} bit"),
            ("Colour profile", breakable(image.icc_profile, _CELL_LIMIT) or "none"),
        ]
        if image.jpeg is not None:
            rows.append(("JPEG", f"quality about {image.jpeg.quality}, {image.jpeg.subsampling}"))
        rows += [("Remark", breakable(note, _CELL_LIMIT)) for note in image.notes]
    return rows
