"""The engine for many cases at once: a compiled program over boolean columns held in whole numbers."""

from .batch import Batch, run
from .case_columns import PossibleColumns, broken, constraint_pairs, run_columns, run_possible, variables_constrained
from .compiler import ColumnProgram, compiled
from .evaluate import evaluate, evaluate_all
from .kernel import BLOCK, Kernel, kernel_of
from .machine import Columns
from .sampling import Rates, completions

__all__ = [
    "BLOCK",
    "Batch",
    "ColumnProgram",
    "Columns",
    "Kernel",
    "PossibleColumns",
    "Rates",
    "broken",
    "compiled",
    "completions",
    "constraint_pairs",
    "evaluate",
    "evaluate_all",
    "kernel_of",
    "run",
    "run_columns",
    "run_possible",
    "variables_constrained",
]
