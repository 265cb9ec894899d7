"""What must not leave the room (narratives, notes, reporters, sensitive facts), and what must not reach a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

PRIVATE = ("MARKER-NARRATIVE", "MARKER-TITLE", "MARKER-NOTE", "MARKER-REPORTER", "MARKER-LOW", "There is a fire")
STATED = """
id: a
title: MARKER-TITLE
narrative: MARKER-NARRATIVE
question: {ask: may, action: go}
facts:
  rain: {value: yes, note: MARKER-NOTE, reported_by: MARKER-REPORTER}
  mood: low
  fire: {value: yes, note: MARKER-NOTE}
done: [look]
rationale: MARKER-RATIONALE
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "a.case.yaml"
    file.write_text(STATED)
    return file


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("more", [[], ["--trace"], ["--question", "what"], ["--question", "right look"]])
def test_redaction_leaves_nothing_private_in_any_format(
    form: str, more: list[str], case: Path, small: Path, run: Run
) -> None:
    result = run("consult", case, "--rules", small, "--redact", "--format", form, "--full", *more)

    assert result.exit_code == 0
    assert [marker for marker in PRIVATE if marker in result.stdout] == []
    assert "it rains" in result.stdout


@pytest.mark.parametrize("options", [["text"], ["markdown"], ["json", "--brief"]], ids=str)
@pytest.mark.parametrize("question", ["may go", "what", "must look", "how go", "first", "right look"])
def test_redaction_leaves_nothing_private_on_the_page(
    options: list[str], question: str, case: Path, small: Path, run: Run
) -> None:
    stated = ("consult", case, "--rules", small, "--question", question, "--redact", "--format", *options)
    private = [*PRIVATE, "mood", "low", "fire"]

    shown = run(*stated)

    assert shown.exit_code == 0
    assert [marker for marker in private if re.search(rf"\b{marker}\b", shown.stdout)] == []


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_without_redaction_all_of_it_is_there(form: str, case: Path, small: Path, run: Run) -> None:
    shown = run("consult", case, "--rules", small, "--format", form, "--full").stdout.replace("\\-", "-")

    assert [marker for marker in PRIVATE if marker not in shown] == []


def test_a_redacted_report_says_that_it_is(case: Path, small: Path, run: Run) -> None:
    assert "Redacted: the story" in run("consult", case, "--rules", small, "--redact").stdout
    assert "redacted" in run("consult", case, "--rules", small, "--redact", "--full").stdout


@pytest.mark.usefixtures("needs_chaining")
def test_the_trace_holds_no_narrative_and_no_note(case: Path, small: Path, run: Run) -> None:
    traced = run("consult", case, "--rules", small, "--trace", "--engine", "chaining").stdout

    after = traced.partition("WHAT FIRED ON WHAT")[2]
    assert after
    assert "MARKER-N" not in after
    assert "MARKER-TITLE" not in after


MISTAKES = {
    "an unknown fact": ("mood: low", "moood: low"),
    "a wrong value": ("mood: low", "mood: lo"),
    "a note where a value belongs": ("mood: low", "mood: MARKER-NOTE said at length by somebody in tears"),
    "a story where a list belongs": ("done: [look]", "done: MARKER-NOTE said at length by somebody in tears"),
    "a narrative that is a list": ("narrative: MARKER-NARRATIVE", "narrative: [MARKER-NARRATIVE, and, so, on]"),
    "a narrative that is a mapping": ("narrative: MARKER-NARRATIVE", "narrative: {a: MARKER-NARRATIVE}"),
    "a narrative with a colon": ("narrative: MARKER-NARRATIVE", "narrative: MARKER-NARRATIVE: and more"),
    "a narrative with a control character": (
        "narrative: MARKER-NARRATIVE",
        'narrative: "MARKER-NARRATIVE \\e[31m"',
    ),
    "a misspelt key of a narrative": ("narrative: MARKER-NARRATIVE", "narativ: MARKER-NARRATIVE"),
    "a question nobody knows": ("ask: may", "ask: why"),
    "a contradiction": ("mood: low", "wet: no"),
}


@pytest.mark.parametrize(("right", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_no_message_repeats_what_is_private(
    right: str, wrong: str, case: Path, small: Path, refused: Callable[..., str]
) -> None:
    case.write_text(STATED.replace(right, wrong))

    assert "MARKER" not in refused("consult", case, "--rules", small)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize(
    "steering",
    ["\u202e", "\u2066", "\u200f", "\u061c"],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_no_character_that_steers_a_terminal_is_printed(
    steering: str, form: str, case: Path, small: Path, run: Run
) -> None:
    private = STATED
    for marker in ("MARKER-TITLE", "MARKER-NARRATIVE", "MARKER-NOTE", "MARKER-REPORTER"):
        private = private.replace(marker, f'"{marker} {steering} end"')
    case.write_text(private)

    result = run("consult", case, "--rules", small, "--format", form, "--full")

    assert result.exit_code == 0
    assert steering not in result.stdout
    assert f"\\u{ord(steering):04x}" in result.stdout.replace("\\\\", "\\")


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x00", "\x08", "\x9b"], ids=lambda c: f"U+{ord(c):04X}")
def test_a_file_with_a_control_character_is_refused_and_the_character_not_repeated(
    character: str, case: Path, small: Path, refused: Callable[..., str]
) -> None:
    case.write_text(STATED.replace("MARKER-NARRATIVE", f"one {character} two"))

    said = refused("consult", case, "--rules", small)

    assert f"U+{ord(character):04X}" in said
    assert character not in said


def test_markdown_in_a_narrative_stays_text(case: Path, small: Path, run: Run) -> None:
    case.write_text(STATED.replace("MARKER-NARRATIVE", '"# one <script>two</script> [three](four) `five` | six"'))

    shown = run("consult", case, "--rules", small, "--format", "markdown", "--full").stdout

    assert "<script>" not in shown.replace("\\<", "")
    assert "\n# one" not in shown
    assert "[three](four)" not in shown
