"""Evidence, paths and the queue of files: what a batch needs to begin, to go on and to do nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.records import AnalysisRecord, Tier
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.store import Addition, Case, Configuration, Enqueued, FoundFile, Sighting
from tests.factories import failed_record, make_record

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
OLD = Configuration("Gauntlet Desktop 0.1.0", plugins=(("b", "1", "22"), ("a", "1", "11")), parameters=(("seed", "1"),))
NEW = replace(OLD, calibrations=(("a", "33"),))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case.gauntlet", **WHO) as made:
        yield made
        assert made.verify_log().problems == ()


def found(name: str, size: int = 1_000, modified: int = 5) -> FoundFile:
    return FoundFile(b"/evidence/case-17/" + name.encode(), size, modified)


def of_file(file: FoundFile, tier: Tier = Tier.AI_SUPPORTED) -> AnalysisRecord:
    """The record of a file as it was listed."""
    record = make_record(tier, name=file.raw_path.rpartition(b"/")[2].decode())
    return replace(record, source=replace(record.source, size_bytes=file.size_bytes, modified_ns=file.modified_ns))


def unread(file: FoundFile, code: InputCode = InputCode.UNREADABLE) -> AnalysisRecord:
    record = of_file(file)
    source = replace(record.source, sha256="", size_bytes=0, modified_ns=0)
    return replace(failed_record(code), source=source)


def test_a_scan_lists_each_file_once(case: Case) -> None:
    files = [found("a.jpg"), found("b.jpg"), found("c.jpg")]
    assert case.enqueue(files) == Enqueued(3, 0, 0)
    assert case.enqueue([*files, found("d.jpg")]) == Enqueued(1, 3, 0)
    assert [file.raw_path[-5:] for file in case.waiting(10)] == [b"a.jpg", b"b.jpg", b"c.jpg", b"d.jpg"]
    assert case.queue_counts() == {"waiting": 4, "done": 0, "failed": 0}


def test_the_queue_is_read_in_parts(case: Case) -> None:
    case.enqueue([found(f"{number}.jpg") for number in range(5)])
    first = case.waiting(2)
    rest = case.waiting(10, after=first[-1].id)
    assert [file.raw_path[-5:-4] for file in (*first, *rest)] == [b"0", b"1", b"2", b"3", b"4"]


def test_a_file_leaves_the_queue_with_its_record(case: Case) -> None:
    good, bad = found("a.jpg"), found("b.jpg")
    case.enqueue([good, bad])
    case.add_records([Addition(of_file(good)), Addition(unread(bad))], configuration=OLD, **WHO)
    assert case.waiting(10) == []
    assert case.queue_counts() == {"waiting": 0, "done": 1, "failed": 1}
    assert case.enqueue([good, bad]) == Enqueued(0, 2, 0)


def test_a_record_names_its_own_configuration_with_plugins_and_calibrations(case: Case) -> None:
    record = make_record()
    older = replace(record, schema=6, plugins=(), detectors=(replace(record.detectors[0], calibration_sha256=""),))
    case.add_record(record, **WHO)
    case.add_record(older, **WHO)
    now, then = (json.loads(each.description) for each in case.configurations())
    (plugin,), (detector,) = record.plugins, record.detectors
    assert now["plugins"] == [[plugin.id, plugin.version, plugin.sha256]]
    assert now["calibrations"] == [[detector.id, detector.calibration_sha256]]
    assert then["plugins"] == [[detector.id, detector.version, ""]] and then["calibrations"] == []
    assert now["weights"] == then["weights"] == [[detector.id, detector.weights_sha256]]


def test_a_changed_file_waits_again_and_is_evidence_of_its_own(case: Case) -> None:
    before, after = found("a.jpg"), found("a.jpg", size=2_000)
    case.enqueue([before])
    case.add_record(of_file(before), **WHO)
    assert case.enqueue([after]) == Enqueued(0, 0, 1)
    assert [file.size_bytes for file in case.waiting(10)] == [2_000]
    changed = of_file(after)
    digest = hashlib.sha256(b"other bytes").hexdigest()
    case.add_record(replace(changed, source=replace(changed.source, sha256=digest)), **WHO)
    assert len({record.item for record in case.records()}) == 2


def test_failed_files_wait_again_when_asked(case: Case) -> None:
    files = [found("a.jpg"), found("b.jpg"), found("c.jpg")]
    codes = (InputCode.DECODE_TIMEOUT, InputCode.NOT_FOUND, InputCode.DAMAGED)
    case.enqueue(files)
    case.add_records([Addition(unread(file, code)) for file, code in zip(files, codes, strict=True)], **WHO)
    assert case.retry_failed(["decode_timeout", "engine_crashed"]) == 1
    assert [file.raw_path[-5:] for file in case.waiting(10)] == [b"a.jpg"]
    assert case.retry_failed() == 2


def test_tries_are_counted(case: Case) -> None:
    case.enqueue([found("a.jpg")])
    number = case.waiting(1)[0].id
    crash = InputError(InputCode.ENGINE_CRASHED).record()
    case.give_up(number, crash, again=True)
    assert case.waiting(1)[0].tries == 1
    case.give_up(number, crash, again=False)
    assert case.queue_counts()["failed"] == 1
    case.retry_failed()
    assert case.waiting(1)[0].tries == 0


def test_a_missing_file_waits_only_once_it_is_back(case: Case) -> None:
    file = found("a.jpg")
    case.enqueue([file])
    assert case.set_missing([file.raw_path, b"/never/listed"]) == 1
    assert case.waiting(10) == []
    assert list(case.known_paths()) == []
    assert case.queue_counts()["waiting"] == 0
    case.enqueue([file])
    assert list(case.known_paths()) == [file.raw_path]
    assert len(case.waiting(10)) == 1


def test_what_was_done_under_a_configuration_is_known(case: Case) -> None:
    record = of_file(found("a.jpg"))
    sha256 = record.source.sha256
    (old,) = case.add_records([Addition(record)], configuration=OLD, **WHO)
    assert case.newest(sha256, OLD.digest()) == old
    assert case.newest(sha256, NEW.digest()) is None
    assert case.newest("0" * 64, OLD.digest()) is None
    (new,) = case.add_records([Addition(of_file(found("a.jpg"), Tier.LEANS_AI))], configuration=NEW, **WHO)
    assert case.newest(sha256, OLD.digest()) == old
    assert case.newest(sha256, NEW.digest()) == new
    assert [record.tier for record in case.records()] == ["ai_supported", "leans_ai"]
    assert [record.tier for record in case.newest_records()] == ["leans_ai"]
    assert [(each.digest, each.records) for each in case.configurations()] == [(OLD.digest(), 1), (NEW.digest(), 1)]
    assert case.configurations()[0].first_used == WHO["when"]


def test_a_configuration_does_not_depend_on_the_order_of_its_parts() -> None:
    assert replace(OLD, plugins=OLD.plugins[::-1]).digest() == OLD.digest()
    assert NEW.digest() != OLD.digest()


def test_a_new_configuration_runs_over_every_file_that_is_there(case: Case) -> None:
    files = [found("a.jpg"), found("b.jpg"), found("c.jpg")]
    case.add_records([Addition(of_file(file)) for file in files], configuration=OLD, **WHO)
    case.set_missing([files[1].raw_path])
    assert case.queue_all_again() == 2
    assert [file.raw_path for file in case.waiting(10)] == [files[0].raw_path, files[2].raw_path]


def test_the_same_bytes_at_another_path_need_no_record(case: Case) -> None:
    first, copy = found("a.jpg"), found("copy.jpg")
    record = of_file(first)
    case.enqueue([first, copy])
    case.add_record(record, **WHO)
    sighting = Sighting(record.source.sha256, copy)
    assert case.add_records([], sightings=[sighting, sighting], **WHO) == []
    assert case.waiting(10) == []
    assert [entry.action for entry in case.log()][1:] == ["records added", "paths seen"]
    assert case.paths(1) == [first.raw_path, copy.raw_path]
    case.add_records([], sightings=[sighting, Sighting(record.source.sha256, first)], **WHO)
    assert len(case.log()) == 3


def test_unknown_bytes_cannot_have_been_seen(case: Case) -> None:
    with pytest.raises(KeyError):
        case.add_records([Addition(of_file(found("a.jpg")))], sightings=[Sighting("0" * 64, found("b.jpg"))], **WHO)
    assert list(case.records()) == []


def test_a_file_that_was_not_read_has_a_row_until_it_is_read(case: Case) -> None:
    file = found("a.jpg")
    case.enqueue([file])
    case.add_record(unread(file), **WHO)
    case.add_record(unread(file, InputCode.EMPTY), **WHO)
    assert [(record.item, record.sha256) for record in case.newest_records()] == [(1, "")]
    case.add_record(of_file(file), **WHO)
    assert [(record.item, record.status) for record in case.newest_records()] == [(2, "ok")]
    case.add_record(unread(file), **WHO)
    assert [record.status for record in case.newest_records()] == ["failed", "ok"]
    case.add_records([], sightings=[Sighting(of_file(file).source.sha256, file)], **WHO)
    assert [record.status for record in case.newest_records()] == ["ok"]
    assert len(list(case.records())) == 4


def test_maps_are_left_out_when_asked(case: Case) -> None:
    record = of_file(found("a.jpg"))
    (number,) = case.add_records([Addition(record, keep_maps=False)], **WHO)
    stored = case.record_by_id(number)
    assert stored is not None
    assert stored.body == record_to_json(record)
    assert case.record_by_id(99) is None


def test_maps_come_when_asked(case: Case) -> None:
    record = of_file(found("a.jpg"))
    case.add_record(record, **WHO)
    assert next(case.records(include_maps=False)).body == record_to_json(record)
    assert next(case.newest_records([1], include_maps=True)).body == record_to_json(record, include_maps=True)


@pytest.mark.parametrize("value", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_perceptual_hashes_are_unsigned(case: Case, value: int) -> None:
    case.add_records([Addition(of_file(found("a.jpg")), value), Addition(of_file(found("b.jpg")))], **WHO)
    assert case.perceptual_hashes() == [(1, value)]
