"""The identity of a ruleset: what counts as the same, and what does not."""

from __future__ import annotations

import datetime
import pickle
import re
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)
from ethics_engine.model.knowledge import EITHER, NO, YES, Numbers, Possible, Selection
from ethics_engine.model.period import Period
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset, SafetyLine
from ethics_engine.model.sources import Confidence, Document, Passage
from ethics_engine.model.status import Status

MakeRule = Callable[..., Rule]

AGREED = ConceptTest("agreed")
PASSAGE = Passage("S-1", "S", "one refers with care")

CONDITIONS: list[Condition] = [
    AllOf(()),
    AnyOf(()),
    NoneOf(()),
    AGREED,
    AllOf((AGREED,)),
    AnyOf((AGREED,)),
    NoneOf((AGREED,)),
    AnyOf((AllOf((AGREED,)),)),
    AllOf((AnyOf((AGREED,)),)),
    DoneTest("agreed"),
    StatusTest("agreed", (Status.REQUIRED,)),
    StatusTest("agreed", (Status.ADVISED,)),
    FactTest("agreed", Operator.IS, ("yes",)),
    FactTest("agreed", Operator.IS, ("no",)),
    FactTest("agreed", Operator.ONE_OF, ("yes",)),
    FactTest("agreed", Operator.IS, (1,)),
    FactTest("agreed", Operator.IS, ("1",)),
]

ASSUMPTIONS: list[Possible | None] = [
    None,
    YES,
    NO,
    EITHER,
    Selection(frozenset({"yes"}), frozenset()),
    Selection(frozenset(), frozenset({"yes"})),
    Numbers(((0, None),)),
    Numbers(((0, 1),)),
]


def _first(ruleset: Ruleset, part: str, **changes: Any) -> Ruleset:
    """The ruleset with the first item of a part changed."""
    first, *others = getattr(ruleset, part)
    changed: dict[str, Any] = {part: (attrs.evolve(first, **changes), *others)}
    return attrs.evolve(ruleset, **changed)


def _all_differ(rulesets: list[Ruleset]) -> bool:
    return len({ruleset.content_hash for ruleset in rulesets}) == len(rulesets) == len(set(rulesets))


def test_the_content_hash_is_a_sha_256_in_hexadecimal(ruleset: Ruleset) -> None:
    assert re.fullmatch("[0-9a-f]{64}", ruleset.content_hash)


@pytest.mark.parametrize("part", ["facts", "concepts", "constraints", "rules", "documents", "safety"])
def test_the_order_in_which_parts_are_given_does_not_count(ruleset: Ruleset, part: str) -> None:
    spread = attrs.evolve(
        ruleset,
        facts=(attrs.evolve(ruleset.facts[0], id="zz"), *ruleset.facts),
        constraints=(attrs.evolve(ruleset.constraints[0], id="zz"), *ruleset.constraints),
        documents=(Document("b", "B", ()), Document("a", "A", (PASSAGE,))),
        safety=(SafetyLine("b", AGREED, "", "", ()), SafetyLine("a", AGREED, "", "", ())),
    )
    turned = attrs.evolve(spread, **{part: getattr(spread, part)[::-1]})

    assert turned == spread
    assert turned.content_hash == spread.content_hash
    assert getattr(turned, part) == getattr(spread, part)


def test_the_order_of_actions_counts(ruleset: Ruleset) -> None:
    assert attrs.evolve(ruleset, actions=ruleset.actions[::-1]) != ruleset


def test_every_condition_counts_down_to_how_its_parts_are_combined(ruleset: Ruleset) -> None:
    assert _all_differ([_first(ruleset, "rules", when=condition) for condition in CONDITIONS])
    assert _all_differ([_first(ruleset, "rules", unless=condition) for condition in CONDITIONS])
    assert _all_differ([_first(ruleset, "concepts", means=condition) for condition in CONDITIONS])
    assert _all_differ([_first(ruleset, "constraints", never=condition) for condition in CONDITIONS])
    assert _all_differ([_first(ruleset, "actions", available=condition) for condition in CONDITIONS])


def test_every_change_of_an_assumption_changes_the_content_hash(ruleset: Ruleset) -> None:
    assert _all_differ([_first(ruleset, "facts", presumed=presumed) for presumed in ASSUMPTIONS])


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("facts", {"ask": "Does she agree?"}),
        ("facts", {"says": "she agrees"}),
        ("facts", {"topic": "other"}),
        ("facts", {"judged": True}),
        ("facts", {"sensitive": True}),
        ("facts", {"immutable": True}),
        ("facts", {"within_reach": "ask her"}),
        ("facts", {"pretext": True}),
        ("facts", {"ordered": True}),
        ("facts", {"unit": "sessions"}),
        ("facts", {"also": ("consent",)}),
        ("facts", {"unpresumed": "one has to ask"}),
        ("facts", {"values": ()}),
        ("concepts", {"says": "otherwise"}),
        ("concepts", {"sources": ("S-9",)}),
        ("constraints", {"because": "otherwise"}),
        ("actions", {"label": "otherwise"}),
        ("actions", {"by": "the agency"}),
        ("actions", {"support": True}),
        ("actions", {"also": ("otherwise",)}),
        ("actions", {"meaning": "otherwise"}),
        ("actions", {"of": ("pause",)}),
        ("actions", {"after": ("pause",)}),
        ("actions", {"met_by": ("pause",)}),
        ("actions", {"compatible": ()}),
        ("actions", {"sources": ("S-9",)}),
        ("rules", {"topic": "other"}),
        ("rules", {"because": "otherwise"}),
        ("rules", {"sources": ("S-9",)}),
        ("rules", {"norms": ()}),
        ("rules", {"norms": (Norm(Modality.MUST_NOT, "consult"),)}),
        ("rules", {"norms": (Norm(Modality.MUST, "consult"),)}),
        ("rules", {"overrides": ("b.refer",)}),
        ("rules", {"unless_because": "otherwise"}),
        ("rules", {"only_until": "otherwise"}),
        ("rules", {"in_force": Period(since=datetime.date(2026, 1, 1))}),
        ("rules", {"in_force": Period(until=datetime.date(2026, 1, 1))}),
    ],
    ids=str,
)
def test_every_change_of_content_counts(ruleset: Ruleset, part: str, changes: dict[str, Any]) -> None:
    changed = _first(ruleset, part, **changes)

    assert changed != ruleset
    assert changed.content_hash != ruleset.content_hash


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "other"},
        {"version": "1.1"},
        {"title": "Other"},
        {"description": "Other"},
        {"not_covered": ("Other.",)},
        {"documents": (Document("S", "S", (PASSAGE,)),)},
        {"documents": (Document("S", "S", (attrs.evolve(PASSAGE, confidence=Confidence.VERIFIED),)),)},
        {"safety": (SafetyLine("a", AGREED, "", "", ()),)},
    ],
    ids=str,
)
def test_every_change_of_the_whole_counts(ruleset: Ruleset, changes: dict[str, Any]) -> None:
    assert attrs.evolve(ruleset, **changes) != ruleset


def test_equal_content_is_one_key(ruleset: Ruleset) -> None:
    same = attrs.evolve(ruleset)

    assert same is not ruleset
    assert {ruleset: "found"}[same] == "found"
    assert ruleset != ruleset.content_hash


def test_a_ruleset_survives_pickling(ruleset: Ruleset) -> None:
    assert pickle.loads(pickle.dumps(ruleset)) == ruleset


@pytest.mark.parametrize("part", ["name", "rules", "actions"])
def test_a_ruleset_cannot_be_changed(ruleset: Ruleset, part: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(ruleset, part, ())


@pytest.mark.parametrize("part", ["facts", "concepts", "constraints", "actions", "rules"])
def test_the_parts_of_a_ruleset_cannot_be_changed(ruleset: Ruleset, part: str) -> None:
    with pytest.raises(FrozenInstanceError):
        getattr(ruleset, part)[0].id = "other"


def test_parts_are_found_by_id_and_passages_by_reference(ruleset: Ruleset, rule: MakeRule) -> None:
    cited = attrs.evolve(ruleset, documents=(Document("S", "S", (PASSAGE,)),), rules=(rule("r", unless=AGREED),))

    assert cited.passage == {"S-1": PASSAGE}
    assert set(cited.rule) == {"r"}
    assert cited.fact["client_agrees"] is cited.facts[0]
    assert (cited.concept["agreed"].id, cited.constraint["never-unprepared"].id) == ("agreed", "never-unprepared")


def test_ways_and_steps_keep_their_declared_order(ruleset: Ruleset) -> None:
    def ids(actions: tuple[Action, ...]) -> list[str]:
        return [action.id for action in actions]

    assert ids(ruleset.ways) == ["refer", "pause", "continue"]
    assert ids(ruleset.steps) == ["consult", "document"]


def test_ways_are_compatible_where_either_says_so_and_with_themselves(ruleset: Ruleset) -> None:
    assert ruleset.compatible("refer", "pause")
    assert ruleset.compatible("pause", "refer")
    assert ruleset.compatible("continue", "continue")
    assert not ruleset.compatible("refer", "continue")
