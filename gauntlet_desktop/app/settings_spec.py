"""Every setting, declared once: file, form, `gauntlet settings` and the reference of the docs follow from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from gauntlet_desktop.api.discovery import SAFE_MODE_VARIABLE
from gauntlet_desktop.api.threads import THREADS_VARIABLE
from gauntlet_desktop.app.setting import Kind, Setting, Value
from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.readers import EXPERT, LANGUAGES, REGISTERS, Reader
from gauntlet_desktop.imaging.limits import MEGA, MIB, Limits
from gauntlet_desktop.reporting.options import PAPERS

SYSTEM = "system"
WINDOW = "window"
# What can be chosen, each with its name.
THEMES = {
    SYSTEM: "System",
    "light": "Light",
    "dark": "Dark",
    "contrast-light": "High contrast, light",
    "contrast-dark": "High contrast, dark",
}
TEXT_SIZES = (100, 125, 150, 175, 200)
COMPARE_MODES = {"overlay": "Overlay", "side_by_side": "Side by side", "swipe": "Swipe", "grid": "Grid"}
REDACTIONS = {"none": "Nothing", "pictures": "Pictures and paths", "names": "Pictures, paths and names"}


def _choice(default: Value, choices: Mapping[Any, str], group: str, label: str, help: str, **more: Any) -> Any:
    return _declared(Kind.CHOICE, default, group, label, help, choices=choices, **more)


def _number(default: int, bounds: tuple[int, int], group: str, label: str, help: str, **more: Any) -> Any:
    return _declared(Kind.NUMBER, default, group, label, help, bounds=bounds, **more)


def _switch(default: bool, group: str, label: str, help: str, **more: Any) -> Any:
    return _declared(Kind.SWITCH, default, group, label, help, **more)


def _text(group: str, label: str, help: str, **more: Any) -> Any:
    return _declared(Kind.TEXT, "", group, label, help, **more)


def _folder(group: str, label: str, help: str) -> Any:
    return _declared(Kind.FOLDER, "", group, label, help, stays=True)


def _declared(kind: Kind, default: Value, group: str, label: str, help: str, **more: Any) -> Any:
    declared = {"kind": kind, "default": default, "group": group, "label": label, "help": help, **more}
    return field(default=default, metadata=declared)


_LOOK, _MAPS, _SENTENCES = "Appearance", "Heatmaps", "Sentences"
_ANALYSIS, _BATCHES, _REPORTS, _FILES = "Analysis", "Cases and batches", "Reports", "Files"
_DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of all settings. What each means, and what it can be, is declared with it: see SPEC."""

    theme: str = _choice(SYSTEM, THEMES, _LOOK, "Theme", "The colours of all windows.")
    text_size: int = _choice(
        100,
        {size: f"{size} %" for size in TEXT_SIZES},
        _LOOK,
        "Text size",
        "How large text is, in per cent of what the system says.",
    )
    language: str = _choice(
        SYSTEM,
        {SYSTEM: "System", **LANGUAGES},
        _LOOK,
        "Language of the window",
        "The language of menus, buttons and messages.",
        late=True,
    )
    opacity: int = _number(60, (0, 100), _MAPS, "Opacity", "How strongly a heatmap covers the picture.", unit="%")
    colour_map: str = _choice(
        colormaps.DEFAULT,
        {name: name.replace("-", "–").capitalize() for name in colormaps.NAMES},
        _MAPS,
        "Colours",
        "The first colour speaks for a camera, the second for a generative model.",
    )
    compare_mode: str = _choice(
        "overlay", COMPARE_MODES, _MAPS, "Comparison", "How picture and heatmap are shown together."
    )
    smooth: bool = _switch(True, _MAPS, "Smooth between cells", "Without it the exact cells are drawn.")
    outlines: bool = _switch(False, _MAPS, "Outline the views", "Shows which parts of the picture were scored.")
    reader_language: str = _choice(
        WINDOW,
        {WINDOW: "That of the window", **LANGUAGES},
        _SENTENCES,
        "Language of the sentences",
        "The language of the text about an image, here and in reports; commands take English for that of the window.",
        for_commands=True,
    )
    reader_register: str = _choice(
        EXPERT.register,
        REGISTERS,
        _SENTENCES,
        "Words of the sentences",
        "Everyday words with few figures, or every value.",
        for_commands=True,
    )
    limit_megapixels: int = _number(
        _DEFAULT.pixels // MEGA,
        (1, 10_000),
        _ANALYSIS,
        "Largest picture",
        "Pictures of more pixels are refused.",
        unit="megapixels",
        for_commands=True,
    )
    limit_file_mib: int = _number(
        _DEFAULT.file_bytes // MIB,
        (1, 65_536),
        _ANALYSIS,
        "Largest file",
        "Larger files are refused.",
        unit="MiB",
        for_commands=True,
    )
    limit_memory_mib: int = _number(
        _DEFAULT.memory_bytes // MIB,
        (256, 1_048_576),
        _ANALYSIS,
        "Memory for decoding",
        "A file whose decoding takes more memory is refused.",
        unit="MiB",
        for_commands=True,
    )
    limit_seconds: int = _number(
        _DEFAULT.seconds,
        (1, 86_400),
        _ANALYSIS,
        "Time for decoding",
        "A file whose decoding takes more processor time is refused.",
        unit="s",
        for_commands=True,
    )
    analysis_seconds: int = _number(
        600,
        (10, 86_400),
        _ANALYSIS,
        "Time for an analysis",
        "An analysis that takes longer is ended, with the plugin that hangs in it.",
        unit="s",
        for_commands=True,
    )
    threads: int = _number(
        0,
        (0, 1024),
        _ANALYSIS,
        "Processor threads",
        "How many threads the analysis of one image may use; 0 leaves it to the libraries.",
        for_commands=True,
        variable=THREADS_VARIABLE,
        late=True,
    )
    safe_mode: bool = _switch(
        False,
        _ANALYSIS,
        "Safe mode",
        "Leaves plugins of others out.",
        for_commands=True,
        variable=SAFE_MODE_VARIABLE,
        late=True,
    )
    jobs: int = _number(
        0,
        (0, 1024),
        _BATCHES,
        "Processes of a batch",
        "How many images are analysed at a time; 0 is one for each processor core.",
        for_commands=True,
    )
    batch_complete: bool = _switch(
        False,
        _BATCHES,
        "Complete analyses in batches",
        "Makes heatmaps, findings and text too, which takes longer than verdicts alone.",
        for_commands=True,
    )
    report_examiner: str = _text(
        _REPORTS, "Examiner", "Who stands in reports as their examiner.", for_commands=True, stays=True
    )
    report_agency: str = _text(_REPORTS, "Agency", "The name at the head of reports.", for_commands=True)
    report_address: str = _text(
        _REPORTS, "Address", "The address below the agency; a comma begins a new line.", for_commands=True
    )
    report_template: str = _text(
        _REPORTS, "Template", "The name of the template of your own that reports begin with.", for_commands=True
    )
    report_paper: str = _choice("a4", PAPERS, _REPORTS, "Paper", "The size of the pages of reports.", for_commands=True)
    report_redaction: str = _choice(
        "none", REDACTIONS, _REPORTS, "Withhold", "What reports leave out of what they show.", for_commands=True
    )
    report_html: bool = _switch(
        False, _REPORTS, "Also as a page of HTML", "Writes a page for a browser beside each PDF.", for_commands=True
    )
    remember_recent: bool = _switch(
        True, _FILES, "Remember recent files", "Lists the files and cases that were opened last in the menu File."
    )
    case_folder: str = _folder(_FILES, "Folder of cases", "Where cases are looked for and made, if it is there.")
    report_folder: str = _folder(_FILES, "Folder of reports", "Where reports are written first, if it is there.")

    def reader(self, window_language: str = EXPERT.language) -> Reader:
        """Whom the sentences are for, in a window of a language, or of a command, which has no window."""
        language = window_language if self.reader_language == WINDOW else self.reader_language
        return Reader(language, self.reader_register)

    @property
    def limits(self) -> Limits:
        """What one input file may cost."""
        return Limits(
            file_bytes=self.limit_file_mib * MIB,
            pixels=self.limit_megapixels * MEGA,
            memory_bytes=self.limit_memory_mib * MIB,
            seconds=self.limit_seconds,
        )


SPEC: Mapping[str, Setting] = MappingProxyType(
    {each.name: Setting(each.name, **each.metadata) for each in fields(Settings)}
)
GROUPS = tuple(dict.fromkeys(each.group for each in SPEC.values()))
