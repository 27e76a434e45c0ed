"""`gauntlet plugins`: what is installed and in which state, what of it is loaded, new ones, and their check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli.console import DONE, FAILED, Progress, print_json, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.app.catalogue import PluginInfo
    from gauntlet_desktop.app.plugin_check import CheckReport


def add_parser(commands: Any) -> None:
    """Add the command and its own commands; without one of these it lists."""
    summary = "list the installed plugins and what failed; enable, disable, make and check them"
    command = commands.add_parser("plugins", help=summary, description=summary)
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_list)
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="the same as without an action")
    listing.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    making = actions.add_parser("new", help="make a plugin project that works as it is")
    making.add_argument("kind", metavar="KIND", help="what it adds, such as detector; a wrong one lists all")
    making.add_argument("name", metavar="NAME", help="lower-case letters, digits and hyphens")
    making.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="make it in this folder (default: here)"
    )
    making.set_defaults(run=_new)
    checking = actions.add_parser("check", help="run the acceptance kit on a project folder or an installed plugin")
    checking.add_argument("target", metavar="PATH|NAME", help="the folder of a project, or the id of a plugin")
    checking.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    checking.set_defaults(run=_check)
    for name, enabled, summary in (
        ("enable", True, "load a plugin again"),
        ("disable", False, "leave a plugin out everywhere, without uninstalling it"),
    ):
        action = actions.add_parser(name, help=summary)
        action.add_argument("id", metavar="NAME", help="the plugin's id, as the list shows it")
        action.set_defaults(run=_switch, enabled=enabled)


def _list(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.plugin_check import results
    from gauntlet_desktop.app.plugins import survey
    from gauntlet_desktop.core.serialise import to_plain

    plugins = survey()
    if options.json:
        print_json([{**to_plain(plugin), "folder": shown(plugin.folder)} for plugin in plugins])
        return DONE
    reports = results()
    for plugin in plugins:
        print(_described(plugin, reports.get(plugin.sha256)))
    return DONE


def _described(plugin: PluginInfo, report: CheckReport | None) -> str:
    from gauntlet_desktop.core.safe_text import visible

    origin = "built in" if plugin.built_in else plugin.distribution
    lines = [
        f"{plugin.id} {plugin.version}  {plugin.state}  [{', '.join(plugin.kinds)}]  {origin}, {plugin.licence}",
        f"  {plugin.reason or plugin.description}",
        *([f"  SHA-256 of its files {plugin.sha256}"] if plugin.sha256 else []),
        *([f"  acceptance kit: {report.summary}"] if report else []),
        *(f"    {line}" for line in plugin.traceback.splitlines()),
    ]
    return "\n".join(visible(line) for line in lines)


def _new(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.plugin_project import make_project

    folder = make_project(options.kind, options.name, options.out)
    print(shown(folder))
    say(f"To hold it to the contract: gauntlet plugins check {shown(folder)}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.plugin_check import check_plugin
    from gauntlet_desktop.core.serialise import to_plain

    report = check_plugin(options.target, progress=Progress())
    if options.json:
        print_json({**to_plain(report), "passed": report.passed})
    else:
        print(check_table(report))
    return DONE if report.passed else FAILED


def check_table(report: CheckReport) -> str:
    """The rows of the kit, and how many passed."""
    from gauntlet_desktop.core.safe_text import visible

    check = max(len(row.check) for row in report.rows) + 2
    subject = max(len(visible(row.subject)) for row in report.rows) + 2
    lines = [
        f"{row.outcome:8}  {row.check:{check}}{visible(row.subject):{subject}}{visible(row.detail)}".rstrip()
        for row in report.rows
    ]
    return "\n".join([*lines, "", f"{report.plugin} {report.version}: {report.summary}."])


def _switch(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.plugins import set_enabled

    set_enabled(options.id, options.enabled)
    then = "loaded" if options.enabled else "left out everywhere"
    say(f"{options.id} is {then} from now on. What runs already keeps what it has.")
    return DONE
