"""Takes pictures of the windows and dialogs over a real analysis, for people to look at, in themes and sizes of text:
`-m scripts.shoot_sizes FOLDER WIDTHxHEIGHT THEME:PERCENT,... [IMAGE...]`, with QT_SCALE_FACTOR=1.5 as on finer screens.
Without images it takes the samples."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gauntlet_desktop.app.cases import save_records
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.ui.application import make_application, make_window
from gauntlet_desktop.ui.help_window import HelpWindow
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.review import ReviewWindow
from gauntlet_desktop.ui.tour import STEPS
from scripts.shoot_tutorial import settle, under_way, until

_LOOK_MS = 400
_MODES = ("overlay", "side_by_side", "swipe", "grid")
_OPENED = ("settings", "shortcuts", "glossary", "detectors", "models", "plugins", "about", "export_report", "clusters")


def main(folder: Path, size: tuple[int, int], looks: list[tuple[str, int]], images: list[Path]) -> None:
    """Analyse once, then take all pictures in every look: a theme and a size of text in per cent."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    window = make_window()
    window.resize(*size)
    window.show()
    window.session.start_service()
    for theme, percent in looks:
        _look(window, theme, percent)
        _shoot(window, folder / f"{theme}-{percent}-start.webp")
    window.opener.open_paths([os.fsencode(path) for path in images])
    until(lambda: bool(window.session.model.items) and not under_way(window))
    review = _review(window)
    for theme, percent in looks:
        _look(window, theme, percent)
        for name, widget in _states(window, review):
            _shoot(widget, folder / f"{theme}-{percent}-{name}.webp")
    review.close()
    window.close()
    app.quit()


def _look(window: MainWindow, theme: str, percent: int) -> None:
    window.preferences.take(replace(window.preferences.settings, theme=theme, text_size=percent))


def _review(window: MainWindow) -> ReviewWindow:
    """The results in a case of their own, opened."""
    path = Path(tempfile.mkdtemp()) / "case.gauntlet"
    records = [item.record for item in window.session.model.items if item.record is not None]
    save_records(path, records, "An examiner", "2026-01-31T12:00:00+00:00")
    window.cases.open(path)
    review = window.cases.windows[path]
    review.resize(window.size())
    until(lambda: review.model.rowCount() > 0)
    return review


def _states(window: MainWindow, review: ReviewWindow) -> Iterator[tuple[str, QWidget]]:
    """What is to be seen, each with a name, the widget and everything in it as it should be when it is asked for."""
    for number, item in enumerate(window.session.model.items):
        window.images.choose(item)
        window.show_result("Verdict")
        yield f"image-{number}", window
    window.images.choose(window.session.model.items[0])
    for title in window.panels:
        window.show_result(title)
        yield f"panel-{title.lower()}", window
    for mode in _MODES:
        window.viewer.compare_mode = mode
        yield f"viewer-{mode}", window.viewer
    window.viewer.compare_mode = _MODES[0]
    for number in range(len(STEPS)):
        if number == 0:
            window.tour.start()
        else:
            window.tour.card.next.emit()
        yield f"tour-{number}", window
    window.tour.end()
    yield from _dialogs(window)
    for tab in range(review.preview.tabs.count()):
        review.preview.tabs.setCurrentIndex(tab)
        yield f"review-{tab}", review
    review.review_actions["grid"].trigger()
    yield "review-grid", review
    review.review_actions["table"].trigger()
    review.work.actions_by_name["differences"].trigger()
    yield "review-differences", _open_dialog()
    _open_dialog().close()


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    for name in _OPENED:
        window.actions_by_id[name].trigger()
        yield f"dialog-{name}", _open_dialog()
        _open_dialog().close()
    window.dialogs.show_finding(window.session, window.session.current.record.findings[0])  # type: ignore[union-attr]
    yield "dialog-finding", _open_dialog()
    _open_dialog().close()
    window.dialogs.show_help("user-guide.md#the-verdict")
    yield "help", next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, HelpWindow))
    window.dialogs.close_help()


def _open_dialog() -> QDialog:
    return next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()
    )


def _shoot(widget: QWidget, path: Path) -> None:
    settle(_LOOK_MS)
    widget.grab().save(str(path), quality=90)


if __name__ == "__main__":
    width, height = sys.argv[2].split("x")
    chosen = [(theme, int(percent)) for theme, percent in (look.split(":") for look in sys.argv[3].split(","))]
    main(Path(sys.argv[1]), (int(width), int(height)), chosen, [Path(name) for name in sys.argv[4:]] or sample_files())
