"""The command line: parses arguments, calls the use cases of `app` and prints what they return.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 failed (or, from doctor,
something needed is missing), 2 wrong usage, 3 some inputs failed, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gauntlet_desktop.core.records import AnalysisRecord
    from gauntlet_desktop.imaging.limits import Limits

DONE, FAILED, USAGE, SOME_INPUTS_FAILED, INTERRUPTED = 0, 1, 2, 3, 130

OpenWindow = Callable[[Sequence[bytes]], int]

_LIMIT_OPTIONS = (
    ("--limit-megapixels", "pixels", 1_000_000, "largest picture, in megapixels"),
    ("--limit-file-mib", "file_bytes", 1 << 20, "largest file, in MiB"),
    ("--limit-memory-mib", "memory_bytes", 1 << 20, "memory of one decode process, in MiB"),
    ("--limit-seconds", "seconds", 1, "processor time for decoding one file, in seconds"),
)


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line (without the program's name); returns the exit status."""
    from gauntlet_desktop.core.errors import GauntletError, UserError

    _use_utf8()
    options = build_parser().parse_args(arguments)
    try:
        status = open_window(_raw_paths(options)) if options.command in (None, "open") else options.run(options)
        sys.stdout.flush()
        return int(status)
    except KeyboardInterrupt:
        _say("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has enough. Python would complain when it flushes at exit: give it somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except GauntletError as error:
        _say(f"gauntlet: {error.message} {error.remedy} [{error.code}]")
        return USAGE if isinstance(error, UserError) else FAILED
    except Exception:  # noqa: BLE001 - the last place that can say anything: a bug is shown whole
        _say(f"This is a bug in Gauntlet Desktop {__version__}. Please report what follows.\n{traceback.format_exc()}")
        return FAILED


def build_parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    parser = argparse.ArgumentParser(
        prog="gauntlet",
        description="How strongly does the evidence support that a generative model made an image, over that a "
        "camera captured it? Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"Gauntlet Desktop {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _open_parser(commands)
    _analyze_parser(commands)
    for name, summary, function in (
        ("plugins", "list the installed plugins, and what failed and why", _plugins),
        ("models", "list the installed detectors with their model cards", _models),
        ("doctor", "report versions, back ends, devices and limits, and what is missing", _doctor),
    ):
        command = commands.add_parser(name, help=summary, description=summary)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=function)
    _train_parser(commands)
    _evaluate_parser(commands)
    return parser


def _open_parser(commands: Any) -> None:
    command = commands.add_parser("open", help="open the window on files and folders")
    command.add_argument("paths", nargs="*", metavar="PATH")


def _analyze_parser(commands: Any) -> None:
    command = commands.add_parser("analyze", help="analyse images and print the results")
    command.add_argument("paths", nargs="+", metavar="PATH", help="an image, or a folder that is searched for images")
    command.add_argument("--json", action="store_true", help="print one JSON object a line for each image")
    command.add_argument(
        "--report",
        type=Path,
        metavar="FILE.pdf",
        help="write a PDF report and its JSON twin; FILE-1.pdf, FILE-2.pdf ... unless PATH is one single file",
    )
    command.add_argument("--heatmap", type=Path, metavar="DIR", help="write heatmaps as PNG and as values")
    command.add_argument("--case", type=Path, metavar="FILE.gauntlet", help="add the results to a case")
    for option, name, unit, summary in _LIMIT_OPTIONS:
        command.add_argument(option, dest=name, type=_times(unit), metavar="N", help=summary)
    command.set_defaults(run=_analyze)


def _train_parser(commands: Any) -> None:
    command = commands.add_parser("train", help="train a detector from labelled images (full install)")
    command.add_argument("recipe", metavar="RECIPE", help="the id of a training recipe")
    command.add_argument("data", type=Path, metavar="DATA", help="a pack, or a folder with real/ and fake/")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where weights and log are written")
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a parameter of the recipe")
    command.add_argument("--seed", type=int, default=1, help="of everything random (default 1)")
    command.set_defaults(run=_train)


def _evaluate_parser(commands: Any) -> None:
    command = commands.add_parser("evaluate", help="measure the installed detectors on labelled images")
    command.add_argument("data", type=Path, metavar="DATA", help="a pack, or a folder with real/ and fake/")
    command.add_argument("--out", type=Path, metavar="DIR", help="also write the tables there, as JSON and Markdown")
    command.set_defaults(run=_evaluate)


def _times(unit: int) -> Callable[[str], int]:
    """An argument type: a positive number, in units of the option."""

    def parse(text: str) -> int:
        value = round(float(text) * unit)
        if value < 1:
            raise ValueError
        return value

    parse.__name__ = "positive number"
    return parse


# Analysis


def _analyze(options: argparse.Namespace) -> int:
    statuses: list[str] = []
    records = _analysed(options, statuses)
    if options.case is None:
        for _ in records:
            pass
    else:
        from gauntlet_desktop.app.cases import save_records

        count = save_records(options.case, records, _actor(), datetime.now(UTC).isoformat(timespec="seconds"))
        _say(f"{count} records are in {_shown(options.case)}")
    if not statuses:
        _say("No image was found.")
    return SOME_INPUTS_FAILED if "failed" in statuses else DONE


def _analysed(options: argparse.Namespace, statuses: list[str]) -> Iterator[AnalysisRecord]:
    """Analyse, print and export one image after the other; what became of each is appended to `statuses`."""
    from gauntlet_desktop.app.service import EngineSettings, iterate

    exports = options.report is not None or options.heatmap is not None
    inputs = _images(_raw_paths(options))
    settings = EngineSettings(limits=_limits(options))
    with contextlib.closing(iterate(inputs, keep_pixels=exports, settings=settings)) as results:
        for number, (record, pixels) in enumerate(results, start=1):
            statuses.append(record.status.value)
            print(_json_line(record) if options.json else _summary(record), flush=True)
            _export(record, pixels, options, number)
            yield record


def _images(raw_paths: Iterable[bytes]) -> Iterator[bytes]:
    """The files that were named, and those in the folders that were named; links to folders are not followed."""
    from gauntlet_desktop.app.folders import scan

    for raw_path in raw_paths:
        path = Path(os.fsdecode(raw_path))
        if path.is_dir() and not path.is_symlink():
            yield from scan(raw_path)
        else:
            yield raw_path


def _export(record: AnalysisRecord, pixels: NDArray[np.uint8] | None, options: argparse.Namespace, number: int) -> None:
    from gauntlet_desktop.app.export import export_heatmaps, export_report

    if options.report is not None:
        for path in export_report(record, pixels, _report_path(options, number)):
            _say(f"wrote {_shown(path)}")
    if options.heatmap is not None:
        for path in export_heatmaps(record, pixels, options.heatmap):
            _say(f"wrote {_shown(path)}")


def _report_path(options: argparse.Namespace, number: int) -> Path:
    """FILE.pdf for one file; FILE-1.pdf, FILE-2.pdf ... in order where several images may come."""
    report: Path = options.report
    single = len(options.paths) == 1 and not Path(options.paths[0]).is_dir()
    return report if single else report.with_name(f"{report.stem}-{number}{report.suffix or '.pdf'}")


def _limits(options: argparse.Namespace) -> Limits:
    from gauntlet_desktop.imaging.limits import Limits

    chosen = {name: getattr(options, name) for _, name, _, _ in _LIMIT_OPTIONS if getattr(options, name) is not None}
    return Limits(**chosen)


def _json_line(record: AnalysisRecord) -> str:
    from gauntlet_desktop.core.serialise import dumps, record_to_json

    return dumps(record_to_json(record))


def _summary(record: AnalysisRecord) -> str:
    """A few lines for people: the answer first, then what stands out, then what the file declares."""
    from gauntlet_desktop.core.safe_text import visible

    lines = [f"{record.source.path}", *_answer(record), *_standing_out(record), *_declared(record)]
    lines += [f"plugin {failure.plugin} failed: {failure.message}" for failure in record.failures]
    return "\n  ".join(visible(line) for line in lines)


def _answer(record: AnalysisRecord) -> Iterator[str]:
    if record.error is not None:
        yield f"FAILED ({record.error.code}): {record.error.message} {record.error.remedy}"
    for reason in record.scope_reasons:
        yield f"OUT OF SCOPE: {reason}"
    if (verdict := record.verdict) is not None:
        yield (
            f"{_TIER_WORDS[verdict.tier.value]}: log10 LR {verdict.log10_lr:+.2f} (cap {verdict.log10_lr_cap:.2f}, "
            f"{verdict.verbal}); probability {verdict.probability:.2f} at a prior of {verdict.prior:.2f}"
        )
    for detector in record.detectors:
        notes = [name for name, holds in _detector_notes(detector.calibrated, detector.experimental) if holds]
        yield f"detector {detector.id} {detector.version}: score {detector.score:+.3f}{''.join(notes)}"


_TIER_WORDS = {
    "ai_supported": "MADE BY A GENERATIVE MODEL (supported)",
    "leans_ai": "LEANS TO A GENERATIVE MODEL",
    "inconclusive": "INCONCLUSIVE",
    "leans_camera": "LEANS TO A CAMERA",
    "camera_supported": "CAPTURED BY A CAMERA (supported)",
}


def _detector_notes(calibrated: bool, experimental: bool) -> tuple[tuple[str, bool], ...]:
    return (", uncalibrated", not calibrated), (", experimental", experimental)


def _standing_out(record: AnalysisRecord) -> Iterator[str]:
    claims = [finding for finding in record.findings if finding.claim == "finding"]
    if record.findings:
        yield f"{len(claims)} of {len(record.findings)} measured artifacts stand out"
    for finding in claims:
        yield f"- {finding.artifact}: {finding.value:.4g} {finding.unit}".rstrip()


def _declared(record: AnalysisRecord) -> Iterator[str]:
    if (provenance := record.provenance) is None:
        return
    values = (
        ("C2PA", provenance.c2pa.state.value.replace("_", " ")),
        ("source type", provenance.digital_source_type),
        ("generator", provenance.generator),
        ("camera", provenance.camera),
    )
    yield "declared: " + "; ".join(f"{name} {value}" for name, value in values if value)


# The other commands


def _plugins(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.catalogue import list_plugins
    from gauntlet_desktop.core.serialise import to_plain

    plugins = list_plugins()
    if options.json:
        _print_json([{**_without_folder(to_plain(plugin)), "folder": _shown(plugin.folder)} for plugin in plugins])
        return DONE
    for plugin in plugins:
        origin = "built in" if plugin.built_in else plugin.distribution
        print(f"{plugin.id} {plugin.version}  {plugin.state}  [{', '.join(plugin.kinds)}]  {origin}, {plugin.licence}")
        print(f"  {plugin.reason or plugin.description}")
    return DONE


def _without_folder(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name != "folder"}


def _models(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.catalogue import list_models
    from gauntlet_desktop.core.serialise import to_plain

    models = list_models()
    if options.json:
        _print_json([to_plain(model) for model in models])
        return DONE
    for model in models:
        state = "calibrated" if model.calibrated else "uncalibrated"
        print(f"{model.id} {model.version}  {state}  {model.weights}  SHA-256 {model.weights_sha256}")
        print(f"\n{model.model_card or 'This detector has no model card.'}\n")
    return DONE


def _doctor(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.doctor import examine, is_healthy
    from gauntlet_desktop.core.serialise import to_plain

    checks = examine()
    healthy = is_healthy(checks)
    if options.json:
        _print_json({"healthy": healthy, "checks": to_plain(checks)})
        return DONE if healthy else FAILED
    topic = ""
    for check in checks:
        if check.topic != topic:
            topic = check.topic
            print(f"\n{topic}")
        print(f"  {check.state:8} {check.name:24} {check.value}")
        if check.remedy:
            print(f"  {'':8} {'':24} -> {check.remedy}")
    print("\nEverything that is needed is there." if healthy else "\nSomething that is needed is missing: see above.")
    return DONE if healthy else FAILED


def _train(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.training import train

    train(options.recipe, options.data, options.out, options.set, seed=options.seed, progress=_Progress())
    _say(f"The weights are in {_shown(options.out)}")
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.training import evaluate

    _say("Images that a detector was trained or calibrated on flatter it: its model card names their sources.")
    print(evaluate(options.data, options.out, progress=_Progress()))
    return DONE


# Input and output


def _raw_paths(options: argparse.Namespace) -> list[bytes]:
    """File names as the file system's own bytes: a name that is no text stays what it is."""
    return [os.fsencode(path) for path in getattr(options, "paths", [])]


def _use_utf8() -> None:
    """Names and sentences hold any character; a console of another encoding shows a substitute, and never fails."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _print_json(value: Any) -> None:
    from gauntlet_desktop.core.serialise import dumps

    print(dumps(value, indent=2))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class _Progress:
    """Says how far long work is, once a per cent."""

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, fraction: float, what: str) -> None:
        percent = int(100 * fraction)
        if percent != self._said:
            self._said = percent
            _say(f"{percent:3d} %  {what}")


def _shown(path: Path | None) -> str:
    from gauntlet_desktop.core.safe_text import visible_path

    return visible_path(os.fsencode(path)) if path else ""


def _actor() -> str:
    """Who adds records to a case, for its custody log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # this account has no name
        return "unknown"
