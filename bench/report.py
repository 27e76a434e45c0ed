"""Reports on 1, 20 and 500 images: seconds, size, pages, peak memory, the same bytes again, and mutations found.

`python -m bench.report [--counts 1 20 500] [--mutations 200]`. The records are those of the bundled samples, analysed
here, over and over under other names.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pypdf import PdfReader

from bench.common import MORE, row
from gauntlet_desktop.app.checks import State, overall
from gauntlet_desktop.app.reports import ReportRequest, write_report
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting import pictures
from gauntlet_desktop.reporting.document import make_document
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.page import render_page
from gauntlet_desktop.reporting.pdf import set_pages
from gauntlet_desktop.reporting.report import Pixels

AGAIN = 20  # reports on at most so many images are made twice
Item = tuple[AnalysisRecord, Pixels]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 20, 500], help="images of each report")
    parser.add_argument("--mutations", type=int, default=200)
    options = parser.parse_args()
    samples = analysed()
    for count in options.counts:
        measure([renamed(samples[number % len(samples)], number) for number in range(count)])
    found = mutations_found(samples[:1], options.mutations)
    row(f"mutations found, of {options.mutations}", found, "", better=MORE)


def analysed() -> list[Item]:
    """The samples that got as far as a picture."""
    found: list[Item] = []
    for record, pixels in iterate([os.fsencode(path) for path in sample_files()], keep_pixels=True):
        if pixels is not None:
            found.append((record, pictures.reduced(pixels)))
        del pixels
    return found


def renamed(item: Item, number: int) -> Item:
    record, pixels = item
    return replace(record, source=replace(record.source, name=f"{number:03}-{record.source.name}")), pixels


def measure(items: Sequence[Item]) -> None:
    several = len(items) > 1
    start = time.perf_counter()
    document = make_document(items, ReportOptions(), several)
    made = time.perf_counter()
    pdf = set_pages(document)
    done = time.perf_counter()
    page = render_page(document)
    end = time.perf_counter()
    count = len(items)
    for what, seconds in (("twin", made - start), ("PDF", done - made), ("HTML", end - done)):
        row(f"report on {count}: {what}, time", seconds, "s")
    for what, data in (("PDF", pdf), ("twin", document.twin), ("HTML", page)):
        row(f"report on {count}: {what}, size", len(data) / (1 << 20), "MiB")
    row(f"report on {count}: pages", len(PdfReader(io.BytesIO(pdf)).pages), "")
    row(f"report on {count}: peak memory so far", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB")
    if count <= AGAIN:
        same = set_pages(make_document(items, ReportOptions(), several)) == pdf
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
