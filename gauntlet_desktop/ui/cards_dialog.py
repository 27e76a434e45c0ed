"""The model cards of all detectors, of plugins and imported: what each was made and measured on, and where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QThreadPool, QUrl
from PySide6.QtGui import QTextDocument, QTextLength, QTextTable, QTextTableFormat
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.language import say, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, breakable, open_at, plain_label

if TYPE_CHECKING:
    from gauntlet_desktop.app.model_list import ListedModel

_LINES = 2000


class _SealedDocument(QTextDocument):
    """A document that opens nothing: left to itself, one reads every local picture that its text names."""

    def loadResource(self, type: int, name: QUrl | str) -> QByteArray:
        return QByteArray()


class CardView(QTextBrowser):
    """Shows Markdown of which neither HTML nor pictures nor links are followed: it comes with a plugin."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Model card"))
        self._shown: QTextDocument | None = None

    def show_card(self, untrusted_markdown: str) -> None:
        """Render a card, from its top. The document is laid out once, when it is complete."""
        lines = (visible(line) for line in untrusted_markdown.splitlines()[:_LINES])
        feature = QTextDocument.MarkdownFeature
        document = _SealedDocument(self)
        document.setDefaultFont(self.font())
        document.setDocumentMargin(SPACE * 2)
        document.setMarkdown("\n".join(lines), feature.MarkdownDialectGitHub | feature.MarkdownNoHTML)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _style(frame)
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document


class CardsDialog(QDialog):
    """One card at a time; what is to be held against the detector stands above its card."""

    def __init__(self, parent: QWidget | None, detector: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Detectors and their figures"))
        open_at(self, 980, 640)
        self._wanted = detector
        self._models: tuple[ListedModel, ...] = ()
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Detector"))
        self.choice.currentIndexChanged.connect(self._show)
        self.remark = plain_label(tr("Reading the model cards …"), "muted")
        self.notice = Notice("warning")
        self.card = CardView()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        for widget in (self.choice, self.remark, self.notice):
            layout.addWidget(widget)
        layout.addWidget(self.card, 1)
        layout.addWidget(buttons)
        self._task = Task(_list)
        self._task.finished.connect(self.show_models)
        self._task.failed.connect(lambda error: self.remark.setText(str(error)))

    def begin(self, pool: QThreadPool) -> None:
        """Read the cards in the background."""
        self._task.start(pool)

    def show_models(self, models: tuple[ListedModel, ...]) -> None:
        """Offer these detectors, the wanted one in front."""
        self._models = models
        self.choice.clear()
        self.choice.addItems([breakable(f"{model.id} {model.version}".rstrip(), 80) for model in models])
        known = [model.id for model in models]
        if not models:
            self.remark.setText(tr("No detector is installed."))
        elif self._wanted and self._wanted not in known:
            self.remark.setText(breakable(tr("{wanted} is not installed any more.").format(wanted=self._wanted)))
        elif self._wanted:
            self.choice.setCurrentIndex(known.index(self._wanted))

    def _show(self, index: int) -> None:
        if not 0 <= index < len(self._models):
            return
        model = self._models[index]
        self.notice.show_text("\n".join(_warnings(model)))
        origin = (
            tr("Imported by you") if model.imported else tr("From {origin}").format(origin=breakable(model.origin, 120))
        )
        weights = model.sha256 or tr("not known")
        self.remark.setText(tr("{origin}. Weights SHA-256 {weights}").format(origin=origin, weights=weights))
        self.card.show_card(model.card or tr(wording.NO_CARD))


def _warnings(model: ListedModel) -> list[str]:
    if model.problem:
        return [breakable(say(model.problem))]
    experimental = wording.UNMEASURED_DETECTOR if model.imported else wording.EXPERIMENTAL_DETECTOR
    return [tr(experimental)] * model.experimental + [tr(wording.UNCALIBRATED_DETECTOR)] * (not model.calibration)


def _style(table: QTextTable) -> None:
    """Room in the cells, thin rules and the full width: Qt's tables of Markdown have none of these."""
    form: QTextTableFormat = table.format()
    form.setCellPadding(SPACE / 2)
    form.setCellSpacing(0)
    form.setBorderCollapse(True)
    form.setBorder(0.5)
    form.setTopMargin(SPACE)
    form.setBottomMargin(SPACE)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 98))
    table.setFormat(form)


def _list(_: Task) -> tuple[ListedModel, ...]:
    from gauntlet_desktop.app.model_list import all_models

    return all_models()
