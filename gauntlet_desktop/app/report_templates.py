"""Report templates: which sections a report has, the agency's words and logo, as a small TOML file.

A template is a file beside its logo, named by its path, or one of the user's own, named without a suffix, which lie in
the configuration folder. It holds plain text only: no markup, and no path of it gets into a report.
"""

from __future__ import annotations

import io
import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.settings import config_folder
from gauntlet_desktop.core.errors import InputError, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.engine.one_picture import decode_one
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.reporting.case_report import CASE_SECTIONS
from gauntlet_desktop.reporting.options import ExtraSection, ReportOptions, TextBlock
from gauntlet_desktop.reporting.sections import SECTIONS

SUFFIX = ".toml"
_FOLDER = "report-templates"
_BYTES = 1 << 20
_LOGO_PIXELS = (1020, 336)  # width and height that a logo is reduced to: 430 dpi at the size it is printed
_LOGO_LIMITS = Limits(file_bytes=16 << 20, pixels=40_000_000)
_LOGO_CONTAINERS = ("PNG", "JPEG")
_EXTRA_LIMIT = 20
_REMEDY = "docs/user-guide.md shows a template."
_REQUIRED = {section.id: section.required for section in SECTIONS} | {
    section.id: section.required for section in CASE_SECTIONS
}


@dataclass(frozen=True, slots=True)
class Template:
    """What a template says; ids of sections as in `reporting.sections.SECTIONS`, or of reports on cases. `logo` is a
    PNG that this program wrote; `sections` are (title, text)."""

    agency: str = ""
    address: str = ""
    examiner: str = ""
    left_out: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    logo: bytes = b""

    def applied(self, options: ReportOptions) -> ReportOptions:
        """The options with what the template adds; what they say themselves stands."""
        extra = tuple(
            ExtraSection(title, "the report's template", blocks=(TextBlock(text),)) for title, text in self.sections
        )
        return replace(
            options,
            agency=options.agency or self.agency,
            address=options.address or self.address,
            examiner=options.examiner or self.examiner,
            left_out=tuple(dict.fromkeys((*options.left_out, *self.left_out))),
            order=options.order or self.order,
            extra=(*options.extra, *extra),
            logo=options.logo or self.logo,
        )


def templates_folder() -> Path:
    """Where the user's own templates lie; it need not be there."""
    return config_folder() / _FOLDER


def template_names() -> tuple[str, ...]:
    """The user's own templates, by name."""
    try:
        return tuple(sorted(path.stem for path in templates_folder().glob(f"*{SUFFIX}")))
    except OSError:
        return ()


def read_template(name: str) -> Template:
    """The template at a path that ends in .toml, or the user's own of that name. Raises UserError."""
    path = Path(name) if name.endswith(SUFFIX) else templates_folder() / f"{name}{SUFFIX}"
    try:
        with path.open("rb") as file:
            plain = tomllib.loads(file.read(_BYTES).decode("utf-8"))
    except OSError as error:
        raise _refused(
            phrase("{file} cannot be read ({reason}).", file=path.name, reason=system_reason(error))
        ) from error
    except (ValueError, RecursionError) as error:
        raise _refused(phrase("{file} is no TOML: {reason}.", file=path.name, reason=str(error))) from error
    return _template(plain, path.parent)


def save_template(name: str, template: Template) -> Path:
    """Keep a template as the user's own, its logo beside it. Raises UserError for a name that is none."""
    if not name or not all(letter.isalnum() or letter in "-_ " for letter in name) or len(name) > 60:
        raise UserError("template_name", "A template's name has letters, digits, spaces, - and _.", "Choose another.")
    folder = templates_folder()
    make_folder(folder)
    lines = [
        f"{key} = {_toml(value)}"
        for key in ("agency", "address", "examiner", "left_out", "order")
        if (value := getattr(template, key))
    ]
    if template.logo:
        write_atomically(folder / f"{name}.png", template.logo)
        lines.append(f"logo = {_toml(f'{name}.png')}")
    for title, text in template.sections:
        lines += ["", "[[sections]]", f"title = {_toml(title)}", f"text = {_toml(text)}"]
    write_atomically(folder / f"{name}{SUFFIX}", ("\n".join(lines) + "\n").encode("utf-8"))
    return folder / f"{name}{SUFFIX}"


def read_logo(path: Path) -> bytes:
    """A logo as a small PNG over white. Raises UserError for a file that is no PNG or JPEG, or too large."""
    from PIL import Image

    try:
        _, facts, pixels = decode_one(bytes(path), _LOGO_LIMITS)
    except InputError as error:
        raise _refused(phrase("The logo cannot be used. {why}", why=error.message)) from error
    if facts.container not in _LOGO_CONTAINERS:
        raise _refused(phrase("The logo is {container}, not PNG or JPEG.", container=visible(facts.container)))
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    picture.thumbnail(_LOGO_PIXELS, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def check_sections(names: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of sections. Raises UserError for one that there is not, or that cannot be left out."""
    unknown = [name for name in names if name not in _REQUIRED]
    if unknown:
        raise _refused(
            phrase(
                "There is no section “{name}”; there are {known}.",
                name=visible(unknown[0], 60),
                known=", ".join(sorted(_REQUIRED)),
            )
        )
    return names


def check_left_out(names: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of sections that may be left out. Raises UserError for others."""
    for name in check_sections(names):
        if _REQUIRED[name]:
            raise _refused(phrase("The section “{name}” cannot be left out: no result stands without it.", name=name))
    return names


def _template(plain: dict[str, Any], folder: Path) -> Template:
    unknown = plain.keys() - {"agency", "address", "examiner", "logo", "left_out", "order", "sections"}
    if unknown:
        raise _refused(phrase("A template has no “{name}”.", name=visible(min(unknown), 60)))
    sections = plain.get("sections", [])
    if not isinstance(sections, list) or len(sections) > _EXTRA_LIMIT:
        raise _refused(phrase("“sections” is a list of at most {most}.", most=_EXTRA_LIMIT))
    logo = _text(plain, "logo")
    return Template(
        agency=_text(plain, "agency"),
        address=_text(plain, "address"),
        examiner=_text(plain, "examiner"),
        left_out=check_left_out(_names(plain, "left_out")),
        order=check_sections(_names(plain, "order")),
        sections=tuple(_section(each) for each in sections),
        logo=read_logo(folder / logo) if logo else b"",
    )


def _section(plain: Any) -> tuple[str, str]:
    if not isinstance(plain, dict) or plain.keys() != {"title", "text"}:
        raise _refused("Each of “sections” has a title and a text.")
    return _text(plain, "title"), _text(plain, "text")


def _text(plain: dict[str, Any], key: str) -> str:
    value = plain.get(key, "")
    if not isinstance(value, str):
        raise _refused(phrase("“{key}” is a text.", key=key))
    return value


def _names(plain: dict[str, Any], key: str) -> tuple[str, ...]:
    value = plain.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _refused(phrase("“{key}” is a list of ids of sections.", key=key))
    return tuple(value)


def _toml(value: Any) -> str:
    """Texts and lists of them in TOML: strings as in JSON, but for DEL, which must be escaped there."""
    plain = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refused(message: str) -> UserError:
    return UserError("template_refused", message, _REMEDY)
