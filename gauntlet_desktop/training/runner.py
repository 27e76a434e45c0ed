"""Runs one training recipe: a folder of labelled images in, a model folder with weights, manifest and log out."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gauntlet_desktop.api.manifest import file_sha256
from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.api.protocols import Detector, ScopeJudge, TrainingRecipe
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import Pack, open_pack
from gauntlet_desktop.training.calibrate import calibrate
from gauntlet_desktop.training.data import TrainingData, read_crops
from gauntlet_desktop.training.files import unwritten, write_file
from gauntlet_desktop.training.fit import Identity
from gauntlet_desktop.training.intake import Intake, sort_images
from gauntlet_desktop.training.log import last_entry, selected_entry, write_plot
from gauntlet_desktop.training.sampler import Augmentation
from gauntlet_desktop.training.whole_images import WholeImages, read_whole_images

MANIFEST_NAME = "training.json"
HELD_OUT_KEY = "held_out"
SELECTION_KEY = "selection"
PAIRS_KEY = "pairs"
SIDE_KEY = "side"
AUGMENTATION_KEYS = ("sides", "composites", "masked", "turned")
_PACKAGES = ("gauntlet-desktop", "torch", "numpy", "pillow", "onnx", "safetensors")


@runtime_checkable
class DetectorRecipe(TrainingRecipe, Protocol):
    """A recipe whose weights make a detector: such a run is calibrated on its held-out sources."""

    @property
    def version(self) -> str: ...

    @property
    def weights_name(self) -> str:
        """Name of the weights file that the detector loads."""
        ...

    def detector(self, out: Path) -> Detector:
        """The detector on the weights that `train` wrote into `out`."""
        ...


@runtime_checkable
class WholeImageRecipe(TrainingRecipe, Protocol):
    """A recipe that learns whole images of one small size, and tests on the data's own split, not native crops."""

    @property
    def side(self) -> int:
        """Width and height that every image is resized to, in pixels, unless its parameter `side` says otherwise."""
        ...

    @property
    def needs_test(self) -> bool:
        """Whether data without a split "test" is refused."""
        ...


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a run: whether it is calibrated, and sentences for the user."""

    calibrated: bool
    notes: tuple[str, ...]


def train(
    recipe: TrainingRecipe,
    data_dir: Path,
    out_dir: Path,
    *,
    seed: int = 1,
    parameters: Mapping[str, Any] | None = None,
    judges: Sequence[ScopeJudge] = (),
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Trained:
    """Train `recipe` on the labelled images of `data_dir` and write into `out_dir`, going on where a run stopped there.

    `parameters` replace the recipe's defaults. Sources under `held_out` and `selection` (label to names) are never
    trained on; the latter select the weights, a `DetectorRecipe` is calibrated on the former (calibration.json),
    without what `judges` call out of scope. Raises UserError for data or parameters that cannot be used,
    EnvironmentFault when the disk takes no more, Cancelled when asked to stop; a checkpoint then remains.
    """
    chosen = complete(recipe.parameters, parameters or {})
    context = TaskContext(progress, is_cancelled)
    _make_folder(out_dir)
    with open_pack(data_dir) as pack:
        intake = sort_images(pack, chosen.get(HELD_OUT_KEY), chosen.get(SELECTION_KEY, {}), context)
        data = _read(recipe, pack, intake, context, chosen=chosen, seed=seed)
    notes = (*intake.notes, *_unreadable(data.describe()))
    for note in notes:
        context.report(1.0, note)
    try:
        recipe.train(data, out_dir, chosen, context.report)
    except OSError as error:
        raise unwritten(out_dir, error) from error
    write_plot(out_dir)
    _write_manifest(out_dir, chosen, {**data.describe(), "notes": list(notes)})
    calibrated = isinstance(recipe, DetectorRecipe) and not intake.no_calibration
    if calibrated:
        assert isinstance(recipe, DetectorRecipe)
        detector = recipe.detector(out_dir)
        identity = Identity(detector.id, recipe.version, file_sha256(out_dir / recipe.weights_name))
        held_out = chosen[HELD_OUT_KEY]
        calibrate(
            detector,
            identity,
            data_dir,
            held_out,
            out_dir,
            seed=seed,
            judges=judges,
            progress=progress,
            is_cancelled=is_cancelled,
        )
    return Trained(calibrated, notes)


def _read(
    recipe: TrainingRecipe, pack: Pack, intake: Intake, context: TaskContext, *, chosen: Mapping[str, Any], seed: int
) -> TrainingData | WholeImages:
    """The images in the form that the recipe learns from."""
    lasting = {p.name: chosen[p.name] for p in recipe.parameters if not p.only_after}
    identity = {"recipe": recipe.id, "chosen": lasting, **intake.describe()}
    pairs = int(chosen.get(PAIRS_KEY, 16))
    if isinstance(recipe, WholeImageRecipe):
        side = int(chosen.get(SIDE_KEY, recipe.side))
        images = read_whole_images(pack, intake.training, side, context, needs_test=recipe.needs_test)
        return WholeImages(images, seed, pairs, context, identity=identity)
    crops = read_crops(pack, intake.training, context)
    selecting = "to select the weights by"
    selection = read_crops(pack, intake.selection, context, selecting) if chosen.get(SELECTION_KEY) else None
    drawn = Augmentation(**{name: chosen[name] for name in AUGMENTATION_KEYS if name in chosen})
    return TrainingData(crops, seed, pairs, context, drawn, selection=selection, identity=identity)


def _unreadable(described: Mapping[str, Any]) -> tuple[str, ...]:
    """One sentence that names what could not be read, none if everything could."""
    count, named = described["dropped"]["unreadable"], described["unreadable"]
    more = ", ..." if count > len(named) else ""
    return (f"{count} images could not be read and were left out: {', '.join(named)}{more}",) if count else ()


def _write_manifest(out_dir: Path, chosen: Mapping[str, Any], described: Mapping[str, Any]) -> None:
    manifest = {
        **{name: value for name, value in described.items() if name != "chosen"},
        "parameters": chosen,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "packages": dict(_versions()),
        "effort": last_entry(out_dir),
        "selected": selected_entry(out_dir),
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    write_file(out_dir / MANIFEST_NAME, text.encode())


def _versions() -> list[tuple[str, str]]:
    """Versions of the installed packages that weights depend on."""
    installed = {distribution.name.lower(): distribution.version for distribution in importlib.metadata.distributions()}
    return [(name, installed[name]) for name in _PACKAGES if name in installed]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder, error) from error
