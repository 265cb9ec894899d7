"""Long work in a process of its own, which can be stopped: what would change an answer, why, tests and audits."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from attrs import field, frozen

from ethics_engine.errors import EthicsError

SECONDS = 8.0
"""How long a page waits for work at most."""

GRACE = 20.0
"""How much longer work may take to read the rules first and to stop by itself, on a busy machine."""

_BYTES = 1 << 30
"""How much memory work may take, if the system has such limits."""


class JobStoppedError(Exception):
    """The work took too long, or died; the message says what to do."""


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
    """

    title: str
    begun: float
    results: list[Any] = field(factory=list, init=False, repr=False)
    processes: list[Any] = field(factory=list, init=False, repr=False)

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
        for process in self.processes:
            process.kill()


class JobRunner:
    """Does one piece of work at a time, in a process that is killed when its time is up."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["ethics_engine.web.work"])
        self._turn = threading.Lock()
        self.background: dict[str, BackgroundJob] = {}

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
            result = self._done(work, arguments, seconds + grace, [])
        finally:
            self._turn.release()
        if isinstance(result, Exception):
            raise result
        return result

    def begin(self, key: str, title: str, work: Callable[..., Any], *arguments: object, seconds: float) -> None:
        """Begin work that goes on in the background; a job of this key that is under way goes on instead."""
        before = self.background.get(key)
        if before is not None and not before.over:
            return
        job = self.background[key] = BackgroundJob(title, time.monotonic())

        def wait() -> None:
            with self._turn:
                job.results.append(self._done(work, arguments, seconds, job.processes))

        threading.Thread(target=wait, daemon=True).start()

    def stop(self) -> None:
        """Stop all work."""
        for job in self.background.values():
            job.stop()

    def _done(self, work: Callable[..., Any], arguments: tuple[object, ...], seconds: float, running: list[Any]) -> Any:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(theirs, work, arguments), daemon=True)
        process.start()
        running.append(process)
        theirs.close()
        try:
            if ours.poll(seconds):
                with suppress(EOFError):
                    return ours.recv()
                return JobStoppedError("The work was stopped, or needed more memory than it may use. Try it again.")
            took = f"This took longer than {seconds:.0f} seconds and was stopped."
            return JobStoppedError(f"{took} Try it again when this machine is less busy.")
        finally:
            process.kill()
            process.join()
            ours.close()


def _work(answer: Connection, work: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Do the work, and send what comes of it."""
    _limit_memory()
    try:
        result = work(*arguments)
    except EthicsError as error:
        result = error
    except Exception as error:  # the traceback could hold what was stated, so only its kind goes on
        result = JobStoppedError(f"The work failed ({type(error).__name__}). This is a fault of the program.")
    answer.send(result)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
