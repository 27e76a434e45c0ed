"""Verifies a report: its own bytes, its signature, its twin and its page, the examined files, the installed detectors,
the case's custody log, and with a new analysis the result itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.app.checks import Check, State
from gauntlet_desktop.app.signing import check_signature
from gauntlet_desktop.app.verify_installed import check_installed
from gauntlet_desktop.app.verify_rerun import Earlier, of_item, of_record, rerun
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError, InputError, UserError
from gauntlet_desktop.core.read_record import READ_SCHEMAS, record_from_json
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.serialise import dumps, to_plain
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.reporting.case_model import CaseItem
from gauntlet_desktop.reporting.options import Signer
from gauntlet_desktop.reporting.seal import Seal, read_page_seal, read_seal, sealed_length
from gauntlet_desktop.store import Case

_REPORT_BYTES = 1 << 30
_SHOWN = 12
_TRUST = {
    None: "Whether the certificate can be trusted is not checked: name those that you trust with --ca.",
    True: "The certificate leads to one that you trust.",
    False: "The certificate leads to none that you trust.",
}


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """What a report is held against: `evidence` is the examined file where it is elsewhere now, or the folder where the
    examined files are; `case` the case that the report's custody head belongs to; `authorities` a PEM file of
    certificates that the user trusts; `rerun` repeats the analyses, with the library `runtime` (one of
    api.runtime.RUNTIMES; empty: the usual one)."""

    evidence: Path | None = None
    case: Path | None = None
    rerun: bool = False
    authorities: Path | None = None
    runtime: str = ""


def verify(
    path: Path,
    request: VerifyRequest,
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> list[Check]:
    """Check `X.pdf`, or `X.html`, with its twin `X.json`, and where it is there `X.html` with `X.pdf`. `progress` is
    told of each analysis that is repeated. Raises UserError when report or twin cannot be read at all, and Cancelled.
    """
    report, twin_bytes = _read(path), _read(path.with_suffix(".json"))
    twin, records, content = _twin(twin_bytes)
    if path.suffix.lower() == ".html":
        checks = [*_sealed("report", read_page_seal(report), twin_bytes)]
    else:
        length = sealed_length(report)
        checks = [*_sealed("report", read_seal(report[:length]), twin_bytes)]
        checks += _signature(report, length, twin, request.authorities)
        checks += _page(path.with_suffix(".html"), twin_bytes)
    checks += content
    if twin is not None:
        checks += _content(twin, records, request, TaskContext(progress, is_cancelled))
    return checks


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_REPORT_BYTES)
    except OSError as error:
        raise UserError(
            "report_unreadable",
            f"{path.name} cannot be read ({error.strerror}).",
            "A report is X.pdf with its twin X.json beside it.",
        ) from error


def _sealed(what: str, found: Seal | None, twin_bytes: bytes) -> Iterator[Check]:
    if found is None:
        yield Check(what, State.DIFFERS, "It carries no digest: it was altered, or another program wrote it.")
        return
    intact = State.IDENTICAL if found.intact else State.DIFFERS
    yield Check(what, intact, "" if found.intact else "Its bytes were changed after it was written.")
    same = hashlib.sha256(twin_bytes).hexdigest() == found.twin_sha256
    yield Check(
        "twin" if what == "report" else f"twin of the {what}",
        State.IDENTICAL if same else State.DIFFERS,
        "" if same else f"The twin is not the one that the {what} names.",
    )


def _page(path: Path, twin_bytes: bytes) -> Iterator[Check]:
    """The page of HTML beside the PDF, where there is one."""
    if path.exists():
        yield from _sealed("page", read_page_seal(_read(path)), twin_bytes)


def _signature(pdf: bytes, length: int, twin: dict[str, Any] | None, authorities: Path | None) -> Iterator[Check]:
    """A signature that the twin names must be there, intact, and of that certificate; nothing else may be appended."""
    named = twin["report"].get("signer") if twin else None
    appended = length < len(pdf)
    if named is None:
        if appended:
            yield Check("signature", State.DIFFERS, "Something was appended that the report's twin does not name.")
        return
    if not appended:
        yield Check("signature", State.DIFFERS, f"The report was signed by {named['subject']}; the signature is gone.")
        return
    try:
        found = check_signature(pdf, length, authorities)
    except EnvironmentFault as fault:
        yield Check("signature", State.NOT_CHECKED, f"{fault.message} {fault.remedy}")
        return
    problems = [*found.problems]
    if found.signer is not None and to_plain(found.signer) != named:
        problems.append(f"It is by {found.signer.subject}, with another certificate than the report names.")
    words = " ".join(problems) or f"Intact, over the whole file, by {named['subject']}. {_TRUST[found.trusted]}"
    yield Check("signature", State.DIFFERS if problems or found.trusted is False else State.IDENTICAL, words)


def _twin(twin_bytes: bytes) -> tuple[dict[str, Any] | None, list[AnalysisRecord], list[Check]]:
    """The twin with its records where it can be used; it is bound to the report by its digest already."""
    try:
        twin = json.loads(twin_bytes)
        if any(each["schema"] not in READ_SCHEMAS for each in _records(twin)):
            return (
                None,
                [],
                [Check("twin's content", State.NOT_CHECKED, "Another release wrote it: verify it with that.")],
            )
        records = [record_from_json(each, os.fsencode(each["path"])) for each in _records(twin)]
        usable = _is_on_report(twin["report"]) and (bool(records) or "case_report" in twin)
        names = [record.source.name for record in records]
        for text in (*names, *(text for item in _items(twin) for text in (item.path, item.name))):
            os.fsencode(text)  # raises for what can be no path
        usable = usable and (dumps(twin) + "\n").encode("utf-8", "backslashreplace") == twin_bytes
    except (ValueError, KeyError, TypeError, RecursionError):
        usable = False
    if not usable:
        return None, [], [Check("twin's content", State.DIFFERS, "It is not what this program writes.")]
    return twin, records, []


def _is_on_report(settings: Any) -> bool:
    """Whether these are a report's settings; raises ValueError where they name a signer that is none."""
    if not isinstance(settings, dict):
        return False
    if settings.get("signer") is not None:
        from_plain(Signer, settings["signer"])
    return isinstance(settings.get("custody_head", ""), str)


def _records(twin: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a report on several files or on a case, or its only one."""
    records: list[dict[str, Any]] = twin["records"] if "records" in twin else [twin["record"]]
    return records


def _items(twin: dict[str, Any]) -> list[CaseItem]:
    """The images that the report on a case lists; none of another report."""
    listed = twin["case_report"]["items"] if "case_report" in twin else []
    return [from_plain(CaseItem, item) for item in listed]


def _content(
    twin: dict[str, Any], records: list[AnalysisRecord], request: VerifyRequest, context: TaskContext
) -> Iterator[Check]:
    """What the twin's records say, held against what is here now."""
    several = "records" in twin
    for number, record in enumerate(records, 1):
        where = _where(record.source.raw_path, record.source.name, request)
        yield _evidence(where, record, f" {number}: {record.source.name}" if several else "")
    yield from check_installed(records)
    yield from _custody(request.case, twin)
    if request.rerun:
        analyses = [*_analyses(records, several, request), *_listed(twin, records, request)]
        yield from rerun(analyses, context, request.runtime)


def _analyses(records: list[AnalysisRecord], several: bool, request: VerifyRequest) -> Iterator[Earlier]:
    for number, record in enumerate(records, 1):
        which = f" {number}: {record.source.name}" if several else ""
        yield of_record(which, _where(record.source.raw_path, record.source.name, request), record)


def _listed(twin: dict[str, Any], records: list[AnalysisRecord], request: VerifyRequest) -> Iterator[Earlier]:
    """The images that the report on a case lists without pages of their own."""
    told = {(record.source.sha256, record.source.name) for record in records}
    for item in _items(twin):
        if (item.sha256, item.name) not in told:
            where = _where(os.fsencode(item.path), item.name, request)
            yield of_item(f" of image {item.id}: {item.name}", where, item)


def _where(raw_path: bytes, name: str, request: VerifyRequest) -> bytes:
    """Where an examined file is now: a folder that the user named is searched by the file's name."""
    if request.evidence is None:
        return raw_path
    if request.evidence.is_dir():
        return os.fsencode(request.evidence / Path(name).name)
    return os.fsencode(request.evidence)


def _evidence(raw_path: bytes, record: AnalysisRecord, which: str = "") -> Check:
    what = f"examined file{which}"
    then = record.source.sha256
    if not then:
        return Check(what, State.NOT_CHECKED, "It could not be read when the report was made.")
    try:
        now = read_file(raw_path, Limits())[0].sha256
    except InputError as error:
        return Check(what, State.NOT_CHECKED, f"{error.message} Name it with --file.")
    same = now == then
    detail = "" if same else f"Its SHA-256 is {now} now, and was {then}."
    return Check(what, State.IDENTICAL if same else State.DIFFERS, detail)


def _custody(case: Path | None, twin: dict[str, Any]) -> Iterator[Check]:
    head = twin["report"].get("custody_head", "")
    if case is None:
        if head:
            yield Check("custody log", State.NOT_CHECKED, "Name the case with --case.")
        return
    try:
        with Case.open(case) as opened:
            checked = opened.verify_log(head)
    except GauntletError as error:
        yield Check("custody log", State.NOT_CHECKED, error.message)
        return
    state = State.IDENTICAL if checked.intact else State.DIFFERS
    yield Check("custody log", state, " ".join(checked.problems[:_SHOWN]))
