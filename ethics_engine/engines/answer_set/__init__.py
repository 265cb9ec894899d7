"""Every possible case: the rules as answer-set programming, with `semantics.lp` as their formal semantics.

Grounding a ruleset takes some tens of milliseconds and is remembered; what is asked after that, a few.

Built on clingo. Source: M. Gebser, R. Kaminski, B. Kaufmann, T. Schaub, Multi-shot ASP solving with clingo, Theory and
Practice of Logic Programming 19 (2019).
"""

from __future__ import annotations

from .exact import ExpectedResults, conflict, exception, possibilities
from .kleene import evaluate

__all__ = ["ExpectedResults", "conflict", "evaluate", "exception", "possibilities"]
