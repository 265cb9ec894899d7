"""The engine for many cases at once: a compiled program over boolean columns held in whole numbers."""

from .batch import Batch, run
from .case_columns import PossibleColumns, broken, run_columns
from .compiler import ColumnProgram, compiled
from .evaluate import evaluate, evaluate_all
from .machine import Columns
from .sampling import Rates, completions

__all__ = [
    "Batch",
    "ColumnProgram",
    "Columns",
    "PossibleColumns",
    "Rates",
    "broken",
    "compiled",
    "completions",
    "evaluate",
    "evaluate_all",
    "run",
    "run_columns",
]
