"""Facts, steps and questions from programs and from the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ethics_engine.errors import CaseError, Place
from ethics_engine.model.case import Case, Question, Statement
from ethics_engine.model.enactment import DONE, step_fact
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.ruleset import Ruleset

from .declared_names import Known
from .diagnostics import Diagnostics, quoted
from .parse_case import question_in, read_case
from .parse_statements import UNKNOWN, statement
from .python_nodes import node_of
from .yaml_nodes import Node, Scalar, Sequence
from .yaml_tree import tree_of

_FACT, _QUESTION = Place("--fact"), Place("--question")


def statement_of(fact: Fact, value: object, place: Place) -> Statement:
    """What a program states of a fact, with the booleans, texts, numbers, lists and dictionaries of a case file.

    Raises:
        CaseError: The value does not fit the fact.
    """
    report = Diagnostics()
    parsed = statement(fact, node_of(value, place, report), report)
    _settle(report)
    return parsed


def case_from_values(values: Mapping[str, object], ruleset: Ruleset) -> Case:
    """A case from the keys and values that a case file would have.

    Raises:
        CaseError: It is no sound case; everything that is wrong is named at once.
    """
    report = Diagnostics()
    case = read_case(node_of(values, Place("case"), report), Known.in_ruleset(ruleset), report)
    _settle(report)
    return case


def facts_from_options(options: Iterable[str], ruleset: Ruleset) -> dict[str, Statement]:
    """Statements from words like `name=yes`, `name=3`, `name=a,b` for choices, `name={at_least: 3}` or `done:step=no`.

    Raises:
        CaseError: An option names no fact, or its value does not fit; all that is wrong is named at once.
    """
    report, known = Diagnostics(), Known.in_ruleset(ruleset)
    facts: dict[str, Statement] = {}
    for option in options:
        name, sign, value = option.partition("=")
        key = _word(name.strip(), _FACT)
        if not sign:
            report.error(_FACT, f"{quoted(option)} has no value", _with_a_value(option, known.facts.get(key.text)))
        elif (fact := _fact(key, ruleset, known, report)) is None:
            continue
        elif fact.id in facts:
            report.error(_FACT, f"`{fact.id}` is given twice", _in_one(fact))
        elif (node := _value(fact, value.strip(), report)) is not None:
            facts[fact.id] = statement(fact, node, report)
    _settle(report)
    return facts


def _fact(name: Scalar, ruleset: Ruleset, known: Known, report: Diagnostics) -> Fact | None:
    """A fact by its id, or that a step is done, by the id that answers call it by."""
    if not name.text.startswith(DONE):
        return known.fact(name, report)
    step = known.action(_word(name.text.removeprefix(DONE), _FACT), report, way=False)
    return None if step is None else step_fact(ruleset.action[step])


def parse_question(text: str, ruleset: Ruleset) -> Question:
    """A question in words, such as `may refer`, `first` or `what`.

    Raises:
        CaseError: There is no such kind of question, or no such action, or one too many or too few of them.
    """
    report = Diagnostics()
    question = question_in(_word(text, _QUESTION), Known.in_ruleset(ruleset), report)
    if question is None or report.findings:
        raise CaseError(report.findings)
    return question


def _word(text: str, place: Place) -> Scalar:
    return Scalar(place.file, place.line, place.column, text)


def _value(fact: Fact, text: str, report: Diagnostics) -> Node | None:
    if text.startswith(("[", "{")):
        return tree_of(text, _FACT.file, report)
    if fact.type is FactType.CHOICES and text and text != UNKNOWN:
        return Sequence(_FACT.file, 0, 0, [_word(item.strip(), _FACT) for item in text.split(",")])
    return _word(text, _FACT)


def _with_a_value(option: str, fact: Fact | None) -> str:
    if fact is None or fact.type is FactType.YES_NO:
        return f"write `{option}=yes`" if option.isidentifier() else "write NAME=VALUE"
    return f"write a value, such as `{fact.id}={3 if fact.type is FactType.COUNT else fact.value_ids[-1]}`"


def _in_one(fact: Fact) -> str:
    if fact.type is not FactType.CHOICES:
        return "remove one"
    return f"put all values in one, such as `{fact.id}={','.join(fact.value_ids[:2])}`"


def _settle(report: Diagnostics) -> None:
    if report.findings:
        raise CaseError(report.findings)
