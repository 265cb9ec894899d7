"""The engine for many cases at once: a compiled program over boolean columns held in whole numbers."""

from .batch import Batch, run
from .case_columns import (
    PossibleColumns,
    broken,
    condition_pairs,
    constraint_pairs,
    run_columns,
    run_possible,
    variables_constrained,
)
from .column_program import ColumnProgram, compiled
from .evaluate import evaluate, evaluate_all
from .machine import Columns

__all__ = [
    "Batch",
    "ColumnProgram",
    "Columns",
    "PossibleColumns",
    "broken",
    "compiled",
    "condition_pairs",
    "constraint_pairs",
    "evaluate",
    "evaluate_all",
    "run",
    "run_columns",
    "run_possible",
    "variables_constrained",
]
