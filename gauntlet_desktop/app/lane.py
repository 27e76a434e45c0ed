"""One inference process with the jobs that wait for it and the one that it works on.

When the process ends by itself it is started again and its job is tried once more, then given up. So it is when it
holds too much memory, which is looked at every second while it works: a leak costs no image. A lane for tasks on demand
starts its process with the first job, and again only when a job waits. A process that does not come back from a job, in
its time or after a cancellation, is ended: a plugin that hangs costs one image.
"""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from gauntlet_desktop.app.events import (
    Answered,
    Done,
    EngineLost,
    EngineReady,
    Event,
    JobCancelled,
    JobId,
    Partial,
    Progress,
    Writing,
)
from gauntlet_desktop.app.jobs import Job
from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.engine import messages
from gauntlet_desktop.engine.memory import excess
from gauntlet_desktop.engine.supervisor import InferenceProcess, ProcessLost

_log = logging.getLogger(__name__)

MAX_TRIES = 2
# The inference process may be lost this often before it was ready: then third-party plugins are left out, then it is
# given up.
SAFE_MODE_AFTER = 2
GIVE_UP_AFTER = 4
# A job that was cancelled has this long to come to a checkpoint.
CANCEL_SECONDS = 10.0
# A plugin that hung, or ended the process, so often in a step is not asked for it again by this lane's process.
LEAVE_OUT_AFTER = 3
# Loading the plugins takes seconds, a cold disk some more.
START_SECONDS = 300.0
# How often the memory of a process that works is looked at.
_LOOK_SECONDS = 1.0
# However much a process tells, its time is looked at again after so many messages.
_MESSAGES_AT_ONCE = 64


class Lane:
    """Not thread-safe: its owner's thread makes all calls. The listener is told of the jobs and, of a lane that is not
    `on_demand`, of its process. With `threads` > 0 the process takes so many for an image; a `quiet` lane tells no
    Progress of an image, which costs a batch more than its book. A job that is under way for more than `seconds` by the
    `clock` is ended with its process, and so is a process of more than `memory_bytes`.

    Wait on `connections()`, hand those that are ready to `handle`, and call `expire` at `deadline()`."""

    def __init__(
        self,
        listener: Callable[[Event], None],
        *,
        on_demand: bool = False,
        threads: int = 0,
        quiet: bool = False,
        runtime: str = "",
        seconds: float = math.inf,
        memory_bytes: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._listener = listener
        self.seconds = seconds
        self._memory_bytes = memory_bytes
        self._clock = clock
        self._ready_by = math.inf
        self._deadline = math.inf  # of the job that it works on
        self._look_at = -math.inf  # when its memory is looked at next
        self._cancelled = False  # whether that is to stop
        self._fatal: Counter[tuple[str, str]] = Counter()  # what hung or ended the process, by plugin and step
        self._threads, self._quiet, self._runtime = threads, quiet, runtime
        self._on_demand = on_demand
        self._process: InferenceProcess | None = None
        self._ready = False
        self._lost_before_ready = 0
        self._broken: ProcessLost | None = None  # why there is no process any more
        self._waiting: list[Job] = []  # decoded, next first
        self._running: Job | None = None

    def start(self) -> None:
        """Start the process in the background, in safe mode after it was lost too often. Raises OSError where there is
        none to be had."""
        safe_mode = self._lost_before_ready >= SAFE_MODE_AFTER
        left_out = sorted(asked for asked, times in self._fatal.items() if times >= LEAVE_OUT_AFTER)
        settings = messages.WorkerSettings(
            own_calibrations(),
            safe_mode,
            yielding=self._on_demand,
            threads=self._threads,
            quiet=self._quiet,
            left_out=tuple(left_out),
            runtime=self._runtime,
        )
        self._process = InferenceProcess(settings)
        self._ready_by = self._clock() + START_SECONDS

    @property
    def pid(self) -> int | None:
        """Of the process, where there is one now."""
        return self._process.pid if self._process else None

    @property
    def is_ready(self) -> bool:
        """Whether the process has loaded its plugins: it begins with a job as soon as it is free."""
        return self._ready

    @property
    def _is_idle(self) -> bool:
        """Whether there is no process that works, or loads its plugins."""
        return self._process is None or (self._ready and self._running is None)

    @property
    def _time_ends(self) -> float:
        """When the job is to be done, or the process to be ready."""
        return self._ready_by if self._running is None else self._deadline

    @property
    def broken(self) -> str:
        """Why there is no process any more, and will be none; empty while there is hope."""
        return str(self._broken) if self._broken else ""

    @property
    def pictures_waiting(self) -> int:
        """How many decoded pictures wait."""
        return sum(job.buffer is not None for job in self._waiting)

    @property
    def jobs(self) -> list[Job]:
        """All jobs, those that wait first."""
        return [*self._waiting, *([self._running] if self._running else [])]

    def connections(self) -> list[Connection[Any, Any]]:
        """What to wait on before `handle`."""
        return [self._process.connection] if self._process else []

    def deadline(self) -> float:
        """The time, by the clock, at which `expire` is to be called unless the process tells something before."""
        if self._is_idle:
            return math.inf
        return min(self._time_ends, self._look_at)

    def add(self, job: Job) -> None:
        self._waiting.append(job)

    def move_first(self, job_id: JobId) -> None:
        self._waiting.sort(key=lambda job: job.id != job_id)

    def dispatch(self) -> None:
        """Give the process the next job when it is free."""
        if self._broken is not None:
            while self._waiting:
                self._crashed(self._waiting.pop(0), self._broken)
        elif self._process is None and self._waiting:
            self.start()
        elif self._ready and self._running is None and self._waiting:
            self._begin(self._waiting.pop(0))

    def handle(self, ready: Sequence[object]) -> None:
        """Take in what the process told when its connection is among the ready ones."""
        if self._process is None or self._process.connection not in ready:
            return
        for _ in range(_MESSAGES_AT_ONCE):
            self._take_message()
            if self._process is None or not self._process.has_told():
                return

    def _take_message(self) -> None:
        assert self._process is not None
        try:
            message = self._process.receive()
        except ProcessLost as lost:
            self._restart(lost)
            return
        if isinstance(message, messages.Ready):
            self._ready = True
            self._lost_before_ready = 0
            if not self._on_demand:
                self._listener(EngineReady(message.plugins, message.failures, message.setup))
        elif self._running is not None and message.job == self._running.id:
            self._tell(message, self._running)

    def cancel(self, job_id: JobId) -> bool:
        """Drop a job that waits, or ask the process to stop it; False when it is not in this lane."""
        if self._running is not None and self._running.id == job_id:
            if not self._cancelled:
                self._cancelled = True
                self._deadline = min(self._deadline, self._clock() + CANCEL_SECONDS)
                self._send(messages.Cancel(job_id))
            return True
        for job in self._waiting:
            if job.id == job_id:
                self._waiting.remove(job)
                self._tell_cancelled(job)
                return True
        return False

    def expire(self) -> None:
        """End the process where its time is over, or it holds too much. Of these only the latter lets its job be tried
        again: what it holds may be of earlier ones."""
        if self._is_idle:
            return
        if self._clock() >= self._look_at and (how := self._excess()):
            self._restart(ProcessLost(how))
            return
        if self._clock() < self._time_ends:
            return
        job, self._running = self._running, None
        if job is None:
            self._restart(ProcessLost(phrase("it was not ready after {count} seconds", count=round(START_SECONDS))))
        elif self._cancelled:
            try:
                self._replace(phrase("it did not stop when it was asked to"))
            finally:
                self._tell_cancelled(job)
        else:
            self._fatal.update([job.asked] if job.asked else [])
            try:
                self._replace(phrase("its picture took too long"))
            finally:
                job.release()
                self._listener(job.failed(_overtime_error(job, self.seconds)))

    def _excess(self) -> str:
        """Look at the memory of the process: as a job begins, and every second from then on."""
        assert self._process is not None
        self._look_at = self._clock() + _LOOK_SECONDS
        return excess(self._process.pid, self._memory_bytes)

    def reload(self) -> None:
        """Replace the process by one that loads plugins and models anew; the job that it works on begins again."""
        if self._process is not None:
            self._process.kill()
            self._process = None
        self._ready, self._broken, self._lost_before_ready = False, None, 0
        self._fatal.clear()
        job, self._running = self._running, None
        if job is not None and self._cancelled:
            self._tell_cancelled(job)
        elif job is not None:
            job.tries = 0
            self._waiting.insert(0, job)
        if not self._on_demand:
            self.start()

    def close(self) -> None:
        """End the process; jobs are dropped without an event. The next job starts another process."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        for job in self.jobs:
            job.release()
        self._ready, self._running = False, None
        self._waiting.clear()

    def _begin(self, job: Job) -> None:
        job.tries += 1
        job.asked = None
        self._running = job
        self._cancelled = False
        self._deadline, self._look_at = self._clock() + self.seconds, self._clock()
        assert job.task is not None
        self._send(messages.Run(job.id, job.task, job.shared_picture()))

    def _send(self, message: messages.ToInference) -> None:
        assert self._process is not None
        try:
            self._process.send(message)
        except ProcessLost as lost:
            self._restart(lost)

    def _tell(self, message: messages.AboutJob, job: Job) -> None:
        """Pass on what the process says of its job; all but progress and parts of a record end the job."""
        if isinstance(message, messages.StepReached):
            self._listener(Progress(job.id, message.fraction, message.step))
        elif isinstance(message, messages.Calling):
            job.asked = message.plugin, message.step
        elif isinstance(message, messages.Writing):
            self._listener(Writing(job.id, message.step, message.text))
        elif isinstance(message, messages.Result) and not message.record.complete:
            self._listener(Partial(job.id, message.record))
        else:
            self._running = None
            try:
                self.dispatch()  # first: what is done with this job's result costs the process no time
            finally:
                job.release()
                self._listener(_last_event(message, job))

    def _restart(self, lost: ProcessLost) -> None:
        """Take the process as gone; its job is tried once more, then given up."""
        self._lost_before_ready += not self._ready
        if self._lost_before_ready >= GIVE_UP_AFTER:
            self._broken = lost
        job, self._running = self._running, None
        if job is not None and job.asked is not None and (lost.by_itself or job.tries >= MAX_TRIES):
            # An end from outside may have nothing to do with the plugin, unless the same picture brought it twice.
            self._fatal.update([job.asked])
        try:
            self._replace(lost.how)
        finally:
            if job is not None and self._cancelled:
                self._tell_cancelled(job)
            elif job is not None and job.tries < MAX_TRIES:
                self._waiting.insert(0, job)
                if self._on_demand:
                    self._listener(Progress(job.id, 0.0, "Starting again"))
            elif job is not None:
                self._crashed(job, lost)

    def _replace(self, reason: str) -> None:
        """Let the process go, and start another one unless there is no hope, or it is started with a job. Raises
        OSError where there is none to be had: whoever calls tells of its job all the same."""
        assert self._process is not None
        _log.warning("the inference process was lost: %s", reason)
        self._process.kill()
        self._process = None
        self._ready = False
        if not self._on_demand:
            try:
                if self._broken is None:
                    self.start()
            finally:
                self._listener(EngineLost(reason))

    def _tell_cancelled(self, job: Job) -> None:
        job.release()
        self._listener(JobCancelled(job.id))

    def _crashed(self, job: Job, lost: ProcessLost) -> None:
        job.release()
        self._listener(job.failed(_crash_error(job, lost)))


def _crash_error(job: Job, lost: ProcessLost) -> ErrorRecord:
    if job.is_analysis:
        return InputError(
            InputCode.ENGINE_CRASHED,
            phrase("It ended its process twice ({how}).{where}", how=lost.how, where=_where(job)),
        ).record()
    return ErrorRecord(
        "task_crashed",
        phrase("The work ended its process twice ({how}).", how=lost.how),
        "Close other programs in case memory ran out, or choose another method or detector.",
    )


def _overtime_error(job: Job, seconds: float) -> ErrorRecord:
    """Why an analysis was ended, with the plugin that kept it, where one is known."""
    return InputError(
        InputCode.ENGINE_CRASHED,
        phrase("It took longer than {seconds:.10g} seconds.{where}", seconds=seconds, where=_where(job)),
        "Try it again, on the command line with a longer limit (--limit-analysis-seconds), or without the plugin: "
        "GAUNTLET_SAFE_MODE=1 leaves out those of third parties.",
    ).record()


def _where(job: Job) -> str:
    """The plugin that was asked last, as a sentence."""
    if not job.asked:
        return ""
    plugin, step = job.asked
    return phrase(" It was ended while the plugin “{plugin}” was at work ({step}).", plugin=plugin, step=step)


def _last_event(message: messages.Result | messages.Answer | messages.Stopped | messages.Failed, job: Job) -> Event:
    if isinstance(message, messages.Result):
        return Done(job.id, message.record)
    if isinstance(message, messages.Answer):
        return Answered(job.id, message.value, job.source)
    if isinstance(message, messages.Stopped):
        return JobCancelled(job.id)
    return job.failed(message.error)
