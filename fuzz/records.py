"""Targets for what the program wrote and somebody may have changed: records, cases, reports; and lists for a case."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fuzz.target import Target, in_file, in_json
from gauntlet_desktop.app.case_changes import changed_parts
from gauntlet_desktop.app.case_import import import_list
from gauntlet_desktop.app.case_words import filter_in_words, observed, used_configuration
from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.app.report_items import gathered
from gauntlet_desktop.app.signing import check_signature, load_signing, sign_pdf
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.core.checklist import Answer, Reply, parse_answer, parse_box
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError, InputCode, InputError, UserError
from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.core.serialise import dumps, record_to_json
from gauntlet_desktop.engine.decoder import DecodeAnswer, pack, unidentified, unpack_answer
from gauntlet_desktop.reporting.document import make_document
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.page import render_page
from gauntlet_desktop.reporting.pdf import set_pages
from gauntlet_desktop.reporting.seal import read_page_seal, read_seal, sealed_length
from gauntlet_desktop.reporting.twin import render_twin
from gauntlet_desktop.store import Case, Filter, Mark, MarkKind, Sort, StoredConfiguration, bodies
from gauntlet_desktop.store.configurations import named_by
from tests import cases
from tests.cases import WHEN, make_case
from tests.certificates import PASSPHRASE, bare_p12, make_certificate, write_p12, write_pem
from tests.factories import (
    failed_record,
    hostile_record,
    make_facts,
    make_pixels,
    make_record,
    make_remarks,
    make_signed_provenance,
)

_OLD = Path(cases.__file__).with_name("cases") / "version-1.gauntlet"
_WHO = {"actor": "An examiner", "when": WHEN}


def _record(plain: Any) -> None:
    """A record that was taken can be written again, and is then the same."""
    if isinstance(plain, dict):
        record = record_from_json(plain, b"/evidence/a.jpg")
        again = record_to_json(record, include_maps=True)
        assert record_to_json(record_from_json(again, b"/evidence/a.jpg"), include_maps=True) == again


def _kept(path: Path) -> None:
    """Records in a file, as `gauntlet report` takes them. The pictures that they name are not looked for."""
    missing = InputError(InputCode.NOT_FOUND)
    with patch("gauntlet_desktop.app.report_items.decode_one", side_effect=missing):
        gathered([bytes(path)])


def _configuration(untrusted: bytes) -> None:
    text = untrusted.decode("utf-8", "replace")
    used_configuration(StoredConfiguration(1, "0" * 64, text, 1, WHEN))
    changed_parts(_description(), text)
    changed_parts(text, _description())


def _packed(untrusted: bytes) -> None:
    bodies.parse(bodies.unpack(untrusted))


def _packed_map(untrusted: bytes) -> None:
    plain = bodies.with_maps(_plain_body(), [bodies.unpack_map(untrusted)])
    assert plain.keys() == _plain_body().keys()


def _case(path: Path) -> None:
    """Everything that is read of a case."""
    with Case.open(path, read_only=True) as case:
        case.verify_log()
        wanted = case.ids(Filter(), Sort())
        case.rows(wanted)
        case.facets(Filter())
        case.saved_filters()
        for configuration in case.configurations():
            used_configuration(configuration)
        for item in wanted:
            observed(load_artifacts(), case.history(item))
            case.paths(item)
        case.perceptual_hashes()
        for stored in case.records():
            with contextlib.suppress(ValueError):
                record_from_json(stored.body, stored.raw_path)


def _old_case(path: Path) -> None:
    """A case of the first version, which is carried over when it is opened."""
    with Case.open(path) as case:
        case.verify_log()


def _case_with(untrusted: bytes) -> None:
    """A sound case in which one body of a record, one filter, one configuration and one answer are these bytes."""
    with tempfile.TemporaryDirectory(prefix="gauntlet-fuzz-") as folder:
        path = Path(folder) / "a.gauntlet"
        path.write_bytes(_case_file())
        with closing(sqlite3.connect(path)) as connection, connection:
            text = untrusted.decode("utf-8", "replace")
            connection.execute("UPDATE record SET body = ? WHERE id = 1", (bodies.pack(untrusted),))
            connection.execute("UPDATE saved_filter SET body = ?", (text,))
            connection.execute("UPDATE configuration SET description = ?", (text,))
            connection.execute("UPDATE mark SET value = ?", (text,))
        with Case.open(path, read_only=True) as case:
            case.verify_log()
            for read in (_filters_of, _answers_of, lambda case: list(case.records())):
                try:
                    read(case)
                except EnvironmentFault:
                    continue


def _filters_of(case: Case) -> None:
    for wanted in case.saved_filters().values():
        filter_in_words(wanted)
        case.ids(wanted, Sort())


def _answers_of(case: Case) -> None:
    observed(load_artifacts(), case.history(1))


def _list(path: Path) -> None:
    case = path.with_name("a.gauntlet")
    case.write_bytes(_case_file())
    for queue in (False, True):
        done = import_list(case, path, **_WHO, queue=queue)
        assert done.unusable <= done.lines


def _twin(path: Path) -> None:
    """A twin beside a sound report and its page: neither the files nor what is installed are looked at."""
    for suffix, data in ((".pdf", _report().pdf), (".html", _report().page)):
        path.with_suffix(suffix).write_bytes(data)
    with patch("gauntlet_desktop.app.verify.check_installed", return_value=iter(())):
        checks = verify(path.with_suffix(".pdf"), VerifyRequest(evidence=path.parent))
    assert checks and all(isinstance(check.detail, str) for check in checks)


def _seals(untrusted: bytes) -> None:
    for found in (read_seal(untrusted[: sealed_length(untrusted)]), read_page_seal(untrusted)):
        assert found is None or len(found.twin_sha256) == 64


def _signature(untrusted: bytes) -> None:
    found = check_signature(untrusted, len(_report().pdf))
    assert found.problems or found.signer is not None


def _authorities(path: Path) -> None:
    """The way in which a signature stands in its file takes long to check, and is the same with all authorities."""
    with patch("gauntlet_desktop.app.signing._is_canonical", return_value=True):
        check_signature(_report().signed, len(_report().pdf), path)


def _key(path: Path) -> None:
    load_signing(path, PASSPHRASE)


def _marks(untrusted: bytes) -> None:
    text = untrusted.decode("utf-8", "replace")
    for parse in (parse_answer, parse_box):
        try:
            parse(text)
        except ValueError:
            continue


class _Report:
    """A report with its page, and the same signed; made once."""

    def __init__(self) -> None:
        record = make_record()
        self.twin = render_twin(record)
        document = make_document([(record, make_pixels(48, 64))], ReportOptions(), joined=False)
        self.pdf, self.page = set_pages(document), render_page(document)
        with tempfile.TemporaryDirectory() as folder:
            authority = make_certificate("An authority")
            pair = make_certificate("A. Examiner", authority)
            self.key = write_p12(Path(folder) / "key.p12", pair, authority).read_bytes()
            self.bare_key = bare_p12(pair, authority)
            self.pem = write_pem(Path(folder) / "ca.pem", authority).read_bytes()
            signing = load_signing(Path(folder) / "key.p12", PASSPHRASE)
            self.signed = sign_pdf(self.pdf, signing)
        self.naming_signer = render_twin(record, ReportOptions(signer=signing.signer, custody_head="ab" * 32))


@functools.cache
def _report() -> _Report:
    return _Report()


@functools.cache
def _case_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = make_case(Path(folder) / "a.gauntlet", 3)
        with Case.open(path) as case:
            case.save_filter("mine", Filter(tags=("a",), log10_lr_from=0.5, stack=1, items=(1, 2)))
            case.mark([Mark(1, MarkKind.ANSWER, "finger-count yes 1 2 3 4", "Six.")], **_WHO)
        return path.read_bytes()


@functools.cache
def _plain_body() -> dict[str, Any]:
    return bodies.plain_of(make_record())


@functools.cache
def _description() -> str:
    return named_by(_plain_body()).description()


def _records() -> Iterator[bytes]:
    told = replace(make_record(heatmap=False), remarks=(make_remarks(),))
    for record in (make_record(), told, failed_record(), hostile_record()):
        yield dumps(record_to_json(record, include_maps=True)).encode("utf-8", "backslashreplace")


def _record_files() -> Iterator[bytes]:
    lines = [dumps(record_to_json(record)) for record in (make_record(), failed_record())]
    yield "\n".join(lines).encode()
    yield _report().twin


def _answers() -> Iterator[bytes]:
    source = make_record().source
    facts, provenance = make_facts(), make_signed_provenance()
    yield pack(DecodeAnswer(1, source, 3, 4, facts, provenance, 1 << 63))
    yield pack(DecodeAnswer(2, unidentified(b"/a\xff.jpg"), error_code="damaged", error_detail="cut off"))


def _filters() -> Iterator[bytes]:
    wanted = {"tags": ["a"], "tiers": ["leans_ai"], "log10_lr_from": 0.5, "stack": 1, "items": [1]}
    yield dumps(wanted).encode()
    yield b"finger-count no"
    yield bodies.body_of(_plain_body())
    yield _description().encode()


def _pems() -> Iterator[bytes]:
    pem = _report().pem
    yield pem
    yield b"An authority:\r\n" + pem + pem.replace(b"BEGIN CERTIFICATE-----\n", b"BEGIN CERTIFICATE-----\nName: x\n\n")


def _lists() -> Iterator[bytes]:
    yield f"# known\n{'ab' * 32}  a.jpg\n".encode()
    yield f'"Path","SHA-256","Known"\n"/a/b.jpg","{"cd" * 32}","notable"\n'.encode()
    yield ("\ufeffpath;x\n/dev/null,\n" + "a" * 140_000).encode()


TARGETS = (
    Target("record", in_json(_record), _records, (ValueError,)),
    Target("record-file", in_file("records.json", _kept), _record_files, (UserError,)),
    Target("decoder-answer", unpack_answer, _answers, (ValueError,)),
    Target("configuration", _configuration, lambda: (_description().encode(), b"none")),
    Target("packed-body", _packed, lambda: (bodies.pack(bodies.body_of(_plain_body())),), (EnvironmentFault,)),
    Target("packed-map", _packed_map, lambda: map(bodies.pack_map, bodies.maps_of(make_record())), (EnvironmentFault,)),
    Target("case", in_file("a.gauntlet", _case), lambda: (_case_file(),), (GauntletError,)),
    Target("case-old", in_file("a.gauntlet", _old_case), lambda: (_OLD.read_bytes(),), (GauntletError,)),
    Target("case-content", _case_with, _filters),
    Target("hash-list", in_file("list.csv", _list), _lists, (UserError,)),
    Target("report-twin", in_file("report.json", _twin), lambda: (_report().twin, _report().naming_signer)),
    Target("report-seal", _seals, lambda: (_report().pdf, _report().page, _report().signed)),
    Target("report-signature", _signature, lambda: (_report().signed,)),
    Target("authorities", in_file("ca.pem", _authorities), _pems, (UserError,)),
    Target("signing-key", in_file("key.p12", _key), lambda: (_report().key, _report().bare_key), (UserError,)),
    Target("checklist", _marks, lambda: (Answer("hands", Reply.YES, Box(1, 2, 3, 4)).value.encode(), b"1, 2, 3x4")),
)
