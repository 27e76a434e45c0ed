"""The detectors that another form can be made of, with what is known of their weights: imported ones and plugins'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gauntlet_desktop.api.discovery import Discovered, discover
from gauntlet_desktop.api.manifest import detectors_with_weights, read_card
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.training.imported import CARD_NAME, list_imported


@dataclass(frozen=True, slots=True)
class Source:
    """A detector's weights: their licence and origin in words, their SHA-256 and size ("" and 0 where a plugin declares
    none), and its model card (Markdown; empty: none)."""

    id: str
    architecture: str
    licence: str
    origin: str
    weights_sha256: str
    bytes: int
    card: str


def find_source(model_id: str) -> Source:
    """The detector of that id. Raises UserError that names those there are."""
    sources = {source.id: source for source in _all()}
    if model_id not in sources:
        raise UserError(
            "unknown_model",
            phrase("There is no detector {model!r}.", model=model_id),
            phrase("There are: {known}.", known=", ".join(sources) or phrase("none")),
        )
    return sources[model_id]


def _all() -> Iterator[Source]:
    for plugin in discover():
        yield from _of_plugin(plugin)
    stored, _ = list_imported()
    for model in stored:
        yield _of_model(model)


def _of_plugin(plugin: Discovered) -> Iterator[Source]:
    manifest, folder = plugin.manifest, plugin.folder
    if manifest is None or folder is None:
        return
    for detector, weights in detectors_with_weights(manifest):
        yield Source(
            id=detector.id,
            architecture=detector.id,
            licence=weights.licence,
            origin=f"the plugin {plugin.name} {manifest.version} of {plugin.distribution}",
            weights_sha256=weights.sha256,
            bytes=weights.bytes,
            card=read_card(folder / detector.model_card) if detector.model_card else "",
        )


def _of_model(model: StoredModel) -> Source:
    size = next(data.bytes for data in model.files if data.path == model.weights)
    return Source(
        id=model.id,
        architecture=model.architecture,
        licence=model.licence,
        origin=model.origin,
        weights_sha256=model.weights_sha256,
        bytes=size,
        card=read_card(model.folder / CARD_NAME),
    )
