"""`gauntlet models`: what detectors there are, and models that the user brings along."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli import language_models
from gauntlet_desktop.cli.console import DONE, FAILED, Progress, print_json, say, shown
from gauntlet_desktop.cli.interrupts import noted_interrupt

if TYPE_CHECKING:
    from gauntlet_desktop.api.model_store import StoredModel
    from gauntlet_desktop.app.models import Comparison

# An interrupted import cleans up after itself as soon as what it is in the middle of is done; another Ctrl+C ends it.
_CLEAN_UP_SECONDS = 30.0


def add_parser(commands: Any) -> None:
    """Add the command and its own commands; without one of these it lists."""
    summary = "list the detectors with their model cards; import, verify and remove models"
    command = commands.add_parser("models", help=summary, description=summary)
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_list)
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    _import_parser(actions)
    language_models.add_parser(actions)
    _variant_parser(actions, "quantise", "int8", "turn a detector's layers into int8, and compare both")
    _variant_parser(actions, "export", "onnx", "write a detector as ONNX, which needs no PyTorch, and compare both")
    for name, help_text, function in (
        ("verify", "hash the files of an imported model anew", _verify),
        ("remove", "take an imported model away", _remove),
    ):
        action = actions.add_parser(name, help=help_text)
        action.add_argument("id", metavar="ID")
        action.set_defaults(run=function)


def _import_parser(actions: Any) -> None:
    action = actions.add_parser("import", help="import weights from a file or a folder; nothing is fetched")
    action.add_argument("path", type=Path, metavar="PATH", help="a weight file, or a folder with config.json")
    action.add_argument("--id", default="", help="the detector's id (default: from the name of the path)")
    action.add_argument("--name", default="", help="its name in lists")
    action.add_argument("--licence", default="not stated", help="what the weights may be used for, in words")
    action.add_argument("--origin", default="not stated", help="where the weights come from, in words")
    action.add_argument("--trunk", type=Path, metavar="FOLDER", help="the pretrained tower that a head needs")
    action.add_argument(
        "--generated", metavar="N|LABEL", help="which output means “made by a generative model”, from 0, or its label"
    )
    action.add_argument("--replace", action="store_true", help="replace a model of the same id")
    action.add_argument("--what", action="store_true", help="only say what the path holds")
    action.set_defaults(run=_import)


def _variant_parser(actions: Any, name: str, variant: str, summary: str) -> None:
    action = actions.add_parser(name, help=summary, description=f"{summary}. Without --keep or --out nothing is kept.")
    action.add_argument("id", metavar="ID", help="a detector: one of `gauntlet models`")
    action.add_argument("--keep", action="store_true", help="keep what is made as a model of its own, uncalibrated")
    action.add_argument("--out-id", default="", metavar="NEW", help=f"its id (default: ID-{variant})")
    action.add_argument("--out", type=Path, metavar="FOLDER", help="write what is made and its model card there")
    action.add_argument("--images", type=Path, metavar="FOLDER", help="compare on these (default: the sample images)")
    action.add_argument("--json", action="store_true", help="print JSON")
    action.set_defaults(run=_make_variant, variant=variant)


def _list(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.catalogue import list_models
    from gauntlet_desktop.app.model_list import all_models
    from gauntlet_desktop.app.models import imported_models
    from gauntlet_desktop.core.serialise import to_plain
    from gauntlet_desktop.reporting import wording

    models = list_models()
    stored, broken = imported_models()
    cards = {model.id: model.card for model in all_models() if model.imported}
    if options.json:
        print_json([to_plain(model) for model in models] + [_plain(model, cards.get(model.id, "")) for model in stored])
        return DONE
    for model in models:
        state = ("calibrated" if model.calibrated else "uncalibrated") + ", experimental" * model.experimental
        print(f"{model.id} {model.version}  {state}  {model.weights}  SHA-256 {model.weights_sha256}")
        print(f"\n{_printable(model.model_card) or wording.NO_CARD}\n")
    for each in stored:
        print(f"{_described(each)}\n\n{_printable(cards.get(each.id, ''))}\n")
    for model_id, why in broken:
        say(f"{model_id}: {why}")
    return DONE


def _import(options: argparse.Namespace) -> int:
    """What a stranger's weights cost in memory they cost a process that is watched, not this one."""
    from gauntlet_desktop.api.model_formats import Choices
    from gauntlet_desktop.app.apart import run_apart
    from gauntlet_desktop.app.models import ImportRequest, import_model, recognise

    found = run_apart(recognise, options.path)
    say(f"{found.architecture}, {found.parameters:,} parameters. {found.summary}")
    if found.labels:
        say(f"Outputs: {', '.join(found.labels)}.")
    if options.what:
        return DONE
    request = ImportRequest(
        id=options.id,
        name=options.name,
        licence=options.licence,
        origin=options.origin,
        choices=Choices(options.trunk, _output(options.generated, found.labels)),
        replace=options.replace,
    )
    with noted_interrupt() as interrupted:
        model = run_apart(
            import_model,
            options.path,
            request,
            progress=Progress(),
            is_cancelled=interrupted,
            grace=_CLEAN_UP_SECONDS,
        )
    print(_described(model))
    say(f"It is uncalibrated until you calibrate it: gauntlet calibrate {model.id} DATA")
    return DONE


def _make_variant(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.models import Variant, keep_variant, make_variant, write_variant
    from gauntlet_desktop.core.serialise import to_plain

    progress = Progress()
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch:
        variant = Variant(options.variant)
        candidate = make_variant(options.id, variant, Path(scratch), options.images, progress=progress)
        written = write_variant(candidate, options.out) if options.out else ()
        kept = keep_variant(candidate, options.out_id, progress=progress) if options.keep else None
    if options.json:
        print_json({**to_plain(candidate.comparison), "kept": kept.id if kept else None})
    else:
        print(comparison_table(candidate.comparison))
    for path in written:
        say(f"Written: {shown(path)}")
    if kept is None and not written:
        say("Nothing was kept: use --keep to store it, or --out to write it into a folder.")
    if kept is not None:
        say(f"It is kept as {kept.id}, uncalibrated until you calibrate it: gauntlet calibrate {kept.id} DATA")
    return DONE


def comparison_table(comparison: Comparison) -> str:
    """Both forms side by side, and how far their answers are apart."""
    rows = [
        ("", comparison.before, comparison.after),
        ("size", *(f"{size / 1e6:.1f} MB" for size in comparison.bytes)),
        ("CPU time of an image", *(f"{milliseconds:.1f} ms" for milliseconds in comparison.cpu_ms)),
    ]
    lines = [f"{name:<22}{before:>24}{after:>24}" for name, before, after in rows]
    lines += [
        f"difference of the score  mean {comparison.mean_drift:.2g}, largest {comparison.max_drift:.2g}",
        f"changed predictions      {comparison.changed} of {comparison.images} images",
    ]
    return "\n".join([*lines, *comparison.notes])


def _output(text: str | None, labels: tuple[str, ...]) -> int | None:
    """The number of an output that is named by number or label."""
    from gauntlet_desktop.core.errors import UserError

    if text is None or text in labels:
        return None if text is None else labels.index(text)
    if text.isdigit():
        return int(text)
    raise UserError("no_such_output", f"There is no output {text!r}.", f"Choose of: {', '.join(labels) or '0, 1'}.")


def _verify(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.models import verify
    from gauntlet_desktop.core.errors import PluginFault

    try:
        model = verify(options.id)
    except PluginFault as fault:
        say(f"{fault.message} {fault.remedy}")
        return FAILED
    print(f"{model.id}: {len(model.files)} files are as they were imported.")
    return DONE


def _remove(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.models import remove

    remove(options.id)
    say(f"The model {options.id} is removed.")
    return DONE


def _described(model: StoredModel) -> str:
    from gauntlet_desktop.core.safe_text import visible

    size = sum(data.bytes for data in model.files) / 1e6
    lines = (
        f"{model.id}  imported, experimental  {model.architecture}, {size:.1f} MB  SHA-256 {model.weights_sha256}",
        f"  from {visible(model.imported_name)} (SHA-256 {model.imported_sha256}), in {shown(model.folder)}",
        f"  licence: {visible(model.licence)}; origin: {visible(model.origin)}",
    )
    return "\n".join(lines)


def _printable(untrusted_markdown: str) -> str:
    from gauntlet_desktop.core.safe_text import visible

    return "\n".join(visible(line) for line in untrusted_markdown.splitlines())


def _plain(model: StoredModel, card: str) -> dict[str, Any]:
    from gauntlet_desktop.core.serialise import to_plain

    plain: dict[str, Any] = to_plain(model)
    return {**plain, "folder": shown(model.folder), "imported": True, "model_card": card}
