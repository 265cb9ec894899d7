"""Questions that somebody wrote beside the cases: how they are read, and that the rules must agree with the key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.errors import InputError
from ethics_engine.loading import bundled
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.items import items_of
from ethics_engine.quiz.parse_questions import question_files, read_questions
from tests.quiz.items.test_build import CLEAR, FOG, PARTS, right

OPTIONS = """
  - answer: not_yet
    step: ask_warden
    text: Not yet. The warden is asked first.
    feedback: The path is hidden.
  - answer: not_yet
    step: buy_a_map
    text: Not yet. A map is bought first.
    feedback: A map shows no fog.
  - answer: yes
    text: Yes. It is only a little grey.
    feedback: It is enough to hide the path.
  - answer: against
    text: No. Nobody climbs a hill in autumn.
    feedback: The season is not the point.
"""
BOTH = """
  - {answer: fog, text: The fog., feedback: It hides the path.}
  - {answer: hat, text: The hat., feedback: It keeps out rain alone.}
  - {answer: season, text: The season., feedback: It is autumn in both.}
"""

Written = Callable[..., tuple[Item, ...]]


def indented(options: str) -> str:
    return options.replace("\n", "\n    ")


@pytest.fixture
def written(tmp_path: Path, write_ruleset: Callable[..., Path]) -> Written:
    """The items of two cases in the hills, with questions on them given as YAML."""
    ruleset = ee.load_ruleset(write_ruleset(tmp_path / "rules", PARTS, name="hills", title="In the hills"))
    folder = tmp_path / "cases" / "hills"
    folder.mkdir(parents=True)

    def made(questions: str, fog: str = FOG) -> tuple[Item, ...]:
        (folder / "fog.case.yaml").write_text(f"id: fog\n{fog}\n")
        (folder / "clear.case.yaml").write_text(f"id: clear\n{CLEAR}\n")
        (folder / "hills.quiz.yaml").write_text(questions)
        return items_of(ruleset, read_corpus([folder], ruleset).cases)

    return made


def question(options: str = OPTIONS, more: str = "") -> str:
    return f"questions:\n- case: fog\n  question: May they climb now?{more}\n  options:{options}"


def test_the_first_option_is_the_key_where_the_rules_agree(written: Written) -> None:
    (item,) = written(question())

    assert (item.id, item.question, item.vignette.split("\n")[0]) == (
        "answer.fog",
        "May they climb now?",
        "It was a grey day.",
    )
    assert right(item) == ["Not yet. The warden is asked first."]
    assert item.option[item.key[0]].feedback == "Right. The path is hidden. Source: A book."
    assert {option.feedback for option in item.options if option.id not in item.key} == {
        "A map shows no fog.",
        "It is enough to hide the path.",
        "The season is not the point.",
    }


AGAINST = """
  - {answer: against, text: No. A shut gate is a request., feedback: It is shut.}
  - {answer: yes, text: Yes. Gates can be climbed., feedback: They can.}
  - {answer: not_yet, text: Not yet. Somebody has to open it., feedback: Nobody will.}
"""
SHUT = "question: {ask: may, action: go}\nnarrative: Grey.\nfacts: {gate: no}\nheld: {answer: advised_against}"


def test_no_item_is_made_if_the_rules_do_not_agree_with_the_first_option(written: Written) -> None:
    assert written(question(), SHUT) == ()
    assert written(question(AGAINST)) == ()


def test_what_differs_in_strength_alone_is_not_told_apart(written: Written) -> None:
    (item,) = written(question(AGAINST), SHUT)

    assert right(item) == ["No. A shut gate is a request."]
    assert item.explanation.startswith("The answer is no.")


def test_an_option_with_the_right_answer_is_wrong_if_its_rule_does_not_decide(written: Written) -> None:
    storm = "  - {answer: against, rule: hill.storm, text: No. There may be lightning., feedback: There is none.}\n"
    (item,) = written(question(AGAINST + storm), SHUT)

    assert right(item) == ["No. A shut gate is a request."]


@pytest.mark.parametrize("answers", [("yes", "no", "no"), ("not_yet", "not_yet", "no")])
def test_no_item_is_made_where_no_option_or_more_than_one_is_right(written: Written, answers: tuple[str, ...]) -> None:
    options = "".join(
        f"\n  - {{answer: {word}, text: Text {word} {n}, feedback: So.}}" for n, word in enumerate(answers)
    )

    assert written(question(options)) == ()


def test_of_two_cases_the_option_is_right_that_names_what_makes_the_difference(written: Written) -> None:
    (item,) = written(question(BOTH, "\n  beside: clear"))

    assert (item.id, right(item)) == ("minimal-pair.fog.clear", ["The fog."])
    assert (
        "In the first case the answer is “Not yet: something has to be done first”. In the second it is “Yes”."
        in item.question
    )


def test_two_cases_are_told_with_one_assumption_and_the_answers_that_are_written(written: Written) -> None:
    (item,) = written(question(BOTH, '\n  beside: clear\n  answers: ["Not yet: the warden is asked first", "Yes"]'))

    assert item.vignette.count("Assume nothing else unusual") == 1
    assert "In the first case the answer is “Not yet: the warden is asked first”." in item.question


def test_answers_that_the_rules_do_not_give_make_no_item(written: Written) -> None:
    assert written(question(BOTH, '\n  beside: clear\n  answers: ["No", "Yes"]')) == ()


def test_everything_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "x.quiz.yaml"
    file.write_text("questions:\n- case: a\n  options: [{answer: yes, text: T}]\n- {cas: b, options: []}\n")
    with pytest.raises(InputError) as caught:
        read_questions(file)
    said = [finding.message for finding in caught.value.findings]

    assert "an option needs `feedback`" in said
    assert "1 options" in said
    assert "a question has no key `cas`" in said


def test_every_question_that_comes_with_the_package_makes_an_item() -> None:
    ruleset = ee.load_ruleset()
    cases = read_corpus(None, ruleset).cases
    wanted = [
        (question.codes != (), *filter(None, (question.case, question.beside)))
        for file in question_files(bundled.cases().values())
        for question in read_questions(file)
    ]
    made = {(item.kind is ItemKind.CODE, *item.cases) for item in items_of(ruleset, cases)}

    assert not [question for question in wanted if question not in made]


def test_a_question_may_name_its_own_sources(written: Written) -> None:
    (item,) = written(question(more="\n  sources: [book]"))

    assert item.option[item.key[0]].feedback == "Right. The path is hidden. Source: A book."


def test_every_source_that_a_question_of_the_package_names_is_known() -> None:
    known = ee.load_ruleset().passage
    named = {
        source
        for file in question_files(bundled.cases().values())
        for question in read_questions(file)
        for source in question.sources
    }

    assert named
    assert not named - known.keys()


def test_the_explanation_gives_the_reasons_of_this_story_and_never_the_rules(written: Written) -> None:
    (own,) = written(question(more="\n  why: A step off the path is a long fall."))

    assert own.explanation == "A step off the path is a long fall."


def test_sources_that_a_question_names_are_the_ones_shown(written: Written) -> None:
    (item,) = written(question(more="\n  sources: [B-2]"))

    assert item.sources == ("B-2",)


def test_the_question_with_which_a_story_ends_is_asked_once(written: Written) -> None:
    (item,) = written(question(), FOG.replace("It was a grey day.", "It was a grey day. May they climb?"))

    assert item.vignette.split("\n")[0] == "It was a grey day."
