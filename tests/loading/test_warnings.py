"""What a file probably did not mean is said, with a place and with what to write instead."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ethics_engine.errors import CaseError, RulesetError, Severity
from ethics_engine.loading import check_ruleset, read_case_marked, read_ruleset
from ethics_engine.model.ruleset import Ruleset

Warned = Callable[[str], list[str]]

START = "id: a\nquestion: {ask: what}\n"
COMMENT = (
    "a.case.yaml:{}: warning: the text after ` #` is a comment and is not read\n"
    '    to keep it, put the text in quotes: "Case #7 of 9"'
)


@pytest.fixture
def warned(tmp_path: Path, world: Ruleset) -> Warned:
    """Reads a case from a text; gives the warnings."""

    def read(text: str) -> list[str]:
        file = tmp_path / "a.case.yaml"
        file.write_text(text, encoding="utf-8")
        warnings = read_case_marked(file, world).warnings
        assert {warning.severity for warning in warnings} <= {Severity.WARNING}
        return [str(warning).removeprefix(f"{tmp_path}/") for warning in warnings]

    return read


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: Case #7 of 9\n", "3:8"),
        ("narrative: He was told # and left\n", "3:12"),
        ("title: Ünïcödé ☃ \U0001f600 case #7\n", "3:8"),
        ("narrative: He was told\n  and left # at once\n", "3:12"),
        ("tags: [a]\r\nrationale: So it is\t# or not\r\n", "4:12"),
        ("facts:\n  threat: {value: no, note: He was asked #1\n    }\n", "4:29"),
    ],
)
def test_a_comment_behind_a_text_without_quotes(text: str, place: str, warned: Warned) -> None:
    assert warned(START + text) == [COMMENT.format(place)]


@pytest.mark.parametrize(
    "text",
    [
        'title: "Case #7 of 9"\n',
        "title: Case#7 of 9\n",
        "narrative: |\n  He was told # and left\n",
        "narrative: >-  # what happened\n  He was told.\n",
        "facts:\n  threat: no  # as he said\n  stage: late  # by the file\n",
        "tags: [a]  # words to find it by\n# a comment of its own\n",
        "decided: {by: us, date: 2026-01-01, under: world 1.10}  # in full\n",
    ],
)
def test_a_comment_that_takes_nothing_from_a_text(text: str, warned: Warned) -> None:
    assert warned(START + text) == []


def test_a_text_that_is_all_comment_is_an_error_that_says_how_to_quote_it(warned: Warned) -> None:
    with pytest.raises(CaseError, match=r"(?s)3:7: error: the text is empty.*in quotes"):
        warned(f"{START}title: #7 of 9\n")


def test_facts_that_a_lost_line_made_part_of_the_narrative(warned: Warned) -> None:
    stated = "narrative: >-\n  He was told.\n  threat: no\n  reasons: {yes: [unfamiliar]}\n  sessions: 3\n"

    (said,) = warned(START + stated)

    assert said == (
        "a.case.yaml:3:12: warning: `threat` and 2 more in this text look like facts, but no rule reads a text\n"
        "    write `facts:` on a line of its own before the facts"
    )


def test_one_fact_in_a_narrative(warned: Warned) -> None:
    (said,) = warned(START + "narrative: |\n  He was told.\n  stage: late\n")

    assert "`stage` in this text looks like a fact" in said


@pytest.mark.parametrize(
    "text", ["The stage: a hall in Rome.", "He made a threat: none believed it.", "What he said: no.", "threat:no"]
)
def test_a_colon_in_a_narrative_is_no_fact(text: str, warned: Warned) -> None:
    assert warned(f"{START}narrative: >-\n  {text}\n") == []


@pytest.mark.parametrize("empty", ["", ' ""', " >-\n  \n", " ~"])
def test_a_narrative_may_still_be_empty(empty: str, warned: Warned) -> None:
    assert warned(f"{START}narrative:{empty}\n") == []


class TestARuleThatIsAlwaysApplicable:
    """A lost `when` makes a rule say what it says in every case."""

    @pytest.fixture
    def written(self, here: Path, tmp_path: Path) -> Callable[[str], Path]:
        """A ruleset with one more rule."""

        def write(more: str) -> Path:
            copy = shutil.copytree(here / "world", tmp_path / "copy")
            rule = "rules:\n  - id: new\n    then: [{may: refer}]\n    because: So.\n    sources: B-1\n"
            (copy / "new.yaml").write_text(rule + more)
            return copy

        return write

    def test_a_rule_without_when_draws_a_warning(self, written: Callable[[str], Path]) -> None:
        said = [str(finding) for finding in check_ruleset(written(""))]

        assert any(
            line.endswith(
                "new.yaml:2:9: warning: rule `new` has no `when`, so it always applies\n"
                "    add `when`, or write `always: yes` if it is meant to"
            )
            for line in said
        )

    def test_a_rule_that_says_it_always_applies_draws_none(self, written: Callable[[str], Path]) -> None:
        assert not any("always applies" in finding.message for finding in check_ruleset(written("    always: yes\n")))

    def test_a_rule_without_when_means_the_same_as_one_that_says_always(
        self, written: Callable[[str], Path], tmp_path: Path
    ) -> None:
        without = read_ruleset(written(""))
        shutil.rmtree(tmp_path / "copy")

        assert read_ruleset(written("    always: yes\n")) == without

    @pytest.mark.parametrize("always", ["yes", "no"])
    def test_a_rule_that_holds_always_has_no_condition(self, always: str, written: Callable[[str], Path]) -> None:
        with pytest.raises(RulesetError, match="`when` and `always` cannot be combined"):
            read_ruleset(written(f"    when: {{threat: yes}}\n    always: {always}\n"))
