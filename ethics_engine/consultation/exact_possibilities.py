"""What the solver says is possible of a case, where evaluating it three-valued does not tell."""

from __future__ import annotations

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery


def exact_possibilities(enactment: Enactment, known: Knowledge, query: PossibilityQuery) -> Possibilities:
    """All that is possible of a case that contradicts nothing, so that some completion is left of it."""
    from ethics_engine.engines.answer_set import possibilities

    exact = possibilities(enactment, known, query)
    if exact is None:
        raise AssertionError("what is known of a case always has a completion")
    return exact
