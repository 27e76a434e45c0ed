"""`gauntlet settings`: what is set, and changing, resetting, exporting and importing it."""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli.console import DONE, SOME_INPUTS_FAILED, print_json, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.app.setting import Setting
    from gauntlet_desktop.app.settings_spec import Settings


def add_parser(commands: Any) -> None:
    """Add the command and its own commands; without one of these it lists."""
    summary = "list the settings; read, change, reset, export and import them"
    command = commands.add_parser("settings", help=summary, description=summary)
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_list)
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    listing = _action(actions, "list", _list, "the same as without an action")
    listing.add_argument("--changed", action="store_true", help="only those that are not at their default")
    getting = _action(actions, "get", _get, "print the value of a setting")
    getting.add_argument("name", metavar="NAME")
    setting = _action(actions, "set", _set, "change a setting")
    setting.add_argument("name", metavar="NAME")
    setting.add_argument("value", metavar="VALUE", help="what it can be is in the list")
    resetting = _action(actions, "reset", _reset, "set settings back to their defaults")
    resetting.add_argument("names", nargs="*", metavar="NAME")
    resetting.add_argument("--all", action="store_true", help="every setting")
    exporting = _action(actions, "export", _export, "write the settings, without folders and the examiner, into a file")
    exporting.add_argument("file", type=Path, metavar="FILE.json")
    importing = _action(actions, "import", _import, "take the settings of an exported file")
    importing.add_argument("file", type=Path, metavar="FILE.json")


def _action(actions: Any, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(name, help=summary, description=summary)
    action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    action.set_defaults(run=run)
    return action


def _list(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.settings import load_settings
    from gauntlet_desktop.app.settings_spec import SPEC

    settings = load_settings()
    listed = [each for each in SPEC.values() if _is_changed(settings, each) or not getattr(options, "changed", False)]
    if options.json:
        print_json([_described(settings, each) for each in listed])
        return DONE
    group = ""
    for each in listed:
        if each.group != group:
            group = each.group
            print(f"\n{group}")
        mark = "*" if _is_changed(settings, each) else " "
        value = each.written(getattr(settings, each.name))
        allowed = f"{each.allowed}; for commands too" if each.for_commands else each.allowed
        print(f"{mark} {each.name:18} {_printable(value) or '(empty)':16} {each.label}. {each.help} [{allowed}]")
    return DONE


def _get(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.settings import load_settings

    setting, settings = _named(options.name), load_settings()
    if options.json:
        print_json(_described(settings, setting))
    else:
        print(_printable(setting.written(getattr(settings, setting.name))))
    return DONE


def _set(options: argparse.Namespace) -> int:
    setting = _named(options.name)
    return _changed({setting.name: setting.parse(options.value)}, options)


def _reset(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.settings_spec import SPEC
    from gauntlet_desktop.core.errors import UserError

    if bool(options.names) == options.all:
        raise UserError("nothing_to_reset", "Which settings?", "Name some, or all of them with --all.")
    named = list(SPEC.values()) if options.all else [_named(name) for name in options.names]
    return _changed({each.name: each.default for each in named}, options)


def _export(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.settings import export_settings, load_settings

    export_settings(load_settings(), options.file)
    say(f"wrote {shown(options.file)}")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.settings import read_export

    taken = read_export(options.file)
    for complaint in taken.complaints:
        say(f"not taken: {complaint}")
    status = _changed(dict(taken.values), options)
    return SOME_INPUTS_FAILED if taken.complaints else status


def _changed(changes: dict[str, Any], options: argparse.Namespace) -> int:
    """Change settings and say what is different now."""
    from gauntlet_desktop.app.settings import change_settings, load_settings
    from gauntlet_desktop.app.settings_spec import SPEC

    before = load_settings()
    after = change_settings(changes)
    different = [SPEC[name] for name in changes if getattr(before, name) != getattr(after, name)]
    if options.json:
        print_json([_described(after, each) for each in different])
        return DONE
    for each in different:
        values = (_printable(each.written(getattr(one, each.name))) or "(empty)" for one in (before, after))
        print(f"{each.name}: {' -> '.join(values)}")
    if not different:
        print("Nothing was changed.")
    return DONE


def _named(name: str) -> Setting:
    from gauntlet_desktop.app.settings_spec import SPEC
    from gauntlet_desktop.core.errors import UserError

    wanted = name.replace("-", "_")
    if wanted in SPEC:
        return SPEC[wanted]
    near = difflib.get_close_matches(wanted, SPEC, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    message = f"There is no setting {_printable(name)!r}."
    raise UserError("unknown_setting", message, f"{hint}`gauntlet settings` lists all.")


def _described(settings: Settings, setting: Setting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "value": getattr(settings, setting.name),
        "default": setting.default,
        "changed": _is_changed(settings, setting),
        "kind": setting.kind.value,
        "allowed": setting.allowed,
        "choices": list(setting.choices),
        "bounds": list(setting.bounds) if any(setting.bounds) else None,
        "unit": setting.unit,
        "group": setting.group,
        "label": setting.label,
        "help": setting.help,
        "for_commands": setting.for_commands,
        "exported": not setting.stays,
        "variable": setting.variable or None,
    }


def _is_changed(settings: Settings, setting: Setting) -> bool:
    return bool(getattr(settings, setting.name) != setting.default)


def _printable(text: str) -> str:
    from gauntlet_desktop.core.safe_text import visible

    return visible(text)
