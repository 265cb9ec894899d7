"""What holds after the steps that come first, what bars every other way, and how a way itself stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

FIRST = """
facts: [{id: rain}]
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: step}
  - {id: tell, of: [go]}
rules:
  - {id: manner, then: [{must: tell}]}
  - {id: wait, then: [{must: step, before: go}]}
"""

NOT_A_YES = "That is not a yes: ask a supervisor."


@pytest.mark.parametrize(
    ("norm", "ask_for", "then", "sentence"),
    [
        ("{must: go}", "may go", "yes", "Yes, but first do step. The practitioner must then do go."),
        ("{should: go}", "may go", "yes", "Yes, but first do step. The practitioner should then do go."),
        ("{may: go}", "may go", "yes", "Not yet. First do step. The practitioner may then do go."),
        (
            "{may: step}",
            "may go",
            "rules_say_nothing",
            (
                "Not yet. First do step. No rule says yet whether the practitioner may then do go. "
                "State what came of it, and ask again."
            ),
        ),
        ("{must: go}", "must go", "yes", "Yes, but first do step. The practitioner must then do go."),
    ],
)
def test_an_answer_that_is_not_yet_says_what_holds_once_the_steps_are_taken(
    norm: str, ask_for: str, then: str, sentence: str, world: World, ask: Ask
) -> None:
    made = ask(world(f"{FIRST}  - {{id: speaks, then: [{norm}]}}\n"), ask_for)

    assert (made.answer.value, made.answer.then) == ("not_yet", then)
    assert made.answer.sentence == sentence


def test_of_what_holds_afterwards_it_is_said_that_it_is_open(world: World, ask: Ask) -> None:
    made = ask(world(f"{FIRST}  - {{id: wet, when: {{rain: yes}}, then: [{{should: go}}]}}\n"), "may go")

    assert (made.answer.value, made.answer.then) == ("not_yet", None)
    assert made.answer.sentence == "Not yet. First do step. Whether the practitioner may then do go is open."


BARRED = """
facts: [{id: rain}]
actions: [{id: go, way: yes}, {id: stay, way: yes}, {id: part, way: yes}, {id: fly, way: yes, available: {rain: yes}}]
rules:
  - {id: a, then: [{must not: go}, {should not: part}]}
  - {id: b, when: {rain: yes}, then: [{may: stay}]}
"""


def test_must_a_way_says_where_every_other_way_is_barred(world: World, ask: Ask) -> None:
    made = ask(world(BARRED), "must stay", {"rain": False})

    assert (made.answer.value, made.answer.barred) == ("rules_say_nothing", ("go", "part"))
    assert made.answer.sentence.endswith("It is the only course left. Forbidden: do go. Advised against: do part.")


def test_nothing_is_barred_where_another_way_is_open_or_none_is_forbidden(world: World, ask: Ask) -> None:
    assert ask(world(BARRED), "must stay", {"rain": True}).answer.barred == ()
    assert ask(world(BARRED), "must part", {"rain": False}).answer.barred == ()
    advised = world(BARRED.replace("{must not: go}", "{should not: go}"))
    assert ask(advised, "must stay", {"rain": False}).answer.barred == ()


def test_how_begins_with_how_the_way_itself_stands(world: World, ask: Ask) -> None:
    def how(*norms: str) -> str:
        rules = "".join(f"  - {{id: n{index}, then: [{norm}]}}\n" for index, norm in enumerate(norms))
        return ask(world(FIRST + rules), "how go", done=["step"]).answer.sentence

    assert how("{should: go}") == "The practitioner should do go. To do go: the practitioner must do tell."
    assert how("{must not: go}") == (
        "The practitioner must not do go. If it goes ahead anyway: the practitioner must do tell."
    )
    assert how("{should not: go}").startswith("The practitioner should not do go. It is not forbidden. If it goes")
    assert how().startswith("No rule says whether the practitioner may do go. That is not a yes. To do go:")


def test_how_says_that_a_way_is_not_possible(world: World, ask: Ask) -> None:
    only_in_rain = FIRST.replace("{id: go, way: yes}", "{id: go, way: yes, available: {rain: yes}}")

    assert ask(world(only_in_rain), "how go", facts={"rain": "no"}).answer.sentence.startswith(
        "Not possible here. The practitioner can do go only if it is so: rain."
    )


def test_how_says_what_must_come_first(world: World, ask: Ask) -> None:
    advised = ask(world(f"{FIRST}  - {{id: n, then: [{{should: go}}]}}\n"), "how go").answer
    forbidden = ask(world(f"{FIRST}  - {{id: n, then: [{{must not: go}}]}}\n"), "how go").answer

    assert (advised.first, advised.then) == (("step",), "yes")
    assert advised.sentence.startswith("Yes, but first do step. The practitioner should then do go. To do go:")
    assert (forbidden.first, forbidden.then) == (("step",), "no")
    assert forbidden.sentence.startswith("The practitioner must not do go. In any case, first do step. If it goes")


def test_how_is_open_where_it_is_open_how_the_way_itself_stands(world: World, ask: Ask) -> None:
    made = ask(world(f"{FIRST}  - {{id: wet, when: {{rain: yes}}, then: [{{must not: go}}]}}\n"), "how go")

    assert (made.answer.value, made.answer.firmness) == ("open", ee.Firmness.OPEN)
    assert [report.fact for report in made.unknown if "answer" in report.bears_on] == ["rain"]


def test_first_before_a_way_names_every_step_and_says_that_the_way_is_forbidden(world: World, ask: Ask) -> None:
    more = "  - {id: more, then: [{must: tell, before: go}]}\n"

    permitted = ask(world(f"{FIRST}{more}  - {{id: n, then: [{{may: go}}]}}\n"), "first go").answer
    assert (permitted.value, permitted.first) == ("step", ("step", "tell"))
    assert permitted.sentence == "First do step, then do tell."
    forbidden = ask(world(f"{FIRST}{more}  - {{id: n, then: [{{must not: go}}]}}\n"), "first go").answer
    assert forbidden.sentence == "The practitioner must not do go. In any case, first do step, then do tell."
    assert ask(world(f"{FIRST}  - {{id: n, then: [{{must not: stay}}]}}\n"), "first stay").answer.sentence == (
        "The practitioner must not do stay. No rule puts a step before it."
    )
