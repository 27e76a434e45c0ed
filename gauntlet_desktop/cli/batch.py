"""`gauntlet batch`: every image of a folder into a case, with progress, to be interrupted and taken up at will."""

from __future__ import annotations

import argparse
import os
import queue
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli import limits
from gauntlet_desktop.cli.console import DONE, INTERRUPTED, SOME_INPUTS_FAILED, USAGE, actor, say, shown
from gauntlet_desktop.cli.interrupts import noted_interrupt

if TYPE_CHECKING:
    from gauntlet_desktop.app.batch.conduct import Batch
    from gauntlet_desktop.app.batch.events import BatchEvent, BatchProgress, FileDone, StateChanged
    from gauntlet_desktop.app.batch.start import BatchRequest
    from gauntlet_desktop.app.cluster import Scheduler

_LOOK_SECONDS = 0.5
# A batch that paused by itself, for a full disk for instance, tries to go on so often.
_RETRY_LOOKS = 10
_BAR = 20


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "analyse all images of a folder into a case; interrupted, the same command goes on"
    command = commands.add_parser("batch", help=summary, description=summary)
    command.add_argument(
        "folder", metavar="FOLDER", nargs="?", help="searched with all folders below it; links are not followed"
    )
    command.add_argument("--case", type=Path, required=True, metavar="FILE.gauntlet", help="made if it is not there")
    command.add_argument(
        "--jobs", type=limits.positive(1), metavar="N", help="processes that analyse (default: the setting, one a core)"
    )
    command.add_argument("--include", action="append", default=[], metavar="PATTERN", help="only these, like “*.jpg”")
    command.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help="not these files and folders"
    )
    command.add_argument("--any-extension", action="store_true", help="let the content decide what is an image")
    command.add_argument(
        "--complete",
        action=argparse.BooleanOptionalAction,
        help="heatmaps, findings and text too, not verdicts alone (default: the setting, no)",
    )
    command.add_argument("--retry-failed", action="store_true", help="try again what failed before")
    command.add_argument(
        "--again", action="store_true", help="analyse the case's files again with what is installed now; no FOLDER"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object a line: files, progress, the end")
    _add_cluster_options(command)
    limits.add_options(command)
    command.set_defaults(run=_batch)


def _add_cluster_options(command: argparse.ArgumentParser) -> None:
    cluster = command.add_argument_group("on a Dask cluster (see docs/cluster.md)")
    cluster.add_argument("--scheduler", metavar="tls://HOST:PORT", help="analyse on its workers, not here")
    cluster.add_argument("--tls-ca", type=Path, metavar="PEM", help="the authority of the cluster's certificates")
    cluster.add_argument("--tls-cert", type=Path, metavar="PEM", help="this machine's certificate")
    cluster.add_argument("--tls-key", type=Path, metavar="PEM", help="its key")


def _batch(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.batch.start import prepare

    if options.again == bool(options.folder):
        say("gauntlet: Name a folder, or analyse the files of the case again with --again.")
        return USAGE
    events: queue.SimpleQueue[BatchEvent] = queue.SimpleQueue()
    engine, scan = prepare(_request(options), events.put)
    follower = _JsonFollower(events) if options.json else _Follower(events)
    with noted_interrupt() as interrupted:
        with engine:
            _follow(engine, follower, interrupted)
        follower.drain()
    if interrupted():
        say(f"Interrupted. What was done is in {shown(options.case)}; the same command goes on from there.")
        return INTERRUPTED
    progress = engine.progress()
    follower.end(progress, scan.unreadable)
    if follower.error is not None and progress.state == "failed":
        raise follower.error
    if not progress.listed and not progress.done and not options.again:
        say("No image was found.")
    return SOME_INPUTS_FAILED if progress.failed or scan.unreadable else DONE


def _request(options: argparse.Namespace) -> BatchRequest:
    from gauntlet_desktop.app.batch.settings import BatchSettings
    from gauntlet_desktop.app.batch.start import BatchRequest
    from gauntlet_desktop.app.folders import Filters

    named: dict[str, Any] = {}
    if options.jobs:
        named |= {"jobs": options.jobs, "decoders": max(1, min(4, options.jobs // 2))}
    if options.complete is not None:
        named["verdict_only"] = not options.complete
    return BatchRequest(
        folder=os.fsencode(options.folder or ""),
        case=options.case,
        actor=actor(),
        now=lambda: datetime.now(UTC).isoformat(timespec="seconds"),
        filters=Filters(tuple(options.include), tuple(options.exclude), options.any_extension),
        settings=BatchSettings(
            limits.chosen(options),
            analysis_seconds=limits.analysis_seconds(options),
            **named,
        ),
        retry_failed=options.retry_failed,
        again=options.again,
        scheduler=_scheduler(options),
    )


def _scheduler(options: argparse.Namespace) -> Scheduler | None:
    from gauntlet_desktop.app.cluster import Scheduler

    if options.scheduler is None:
        return None
    return Scheduler(options.scheduler, options.tls_ca, options.tls_cert, options.tls_key)


def _follow(engine: Batch, follower: _Follower, interrupted: Callable[[], bool]) -> None:
    """Tell what happens until the end; Ctrl+C ends it between two looks."""
    paused_looks = 0
    while not engine.wait(_LOOK_SECONDS) and not interrupted():
        follower.drain()
        progress = engine.progress()
        follower.progress(progress)
        paused_looks = paused_looks + 1 if progress.state == "paused" else 0
        if paused_looks >= _RETRY_LOOKS:
            paused_looks = 0
            engine.resume()


class _Follower:
    """Says what happens in words: failures as they come, a bar, and the sums at the end."""

    def __init__(self, events: queue.SimpleQueue[BatchEvent]) -> None:
        self._events = events
        self._said = ""
        self._tiers: Counter[str] = Counter()
        self.error: Exception | None = None

    def drain(self) -> None:
        """Take in what the engine told since the last look."""
        from gauntlet_desktop.app.batch.events import FileDone

        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, FileDone):
                self._count(event)
                self.file(event)
            else:
                if event.error is not None and str(event.error) != str(self.error):
                    self.trouble(event)
                self.error = event.error

    def _count(self, event: FileDone) -> None:
        if event.record is not None:
            verdict = event.record.verdict
            self._tiers[verdict.tier.value if verdict else event.record.status.value] += 1

    def file(self, event: FileDone) -> None:
        """What became of a file."""
        if event.record is not None and event.record.error is not None:
            error = event.record.error
            self._say_line(f"failed: {event.record.source.path}: {error.message} [{error.code}]")

    def trouble(self, event: StateChanged) -> None:
        """Why the batch does not go on."""
        from gauntlet_desktop.app.batch.events import State

        assert event.error is not None
        if event.state is State.PAUSED:
            self._say_line(f"Paused: {event.error.message} {event.error.remedy} It tries again every few seconds.")

    def progress(self, progress: BatchProgress) -> None:
        """A bar, on a terminal always at the same place, else once a per cent."""
        text, percent = _bar(progress)
        if sys.stderr.isatty():
            print(f"\r{text}\x1b[K", end="", file=sys.stderr, flush=True)
        elif percent != self._said:
            say(text)
        self._said = percent

    def end(self, progress: BatchProgress, unreadable: list[tuple[str, str]]) -> None:
        """The sums, on standard output."""
        self._say_line(_bar(progress)[0])
        for folder, reason in unreadable:
            say(f"not listed: {folder}: {reason}")
        print(
            f"{progress.listed} images listed ({progress.unchanged} known as they are, {progress.changed} changed): "
            f"{progress.analysed} analysed, {progress.known} of known content, {progress.failed} failed."
        )
        for name, count in self._tiers.most_common():
            print(f"  {count:7}  {name}")

    def _say_line(self, text: str) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)
        say(text)


class _JsonFollower(_Follower):
    """Says the same as one JSON object a line, on standard output."""

    def file(self, event: FileDone) -> None:
        from gauntlet_desktop.core.safe_text import visible_path

        record = event.record
        verdict = record.verdict if record else None
        error = record.error if record else None
        self._print(
            "file",
            path=visible_path(event.raw_path),
            how=event.how.value,
            status=record.status.value if record else None,
            tier=verdict.tier.value if verdict else None,
            log10_lr=verdict.log10_lr if verdict else None,
            error={"code": error.code, "message": error.message} if error else None,
        )

    def trouble(self, event: StateChanged) -> None:
        assert event.error is not None
        self._print("state", state=event.state.value, code=event.error.code, message=event.error.message)

    def progress(self, progress: BatchProgress) -> None:
        from gauntlet_desktop.core.serialise import dumps, to_plain

        plain = to_plain(progress)
        if dumps(plain) != self._said:
            self._said = dumps(plain)
            self._print("progress", **plain)

    def end(self, progress: BatchProgress, unreadable: list[tuple[str, str]]) -> None:
        from gauntlet_desktop.core.serialise import to_plain

        folders = [{"folder": folder, "reason": reason} for folder, reason in unreadable]
        self._print("end", **to_plain(progress), unreadable=folders)

    def _print(self, event: str, **values: Any) -> None:
        from gauntlet_desktop.core.serialise import dumps

        print(dumps({"event": event, **values}), flush=True)


def _bar(progress: BatchProgress) -> tuple[str, str]:
    """The bar with everything that it tells, and the share alone."""
    total = progress.done + progress.waiting
    share = progress.done / total if total else float(not progress.listing)
    percent = f"{int(100 * share):3d} %"
    parts = [f"[{'#' * int(_BAR * share):{_BAR}}] {percent}", f"{progress.done} of {total}{'+' * progress.listing}"]
    if progress.rate is not None:
        parts.append(f"{progress.rate:.2f} a second")
    if progress.remaining is not None:
        parts.append(f"about {_duration(progress.remaining)} left")
    if progress.failed:
        parts.append(f"{progress.failed} failed")
    if progress.state == "paused":
        parts.append("paused")
    return "  ".join(parts), percent


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
