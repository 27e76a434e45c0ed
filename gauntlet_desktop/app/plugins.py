"""Which plugins are loaded: the user's choice, and what fails when they are loaded.

No code of a plugin runs in this process: loading is tried in others, for a plugin may hang or end its process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from gauntlet_desktop.api.discovery import installed
from gauntlet_desktop.api.folders import config_folder
from gauntlet_desktop.api.switches import SWITCHES_NAME, Switches, read_switches
from gauntlet_desktop.app.apart import run_apart
from gauntlet_desktop.app.catalogue import FAILED, READY, PluginInfo, list_plugins
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.engine import child
from gauntlet_desktop.evaluation.loading import LoadFailure, load_failure_of, load_failures

LOAD_SECONDS = 120.0
TOO_SLOW = "too_slow"

Result = TypeVar("Result")


def set_enabled(plugin_id: str, enabled: bool) -> None:
    """Load a plugin from now on, or leave it out everywhere: in the window, on the command line, in batches and on the
    workers of a cluster that share this configuration. Processes that run keep what they loaded.

    Raises UserError for a plugin that there is not, EnvironmentFault when the choice cannot be written.
    """
    disabled = _disabled()
    known = {plugin.name for plugin in installed()} | disabled
    if plugin_id not in known:
        raise UserError(
            "no_such_plugin",
            phrase("There is no plugin {plugin!r}.", plugin=plugin_id),
            phrase("There are: {known}.", known=", ".join(sorted(known))),
        )
    changed = disabled - {plugin_id} if enabled else disabled | {plugin_id}
    make_folder(config_folder())
    text = json.dumps(to_plain(Switches(tuple(sorted(changed)))), indent=1) + "\n"
    write_atomically(config_folder() / SWITCHES_NAME, text.encode("ascii"))


def survey(*, is_cancelled: Callable[[], bool] | None = None, seconds: float = LOAD_SECONDS) -> tuple[PluginInfo, ...]:
    """All installed plugins, with what fails when those in use are loaded. One that takes more than `seconds`, or ends
    its process, is named. Raises Cancelled."""
    plugins = list_plugins()
    try:
        failures = {each.plugin: each for each in limited(load_failures, seconds=seconds, is_cancelled=is_cancelled)}
    except EnvironmentFault:
        failures = dict(_one_by_one(plugins, seconds, is_cancelled))
    return tuple(_with_failure(plugin, failures) for plugin in plugins)


def limited(
    function: Callable[..., Result],
    *arguments: object,
    seconds: float,
    is_cancelled: Callable[[], bool] | None = None,
) -> Result:
    """`run_apart` for code of plugins: with a limit of time, and whatever it prints goes nowhere. Raises
    EnvironmentFault once the limit is reached, and what `run_apart` raises."""
    deadline = time.monotonic() + seconds
    stopped = is_cancelled or (lambda: False)
    try:
        result: Result = run_apart(
            quietly, function, *arguments, is_cancelled=lambda: stopped() or time.monotonic() >= deadline, grace=0.0
        )
        return result
    except Cancelled as error:
        if stopped():
            raise
        raise EnvironmentFault(
            TOO_SLOW, phrase("It was stopped after {seconds:g} s.", seconds=seconds), "It may hang."
        ) from error


def quietly(function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in the process that was started for it."""
    child.silence()
    return function(*arguments)


def _disabled() -> set[str]:
    """What is disabled so far. A damaged file is replaced: only a new choice mends it."""
    try:
        return set(read_switches().disabled)
    except PluginFault:
        return set()


def _one_by_one(
    plugins: tuple[PluginInfo, ...], seconds: float, is_cancelled: Callable[[], bool] | None
) -> Iterator[tuple[str, LoadFailure]]:
    """What fails when each plugin is loaded in a process of its own."""
    for plugin in plugins:
        if plugin.state != READY:
            continue
        try:
            failure = limited(load_failure_of, plugin.id, seconds=seconds, is_cancelled=is_cancelled)
        except EnvironmentFault as fault:
            failure = LoadFailure(plugin.id, phrase("Loading it failed. {why}", why=fault.message))
        if failure is not None:
            yield plugin.id, failure


def _with_failure(plugin: PluginInfo, failures: Mapping[str, LoadFailure]) -> PluginInfo:
    failure = failures.get(plugin.id)
    if failure is None or plugin.state != READY:
        return plugin
    return replace(plugin, state=FAILED, reason=failure.reason, traceback=failure.traceback)
