"""`gauntlet verify`: reports of real analyses, untouched and tampered with in every part."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.api.discovery import installed
from gauntlet_desktop.api.manifest import content_sha256
from gauntlet_desktop.app.checks import Check, State, overall
from gauntlet_desktop.app.export import export_report
from gauntlet_desktop.app.service import EngineSettings, iterate
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.cli import run
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import AnalysisRecord, UsedPlugin
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.store import Case
from tests.contract.plugin_project import detector_code, install, write_package
from tests.factories import make_pixels

WHEN = "2026-01-31T12:00:00+00:00"


Analysed = tuple[AnalysisRecord, NDArray[np.uint8] | None]


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """A photograph's record and pixels."""
    photo = tmp_path_factory.mktemp("report") / "photo.jpg"
    Image.fromarray(make_pixels(320, 400, 7)).save(photo, quality=92)
    ((record, pixels),) = iterate([bytes(photo)], keep_pixels=True)
    return record, None if pixels is None else pixels.copy()


@pytest.fixture(scope="module")
def original(analysed: Analysed) -> Path:
    """The photograph's folder, with a report, its twin, and a case with the record."""
    record, pixels = analysed
    folder = Path(os.fsdecode(record.source.raw_path)).parent
    with Case.create(folder / "case.gauntlet", actor="A", when=WHEN) as case:
        case.add_record(record, actor="A", when=WHEN)
        head = case.custody_head()
    export_report(record, pixels, folder / "report.pdf", ReportOptions(custody_head=head))
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """The same, for a test to tamper with; the evidence lies here now."""
    copy = tmp_path / "copy"
    shutil.copytree(original, copy)
    return copy


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an installed third-party plugin."""
    site = tmp_path / "site"
    write_package(site, "third_party_mean", "third-party-mean", detector_code("third-party-mean"))
    install(site, "third-party-mean", "third_party_mean")
    monkeypatch.syspath_prepend(str(site))
    return site


def request_of(folder: Path, *, rerun: bool = False) -> VerifyRequest:
    return VerifyRequest(folder / "photo.jpg", folder / "case.gauntlet", rerun)


def no_window(paths: Sequence[bytes]) -> int:
    raise AssertionError("no window is wanted")


def states(checks: list[Check]) -> dict[str, State]:
    return {check.what: check.state for check in checks}


@pytest.mark.skipif(find_spec("torch") is None or find_spec("onnx") is None, reason="needs the full install")
def test_a_new_analysis_by_pytorch_is_identical_within_tolerance(original: Path) -> None:
    """The very weights by another library: numbers are other ones, and what they say is the same."""
    told: list[AnalysisRecord] = []
    request = VerifyRequest(original / "photo.jpg", original / "case.gauntlet", rerun=True, runtime="torch")
    assert states(verify(original / "report.pdf", request))["new analysis"] is State.IDENTICAL
    settings = EngineSettings(runtime="torch")
    told += [record for record, _ in iterate([bytes(original / "photo.jpg")], settings=settings)]
    assert {each.backend for each in told[0].detectors} == {"PyTorch, CPU", "NumPy, CPU"}


def test_pytorch_is_asked_for_where_it_is_missing(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault, match="needs the full install"):
        verify(original / "report.pdf", VerifyRequest(original / "photo.jpg", rerun=True, runtime="torch"))


def test_a_heatmap_made_on_demand_is_no_part_of_a_new_analysis(analysed: Analysed, original: Path) -> None:
    record, pixels = analysed
    made = replace(record.heatmaps[0], method="lime", exact=False)
    export_report(replace(record, heatmaps=(*record.heatmaps, made)), pixels, original / "more.pdf")
    found = states(verify(original / "more.pdf", VerifyRequest(original / "photo.jpg", rerun=True)))
    assert found["new analysis"] is State.IDENTICAL


def test_an_untouched_report_is_identical_and_so_is_a_new_analysis(original: Path) -> None:
    checks = verify(original / "report.pdf", request_of(original, rerun=True))
    assert {check.state for check in checks} == {State.IDENTICAL}
    assert {"report", "twin", "examined file", "custody log", "new analysis", "weights of deep-evidence"} <= {
        check.what for check in checks
    }


def test_the_command_line_answers_by_its_exit_status(
    original: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["verify", str(original / "report.pdf"), "--case", str(original / "case.gauntlet")]
    assert run(arguments, no_window) == 0
    assert run(["verify", str(original / "report.pdf")], no_window) == 2  # its custody head cannot be looked up
    assert "Name the case with --case." in capsys.readouterr().out
    (folder / "report.pdf").write_bytes((folder / "report.pdf").read_bytes() + b" ")
    assert run(["verify", str(folder / "report.pdf"), "--json"], no_window) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["state"] == "differs"
    assert {
        "what": "signature",
        "state": "differs",
        "detail": "Something was appended that the report's twin does not name.",
    } in answer["checks"]


def flip(path: Path, rng: np.random.Generator) -> None:
    data = bytearray(path.read_bytes())
    data[rng.integers(len(data))] ^= 1 << int(rng.integers(8))
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "what"), [("report.pdf", "report"), ("report.json", "twin"), ("photo.jpg", "examined file")]
)
def test_two_hundred_mutations_are_all_found(name: str, what: str, folder: Path) -> None:
    """A flipped bit, appended bytes and a cut end, at drawn places. What is appended to a report stands where a
    signature would, and is told as one that nobody named."""
    rng = np.random.default_rng(5)
    path = folder / name
    untouched = path.read_bytes()
    changes: list[Callable[[], object]] = [
        lambda: flip(path, rng),
        lambda: path.write_bytes(untouched + rng.bytes(1 + int(rng.integers(20)))),
        lambda: path.write_bytes(untouched[: int(rng.integers(1, len(untouched)))]),
    ]
    for number in range(70):
        path.write_bytes(untouched)
        changes[0 if number < 50 else 1 + number % 2]()
        found = states(verify(folder / "report.pdf", request_of(folder)))
        assert State.DIFFERS in (found[what], found.get("signature")), number


def test_a_twin_swapped_for_another_valid_one_is_found(folder: Path) -> None:
    twin = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    twin["record"]["verdict"]["tier"] = "ai_supported"
    (folder / "report.json").write_text(dumps(twin) + "\n", encoding="utf-8")
    found = states(verify(folder / "report.pdf", request_of(folder)))
    assert found["twin"] is State.DIFFERS
    assert found["report"] is State.IDENTICAL


def test_another_result_is_told_when_the_analysis_is_repeated(analysed: Analysed, folder: Path) -> None:
    """Report and twin agree with each other, and neither with the picture."""
    record, pixels = analysed
    assert record.verdict is not None
    claimed = replace(record, verdict=replace(record.verdict, log10_lr=1.9))
    export_report(claimed, pixels, folder / "report.pdf")
    checks = verify(folder / "report.pdf", VerifyRequest(rerun=True))
    (again,) = (check for check in checks if check.what == "new analysis")
    assert again.state is State.DIFFERS
    assert "verdict.log10_lr: 1.9 then" in again.detail
    assert overall([check for check in checks if check is not again]) is State.IDENTICAL


def test_a_missing_picture_cannot_be_checked(folder: Path) -> None:
    (folder / "photo.jpg").unlink()
    found = states(verify(folder / "report.pdf", request_of(folder, rerun=True)))
    assert found["examined file"] is found["new analysis"] is State.NOT_CHECKED


def test_another_picture_under_the_name_differs(folder: Path) -> None:
    Image.fromarray(make_pixels(300, 300, 8)).save(folder / "photo.jpg")
    found = states(verify(folder / "report.pdf", request_of(folder, rerun=True)))
    assert found["examined file"] is State.DIFFERS
    assert found["new analysis"] is State.NOT_CHECKED


def test_a_case_that_is_not_there_or_another_one_is_said(folder: Path) -> None:
    (folder / "case.gauntlet").unlink()
    assert states(verify(folder / "report.pdf", request_of(folder)))["custody log"] is State.NOT_CHECKED
    with Case.create(folder / "case.gauntlet", actor="B", when=WHEN):
        pass
    assert states(verify(folder / "report.pdf", request_of(folder)))["custody log"] is State.DIFFERS


def test_other_weights_and_missing_detectors_are_said(analysed: Analysed, folder: Path) -> None:
    record, pixels = analysed
    first, second, *rest = record.detectors
    changed = replace(
        record, detectors=(replace(first, weights_sha256="0" * 64), replace(second, id="unheard-of"), *rest)
    )
    export_report(changed, pixels, folder / "report.pdf")
    found = states(verify(folder / "report.pdf", VerifyRequest()))
    assert found[f"weights of {first.id}"] is State.DIFFERS
    assert found["weights of unheard-of"] is State.NOT_CHECKED


def test_another_calibration_fusion_or_code_of_a_plugin_is_said(analysed: Analysed, folder: Path) -> None:
    """At the same version: the digests tell. What is missing here cannot be checked."""
    record, pixels = analysed
    assert record.verdict is not None
    code, missing, *plugins = record.plugins
    first, *rest = record.detectors
    changed = replace(
        record,
        plugins=(replace(code, sha256="0" * 64), replace(missing, id="unheard-of"), *plugins),
        detectors=(replace(first, calibration_sha256="0" * 64), *rest),
        verdict=replace(record.verdict, fusion_sha256="0" * 64),
    )
    export_report(changed, pixels, folder / "report.pdf")
    checks = {check.what: check for check in verify(folder / "report.pdf", VerifyRequest(rerun=True))}
    altered = checks[f"plugin {code.id}"]
    assert altered.state is State.DIFFERS and "Here it is the same version." in altered.detail
    assert checks[f"calibration of {first.id}"].state is State.DIFFERS
    assert "in the report 0000000000000000…" in checks[f"calibration of {first.id}"].detail
    assert checks["plugin unheard-of"].state is State.NOT_CHECKED
    assert checks[f"fusion of {' and '.join(record.verdict.detectors)}"].state is not State.IDENTICAL
    assert {checks[f"plugin {each.id}"].state for each in plugins} == {State.IDENTICAL}
    assert checks["new analysis"].state is State.IDENTICAL  # what the digests say is said once


def test_an_altered_file_of_an_installed_plugin_differs(analysed: Analysed, folder: Path, site: Path) -> None:
    """Its manifest and its version say what they said."""
    record, pixels = analysed
    found = next(plugin for plugin in installed() if plugin.name == "third-party-mean")
    assert found.manifest is not None and found.folder is not None
    used = UsedPlugin(found.name, found.manifest.version, content_sha256(found.manifest, found.folder))
    scored = replace(
        record.detectors[0], id=found.name, weights_sha256=found.manifest.files[0].sha256, calibration_sha256=""
    )
    export_report(replace(record, plugins=(used,), detectors=(scored,)), pixels, folder / "report.pdf")
    before = states(verify(folder / "report.pdf", VerifyRequest()))
    assert before["plugin third-party-mean"] is before["weights of third-party-mean"] is State.IDENTICAL
    assert before["calibration of third-party-mean"] is State.IDENTICAL
    (found.folder / "weights.bin").write_bytes(b"4321")
    after = states(verify(folder / "report.pdf", VerifyRequest()))
    assert after["plugin third-party-mean"] is after["weights of third-party-mean"] is State.DIFFERS


def test_a_report_from_before_plugins_were_told_verifies(analysed: Analysed, folder: Path) -> None:
    record, pixels = analysed
    older = replace(record, schema=6, plugins=())
    export_report(older, pixels, folder / "report.pdf")
    twin = json.loads((folder / "report.json").read_bytes())["record"]
    del twin["plugins"], twin["verdict"]["fusion_sha256"]
    for each in twin["detectors"]:
        del each["calibration_sha256"]
    assert record_from_json(twin, record.source.raw_path).plugins == ()
    checks = verify(folder / "report.pdf", VerifyRequest(rerun=True))
    assert {check.state for check in checks} == {State.IDENTICAL}
    assert not any(check.what.startswith(("plugin", "calibration")) for check in checks)


def test_a_report_of_a_later_release_cannot_be_checked(analysed: Analysed, folder: Path) -> None:
    record, pixels = analysed
    export_report(replace(record, schema=99), pixels, folder / "report.pdf")
    checks = verify(folder / "report.pdf", VerifyRequest())
    assert states(checks)["twin's content"] is State.NOT_CHECKED
    assert states(checks)["report"] is states(checks)["twin"] is State.IDENTICAL


def test_a_report_that_is_not_there_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"report\.pdf cannot be read"):
        verify(tmp_path / "report.pdf", VerifyRequest())
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    with pytest.raises(UserError, match=r"report\.json cannot be read"):
        verify(tmp_path / "report.pdf", VerifyRequest())


@pytest.mark.parametrize("twin", [b"", b"{", b"[]", b'{"record": 1}', b"\xff", b'{"a": 1}\n', b"[" * 100_000])
def test_a_twin_that_is_none_is_said(twin: bytes, folder: Path) -> None:
    (folder / "report.json").write_bytes(twin)
    found = states(verify(folder / "report.pdf", request_of(folder)))
    assert found["twin"] is found["twin's content"] is State.DIFFERS


def test_a_name_that_no_file_can_have_is_said(folder: Path) -> None:
    twin = json.loads((folder / "report.json").read_bytes())
    twin["record"]["name"] = "half of a pair: \ud800"
    (folder / "report.json").write_bytes((dumps(twin) + "\n").encode("utf-8", "backslashreplace"))
    found = states(verify(folder / "report.pdf", VerifyRequest(evidence=folder)))
    assert found["twin's content"] is State.DIFFERS
