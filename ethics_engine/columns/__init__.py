"""The engine for many cases at once: a compiled program over boolean columns held in whole numbers."""

from .evaluate import evaluate, evaluate_all
from .machine import Columns
from .program import Program, compiled

__all__ = ["Columns", "Program", "compiled", "evaluate", "evaluate_all"]
