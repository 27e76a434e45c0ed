"""What an empty window shows: where to drop images, how to open some, and the samples."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.ui.icons import program_icon
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE, text_scale
from gauntlet_desktop.ui.widgets import plain_label, set_highlighted


class StartPage(QWidget):
    """A large drop area. The window itself takes the drops."""

    open_files = Signal()
    open_folder = Signal()
    open_samples = Signal()
    tour_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Start"))
        self._area = QFrame()
        self._area.setProperty("role", "drop")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE * 4, SPACE * 4, SPACE * 4, SPACE * 4)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._area, 8)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row, 4)
        outer.addStretch(1)
        self._fill(QVBoxLayout(self._area))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """The area grows with the text in it."""
        self._area.setMaximumSize(QSize(560, 360) * text_scale())

    def set_dropping(self, on: bool) -> None:
        """Show that a drop would be taken."""
        set_highlighted(self._area, on)

    def _fill(self, layout: QVBoxLayout) -> None:
        layout.setContentsMargins(SPACE * 4, SPACE * 3, SPACE * 4, SPACE * 3)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addStretch(1)
        emblem = QLabel()
        emblem.setPixmap(program_icon().pixmap(48, 48))
        emblem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(emblem)
        self._add_centred(layout, tr("Drop images or folders here"), "headline")
        self._add_centred(
            layout,
            tr(
                "How strongly does the evidence support “made by a generative model” over “captured by a camera”? "
                "Everything stays on this computer; your files are opened read-only."
            ),
            "muted",
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        files = _button(tr("Open files…"), tr("Open image files (Ctrl+O)"))
        files.setDefault(True)
        files.clicked.connect(self.open_files)
        folder = _button(tr("Open folder…"), tr("Open all images under a folder (Ctrl+Shift+O)"))
        folder.clicked.connect(self.open_folder)
        buttons.addWidget(files)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self._add_samples(layout)
        layout.addStretch(1)

    def _add_centred(self, layout: QVBoxLayout, text: str, role: str) -> None:
        label = plain_label(text, role)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(label)

    def _add_samples(self, layout: QVBoxLayout) -> None:
        if not sample_files():
            return
        link = _button(
            tr("Open the sample images"),
            tr("Open the images that come with the program, and photographs where the full program is installed"),
        )
        tour = _button(tr("Take the tour"), tr("See the main parts of the window on a sample image"))
        for button, wanted in ((link, self.open_samples), (tour, self.tour_wanted)):
            button.setFlat(True)
            button.clicked.connect(wanted)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setAccessibleDescription(tip)
    return button
