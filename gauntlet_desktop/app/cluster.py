"""Analyses files on the workers of an existing Dask cluster (extra `cluster`): the same task as here, results the same.

Everything goes over TLS with certificates on both sides; plain TCP is taken on this machine alone. Workers are trusted
as this machine is: see docs/cluster.md.
"""

from __future__ import annotations

import importlib.util
import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gauntlet_desktop import __version__
from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app import cluster_worker
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.cluster_worker import Answer
from gauntlet_desktop.app.installation import Installation, installation
from gauntlet_desktop.core.errors import EnvironmentFault, InputCode, InputError, UserError
from gauntlet_desktop.core.records import AnalysisRecord, Status
from gauntlet_desktop.engine.decoder import unidentified

Client = Any  # of distributed, which has no types
Future = Any

# Files under way for each thread of the cluster: one in work, one waiting at the worker.
_AHEAD = 2
_CONNECT_SECONDS = 20
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Where a cluster is: `address` as tls://HOST:PORT with the files of the authority, of this client's certificate
    and of its key (PEM), or tcp://127.0.0.1:PORT."""

    address: str
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class Cluster:
    """A connection to a cluster whose workers were checked. `room` is how many files may be under way.

    Raises UserError for an address that is not safe, a cluster without workers or with workers that differ from this
    installation or do not see `folder`, EnvironmentFault when the scheduler cannot be reached.
    """

    def __init__(self, scheduler: Scheduler, folder: bytes, settings: BatchSettings) -> None:
        self._settings = settings
        self._client = _connect(scheduler)
        try:
            here = installation()
            _check_workers(self._client, folder, here)
        except BaseException:
            self._client.close()
            raise
        self._digest = here.digest
        self.room = _AHEAD * max(1, sum(self._client.nthreads().values()))

    def submit(self, raw_path: bytes, ended: Callable[[Future], None]) -> Future:
        """Analyse a file on some worker; `ended` is called with the future, on a thread of the client."""
        future = self._client.submit(cluster_worker.analyse, raw_path, self._settings, self._digest, pure=False)
        future.add_done_callback(ended)
        return future

    def close(self) -> None:
        """Let go; what is under way is dropped."""
        self._client.close()


def answer_of(future: Future, raw_path: bytes) -> Answer:
    """What came of a file; a file whose workers were lost with it, one after the other, is marked as one that crashes
    the engine. Raises EnvironmentFault where the scheduler was lost."""
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise _lost("it dropped the work")
    try:
        answer: Answer = future.result()
    except KilledWorker:
        error = InputError(InputCode.ENGINE_CRASHED, "Every worker that tried was lost.")
        program = f"Gauntlet Desktop {__version__}"
        record = AnalysisRecord(program, unidentified(raw_path), Status.FAILED, complete=True, error=error.record())
        return Answer(record, None, Setup())
    return answer


def check_address(scheduler: Scheduler) -> None:
    """Raise UserError unless the address is TLS with all three files, or TCP on this machine."""
    try:
        parts = urlsplit(scheduler.address)
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError:
        scheme, host = "", ""
    if scheme == "tls" and host:
        files = (scheduler.authority, scheduler.certificate, scheduler.key)
        missing = [str(path) for path in files if path is not None and not path.is_file()]
        if None in files or missing:
            raise UserError(
                "tls_files",
                f"A TLS scheduler needs three files; not there: {', '.join(missing) or 'not all are named'}.",
                "Name the authority, the certificate and its key: --tls-ca, --tls-cert, --tls-key.",
            )
    elif not (scheme == "tcp" and _is_loopback(host)):
        raise UserError(
            "scheduler_address",
            f"{scheduler.address!r} is no address of a scheduler that may be used.",
            "Give tls://HOST:PORT, or tcp://127.0.0.1:PORT on this machine.",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _connect(scheduler: Scheduler) -> Client:
    check_address(scheduler)
    if importlib.util.find_spec("distributed") is None:
        raise UserError(
            "cluster_not_installed", "The cluster extra is not installed.", "pip install 'gauntlet-desktop[cluster]'"
        )
    from distributed import Client, Security

    tls = urlsplit(scheduler.address).scheme == "tls"
    security = Security(
        require_encryption=tls,
        tls_ca_file=str(scheduler.authority) if tls else None,
        tls_client_cert=str(scheduler.certificate) if tls else None,
        tls_client_key=str(scheduler.key) if tls else None,
    )
    try:
        return Client(scheduler.address, security=security, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise _lost(f"it does not answer: {type(error).__name__}") from error


def _check_workers(client: Client, folder: bytes, here: Installation) -> None:
    """Refuse a cluster on which a worker could give other results than this machine."""
    said: dict[str, cluster_worker.Introduction] = client.run(cluster_worker.introduce, folder)
    if not said:
        raise UserError("no_workers", "The cluster has no workers.", "Start some, then try again.")
    problems = [f"{worker}: {problem}" for worker, each in said.items() for problem in _problems(each, here)]
    if problems:
        more = f" (and {len(problems) - _SHOWN} more)" if len(problems) > _SHOWN else ""
        raise UserError(
            "worker_differs",
            f"Workers differ from this installation: {'; '.join(problems[:_SHOWN])}{more}.",
            "Install the same on every worker, mount the folder at the same path, and start workers without a nanny.",
        )


def _problems(said: cluster_worker.Introduction, here: Installation) -> Iterator[str]:
    yield from here.differences(Installation(said.parts))
    if not said.sees_folder:
        yield "it does not see the folder"
    if not said.may_start_processes:
        yield "it is a daemon, which may not start the processes that decode"


def _lost(why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "scheduler_lost", f"The scheduler cannot be used ({why}).", "Check that it runs and its address."
    )
