"""A case file is read as it is written."""

from __future__ import annotations

import datetime
from pathlib import Path

import jsonschema
import pytest
import yaml

from ethics_engine.errors import CaseError
from ethics_engine.loading import case_from_values, places_of_facts, read_case, read_case_marked, read_case_text
from ethics_engine.loading.schemas import schema
from ethics_engine.model.case import Ask, Case, Decided, Dissent, Held, Question, Statement, Verdict
from ethics_engine.model.knowledge import NO, YES, Numbers, Selection, Values
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

EXPECTED = Case(
    id="culture-004",
    question=Question(Ask.MAY, "refer"),
    facts={
        "threat": Statement(NO, note="He was asked.", reported_by="the client"),
        "reasons": Statement(Selection(frozenset({"unfamiliar"}), frozenset({"distance"}))),
        "stage": Statement(Values(frozenset({"middle", "late"}))),
        "sessions": Statement(Numbers(((3, 4), (7, None)))),
        "done:consult": Statement(YES),
        "done:cover": Statement(NO),
    },
    title="The client from a community she had never worked with",
    narrative="She had never worked with anyone like him.\n\nShe would rather not.",
    as_of=datetime.date(2026, 1, 31),
    held=Held(
        answer="no",
        disposition=("go_on",),
        statuses={"refer": Status.PROHIBITED, "tell": None},
        denied={"pause": Status.PERMITTED},
        must_ask=("reasons", "done:tell"),
        ratio=("culture.no-referral",),
    ),
    rationale="One can learn.",
    decided=Decided("corpus", datetime.date(2026, 11, 21), "world 1.10"),
    sources=("B-1",),
    tags=("culture",),
)


def test_a_case_with_every_key_is_read(here: Path, world: Ruleset) -> None:
    assert read_case(here / "world.case.yaml", world) == EXPECTED


def test_every_holding_has_its_line(here: Path, world: Ruleset) -> None:
    read = read_case_marked(here / "world.case.yaml", world)
    case, places = read.case, read.places

    assert case == EXPECTED
    found = {
        path: (places[path].line, places[path].column)
        for path in [(), ("held", "answer"), ("held", "statuses", "tell"), ("held", "ratio", "culture.no-referral")]
    }
    assert found == {
        (): (1, 1),
        ("held", "answer"): (16, 3),
        ("held", "statuses", "tell"): (18, 33),
        ("held", "ratio", "culture.no-referral"): (21, 11),
    }


def test_facts_and_steps_have_the_places_where_they_were_told(here: Path, world: Ruleset) -> None:
    places = read_case_marked(here / "world.case.yaml", world).places

    assert {fact: (place.line, place.column) for fact, place in places_of_facts(places).items()} == {
        "threat": (9, 3),
        "reasons": (10, 3),
        "stage": (11, 3),
        "sessions": (12, 3),
        "done:consult": (13, 8),
        "done:cover": (14, 12),
    }


def test_the_action_that_right_asks_about_was_done(world: Ruleset) -> None:
    asked = "id: a\nquestion: {ask: right, action: refer}\n"

    alone = read_case_text(f"{asked}held: {{verdict: breach}}", "f", world)
    omitted = read_case_text(f"{asked}omitted: [refer]", "f", world)

    assert (alone.question, alone.did, alone.omitted) == (Question(Ask.RIGHT), ("refer",), ())
    assert alone.held == Held(verdict=Verdict.BREACH)
    assert (omitted.did, omitted.omitted) == ((), ("refer",))


def test_a_held_contradiction_and_a_held_dilemma(world: Ruleset) -> None:
    asked = "id: a\nquestion: {ask: first}\n"

    torn = read_case_text(
        f"{asked}held: {{answer: none, first: none, disposition: [dilemma], norms: [culture.threat]}}", "f", world
    )
    contradictory = read_case_text(f"{asked}held: {{constraint: not_both}}", "f", world)

    assert torn.held == Held(answer="none", first="none", disposition=("dilemma",), norms=("culture.threat",))
    assert contradictory.held == Held(constraint="not_both")


def test_a_case_of_which_nothing_was_held_yet(world: Ruleset) -> None:
    assert read_case_text("id: a\nquestion: {ask: what}\nheld:\n", "f", world).held is None


def test_a_dissent_is_a_text_or_says_whose_it_is(world: Ruleset) -> None:
    asked = "id: a\nquestion: {ask: may, action: refer}\n"

    brief = read_case_text(f"{asked}dissent: It was too soon.", "f", world)
    whole = read_case_text(
        f"{asked}dissent: {{by: the chair, rationale: It was too soon., held: {{answer: no}}}}", "f", world
    )

    assert brief.dissent == Dissent("", "It was too soon.")
    assert whole.dissent == Dissent("the chair", "It was too soon.", Held(answer="no"))


def test_a_case_names_the_cases_that_it_follows_distinguishes_and_overrules(world: Ruleset) -> None:
    case = read_case_text(
        "id: a\nquestion: {ask: what}\nfollows: b\ndistinguishes: [c-1, d]\noverrules: [e]", "f", world
    )

    assert (case.follows, case.distinguishes, case.overrules) == (("b",), ("c-1", "d"), ("e",))


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("follows: a", "f:3:10: error: a case cannot refer to itself"),
        ("overrules: [b, b]", "f:3:16: error: `b` is listed twice"),
        ("overrules: [B]", "f:3:13: error: `B` is not a valid id of a case"),
        ("dissent: {by: the chair}", "f:3:10: error: `dissent` needs `rationale`"),
        ("dissent: [a]", "f:3:10: error: this must be a text, not a list"),
        ("dissent: {by: a, rationale: b, held: {answer: maybe}}", "f:3:47: error: no answer to"),
        ("held: {}", "f:3:7: error: `held` is empty"),
        ("held: {answer: no, constraint: not_both}", "f:3:16: error: `answer` and `constraint` cannot be combined"),
        (
            "held: {statuses: {refer: advised}, not: {refer: advised}}",
            "f:3:41: error: `refer` is held to be advised and not to be",
        ),
        ("held: {answer: no, must_ask: stage}", "f:3:30: error: `must_ask` needs something that is held open"),
        (
            "held: {answer: no, norms: culture.threat}",
            "f:3:27: error: `norms` needs something that is held to be a dilemma",
        ),
    ],
)
def test_what_cannot_be_held_or_said_of_other_cases_is_refused_with_its_place(
    rest: str, message: str, world: Ruleset
) -> None:
    with pytest.raises(CaseError) as refused:
        read_case_text(f"id: a\nquestion: {{ask: may, action: refer}}\n{rest}", "f", world)

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("rest", "sound"),
    [
        ("held:", True),
        ("held: {constraint: not_both}", True),
        ("held: {constraint: not_both, answer: no}", False),
        ("dissent: It was too soon.", True),
        ("dissent: {by: the chair, rationale: It was too soon., held: {answer: no}}", True),
        ("dissent: {by: the chair}", False),
        ("follows: b\ndistinguishes: [c-1, d]\noverrules: [e]", True),
        ("follows: [b, b]", False),
        ("follows: B", False),
    ],
)
def test_the_schema_and_the_reader_agree_on_what_else_a_decided_case_says(
    rest: str, sound: bool, world: Ruleset
) -> None:
    text = f"id: a\nquestion: {{ask: may, action: refer}}\n{rest}\n"
    errors = list(jsonschema.Draft202012Validator(schema("case")).iter_errors(yaml.safe_load(text)))

    assert (errors == []) is sound
    if sound:
        read_case_text(text, "f", world)
    else:
        with pytest.raises(CaseError):
            read_case_text(text, "f", world)


def test_a_program_can_tell_a_case_as_a_file_would(world: Ruleset) -> None:
    stated = case_from_values(
        {
            "id": "a",
            "question": {"ask": "may", "action": "refer"},
            "facts": {"threat": True, "sessions": {"at_least": 3}, "reasons": ("distance",)},
            "done": ["consult"],
            "as_of": datetime.date(2026, 1, 31),
        },
        world,
    )
    written = read_case_text(
        "id: a\nquestion: {ask: may, action: refer}\nas_of: 2026-01-31\ndone: [consult]\n"
        "facts: {threat: yes, sessions: {at_least: 3}, reasons: [distance]}",
        "f",
        world,
    )

    assert stated == written


@pytest.mark.parametrize(
    ("ask", "answer", "status"),
    [("may", "no", "permitted"), ("may", "yes", "prohibited"), ("must", "yes", "advised"), ("must", "no", "required")],
)
def test_an_answer_and_a_status_that_exclude_each_other_cannot_both_be_held(
    ask: str, answer: str, status: str, world: Ruleset
) -> None:
    text = f"""
id: torn
question: {{ask: {ask}, action: refer}}
held:
  answer: {answer}
  statuses: {{refer: {status}}}
"""

    with pytest.raises(CaseError, match=rf"torn:5:11: error: the answer `{answer}` contradicts `refer: {status}`"):
        read_case_text(text, "torn", world)


@pytest.mark.parametrize(
    ("words", "mapping"),
    [
        ("may refer", "{ask: may, action: refer}"),
        ("how  refer", "{ask: how, action: refer}"),
        ("first", "{ask: first}"),
        ("first consult", "{ask: first, action: consult}"),
        ("what", "{ask: what}"),
        ("right refer", "{ask: right, action: refer}"),
    ],
)
def test_a_question_in_words_is_the_one_in_a_mapping(words: str, mapping: str, world: Ruleset) -> None:
    read = [read_case_text(f"id: a\nquestion: {question}\n", "f", world) for question in (words, mapping)]

    assert read[0] == read[1]


@pytest.mark.parametrize("asked", ["may", "what refer", "may refer consult", "right", "perhaps refer", "may R"])
def test_what_is_no_question_in_words_is_none_to_the_reader_or_the_schema(asked: str, world: Ruleset) -> None:
    text = f"id: a\nquestion: {asked}\n"

    with pytest.raises(CaseError, match=r"f:2:11: error"):
        read_case_text(text, "f", world)
    assert list(jsonschema.Draft202012Validator(schema("case")).iter_errors(yaml.safe_load(text)))


@pytest.mark.parametrize("rest", ["did: [refer]", "held: {answer: advised}", "held: {verdict: breach}"])
def test_a_question_in_words_decides_what_goes_with_it(rest: str, world: Ruleset) -> None:
    text = f"id: a\nquestion: may refer\n{rest}\n"

    with pytest.raises(CaseError):
        read_case_text(text, "f", world)
    assert list(jsonschema.Draft202012Validator(schema("case")).iter_errors(yaml.safe_load(text)))
