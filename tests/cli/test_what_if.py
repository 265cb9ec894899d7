"""`ethics what-if`: what it prints, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Refused = Callable[..., str]

CASE = """
id: walk
question: {ask: may, action: look}
facts: {asked: down, mood: high}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case in which one may not look."""
    path = tmp_path / "walk.case.yaml"
    path.write_text(CASE)
    return path


def test_with_facts_it_sets_two_determinations_side_by_side(run: Run, small: Path, case: Path) -> None:
    """The answers, what differs, and the rules that make the difference."""
    shown = run("what-if", case, "asked=up", "--rules", small).stdout

    for words in ("stated: d", "Now: No.", "Changed: Yes.", "WHAT DIFFERS", "up applies only", "down no longer"):
        assert words in shown


def test_what_if_takes_steps_that_are_done_too(run: Run, small: Path, case: Path) -> None:
    """A step is stated as it is in a case."""
    shown = run("what-if", case, "asked=wait", "--done", "sing", "--rules", small).stdout

    assert "done: sing (assumed: not done)" in shown


def test_with_a_step_that_the_client_prevented(run: Run, small: Path, case: Path) -> None:
    """It is tried, so that nothing waits for it any longer."""
    shown = run("what-if", case, "asked=wait", "--tried", "sing", "--rules", small).stdout

    assert "offered, but the client would not: sing (assumed: not done)" in shown
    assert "Changed: Not yet" not in shown


def test_asked_for_the_first_step_it_names_the_step_that_consult_names(run: Run) -> None:
    """Not the course of action, which comes later."""
    options = ("--question", "first", "--fact", "suicide_risk=plan")
    answer = "First ask the client directly about suicide"

    assert answer in run("consult", *options).stdout
    assert answer in run("what-if", *options).stdout


def test_without_a_case_facts_are_stated_by_options(run: Run, small: Path, case: Path) -> None:
    """What is stated by options is the case; what stands beside them is changed."""
    options = ("--question", "may look", "--fact", "asked=down", "--fact", "mood=high", "--rules", small)

    assert run("what-if", *options, "asked=up").stdout == run("what-if", case, "asked=up", "--rules", small).stdout
    assert run("what-if", *options).stdout == run("what-if", case, "--rules", small).stdout


def test_another_question_can_be_asked_of_a_case(run: Run, small: Path, case: Path) -> None:
    """As with `ethics consult`."""
    assert "Must" in run("what-if", case, "--question", "must look", "--rules", small).stdout


def test_a_case_and_facts_instead_of_one_are_refused(refused: Refused, small: Path, case: Path) -> None:
    """It would not be clear which of them is meant; and nothing at all is nothing to change."""
    assert "CASE and --fact cannot be combined" in refused("what-if", case, "--fact", "asked=up", "--rules", small)
    assert "nothing to change" in refused("what-if", "--rules", small)


def test_without_facts_it_names_the_smallest_change_to_each_other_answer(run: Run, small: Path, case: Path) -> None:
    """And says of the others that nothing so small would bring them."""
    shown = run("what-if", case, "--rules", small).stdout

    assert 'The answer becomes "yes", if:\n    the answer: u (stated: d) [asked]' in shown
    assert "No change that is offered, of up to 3 facts, leads there" in shown


def test_what_the_practitioner_can_do_comes_before_all_other_changes(run: Run) -> None:
    """What to do next is what a committee wants to hear first."""
    shown = run("what-if", "--question", "may refer", "--fact", "client_romance=persistent").stdout

    assert shown.index("- consult a supervisor") < shown.index("WHAT WOULD CHANGE THE ANSWER")


def test_fixed_facts_are_left_alone_unless_asked_for(run: Run) -> None:
    """Whether somebody was threatened is not a thing to change."""
    left, free = run("what-if", "values-001").stdout, run("what-if", "values-001", "--even-givens").stdout

    assert "client_threatens_violence" not in left
    assert "client_threatens_violence" in free


def test_the_fixed_facts_that_the_case_states_are_named_unless_they_are_sensitive(run: Run) -> None:
    """The answer may turn on one of them."""
    shown, redacted = run("what-if", "romance-009").stdout, run("what-if", "romance-009", "--redact").stdout

    assert "Stated among them: the client does not flirt" in " ".join(shown.split())
    assert "Stated among them" not in " ".join(redacted.split())


def test_a_way_on_or_a_status_can_be_asked_for(run: Run) -> None:
    """One outcome instead of all."""
    shown = run("what-if", "values-001", "--even-givens", "--to", "permitted:refer", "--to", "refer=permitted").stdout

    assert 'The course becomes "refer' in shown
    assert "To refer the client to someone else becomes permitted, if" in shown


def test_a_search_is_given_its_time(run: Run, refused: Refused, small: Path, case: Path) -> None:
    """It stops by itself, and says so."""
    shown = run("what-if", case, "--rules", small, "--seconds", "0.000001").stdout

    assert "The search was stopped after 1e-06 seconds." in " ".join(shown.split())
    assert "not in the range x>0" in refused("what-if", case, "--rules", small, "--seconds", "0")


def test_a_case_can_come_from_standard_input(run: Run, small: Path) -> None:
    """As with every command that takes a case."""
    assert "Changed: Yes." in run("what-if", "-", "asked=up", "--rules", small, stdin=CASE).stdout


def test_redaction_leaves_out_sensitive_facts_on_either_side(run: Run, small: Path, case: Path) -> None:
    """A mood is nobody's business; the names of rules stay, for without them there is no answer."""
    for arguments in (["mood=low", "asked=up"], []):
        for form in ("text", "markdown", "json"):
            shown = run("what-if", case, *arguments, "--rules", small, "--redact", "--format", form).stdout
            assert "MARKER" not in shown
            assert "the mood" not in shown
            assert "[mood]" not in shown
            assert '"mood",' not in shown.replace('"rule": "mood",', "")


def test_json_has_a_version_and_says_what_it_comes_from(run: Run, small: Path, case: Path) -> None:
    """As the JSON of a determination does."""
    for arguments in (["asked=up"], []):
        found = json.loads(run("what-if", case, *arguments, "--rules", small, "--format", "json").stdout)
        assert (found["format"], found["provenance"]["ruleset"], found["case"]) == (2, "small", "walk")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["askd=up"], "did you mean `asked`?"),
        (["asked=upp"], "did you mean `up`?"),
        (["asked"], "write a value, such as `asked=leave`"),
        (["asked=down"], "`asked` already has this value"),
        (["rain=yes", "wet=no"], "constraint `rain_wets`"),
        (["--done", "sings"], "did you mean `sing`?"),
        (["--done", "go"], "`go` is a course of action, not a step"),
        (["--done", "sing", "--not-done", "sing"], "is listed under `done` and under `not_done`"),
        (["--to", "perhaps"], "no outcome `perhaps`"),
        (["--to", "no"], "it is already `no`"),
        (["--to", "look=permited"], "did you mean `permitted`?"),
        (["--to", "loook=permitted"], "did you mean `look`?"),
        (["--to", "advised:goo"], "did you mean `go`?"),
        (["--to", "advised"], "needs a course of action\n    write `advised:go`"),
        (["--to", "look=perhaps"], "use `required`, `advised`, `permitted`, `unregulated` (no rule), "),
        (["--to", "zzz=permitted"], "find actions by everyday words: `ethics facts WORDS`"),
        (["--to", "advised:zzz"], "use `go`, `stay`, `fly`"),
        (["--to", "none:go"], "`none` cannot name a course of action"),
        (["asked=up", "--to", "yes"], "cannot be combined with facts or steps"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    refused: Refused, small: Path, case: Path, arguments: list[str], message: str
) -> None:
    """With the nearest name, or the constraint that is broken."""
    assert message in refused("what-if", case, *arguments, "--rules", small)


def test_an_outcome_that_is_none_is_answered_with_all_there_are_as_they_are_typed(
    refused: Refused, small: Path, case: Path
) -> None:
    """Each with what it means, where the word itself does not say so."""
    error, answers, ways, statuses = refused("what-if", case, "--to", "zzz", "--rules", small).splitlines()

    assert error == "--to: error: no outcome `zzz`"
    assert answers.startswith("    an answer: `yes`, `no`, `not_yet`, `rules_say_nothing` (no rule speaks of it), ")
    assert answers.endswith(", `not_possible` (not possible here), `dilemma`, `advised_against`")
    assert ways.startswith("    a course of action, such as `advised:go`: `required`, `dilemma`, ")
    assert ways.endswith(", `left` (only course left), `none` (no course named by the rules)")
    assert statuses.startswith("    a status, such as `look=permitted`: `required`, `advised`, `permitted`, ")
    assert statuses.endswith(", `discouraged` (advised against), `prohibited` (forbidden), `dilemma`")


def test_an_answer_to_what_comes_first_is_an_action(refused: Refused, small: Path) -> None:
    """There are too many of them to name."""
    said = refused("what-if", "-", "--to", "zzz", "--rules", small, stdin="id: a\nquestion: {ask: first}\n")

    assert "    an answer: an action, or `none`; find actions by everyday words: `ethics facts WORDS`\n" in said


def test_where_somebody_is_in_danger_it_says_that_first_and_lists_no_way_to_another_answer(run: Run) -> None:
    """A planned suicide is no occasion to look for the facts with which the client could be left."""
    asked = ("what-if", "--question", "may terminate", "--fact", "suicide_risk=plan")
    shown, looked_for = run(*asked).stdout, run(*asked, "--to", "not_yet").stdout

    assert shown.startswith("SAFETY\n  There is a risk of suicide")
    assert "- required: make a safety plan with the client" in shown
    assert "The answer becomes" not in shown
    assert "WHAT WOULD CHANGE THE ANSWER" not in shown
    assert "WHAT WOULD CHANGE THE ANSWER" in looked_for


def test_beside_a_danger_what_differs_is_short(run: Run) -> None:
    """Each new duty stands there once, and the other rules are counted."""
    shown = run("what-if", "--question", "may terminate", "--fact", "fees_unpaid=yes", "suicide_risk=plan").stdout

    assert shown.startswith("SAFETY\n  Changed: There is a risk of suicide")
    assert shown.count("make a safety plan with the client") == 1
    assert "more (--format json)" in shown
    assert len(shown.splitlines()) < 80


def test_no_steps_are_offered_that_would_only_make_the_rules_fall_silent(run: Run) -> None:
    options = ("--question", "may refer", "--fact", "need_exceeds_training=yes", "--fact", "gap_can_be_closed=yes")

    shown = run("what-if", *options).stdout

    assert "get the training that this need calls for" in shown
    assert "try the other options before referring; and" not in shown


def test_where_no_step_changes_the_answer_it_says_so_beside_what_might(run: Run) -> None:
    """Otherwise nothing told of an ending what one could do."""
    shown = run("what-if", "--question", "may terminate", "--fact", "progress=good").stdout

    assert "No step of yours changes this by itself." in shown
    assert "WHAT WOULD CHANGE THE ANSWER" in shown
