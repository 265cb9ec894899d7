"""Processes that share work done case by case."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any


def worker_pool(processes: int, initializer: Callable[..., None], *shared: Any) -> ProcessPoolExecutor:
    """A pool whose processes are each begun with what they share.

    They are not plain forks of this one, which may hang where threads run, as in pyarrow.
    """
    usable = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in usable else "spawn")
    return ProcessPoolExecutor(processes, context, initializer=initializer, initargs=shared)


def chunk_size(count: int, processes: int) -> int:
    """How many cases a process gets at once: few enough that all of them end at about the same time."""
    return max(1, min(32, count // (4 * processes)))
