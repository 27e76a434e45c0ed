"""Files analysed on a real Dask cluster of several processes on this machine: results, lost workers, refusals."""

from __future__ import annotations

import datetime
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gauntlet_desktop.app.batch.events import BatchEvent, BatchProgress, FileDone, State
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.batch.start import BatchRequest, prepare
from gauntlet_desktop.app.cluster import Cluster, Scheduler, answer_of, check_address
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.store import Case
from tests.cases import WHEN
from tests.engine.conftest import PATIENCE_SECONDS, save_png

distributed = pytest.importorskip("distributed")


@contextmanager
def cluster(workers: int = 1, *, daemon: bool = False, **options: Any) -> Iterator[Any]:
    """Workers with a nanny each, as on most clusters, that may start processes of their own unless `daemon`."""
    import dask

    with (
        dask.config.set({"distributed.worker.daemon": daemon}),
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
            **options,
        ) as running,
    ):
        yield running


VERDICTS = BatchSettings(jobs=1, decoders=1)


def batch(
    scheduler: Scheduler | None, folder: Path, case: Path, listener: Callable[[BatchEvent], None] = lambda _: None
) -> BatchProgress:
    """Analyse a folder into a case, here or on a cluster."""
    request = BatchRequest(os.fsencode(folder), case, "A", lambda: WHEN, settings=VERDICTS, scheduler=scheduler)
    engine, _ = prepare(request, listener)
    with engine:
        assert engine.wait(PATIENCE_SECONDS)
        return engine.progress()


def verdicts(case: Path) -> dict[bytes, tuple[str, float | None, str, str]]:
    with Case.open(case) as opened:
        assert opened.verify_log().intact
        return {
            each.raw_path: (each.status, each.log10_lr, each.configuration, dumps(each.body))
            for each in opened.records()
        }


def test_a_batch_gives_what_it_gives_here_though_a_worker_is_killed(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(7):
        save_png(folder / f"{number}.png", 260 + number, 300)
    (folder / "cut.jpg").write_bytes(photo.read_bytes()[:2000])
    batch(None, folder, tmp_path / "here.gauntlet")
    with cluster(2) as running:

        def kill_once(event: BatchEvent) -> None:
            if isinstance(event, FileDone) and not killed:
                killed.append(next(iter(running.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        killed: list[int] = []
        scheduler = Scheduler(running.scheduler_address)
        done = batch(scheduler, folder, tmp_path / "there.gauntlet", kill_once)
        assert (done.state, done.analysed, done.failed, done.waiting) == (State.FINISHED, 7, 1, 0)
        assert killed
        again = batch(scheduler, folder, tmp_path / "there.gauntlet")
        assert (again.analysed, again.unchanged) == (0, 8)
    assert verdicts(tmp_path / "there.gauntlet") == verdicts(tmp_path / "here.gauntlet")


def test_a_batch_on_a_cluster_is_cancelled_and_goes_on_later(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(12):
        save_png(folder / f"{number}.png", 220 + number, 240)
    with cluster() as running:
        request = BatchRequest(
            os.fsencode(folder),
            tmp_path / "case.gauntlet",
            "A",
            lambda: WHEN,
            settings=VERDICTS,
            scheduler=Scheduler(running.scheduler_address),
        )
        stopped, _ = prepare(request, lambda event: None)
        with stopped:
            stopped.pause()  # before anything is handed out
            stopped.cancel()
            assert stopped.wait(PATIENCE_SECONDS)
        assert stopped.progress().state is State.CANCELLED
        assert verdicts(tmp_path / "case.gauntlet") == {}

        first = threading.Event()
        engine, _ = prepare(request, lambda event: first.set() if isinstance(event, FileDone) else None)
        with engine:
            engine.pause()
            engine.resume()
            assert first.wait(PATIENCE_SECONDS)
            engine.cancel()
            assert engine.wait(PATIENCE_SECONDS)
        # Workers may be so quick that all is done by then.
        assert engine.progress().state in (State.CANCELLED, State.FINISHED)
        kept = len(verdicts(tmp_path / "case.gauntlet"))
        assert kept > 0
        rest = batch(Scheduler(running.scheduler_address), folder, tmp_path / "case.gauntlet")
        assert (rest.state, rest.analysed) == (State.FINISHED, 12 - kept)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that is its own authority, for 127.0.0.1, and its key."""
    import ipaddress

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cluster")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


def test_over_tls_with_certificates_on_both_sides(photo: Path, tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    security = distributed.Security(
        require_encryption=True,
        tls_ca_file=str(cert),
        **{
            f"tls_{role}_{kind}": str(path)
            for role in ("scheduler", "worker", "client")
            for kind, path in (("cert", cert), ("key", key))
        },
    )
    with cluster(security=security, protocol="tls") as running:
        assert running.scheduler_address.startswith("tls://")
        trusted = Scheduler(running.scheduler_address, cert, cert, key)
        opened = Cluster(trusted, os.fsencode(tmp_path), VERDICTS)
        box: queue.SimpleQueue[Any] = queue.SimpleQueue()
        opened.submit(os.fsencode(photo), box.put)
        answer = answer_of(box.get(timeout=PATIENCE_SECONDS), os.fsencode(photo))
        assert answer.record.verdict is not None
        assert answer.perceptual_hash is not None
        opened.close()
        stranger = tmp_path / "stranger"
        stranger.mkdir()
        other, other_key = certificate(stranger)
        with pytest.raises(EnvironmentFault, match="cannot be used"):
            Cluster(Scheduler(running.scheduler_address, cert, other, other_key), b"/", VERDICTS)


def test_a_worker_with_another_installation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calibrations" / "deep-evidence").mkdir(parents=True)
    (tmp_path / "calibrations" / "deep-evidence" / "calibration.json").write_text("{}")
    with (
        cluster(env={"GAUNTLET_CONFIG_DIR": str(tmp_path)}) as running,
        pytest.raises(UserError, match=r"calibration of deep-evidence: [0-9a-f]{16} there, not there here"),
    ):
        Cluster(Scheduler(running.scheduler_address), os.fsencode(tmp_path), VERDICTS)


def test_workers_that_cannot_work_are_refused(tmp_path: Path) -> None:
    with cluster(daemon=True) as running:
        scheduler = Scheduler(running.scheduler_address)
        with pytest.raises(UserError, match="it is a daemon"):
            Cluster(scheduler, os.fsencode(tmp_path), VERDICTS)
        with pytest.raises(UserError, match="it does not see the folder"):
            Cluster(scheduler, os.fsencode(tmp_path / "absent"), VERDICTS)


def test_a_worker_that_cannot_decode_ends_the_batch_and_its_files_wait(photo: Path, tmp_path: Path) -> None:
    settings = BatchSettings(Limits(memory_bytes=1), jobs=1)
    case, events = tmp_path / "c.gauntlet", queue.SimpleQueue[BatchEvent]()
    with cluster() as running:
        scheduler = Scheduler(running.scheduler_address)
        request = BatchRequest(
            os.fsencode(photo.parent), case, "A", lambda: WHEN, settings=settings, scheduler=scheduler
        )
        engine, _ = prepare(request, events.put)
        with engine:
            assert engine.wait(PATIENCE_SECONDS)
            assert engine.progress().state is State.FAILED
    assert "does not start" in str(events.get())
    with Case.open(case, read_only=True) as opened:
        assert opened.queue_counts() == {"waiting": 1, "done": 0, "failed": 0}


def test_a_cluster_without_workers_is_refused(tmp_path: Path) -> None:
    with cluster(0) as running, pytest.raises(UserError, match="no workers"):
        Cluster(Scheduler(running.scheduler_address), os.fsencode(tmp_path), VERDICTS)


@pytest.mark.parametrize(
    "address",
    ["tcp://192.0.2.1:8786", "tcp://example.org:8786", "http://127.0.0.1:8786", "127.0.0.1:8786", "", "tls://"],
)
def test_addresses_that_are_not_safe_are_refused(address: str) -> None:
    with pytest.raises(UserError, match="no address of a scheduler"):
        check_address(Scheduler(address))


def test_tls_needs_its_three_files(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="three files"):
        check_address(Scheduler("tls://192.0.2.1:8786", tmp_path / "ca.pem"))
    here = tmp_path / "here.pem"
    here.touch()
    with pytest.raises(UserError, match=r"absent\.pem"):
        check_address(Scheduler("tls://192.0.2.1:8786", here, here, tmp_path / "absent.pem"))
    check_address(Scheduler("tls://192.0.2.1:8786", here, here, here))
    check_address(Scheduler("tcp://[::1]:8786"))
