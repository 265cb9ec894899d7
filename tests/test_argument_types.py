"""Whatever of the wrong type is passed to the public interface, it is an `EthicsError` that names the argument."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.counterfactual import OutcomeGoal
from ethics_engine.errors import Finding, Place, Severity
from ethics_engine.model.knowledge import YES

WRONG = [
    None,
    True,
    3,
    1.5,
    "text",
    b"bytes",
    [],
    ["text"],
    {},
    {1: 2},
    (),
    object(),
    ee.Status.REQUIRED,
    datetime.datetime.now(),
]


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


Call = tuple[Callable[..., Any], dict[str, Any]]


def calls(ruleset: ee.Ruleset) -> Iterator[Call]:
    """Each public function and constructor with sound arguments; none of them is called with these alone."""
    case = ee.new_case(ruleset, "may refer")
    determination = ee.consult(ruleset, case)
    day = datetime.date(2026, 11, 21)
    yield ee.load_ruleset, {"name": "referral-and-termination"}
    yield ee.load_case, {"name": "culture-001", "ruleset": ruleset}
    yield ee.new_case, {"ruleset": ruleset, "question": "may refer", "facts": {}}
    of_a_case = {"ruleset": ruleset, "case": case, "as_of": day, "assumptions": True}
    yield ee.consult, {**of_a_case, "engine": ee.Engine.BITSET, "trace": False, "places": None}
    yield ee.why, {**of_a_case, "action": "refer", "checked": True, "places": None}
    yield ee.why_not, {**of_a_case, "action": "refer", "status": ee.Status.ADVISED, "places": None}
    goal = OutcomeGoal(ee.Answer.NO)
    yield ee.smallest_changes, {**of_a_case, "goal": goal, "most": 1, "frozen": (), "limit": 1, "seconds": 1.0}
    yield ee.Session, {**of_a_case, "engine": ee.Engine.BITSET}
    yield ee.Session(ruleset, case).tell, {"fact": "client_romance", "value": "casual"}
    yield ee.Session(ruleset, case).correct, {"fact": "client_romance", "value": "casual"}
    yield ee.Session(ruleset, case).withdraw, {"fact": "client_romance"}
    yield (
        ee.Interview,
        {"ruleset": ruleset, "question": "may refer", "facts": {}, "rates": None, "seed": 0, "assumptions": True},
    )
    yield ee.Interview(ruleset, "may refer").tell, {"fact": "client_romance", "value": "casual"}
    yield ee.Interview(ruleset, "may refer").ask_about, {"fact": "client_romance"}
    yield (
        ee.compare,
        {"old": ruleset, "new": ruleset, "as_of": day, "cases": (), "text": True, "effect": False, "names": ("", "")},
    )
    yield ee.redacted, {"determination": determination}
    yield ee.render, {"determination": determination, "form": "text", "full": False}
    yield ee.Question, {"ask": ee.Ask.MAY, "action": "refer"}
    yield ee.Statement, {"known": YES, "note": None, "reported_by": None}
    yield ee.Case, {"id": "a", "question": case.question, "facts": {}, "did": (), "as_of": day, "held": None}
    yield determination.status, {"action": "refer"}
    for whole in (ruleset, determination):
        fields = [item for item in attrs.fields(type(whole)) if item.init]
        yield type(whole), {item.alias: getattr(whole, item.name) for item in fields}
    yield Place, {"file": "rules.yaml", "line": 1, "column": 1}
    yield Finding, {"place": Place("rules.yaml"), "message": "no fact `x`", "hint": None, "severity": Severity.ERROR}


@pytest.mark.slow
def test_any_wrong_type_is_an_ethics_error(ruleset: ee.Ruleset) -> None:
    faults = []
    for function, sound in calls(ruleset):
        for name in sound:
            for wrong in WRONG:
                try:
                    function(**{**sound, name: wrong})
                except ee.EthicsError:
                    pass
                except KeyError:
                    if wrong != "text":  # a name that is not there
                        faults.append((function, name, wrong, "KeyError"))
                except Exception as error:
                    faults.append((function, name, wrong, repr(error)[:80]))
    assert faults == []


def test_the_message_names_each_argument_and_what_it_takes() -> None:
    with pytest.raises(ee.ArgumentError) as raised:
        ee.consult({}, None)  # type: ignore[arg-type] # which is what is tested

    assert str(raised.value) == "consult: `ruleset` takes Ruleset, not this dict; `case` takes Case, not None"
    assert isinstance(raised.value, TypeError)


def test_a_case_of_other_rules_names_what_these_do_not_know(ruleset: ee.Ruleset) -> None:
    strange = ee.Case("a", ee.Question(ee.Ask.MAY, "fly"), {"weather": ee.Statement(YES)})

    with pytest.raises(ee.CaseError) as raised:
        ee.consult(ruleset, strange)

    assert [finding.message for finding in raised.value.findings] == [
        "no action `fly`",
        "no fact `weather`",
    ]
