"""The reader's prior: a slider in even steps of log odds, and what it makes of a likelihood ratio."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from gauntlet_desktop.core.records import Verdict
from gauntlet_desktop.reporting import verdict_words, wording
from gauntlet_desktop.ui.language import figures, say, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

# One step of the slider is a tenth of a decade of odds; its ends are odds of 1 to 1,000 either way.
STEPS_A_DECADE = 10
END = 3 * STEPS_A_DECADE


def prior_at(position: int) -> float:
    """The prior probability, in 0..1, of a position of the slider; 0 is even."""
    return float(1.0 / (1.0 + 10.0 ** (-position / STEPS_A_DECADE)))


class PriorSlider(QSlider):
    """A slider that the wheel moves only when it has the focus: scrolling the panel must not change the prior."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(-END, END)
        self.setPageStep(STEPS_A_DECADE)
        self.setTickInterval(STEPS_A_DECADE)
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Prior probability of “made by a generative model”"))
        self.setToolTip(tr("Arrow keys: a tenth of a decade of odds. Page up and down: a factor of ten."))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class PriorStatement(QWidget):
    """What a prior, chosen by the reader, makes of the likelihood ratio. It is a view: no record holds it."""

    def __init__(self) -> None:
        super().__init__()
        self._log10_lr = 0.0
        self.slider = PriorSlider()
        self.reset = QPushButton(tr("Even prior"))
        self.reset.setAccessibleName(tr("Reset the prior to even"))
        self.statement = plain_label(role="title")
        self.odds = plain_label(role="muted")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.slider, 1)
        row.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(plain_label(tr("What a prior makes of it"), "title"))
        layout.addWidget(plain_label(tr(wording.PRIOR), "muted"))
        layout.addLayout(row)
        layout.addWidget(self.statement)
        layout.addWidget(self.odds)
        self.slider.valueChanged.connect(self._state)
        self.reset.clicked.connect(lambda: self.slider.setValue(0))
        self._state()

    @property
    def prior(self) -> float:
        """The prior chosen, in 0..1."""
        return prior_at(self.slider.value())

    def set_verdict(self, verdict: Verdict | None) -> None:
        """Show what the prior makes of a verdict's ratio; hidden without one."""
        self.setVisible(verdict is not None)
        if verdict is not None:
            self._log10_lr = verdict.log10_lr
            self._state()

    def _state(self) -> None:
        prior = self.prior
        self.statement.setText(f"{verdict_words.posterior(self._log10_lr, prior, say)}.")
        log10_odds = self.slider.value() / STEPS_A_DECADE
        self.odds.setText(
            tr("Prior odds {prior} × likelihood ratio {ratio} = posterior odds {posterior}.").format(
                prior=verdict_words.odds(log10_odds, say),
                ratio=figures(verdict_words.ratio(self._log10_lr)),
                posterior=verdict_words.odds(log10_odds + self._log10_lr, say),
            )
        )
        self.reset.setEnabled(self.slider.value() != 0)
        self.slider.setAccessibleDescription(self.statement.text())
