"""What signals do to a command: end it at once, without a word, as the system's own commands are ended."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeAlias

_Handler: TypeAlias = "Callable[[int, FrameType | None], object] | signal.Handlers"


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let Ctrl-C, and a reader that has gone, end this process while the block runs, even inside an import.

    Python's own way is an exception, which code that is being imported may wrap or drop. Whoever started the process
    with the interrupt ignored, as `nohup` does, keeps it so.
    """
    with _handling(signal.SIGINT, signal.SIG_DFL, instead_of=signal.default_int_handler):
        if hasattr(signal, "SIGPIPE"):
            with _handling(signal.SIGPIPE, signal.SIG_DFL, instead_of=signal.SIG_IGN):
                yield
        else:
            yield


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt while the block runs, for commands that have something left to say."""
    with _handling(signal.SIGINT, signal.default_int_handler, instead_of=signal.SIG_DFL):
        yield


def end_by(number: int) -> None:
    """End this process by a signal, so that a shell that runs it in a loop ends, too; returns where that is no use."""
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)


@contextmanager
def _handling(number: int, handler: _Handler, *, instead_of: _Handler) -> Iterator[None]:
    before = signal.getsignal(number)
    if before != instead_of or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)
