"""Reports on 1, 20 and 500 images: seconds, size, pages, peak memory, the same bytes again, and mutations found.

`python -m bench.report [--counts 1 20 500] [--mutations 200]`. The records are those of the bundled samples, analysed
here, over and over: each image has a record and a picture of its own, as those of a case have.
"""

from __future__ import annotations

import argparse
import copy
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pypdf import PdfReader

from bench.common import MORE, peak_mib, row
from gauntlet_desktop.app.checks import State, overall
from gauntlet_desktop.app.reports import ReportRequest, write_report
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting.document import make_document
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.page import write_page
from gauntlet_desktop.reporting.pdf import set_pages, write_pages
from gauntlet_desktop.reporting.pictures import Print, printed

AGAIN = 20  # reports on at most so many images are made twice
Item = tuple[AnalysisRecord, Print | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 20, 500], help="images of each report")
    parser.add_argument("--mutations", type=int, default=200)
    options = parser.parse_args()
    samples = analysed()
    for count in options.counts:
        measure(samples, count)
    found = mutations_found(samples[:1], options.mutations)
    row(f"mutations found, of {options.mutations}", found, "", better=MORE)


def analysed() -> list[Item]:
    """The samples that got as far as a picture."""
    found: list[Item] = []
    for record, pixels in iterate([os.fsencode(path) for path in sample_files()], keep_pixels=True):
        if pixels is not None:
            found.append((record, printed(pixels)))
        del pixels
    return found


def another(item: Item, number: int) -> Item:
    """A copy that shares nothing with the sample, under another name and with another picture."""
    record, shown = item
    assert shown is not None
    record = replace(copy.deepcopy(record), source=replace(record.source, name=f"{number:03}-{record.source.name}"))
    return record, printed(np.roll(shown.pixels(), number, axis=1))


def measure(samples: Sequence[Item], count: int) -> None:
    several = count > 1
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (Linux)
    before = peak_mib(os.getpid())
    items = [another(samples[number % len(samples)], number) for number in range(count)]
    start = time.perf_counter()
    document = make_document(items, ReportOptions(), several)
    made = time.perf_counter()
    row(f"report on {count}: twin, time", made - start, "s")
    with tempfile.TemporaryDirectory() as folder:
        for what, write in (("PDF", write_pages), ("HTML", write_page)):
            began = time.perf_counter()
            with (Path(folder) / what).open("x+b") as file:
                write(document, file)
                row(f"report on {count}: {what}, time", time.perf_counter() - began, "s")
                row(f"report on {count}: {what}, size", file.tell() / (1 << 20), "MiB")
        peak = peak_mib(os.getpid())
        row(f"report on {count}: peak memory", peak, "MiB")
        row(f"report on {count}: peak memory, an image", (peak - before) / count, "MiB")
        row(f"report on {count}: pages", len(PdfReader(Path(folder) / "PDF").pages), "")
    row(f"report on {count}: twin, size", sum(map(len, document.twin_parts())) / (1 << 20), "MiB")
    if count <= AGAIN:
        same = set_pages(make_document(items, ReportOptions(), several)) == set_pages(document)
        row(f"report on {count}: the same bytes again (1: yes)", same, "", better=MORE)


def mutations_found(items: Sequence[Item], mutations: int) -> int:
    """One flipped bit each, in the PDF, the twin and the page in turn."""
    rng, found = np.random.default_rng(9), 0
    with tempfile.TemporaryDirectory() as folder:
        pdf, twin, page = write_report(items, Path(folder) / "r.pdf", ReportOptions(), ReportRequest(html=True))
        for number in range(mutations):
            path = (pdf, twin, page)[number % 3]
            untouched = path.read_bytes()
            data = bytearray(untouched)
            data[rng.integers(len(data))] ^= 1 << int(rng.integers(8))
            path.write_bytes(data)
            found += overall(verify(pdf, VerifyRequest())) is State.DIFFERS
            path.write_bytes(untouched)
    return found


if __name__ == "__main__":
    main()
