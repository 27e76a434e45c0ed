"""Measured findings of the current image, grouped by what they claim; choosing one shows its region."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QPushButton, QSplitter, QTreeView, QVBoxLayout

from gauntlet_desktop.core.records import Finding
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.items import ImageItem, silence
from gauntlet_desktop.ui.language import figures, marked, tr
from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel
from gauntlet_desktop.ui.terms import meanings
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import ScrollPanel, Section, plain_label

COLUMNS = (marked("Artifact"), marked("Side"), marked("Value"), marked("Camera"), marked("Pct."))
_HEADER_TIPS = (
    marked("What was measured"),
    marked("The side that the artifact speaks for: ◆ generated, ■ camera, – neither"),
    marked("The measured value"),
    marked("Range of the value from the 5th to the 95th percentile of camera images"),
    marked("Percentile of the value among camera images"),
)
_GROUPS = (
    ("finding", marked("Findings")),
    ("observation", marked("Observations (no claim)")),
    ("unremarkable", marked("Unremarkable")),
)
_TOWARDS = {"generated": "◆", "camera": "■", "neither": "–"}


class FindingsPanel(QFrame):
    """A table of findings with the whole of the chosen one below it."""

    region_requested = Signal(object)  # Box or None
    view_requested = Signal(object)  # Finding

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Findings"))
        set_place(self, "user-guide.md#findings")
        self._shown: tuple[Finding, ...] | None = None
        self.model = RowModel(tuple(map(tr, COLUMNS)), self, tuple(map(tr, _HEADER_TIPS)))
        self.view = self._make_view()
        EmptyText(self.view, tr("The findings of an image are listed here."))
        self._note = plain_label(tr(wording.FINDINGS), "muted")
        self._note.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        self.detail = FindingDetail()
        self.detail.view_requested.connect(self.view_requested)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(self.detail)
        splitter.setSizes([280, 240])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._note)
        layout.addWidget(splitter, 1)
        self.show_item(None)

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self.model)
        view.setAccessibleName(tr("Findings by claim"))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAllColumnsShowFocus(True)
        view.setRootIsDecorated(False)
        view.setItemsExpandable(False)
        view.setIndentation(SPACE)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.header().setStretchLastSection(False)
        view.selectionModel().currentChanged.connect(self._choose)
        view.clicked.connect(self._choose)  # a second click shows the region again
        view.activated.connect(self._open_view)
        return view

    def show_item(self, item: ImageItem | None) -> None:
        """Show the findings of an image, as far as they are known."""
        findings = item.record.findings if item and item.record else ()
        if not findings:
            self.detail.show_remark(silence(item, "findings", tr("Nothing was measured")))
        if findings == self._shown:
            return
        self._shown = findings
        groups = [(title, [f for f in findings if f.claim == claim]) for claim, title in _GROUPS]
        self.model.set_rows([_group(title, group) for title, group in groups if group])
        for row in range(self.model.rowCount()):
            self.view.setFirstColumnSpanned(row, QModelIndex(), True)
        self.view.expandAll()
        self._fit_columns()
        if findings:
            self.detail.show_remark(tr("Choose a finding to see its region."))

    def reveal(self, record_id: str) -> None:
        """Choose the finding of that id; its region is shown."""
        index = self.model.find(record_id)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def _fit_columns(self) -> None:
        header = self.view.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _choose(self, index: QModelIndex) -> None:
        finding = index.data(PAYLOAD_ROLE)
        if isinstance(finding, Finding):
            self.detail.show_finding(finding)
            self.region_requested.emit(finding.region)

    def _open_view(self, index: QModelIndex) -> None:
        finding = index.data(PAYLOAD_ROLE)
        if isinstance(finding, Finding) and finding.view:
            self.view_requested.emit(finding)


class FindingDetail(ScrollPanel):
    """Everything that a finding says about itself, and the way to what is behind its number."""

    view_requested = Signal(object)  # Finding

    def __init__(self) -> None:
        super().__init__(tr("Chosen finding"))
        self._finding: Finding | None = None
        self.show_view = QPushButton()
        self.show_view.setAccessibleName(tr("Show what is behind the number"))
        self.show_view.clicked.connect(lambda: self.view_requested.emit(self._finding))
        self._title = plain_label(role="title")
        self._rows = Section(tr("Measurement"), (2, 3))
        self.body.addWidget(self._title)
        self.body.addWidget(self.show_view, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._rows)
        self.body.addStretch(1)

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._rows.text}"

    def show_remark(self, text: str) -> None:
        """Say why no finding is shown."""
        self._title.setText(text)
        self.show_view.hide()
        self._rows.show_rows([])

    def show_finding(self, finding: Finding) -> None:
        self._finding = finding
        self._title.setText(tr(finding.artifact))
        self.show_view.setText(tr("&Show the {view}").format(view=tr(finding.view)))
        self.show_view.setVisible(bool(finding.view))
        self._rows.show_rows(
            [
                (tr("Value"), _measured(finding.value, finding.unit)),
                *_placed(finding),
                (tr("Towards"), tr(wording.TOWARDS.get(finding.towards, finding.towards))),
                (tr("Kind"), tr(wording.SUBJECTS.get(finding.subject, finding.subject))),
                (
                    tr("Strength"),
                    tr("weak: goes with the artifact") if finding.strength == "weak" else tr("measured directly"),
                ),
                (tr("Region"), _region_text(finding)),
                (tr("Method"), finding.method),
                (tr("After", "literature"), finding.source or tr("not stated")),
                (tr("Holds for"), "; ".join(finding.conditions) or tr("no condition stated")),
                (tr("Record"), finding.id),
            ]
        )


def _placed(finding: Finding) -> list[tuple[str, str]]:
    """Where the value stands among held-out images, and how often the claim is wrong."""
    reference = finding.reference
    if reference is None:
        return [(tr("Held-out images"), tr("none of this kind were measured, so nothing is claimed"))]
    return [
        (
            tr("Camera images, 5 to 95 %"),
            tr("{low} to {high}").format(
                low=figures(f"{reference.real_p05:.4g}"), high=_measured(reference.real_p95, finding.unit)
            ),
        ),
        (
            tr("Percentile, camera"),
            _percentile(reference.real_percentile, reference.n_real),
        ),
        (
            tr("Percentile, generated"),
            _percentile(reference.generated_percentile, reference.n_generated),
        ),
        (tr("False claims on held-out images"), figures(f"{100 * reference.false_claim_rate:.1f} %")),
    ]


def _region_text(finding: Finding) -> str:
    box = finding.region
    if box is None:
        return tr("the whole picture")
    return tr("{width} × {height} px at ({x}, {y})").format(width=box.width, height=box.height, x=box.x, y=box.y)


def _measured(value: float, unit: str) -> str:
    return f"{figures(f'{value:.4g}')} {unit}"


def _percentile(percentile: float, images: int) -> str:
    return tr("{percentile} of %Ln image(s)", "", images).format(percentile=figures(f"{percentile:.1f}"))


def _range(low: float, high: float) -> str:
    return tr("{low} to {high}").format(low=figures(f"{low:.3g}"), high=figures(f"{high:.3g}"))


def _group(title: str, findings: list[Finding]) -> Row:
    shown = f"{tr(title)}: {len(findings)}"
    return Row((shown,), heading=True, children=tuple(map(_row, findings)), tip=meanings(shown))


def _row(finding: Finding) -> Row:
    reference = finding.reference
    towards = _TOWARDS.get(finding.towards, finding.towards)
    texts = (
        tr(finding.artifact),
        towards,
        figures(f"{finding.value:.3g}"),
        _range(reference.real_p05, reference.real_p95) if reference else "–",
        f"{reference.real_percentile:.0f}" if reference else "–",
    )
    side = tr(wording.TOWARDS.get(finding.towards, ""))
    spoken = f"{tr(finding.artifact)}: {_measured(finding.value, finding.unit)}, {side}"
    return Row(texts, finding, spoken)
