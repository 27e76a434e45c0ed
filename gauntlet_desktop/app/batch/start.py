"""Starts a batch over a folder that ends in a case: the use case behind the command line and the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gauntlet_desktop.app.batch.book import CaseBook
from gauntlet_desktop.app.batch.conduct import Batch
from gauntlet_desktop.app.batch.engine import BatchEngine
from gauntlet_desktop.app.batch.events import BatchEvent
from gauntlet_desktop.app.batch.on_cluster import ClusterBatch
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.cluster import Scheduler, check_address
from gauntlet_desktop.app.folders import Filters, FolderScan
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.store import Case, FoundFile


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What somebody asks for. `now` gives the time as ISO 8601 in UTC, for the custody log; with a `scheduler` the
    files are analysed on the workers of its cluster."""

    folder: bytes
    case: Path
    actor: str
    now: Callable[[], str]
    filters: Filters = field(default_factory=Filters)
    settings: BatchSettings = field(default_factory=BatchSettings)
    retry_failed: bool = False
    again: bool = False
    scheduler: Scheduler | None = None


def prepare(request: BatchRequest, listener: Callable[[BatchEvent], None]) -> tuple[Batch, FolderScan]:
    """The batch, not started, and the listing that it works off, which knows the folders that cannot be listed.

    Raises UserError when the folder is none, or when there is nothing to analyse again.
    """
    folder = _folder_of(request.case) if request.again else request.folder
    if not os.path.isdir(folder):  # noqa: PTH112 - Path knows no bytes
        raise UserError("no_folder", "There is no such folder.", "Check its path, or that its drive is connected.")
    scan = FolderScan(folder, request.filters)
    files: Iterable[FoundFile] = () if request.again else scan
    book = CaseBook(
        request.case,
        folder,
        actor=request.actor,
        now=request.now,
        keep_maps=not request.settings.verdict_only,
        retry_failed=request.retry_failed,
        again=request.again,
    )
    if request.scheduler is not None:
        check_address(request.scheduler)
        return ClusterBatch(request.scheduler, folder, files, book, listener, settings=request.settings), scan
    return BatchEngine(folder, files, book, listener, request.settings), scan


def _folder_of(case_path: Path) -> bytes:
    """The folder that holds every file of a case."""
    with Case.open(case_path, read_only=True) as case:
        folders = {os.path.dirname(path) for path in case.known_paths()}  # noqa: PTH120 - Path knows no bytes
    if not folders:
        raise UserError("case_without_files", "The case has no file that is there.", "Add a folder to it first.")
    try:
        return os.path.commonpath(folders)
    except ValueError:  # several drives
        return min(folders)
