"""Finds exact duplicates among labelled images, which would be learnt twice, or learnt and then tested."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import Pack, Sample


@dataclass(frozen=True, slots=True)
class Distinct:
    """Samples without duplicates, with the SHA-256 (hex) of their bytes, "" where they cannot be read; and those that
    were left out: `repeated` ones, of which another is kept, and `contradictory` ones, which both classes hold."""

    sha256: Mapping[Sample, str]
    repeated: tuple[Sample, ...]
    contradictory: tuple[Sample, ...]

    @property
    def samples(self) -> tuple[Sample, ...]:
        return tuple(self.sha256)

    def digest(self) -> str:
        """One SHA-256 over labels, sources, names and contents, whatever their order."""
        lines = sorted(f"{s.label}/{s.source}/{s.archive}/{s.member} {digest}" for s, digest in self.sha256.items())
        return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def distinct(pack: Pack, samples: Iterable[Sample], context: TaskContext) -> Distinct:
    """Of the same bytes the first in `samples` is kept; of the same original, the crops of the source that came first.
    What both classes hold is dropped in both: its label says nothing."""
    sha256 = _digests(pack, tuple(samples), context)
    contradictory: set[Sample] = set()
    repeated: set[Sample] = set()
    for group in _groups(sha256):
        if len({sample.generated for sample in group}) > 1:
            contradictory.update(group)
    for group in _groups({sample: digest for sample, digest in sha256.items() if sample not in contradictory}):
        first = group[0]
        repeated.update(s for s in group[1:] if sha256[s] == sha256[first] or s.source != first.source)
    kept = {sample: digest for sample, digest in sha256.items() if sample not in contradictory | repeated}
    return Distinct(kept, tuple(s for s in sha256 if s in repeated), tuple(s for s in sha256 if s in contradictory))


def _digests(pack: Pack, samples: tuple[Sample, ...], context: TaskContext) -> dict[Sample, str]:
    digests = {}
    for index, sample in enumerate(samples):
        context.report(index / len(samples), f"Comparing image {index + 1} of {len(samples)}")
        try:
            digests[sample] = hashlib.sha256(pack.read(sample)).hexdigest()
        except EnvironmentFault:
            digests[sample] = ""
    return digests


def _groups(sha256: Mapping[Sample, str]) -> list[list[Sample]]:
    """Samples of the same bytes, and samples of the same original, in order."""
    same: dict[str, list[Sample]] = defaultdict(list)
    for sample, digest in sha256.items():
        if digest:
            same[f"bytes {digest}"].append(sample)
        if sample.original_sha256:
            same[f"original {sample.original_sha256}"].append(sample)
    return [group for group in same.values() if len(group) > 1]
