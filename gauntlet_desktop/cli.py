"""The command line: parses arguments, calls the use cases of `app` and prints what they return.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 failed (or, from doctor,
something needed is missing), 2 wrong usage, 3 some inputs failed, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gauntlet_desktop.api.parameters import Parameter
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
    _calibrate_parser(commands)
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
    command = commands.add_parser(
        "train",
        help="train a detector from labelled images (full install)",
        usage="gauntlet train RECIPE DATA --out DIR [--NAME VALUE ...]",
        epilog="The recipe declares the other options: gauntlet train RECIPE --help",
    )
    command.add_argument("recipe", metavar="RECIPE", help="the id of a training recipe")
    command.add_argument("rest", nargs=argparse.REMAINDER, metavar="DATA ...", help="see gauntlet train RECIPE --help")
    command.set_defaults(run=_train)


def _recipe_parser(recipe: str, parameters: Sequence[Parameter]) -> argparse.ArgumentParser:
    """The grammar of `gauntlet train RECIPE`: an option for each parameter of the recipe."""
    command = argparse.ArgumentParser(prog=f"gauntlet train {recipe}", allow_abbrev=False)
    command.add_argument("data", type=Path, metavar="DATA", help="a pack, an archive, or a folder with real/ and fake/")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the model folder is written")
    command.add_argument("--seed", type=int, default=1, help="of everything random (default 1)")
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="the same as --KEY VALUE")
    chosen = command.add_argument_group("parameters of the recipe")
    for parameter in parameters:
        summary = f"{parameter.description}: {parameter.range} (default {_plain(parameter.default)})"
        chosen.add_argument(
            f"--{parameter.name.replace('_', '-')}",
            dest="set",
            action="append",
            type=f"{parameter.name}={{}}".format,
            metavar="VALUE",
            help=summary.replace("%", "%%"),
        )
    return command


def _plain(value: Any) -> str:
    """A value as it is written on the command line."""
    from gauntlet_desktop.core.serialise import dumps

    return value if isinstance(value, str) else dumps(value)


def _evaluate_parser(commands: Any) -> None:
    command = commands.add_parser("evaluate", help="measure the installed detectors on labelled images")
    command.add_argument("data", type=Path, metavar="DATA", help="a pack, or a folder with real/ and fake/")
    command.add_argument("--detector", action="append", default=[], metavar="ID", help="one of them (repeatable)")
    command.add_argument(
        "--conditions", metavar="LIST", help="of clean, web and hard, with commas between (default all three)"
    )
    command.add_argument("--ten-crop", action="store_true", help="also measure the mean score of ten crops of 224 px")
    command.add_argument("--limit", type=int, metavar="N", help="at most N images of a source")
    command.add_argument(
        "--out", type=Path, metavar="DIR", help="write a page with the plots, Markdown, CSV and JSON; go on from there"
    )
    command.set_defaults(run=_evaluate)


def _calibrate_parser(commands: Any) -> None:
    command = commands.add_parser("calibrate", help="calibrate an installed detector on your own labelled images")
    command.add_argument("detector", metavar="DETECTOR", help="the id of the detector")
    command.add_argument("data", type=Path, nargs="?", metavar="DATA", help="a pack, or a folder with real/ and fake/")
    command.add_argument("--out", type=Path, metavar="DIR", help="also write the calibration and its folds there")
    command.add_argument("--remove", action="store_true", help="go back to the calibration that the detector came with")
    command.set_defaults(run=_calibrate)
    fuse = commands.add_parser("fuse", help="fuse installed detectors on labelled images, for a plugin to ship")
    fuse.add_argument("detectors", nargs="+", metavar="DETECTOR", help="the ids of two or more detectors")
    fuse.add_argument("data", type=Path, metavar="DATA", help="a pack, or a folder with real/ and fake/")
    fuse.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the fusion is written")
    fuse.set_defaults(run=_fuse)
    for each in (command, fuse):
        each.add_argument("--seed", type=int, default=1, help="of everything random (default 1)")


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
    results = iterate(inputs, keep_pixels=exports, settings=settings)
    with _lasting_interrupt() as checkpoint, contextlib.closing(results):
        for number, (record, pixels) in enumerate(results, start=1):
            checkpoint()
            statuses.append(record.status.value)
            print(_json_line(record) if options.json else _summary(record), flush=True)
            _export(record, pixels, options, number)
            yield record


@contextlib.contextmanager
def _lasting_interrupt() -> Iterator[Callable[[], None]]:
    """Give a check that raises KeyboardInterrupt once Ctrl+C was pressed: when that happens in a destructor, Python
    itself drops the exception, and a long run would go on."""
    asked = threading.Event()

    def interrupt(number: int, frame: object) -> None:
        asked.set()
        raise KeyboardInterrupt

    def checkpoint() -> None:
        if asked.is_set():
            raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:  # a job in the background, which is none of Ctrl+C's business
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield checkpoint
    finally:
        signal.signal(signal.SIGINT, before)


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
    from gauntlet_desktop.reporting.summary import summary

    return summary(record)


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
        state = ("calibrated" if model.calibrated else "uncalibrated") + ", experimental" * model.experimental
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
    from gauntlet_desktop.app.training import recipe_parameters, train
    from gauntlet_desktop.core.safe_text import visible

    chosen = _recipe_parser(options.recipe, recipe_parameters(options.recipe)).parse_args(options.rest)
    for note in train(options.recipe, chosen.data, chosen.out, chosen.set, seed=chosen.seed, progress=_Progress()):
        _say(visible(note))
    _say(f"The model is in {_shown(chosen.out)}")
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.evaluation import ALL_CONDITIONS, EvaluationRequest, evaluate, page_of

    conditions = tuple(options.conditions.split(",")) if options.conditions is not None else ALL_CONDITIONS
    request = EvaluationRequest(tuple(options.detector), conditions, options.limit, options.ten_crop)
    print(evaluate(options.data, options.out, request, progress=_Progress()))
    if options.out is not None:
        _say(f"The page with the plots is {_shown(page_of(options.out))}")
    return DONE


def _calibrate(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.calibrate import calibrate, remove_calibration
    from gauntlet_desktop.core.errors import UserError

    if options.remove:
        remove_calibration(options.detector)
        _say(f"Your calibration of {options.detector} is removed.")
    elif options.data is None:
        raise UserError("no_data", "Labelled images are needed.", "gauntlet calibrate DETECTOR DATA")
    else:
        print(calibrate(options.detector, options.data, options.out, seed=options.seed, progress=_Progress()))
        _say(f"The program uses this calibration of {options.detector} from now on; --remove takes it away.")
    return DONE


def _fuse(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.calibrate import fuse

    path = fuse(options.detectors, options.data, options.out, seed=options.seed, progress=_Progress())
    _say(f"wrote {_shown(path)}")
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
    """Says how far long work is, once a per cent: a bar, the share and what is being done."""

    def __init__(self) -> None:
        self._said = (-1, "")

    def __call__(self, fraction: float, what: str) -> None:
        percent = int(100 * fraction)
        # What is done is said whatever was said before: results and warnings come so.
        said = percent, what if percent == 100 else ""
        if said != self._said:
            self._said = said
            _say(f"[{'#' * (percent // 5):20}] {percent:3d} %  {what}")


def _shown(path: Path | None) -> str:
    from gauntlet_desktop.core.safe_text import visible_path

    return visible_path(os.fsencode(path)) if path else ""


def _actor() -> str:
    """Who adds records to a case, for its custody log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # this account has no name
        return "unknown"
