"""The detectors of the current image, one row each: its own answer, what is to be held against it, its model card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, Verdict
from gauntlet_desktop.reporting import verdict_words, wording
from gauntlet_desktop.ui.badges import Badge, badge_of_tier
from gauntlet_desktop.ui.language import figures, say, tr
from gauntlet_desktop.ui.reasons import reason_words
from gauntlet_desktop.ui.theme import SPACE, colours
from gauntlet_desktop.ui.widgets import BadgeView, Notice, breakable, plain_label

_ROWS_AT_FIRST = 2
_MARK = 16


class DetectorRows(QWidget):
    """All detectors' answers with their conflict, if there is one. Hidden while no detector has answered.

    Rows are kept and filled anew, because making and styling labels is slow.
    """

    card_requested = Signal(str)  # a detector's id

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Detectors"))
        self.conflict = Notice("error")
        self._resting = plain_label(role="muted")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE)
        for widget in (plain_label(tr("Detectors"), "title"), self.conflict, self._resting):
            self._layout.addWidget(widget)
        self.rows: list[DetectorRow] = []
        for _ in range(_ROWS_AT_FIRST):
            self._add_row()
        self.hide()

    def show_record(self, record: AnalysisRecord | None) -> None:
        """Show the detectors of a record, as far as they have answered."""
        results = record.detectors if record else ()
        verdict = record.verdict if record else None
        while len(self.rows) < len(results):
            self._add_row()
        for row, result in zip(self.rows, results, strict=False):
            row.show_result(result, verdict)
        for index, row in enumerate(self.rows):
            row.setVisible(index < len(results))
        conflict = breakable(reason_words(verdict.conflict)) if verdict else ""
        self.conflict.show_text(conflict, f"⚡ {tr(wording.CONFLICT)}" if conflict else "")
        resting = verdict_words.resting_sentence(verdict, results, say) if verdict else ""
        self._resting.setText(breakable(resting))
        self._resting.setVisible(bool(resting))
        self.setVisible(bool(results))

    def _add_row(self) -> None:
        row = DetectorRow()
        row.card_requested.connect(self.card_requested)
        self.rows.append(row)
        self._layout.addWidget(row)


class DetectorRow(QWidget):
    """One detector: mark, name, own log10 LR; below its tier in words, badges and the way to its model card."""

    card_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._id = ""
        self._mark = BadgeView(_MARK)
        self.name = plain_label(role="title")
        self.ratio = _right_label()
        self.words = plain_label(role="muted")
        self.chips = Chips()
        self.card = QToolButton()
        self.card.setText(tr("Card…"))
        self.card.setAutoRaise(True)
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card.clicked.connect(lambda: self.card_requested.emit(self._id))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._mark, 0, 0, top)
        grid.addWidget(self.name, 0, 1)
        grid.addWidget(self.ratio, 0, 2, top)
        grid.addWidget(self.words, 1, 1)
        grid.addWidget(self.card, 1, 2, top | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.chips, 2, 1, 1, 2)

    def show_result(self, result: DetectorResult, verdict: Verdict | None) -> None:
        """Show one detector's own answer, and whether the verdict rests on it."""
        self._id = result.id
        self._mark.set_badge(badge_of_tier(result.tier) if result.tier is not None else Badge.NO_VERDICT)
        self.name.setText(breakable(f"{result.id} {result.version}", 80))
        self.ratio.setText(tr("no LR") if result.log10_lr is None else f"log₁₀ LR {figures(signed(result.log10_lr))}")
        self.words.setText(
            tr("{answer}, score {score}; {backend}").format(
                answer=verdict_words.detector_says(result, say),
                score=figures(signed(result.score, 3)),
                backend=result.backend,
            )
        )
        resting = (tr("in the verdict"),) if verdict_words.rests_on(verdict, result) else ()
        self.chips.set_words((*resting, *map(tr, verdict_words.states(result))))
        self.card.setAccessibleName(tr("Model card of {id}").format(id=result.id))
        self.card.setToolTip(tr("What this detector was made and measured on, and where it fails"))
        spoken = (self.name.text(), self.ratio.text(), self.words.text(), *self.chips.words)
        self.setAccessibleName(", ".join(spoken))


class Chips(QWidget):
    """A few words, each in a rounded frame. Painted: styled labels would cost the event loop 20 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_words(self, words: Sequence[str]) -> None:
        """Show other words; hidden when there are none."""
        self.words = tuple(words)
        self.setVisible(bool(words))
        self.setAccessibleName(", ".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(map(self._width, self.words)), self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colours(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left = 0.5
            for word in self.words:
                warns = word in ("uncalibrated", "experimental")
                box = QRectF(left, 0.5, self._width(word) - SPACE // 2, self.height() - 2)
                painter.setPen(QPen(QColor(chosen.generated if warns else chosen.neutral), 1))
                painter.setBrush(QColor(chosen.warning_fill if warns else chosen.base))
                painter.drawRoundedRect(box, 4, 4)
                painter.setPen(QColor(chosen.text))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
                left += self._width(word)

    def _width(self, word: str) -> int:
        """Room for a word with its frame and the gap after it."""
        return self.fontMetrics().horizontalAdvance(word) + 2 * SPACE + SPACE // 2


def _right_label() -> QLabel:
    label = plain_label()
    label.setWordWrap(False)
    label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return label
