"""`gauntlet case`: make a case, describe and check it, print its log, export it, import lists, compare results, report.

Reports and sheets are in `case_report`.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli import case_report
from gauntlet_desktop.cli.console import DONE, FAILED, USAGE, actor, print_json, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.store import Difference


def add_parser(commands: Any) -> None:
    """Add the command and its own commands."""
    summary = "make, describe, check, export and compare cases"
    command = commands.add_parser("case", help=summary, description=summary)
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, help_text, function in (
        ("new", "make an empty case", _new),
        ("migrate", "bring a case of an older version up to date; a copy of the old one is kept", _migrate),
        ("info", "say what a case holds", _info),
        ("check", "check the file, the custody log and everything that it names", _check),
        ("log", "print the custody log", _log),
        ("export", "write the results as a table, as JSON Lines or as a list of hashes", _export),
        ("import-list", "tag the images that a list of hashes or files names", _import),
        ("diff", "list the verdicts that changed from one configuration to another", _diff),
        ("report", "write a report on the case as a sealed PDF with its JSON twin", case_report.report),
        ("sheet", "write a sheet of small pictures with answers and decisions as a PDF", case_report.sheet),
    ):
        action = actions.add_parser(name, help=help_text, description=help_text)
        action.add_argument("case", type=Path, metavar="CASE")
        action.set_defaults(run=function)
        _options(name, action)


def _options(name: str, action: Any) -> None:
    if name in ("report", "sheet"):
        case_report.add_options(name, action)
    if name in ("info", "check", "log", "diff"):
        action.add_argument("--json", action="store_true", help="print JSON")
    if name == "check":
        action.add_argument("--head", default="", metavar="HASH", help="a head that a report or your notes hold")
    if name == "export":
        for kind, what in (("csv", "a table"), ("jsonl", "one JSON object a line"), ("hashes", "one SHA-256 a line")):
            action.add_argument(f"--{kind}", type=Path, metavar="FILE", help=what)
    if name == "import-list":
        action.add_argument("list", type=Path, metavar="FILE", help="CSV with a column SHA-256, or lines with hashes")
        action.add_argument("--tag", default="", help="the tag (default: by the column Known, else “listed”)")
        action.add_argument("--queue", action="store_true", help="let the files of the list wait to be analysed")
    if name == "diff":
        for side in ("before", "after"):
            action.add_argument(f"--{side}", default="", metavar="DIGEST", help="a configuration, by its beginning")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _new(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.cases import new_case

    print(f"head {new_case(options.case, actor(), _now())}")
    say(f"The case is {shown(options.case)}")
    return DONE


def _migrate(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.cases import migrate_case

    print(f"head {migrate_case(options.case)}")
    return DONE


def _info(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.cases import case_info
    from gauntlet_desktop.core.safe_text import visible
    from gauntlet_desktop.core.serialise import to_plain

    info = case_info(options.case)
    if options.json:
        print_json({**to_plain(info), "queue": dict(info.queue)})
        return DONE
    print(f"{info.items:,} images, {info.size_bytes / 1e6:,.1f} MB")
    for name, counts in (("status", info.statuses), ("tier", info.tiers), ("tag", info.tags)):
        if counts:
            print(f"{name:14} " + ", ".join(f"{visible(value) or 'none'} {count:,}" for value, count in counts))
    print(f"{'queue':14} " + ", ".join(f"{visible(state)} {count:,}" for state, count in info.queue.items()))
    for each in info.configurations:
        since = f"{each.records:,} records since {visible(each.first_used)}"
        print(f"{'configuration':14} {visible(each.digest[:16])}  {since}")
    print(f"{'custody log':14} {info.entries:,} entries, head {visible(info.head)}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.cases import check_case
    from gauntlet_desktop.core.safe_text import visible
    from gauntlet_desktop.core.serialise import to_plain

    checked = check_case(options.case, options.head)
    if options.json:
        print_json({**to_plain(checked), "intact": checked.intact})
        return DONE if checked.intact else FAILED
    for problem in checked.problems:
        print(visible(problem))
    verdict = "The case is intact" if checked.intact else f"{len(checked.problems)} problems were found"
    print(f"{verdict}: {checked.entries:,} entries, head {visible(checked.head)}")
    return DONE if checked.intact else FAILED


def _log(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.cases import case_log
    from gauntlet_desktop.core.safe_text import visible
    from gauntlet_desktop.core.serialise import to_plain

    log = case_log(options.case)
    if options.json:
        print_json(to_plain(log))
        return DONE
    for entry in log:
        what = " ".join(visible(text) for text in (entry.occurred, entry.actor, entry.action, entry.subject))
        print(f"{entry.number} {what.rstrip()} {visible(entry.entry_hash)}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.case_export import FORMATS, export_case

    chosen = [(kind, getattr(options, kind)) for kind in FORMATS if getattr(options, kind) is not None]
    if not chosen:
        say("gauntlet: Say what to write: --csv FILE, --jsonl FILE or --hashes FILE.")
        return USAGE
    for kind, target in chosen:
        written = export_case(options.case, target, kind, actor(), _now())
        say(f"wrote {shown(written.path)}: {written.items:,} images, SHA-256 {written.sha256}")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.case_import import import_list

    found = import_list(options.case, options.list, actor(), _now(), tag=options.tag, queue=options.queue)
    print(f"{found.lines:,} lines: {found.tagged:,} images tagged, {found.queued:,} files queued")
    if found.unusable:
        say(f"{found.unusable:,} lines have no SHA-256 (MD5 and SHA-1 are not used) and were left out.")
    return DONE


def _diff(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.cases import compare
    from gauntlet_desktop.core.safe_text import visible
    from gauntlet_desktop.core.serialise import to_plain

    found = compare(options.case, options.before, options.after)
    if options.json:
        print_json(to_plain(found))
        return DONE
    for difference in found.differences:
        print(_change(difference))
    changed = f"{len(found.differences):,} of {found.compared:,} verdicts changed"
    print(f"{changed} from {visible(found.before.digest[:16])} to {visible(found.after.digest[:16])}")
    return DONE


def _change(difference: Difference) -> str:
    from gauntlet_desktop.core.safe_text import visible

    said = [
        f"{each.tier or each.status}" + (f" ({each.log10_lr:+.2f})" if each.log10_lr is not None else "")
        for each in (difference.before, difference.after)
    ]
    return f"{visible(difference.name)}  {said[0]} -> {said[1]}  {visible(difference.sha256[:16])}"
