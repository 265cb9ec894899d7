"""Mutants: what the decided cases would not notice if it were wrong in the rules.

A mutant is the ruleset with one deliberate fault. It is *killed* if a decided case then fails, *equivalent* if the
solver proves that no case tells it from the ruleset, and it has *survived* otherwise: then a case is missing.

Source: R. A. DeMillo, R. J. Lipton, F. G. Sayward, Hints on test data selection, Computer 11 (1978).
"""

from .mutant import Mutant, MutationOperator
from .operators import mutants_of

__all__ = ["Mutant", "MutationOperator", "mutants_of"]
