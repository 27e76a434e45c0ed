"""A batch whose files are analysed on the workers of a cluster. Queue and results are the same as on one machine.

The bookkeeper owns the ledger as ever; one thread hands files to the cluster, as many as its workers can take, and
takes their answers. A lost worker's files are given to others by the scheduler. Identical bytes are analysed once only
if their first record is kept before the second file is begun: here nobody reads a file before a worker does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from gauntlet_desktop.app.batch.book import Book, Outcome
from gauntlet_desktop.app.batch.conduct import Batch
from gauntlet_desktop.app.batch.events import BatchEvent, State
from gauntlet_desktop.app.batch.faults import no_decoder
from gauntlet_desktop.app.batch.settings import BatchSettings, configuration_of
from gauntlet_desktop.app.cluster import Cluster, Future, Scheduler, answer_of
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.store import FoundFile


class ClusterBatch(Batch):
    """A batch on a cluster: analyses the files of `root`, which every worker must see under the same path."""

    def __init__(
        self,
        scheduler: Scheduler,
        root: bytes,
        files: Iterable[FoundFile],
        book: Book,
        listener: Callable[[BatchEvent], None],
        *,
        settings: BatchSettings,
    ) -> None:
        super().__init__(files, book, listener, settings)
        self._scheduler, self._root = scheduler, root
        self._cluster: Cluster | None = None
        self._under_way: dict[str, tuple[FoundFile, Future]] = {}

    def _work(self) -> None:
        self._begin()
        while not self._closing:
            self._dispatch()
            self._commands.get()()

    def _begin(self) -> None:
        try:
            self._cluster = Cluster(self._scheduler, self._root, self._settings)
        except GauntletError as error:
            self._fail(error)
        else:
            self._bookkeeper.start()

    def _dispatch(self) -> None:
        if self._state is not State.RUNNING or self._cluster is None or self._index is None:
            return
        while len(self._under_way) < self._cluster.room and (file := self._agenda.take()) is not None:
            future = self._cluster.submit(file.raw_path, self._tell_ended)
            self._under_way[future.key] = file, future
        self._ask_for_more()
        if self._all_handed_out and not (self._agenda or self._under_way or self._unwritten):
            self._end(State.FINISHED)

    def _tell_ended(self, future: Future) -> None:
        """On a thread of the client."""
        self._command(partial(self._take_answer, future.key))

    def _take_answer(self, key: str) -> None:
        file, future = self._under_way.pop(key, (None, None))
        if file is None or self._index is None:
            return
        try:
            answer = answer_of(future, file.raw_path)
        except GauntletError as error:
            self._fail(error)
            return
        record = answer.record
        if record.error is not None and (fault := no_decoder(record.error)) is not None:
            self._fail(fault)
            return
        configuration = configuration_of(answer.setup, self._settings)
        sha256 = record.source.sha256
        known = record.error is None and self._index.knows(sha256, configuration)
        if known:
            self._write(Outcome(file, None, sha256, configuration))
        else:
            self._write(Outcome(file, record, sha256, configuration, answer.perceptual_hash))

    def _shut_down(self) -> None:
        self._bookkeeper.close()
        if self._cluster is not None:
            self._cluster.close()
        self._shut_down_common()
