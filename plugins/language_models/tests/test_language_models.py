"""Language models from folders: tiny ones with random weights, in the published layouts, loaded by the real code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from gauntlet_desktop.api import Generated, LanguageModel  # noqa: E402
from gauntlet_desktop.api.language_store import stored_folder  # noqa: E402
from gauntlet_desktop.api.parameters import complete  # noqa: E402
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, PluginFault, UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_language_models import memory, network, writing  # noqa: E402
from gauntlet_language_models.families import FAMILIES, family_of, parameters_of  # noqa: E402
from gauntlet_language_models.model import LocalModel  # noqa: E402
from tests import tiny_language_models as tiny  # noqa: E402

PICTURE = np.random.default_rng(1).integers(0, 256, (60, 90, 3), dtype=np.uint8)
SHORT = {"max_new_tokens": 6, "device": "cpu"}
Make = Callable[[str], LocalModel]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A model of an architecture, saved once."""
    folders: dict[str, Path] = {}
    root = tmp_path_factory.mktemp("language-models")

    def made(name: str) -> LocalModel:
        if name not in folders:
            torch.manual_seed(1)
            folders[name] = getattr(tiny, f"save_{name}")(root / name)
        return LocalModel(
            stored_folder(folders[name], TaskContext(), model_id="", name="Tiny", licence="MIT", origin="made here")
        )

    return made


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    LocalModel._held.clear()
    yield
    LocalModel._held.clear()


def write(model: LocalModel, prompt: str = "What is there?", **changes: Any) -> tuple[Generated, list[str]]:
    heard: list[str] = []
    settings = complete(model.parameters, {**SHORT, **changes})
    images = [PICTURE] if model.sees_images else []
    return model.generate(prompt, images, settings, TaskContext(), heard.append), heard


@pytest.mark.parametrize("name", ["mistral", "llava_next", "instructblip", "kosmos2"])
def test_each_family_writes_from_its_folder(name: str, make: Make) -> None:
    model = make(name)
    assert isinstance(model, LanguageModel)
    assert model.sees_images == (name != "mistral")
    generated, heard = write(model)
    assert generated.stopped == "length"
    assert len(heard) == 7  # six tokens, and the whole at the end
    assert write(model)[0] == generated
    assert len(model.weights_sha256) == 64


def test_beams_and_sampling_are_settings_and_both_stream(make: Make) -> None:
    model = make("mistral")
    beams, heard = write(model, num_beams=3)
    assert len(heard) == 7
    assert isinstance(beams.text, str)
    drawn = [write(model, sample=True, temperature=2.0, top_p=0.9, seed=seed)[0].text for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_the_random_state_of_others_is_left_alone(make: Make) -> None:
    model = make("mistral")
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    write(model, sample=True)
    assert torch.rand(1) == expected


def test_the_defaults_are_those_of_the_papers() -> None:
    blip = complete(parameters_of(FAMILIES["instructblip"]), {})
    named = ("num_beams", "max_new_tokens", "min_length", "top_p", "temperature")
    assert [blip[name] for name in named] == [5, 250, 1, 0.9, 1.0]
    assert complete(parameters_of(FAMILIES["kosmos-2"]), {})["max_new_tokens"] == 1024
    assert family_of("something-new").name == "transformers"


def test_places_that_kosmos_draws_come_back_as_fractions(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    written = "<phrase> a snowman</phrase><object><patch_index_0044><patch_index_0863></object> by a fire"
    monkeypatch.setattr("gauntlet_language_models.model.write", lambda *arguments: (written, "end"))
    generated, _ = write(make("kosmos2"))
    (grounding,) = generated.groundings
    assert (grounding.phrase, generated.text) == ("a snowman", "a snowman by a fire")
    assert grounding.place == pytest.approx((0.390625, 0.046875, 0.984375, 0.828125))


def test_a_long_prompt_fits_the_q_former(make: Make) -> None:
    generated, _ = write(make("instructblip"), prompt="word " * 300, num_beams=2)
    assert generated.stopped == "length"


def test_a_picture_model_without_a_picture(make: Make) -> None:
    blip = make("instructblip")
    with pytest.raises(UserError, match="InstructBLIP writes about pictures only"):
        blip.generate("x", [], complete(blip.parameters, SHORT), TaskContext(), lambda text: None)
    llava = make("llava_next")
    settings = complete(llava.parameters, SHORT)
    assert llava.generate("x", [], settings, TaskContext(), lambda text: None).stopped == "length"


def test_a_chat_template_goes_before_the_layout_of_the_family(make: Make) -> None:
    model = make("mistral")
    loaded = model._network(complete(model.parameters, SHORT), TaskContext())
    assert model._layout(loaded, "Hello", with_picture=False) == "[INST] Hello [/INST]"
    loaded.tokenizer.chat_template = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}!"
    assert model._layout(loaded, "Hello", with_picture=False) == "<user>Hello!"
    llava = make("llava_next")
    loaded = llava._network(complete(llava.parameters, SHORT), TaskContext())
    assert llava._layout(loaded, "Hello", with_picture=True) == "[INST] <image>\nHello [/INST]"
    loaded.processor.chat_template = (
        "{% for m in messages %}{% for c in m.content %}{{ c.text if c.type == 'text' else '<image>' }}{% endfor %}"
        "{% endfor %}"
    )
    assert llava._layout(loaded, "Hello", with_picture=True) == "<image>Hello"


def test_writing_is_cancelled_at_a_token(make: Make) -> None:
    model = make("mistral")
    heard: list[str] = []
    context = TaskContext(is_cancelled=lambda: len(heard) == 2)
    with pytest.raises(Cancelled):
        model.generate("x", [], complete(model.parameters, SHORT), context, heard.append)
    assert len(heard) == 2


def test_writing_stops_when_its_time_is_over(make: Make) -> None:
    model = make("mistral")
    settings = complete(model.parameters, {**SHORT, "seconds": 3.0})
    loaded = model._network(settings, TaskContext())
    ticks = iter(range(100))
    inputs = model._inputs(loaded, "x", ())
    text, stopped = writing.write(
        loaded, inputs, settings, TaskContext(), lambda text: None, clock=lambda: float(next(ticks))
    )
    assert stopped == "time"
    assert len(text) <= 3


def test_an_end_of_text_is_no_cut(make: Make) -> None:
    model = make("mistral")
    loaded = model._network(complete(model.parameters, SHORT), TaskContext())
    for end in (2, [7, 2]):
        loaded.network.generation_config.eos_token_id = end
        assert writing._ended(loaded, torch.tensor([5, 2]))
        assert not writing._ended(loaded, torch.tensor([2, 5]))


def test_one_network_is_held_at_a_time(make: Make) -> None:
    first, second = make("mistral"), make("llava_next")
    write(first)
    (held,) = LocalModel._held.values()
    write(first)
    assert next(iter(LocalModel._held.values())) is held
    write(second)
    assert [key[0] for key in LocalModel._held] == [second.weights_sha256]


def test_altered_weights_never_run(make: Make, tmp_path: Path) -> None:
    folder = tiny.save_mistral(tmp_path / "model")
    stored = stored_folder(folder, TaskContext(), model_id="", name="", licence="", origin="")
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-4, 2)
        file.write(b"\0\0\1\0")
    with pytest.raises(PluginFault, match=r"model\.safetensors is not as it was"):
        write(LocalModel(stored))


def test_code_and_pickles_beside_the_weights_are_never_loaded(tmp_path: Path) -> None:
    folder = tiny.save_mistral(tmp_path / "model")
    (folder / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    (folder / "modeling_mistral.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    config = folder / "config.json"
    config.write_text(
        config.read_text(encoding="utf-8").replace(
            '"model_type"', '"auto_map": {"AutoModelForCausalLM": "modeling_mistral.M"}, "model_type"'
        ),
        encoding="utf-8",
    )
    stored = stored_folder(folder, TaskContext(), model_id="", name="", licence="", origin="")
    assert {data.path for data in stored.files}.isdisjoint({"pytorch_model.bin", "modeling_mistral.py"})
    assert write(LocalModel(stored))[0].stopped == "length"


def test_what_cannot_be_loaded_says_so(make: Make, tmp_path: Path) -> None:
    folder = tiny.save_mistral(tmp_path / "model")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).unlink()
    stored = stored_folder(folder, TaskContext(), model_id="", name="No tokenizer", licence="", origin="")
    with pytest.raises(EnvironmentFault, match="No tokenizer cannot be loaded"):
        write(LocalModel(stored))


def test_a_configuration_that_no_network_has_says_so(tmp_path: Path) -> None:
    folder = tiny.save_mistral(tmp_path / "model")
    config = folder / "config.json"
    plain = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**plain, "hidden_size": "wide"}), encoding="utf-8")
    stored = stored_folder(folder, TaskContext(), model_id="", name="Wide", licence="", origin="")
    with pytest.raises(EnvironmentFault, match="Wide cannot be loaded"):
        write(LocalModel(stored))


def test_memory_is_estimated_from_the_headers(make: Make, tmp_path: Path) -> None:
    model = make("mistral")
    parameters = memory.parameter_count(model._stored.folder)
    network_parameters = model._network(complete(model.parameters, SHORT), TaskContext()).network.num_parameters()
    assert parameters == network_parameters
    of = {name: model.memory_bytes(complete(model.parameters, {**SHORT, "dtype": name})) for name in memory.BYTES_OF}
    assert of["float32"] > of["bfloat16"] == of["float16"] > 2 * parameters
    for data in (b"", b"\xff" * 20, b"\x02\0\0\0\0\0\0\0[]", b'\x08\0\0\0\0\0\0\0{"a": 1}'):
        (tmp_path / "model.safetensors").write_bytes(data)
        with pytest.raises(PluginFault, match="cannot be read"):
            memory.parameter_count(tmp_path)


def test_device_and_number_format_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert network.choose_device("auto") == "cpu"
    assert network.choose_dtype("auto", "cpu") == "float32"
    assert network.choose_dtype("auto", "cuda") == "bfloat16"
    assert network.choose_dtype("float16", "cpu") == "float16"
    with pytest.raises(EnvironmentFault, match="no CUDA"):
        network.choose_device("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert network.choose_device("auto") == "cuda"


def test_the_plugin_offers_the_folders_of_the_list(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gauntlet_desktop.api.language_store import SERVER, StoredLanguageModel, put_language_model
    from gauntlet_language_models import gauntlet_language_models

    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path))
    put_language_model(replace(make("mistral")._stored, id="mine"))
    put_language_model(StoredLanguageModel("served", "", SERVER, False, "", ""))
    assert [model.id for model in gauntlet_language_models()] == ["mine"]
