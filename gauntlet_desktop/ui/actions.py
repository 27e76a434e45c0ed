"""Every action of the window, declared once: menus, tool bar and shortcuts follow from here, and so the cheat sheet.

The tables are in English; what shows an entry translates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QWidget

from gauntlet_desktop.ui.icons import icon
from gauntlet_desktop.ui.language import tr

MENUS = ("&File", "&Edit", "&Image", "&View", "&Help")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: `shortcuts` in portable text, first one shown; `icon` names a file of resources/icons."""

    id: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    separated: bool = False


SPECS = (
    ActionSpec("open_files", "&File", "&Open files…", ("Ctrl+O",), "Open image files", "open"),
    ActionSpec("open_folder", "&File", "Open &folder…", ("Ctrl+Shift+O",), "Open all images under a folder", "folder"),
    ActionSpec("new_case", "&File", "&New case…", ("Ctrl+N",), "Make a case for a folder of images", "case", True),
    ActionSpec("open_case", "&File", "Open &case…", ("Ctrl+Alt+O",), "Open a case for review", "case"),
    ActionSpec(
        "export_report", "&File", "&Export report…", ("Ctrl+E",), "Write a PDF report and its JSON twin", "report", True
    ),
    ActionSpec(
        "export_heatmap", "&File", "Export &heatmap…", ("Ctrl+Shift+E",), "Write the heatmap and its values", "heatmap"
    ),
    ActionSpec(
        "save_case", "&File", "&Save results to case…", ("Ctrl+S",), "Add all complete results to a case", "case"
    ),
    ActionSpec("quit", "&File", "&Quit", ("Ctrl+Q",), "Close the program", separated=True),
    ActionSpec("undo", "&Edit", "&Undo", ("Ctrl+Z",), "Undo the last removal"),
    ActionSpec("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z",), "Redo what was undone"),
    ActionSpec(
        "copy_sha256", "&Edit", "&Copy SHA-256", ("Ctrl+Shift+C",), "Copy the SHA-256 of the file", separated=True
    ),
    ActionSpec("remove", "&Edit", "Re&move from list", ("Del",), "Take the selected images off the list; files stay"),
    ActionSpec("find", "&Edit", "&Filter images", ("Ctrl+F",), "Go to the filter", separated=True),
    ActionSpec("settings", "&Edit", "&Settings…", ("Ctrl+,",), "See and change what the program does", separated=True),
    ActionSpec("next", "&Image", "&Next image", ("N", "PgDown"), "Go to the next image", "next"),
    ActionSpec("previous", "&Image", "&Previous image", ("P", "PgUp"), "Go to the previous image", "previous"),
    ActionSpec(
        "analyse_again", "&Image", "&Analyse again", ("F5",), "Analyse the selected images again", "again", True
    ),
    ActionSpec("cancel", "&Image", "&Cancel", ("Esc",), "Stop everything that is under way", "cancel"),
    ActionSpec("show_verdict", "&View", "Show &verdict", ("Ctrl+1",), "Go to the verdict"),
    ActionSpec("show_findings", "&View", "Show &findings", ("Ctrl+2",), "Go to the findings"),
    ActionSpec("show_provenance", "&View", "Show &provenance", ("Ctrl+3",), "Go to the provenance"),
    ActionSpec("show_text", "&View", "Show &text", ("Ctrl+4",), "Go to the text"),
    ActionSpec("show_checklist", "&View", "Show &checklist", ("Ctrl+6",), "Go to your own observations"),
    ActionSpec(
        "show_explanations", "&View", "Show &explanations", ("Ctrl+5",), "Go to the explanations by other methods"
    ),
    ActionSpec(
        "compare_maps",
        "&View",
        "Compare &heatmaps",
        ("Ctrl+G",),
        "Two to four heatmaps of the image side by side, or one again",
        separated=True,
    ),
    ActionSpec("clusters", "&View", "Cl&usters…", ("Ctrl+K",), "See which images a detector sees as alike"),
    ActionSpec("reset_layout", "&View", "&Reset layout", (), "Put all panels back in their places", separated=True),
    ActionSpec("help", "&Help", "&Help", ("F1",), "Open the help at the page that fits where the focus is"),
    ActionSpec("shortcuts", "&Help", "&Keyboard shortcuts", ("Ctrl+/", "?"), "List all shortcuts"),
    ActionSpec("tour", "&Help", "&Tour", (), "Show the main parts of the window on a sample image"),
    ActionSpec("glossary", "&Help", "&Glossary…", ("Shift+F1",), "What the words of the program mean"),
    ActionSpec(
        "detectors",
        "&Help",
        "&Detectors and their figures…",
        ("Ctrl+D",),
        "What each detector was made and measured on, and where it fails",
    ),
    ActionSpec(
        "models",
        "&Help",
        "&Models…",
        ("Ctrl+Shift+M",),
        "Import models of your own, check, calibrate, shrink and remove them",
    ),
    ActionSpec("plugins", "&Help", "&Plugins…", (), "See, check, enable and disable the installed plugins"),
    ActionSpec(
        "diagnostics",
        "&Help",
        "&Save diagnostics…",
        (),
        "Write what helps to mend the program into a file, without anything of the images",
    ),
    ActionSpec("about", "&Help", "&About…", (), "Versions of the program and its parts", separated=True),
)
TOOL_BAR = ("open_files", "open_folder", "", "export_report", "", "analyse_again", "cancel", "", "previous", "next")


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """All actions by id, children of the window."""
    return {spec.id: _make_action(spec, parent) for spec in SPECS}


def fill_menus(menus: Mapping[str, QMenu], actions: Mapping[str, QAction]) -> None:
    """Put every action into its menu, in the order of the table."""
    for spec in SPECS:
        if spec.separated:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.id])


def colour_icons(actions: Mapping[str, QAction], palette: QPalette) -> None:
    """Draw the icons anew, in the colours of a palette."""
    for spec in SPECS:
        if spec.icon:
            actions[spec.id].setIcon(icon(spec.icon, palette))


def _make_action(spec: ActionSpec, parent: QWidget) -> QAction:
    action = QAction(tr(spec.text), parent)
    action.setObjectName(spec.id)
    action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
    keys = f" ({_native(spec.shortcuts[0])})" if spec.shortcuts else ""
    action.setToolTip(tr(spec.tip) + keys)
    action.setStatusTip(tr(spec.tip))
    return action


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
