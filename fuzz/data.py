"""Targets for labelled images, their archives, and the journals of evaluations and trainings."""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from fuzz.target import Parser, Target, in_file
from gauntlet_desktop import __version__
from gauntlet_desktop.core.errors import EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.evaluation.evaluate import read_folds, read_fusion_folds
from gauntlet_desktop.evaluation.feature_journal import FEATURES_NAME, FeatureJournal, Seen
from gauntlet_desktop.evaluation.journal import JOURNAL_NAME, Journal
from gauntlet_desktop.evaluation.map_observations import MapJournal, MapOfComposite
from gauntlet_desktop.imaging.archives import READ_ERRORS, is_plain, open_archive
from gauntlet_desktop.imaging.packs import INDEX_NAME, open_pack
from gauntlet_desktop.training import checkpoint
from gauntlet_desktop.training.checkpoint import CHECKPOINT_NAME
from gauntlet_desktop.training.log import LOG_NAME, read_log
from tests.unit.test_calibration import calibration_json
from tests.unit.test_fusion import fusion_json
from tests.unit.test_packs import HEADER, png, row

_MEMBERS = {"real/a.png": png(10), "fake/gan/b.png": png(200), "notes.txt": b"nothing", "../fake/c.png": png()}
_BOUND = 1 << 16


def _archive(path: Path) -> None:
    with closing(open_archive(path)) as archive:
        for name, _ in list(archive.members())[:50]:
            assert is_plain(name)
            assert len(archive.read(name, _BOUND)) <= _BOUND


def _pack(path: Path) -> None:
    with open_pack(path.parent if path.name == INDEX_NAME else path) as pack:
        for sample in pack.samples[:20]:
            try:
                pack.read(sample)
            except EnvironmentFault:
                continue


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _MEMBERS.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _tar(compression: str) -> Callable[[], Iterator[bytes]]:
    """Tars of the usual kinds: with long names, a link and a sparse file's header."""

    def seeds() -> Iterator[bytes]:
        for form in (tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
            stream = io.BytesIO()
            with tarfile.open(fileobj=stream, mode=f"w:{compression}", format=form) as archive:
                for name, data in {**_MEMBERS, f"real/{'d' * 90}/e.png": png()}.items():
                    member = tarfile.TarInfo(name)
                    member.size = len(data)
                    archive.addfile(member, io.BytesIO(data))
                link = tarfile.TarInfo("real/link.png")
                link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
                archive.addfile(link)
            yield stream.getvalue()

    return seeds


def _journal(name: str, open_journal: Callable[[Path], object]) -> Parser:
    def read(path: Path) -> None:
        with open_journal(path):  # type: ignore[attr-defined]
            pass

    return in_file(name, read)


def _written(name: str, fill: Callable[[Path], None]) -> Callable[[], Iterator[bytes]]:
    """What a journal writes itself."""

    def seeds() -> Iterator[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            fill(path)
            yield path.read_bytes()

    return seeds


def _scores() -> Iterator[bytes]:
    score = {"sha256": "0" * 64, "member": "a", "condition": "c", "scorer": "s", "weights": "w"}
    told = {**score, "program": __version__, "score": 1.5, "quality": 90, "short_side": 300, "seconds": 0.1}
    gated = {"program": __version__, "sha256": "1" * 64, "member": "b", "out_of_scope": ["A graphic."]}
    yield "\n".join(map(json.dumps, (told, gated, told))).encode()


def _features(path: Path) -> None:
    with FeatureJournal(path, "d", "w") as journal:
        journal.add("0" * 64, Seen(np.arange(4, dtype=np.float32), 0.5, None, "inconclusive", b"\xff\xd8"))


def _maps(path: Path) -> None:
    with MapJournal(path) as journal:
        journal.add(("composite", "a", "d", "w", "exact", 1), MapOfComposite(0.5, 1.0, 0.25))


def _training_log(path: Path) -> None:
    read_log(path.parent)


def _folds(path: Path) -> None:
    read_folds(path)


def _fusion_folds(path: Path) -> None:
    read_fusion_folds(path)


def _checkpoint() -> Iterator[bytes]:
    import torch

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / CHECKPOINT_NAME
        checkpoint.write(path, {"fingerprint": "f", "step": 3, "network": {"a": torch.zeros(2)}})
        yield path.read_bytes()


def _index() -> Iterator[bytes]:
    yield "\n".join([HEADER, row("a.png", "real"), row("b.png", "fake")]).encode()
    yield (HEADER.replace(",", ";") + '\n"open').encode()


_PACKED = (UserError, EnvironmentFault)
TARGETS = (
    Target("archive-zip", in_file("a.zip", _archive), lambda: (_zip(),), READ_ERRORS),
    Target("archive-tar", in_file("a.tar", _archive), _tar(""), READ_ERRORS),
    Target("archive-tgz", in_file("a.tar.gz", _archive), _tar("gz"), READ_ERRORS),
    Target("archive-xz", in_file("a.tar.xz", _archive), _tar("xz"), READ_ERRORS),
    Target("pack-index", in_file(INDEX_NAME, _pack), _index, (UserError,)),
    Target("pack-zip", in_file("a.zip", _pack), lambda: (_zip(),), _PACKED),
    Target("pack-tar", in_file("a.tar", _pack), _tar(""), _PACKED),
    Target("score-journal", _journal(JOURNAL_NAME, Journal), _scores),
    Target(
        "feature-journal",
        _journal(FEATURES_NAME, lambda path: FeatureJournal(path, "d", "w")),
        _written("f", _features),
    ),
    Target("map-journal", _journal("maps.jsonl", MapJournal), _written("m", _maps)),
    Target(
        "training-log", in_file(LOG_NAME, _training_log), lambda: (b'{"step": 1, "loss": 0.5}\n{"step": 2}\n{"cut',)
    ),
    Target(
        "training-checkpoint",
        in_file(CHECKPOINT_NAME, lambda path: checkpoint.read(path, "f")),
        _checkpoint,
        (UserError, EnvironmentFault),
    ),
    Target(
        "calibration-folds",
        in_file("folds.json", _folds),
        lambda: (json.dumps({"slr": calibration_json()}).encode(),),
        (PluginFault, UserError),
    ),
    Target(
        "fusion-folds",
        in_file("folds.json", _fusion_folds),
        lambda: (json.dumps({"slr": fusion_json()}).encode(),),
        (PluginFault, UserError),
    ),
)
