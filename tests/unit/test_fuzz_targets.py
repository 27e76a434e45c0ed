"""The fuzz targets, without a fuzzer: seeds, what was found before, and a number of changed inputs of each parser."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.mutations import mutated
from fuzz.parsers import ROOT, called, parsing_functions
from fuzz.target import CORPUS, Target, in_json
from fuzz.targets import TARGETS

_MADE_HERE = "reads bytes that the program made itself a moment before, in memory"
_PACKAGED = "reads a file of its own package, which is checked against the SHA-256 of its manifest before"
_OWN_RUN = "reads what a training run wrote into the folder that it is told to go on with"
_LIBRARY = "leaves the folder to the transformers library; a test gives it one that is refused"
_STORED = "reads weights that a format read and wrote again at import, and that are checked by SHA-256 since"
# Functions that parse and have no target, with the reason.
NOT_FUZZED = {
    "gauntlet_desktop/app/cluster.py: _connect": "takes the address that check_address let through, which has a target",
    "gauntlet_desktop/core/glossary.py: entries": _PACKAGED,
    "gauntlet_desktop/core/perceptual.py: perceptual_hash": _MADE_HERE,
    "gauntlet_desktop/engine/decoder.py: main": "reads what its own parent sends; what it answers has a target",
    "gauntlet_desktop/evaluation/similarity.py: _loaded": _LIBRARY,
    "gauntlet_desktop/evaluation/trained.py: _document": _OWN_RUN,
    "gauntlet_desktop/imaging/delivery.py: Encode.apply": _MADE_HERE,
    "gauntlet_desktop/inference/audit.py: _jpeg": _MADE_HERE,
    "gauntlet_desktop/inference/onnx_files.py: copy_noted": _STORED,
    "gauntlet_desktop/inference/onnx_files.py: file_network": _STORED,
    "gauntlet_desktop/inference/onnx_int8.py: _reduced": _MADE_HERE,
    "gauntlet_desktop/inference/onnx_int8.py: quantise": _STORED,
    "gauntlet_desktop/inference/shared_state.py: SharedState.restore": _MADE_HERE,
    "gauntlet_desktop/reporting/pictures.py: Print.pixels": _MADE_HERE,
    "gauntlet_desktop/reporting/pictures.py: stored": _MADE_HERE,
    "gauntlet_desktop/resources/plugin_kinds/detector.py: NeighbourDifference._loaded": _PACKAGED,
    "gauntlet_desktop/resources/plugin_kinds/model_formats.py: Brightness.detect": _STORED,
    "gauntlet_desktop/resources/plugin_kinds/model_formats.py: _read": "is a template for authors of plugins",
    "gauntlet_desktop/store/bodies.py: pack_map": _MADE_HERE,
    "gauntlet_desktop/training/strata.py: _number": _MADE_HERE,
    "gauntlet_desktop/ui/clusters_dialog.py: _pixmap": _MADE_HERE,
    "gauntlet_desktop/ui/report_matter.py: figure_of": _MADE_HERE,
    "plugins/basic_findings/gauntlet_basic_findings/camera_rules.py: known_tables": _PACKAGED,
    "plugins/deep_evidence/gauntlet_deep_evidence/art.py: ArtJudge._gate": _PACKAGED,
    "plugins/deep_evidence/gauntlet_deep_evidence/head.py: load_moments": _OWN_RUN,
    "plugins/deep_evidence/gauntlet_deep_evidence/recipe.py: DeepEvidenceRecipe.statement": _PACKAGED,
    "plugins/deep_evidence/gauntlet_deep_evidence/recipe.py: DeepEvidenceRecipe.train": _PACKAGED,
    "plugins/explanations/gauntlet_explanations/many_passes.py: _session": _STORED,
    "plugins/language_models/gauntlet_language_models/network.py: _processor": _LIBRARY,
    "plugins/language_models/gauntlet_language_models/network.py: load_network": _LIBRARY,
    "plugins/measured_features/gauntlet_measured_features/recipe.py: MeasuredFeaturesRecipe.statement": _PACKAGED,
    "plugins/patch_evidence/gauntlet_patch_evidence/detector.py: _onnx_session": _PACKAGED,
    "plugins/patch_evidence/gauntlet_patch_evidence/recipe.py: PatchEvidenceRecipe.statement": _PACKAGED,
    "plugins/patch_evidence/gauntlet_patch_evidence/torch_session.py: TorchSession.__init__": _PACKAGED,
    "plugins/source_systems/gauntlet_source_systems/formats/pretrained.py: load_pretrained": _LIBRARY,
    "plugins/source_systems/gauntlet_source_systems/recipes/augment.py: delivery": _MADE_HERE,
}

each_target = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


@pytest.fixture(scope="module")
def inputs() -> dict[str, list[bytes]]:
    return {name: target.inputs() for name, target in TARGETS.items()}


@each_target
def test_seeds_and_earlier_findings_are_read_or_refused(target: Target, inputs: dict[str, list[bytes]]) -> None:
    for untrusted in inputs[target.name]:
        target.run(untrusted)


@each_target
def test_one_of_the_seeds_is_read(target: Target) -> None:
    """From seeds that are all refused at the door no change leads far into the parser."""

    def is_read(untrusted: bytes) -> bool:
        try:
            target.parse(untrusted)
        except target.refusals:
            return False
        return True

    assert any(map(is_read, target.seeds()))


@each_target
def test_changed_inputs_are_read_or_refused(target: Target, inputs: dict[str, list[bytes]]) -> None:
    @settings(max_examples=20)
    @given(st.integers(0, 2**32), st.binary(max_size=40))
    def check(seed: int, junk: bytes) -> None:
        rng = random.Random(seed)
        target.run(mutated(rng.choice(inputs[target.name]), rng))
        target.run(junk)

    check()


def test_every_function_that_parses_has_a_target_or_a_reason(inputs: dict[str, list[bytes]]) -> None:
    """Not by what targets claim: what their seeds reach counts."""
    reached = {
        function
        for name, target in TARGETS.items()
        for untrusted in inputs[name]
        for function in called(lambda target=target, untrusted=untrusted: target.run(untrusted))
    }
    functions = parsing_functions()
    assert len(functions) > 100
    assert {name for place, name in functions.items() if place not in reached} == NOT_FUZZED.keys()


def test_findings_lie_with_a_target() -> None:
    folders = {path.name for path in CORPUS.iterdir() if path.is_dir()}
    assert folders and folders <= TARGETS.keys()
    for name in folders:
        assert all(path.stat().st_size < 20_000 for path in TARGETS[name].regressions()), name


def test_what_a_parser_must_not_raise_is_let_out() -> None:
    target = Target("x", in_json(lambda plain: plain["a"]), lambda: (), (TypeError,))
    for refused in (b"5", b"no JSON", b'{"a": 1}'):
        target.run(refused)
    with pytest.raises(KeyError):
        target.run(b"{}")


def test_changes_depend_on_the_seed_alone_and_exchange_whole_values() -> None:
    data = b'{"name": "x", "list": [1, 2, {"deep": true}]}'
    made = [mutated(data, random.Random(seed)) for seed in range(300)]
    assert made == [mutated(data, random.Random(seed)) for seed in range(300)]
    assert len(set(made)) > 150
    assert any(b"1e999" in each for each in made) and any(b"deep" not in each for each in made)


def test_the_command_names_all_targets() -> None:
    done = subprocess.run([sys.executable, "-m", "fuzz"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(TARGETS)
