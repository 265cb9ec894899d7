"""A case file is read as it is written."""

from __future__ import annotations

import datetime
from pathlib import Path

from ethics_engine.model.case import Ask, Case, Decided, Held, Question, Statement, Verdict
from ethics_engine.model.knowledge import NO, YES, Numbers, Selection, Values
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status
from ethics_engine.reading import case_from_values, read_case, read_case_marked, read_case_text

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


def test_a_whole_case(here: Path, world: Ruleset) -> None:
    assert read_case(here / "world.case.yaml", world) == EXPECTED


def test_every_holding_has_its_line(here: Path, world: Ruleset) -> None:
    case, places = read_case_marked(here / "world.case.yaml", world)

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


def test_the_action_that_right_asks_about_was_done(world: Ruleset) -> None:
    asked = "id: a\nquestion: {ask: right, action: refer}\n"

    alone = read_case_text(f"{asked}held: {{verdict: breach}}", "f", world)
    omitted = read_case_text(f"{asked}omitted: [refer]", "f", world)

    assert (alone.question, alone.did, alone.omitted) == (Question(Ask.RIGHT), ("refer",), ())
    assert alone.held == Held(verdict=Verdict.BREACH)
    assert (omitted.did, omitted.omitted) == ((), ("refer",))


def test_a_held_contradiction_and_a_held_dilemma(world: Ruleset) -> None:
    held = read_case_text(
        "id: a\nquestion: {ask: first}\n"
        "held: {answer: none, first: none, disposition: [dilemma], constraint: not_both, norms: [culture.threat]}",
        "f",
        world,
    ).held

    assert held == Held(
        answer="none", first="none", disposition=("dilemma",), constraint="not_both", norms=("culture.threat",)
    )


def test_a_program_can_tell_a_case_as_a_file_would(world: Ruleset) -> None:
    told = case_from_values(
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

    assert told == written
