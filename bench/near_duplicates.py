"""How often the perceptual hash stacks a re-delivered copy on its original, and two different pictures on each other.

`python -m bench.near_duplicates DATA`, where DATA is a pack of labelled images; without one, nothing is measured.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from bench.common import row
from gauntlet_desktop.core.perceptual import STACK_DISTANCE, distance, perceptual_hash
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step, deliver
from gauntlet_desktop.imaging.packs import name_digest, open_pack

DELIVERIES: dict[str, tuple[Step, ...]] = {
    "JPEG 85": (Encode("jpeg", 85),),
    "JPEG 60 at half size": (Rescale(0.5), Encode("jpeg", 60)),
    "WebP 50 at 0.7 of its size": (Rescale(0.7), Encode("webp", 50)),
}
IMAGES = 1000


def main() -> None:
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        print("It needs many different pictures: nothing was measured. Name a pack of labelled images.")


def measure(data: Path) -> None:
    hashes: list[int] = []
    stacked = dict.fromkeys(DELIVERIES, 0)
    with open_pack(data) as pack:
        for sample in sorted(pack.samples, key=name_digest)[:IMAGES]:
            pixels, _ = pack.decode(sample)
            hashes.append(perceptual_hash(pixels))
            for name, steps in DELIVERIES.items():
                copy = perceptual_hash(deliver(pixels, steps))
                stacked[name] += distance(hashes[-1], copy) <= STACK_DISTANCE
    for name, count in stacked.items():
        row(f"stacked on its original: {name}", 100 * count / len(hashes), "%")
    values = np.array(hashes, dtype=np.uint64)
    apart = np.bitwise_count(values[:, None] ^ values[None, :])
    pairs = len(hashes) * (len(hashes) - 1) // 2
    near = (int((apart <= STACK_DISTANCE).sum()) - len(hashes)) // 2
    row(f"pairs of different pictures within it, of {pairs:,}", near, "")


if __name__ == "__main__":
    main()
