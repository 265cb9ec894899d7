"""A step that needs the client can be tried: offered in earnest, and prevented by the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

LAW = """
facts: [{id: goals_met}]
actions:
  - {id: end, way: yes, label: end the work}
  - {id: talk, label: talk the ending through, needs: client}
  - {id: consult, label: consult a supervisor}
  - {id: write, label: write to the client}
  - {id: note, label: note what was said}
rules:
  - {id: end, then: [{may: end}]}
  - {id: talk, then: [{must: talk, before: end}]}
  - {id: write, when: {tried: talk, none: [{done: talk}]}, then: [{should: write}]}
  - {id: note, when: {done: talk}, then: [{must: note}]}
"""


@pytest.fixture
def law(world: World) -> ee.Ruleset:
    return world(LAW)


def test_what_waits_for_a_step_may_be_done_once_it_was_tried(law: ee.Ruleset, ask: Ask) -> None:
    assert ask(law, "may end").answer.value == "not_yet"
    assert ask(law, "may end", tried=["talk"]).answer.value == "yes"
    assert ask(law, "may end", done=["talk"]).answer.value == "yes"


def test_the_plan_leaves_out_what_was_tried(law: ee.Ruleset, ask: Ask) -> None:
    assert [step.action for step in ask(law, "what").plan] == ["talk"]
    assert [step.action for step in ask(law, "what", tried=["talk"]).plan] == ["write"]
    assert ask(law, "first", tried=["talk"]).answer.value == "write"


def test_a_condition_tells_tried_from_done(law: ee.Ruleset, ask: Ask) -> None:
    tried, done = (ask(law, "what", **{key: ["talk"]}) for key in ("tried", "done"))

    assert (tried.status("write").status, tried.status("note").status) == (ee.Status.ADVISED, ee.Status.UNREGULATED)
    assert (done.status("write").status, done.status("note").status) == (ee.Status.UNREGULATED, ee.Status.REQUIRED)


def test_to_act_after_trying_is_not_premature(law: ee.Ruleset, ask: Ask) -> None:
    assert ask(law, "right", did=["end"], tried=["talk"]).answer.value == "consistent"
    assert ask(law, "right", did=["end"], not_done=["talk"]).answer.value == "premature"


def test_what_was_stated_is_shown_in_words(law: ee.Ruleset, ask: Ask) -> None:
    (stated,) = ask(law, "what", tried=["talk"]).stated

    assert (stated.fact, stated.value) == ("done:talk", "offered, but the client would not")


def test_only_a_step_that_needs_the_client_can_be_tried(law: ee.Ruleset) -> None:
    with pytest.raises(ee.CaseError, match=r"`consult` cannot be tried, only done or not done"):
        ee.new_case(law, "what", tried=["consult"])


@pytest.mark.parametrize(("key", "other"), [("done", "tried"), ("tried", "not_done"), ("done", "not_done")])
def test_a_step_is_not_told_in_two_ways(law: ee.Ruleset, key: str, other: str) -> None:
    twice: dict[str, Any] = {key: ["talk"], other: ["talk"]}

    with pytest.raises(ee.CaseError, match=f"`talk` is listed under `{key}` and under `{other}`"):
        ee.new_case(law, "what", **twice)


def test_a_session_takes_it_as_a_value_and_in_part(law: ee.Ruleset) -> None:
    session = ee.Session(law, ee.new_case(law, "may end"))

    assert session.tell("done:talk", "tried").answer.value == "yes"
    assert session.correct("done:talk", False).answer.value == "not_yet"
    assert session.correct("done:talk", True).answer.value == "yes"
    assert session.correct("done:talk", {"at_least": "tried"}).answer.value == "yes"
    assert session.correct("done:talk", "unknown").answer.value == "open"


def test_how_marks_a_step_as_done_or_tried(world: World, ask: Ask) -> None:
    law = world(LAW.replace("needs: client}", "needs: client, of: end}"))

    assert "(" not in ask(law, "how end").answer.sentence
    assert "must talk the ending through (tried)." in ask(law, "how end", tried=["talk"]).answer.sentence
    assert "must talk the ending through (done)." in ask(law, "how end", done=["talk"]).answer.sentence
