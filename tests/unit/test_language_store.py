"""The list of language models: folders that are recognised and hashed, servers, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gauntlet_desktop.api.language_store import (
    LIST_NAME,
    MAX_FILES,
    SERVER,
    StoredLanguageModel,
    find_language_model,
    put_language_model,
    read_language_models,
    recognise_language_model,
    remove_language_model,
    stored_folder,
    verify_language_model,
)
from gauntlet_desktop.core.errors import EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.core.task import TaskContext

MISTRAL = {"model_type": "mistral", "architectures": ["MistralForCausalLM"]}
LLAVA = {"model_type": "llava_next", "architectures": ["LlavaNextForConditionalGeneration"], "vision_config": {}}


def make(folder: Path, config: object = MISTRAL, weights: str = "model.safetensors") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / weights).write_bytes(b"weights")
    (folder / "modeling.py").write_text("raise SystemExit", encoding="utf-8")
    (folder / ".cache").mkdir(exist_ok=True)
    (folder / ".cache" / "x.json").write_text("{}", encoding="utf-8")
    return folder


def stored(folder: Path, model_id: str = "") -> StoredLanguageModel:
    return stored_folder(folder, TaskContext(), model_id=model_id, name="", licence="MIT", origin="here")


def test_a_folder_is_told_by_its_config(tmp_path: Path) -> None:
    assert recognise_language_model(make(tmp_path / "a")) == ("mistral", False)
    assert recognise_language_model(make(tmp_path / "b", LLAVA)) == ("llava_next", True)


@pytest.mark.parametrize(
    ("config", "weights", "why"),
    [
        ([], "model.safetensors", "no object"),
        ({}, "model.safetensors", "no model type"),
        ({"model_type": "x", "architectures": 5}, "model.safetensors", "no model type"),
        (MISTRAL, "pytorch_model.bin", "no safetensors"),
        ({"model_type": "clip", "architectures": ["CLIPModel"]}, "model.safetensors", "no model that writes text"),
    ],
)
def test_what_is_no_language_model_is_refused(config: object, weights: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=why):
        stored(make(tmp_path / "model", config, weights))


def test_a_folder_without_a_config_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        recognise_language_model(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "many")
    for number in range(MAX_FILES):
        (folder / f"{number}.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="files"):
        stored(folder)


def test_the_list_keeps_what_is_loaded_and_its_sums(tmp_path: Path) -> None:
    store = tmp_path / "store"
    model = stored(make(tmp_path / "My Model"))
    assert model.id == "my-model"
    assert [data.path for data in model.files] == ["config.json", "model.safetensors"]
    put_language_model(model, store)
    put_language_model(StoredLanguageModel("a-server", "S", SERVER, True, "", "", url="http://127.0.0.1:1"), store)
    assert [each.id for each in read_language_models(store)] == ["a-server", "my-model"]
    assert find_language_model("my-model", store) == model
    assert len(model.weights_sha256) == 64
    assert find_language_model("a-server", store).weights_sha256 == ""
    remove_language_model("my-model", store)
    assert [each.id for each in read_language_models(store)] == ["a-server"]
    assert (tmp_path / "My Model" / "model.safetensors").exists()


def test_ids_are_unique_and_plain(tmp_path: Path) -> None:
    folder = make(tmp_path / "model")
    put_language_model(stored(folder, "one"), tmp_path)
    with pytest.raises(UserError, match="already"):
        put_language_model(stored(folder, "one"), tmp_path)
    with pytest.raises(UserError, match="cannot be an id"):
        put_language_model(stored(folder, "No Id"), tmp_path)
    with pytest.raises(UserError, match="There are: one"):
        find_language_model("two", tmp_path)
    assert read_language_models(tmp_path / "nowhere") == ()


def test_a_file_that_changes_is_noticed(tmp_path: Path) -> None:
    folder = make(tmp_path / "model")
    model = stored(folder)
    verify_language_model(model, TaskContext())
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(PluginFault, match=r"tokenizer\.json is not as it was"):
        verify_language_model(model, TaskContext())
    (folder / "tokenizer.json").unlink()
    (folder / "model.safetensors").write_bytes(b"others")
    with pytest.raises(PluginFault, match=r"model\.safetensors is not as it was"):
        verify_language_model(model, TaskContext())
    (folder / "model.safetensors").unlink()
    with pytest.raises(PluginFault, match="is missing"):
        verify_language_model(model, TaskContext())
    with pytest.raises(EnvironmentFault, match="is not there"):
        verify_language_model(stored_elsewhere(model, tmp_path / "gone"), TaskContext())


def stored_elsewhere(model: StoredLanguageModel, folder: Path) -> StoredLanguageModel:
    from dataclasses import replace

    return replace(model, raw_folder=bytes(folder))


def test_a_damaged_list_and_a_folder_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / LIST_NAME).write_text("{", encoding="utf-8")
    with pytest.raises(PluginFault, match="cannot be read"):
        read_language_models(tmp_path)
    store = tmp_path / "store"
    (store / f".{LIST_NAME}.part").mkdir(parents=True)
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        put_language_model(stored(make(tmp_path / "model")), store)


def test_a_taken_id_is_refused_before_gigabytes_are_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "store"))
    folder = make(tmp_path / "My model")
    put_language_model(stored(folder))
    told: list[str] = []
    hashing = TaskContext(lambda _, step: told.append(step))
    for taken_or_bad, code in (("my-model", "model_exists"), ("My Model", "model_id")):
        with pytest.raises(UserError) as refused:
            stored_folder(folder, hashing, model_id=taken_or_bad, name="", licence="MIT", origin="here")
        assert refused.value.code == code
    assert not told
