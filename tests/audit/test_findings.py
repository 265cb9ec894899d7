"""Tiny rulesets, each with one planted fault, and one with none."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import attrs
import pytest

from ethics_engine.audit import Audit, FindingKind, audit_rules
from ethics_engine.engines.answer_set import queries
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, NoneOf
from ethics_engine.model.knowledge import NO, Knowledge, Values
from ethics_engine.model.ruleset import AcceptedFinding, Ruleset, SafetyLine

NOTHING: Knowledge = {}


@pytest.fixture
def world(make: ModuleType) -> tuple[Any, ...]:
    """Facts presumed not to be so, two ways, and a step."""
    facts = [
        attrs.evolve(make.yes_no(name), says=f"it is {name}", presumed=NO) for name in ("urgent", "risky", "wanted")
    ]
    return (*facts, make.way("refer"), make.way("go_on"), make.step("consult"))


def audited(make: ModuleType, *parts: Any, **more: Any) -> Audit:
    ruleset: Ruleset = make.enacted(*parts).ruleset
    return audit_rules(attrs.evolve(ruleset, **more), as_of=make.DAY)


def ids(audit: Audit) -> list[str]:
    return [finding.id for finding in audit.findings]


def stated(knowledge: Knowledge | None) -> dict[str, str]:
    assert knowledge is not None
    return {name: "|".join(known.possible) for name, known in knowledge.items() if isinstance(known, Values)}


def test_a_ruleset_without_fault_is_clean(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must refer", when=make.yes("urgent"), unless=make.yes("risky")),
        make.rule("b", "should consult before refer", when=make.yes("wanted")),
    )

    assert ids(audit) == []


def test_a_value_on_which_no_rule_has_a_word_of_its_own_is_a_gap(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must refer", when=make.yes("urgent")),
        make.rule("b", "should consult", when=make.yes("urgent")),
        make.rule("c", "may go_on", when=AllOf((make.yes("wanted"), make.yes("risky")))),
        make.rule("d", "should consult", when=make.yes("wanted")),
    )

    (finding,) = audit.findings
    assert finding.id == "gap:risky=yes"
    assert stated(finding.witness) == {"risky": "yes"}


def test_a_rule_that_contradicts_itself_never_applies(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(make, *world, make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.no("urgent")))))

    assert ids(audit) == ["dead-rule:a"]
    assert audit.findings[0].explained == "its condition contradicts itself"


def test_a_rule_that_constraints_rule_out_never_applies_and_only_those_are_named(
    make: ModuleType, world: tuple[Any, ...]
) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.yes("risky")))),
        make.never("k", AllOf((make.yes("urgent"), make.yes("risky")))),
        make.never("other", AllOf((make.yes("urgent"), make.yes("wanted")))),
    )

    assert ids(audit) == ["dead-rule:a"]
    assert audit.findings[0].because == ("k",)
    assert audit.findings[0].witness is None


def test_a_rule_defeated_wherever_it_applies_is_found_with_what_defeats_it(
    make: ModuleType, world: tuple[Any, ...]
) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.yes("risky")))),
        make.rule("b", "must not consult", when=make.yes("urgent"), overrides=("a",)),
    )

    finding = next(finding for finding in audit.findings if finding.kind is FindingKind.DEFEATED_RULE)
    assert finding.id == "defeated-rule:a"
    assert finding.because == ("b",)
    assert stated(finding.witness) == {"urgent": "yes", "risky": "yes"}


def test_a_rule_that_says_what_another_says_already_could_go(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=make.yes("urgent")),
        make.rule("b", "must consult", when=AllOf((make.yes("urgent"), make.yes("risky")))),
    )

    finding = next(finding for finding in audit.findings if finding.id == "idle-rule:b")
    assert finding.because == ("a",)
    assert stated(finding.witness) == {"urgent": "yes", "risky": "yes"}
    assert not any(name.startswith("idle-rule:a") for name in ids(audit))


def test_a_rule_that_only_orders_steps_does_not_go_for_nothing(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "should consult"),
        make.rule("b", "should consult before refer", when=make.yes("urgent")),
    )

    assert not any(name.startswith("idle-rule:b") for name in ids(audit))


def test_a_status_that_is_always_outweighed_is_never_reached(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "should consult", when=make.yes("urgent")),
        make.rule("b", "must not consult", when=AnyOf((make.yes("urgent"), make.yes("risky")))),
    )

    finding = next(finding for finding in audit.findings if finding.kind is FindingKind.UNREACHABLE_STATUS)
    assert finding.id == "unreachable-status:consult=advised"
    assert set(finding.because) == {"a", "b"}


def test_a_way_that_is_advised_only_beside_one_that_is_required_is_never_the_outcome(
    make: ModuleType, world: tuple[Any, ...]
) -> None:
    audit = audited(
        make,
        *world[:3],
        make.way("refer", compatible=("go_on",)),
        make.way("go_on"),
        make.rule("a", "must refer", when=make.yes("urgent")),
        make.rule("b", "should go_on", when=make.yes("urgent")),
    )

    assert "unreachable-disposition:go_on=advised" in ids(audit)


def test_a_dilemma_is_found_with_its_smallest_case_and_the_rules_that_collide(
    make: ModuleType, world: tuple[Any, ...]
) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=make.yes("urgent")),
        make.rule("b", "must not consult", when=AnyOf((make.yes("risky"), make.yes("wanted")))),
    )

    (finding,) = audit.findings
    assert finding.id == "dilemma:consult"
    assert finding.because == ("a", "b")
    assert stated(finding.witness) in ({"urgent": "yes", "risky": "yes"}, {"urgent": "yes", "wanted": "yes"})


def test_a_duty_that_can_be_left_without_means_is_found(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world[:5],
        make.step("cover", met_by=("refer",)),
        make.rule("a", "must cover", when=make.yes("urgent")),
        make.rule("b", "must not refer", when=make.yes("risky")),
    )

    assert "unmet:cover" in ids(audit)


def test_a_case_in_which_every_way_is_forbidden_is_found(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(make, *world, make.rule("a", "must not refer", "must not go_on", when=make.yes("urgent")))

    finding = next(finding for finding in audit.findings if finding.kind is FindingKind.NO_WAY)
    assert finding.id == "no-way"
    assert stated(finding.witness) == {"urgent": "yes"}


def test_a_part_of_a_condition_that_another_rule_makes_idle_is_found(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.no("risky")))),
        make.rule("b", "must consult", when=make.yes("risky")),
    )

    (finding,) = audit.findings
    assert finding.id == "idle-condition:a:risky=no:always"
    assert finding.because == ("b",)
    assert stated(finding.witness) == {"urgent": "yes", "risky": "yes"}


def test_a_part_of_a_condition_that_a_constraint_makes_idle_names_the_constraint(
    make: ModuleType, world: tuple[Any, ...]
) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.no("risky")))),
        make.never("k", AllOf((make.yes("urgent"), make.yes("risky")))),
    )

    (finding,) = audit.findings
    assert finding.id == "idle-condition:a:risky=no:always"
    assert (finding.witness, finding.because) == (None, ("k",))


def test_a_term_that_only_a_word_on_danger_asks_for_is_not_idle(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.concept("danger", make.yes("risky")),
        safety=(SafetyLine("s", ConceptTest("danger"), "Take care.", "Is it safe?", ("refer",)),),
    )

    assert ids(audit) == []


def test_a_term_that_nothing_asks_for_is_idle(make: ModuleType, world: tuple[Any, ...]) -> None:
    assert ids(audited(make, *world, make.concept("danger", make.yes("risky")))) == [
        "idle-condition:danger:risky=yes:always"
    ]


def test_a_constraint_that_another_implies_forbids_nothing(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.never("k", make.yes("risky")),
        make.never("weaker", AllOf((make.yes("risky"), make.yes("urgent")))),
    )

    (finding,) = audit.findings
    assert finding.id == "idle-constraint:weaker"
    assert finding.because == ("k",)


def test_constraints_that_no_case_keeps_are_all_there_is_to_say(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(make, *world, make.never("k", make.yes("risky")), make.never("l", NoneOf((make.yes("risky"),))))

    (finding,) = audit.findings
    assert finding.id == "no-case"
    assert set(finding.because) == {"k", "l"}


def test_a_assumption_that_turns_a_way_round_is_found(make: ModuleType, world: tuple[Any, ...]) -> None:
    audit = audited(
        make,
        *world,
        make.rule("a", "should refer"),
        make.rule("b", "must not refer", when=make.yes("risky")),
    )

    (finding,) = audit.findings
    assert finding.id == "assumption:risky"
    assert finding.witness == NOTHING


def test_a_assumption_that_turns_a_decided_case_is_found_with_the_case(
    make: ModuleType, world: tuple[Any, ...]
) -> None:
    ruleset = make.enacted(
        *world,
        make.rule("a", "should refer", when=make.yes("wanted")),
        make.rule("b", "must not refer", when=AllOf((make.yes("wanted"), make.yes("risky")))),
    ).ruleset
    wanted = {"wanted": Values(frozenset({"yes"}))}

    audit = audit_rules(ruleset, as_of=make.DAY, cases={"c-1": wanted})

    finding = next(finding for finding in audit.findings if finding.kind is FindingKind.ASSUMPTION)
    assert finding.id == "assumption:risky"
    assert (finding.case, finding.witness) == ("c-1", None)
    assert "`c-1`" in finding.explained


def test_an_accepted_finding_is_quiet_and_one_that_is_gone_is_stale(make: ModuleType, world: tuple[Any, ...]) -> None:
    accepted = (AcceptedFinding("dead-rule:a", "kept for the day"), AcceptedFinding("dead-rule:z", "once was"))

    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.no("urgent")))),
        accepted=accepted,
    )

    assert ids(audit) == ["stale:dead-rule:z"]
    assert [(item.finding.id, item.because) for item in audit.accepted] == [("dead-rule:a", "kept for the day")]


def test_what_the_solver_leaves_undecided_is_never_called_clean(
    make: ModuleType, world: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.PossibleCases, "_solve", lambda *_: queries.Undecided.UNDECIDED)

    audit = audited(
        make,
        *world,
        make.rule("a", "must consult", when=AllOf((make.yes("urgent"), make.no("urgent")))),
        make.rule("b", "must consult"),
        make.rule("c", "should consult"),
    )

    undecided = {finding.id for finding in audit.findings if finding.undecided}
    assert {"defeated-rule:a", "unreachable-status:consult=advised", "idle-rule:c"} <= undecided
