"""`ethics facts`: find facts and actions by everyday words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_a_hit_shows_its_name_question_values_and_how_to_state_it(small: Path, run: Run) -> None:
    assert run("facts", "mood", "--rules", small).stdout == (
        "1. mood: the mood\n"
        "     How is the mood?\n"
        "     - low: MARKER-LOW\n"
        "     - middle: MARKER-MIDDLE\n"
        "     - high: MARKER-HIGH\n"
        "     State it: --fact mood=VALUE\n"
    )


def test_of_many_values_those_that_fit_are_shown(small: Path, run: Run) -> None:
    said = run("facts", "advice", "--rules", small).stdout

    assert (
        "     - advice: a\n     - 6 other values: `ethics rules show asked`\n     State it: --fact asked=advice\n"
        in said
    )


def test_actions_say_what_they_are(small: Path, run: Run) -> None:
    assert run("facts", "fly", "--rules", small).stdout == (
        '1. fly (course of action): fly\n     Ask about it: --question "may fly"\n'
    )
    assert run("facts", "sing", "--rules", small).stdout == "1. sing (step): sing\n     State it: --done sing\n"


def test_words_need_no_quotes_and_what_is_stated_works(run: Run) -> None:
    said = run("facts", "threatened", "with", "violence").stdout

    assert said == run("facts", "threatened with violence").stdout
    assert "State it: --fact client_threatens_violence=yes\n" in said
    assert run("consult", "--question", "may refer", "--fact", "client_threatens_violence=yes").exit_code == 0


def test_five_and_two_terms_are_shown_and_the_rest_is_counted(run: Run) -> None:
    few, every = run("facts", "referral").stdout, run("facts", "referral", "--all").stdout

    assert few.count("\n\n") == 7
    assert few.splitlines()[-1].startswith("And ")
    assert "6. " in every
    assert "--all" not in every


def test_nothing_found_says_what_to_do(run: Run) -> None:
    result = run("facts", "zzz")

    assert result.exit_code == 0
    assert "Nothing fits. Try another word" in result.stdout


def test_no_words_are_refused(refused: Callable[..., str]) -> None:
    assert "Missing argument 'WORDS...'" in refused("facts")


@pytest.mark.parametrize("words", ["referral", "supervisor", "client_stage", "zzz"])
def test_json_fits_its_schema(words: str, run: Run) -> None:
    printed = json.loads(run("facts", words, "--format", "json").stdout)

    jsonschema.Draft202012Validator(json.loads(run("schema", "facts").stdout)).validate(printed)
    assert printed["format"] == 1
    assert printed["words"] == words


def test_the_list_of_facts_shows_each_value_with_its_label(run: Run) -> None:
    said = run("rules", "list", "--facts").stdout

    assert "  client_stage: one of these\n" in said
    assert "      - prospective: asks for service, nothing agreed beyond a first session\n" in said
    assert "  client_in_crisis: yes | no\n" in said
