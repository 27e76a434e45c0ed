"""The command line: parses arguments, calls the use cases of `app` and prints what they return.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 failed (or, from doctor,
something needed is missing), 2 wrong usage, 3 some inputs failed, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop import __version__
from gauntlet_desktop.cli import (
    attack,
    batch,
    case,
    cluster,
    describe,
    explain,
    limits,
    models,
    plugins,
    readers,
    report,
    settings,
    text_metrics,
    verify,
)
from gauntlet_desktop.cli.console import (
    DONE,
    FAILED,
    INTERRUPTED,
    OUTPUT_FAILED,
    SOME_INPUTS_FAILED,
    USAGE,
    Progress,
    actor,
    drop_output,
    fault_of,
    print_json,
    raw_paths,
    say,
    shown,
    use_utf8,
)
from gauntlet_desktop.cli.interrupts import lasting_interrupt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gauntlet_desktop.api.parameters import Parameter
    from gauntlet_desktop.core.errors import GauntletError
    from gauntlet_desktop.core.records import AnalysisRecord

OpenWindow = Callable[[Sequence[bytes]], int]


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line (without the program's name); returns the exit status."""
    from gauntlet_desktop.core.errors import Cancelled, GauntletError, UserError

    use_utf8()
    options = build_parser().parse_args(arguments)
    window = options.command in (None, "open")
    try:
        _use_settings(tell=not window)
        status = open_window(raw_paths(options)) if window else options.run(options)
        sys.stdout.flush()
        return int(status)
    except (KeyboardInterrupt, Cancelled):
        say("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        drop_output()
        return DONE
    except GauntletError as error:
        _say_fault(error)
        return USAGE if isinstance(error, UserError) else FAILED
    except Exception as error:  # noqa: BLE001 - the last place that can say anything: a bug is shown whole
        if fault := fault_of(error):
            _say_fault(fault)
            if fault.code == OUTPUT_FAILED:
                drop_output()
            return FAILED
        say(f"This is a bug in Gauntlet Desktop {__version__}. Please report what follows.\n{traceback.format_exc()}")
        return FAILED


def _say_fault(error: GauntletError) -> None:
    say(f"gauntlet: {error.message} {error.remedy} [{error.code}]")


def _use_settings(*, tell: bool) -> None:
    """Hand those on that are read from the environment, and say once what is wrong with their file: the window says it
    itself."""
    from gauntlet_desktop.app.settings import apply_to_environment, read_own
    from gauntlet_desktop.app.settings_spec import Settings

    own = read_own()
    for complaint in own.complaints if tell else ():
        say(f"gauntlet: {complaint}")
    apply_to_environment(Settings(**own.values))


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
    plugins.add_parser(commands)
    summary = "report versions, back ends, devices and limits, and what is missing"
    command = commands.add_parser("doctor", help=summary, description=summary)
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE.zip",
        help="write what helps to mend the program, with nothing of images",
    )
    command.set_defaults(run=_doctor)
    case.add_parser(commands)
    models.add_parser(commands)
    batch.add_parser(commands)
    explain.add_parser(commands)
    describe.add_parser(commands)
    text_metrics.add_parser(commands)
    attack.add_parser(commands)
    cluster.add_parser(commands)
    report.add_parser(commands)
    verify.add_parser(commands)
    settings.add_parser(commands)
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
    command.add_argument("--text", action="store_true", help="print the sentences about each image (not with --json)")
    readers.add_options(command)
    limits.add_options(command)
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
    explain.add_ranking_options(command)
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


# Analysis


def _analyze(options: argparse.Namespace) -> int:
    statuses: list[str] = []
    records = _analysed(options, statuses)
    if options.case is None:
        for _ in records:
            pass
    else:
        from gauntlet_desktop.app.cases import save_records

        count = save_records(options.case, records, actor(), datetime.now(UTC).isoformat(timespec="seconds"))
        say(f"{count} records are in {shown(options.case)}")
    if not statuses:
        say("No image was found.")
    return SOME_INPUTS_FAILED if "failed" in statuses else DONE


def _analysed(options: argparse.Namespace, statuses: list[str]) -> Iterator[AnalysisRecord]:
    """Analyse, print and export one image after the other; what became of each is appended to `statuses`."""
    from gauntlet_desktop.app.service import EngineSettings, iterate

    exports = options.report is not None or options.heatmap is not None
    inputs = _images(raw_paths(options))
    engine = EngineSettings(limits=limits.chosen(options), analysis_seconds=limits.analysis_seconds(options))
    results = iterate(inputs, keep_pixels=exports, settings=engine)
    with lasting_interrupt() as checkpoint, contextlib.closing(results):
        for number, (record, pixels) in enumerate(results, start=1):
            checkpoint()
            statuses.append(record.status.value)
            print(_json_line(record) if options.json else _summary(record, options), flush=True)
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
    from gauntlet_desktop.app.settings import load_settings
    from gauntlet_desktop.reporting.options import ReportOptions

    if options.report is not None:
        for_reader = ReportOptions(reader=readers.chosen(options), paper=load_settings().report_paper)
        for path in export_report(record, pixels, _report_path(options, number), for_reader):
            say(f"wrote {shown(path)}")
    if options.heatmap is not None:
        for path in export_heatmaps(record, pixels, options.heatmap):
            say(f"wrote {shown(path)}")


def _report_path(options: argparse.Namespace, number: int) -> Path:
    """FILE.pdf for one file; FILE-1.pdf, FILE-2.pdf ... in order where several images may come."""
    report: Path = options.report
    single = len(options.paths) == 1 and not Path(options.paths[0]).is_dir()
    return report if single else report.with_name(f"{report.stem}-{number}{report.suffix or '.pdf'}")


def _json_line(record: AnalysisRecord) -> str:
    from gauntlet_desktop.core.serialise import dumps, record_to_json

    return dumps(record_to_json(record))


def _summary(record: AnalysisRecord, options: argparse.Namespace) -> str:
    from gauntlet_desktop.core.readers import told
    from gauntlet_desktop.reporting.summary import summary

    sentences = told(record.text, readers.chosen(options)) if options.text else ()
    return "\n".join([summary(record), *(f"  {each.text} [{', '.join(each.records)}]" for each in sentences)])


# The other commands


def _doctor(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.doctor import examine, is_healthy
    from gauntlet_desktop.core.serialise import to_plain

    if options.bundle is not None:
        from gauntlet_desktop.app.bundle import write_bundle

        write_bundle(options.bundle)
        say(f"wrote {shown(options.bundle)}")
        return DONE
    checks = examine()
    healthy = is_healthy(checks)
    if options.json:
        print_json({"healthy": healthy, "checks": to_plain(checks)})
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
    for note in train(options.recipe, chosen.data, chosen.out, chosen.set, seed=chosen.seed, progress=Progress()):
        say(visible(note))
    say(f"The model is in {shown(chosen.out)}")
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    if options.explanations:
        return explain.rank_methods(options)
    from gauntlet_desktop.app.evaluation import ALL_CONDITIONS, EvaluationRequest, evaluate, page_of

    conditions = tuple(options.conditions.split(",")) if options.conditions is not None else ALL_CONDITIONS
    request = EvaluationRequest(tuple(options.detector), conditions, options.limit, options.ten_crop)
    print(evaluate(options.data, options.out, request, progress=Progress()))
    if options.out is not None:
        say(f"The page with the plots is {shown(page_of(options.out))}")
    return DONE


def _calibrate(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.calibrate import calibrate, remove_calibration
    from gauntlet_desktop.core.errors import UserError

    if options.remove:
        remove_calibration(options.detector)
        say(f"Your calibration of {options.detector} is removed.")
    elif options.data is None:
        raise UserError("no_data", "Labelled images are needed.", "gauntlet calibrate DETECTOR DATA")
    else:
        print(calibrate(options.detector, options.data, options.out, seed=options.seed, progress=Progress()))
        say(f"The program uses this calibration of {options.detector} from now on; --remove takes it away.")
    return DONE


def _fuse(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.calibrate import fuse

    path = fuse(options.detectors, options.data, options.out, seed=options.seed, progress=Progress())
    say(f"wrote {shown(path)}")
    return DONE
