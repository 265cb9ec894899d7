"""`ethics ask` by script: question after question, what else may be typed, what is saved, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.interview.sentences import LISTED
from ethics_engine.model.knowledge import NO, YES

Run = Callable[..., Result]


def test_an_interview_about_violence_ends_after_five_answers(run: Run) -> None:
    result = run("ask", "--question", "may terminate", stdin="1\ny\nno\n1\nno\n2\nnone\n")

    assert result.exit_code == 0
    assert "\nYour answers:\n" in result.output
    assert "Yes, but first get to safety and stay there." in result.output
    assert result.output.count("Question ") == 5 + 1  # before them that of all dangers
    assert "\n  5. The work has begun.\n  6. None of these:\n" in result.output
    assert "- the client is in crisis or at risk of serious harm" in result.output.split("None of these:")[1]


def test_it_begins_with_what_is_asked(run: Run, small: Path) -> None:
    result = run("ask", "--rules", small, stdin="may fly away\nmay dance\nmay look\nquit\n")

    assert "What is your question?" in result.output
    assert "no action `dance`" in result.output
    assert "Question 1. Question about the answer" in result.output


def test_why_says_what_each_reply_leaves(run: Run) -> None:
    shown = run("ask", "--question", "may terminate", stdin="why\nnone\nwhy\n?\nhelp\nquit\n").output

    assert shown.count("This is about danger, so it comes first.") == 1
    why = "This is about danger, so it comes early.\n  "
    assert shown.count(why) == 3
    assert shown.count("or type: don't know, why, back, save FILE, quit.") == 3
    assert "bits" not in shown


def test_why_of_many_options_tells_of_those_after_which_few_answers_are_left(run: Run) -> None:
    shown = run("ask", "--question", "what", stdin="reasons_for_referral\nwhy\nquit\n").output

    assert "\nQuestion 2. Why is it considered to refer" in shown
    assert shown.count("\n  If ") <= 3
    assert "reply, more answers are possible." in shown


def test_dangers_are_gone_through_in_one_question_before_any_other_and_suicide_is_asked_by_name(run: Run) -> None:
    shown = run("ask", "--question", "may terminate", stdin="none\nno\nquit\n").output
    listed = shown.partition("\nQuestion 1, about safety. Is any of these so?\n")[2].partition("Type the numbers")[0]

    assert (
        "  1. the client has attacked the practitioner or threatened them with violence\n  2. somebody is in immediate"
        in listed
    )
    assert ". the client is in crisis or at risk of serious harm\n" in listed
    assert "suicide" not in listed
    assert "\nQuestion 2, about safety. How near is the client to suicide" in shown
    assert "\nQuestion 3. Why is it considered to refer, end, pause or decline?" in shown


def test_a_danger_that_is_ticked_is_asked_about_and_the_others_are_stated_not_to_be_so(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "danger.case.yaml"
    shown = run("ask", "--question", "may refer", "--save", file, stdin="not sure\n2 4\nno\nyes\nquit\n").output
    facts = ee.load_case(file, ee.load_ruleset()).facts

    assert "Type the numbers of those that you are not sure of" in shown
    assert "\nQuestion 2, about safety. Is anybody in immediate danger?" in shown
    assert facts["danger_is_immediate"].known == NO
    assert facts["danger_to_others"].known == YES
    assert facts["client_threatens_violence"].known == NO
    assert "suicide_risk" not in facts, "thoughts of suicide are denied, and the case has no word for that"


def test_whoever_skips_the_dangers_is_asked_about_those_that_matter_one_by_one(run: Run) -> None:
    shown = run("ask", "--question", "may terminate", stdin="why\nskip\nno\nno\nquit\n").output

    assert "This is about danger, so it comes first." in shown
    assert "\nQuestion 2, about safety. Has the client attacked" in shown
    assert "\nQuestion 4, about safety. " in shown


def test_what_was_denied_of_the_list_is_taken_back_where_an_answer_speaks_against_it(run: Run) -> None:
    shown = run("ask", "--question", "may terminate", stdin="none\nplan\n").output

    assert "Taken back, because this answer contradicts it: The client is neither in crisis" in shown
    assert "Is the client in crisis" not in shown, "a plan of suicide settles it"
    assert "in crisis or at risk" not in shown.partition("Last check.")[2]


def test_why_back_and_what_is_unclear(run: Run, small: Path) -> None:
    typed = "why\nback\nperchance\nl\nback\nd\n"
    result = run("ask", "--rules", small, "--question", "may look", stdin=typed)

    assert 'If "d", the answer is "no" (no more questions then).' in result.output
    assert "There is no answer to take back." in result.output
    assert "Please type one number: 1 (u), 2 (d)" in result.output
    assert "Taken back: The answer: l." in result.output


def test_a_step_that_is_not_known_counts_as_not_done(run: Run) -> None:
    threat = ("ask", "--question", "may terminate", "--fact", "client_threatens_violence=yes")
    shown = run(*threat, stdin="none\nno\n1\nnot sure\n2\nnone\n").output

    assert "Question 4. Is this done: get to safety and stay there?" in shown
    assert "  3. Not known, so it counts as not done: get to safety and stay there.\n" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [("ok", " answers: SAFETY A threat of violence was stated."), ("not sure", "you are asked about each again.")],
)
def test_the_review_takes_a_word_for_enter_and_says_what_to_do_if_unsure(run: Run, typed: str, said: str) -> None:
    shown = run("ask", "--question", "may terminate", stdin=f"1\nyes\nno\n1\nno\n2\nnone\n{typed}\n").output

    assert said in " ".join(shown.split())


@pytest.mark.parametrize("words", ["not sure", "idk", "maybe", "don't know"])
def test_who_does_not_know_may_say_it_in_many_ways(run: Run, words: str) -> None:
    shown = run("ask", "--question", "may terminate", stdin=f"none\n{words}\nquit\n").output

    assert "Question 3. " in shown


def test_the_end_reviews_the_answers_and_one_can_be_changed(run: Run, small: Path) -> None:
    shown = run("ask", "--rules", small, "--question", "may look", stdin="u\n1\n2\n\n").output

    assert "Your answers:\n  1. The answer: u.\n" in shown
    assert "Type the numbers of any to change, or press Enter if all are right." in shown
    assert "1. The answer: d." in shown
    assert "No. The practitioner must not look." in shown


def test_a_yes_by_mistake_is_put_right_in_the_review(run: Run) -> None:
    threat = ("ask", "--question", "may terminate", "--fact", "client_stage=current")
    mistaken = run(*threat, stdin="1\nyes\nno\n1\nno\nnone\n\n").output
    corrected = run(*threat, stdin="1\nyes\nno\n1\nno\nnone\n1\nno\nquit\n").output

    assert "1. The client has attacked" in mistaken
    assert "A threat of violence was stated." in mistaken
    assert "about safety. Has the client attacked" in corrected.split("Your answers:")[1]


def test_what_is_saved_can_be_consulted(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    result = run("ask", "--rules", small, "--question", "may look", "--save", file, stdin="d\n3\nnone\n")
    case = ee.load_case(file, ee.load_ruleset(small))

    assert result.exit_code == 0, result.output
    assert case.id == "mine"
    assert "asked" in case.facts
    assert run("consult", "--rules", small, file).output.count("No. The practitioner must not look.") >= 1


def test_no_file_is_overwritten_unless_by_force(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    file.write_text("precious")
    common = ("ask", "--rules", small, "--question", "may look")
    refused = run(*common, "--save", file, stdin="d\n3\nnone\n")
    within = run(*common, stdin=f"save\nsave {file}\nquit\n")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "file already exists" in refused.stderr
    assert "Name the file" in within.output
    assert "file already exists" in within.stderr
    assert file.read_text() == "precious"
    assert run(*common, "--save", file, "--force", stdin="d\n3\nnone\n").exit_code == 0
    assert "asked: down" in file.read_text()


def test_a_case_may_be_saved_on_the_way(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "half.case.yaml"
    result = run("ask", "--rules", small, "--question", "may look", stdin=f"save {file}\nquit\n")

    assert result.exit_code == 0
    assert "Nothing more was saved." in result.output
    assert ee.load_case(file, ee.load_ruleset(small)).facts == {}


def test_what_is_saved_has_a_title_the_story_and_the_name_of_its_file(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "My Second Case.yaml"
    options = ("--question", "may look", "--story", "It rained: all day.", "--save", file)
    result = run("ask", "--rules", small, *options, stdin="d\n")
    case = ee.load_case(file, ee.load_ruleset(small))

    assert result.exit_code == 0, result.output
    assert (case.id, case.title) == ("my-second-case", "May the practitioner look?")
    assert case.narrative == "It rained: all day."


def test_a_case_gone_on_from_is_saved_under_the_name_of_its_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    run("ask", "violence-009", "--save", file)

    assert ee.load_case(file, ee.load_ruleset()).id == "mine"


def test_a_person_is_asked_for_the_story(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.case.yaml"
    monkeypatch.setattr("ethics_engine.cli.commands.ask.at_terminal", lambda: True)
    run("ask", "--rules", small, "--question", "may look", "--save", file, stdin="We went out.\nd\n")

    assert ee.load_case(file, ee.load_ruleset(small)).narrative == "We went out."


def test_where_the_input_ends_at_once_nothing_is_saved(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    result = run("ask", "--rules", small, "--question", "may look", "--save", file, stdin="")

    assert result.exit_code == 1
    assert "The input ended before the interview did.\nNothing was saved." in result.output
    assert list(tmp_path.glob("*.case.yaml")) == []


@pytest.mark.parametrize(("last", "code"), [("", 1), ("quit\n", 0)])
def test_where_the_input_ends_too_early_the_answers_so_far_are_saved(
    run: Run, tmp_path: Path, last: str, code: int
) -> None:
    file = tmp_path / "mine.case.yaml"
    result = run("ask", "--question", "may terminate", "--save", file, stdin=f"none\nmaybe\nnone\n{last}")

    assert result.exit_code == code
    assert f"Saved 2 answers to {file}; `ethics ask {file}` goes on from it." in " ".join(result.output.split())
    facts = ee.load_case(file, ee.load_ruleset()).facts
    assert {"suicide_risk", "reasons_for_referral"} <= facts.keys()
    assert facts["client_threatens_violence"].known == NO, "what was denied of the dangers is saved too"


def test_breaking_off_saves_nothing(run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("ethics_engine.cli.prompt.read_line", interrupt)
    result = run("ask", "--rules", small, "--question", "may look", "--save", tmp_path / "mine.case.yaml")

    assert result.exit_code == 130
    assert "Stopped by Ctrl-C. Nothing was saved" in result.output
    assert list(tmp_path.glob("*.case.yaml")) == []


def test_of_a_case_that_is_decided_nothing_is_asked(run: Run) -> None:
    result = run("ask", "violence-009")

    assert result.exit_code == 0
    assert "No question is needed" in result.output
    assert "Answer each question" not in result.output
    assert "After no answers:" in result.output


def test_a_fact_that_is_stated_twice(refused: Callable[..., str]) -> None:
    message = refused("ask", "violence-001", "--fact", "client_threatens_violence=yes")

    assert "`client_threatens_violence` is given in the case and on the command line" in message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--question", "may dance"), "no action `dance`"),
        (("--question", "may look", "--fact", "nonsense=yes"), "no fact `nonsense`"),
        (("--question", "may look", "--fact", "rain=yes", "--fact", "wet=no"), "contradict each other"),
        (("nowhere",), "no case"),
        (("--question", "may look", "--save", "nowhere/my.case.yaml"), "the folder does not exist"),
        (("-",), "give a file"),
    ],
)
def test_bad_options_of_ask_are_refused(
    refused: Callable[..., str], small: Path, arguments: tuple[str, ...], message: str
) -> None:
    assert message in refused("ask", "--rules", small, *arguments)


def test_json_goes_to_standard_output_and_questions_to_standard_error(run: Run, small: Path) -> None:
    arguments = ("ask", "--rules", small, "--question", "may look", "--format", "json", "--redact")
    result = run(*arguments, stdin="d\n3\nnone\n")
    value = json.loads(result.stdout)

    assert value["settled"] is True
    assert value["asked"][0] == "asked"
    assert "mood" not in value["asked"]
    assert value["determination"]["answer"]["value"] == "no"
    assert value["page"]["answer"]["value"] == "no"
    assert "Question 1. " in result.stderr


def test_the_last_check_lists_what_is_assumed_and_opens_what_is_not_so(run: Run) -> None:
    stated = ("client_walks_away=yes", "client_stage=current", "reasons_for_referral=values_conflict")
    absent = (
        "client_threatens_violence",
        "work_puts_practitioner_at_risk",
        "client_in_crisis",
        "danger_is_immediate",
        "danger_to_others",
        "need_exceeds_training",
    )
    facts = [word for fact in (*stated, *(f"{fact}=no" for fact in absent)) for word in ("--fact", fact)]
    start = ("ask", "--question", "may terminate", *facts)
    shown = run(*start, stdin="not sure\nwhy\n1\nquit\n").output
    ended = run(*start, stdin="none\nnone\n").output

    assert "Last check. The answer assumes that none of these is true:\nDanger:\n  1. " in shown
    assert sum(line.strip()[:1].isdigit() for line in shown.partition("Type the numbers")[0].splitlines()) <= LISTED
    assert "`none` or `no` states that none of them is true." in " ".join(shown.split())
    assert "Type the numbers of those that you are not sure of" in shown
    assert "type `skip`: then nothing is stated" in " ".join(shown.split())
    assert "Any one of these, if true, is a danger to see to first, adds a step" in shown
    assert "\nQuestion " in shown.split("Last check.")[1]
    assert "- a child or a dependent person may be being abused or neglected\n" in ended.split("None of these:")[1]


def test_the_rest_of_the_last_check_is_listed_on_demand_and_nothing_is_stated_if_it_is_skipped(
    run: Run, tmp_path: Path
) -> None:
    threat = ("ask", "--question", "may terminate", "--fact", "client_threatens_violence=yes")
    read, skipped = (
        run(*threat, "--save", tmp_path / f"{word}.case.yaml", stdin=f"skip\nno\n1\nno\n2\n{word}\n{then}\n").output
        for word, then in (("more", "none"), ("skip", ""))
    )

    assert read.count("Last check.") == 2
    assert "medication is at issue" not in read.split("Last check.")[1]
    assert "medication is at issue" in read.split("Last check.")[2]
    assert "- a child or a dependent person may be being abused" in read.split("Your answers:")[1]
    assert "None of these" not in skipped.split("Your answers:")[1].split("After ")[0]
    assert "abuse_suspected" not in (tmp_path / "skip.case.yaml").read_text()


@pytest.mark.slow
def test_the_questions_of_decided_cases_are_counted(run: Run) -> None:
    text = run("audit", "questions", "violence-007", "violence-008")
    value = json.loads(run("audit", "questions", "violence-007", "--format", "json").stdout)

    assert "QUESTIONS UNTIL IT IS FIRM, 2 cases" in text.output
    assert "backward chaining" in text.output
    assert value["cases"][0]["interview"]["agrees"] is True
    assert [row["order"] for row in value["orders"]] == [
        "interview",
        "backward chaining",
        "fixed order",
        "with hindsight",
    ]


def test_dangers_that_nobody_asked_about_are_named_at_the_end(run: Run) -> None:
    options = ("--question", "may terminate", "--fact", "client_threatens_violence=yes")

    shown = run("ask", *options, stdin="none\nno\n1\nno\n2\nnone\n").stdout

    assert "If there is any other danger" in " ".join(shown.split())


def test_a_client_who_stays_away_is_asked_about_right_after_danger(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "missed.case.yaml"
    typed = "none\n1\nnone\nyes\nback\nyes\n" + "quit\n"
    shown = run("ask", "--question", "may terminate", "--save", file, stdin=typed).output
    case = ee.load_case(file, ee.load_ruleset())

    assert "\nQuestion 2, about safety. How near is the client to suicide" in shown
    assert "\nQuestion 3. Why is it considered" in shown
    assert "\nQuestion 4. Does the client want to stop, or stay away from the help that is offered?" in shown
    assert case.facts["client_walks_away"].known == YES


def test_a_reply_that_speaks_of_another_fact_gets_its_name_and_the_name_its_question(run: Run) -> None:
    result = run("ask", "--question", "may terminate", stdin="fully booked\nfully_booked\nno\nnone\nquit\n")

    said = " ".join(result.output.split())
    named = "To answer about something else first, type its name: `fully_booked` (the practitioner is fully booked)."
    assert f"separated by commas, or `none`. {named}" in said
    assert "\nQuestion 2. Is the practitioner fully booked?" in result.output
    assert "\nQuestion 3, about safety. " in result.output


def test_whether_a_step_is_done_is_asked_where_somebody_names_the_step(run: Run) -> None:
    stdin = "none\nhave what they came for\ndiscuss_completion\nyes\ndone:discuss_completion\nquit\n"
    result = run("ask", "--question", "may complete", stdin=stdin)

    assert "`discuss_completion` (ask the client whether they have what" in " ".join(result.output.split())
    assert ". Is this done: ask the client whether they have what they came for" in result.output
    assert "`done:discuss_completion` is answered already." in result.output


def test_the_name_of_a_fact_that_is_answered_puts_no_question(run: Run) -> None:
    stdin = "client_threatens_violence\nno\nclient_threatens_violence\nquit\n"
    result = run("ask", "--question", "may terminate", stdin=stdin)

    assert "`client_threatens_violence` is answered already." in result.output
    assert result.output.count("Has the client attacked the practitioner") == 1
