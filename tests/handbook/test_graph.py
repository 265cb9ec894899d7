"""What leads to what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.handbook.graph import Graph, GraphNodeKind, GraphRelation, graph_of
from ethics_engine.handbook.graph_dot import dot
from ethics_engine.handbook.graph_layout import Position, layout
from ethics_engine.handbook.graph_svg import svg
from ethics_engine.handbook.graph_text import tree
from ethics_engine.model.conditions import FactTest

Run = Callable[..., Result]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def graph(world: ee.Ruleset) -> Graph:
    return graph_of(world)


@pytest.fixture(scope="module")
def whole(bundled: ee.Ruleset) -> Graph:
    return graph_of(bundled)


def said(graph: Graph, relation: GraphRelation) -> list[str]:
    return [str(edge) for edge in graph.edges if edge.relation is relation]


def test_facts_lead_to_terms_terms_to_rules_and_rules_to_actions(graph: Graph) -> None:
    assert "stage is used by long" in said(graph, GraphRelation.ASKED)
    assert "reasons is used by culture.no-referral" in said(graph, GraphRelation.ASKED)
    assert "consult is used by (whether done) culture.threat" in said(graph, GraphRelation.ASKED)
    assert "tell is used by (status) culture.threat" in said(graph, GraphRelation.ASKED)
    assert "setting is used by pause" in said(graph, GraphRelation.ASKED)
    assert said(graph, GraphRelation.EXCEPTS) == [
        "threat is used by the exception of culture.no-referral",
        "long is used by the exception of culture.no-referral",
    ]
    assert said(graph, GraphRelation.SPEAKS) == [
        "culture.no-referral speaks of (must not) refer",
        "culture.no-referral speaks of (must not) pause",
        "culture.no-referral speaks of (should) consult",
    ]


def test_what_takes_the_place_of_a_rule_and_what_comes_before_an_action_is_drawn(graph: Graph) -> None:
    assert said(graph, GraphRelation.OVERRIDES) == ["culture.threat overrides (its exception) culture.no-referral"]
    assert said(graph, GraphRelation.BEFORE) == ["consult comes before (should) go_on"]


def test_a_way_that_is_never_required_or_advised_rules_nothing_out(graph: Graph, whole: Graph) -> None:
    assert said(graph, GraphRelation.DERIVED) == []
    assert "refer if required or advised, rules out terminate" in said(whole, GraphRelation.DERIVED)
    assert "continue if required or advised, rules out pause" not in said(whole, GraphRelation.DERIVED)


def test_around_a_term_stands_what_leads_to_it_and_what_it_leads_to(graph: Graph) -> None:
    term = graph.find("long")
    assert term is not None

    near = {node.id for node in graph.around(term).nodes}

    assert near == {"stage", "sessions", "long", "culture.no-referral", "refer", "pause", "consult"}


def test_the_way_from_a_fact_ends_at_the_next_actions(whole: Graph) -> None:
    fact = whole.find("practitioner_values_conflict")
    assert fact is not None

    kinds = {node.kind for node in whole.around(fact).nodes}

    assert kinds == {GraphNodeKind.FACT, GraphNodeKind.CONCEPT, GraphNodeKind.RULE, GraphNodeKind.ACTION}
    assert "referral.say-why" not in {node.id for node in whole.around(fact).nodes}


def test_the_tree_of_a_rule_shows_what_it_turns_on_and_what_it_leads_to(graph: Graph) -> None:
    assert tree(graph, graph.find("culture.threat")).splitlines() == [
        'culture.threat (rule): If the step "consult the supervisor" is done and the',
        '|   rules require the step "tell the client why", the exception to rule',
        "|   culture.no-referral is overridden.",
        "|-- depends on",
        "|   |-- whether done: consult (action)",
        "|   `-- status: tell (action)",
        "`-- overrides",
        "    `-- culture.no-referral (its exception)",
    ]


def test_the_tree_of_an_action_shows_which_rules_speak_of_it(graph: Graph) -> None:
    assert tree(graph, graph.find("consult")).splitlines() == [
        "consult (action): consult the supervisor",
        "|-- depends on",
        "|   `-- should: culture.no-referral (rule)",
        "|       |-- reasons (fact)",
        "|       |-- exception: threat (fact)",
        "|       `-- exception: long (term)",
        "|           |-- stage (fact)",
        "|           `-- sessions (fact)",
        "|-- leads to",
        "|   `-- whether done: culture.threat (rule)",
        "`-- comes before, if a rule requires it",
        "    `-- go_on (should)",
    ]


def test_what_was_shown_before_is_not_shown_again(whole: Graph) -> None:
    shown = tree(whole, whole.find("practitioner_values_conflict"))

    assert ", see above" in shown
    assert shown.count("|-- improper_ground_alone (term)\n") <= 1


@pytest.mark.parametrize("name", [None, "refer", "client_romance", "values.bracket", "still_unable_after_work"])
def test_a_tree_is_plain_and_fits_a_terminal(name: str | None, whole: Graph) -> None:
    shown = tree(whole, whole.find(name) if name else None)

    assert shown.isascii()
    assert max(len(line) for line in shown.splitlines()) <= 88


def test_the_tree_of_the_whole_ruleset_has_every_rule_under_its_topic(whole: Graph) -> None:
    shown = tree(whole, None)

    rules = [node for node in whole.nodes if node.kind is GraphNodeKind.RULE]
    assert [rule.id for rule in rules if f"-- {rule.id}\n" not in shown] == []
    first = min(rule.topic for rule in rules)
    assert shown.startswith(f"{first.capitalize()}\n|-- {first}.")


def test_the_dot_names_every_node_and_every_edge_and_quotes_what_is_said(world: ee.Ruleset) -> None:
    facts = tuple(attrs.evolve(fact, says='a "quoted" \\ word\nand more') for fact in world.facts)
    graph = graph_of(attrs.evolve(world, facts=facts))

    drawn = dot(graph, "the world").splitlines()

    assert drawn[0] == 'digraph "the world" {'
    assert sum(" -> " in line for line in drawn) == len(graph.edges)
    assert sum("shape=" in line for line in drawn) == len(graph.nodes)
    assert any('tooltip="a \\"quoted\\" \\\\ word and more"' in line for line in drawn)


def test_the_picture_is_sound_and_tells_a_screen_reader_what_it_shows(graph: Graph) -> None:
    picture = ET.fromstring(svg(graph, "the world"))

    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "title desc"
    assert title is not None
    assert title.text == "the world"
    assert description is not None
    assert "5 facts, 1 term, 2 rules and 6 actions" in str(description.text)
    assert "stage is used by long" in str(description.text)


def test_the_picture_shows_every_node_and_every_edge(whole: Graph) -> None:
    picture = ET.fromstring(svg(whole, "all"))

    found = [element.text or "" for element in picture.iter(f"{SVG}title")]
    assert len(found) == 1 + len(whole.nodes) + len(whole.edges)
    assert {str(edge) for edge in whole.edges} <= set(found)


def test_what_a_ruleset_says_is_never_markup_in_a_picture(world: ee.Ruleset) -> None:
    rules = tuple(attrs.evolve(rule, id=f"{rule.id}<b>&\"'") for rule in world.rules if not rule.overrides)

    picture = ET.fromstring(svg(graph_of(attrs.evolve(world, rules=rules)), "<script>"))

    assert not list(picture.iter(f"{SVG}script")) + list(picture.iter(f"{SVG}b"))


def test_no_two_nodes_stand_in_the_same_place_and_all_lead_from_left_to_right(whole: Graph) -> None:
    places = layout(whole)

    assert len(set(places.values())) == len(whole.nodes)
    for edge in whole.edges:
        if (
            edge.relation in {GraphRelation.ASKED, GraphRelation.EXCEPTS, GraphRelation.SPEAKS}
            and edge.start.kind is not GraphNodeKind.ACTION
        ):
            assert places[edge.start].column < places[edge.end].column


def test_the_layout_crosses_no_lines_where_that_can_be_avoided(world: ee.Ruleset) -> None:
    """Two facts that are declared in the other order than the actions to which they lead."""
    one, other = world.facts[:2]
    rule = world.rule["culture.no-referral"]
    when = rule.when
    assert isinstance(when, FactTest)
    crossed = graph_of(
        attrs.evolve(
            world,
            facts=(one, other),
            concepts=(),
            constraints=(),
            safety=(),
            actions=tuple(
                attrs.evolve(action, available=attrs.evolve(when, fact=fact.id))
                for action, fact in zip((world.action["refer"], world.action["consult"]), (other, one), strict=True)
            ),
            rules=(attrs.evolve(rule, when=attrs.evolve(when, fact=other.id), unless=None, norms=rule.norms[:1]),),
        )
    )

    places = {node.id: place for node, place in layout(crossed).items()}

    assert places[other.id].row == places["refer"].row
    assert places[one.id].row == places["consult"].row
    assert places[rule.id] == Position(1, 0)


@pytest.mark.parametrize("form", ["tree", "dot", "svg"])
def test_the_command_draws_the_whole_or_what_stands_around_a_name(form: str, tmp_path: Path, run: Run) -> None:
    whole, around = run("graph", "--format", form), run("graph", "values.bracket", "--format", form)
    run("graph", "values.bracket", "--format", form, "--output", tmp_path / "drawn")

    assert len(around.stdout) < len(whole.stdout)
    assert "values.bracket" in around.stdout
    assert "bracket_values" in around.stdout
    assert (tmp_path / "drawn").read_text(encoding="utf-8") == around.stdout


def test_an_unknown_name_is_refused_with_the_nearest(run: Run) -> None:
    result = run("graph", "valus.bracket")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `values.bracket`?" in result.stderr
