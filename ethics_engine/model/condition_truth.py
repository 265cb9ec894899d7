"""Whether a single test passes on what is known of its fact."""

from __future__ import annotations

from .conditions import FactTest, Operator
from .facts import Fact
from .knowledge import Numbers, Possible, Range, Selection, Values, overlap
from .truth import Truth, conjunction, disjunction, negation


def truth_of_test(test: FactTest, fact: Fact, known: Possible) -> Truth:
    """True if every value still possible passes, false if none does, else unknown."""
    match known:
        case Values(possible) if test.operator is Operator.IS:
            return _share(test.operands[0] in possible, len(possible))
        case Values():
            return _share(len(known.possible & _accepted(test, fact)), len(known.possible))
        case Selection():
            return _of_selection(test, fact, known)
        case Numbers():
            return _of_numbers(test, known)


def _share(passing: int, possible: int) -> Truth:
    if passing == possible:
        return Truth.TRUE
    return Truth.UNKNOWN if passing else Truth.FALSE


def _accepted(test: FactTest, fact: Fact) -> frozenset[str]:
    values = fact.value_ids
    operands = tuple(str(operand) for operand in test.operands)
    if test.operator is Operator.AT_LEAST:
        return frozenset(values[values.index(operands[0]) :])
    if test.operator is Operator.AT_MOST:
        return frozenset(values[: values.index(operands[0]) + 1])
    return frozenset(operands)


def _of_selection(test: FactTest, fact: Fact, known: Selection) -> Truth:
    def chosen(value: str | int) -> Truth:
        if value in known.included:
            return Truth.TRUE
        return Truth.FALSE if value in known.excluded else Truth.UNKNOWN

    named = [chosen(value) for value in test.operands]
    match test.operator:
        case Operator.INCLUDES:
            return conjunction(named)
        case Operator.INCLUDES_ANY:
            return disjunction(named)
        case Operator.NONE_OF:
            return negation(disjunction(named))
        case Operator.AT_LEAST | Operator.AT_MOST | Operator.IS | Operator.ONE_OF | Operator.ONLY:
            others = [chosen(value) for value in fact.value_ids if value not in test.operands]
            return conjunction([disjunction(named), negation(disjunction(others))])


def _of_numbers(test: FactTest, known: Numbers) -> Truth:
    operands = [int(operand) for operand in test.operands]
    match test.operator:
        case Operator.AT_LEAST:
            accepted: list[Range] = [(operands[0], None)]
        case Operator.AT_MOST:
            accepted = [(0, operands[0])]
        case (
            Operator.INCLUDES | Operator.INCLUDES_ANY | Operator.IS | Operator.NONE_OF | Operator.ONE_OF | Operator.ONLY
        ):
            accepted = [(operand, operand) for operand in sorted(set(operands))]
    inside = [overlap(possible, range_) for possible in known.ranges for range_ in accepted]
    if not any(inside):
        return Truth.FALSE
    covered = all(_covered(possible, accepted) for possible in known.ranges)
    return Truth.TRUE if covered else Truth.UNKNOWN


def _covered(possible: Range, accepted: list[Range]) -> bool:
    low, high = possible
    for start, end in accepted:
        if start <= low:
            if end is None:
                return True
            low = max(low, end + 1)
            if high is not None and low > high:
                return True
    return False
