"""What is written is what is read."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from ethics_engine.loading import check_ruleset, read_ruleset
from ethics_engine.loading.schemas import case_schema
from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.citations import Citation, Citing, citations
from ethics_engine.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    ConceptTest,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)
from ethics_engine.model.facts import YES_NO_VALUES, Constraint, Fact, FactType, FactValue
from ethics_engine.model.knowledge import NO, Numbers, Values
from ethics_engine.model.period import Period
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset, SafetyLine
from ethics_engine.model.sources import Authority, Confidence, Document, Passage, Said
from ethics_engine.model.status import Status

THREAT = FactTest("threat", Operator.IS, ("yes",))


def test_the_name_version_title_and_safety_of_a_ruleset_are_read(world: Ruleset) -> None:
    assert (world.name, world.version, world.title) == ("world", "1.10", "The small world of the reading tests")
    assert world.not_covered == ("What a session costs.",)
    assert world.safety == (
        SafetyLine(
            id="threat",
            when=THREAT,
            danger="Where someone is in danger, call for help first.",
            ask="Nobody has asked about danger.",
            matters_for=("refer", "go_on"),
        ),
    )


def test_every_type_of_fact_is_read(world: Ruleset) -> None:
    assert world.fact["threat"] == Fact(
        id="threat",
        ask="Is there a threat?",
        says="there is a threat",
        type=FactType.YES_NO,
        topic="the client",
        values=YES_NO_VALUES,
        presumed=NO,
        judged=True,
        sensitive=True,
        sources=("B-1",),
        also=("menace", "I will hurt you"),
    )
    stage, sessions = world.fact["stage"], world.fact["sessions"]
    assert stage.values == (FactValue("early", "beginning"), FactValue("middle", "middle"), FactValue("late", "end"))
    assert stage.clause == "the work is at its {}"
    assert (stage.ordered, stage.immutable, stage.presumed) == (True, True, Values(frozenset({"middle"})))
    assert (sessions.unit, sessions.topic, sessions.presumed) == ("sessions", "the work", Numbers(((1, None),)))
    assert world.fact["reasons"].unpresumed == "It is what the case is about."


def test_a_value_is_its_label_or_its_label_with_synonyms(world: Ruleset) -> None:
    assert world.fact["setting"].values == (
        FactValue("school", "a school", also=("college",)),
        FactValue("clinic", "a clinic"),
        FactValue("home", "home"),
    )


def test_concepts_and_constraints(world: Ruleset) -> None:
    many = FactTest("sessions", Operator.AT_LEAST, (10,))

    assert world.concept["long"].means == AnyOf(
        (
            FactTest("stage", Operator.AT_LEAST, ("late",)),
            AllOf((many, FactTest("sessions", Operator.AT_MOST, (99,)))),
        )
    )
    assert world.concept["long"].sources == ("ACA A.4.b",)
    assert world.constraints == (
        Constraint(
            id="not_both",
            never=AllOf((FactTest("stage", Operator.IS, ("early",)), many)),
            because="Ten sessions are no beginning.",
            topic="the client",
            sources=("B-1",),
        ),
    )


def test_actions_keep_their_order(world: Ruleset) -> None:
    assert [action.id for action in world.actions] == ["refer", "pause", "go_on", "consult", "tell", "cover"]
    assert world.action["refer"] == Action("refer", "refer the client", ActionKind.WAY, compatible=("pause",))
    assert world.action["pause"].available == FactTest("setting", Operator.ONE_OF, ("school", "clinic"))
    assert world.action["go_on"].is_way
    assert world.action["consult"].sources == ("B-1",)
    assert world.action["consult"].also == ("ask a superior",)
    assert world.action["tell"] == Action(
        id="tell",
        label="tell the client why",
        kind=ActionKind.STEP,
        of=("refer",),
        available=FactTest("threat", Operator.IS, ("no",)),
        after=("consult",),
    )
    assert (world.action["cover"].met_by, world.action["cover"].by) == (("go_on", "refer"), "the agency")
    assert world.action["cover"].available == ALWAYS


def test_rules_are_read_with_all_their_parts(world: Ruleset) -> None:
    assert world.rules == (
        Rule(
            id="culture.no-referral",
            topic="culture",
            because="One can learn.",
            sources=("B-1", "ACA A.4.b"),
            when=FactTest("reasons", Operator.ONLY, ("unfamiliar",)),
            norms=(
                Norm(Modality.MUST_NOT, "refer"),
                Norm(Modality.MUST_NOT, "pause"),
                Norm(Modality.SHOULD, "consult", before="go_on"),
            ),
            unless=AllOf((THREAT, NoneOf((ConceptTest("long"),)))),
            unless_because="Safety comes first.",
            in_force=Period(datetime.date(2020, 1, 1)),
        ),
        Rule(
            id="culture.threat",
            topic="safety",
            because="The supervisor knows.",
            sources=("B-1",),
            when=AllOf((DoneTest("consult"), StatusTest("tell", (Status.REQUIRED,)))),
            overrides=("culture.no-referral#unless",),
        ),
    )


def test_passages_are_cited_by_document_separator_and_key(world: Ruleset) -> None:
    assert world.passage == {
        "ACA A.4.b": Passage(
            "ACA A.4.b", "ACA", "Set your values aside.", Authority.CODE, Said.MUST, Confidence.FROM_MEMORY
        ),
        "B-1": Passage("B-1", "B", "Learn.", Authority.GUIDANCE, Said.MUST),
        "B-7": Passage(
            "B-7", "B", "The world is round.", Authority.GUIDANCE, not_encoded="a statement about the world"
        ),
    }


def test_documents_carry_what_a_bibliography_says_of_them(world: Ruleset) -> None:
    code, book = world.documents

    assert code == Document("ACA", "A code", (world.passage["ACA A.4.b"],))
    assert book == Document(
        id="B",
        title="The book",
        passages=(world.passage["B-1"], world.passage["B-7"]),
        author="A. Uthor",
        date="1999",
        edition="second",
        authority=Authority.GUIDANCE,
        note="Nobody has read it.",
        complete=True,
    )


def test_what_rests_on_a_passage_is_found_whatever_it_is(world: Ruleset) -> None:
    assert citations(world) == {
        "ACA A.4.b": (Citation(Citing.RULE, "culture.no-referral"), Citation(Citing.CONCEPT, "long")),
        "B-1": (
            Citation(Citing.RULE, "culture.no-referral"),
            Citation(Citing.RULE, "culture.threat"),
            Citation(Citing.FACT, "threat"),
            Citation(Citing.CONSTRAINT, "not_both"),
            Citation(Citing.ACTION, "consult"),
        ),
        "B-7": (),
    }


def test_a_ruleset_can_be_read_before_its_complete_documents_are_complete(here: Path) -> None:
    """So that a table can show which passages are still to be placed."""
    assert read_ruleset(here / "bad" / "rulesets" / "incomplete", complete=False).name == "incomplete"


def test_how_rules_are_spread_over_files_does_not_count(here: Path, world: Ruleset, tmp_path: Path) -> None:
    copy = shutil.copytree(here / "world", tmp_path / "copy")
    (copy / "rules" / "sources.yaml").rename(copy / "another.yaml")
    (copy / ".hidden.yaml").write_text("[")

    assert read_ruleset(copy) == world


def test_what_is_so_where_the_answer_is_no(here: Path, world: Ruleset, tmp_path: Path) -> None:
    copy = shutil.copytree(here / "world", tmp_path / "copy")
    vocabulary = copy / "vocabulary.yaml"
    vocabulary.write_text(
        vocabulary.read_text().replace("says: there is a", "denies: there is no threat, says: there is a")
    )

    assert read_ruleset(copy).fact["threat"].denies == "there is no threat"
    assert world.fact["threat"].denies is None


def test_checking_finds_nothing_to_stop_a_sound_ruleset(here: Path) -> None:
    assert [finding.message for finding in check_ruleset(here / "world")] == ["no rule mentions action `cover`"]


def test_the_case_schema_of_a_ruleset_shows_questions_labels_and_synonyms(world: Ruleset) -> None:
    facts = case_schema(world)["properties"]["facts"]["properties"]

    assert facts["threat"]["description"] == "Is there a threat? (also: menace, I will hurt you)"
    assert facts["setting"]["anyOf"][0] == {"const": "school", "description": "a school (also: college)"}
