"""The filter of the triage window: text, histogram, switches, facets, and filters that were saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.review import Survey
from gauntlet_desktop.core.records import Status, Tier
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.store import Filter
from gauntlet_desktop.ui.asking import ask_for_text
from gauntlet_desktop.ui.badges import Badge, badge_of_tier
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.image_list import shown_of
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.reasons import part_words
from gauntlet_desktop.ui.review.columns import decision_words
from gauntlet_desktop.ui.review.facets import Facet, FacetModel, FacetValue
from gauntlet_desktop.ui.review.histogram import Histogram, Range
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

# The filter follows typing after a pause that a fast typist does not make.
_TYPING_MS = 200
_VALUES_SHOWN = 40
_TITLES = {
    "tiers": marked("Result"),
    "statuses": marked("Analysis"),
    "decisions": marked("Decision"),
    "tags": marked("Tags"),
    "generators": marked("Declared generator"),
    "cameras": marked("Declared camera"),
    "containers": marked("Format"),
    "strata": marked("Stratum"),
    "error_codes": marked("Problem"),
}
_STATUSES = {
    Status.OK: marked("Analysed"),
    Status.OUT_OF_SCOPE: Badge.OUT_OF_SCOPE.value.text,
    Status.FAILED: Badge.FAILED.value.text,
}


class FilterPanel(QWidget):
    """`filter_changed` carries a Filter; `save_wanted` a name; `forget_wanted` the name of a saved one."""

    filter_changed = Signal(object)
    save_wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Filter"))
        self._range: Range | None = None
        self._saved: Mapping[str, Filter] = {}
        self._stack: int | None = None
        self._items: tuple[int, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search names, paths, notes, SHA-256"))
        self.search.setAccessibleName(tr("Search names, paths, notes and SHA-256"))
        self.search.setClearButtonEnabled(True)
        self.saved = QComboBox()
        self.saved.setAccessibleName(tr("Saved filters"))
        self.save, self.forget = QToolButton(), QToolButton()
        self.save.setText(tr("Save…"))
        self.save.setToolTip(tr("Keep this filter under a name"))
        self.forget.setText(tr("Forget"))
        self.forget.setToolTip(tr("Take the chosen saved filter away"))
        self.histogram = Histogram()
        self.conflict = QCheckBox(tr("Detectors in conflict"))
        self.bookmarked = QCheckBox(tr("Bookmarked"))
        self.stacked = QCheckBox(tr("One of each near-duplicate stack"))
        self.only = QToolButton()
        self.facets = FacetModel(self)
        self.tree = QTreeView()
        self.clear = QPushButton(tr("Clear the filter"))
        self.count = plain_label(role="muted")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._lay_out()
        self._connect()
        self._show_only(Filter(), "")
        self.offer_saved({})

    @property
    def filter(self) -> Filter:
        """What is chosen now."""
        low, high = self._range or (None, None)
        chosen: dict[str, Any] = {name: tuple(sorted(values)) for name, values in self.facets.chosen.items()}
        return Filter(
            log10_lr_from=low,
            log10_lr_to=high,
            conflict=True if self.conflict.isChecked() else None,
            bookmarked=True if self.bookmarked.isChecked() else None,
            text=self.search.text().strip(),
            stacked_once=self.stacked.isChecked(),
            stack=self._stack,
            items=self._items,
            **chosen,
        )

    def choose(self, wanted: Filter, what: str = "") -> None:
        """Show another filter, and tell of it once. `what` says in words which stack or which items it wants."""
        quiet = (self.search, self.conflict, self.bookmarked, self.stacked)
        for widget in quiet:
            widget.blockSignals(True)
        self.search.setText(wanted.text)
        self.conflict.setChecked(bool(wanted.conflict))
        self.bookmarked.setChecked(bool(wanted.bookmarked))
        self.stacked.setChecked(wanted.stacked_once)
        for widget in quiet:
            widget.blockSignals(False)
        self.facets.choose({name: frozenset(getattr(wanted, name)) for name in _TITLES})
        low, high = wanted.log10_lr_from, wanted.log10_lr_to
        self._range = (low, high) if low is not None and high is not None else None
        self.histogram.choose(self._range)
        self._show_only(wanted, what)
        self._tell()

    def _show_only(self, wanted: Filter, what: str) -> None:
        self._stack, self._items = wanted.stack, wanted.items
        fallback = (
            tr("%Ln chosen image(s)", "", len(wanted.items)) if wanted.items else tr("One stack of near duplicates")
        )
        self.only.setText(f"{what or fallback}  ×")
        self.only.setToolTip(tr("{images}. Press to show other images again").format(images=what or fallback))
        self.only.setAccessibleName(
            tr("Only {images}; press to show other images again").format(images=what or fallback)
        )
        self.only.setVisible(wanted.stack is not None or bool(wanted.items))

    def show_count(self, shown: int, total: int) -> None:
        """How many fit the filter, of how many."""
        self.count.setText(shown_of(shown, total))
        self.clear.setEnabled(self.filter != Filter())

    def show_survey(self, survey: Survey) -> None:
        """Counts that go with the filter."""
        self.show_count(survey.shown, survey.total)
        self.histogram.set_counts(survey.histogram)
        chosen = self.facets.chosen
        self.facets.set_facets(
            [
                facet
                for name, title in _TITLES.items()
                if (facet := _facet(name, tr(title), survey.facets.get(name, ()), chosen.get(name, frozenset()))).values
            ]
        )
        self.tree.expandToDepth(0)

    def offer_saved(self, saved: Mapping[str, Filter]) -> None:
        """The saved filters of the case."""
        self._saved = dict(saved)
        self.saved.blockSignals(True)
        self.saved.clear()
        self.saved.addItem(tr("Saved filters") if saved else tr("No saved filters"), None)
        for name in sorted(saved):
            self.saved.addItem(visible(name, 60), name)
        self.saved.setEnabled(bool(saved))
        self.forget.setEnabled(False)
        self.saved.blockSignals(False)

    def _lay_out(self) -> None:
        self.tree.setModel(self.facets)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(tr("Facets"))
        EmptyText(self.tree, tr("What images have in common is listed here, to filter by it."))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.search)
        self.saved.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.saved.setMinimumContentsLength(16)
        self.saved.setMinimumWidth(SPACE * 14)  # cut short before the panel takes the list's room
        line = QHBoxLayout()
        line.addWidget(self.saved, 1)
        line.addWidget(self.save)
        line.addWidget(self.forget)
        layout.addLayout(line)
        layout.addWidget(self.histogram)
        self.only.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout.addWidget(self.only)
        for widget in (self.conflict, self.bookmarked, self.stacked):
            layout.addWidget(widget)
        layout.addWidget(self.tree, 1)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.clear)
        layout.addLayout(line)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self._tell)
        self._typing.timeout.connect(self._tell)
        for box in (self.conflict, self.bookmarked, self.stacked):
            box.toggled.connect(lambda _: self._tell())
        self.facets.chosen_changed.connect(self._tell)
        self.histogram.range_chosen.connect(self._choose_range)
        self.clear.clicked.connect(lambda: self.choose(Filter()))
        self.only.clicked.connect(lambda: self.choose(replace(self.filter, stack=None, items=())))
        self.saved.currentIndexChanged.connect(self._choose_saved)
        self.save.clicked.connect(self._ask_for_name)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self.saved.currentData()))

    def _tell(self) -> None:
        self._typing.stop()
        self.filter_changed.emit(self.filter)

    def _choose_range(self, chosen: Range | None) -> None:
        self._range = chosen
        self._tell()

    def _choose_saved(self, _: int) -> None:
        name = self.saved.currentData()
        self.forget.setEnabled(name is not None)
        if name is not None:
            self.choose(self._saved[name])

    def _ask_for_name(self) -> None:
        ask_for_text(self, tr("Save the filter"), tr("Name of this filter:"), self._save)

    def _save(self, name: str) -> None:
        if name.strip():
            self.save_wanted.emit(name.strip())


def _facet(name: str, title: str, counted: tuple[tuple[str, int], ...], chosen: frozenset[str]) -> Facet:
    """The values with their texts; the most frequent ones, and what is ticked in any case."""
    known = dict(counted)
    values = [*known][:_VALUES_SHOWN]
    values += sorted(chosen - set(values))
    shown = [FacetValue(value, _text(name, value), known.get(value, 0)) for value in values if _has_text(name, value)]
    return Facet(name, title, tuple(shown))


def _has_text(name: str, value: str) -> bool:
    """An open decision can be looked for; an undeclared camera is no value."""
    return bool(value) or name == "decisions"


def _text(name: str, value: str) -> str:
    if name == "tiers":
        return badge_of_tier(Tier(value)).text
    if name == "statuses":
        return tr(_STATUSES[Status(value)])
    if name == "decisions":
        return decision_words(value) or tr("Open", "decision")
    if name == "strata":
        return visible(part_words(value), 120)
    return visible(value, 60)
