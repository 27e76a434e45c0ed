"""A case of 100,000 images: how fast it is filled, opened, sorted and filtered, and what it weighs.

`python -m bench.case [--images 100000]`.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench.common import row
from gauntlet_desktop.core.records import AnalysisRecord, Tier
from gauntlet_desktop.store import Addition, Case, Configuration, Filter, FoundFile, Mark, MarkKind, Sort, SortColumn
from tests.factories import make_facts, make_record

WHO = {"actor": "bench", "when": "2026-01-31T12:00:00+00:00"}
CONFIGURATION = Configuration("Gauntlet Desktop", parameters=(("bench", "1"),))
BATCH, RUNS, PAGE = 200, 7, 200
_CAMERAS = ("", "Canon EOS 80D", "Apple iPhone 13", "NIKON D750", "SONY ILCE-7M3", "samsung SM-G991B")
_GENERATORS = ("", "", "", "", "Midjourney 6", "Stable Diffusion XL", "DALL-E 3")
_CONTAINERS = ("JPEG", "JPEG", "JPEG", "PNG", "WEBP")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    images = parser.parse_args().images
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.gauntlet"
        for name, rate, unit in fill(path, images):
            row(f"{name}: per second", rate, unit)
        row("file size per image, without maps", path.stat().st_size / images, "bytes")
        _read(path)
        _read_stacks(path)
        _mark(path)
        _check(path)


def fill(path: Path, images: int) -> list[tuple[str, float, str]]:
    """A case of made-up images, a fiftieth of them in conflict; how fast that went, as name, rate and unit."""
    with Case.create(path, **WHO) as case:
        listed = _timed(lambda: case.enqueue(map(_found, range(images))))
        seconds = 0.0
        for additions in _batches(images):
            seconds += _timed(lambda batch=additions: case.add_records(batch, configuration=CONFIGURATION, **WHO))
        single = [Addition(_record(images + number, random.Random(number)), keep_maps=False) for number in range(200)]
        alone = _timed(lambda: [_add(case, each) for each in single])
    return [
        (f"list {images:,} files", images / listed, "files/s"),
        (f"records added in batches of {BATCH}", images / seconds, "records/s"),
        ("records added one by one", len(single) / alone, "records/s"),
    ]


def _add(case: Case, addition: Addition) -> list[int]:
    return case.add_records([addition], configuration=CONFIGURATION, **WHO)


def _read(path: Path) -> None:
    before = resident_mib()
    began = time.perf_counter()
    case = Case.open(path, read_only=True)
    ids = case.ids(Filter(), Sort())
    first = case.rows(ids[:PAGE])
    row("open, all ids and the first page", 1000 * (time.perf_counter() - began), "ms")
    assert len(first) == PAGE
    for column in SortColumn:
        _median(f"sort all by {column}", lambda by=column: case.ids(Filter(), Sort(by, descending=True)))
    for name, wanted in _FILTERS.items():
        _median(
            f"filter by {name}, by LR: {case.count(wanted)} items",
            lambda f=wanted: case.ids(f, _BY_LR),
        )
    _median("a page of 200 rows", lambda: case.rows(ids[len(ids) // 2 : len(ids) // 2 + PAGE]))
    _median("all facets, no filter", lambda: case.facets(Filter()))
    _median("all facets of a filter", lambda: case.facets(Filter(tiers=("ai_supported", "leans_ai"))))
    _median("histogram of LRs", lambda: case.histogram(Filter(), low=-3, high=3, bins=60))
    row("resident memory growth of the reader", resident_mib() - before, "MiB")
    case.close()


def _read_stacks(path: Path) -> None:
    """With every third image a near duplicate of the one before."""
    with Case.open(path) as case:
        items = list(case.ids(Filter(), Sort()))
        case.set_stacks({second: first for first, second in zip(items[::3], items[1::3], strict=False)})
        for name, wanted in (("all", Filter()), ("tiers", Filter(tiers=("ai_supported", "leans_ai")))):
            once = replace(wanted, stacked_once=True)
            items_left = f"{case.count(once)} items of {case.count(wanted)}"
            _median(f"stacks once of {name}, by LR: {items_left}", lambda f=once: case.ids(f, _BY_LR))
            _median(f"stacks once of {name}: count", lambda f=once: case.count(f))
            _median(f"stacks once of {name}: facets", lambda f=once: case.facets(f))


_BY_LR = Sort(SortColumn.LOG10_LR)
_FILTERS = {
    "tier": Filter(tiers=("ai_supported",)),
    "LR range": Filter(log10_lr_from=-0.5, log10_lr_to=0.5),
    "camera and tier": Filter(cameras=("Canon EOS 80D",), tiers=("ai_supported", "leans_ai")),
    "text in names": Filter(text="holiday 42"),
    "conflict": Filter(conflict=True),
    "stacks once": Filter(stacked_once=True),
    "error": Filter(error_codes=("damaged",)),
}


def _mark(path: Path) -> None:
    with Case.open(path) as case:
        marks = [Mark(item, MarkKind.TAG, "seen") for item in case.ids(Filter(), Sort())[:5_000]]
        row("5,000 items tagged in one change", 1000 * _timed(lambda: case.mark(marks, **WHO)), "ms")
        one = [Mark(7, MarkKind.BOOKMARK, "1")]
        row("one bookmark", 1000 * _timed(lambda: case.mark(one, **WHO)), "ms")


def _check(path: Path) -> None:
    with Case.open(path) as case:
        row("check of everything", _timed(case.verify_log), "s")
        assert case.verify_log().intact


def _batches(images: int) -> Iterator[list[Addition]]:
    for first in range(0, images, BATCH):
        yield [
            Addition(_record(number, random.Random(number)), random.Random(number).getrandbits(64), keep_maps=False)
            for number in range(first, min(first + BATCH, images))
        ]


def _found(number: int) -> FoundFile:
    return FoundFile(f"/evidence/case-17/{_name(number)}".encode(), 2_345_678, 1_700_000_000_000_000_000)


def _name(number: int) -> str:
    return f"folder {number // 1000:03}/holiday {number}.jpg"


_BASES = {tier: make_record(tier, heatmap=False) for tier in Tier}


def _record(number: int, rng: random.Random) -> AnalysisRecord:
    base = _BASES[rng.choice(list(Tier))]
    assert base.verdict is not None and base.provenance is not None
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    file = _found(number)
    source = replace(
        base.source, raw_path=file.raw_path, path=file.raw_path.decode(), name=_name(number)[11:], sha256=digest
    )
    verdict = replace(base.verdict, log10_lr=rng.gauss(0, 1), conflict="They disagree." if rng.random() < 0.02 else "")
    provenance = replace(base.provenance, camera=rng.choice(_CAMERAS), generator=rng.choice(_GENERATORS))
    image = replace(make_facts(rng.randint(500, 6000), rng.randint(500, 6000)), container=rng.choice(_CONTAINERS))
    return replace(base, source=source, verdict=verdict, provenance=provenance, image=image)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _median(name: str, work: Callable[[], object]) -> None:
    row(name, 1000 * statistics.median(_timed(work) for _ in range(RUNS)), "ms")


def resident_mib() -> float:
    """The resident size of this process, in MiB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
