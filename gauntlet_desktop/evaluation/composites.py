"""Test pictures whose generated region is known: part of a generated image in a camera image, and the reverse.

Made as the training makes its composites, of the images as they are stored, with no delivery after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.composites import blend, draw_region
from gauntlet_desktop.imaging.packs import Pack, Sample

MOST_SIDE, LEAST_SIDE = 512, 64


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled image in scope, by the SHA-256 of its bytes."""

    sample: Sample
    sha256: str


@dataclass(frozen=True, slots=True)
class Composite:
    """A square picture and, of each of its pixels, whether it is generated."""

    image: ImageInput
    generated: NDArray[np.bool_]

    def region(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """The generated cells of a grid over the picture: those whose central pixel is."""
        side = len(self.generated)
        rows, columns = (((np.arange(count) + 0.5) * side / count).astype(np.intp) for count in shape)
        return self.generated[np.ix_(rows, columns)]


@dataclass(frozen=True, slots=True)
class Pair:
    """A camera image and a generated one, of which two composites are made."""

    camera: Labelled
    made: Labelled
    seed: int

    @property
    def name(self) -> str:
        return f"{self.camera.sha256}+{self.made.sha256}"

    def composites(self, pack: Pack) -> tuple[Composite, ...]:
        """A generated region in the camera image, and a camera region in the generated one: the same region. None of
        pictures that are too small."""
        camera, made = (pack.decode(each.sample)[0] for each in (self.camera, self.made))
        side = min(*camera.shape[:2], *made.shape[:2], MOST_SIDE)
        if side < LEAST_SIDE:
            return ()
        # Of the pair alone, so that a pair has the same composites in whatever set it is.
        drawn = [self.seed, *(int(each.sha256[:8], 16) for each in (self.camera, self.made))]
        region = draw_region(side, np.random.default_rng(drawn))
        real, fake = (_centre(pixels, side) for pixels in (camera, made))
        return (
            Composite(_image(blend(real, fake, region)), region > 127),
            Composite(_image(blend(fake, real, region)), region <= 127),
        )


def pairs(images: Sequence[Labelled], seed: int) -> Iterator[Pair]:
    """Each image of the class that has fewer with another one of the other class."""
    rng = np.random.default_rng(seed)
    classes = [[each for each in images if each.sample.generated == generated] for generated in (False, True)]
    camera, made = ([of_class[index] for index in rng.permutation(len(of_class))] for of_class in classes)
    for one, other in zip(camera, made, strict=False):
        yield Pair(one, other, seed)


def _centre(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    return pixels[top : top + side, left : left + side]


def _image(pixels: NDArray[np.uint8]) -> ImageInput:
    side = len(pixels)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, side, side, 1, 1, False, "", 1.0, None))
