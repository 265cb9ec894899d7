"""A permission to take one way instead of another lifts only the advice against it that comes from that other way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee
from ethics_engine.text.courses import possible_course_in_words

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

LAW = """
facts: [{id: threat}, {id: consent}, {id: safe_receiver}, {id: second_ground}, {id: order}]
actions:
  - {id: end, way: yes, label: end the work}
  - {id: refer, way: yes, label: refer the client}
  - {id: go_on, way: yes, label: go on}
rules:
  - {id: threat, when: {threat: yes}, then: [{should: end}]}
  - {id: receiver, when: {safe_receiver: yes}, then: [{may: refer, instead_of: end}]}
  - {id: consent, when: {consent: yes}, then: [{may: [refer, go_on]}]}
  - {id: second, when: {second_ground: yes}, then: [{should: go_on}]}
  - {id: order, when: {order: yes}, then: [{must: end}]}
"""


@pytest.fixture
def law(world: World) -> ee.Ruleset:
    return world(LAW)


def facts(**stated: str) -> dict[str, object]:
    return {"threat": "yes", **dict.fromkeys(("consent", "safe_receiver", "second_ground", "order"), "no"), **stated}


def test_without_the_permission_the_other_way_is_not_advised_and_the_answer_says_why(law: ee.Ruleset, ask: Ask) -> None:
    answer = ask(law, "may refer", facts()).answer

    assert answer.value == "advised_against"
    assert answer.sentence == "Advised against. The practitioner should end the work instead."


def test_of_two_courses_that_could_be_mixed_up_it_tells_what_the_advised_one_means(world: World, ask: Ask) -> None:
    told = LAW.replace("label: go on}", "label: go on, meaning: see them again}")
    both = told.replace("label: end the work}", "label: end the work, meaning: see them no more}")

    def answer(law: str) -> str:
        return ask(world(law), "may go_on", facts()).answer.sentence

    assert answer(both) == "Advised against. The practitioner should end the work instead: see them no more."
    assert answer(told) == "Advised against. The practitioner should end the work instead."


def test_with_the_permission_it_may_be_taken(law: ee.Ruleset, ask: Ask) -> None:
    assert ask(law, "may refer", facts(safe_receiver="yes")).answer.value == "yes"


def test_an_unrelated_permission_lifts_no_advice(law: ee.Ruleset, ask: Ask) -> None:
    assert ask(law, "may refer", facts(consent="yes")).answer.value == "advised_against"
    assert ask(law, "may go_on", facts(consent="yes", safe_receiver="yes")).answer.value == "advised_against"


def test_the_advice_of_a_third_way_still_stands(law: ee.Ruleset, ask: Ask) -> None:
    answer = ask(law, "may refer", facts(safe_receiver="yes", second_ground="yes")).answer

    assert answer.value == "advised_against"
    assert "The practitioner should go on instead." in answer.sentence


def test_what_is_required_excludes_it_all_the_same(law: ee.Ruleset, ask: Ask) -> None:
    answer = ask(law, "may refer", facts(safe_receiver="yes", order="yes")).answer

    assert answer.value == "no"
    assert answer.sentence == "No. The practitioner must end the work instead."


def test_the_disposition_names_it_after_the_way_that_is_advised(law: ee.Ruleset, ask: Ask) -> None:
    disposition = ask(law, "what", facts(safe_receiver="yes")).disposition

    assert disposition.force is ee.Force.ADVISED
    assert disposition.ways == ("end", "refer")
    assert disposition.instead == ("refer",)
    assert disposition.sentence == "The practitioner should end the work, or may instead refer the client."


def test_what_remains_possible_marks_what_may_only_be_permitted_instead(law: ee.Ruleset, ask: Ask) -> None:
    disposition = ask(law, "what", {**facts(), "safe_receiver": "unknown"}).disposition

    assert (
        disposition.sentence
        == "The course is open. It could be: end the work (advised) or refer the client (permitted instead)."
    )


def test_a_possible_course_is_marked_unless_its_status_is_known(law: ee.Ruleset) -> None:
    stated = possible_course_in_words(ee.Force.ADVISED, ("end", "refer"), law)

    assert stated == "end the work (advised) or refer the client (advised, or permitted instead)"


def test_of_another_force_it_names_nothing_more(law: ee.Ruleset, ask: Ask) -> None:
    assert ask(law, "what", facts(safe_receiver="yes", order="yes")).disposition.ways == ("end",)
    assert ask(law, "what", facts(threat="no", safe_receiver="yes")).disposition.force is ee.Force.PERMITTED


def test_where_it_is_open_whether_the_permission_counts_the_answer_names_what_decides(
    law: ee.Ruleset, ask: Ask
) -> None:
    made = ask(law, "may refer", {name: known for name, known in facts().items() if name != "safe_receiver"})

    assert set(made.answer.possible) == {"yes", "advised_against"}
    assert [unknown.fact for unknown in made.unknown] == ["safe_receiver"]


@pytest.mark.parametrize(
    ("stated", "did", "verdict"),
    [
        ({"safe_receiver": "yes"}, ["refer"], "consistent"),
        ({"safe_receiver": "yes"}, ["go_on"], "departure"),
        ({"safe_receiver": "yes"}, [], "departure"),
        ({}, ["refer"], "departure"),
    ],
)
def test_to_omit_what_is_advised_is_no_departure_where_what_is_permitted_instead_was_done(
    law: ee.Ruleset, ask: Ask, stated: dict[str, str], did: list[str], verdict: str
) -> None:
    made = ask(law, "right", facts(**stated), did=did, omitted=["end"])

    assert {report.action: report.verdict.value for report in made.conduct}["end"] == verdict
    assert made.answer.value == verdict
