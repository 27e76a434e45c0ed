"""Runs a plugin's training recipes on a few images, for the acceptance kit; called in a process of its own."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from PIL import Image

from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.api.protocols import TrainingRecipe
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, UserError
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.training.log import LOG_NAME, PLOT_NAME
from gauntlet_desktop.training.runner import MANIFEST_NAME, train

IMAGES, SIDE = 4, 256
_SOURCES = (("real", "phone"), ("real", "slr"), ("fake", "old"), ("fake", "new"))
# What the runner asks of a recipe beside `train`.
_ATTRIBUTES = ("id", "parameters", "version", "weights_name", "detector", "side", "needs_test")
_OWN_FILES = (MANIFEST_NAME, LOG_NAME, PLOT_NAME)


@dataclass(frozen=True, slots=True)
class RecipeTrial:
    """What came of a recipe: what is wrong with it, or why it could not be tried, and what it wrote, by name with the
    size in bytes. `stopped`: a cancelled run ended with Cancelled."""

    recipe: str
    problem: str = ""
    skipped: str = ""
    written: tuple[tuple[str, int], ...] = ()
    stopped: bool = False


def try_recipes(plugin: Discovered, root: Path) -> tuple[RecipeTrial, ...]:
    """Each recipe of a plugin with its shortest run on made images: once to the end, once cancelled. The shortest is
    one step or epoch, unless the recipe has a `trial`, which are the parameters of a shorter one."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(root))
    return tuple(_tried(recipe) for recipe in load([plugin], models=root / "no-models-of-the-user").recipes)


def write_images(folder: Path) -> None:
    """Two sources of each class: noise in place of camera images, the same smoothed in place of generated ones."""
    rng = np.random.default_rng(1)
    for label, source in _SOURCES:
        (folder / label / source).mkdir(parents=True)
        for number in range(IMAGES):
            image = Image.fromarray(rng.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))
            if label == "fake":
                image = image.resize((SIDE // 4, SIDE // 4)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
            image.save(folder / label / source / f"{number}.jpg", quality=92)


def _tried(recipe: TrainingRecipe) -> RecipeTrial:
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch:
        images, out = Path(scratch) / "images", Path(scratch) / "out"
        write_images(images)
        try:
            once = {each.name: 1 for each in recipe.parameters if each.name in ("steps", "epochs")}
            chosen = {**once, **getattr(recipe, "trial", {})}
            train(recipe, images, out, parameters=chosen)
        except (UserError, EnvironmentFault) as error:
            return RecipeTrial(recipe.id, skipped=error.message)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: a recipe may raise anything
            return RecipeTrial(recipe.id, problem=f"{type(error).__name__}: {error}")
        written = tuple((path.name, path.stat().st_size) for path in sorted(out.iterdir()))
        if not any(name not in _OWN_FILES for name, _ in written):
            return RecipeTrial(recipe.id, problem="It wrote nothing into the folder.")
        return RecipeTrial(
            recipe.id, written=written, stopped=_stops(recipe, images, Path(scratch) / "cancelled", chosen)
        )


def _stops(recipe: TrainingRecipe, images: Path, out: Path, chosen: dict[str, Any]) -> bool:
    """Whether a run, as short as the first, that is cancelled at the recipe's first report ends there."""

    def train_cancelled(data: Any, out: Path, parameters: Any, _: object) -> None:
        recipe.train(data, out, parameters, _cancel)

    told = {name: getattr(recipe, name) for name in _ATTRIBUTES if hasattr(recipe, name)}
    try:
        train(SimpleNamespace(**told, train=train_cancelled), images, out, parameters=chosen)
    except Cancelled:
        return True
    return False


def _cancel(fraction: float, what: str) -> None:
    raise Cancelled()
