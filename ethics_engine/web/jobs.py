"""Long work in a process of its own, which can be stopped: what would change an answer, why, tests and audits."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from attrs import field, frozen

from ethics_engine.errors import EthicsError
from ethics_engine.text.lists import capital

SECONDS = 8.0
"""How long a page waits for work at most."""

GRACE = 20.0
"""How much longer work may take to read the rules first and to stop by itself, on a busy machine."""

_GIGABYTES, _GIGABYTES_IN_BACKGROUND = 1, 4
"""How much memory work may take, if the system has such limits; the audit takes more than one gigabyte."""

_PATIENCE = 10.0
"""How many seconds to wait for work to stop."""


class JobStoppedError(Exception):
    """The work did not come to its end; the message says why, and what to do."""

    heading = "The work did not come to its end"


class TookTooLongError(JobStoppedError):
    """The time was up before the work was done."""

    heading = "This takes too long"


class WorkFailedError(JobStoppedError):
    """The work met a fault of the program."""

    heading = "A fault of the program"


class BusyError(Exception):
    """Other work is under way, and only one piece is done at a time."""


@frozen(eq=False)
class BackgroundJob:
    """Work that goes on while its page is looked at.

    Attributes:
        title: What is being done.

        begun: When it was begun, in seconds of the monotonic clock.

        results: What came of it, once it is over.

        processes: The process that does it, once it has its turn.

        stopped: Set once somebody has stopped it.
    """

    title: str
    begun: float
    results: list[Any] = field(factory=list, init=False, repr=False)
    processes: list[Any] = field(factory=list, init=False, repr=False)
    stopped: threading.Event = field(factory=threading.Event, init=False, repr=False)

    @property
    def over(self) -> bool:
        """Whether it has come to an end."""
        return bool(self.results)

    @property
    def result(self) -> Any:
        """What came of it: what the work returned, or an exception."""
        return self.results[0]

    @property
    def seconds(self) -> int:
        """How long it has been going on."""
        return int(time.monotonic() - self.begun)

    def stop(self) -> None:
        """Stop it, if it is not over."""
        self.stopped.set()
        for process in self.processes:
            process.kill()


_STOPPED = JobStoppedError("You stopped it.")


Work = tuple[Callable[..., Any], tuple[object, ...]]
"""A function of plain values, and these."""


class _Worker:
    """A process that does one piece of work after another, so that what the first one read is there for the next.

    Until the first is asked for, and between others, it does what prepares for it.
    """

    def __init__(self, context: Any, preparing: Sequence[Work]) -> None:
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work_on, args=(theirs, tuple(preparing)), daemon=True)
        self._process.start()
        theirs.close()

    def done(self, work: Work, seconds: float) -> Any:
        """What comes of the work; None if the time is up."""
        try:
            self._ours.send(work)
            return self._ours.recv() if self._ours.poll(seconds) else None
        except (EOFError, OSError):
            return JobStoppedError("It was stopped, or needed more memory than it may use. Try it again.")

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._ours.close()


class JobRunner:
    """Does work in a process that is killed when its time is up.

    One piece at a time of what a page waits for, and beside it one of what goes on in the background, so that nobody
    waits for the tests or the audit.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["ethics_engine.web.work"])
        self._turn, self._turn_in_background = threading.Lock(), threading.Lock()
        self._beginning = threading.Lock()
        self._worker: _Worker | None = None
        self._preparing: Sequence[Work] = ()
        self.background: dict[str, BackgroundJob] = {}
        self._threads: list[threading.Thread] = []

    def prepare(self, preparing: Sequence[Work]) -> None:
        """Do what makes later work quicker, whenever there is none to do."""
        with self._turn:
            self._preparing = preparing
            self._end_worker()
            self._worker = _Worker(self._context, preparing)

    def run(self, work: Callable[..., Any], *arguments: object, seconds: float = SECONDS, grace: float = GRACE) -> Any:
        """What the work returns; waits for its turn for as long as it may take.

        Raises:
            BusyError: Other work does not come to its end.

            EthicsError: The work raised it.

            JobStoppedError: The work took too long, or died.
        """
        if not self._turn.acquire(timeout=seconds):
            raise BusyError
        try:
            self._worker = self._worker or _Worker(self._context, self._preparing)
            result = self._worker.done((work, arguments), seconds + grace)
            if result is None:
                result = _too_long(seconds + grace, "State more facts, or ")
            if isinstance(result, JobStoppedError):
                self._end_worker()
        finally:
            self._turn.release()
        if isinstance(result, Exception):
            raise result
        return result

    def begin(self, key: str, title: str, work: Callable[..., Any], *arguments: object, seconds: float) -> None:
        """Begin work that goes on in the background; a job of this key that is under way goes on instead."""
        with self._beginning:
            before = self.background.get(key)
            if before is not None and not before.over:
                return
            job = self.background[key] = BackgroundJob(title, time.monotonic())
        thread = threading.Thread(target=self._do_in_background, args=(job, work, arguments, seconds), daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self) -> None:
        """Stop all work, and wait until it has stopped: what is just being begun would outlive this process."""
        for job in self.background.values():
            job.stop()
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._end_worker()

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.end()
        self._worker = None

    def _do_in_background(
        self, job: BackgroundJob, work: Callable[..., Any], arguments: tuple[object, ...], seconds: float
    ) -> None:
        result: Any
        with self._turn_in_background:
            try:
                result = _STOPPED if job.stopped.is_set() else self._done(work, arguments, seconds, job)
            except Exception as error:  # a process could not be begun; without a result it would seem under way forever
                result = WorkFailedError(f"The work could not be begun ({type(error).__name__}). Try it again.")
        job.results.append(_STOPPED if job.stopped.is_set() else result)

    def _done(self, work: Callable[..., Any], arguments: tuple[object, ...], seconds: float, job: BackgroundJob) -> Any:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(theirs, work, arguments), daemon=True)
        process.start()
        job.processes.append(process)
        if job.stopped.is_set():  # while it was begun
            process.kill()
        theirs.close()
        try:
            if ours.poll(seconds):
                with suppress(EOFError):
                    return ours.recv()
                return JobStoppedError("It was stopped, or needed more memory than it may use. Try it again.")
            return _too_long(seconds)
        finally:
            process.kill()
            process.join()
            ours.close()


def _too_long(seconds: float, instead: str = "") -> TookTooLongError:
    tell = capital(f"{instead}try it again when this machine is less busy.")
    return TookTooLongError(f"It took longer than {seconds:.0f} seconds and was stopped. {tell}")


def _work_on(asked: Connection, preparing: Sequence[Work]) -> None:
    """Do each piece of work that is asked for, until the page ends; meanwhile prepare."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the page, which ends this
    _limit_memory(_GIGABYTES << 30)
    left = iter(preparing)
    with suppress(EOFError, OSError):
        while True:
            while not asked.poll() and (next_ := next(left, None)) is not None:
                _result_of(*next_, _GIGABYTES)
            work, arguments = asked.recv()
            asked.send(_result_of(work, arguments, _GIGABYTES))


def _work(answer: Connection, work: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Do the work, and send what comes of it."""
    _limit_memory(_GIGABYTES_IN_BACKGROUND << 30)
    answer.send(_result_of(work, arguments, _GIGABYTES_IN_BACKGROUND))


def _result_of(work: Callable[..., Any], arguments: tuple[object, ...], gigabytes: int) -> Any:
    try:
        return work(*arguments)
    except EthicsError as error:
        return error
    except MemoryError:
        return JobStoppedError(f"It needed more memory than it may use ({gigabytes} GB), and was stopped.")
    except Exception as error:  # the traceback could hold what was stated, so only its kind goes on
        return WorkFailedError(f"The work failed ({type(error).__name__}). This should not happen; tell the keepers.")


def _limit_memory(most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
