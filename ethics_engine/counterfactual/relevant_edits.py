"""Which changes of a case can affect what is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from ethics_engine.consultation.default_assumptions import facts_read, tied_facts
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.engines.bitset.case_set import one_case
from ethics_engine.model.knowledge import Knowledge

from .edit_space import EditSpace


def relevant_to(space: EditSpace, actions: Collection[str]) -> EditSpace:
    """The space without the edits that cannot reach the bearing of the rules on some actions.

    What reaches it is found with everything freed that may be altered, so that nothing is lost.
    """
    enactment = space.engine_input.enactment
    everything = dict.fromkeys(range(len(space.edits)), one_case(0))
    edited = space.freed(everything, 1)
    altered = {edit.fact for edit in space.edits}
    view = EvaluationView(enactment, _freed(space, altered), edited.batches[-1].evaluation(0))
    reached = tied_facts(enactment, enactment.constraints, _behind(view, actions))
    return attrs.evolve(space, edits=tuple(each for each in space.edits if each.fact in reached))


def _freed(space: EditSpace, altered: Collection[str]) -> Knowledge:
    """What is known when nothing is that may be altered, or may fall."""
    known = {**space.assumptions, **space.engine_input.stated}
    read = {
        name
        for item in space.engine_input.enactment.constraints
        for name in facts_read(item.never, space.engine_input.enactment)
    }
    return {
        name: possible
        for name, possible in known.items()
        if name not in altered and not (name in space.assumptions and name in read)
    }


def _behind(view: EvaluationView, actions: Iterable[str]) -> frozenset[str]:
    behind: frozenset[str] = frozenset()
    for name in actions:
        action = view.enactment.action[name]
        behind |= view.unknown_behind_waiting(name)
        for each in (name, *action.met_by):
            behind |= view.unknown_behind_status(each) | view.unknown_behind(view.enactment.action[each].available)
    return behind
