"""The help: the documentation that came with the program, with its contents, a search, and the page that is read."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QTreeView, QVBoxLayout, QWidget

from gauntlet_desktop.app.help_pages import Chapter, Found, contents, search
from gauntlet_desktop.ui.help_view import HelpView
from gauntlet_desktop.ui.icons import program_icon
from gauntlet_desktop.ui.keys import KeyTable, add_shortcuts
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, open_at, plain_label

_NOT_THERE = marked("The pages of the help are not there. Install the program anew to get them.")
_NOTHING = marked("No page holds these words. Try fewer or other ones.")
_OUTSIDE = marked("This leads out of the help and is not opened: {address}")


class HelpWindow(QWidget):
    """A window of its own, so that it can be read beside the program, also while a dialog is open."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Help"))
        self.setWindowIcon(program_icon())
        open_at(self, 1080, 760)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.model = RowModel((tr("Page"),), self)
        self.list = self._make_list()
        self.remark = plain_label(role="muted")
        self.page = HelpView()
        self.back, self.forward = QPushButton(tr("&Back")), QPushButton(tr("&Forward"))
        self.notice = Notice()
        self._lay_out()
        self._connect()
        self._show_list()

    def show_place(self, place: str) -> None:
        """Show a place of the help, and the window in front."""
        self.page.go_to(place)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def _make_list(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self.model)
        view.setAccessibleName(tr("Contents"))
        view.setHeaderHidden(True)
        view.setRootIsDecorated(False)
        view.setItemsExpandable(False)
        view.setIndentation(SPACE)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        return view

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        for widget in (self.search, self.list, self.remark):
            column.addWidget(widget)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE)
        bar.addWidget(self.back)
        bar.addWidget(self.forward)
        bar.addStretch(1)
        column = QVBoxLayout(right)
        column.addLayout(bar)
        column.addWidget(self.page, 1)
        column.addWidget(self.notice)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([300, 780])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show_list)
        self.search.returnPressed.connect(self._go_to_first)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.page.arrived.connect(self._arrived)
        self.page.outside.connect(lambda address: self.notice.show_text(tr(_OUTSIDE).format(address=address)))
        for button, go, possible in (
            (self.back, self.page.backward, self.page.backwardAvailable),
            (self.forward, self.page.forward, self.page.forwardAvailable),
        ):
            button.clicked.connect(go)
            possible.connect(button.setEnabled)
            button.setEnabled(False)
        add_shortcuts(self, KEYS)

    def _show_list(self) -> None:
        """All pages, or while something is searched the parts of pages that hold it."""
        wanted = self.search.text()
        found = search(wanted)
        rows = _found_rows(found) if wanted.strip() else [_chapter_row(chapter) for chapter in contents()]
        self.model.set_rows(rows)
        self.list.expandAll()
        self.remark.setText(tr(_NOTHING if contents() else _NOT_THERE))
        self.remark.setVisible(not rows)

    def _go_to_first(self) -> None:
        """Open what was found first."""
        index = self.model.index(0, 0, self.model.index(0, 0))
        if index.isValid():
            self.list.setCurrentIndex(index)
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        if place := index.data(PAYLOAD_ROLE):
            self.page.go_to(str(place))

    def _arrived(self, name: str) -> None:
        """Mark the page that is shown in the list of all pages."""
        self.notice.hide()
        for chapter in range(self.model.rowCount()):
            parent = self.model.index(chapter, 0)
            for row in range(self.model.rowCount(parent)):
                index = self.model.index(row, 0, parent)
                if index.data(PAYLOAD_ROLE) == name:
                    self.list.setCurrentIndex(index)


# What the help does wherever the focus is in it.
KEYS: KeyTable[HelpWindow] = (
    (marked("Back"), ("Alt+Left",), lambda window: window.page.backward()),
    (marked("Forward"), ("Alt+Right",), lambda window: window.page.forward()),
    (marked("Search"), ("Ctrl+F",), lambda window: window.search.setFocus()),
    (marked("Close"), ("Esc",), HelpWindow.close),
)


def _chapter_row(chapter: Chapter) -> Row:
    return Row(
        (chapter.title,),
        heading=True,
        children=tuple(Row((page.title,), page.name, page.title) for page in chapter.pages),
    )


def _found_rows(found: tuple[Found, ...]) -> list[Row]:
    """What was found by page, in the order of the first of each."""
    return [
        Row(
            (page.title,),
            heading=True,
            children=tuple(
                Row((each.heading,), f"{page.name}#{each.anchor}".rstrip("#"), each.heading)
                for each in found
                if each.page == page
            ),
        )
        for page in dict.fromkeys(each.page for each in found)
    ]
