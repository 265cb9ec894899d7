"""Whatever is wrong with what is given: one clear message, exit code 2, nothing on standard output, no traceback."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Refused = Callable[..., str]
SOUND = "id: a\nquestion: {ask: what}\n"


@pytest.fixture
def case(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a case file."""

    def write(content: str | bytes) -> Path:
        file = tmp_path / "a.case.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", ":1:1: error: the file is empty"),
    "only a comment": ("# nothing\n", "error: the file is empty"),
    "binary": (bytes(range(256)), "error: "),
    "not UTF-8": ("id: a\ntitle: Caf\xe9".encode("latin-1"), ":2:11: error: not UTF-8"),
    "invalid YAML": ("id: [a\nquestion: }", "error: not valid YAML"),
    "5 MB": ("# " + "x" * 5_000_000, "error: the file is larger than 1 MiB"),
    "100,000 brackets": ("[" * 100_000, "error: nested more than 50 deep"),
    "100,000 braces": ("{a: " * 100_000, "error: nested more than 50 deep"),
    "an alias": ("id: &a x\nquestion: *a\n", "error: anchors are not allowed"),
    "a tag": ("id: !!python/object:os.system x\n", "error: tags are not allowed"),
    "a key that is given twice": (SOUND + "id: b\n", ":3:1: error: `id` is given twice"),
    "a list": ("- id: a\n", "error: a case must be a mapping, not a list"),
    "two documents": (SOUND + "---\n" + SOUND, "error: a second document"),
    "an escaped control character": (SOUND + 'title: "\\e[31m"\n', "error: this text has a control character"),
}


@pytest.mark.parametrize(("content", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read(
    content: str | bytes, message: str, case: Callable[[str | bytes], Path], refused: Refused
) -> None:
    said = refused("consult", case(content))

    assert "a.case.yaml" in said
    assert message in said


def test_a_file_that_is_not_there(refused: Refused) -> None:
    assert (
        refused("consult", "nowhere/a.case.yaml") == "nowhere/a.case.yaml: error: file not found\n    check the path\n"
    )


def test_a_folder_in_place_of_a_case_is_refused(tmp_path: Path, refused: Refused) -> None:
    assert "this is a folder, not a file" in refused("consult", tmp_path)


def test_a_case_that_is_not_among_the_bundled_ones_with_the_nearest(refused: Refused) -> None:
    assert refused("consult", "values-0001") == (
        "values-0001: error: no case `values-0001`\n    did you mean `values-001`?\n"
    )


@pytest.mark.parametrize("arguments", [["consult"], ["consult", "values-001", "--rules"], ["rules", "check"]])
def test_a_name_longer_than_any_file_has(arguments: list[str], refused: Refused) -> None:
    assert len(refused(*arguments, "a" * 5000)) < 500


@pytest.mark.parametrize("name", ["a\0b", "\x1b[31mred", "a\nb"])
def test_a_name_that_would_steer_the_terminal(name: str, refused: Refused) -> None:
    said = refused("consult", name)

    assert "error: " in said
    assert "\x1b" not in said
    assert "\0" not in said


WRONG_FACTS = {
    "unknown, with the nearest": ("rian: yes", "no fact `rian`", "did you mean `rain`?"),
    "unknown, and like none": ("zzz: yes", "no fact `zzz`", "find facts by everyday words: `ethics facts WORDS`"),
    "a way among them": (
        "go: yes",
        "`go` is a course of action, not a fact",
        "ask about it, as in `may go`; or use `ethics why-not CASE go`",
    ),
    "a step among them, misspelt": ("loook: yes", "no fact `loook`", "did you mean `look`?"),
    "a step among them": ("look: yes", "`look` is a step, not a fact", "list it under `done`"),
    "of the wrong type": ("rain: 3", "`rain` takes yes, no or unknown, not a number", ""),
    "a list of a yes or no": ("rain: [yes]", "`rain` takes yes, no or unknown, not a list", ""),
    "a choice that does not exist": ("mood: hihg", "`hihg` is not a value of `mood`", "did you mean `high`?"),
    "several of a choice": ("mood: [low, high]", "`mood` takes one value, not a list", "one_of"),
    "a negative count": ("visits: -1", "`visits` cannot be negative", ""),
    "a count in halves": ("visits: 1.5", "`visits` is a whole number, not", ""),
    "a count beyond counting": ("visits: 99999999999999999999", "`visits` cannot be more than", ""),
    "a comparison that leaves nothing": ("visits: {at_least: 3, at_most: 2}", "no value of `visits` fits this", ""),
    "nothing stated": ("rain: {}", "`rain` has no value", "unknown"),
}


@pytest.mark.parametrize("wrong", WRONG_FACTS.values(), ids=WRONG_FACTS)
def test_a_fact_that_does_not_fit(
    wrong: tuple[str, str, str], case: Callable[[str | bytes], Path], small: Path, refused: Refused
) -> None:
    fact, message, hint = wrong

    said = refused("consult", case(f"{SOUND}facts:\n  {fact}\n"), "--rules", small)

    assert "a.case.yaml:4:" in said
    assert message in said
    assert hint in said


def test_facts_that_contradict_each_other_name_the_constraint_and_a_place(
    case: Callable[[str | bytes], Path], small: Path, refused: Refused
) -> None:
    said = refused("consult", case(f"{SOUND}facts:\n  wet: no\n  rain: yes\n"), "--rules", small)

    assert "a.case.yaml:4:3: error: these facts contradict each other: `" in said
    assert "Rain is wet. (constraint `rain_wets`); change or remove one" in said


def test_facts_given_as_options_can_contradict_each_other_too(small: Path, refused: Refused) -> None:
    assert "rain_wets" in refused("consult", "--rules", small, "--fact", "wet=no", "--fact", "rain=yes")


def test_everything_wrong_in_a_file_is_said_at_once(
    case: Callable[[str | bytes], Path], small: Path, refused: Refused
) -> None:
    said = refused("consult", case("id: a\nquestion: {ask: why}\nfacts: {rian: yes}\ndone: [lok]\n"), "--rules", small)

    assert said.count(": error: ") == 3


OPTIONS = {
    "no such fact": (["--fact", "rian=yes"], "did you mean `rain`?"),
    "a fact like none": (["--fact", "zzz=yes"], "find facts by everyday words: `ethics facts WORDS`"),
    "a step as a fact": (["--fact", "look=yes"], "`look` is a step, not a fact"),
    "no value": (["--fact", "rain"], "`rain` has no value\n    write `rain=yes`"),
    "no value of several": (["--fact", "mood"], "write a value, such as `mood=high`"),
    "no number": (["--fact", "visits"], "write a value, such as `visits=3`"),
    "a value that does not fit": (["--fact", "visits=many"], "is a whole number, not `many`"),
    "a fact stated twice": (["--fact", "rain=yes", "--fact", "rain=no"], "`rain` is given twice"),
    "no such step": (["--done", "loook"], "--done: error: no step `loook`\n    did you mean `look`?"),
    "a step like none": (["--done", "zzz"], "find actions by everyday words: `ethics facts WORDS`"),
    "a way as a step": (["--done", "go"], "`go` is a course of action, not a step"),
    "a step that cannot be tried": (["--tried", "look"], "`look` cannot be tried, only done or not done"),
    "a step both done and not": (["--done", "look", "--not-done", "look"], "under `done` and under `not_done`"),
    "an act both done and omitted": (["--did", "look", "--omitted", "look"], "as done and as omitted"),
    "no such question": (
        ["--fact", "rain=yes", "--question", "whether go"],
        "--question: error: `whether` is not a kind of question",
    ),
    "a question about nothing": (["--fact", "rain=yes", "--question", "may"], "`may` needs an action"),
    "a question about no such action": (["--fact", "rain=yes", "--question", "may goo"], "did you mean `go`?"),
    "a question about an action like none": (
        ["--question", "may zzz"],
        "find actions by everyday words: `ethics facts WORDS`",
    ),
    "what of something": (["--fact", "rain=yes", "--question", "what go"], "`what` takes no action"),
    "right of nothing": (["--fact", "rain=yes", "--question", "right"], "`right` needs an action"),
    "nothing to go by": ([], "nothing to answer; give a case or a fact"),
    "a case and facts": (["values-001", "--fact", "rain=yes"], "CASE and --fact cannot be combined"),
    "a day that is none": (["--fact", "rain=yes", "--as-of", "2026-02-30"], "2026-02-30"),
    "no such engine": (["--fact", "rain=yes", "--engine", "steam"], "steam"),
    "no such format": (["--fact", "rain=yes", "--format", "verse"], "verse"),
    "no such option": (["--fact", "rain=yes", "--verbose"], "--verbose"),
}


@pytest.mark.parametrize(("options", "message"), OPTIONS.values(), ids=OPTIONS)
def test_an_option_that_does_not_fit(options: list[str], message: str, small: Path, refused: Refused) -> None:
    assert message in refused("consult", "--rules", small, *options)


def test_a_bundled_case_that_asks_right_of_nothing(refused: Refused) -> None:
    assert "`right` needs an action" in refused("consult", "values-001", "--question", "right")


def test_a_ruleset_that_does_not_exist_with_the_nearest(refused: Refused) -> None:
    said = refused("consult", "values-001", "--rules", "referral-and-terminatoin")

    assert "no ruleset" in said
    assert "did you mean `referral-and-termination`?" in said


def test_a_folder_that_is_no_ruleset(tmp_path: Path, refused: Refused) -> None:
    assert "not a ruleset: no `ruleset.yaml` here" in refused("consult", "values-001", "--rules", tmp_path)


CIRCLES = {
    "rules that override each other": (
        ["id: x, overrides: [y]", "id: y, overrides: [x]"],
        "circle.yaml:2:10: error: a circle: ",
    ),
    "rules that test what they decide": (
        [
            "id: x, when: {status: {look: required}}, then: [{must: sing}]",
            "id: y, when: {status: {sing: required}}, then: [{must: look}]",
        ],
        "circle.yaml:2:10: error: a circle: ",
    ),
    "steps that come before each other": (
        ["id: x, then: [{must: look, before: sing}]", "id: y, then: [{must: sing, before: look}]"],
        "parts.yaml:29:10: error: a circle: `look`",
    ),
    "a rule that overrides itself": (
        ["id: x, overrides: [x]"],
        "circle.yaml:2:25: error: rule `x` overrides itself",
    ),
}


@pytest.mark.parametrize(("rules", "message"), CIRCLES.values(), ids=CIRCLES)
def test_a_ruleset_that_turns_in_a_circle(rules: list[str], message: str, small: Path, refused: Refused) -> None:
    items = "".join(f"  - {{{rule}, because: So., sources: B-1}}\n" for rule in rules)
    (small / "circle.yaml").write_text(f"rules:\n{items}")

    assert message in refused("consult", "--rules", small, "--fact", "rain=yes")


def test_standard_input_that_is_no_case(refused: Refused) -> None:
    assert "<stdin>:1:1: error: the file is empty" in refused("consult", "-", stdin="")


def test_a_process_of_its_own_says_the_same(
    shell: Callable[..., subprocess.CompletedProcess[bytes]], refused: Refused
) -> None:
    done = shell("consult", "values-0001")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == refused("consult", "values-0001")


def test_a_name_in_no_encoding_is_refused_like_any_other(
    shell: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    done = shell("consult", "caf\udce9")

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


def test_a_word_that_facts_speak_of_names_them(refused: Refused) -> None:
    said = refused("consult", "--fact", "threat=yes")

    assert "no fact `threat`" in said
    assert "did you mean `reasons_for_referral`, `client_threatens_violence`" in said


@pytest.mark.parametrize("wrong", ["done:nothing=no", "done:go=yes", "done:look=perhaps"])
def test_a_step_that_is_told_like_a_fact_and_is_none(wrong: str, small: Path, refused: Refused) -> None:
    assert "--fact: error: " in refused("consult", "--rules", small, "--fact", wrong)


def test_a_step_that_two_options_tell(small: Path, refused: Refused) -> None:
    said = refused("consult", "--rules", small, "--fact", "done:look=no", "--done", "look")

    assert "`done:look` is given by two options" in said


def test_several_values_of_a_fact_go_into_one_option(refused: Refused) -> None:
    said = refused("consult", "--fact", "reasons_for_referral=threat", "--fact", "reasons_for_referral=absence")

    assert "`reasons_for_referral` is given twice" in said
    assert "put all values in one, such as `reasons_for_referral=" in said
