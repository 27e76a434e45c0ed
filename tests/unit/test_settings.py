"""The settings: what is declared, what a file of them may hold, and what is left when it is damaged."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api.discovery import safe_mode
from gauntlet_desktop.api.threads import processor_threads
from gauntlet_desktop.app import settings as files
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.service import EngineSettings
from gauntlet_desktop.app.setting import Kind, Setting
from gauntlet_desktop.app.settings import (
    apply_to_environment,
    change_settings,
    config_folder,
    export_settings,
    load_settings,
    read_export,
    read_own,
    start_folder,
    values,
)
from gauntlet_desktop.app.settings_spec import GROUPS, SPEC, Settings
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.imaging.limits import Limits

CHANGES = {
    "theme": "contrast-dark",
    "text_size": 150,
    "opacity": 35,
    "smooth": False,
    "reader_language": "de",
    "report_examiner": "Ada Ö.",
    "case_folder": "/cases",
    "limit_megapixels": 300,
}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(folder))
    return folder


def put(folder: Path, text: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "settings.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def full(path: Path, data: bytes) -> None:
    """Stands for writing where there is no space."""
    raise EnvironmentFault("disk_full", "The disk is full.", "Free some space.")


# What is declared


@pytest.mark.parametrize("setting", SPEC.values(), ids=lambda setting: setting.name)
def test_every_setting_is_declared_whole(setting: Setting) -> None:
    assert setting.check(setting.default) == setting.default
    assert setting.group in GROUPS and setting.label[0].isupper()
    assert setting.help.endswith(".") and setting.help.count(". ") == 0, "one sentence"
    assert setting.parse(setting.written(setting.default)) == setting.default
    assert setting.shown(setting.default)
    for value in setting.choices:
        assert setting.parse(setting.written(value)) == value
        assert setting.shown(value) == setting.choices[value]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", None),
        ("theme", ["dark"]),
        ("text_size", 110),
        ("text_size", "150"),
        ("opacity", 101),
        ("opacity", -1),
        ("opacity", True),
        ("opacity", 50.0),
        ("smooth", 1),
        ("smooth", "yes"),
        ("report_agency", "two\nlines"),
        ("report_agency", "bidi \u202e"),
        ("report_agency", "x" * 201),
        ("case_folder", "relative/folder"),
        ("case_folder", "/a\0b"),
        ("case_folder", "/\ud800"),
        ("case_folder", "/" + "x" * 5000),
    ],
)
def test_what_a_setting_cannot_be_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(UserError) as caught:
        SPEC[name].check(value)
    assert f"The setting {name} cannot be" in caught.value.message
    assert caught.value.remedy == f"It is to be {SPEC[name].allowed}."
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("smooth", "No", False),
        ("smooth", "true", True),
        ("opacity", "7", 7),
        ("text_size", "200", 200),
        ("theme", "dark", "dark"),
    ],
)
def test_values_are_read_from_a_command_line(name: str, text: str, value: object) -> None:
    assert SPEC[name].parse(text) == value


@pytest.mark.parametrize(
    ("name", "text"), [("smooth", "maybe"), ("opacity", "much"), ("opacity", "9" * 5000), ("theme", "")]
)
def test_texts_that_stand_for_nothing_are_refused(name: str, text: str) -> None:
    with pytest.raises(UserError):
        SPEC[name].parse(text)


# The file


def test_settings_come_back_as_they_were(own_folder: Path) -> None:
    settings = change_settings(CHANGES)
    assert load_settings() == settings == replace(Settings(), **CHANGES)
    assert config_folder() == own_folder
    assert json.loads((own_folder / "settings.json").read_bytes())["settings"] == CHANGES, (
        "the defaults are not written"
    )


def test_a_change_leaves_the_others_as_the_file_has_them() -> None:
    change_settings({"theme": "dark"})
    change_settings({"opacity": 10})
    assert (load_settings().theme, load_settings().opacity) == ("dark", 10)
    assert change_settings({"theme": "system"}).theme == "system"


def test_a_bad_value_falls_back_alone_and_is_said_once(own_folder: Path) -> None:
    put(own_folder, json.dumps({"settings": {"theme": "pink", "opacity": 20, "brain": 1, "smooth": "x"}}))
    own = read_own()
    assert load_settings() == Settings(opacity=20)
    assert [complaint.message.rstrip(".") for complaint in own.complaints] == [
        "The setting theme cannot be 'pink'",
        "This release has no setting 'brain'",
        "The setting smooth cannot be 'x'",
    ]


def test_many_bad_entries_are_counted_not_listed(own_folder: Path) -> None:
    put(own_folder, json.dumps({"settings": {f"x{number}": 1 for number in range(1000)}}))
    assert len(read_own().complaints) == 21
    assert str(read_own().complaints[-1]) == "And 980 more."


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: json.dumps([text]).encode()))
def test_damaged_files_give_the_defaults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("config")
    put(folder, data)
    assert load_settings(folder) == Settings()
    assert len(read_own(folder).complaints) == 1


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(SPEC)) | st.text(max_size=12), JSON_VALUES, max_size=12))
def test_whatever_a_file_holds_the_settings_are_good(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("config")
    put(folder, json.dumps({"version": 1, "settings": entries}))
    settings, own = load_settings(folder), read_own(folder)
    for name, value in values(settings).items():
        assert SPEC[name].check(value) == value
    assert len(own.values) + len(own.complaints) == len(entries)
    assert all(str(complaint).isprintable() for complaint in own.complaints)
    assert change_settings({}, folder) == settings == load_settings(folder)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"settings": []}', '{"a": 1}', "null", " " * 300_000 + '{"settings": {}}']
)
def test_files_of_another_shape_give_the_defaults_with_a_sentence(own_folder: Path, text: str) -> None:
    put(own_folder, text)
    assert load_settings() == Settings()
    assert "cannot be read; the defaults are used" in read_own().complaints[0].message


def test_a_damaged_file_is_put_aside_by_the_next_change(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(own_folder, '{"settings": {"theme": "dark",}}')
    with monkeypatch.context() as patch:
        patch.setattr(files, "write_atomically", full)
        with pytest.raises(EnvironmentFault):
            change_settings({"opacity": 10})
    assert path.read_text() == '{"settings": {"theme": "dark",}}', "it is as it was"
    change_settings({"opacity": 10})
    assert (own_folder / "settings.damaged.json").read_text() == '{"settings": {"theme": "dark",}}'
    assert load_settings() == Settings(opacity=10) and read_own().complaints == ()


def test_without_a_file_nothing_is_said() -> None:
    assert read_own().complaints == ()


def test_a_folder_that_cannot_be_written_keeps_what_was_set(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_settings({"theme": "dark"})
    monkeypatch.setattr(files, "write_atomically", full)
    with pytest.raises(EnvironmentFault):
        change_settings({"theme": "light"})
    assert load_settings().theme == "dark"
    (own_folder.parent / "file").write_text("")
    with pytest.raises(EnvironmentFault):
        change_settings({"theme": "light"}, own_folder.parent / "file")


# Exports


def test_an_export_carries_settings_but_nothing_of_this_person_and_machine(tmp_path: Path) -> None:
    export_settings(replace(Settings(), **CHANGES), tmp_path / "export.json")
    text = (tmp_path / "export.json").read_text()
    assert "Ada" not in text and "/cases" not in text
    taken = read_export(tmp_path / "export.json")
    assert taken.complaints == ()
    assert taken.values.keys() == {name for name in SPEC if not SPEC[name].stays}
    change_settings({"report_examiner": "Bo", "case_folder": "/mine"})
    assert change_settings(taken.values) == replace(
        Settings(), **CHANGES | {"report_examiner": "Bo", "case_folder": "/mine"}
    )
    assert {SPEC[name].kind for name in SPEC if SPEC[name].stays} == {Kind.FOLDER, Kind.TEXT}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1}', "{" * 50_000, '{"version": 1, "settings": 3}', "\xff"]
)
def test_a_file_that_is_no_export_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(UserError) as caught:
        read_export(path)
    assert "export.json holds no settings" in caught.value.message


def test_an_export_of_another_form_and_none_at_all_are_refused(tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text('{"version": 2, "settings": {}}')
    with pytest.raises(UserError, match="exported by another release"):
        read_export(tmp_path / "new.json")
    with pytest.raises(UserError, match="cannot be read"):
        read_export(tmp_path / "missing.json")


# What they do


def test_analyses_and_batches_begin_with_them() -> None:
    change_settings(
        {"limit_megapixels": 300, "limit_seconds": 40, "analysis_seconds": 50, "jobs": 3, "batch_complete": True}
    )
    limits = Limits(pixels=300_000_000, seconds=40)
    assert (EngineSettings().limits, EngineSettings().analysis_seconds) == (limits, 50)
    batch = BatchSettings()
    assert (batch.limits, batch.analysis_seconds, batch.jobs, batch.verdict_only) == (limits, 50, 3, False)
    assert load_settings().reader() == Reader("en", "technical")


def test_sentences_speak_as_the_window_unless_a_language_is_chosen() -> None:
    assert Settings().reader("de") == Reader("de", "technical")
    assert Settings().reader() == Reader("en", "technical"), "a command has no window"
    assert Settings(reader_language="en").reader("de") == Reader("en", "technical")


def test_by_default_they_are_what_the_program_does_without_them() -> None:
    assert Settings().limits == Limits()
    assert BatchSettings().jobs == (os.cpu_count() or 1)


def test_some_are_handed_on_by_the_environment_which_goes_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = [setting.variable for setting in SPEC.values() if setting.variable]
    for variable in variables:
        monkeypatch.setenv(variable, "")  # so that it is put back after the test
        monkeypatch.delenv(variable)
    apply_to_environment(Settings())
    assert not any(variable in os.environ for variable in variables)
    apply_to_environment(Settings(safe_mode=True, threads=3))
    assert safe_mode() and processor_threads() == 3
    monkeypatch.setenv("GAUNTLET_THREADS", "2")
    apply_to_environment(Settings(threads=5))
    assert processor_threads() == 2


def test_dialogs_begin_in_a_folder_that_is_there(tmp_path: Path) -> None:
    assert start_folder(str(tmp_path)) == str(tmp_path)
    assert start_folder(str(tmp_path / "gone")) == start_folder("") == ""
