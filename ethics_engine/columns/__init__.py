"""The engine for many cases at once: a compiled program over boolean columns held in whole numbers."""

from .batch import Batch, run
from .evaluate import evaluate, evaluate_all
from .machine import Columns
from .program import ColumnProgram, compiled
from .sampling import Rates, completions
from .worlds import Possible, broken, run_worlds

__all__ = [
    "Batch",
    "ColumnProgram",
    "Columns",
    "Possible",
    "Rates",
    "broken",
    "compiled",
    "completions",
    "evaluate",
    "evaluate_all",
    "run",
    "run_worlds",
]
