"""Report templates: read, kept, refused where they are wrong, and their logo through the bounded decoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.app.report_templates import (
    Template,
    read_logo,
    read_template,
    save_template,
    template_names,
    templates_folder,
)
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.reporting.options import ReportOptions
from tests.factories import make_pixels


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path / "config"))


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "agency.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_template_is_read_with_its_logo(tmp_path: Path) -> None:
    Image.fromarray(make_pixels(900, 2400)).save(tmp_path / "logo.png")
    text = 'agency = "Lab"\naddress = "Road 1"\nlogo = "logo.png"\nleft_out = ["glossary"]\norder = ["limits"]\n'
    found = read_template(write(tmp_path, text + '[[sections]]\ntitle = "Scope"\ntext = "As accredited."\n'))
    assert (found.agency, found.left_out, found.sections) == ("Lab", ("glossary",), (("Scope", "As accredited."),))
    options = found.applied(ReportOptions(agency="Another", left_out=("annex",)))
    assert (options.agency, options.address, options.left_out) == ("Another", "Road 1", ("annex", "glossary"))
    assert options.extra[0].title == "Scope" and options.order == ("limits",)
    assert options.logo.startswith(b"\x89PNG") and len(options.logo) < 1_500_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("agency = 3", "“agency” is a text"),
        ("colour = 'red'", "A template has no “colour”"),
        ("left_out = ['result']", "cannot be left out"),
        ("left_out = ['nothing']", "There is no section"),
        ("order = 'limits'", "is a list"),
        ("sections = [{title = 'x'}]", "has a title and a text"),
        ("sections = 3", "at most 20"),
        ("logo = 'none.png'", "The logo cannot be used"),
        ("agency = ", "is no TOML"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=why):
        read_template(write(tmp_path, text))


def test_a_template_that_is_not_there_is_a_user_error() -> None:
    with pytest.raises(UserError, match=r"none\.toml cannot be read"):
        read_template("none")


def test_only_png_and_jpeg_are_logos(tmp_path: Path) -> None:
    Image.fromarray(make_pixels(30, 40)).save(tmp_path / "logo.webp")
    Image.fromarray(make_pixels(30, 40)).save(tmp_path / "logo.jpg")
    with pytest.raises(UserError, match="not PNG or JPEG"):
        read_logo(tmp_path / "logo.webp")
    assert read_logo(tmp_path / "logo.jpg") == read_logo(tmp_path / "logo.jpg")


def test_names_of_own_templates_are_checked_and_listed() -> None:
    assert template_names() == ()
    save_template("Lab north", Template(agency="Lab"))
    assert template_names() == ("Lab north",)
    for name in ("", "../x", "a/b", "x" * 61):
        with pytest.raises(UserError, match="name"):
            save_template(name, Template())
    assert [path.name for path in templates_folder().iterdir()] == ["Lab north.toml"]


def test_a_logo_is_kept_beside_its_template(tmp_path: Path) -> None:
    Image.fromarray(np.full((30, 40, 3), 99, dtype=np.uint8)).save(tmp_path / "logo.png")
    save_template("lab", Template(logo=read_logo(tmp_path / "logo.png")))
    assert read_template("lab").logo.startswith(b"\x89PNG")


texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=60)


@settings(max_examples=100, deadline=None)
@given(texts, texts, st.lists(st.tuples(texts, texts), max_size=3))
def test_what_is_kept_is_read_again(agency: str, address: str, sections: list[tuple[str, str]]) -> None:
    template = Template(agency=agency, address=address, left_out=("glossary",), sections=tuple(sections))
    save_template("kept", template)
    assert read_template("kept") == template
