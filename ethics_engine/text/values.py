"""What is known of a fact, in words."""

from __future__ import annotations

from ethics_engine.model.determination import FactReport
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import YES, Numbers, Possible, Selection, Values

from .lists import listed

_THE_REST = "the rest not known"


def as_clause(fact: Fact, known: Possible) -> str:
    """What is known, such as `the client is in crisis`, `the client is not in crisis` or `progress is good`."""
    if fact.type is FactType.YES_NO:
        if known == fact.anything:
            return f"it is not known whether {fact.says}"
        return fact.says if known == YES else fact.denies or f"it is not true that {fact.says}"
    if known == fact.anything:
        return f"{fact.says}: {value_in_words(fact, known)}"
    return stated_clause(fact, known, value_in_words(fact, known))


def stated_clause(fact: Fact, known: Possible, value: str) -> str:
    """What is known of a choice, of choices or of a count, as a clause; `value` is the same as a value alone."""
    match known:
        case Selection(included, excluded) if excluded and not included and len(excluded) == len(fact.values):
            return fact.denies or f"{fact.says}: {value}"
        case Selection(included, excluded) if excluded and len(included) + len(excluded) < len(fact.values):
            return f"{fact.says}: {value}"
        case Values(possible) if fact.clause is None:
            clauses = [fact.value_clause(each) for each in fact.value_ids if each in possible]
            if None not in clauses:
                return listed(filter(None, clauses), "or")
    return fact.clause.replace("{}", value) if fact.clause else f"{fact.says}: {value}"


def fact_clause(fact: FactReport) -> str:
    """What is known of a fact, as a clause."""
    return fact.clause or f"{fact.says}: {fact.value}"


def fact_in_words(fact: FactReport) -> str:
    """What is known of a fact, and where that comes from if the practitioner did not state it."""
    origin = "assumed" if fact.assumed else f"reported by {fact.reported_by}" if fact.reported_by else ""
    return f"{fact_clause(fact)}{f' ({origin})' if origin else ''}"


def supposed(fact: Fact, known: Possible) -> str:
    """The same of what is only supposed; of options that are not supposed either way it says nothing."""
    if not isinstance(known, Selection) or len(known.included) + len(known.excluded) == len(fact.values):
        return as_clause(fact, known)
    return stated_clause(fact, known, value_in_words(fact, known).removesuffix(f"; {_THE_REST}"))


def value_in_words(fact: Fact, known: Possible) -> str:
    """What is known, such as `yes`, `small steps or good`, `at least 3 sessions` or `not known`."""
    if known == fact.anything:
        return "not known"
    match known:
        case Values(possible) if len(possible) == 1:
            return fact.label(*possible)
        case Values():
            return listed([fact.label(value) for value in fact.value_ids if value in known.possible], "or")
        case Numbers():
            return f"{listed([_range(low, high) for low, high in known.ranges], 'or')} {fact.unit or ''}".strip()
        case Selection():
            return _selection(fact, known)


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    if low == high:
        return str(low)
    return f"between {low} and {high}" if low else f"at most {high}"


def _selection(fact: Fact, known: Selection) -> str:
    included = [fact.label(value) for value in fact.value_ids if value in known.included]
    excluded = [fact.label(value) for value in fact.value_ids if value in known.excluded]
    if len(included) + len(excluded) == len(fact.values):
        return listed(included) if included else "none of these"
    parts = [*([listed(included)] if included else []), *([f"not {listed(excluded, 'or')}"] if excluded else [])]
    return "; ".join([*parts, _THE_REST])
