"""Overlays on the command line: `--under`, `under` in a case, the settings, `compare`, `rules new`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.loading import bundled

Run = Callable[..., Result]
THREAT = ("--fact", "client_threatens_violence=yes", "--question", "must terminate", "--as-of", "2026-11-29")
BOTH = ("--under", "none", "--under", "aca-2014")
UNPAID = "id: mine\nquestion: may terminate\nunder: [aca-2014]\nfacts: {client_stage: current, fees_unpaid: yes}\n"
MISSED = UNPAID.replace("aca-2014", "example-agency").replace("fees_unpaid: yes", "agency_missed_appointments: 4")


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings.json"
    monkeypatch.setenv("ETHICS_SETTINGS", str(file))
    return file


def test_an_answer_without_an_overlay_says_that_no_code_was_chosen(run: Run, nothing_set: Path) -> None:
    assert "no code chosen" in run("consult", *THREAT).output
    assert "no code, law or policy chosen" in " ".join(run("consult", *THREAT, "--full").output.split())
    assert not nothing_set.exists()


def test_an_answer_under_an_overlay_names_it_and_the_rule_it_restates(run: Run) -> None:
    output = " ".join(run("consult", *THREAT, "--under", "aca-2014").output.split())

    assert "violence.end-the-work, restated by aca-2014" in output
    assert " + aca-2014 1.1" in output


def test_every_part_is_listed_with_its_hash(run: Run) -> None:
    made = json.loads(run("consult", *THREAT, "--under", "aca-2014", "--format", "json").output)

    parts = made["determination"]["provenance"]["parts"] if "determination" in made else made["provenance"]["parts"]
    assert [part["name"] for part in parts] == ["referral-and-termination", "aca-2014"]
    assert all(len(part["content_hash"]) == 64 for part in parts)


def test_what_is_set_holds_unless_the_option_says_otherwise(run: Run) -> None:
    assert "Set: American Counseling Association" in run("settings", "under", "aca-2014").output
    assert "aca-2014" in run("settings", "show").output

    assert "aca-2014 1.1" in " ".join(run("consult", *THREAT).output.split())
    assert "no code chosen" in run("consult", *THREAT, "--under", "none").output


def test_settings_that_name_an_unknown_overlay_are_refused(refused: Callable[..., str], nothing_set: Path) -> None:
    assert "did you mean `aca-2014`?" in refused("settings", "under", "aca-2041")
    assert not nothing_set.exists()


def test_a_case_names_its_own_overlays(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "mine.case.yaml"
    case.write_text(UNPAID)

    assert "aca-2014 1.1" in " ".join(run("consult", case).output.split())
    assert run("why", case).exit_code == 0
    assert run("what-if", case, "fees_unpaid=no").exit_code == 0


def test_a_case_that_needs_an_overlay_that_was_not_given_is_refused(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    case = tmp_path / "mine.case.yaml"
    case.write_text(UNPAID)

    said = refused("consult", case, "--under", "example-agency")

    assert f"{case}:3:9: error: this case needs the overlay `aca-2014`, which was not given" in said
    assert "add `--under aca-2014`" in said


@pytest.mark.exhaustive  # `.ci/run` does it by the commands themselves
@pytest.mark.parametrize("name", bundled.overlays())
def test_every_bundled_overlay_is_sound(run: Run, name: str) -> None:
    checked = run("rules", "check", name, "--strict")

    assert checked.exit_code == 0, checked.output


@pytest.mark.exhaustive  # as it does this
def test_the_cases_of_every_bundled_overlay_pass(run: Run) -> None:
    tested = run("test", *(folder / "cases" for folder in bundled.overlays().values() if (folder / "cases").is_dir()))

    assert tested.exit_code == 0, tested.output


def test_the_trace_counts_how_far_the_wording_of_a_code_was_checked(run: Run) -> None:
    output = " ".join(run("rules", "trace", "--under", "nasw-2021").output.split())
    code = output.partition("NASW-CODE-2021: ")[2].partition("passages:")[2]

    assert "0 nowhere. Wording: " in code
    assert "partly, 0 from memory." in code


def test_a_case_held_under_an_overlay_is_tested_there_and_the_others_are_listed(run: Run) -> None:
    result = run("test", "values-002", "values-005", "--under", "aca-2014")

    assert result.exit_code == 0
    output = " ".join(result.output.split())
    assert "Different under aca-2014, and not decided there, so none of these fails; look at each: values-005" in output
    assert "1 case passes, 0 fail, 1 different under aca-2014" in output


TEST_OF_THE_BASE = """\
kind: test
decided: {by: us, date: 2026-11-29, under: UNDER}
cases:
  - {id: t01, facts: {}, held: {statuses: {refer: prohibited}}, because: It was held so.}
"""


def test_a_terse_test_fails_only_under_the_overlays_that_it_was_decided_under(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.tests.yaml"

    file.write_text(TEST_OF_THE_BASE.replace("UNDER", "referral-and-termination 2.0"))
    assert "1 fails" in run("test", file).output
    result = run("test", file, "--under", "aca-2014")
    assert result.exit_code == 0
    assert "Different under aca-2014" in result.output

    file.write_text(TEST_OF_THE_BASE.replace("UNDER", "referral-and-termination+aca-2014 2.0+1.0"))
    assert "1 fails" in run("test", file, "--under", "aca-2014").output


LETTER = """\
topic: mine
actions: [{id: mine_letter, label: send a letter, of: [terminate]}]
rules:
  - id: mine.letter
    always: yes
    then: [{must: mine_letter, before: terminate}]
    because: A letter comes first.
    sources: [HANDBOOK 1]
"""
HANDBOOK = """\
sources:
  - {id: HANDBOOK, title: Handbook, authority: guidance, passages: {"1": {says: A letter comes first., said: must}}}
"""


def overlay(folder: Path, rules: str = LETTER, **main: str) -> Path:
    """An overlay `mine` with a case of its own."""
    (folder / "cases").mkdir(parents=True)
    keys = {"over": "{ruleset: referral-and-termination}", "name": "mine", "version": '"0.1"', "language": "2"}
    keys |= {"title": "Mine", **main}
    (folder / "overlay.yaml").write_text("".join(f"{key}: {value}\n" for key, value in keys.items()))
    (folder / "sources.yaml").write_text(HANDBOOK)
    (folder / "rules.yaml").write_text(rules)
    (folder / "cases" / "mine-001.case.yaml").write_text(
        "id: mine-001\nquestion: may terminate\nunder: [mine]\nfacts: {client_stage: current, progress: none}\n"
        "done: [discuss_progress, check_own_reasons]\nnot_done: [mine_letter]\n"
    )
    return folder


def test_every_case_is_tested_under_the_overlays_that_it_names(run: Run, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "mine")
    case = folder / "cases" / "mine-001.case.yaml"
    case.write_text(case.read_text() + "held: {answer: not_yet}\nheld_under: {mine+example-agency: {answer: yes}}\n")
    tests = TEST_OF_THE_BASE.replace("UNDER", "referral-and-termination+mine 2.0+0.1")
    (folder / "cases" / "some.tests.yaml").write_text(tests)

    result = run("test", folder / "cases", "values-002")

    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert "3 cases pass, 2 fail" in said
    assert "FAILED mine-001 (under example-agency and mine)" in said
    assert "FAILED t01 (under mine)" in said
    assert "of these under aca-2014, as they name it: 1 case" in said
    assert "of these under mine, as they name it: 2 cases" in said


def test_a_case_of_an_unknown_overlay_is_broken_and_stops_no_other(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "mine.case.yaml"
    case.write_text(UNPAID.replace("aca-2014", "aca-2041") + "held: {answer: yes}\n")

    result = run("test", case, "values-002")

    assert result.exit_code == 2
    assert "no overlay `aca-2041`" in result.output
    assert "2 cases pass, 0 fail, 1 file cannot be read" in result.output


def test_the_part_that_makes_an_answer_wait_is_named_with_it(run: Run, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "mine")

    said = " ".join(run("compare", folder / "cases" / "mine-001.case.yaml", "--under", folder).output.split())

    answer = said.partition("ANSWER")[2].partition("COURSE")[0]
    assert "send a letter" in answer
    assert "[HANDBOOK 1] (decided by mine)" in answer


def test_codes_that_part_ways_are_shown_side_by_side_with_sections_and_parts(run: Run) -> None:
    output = run("compare", "values-002", *BOTH).output

    assert "The codes part ways here." in output
    assert "aca-2014: forbidden [ACA-CODE-2014 A.11.b] (decided by aca-2014)" in output


def test_an_open_answer_says_what_it_depends_on_and_a_settled_one_why(run: Run) -> None:
    output = run(
        "compare", *THREAT[:2], "--question", "may terminate", "--under", "nasw-2021", "--under", "none"
    ).output
    said = " ".join(output.split())
    answer = run("compare", "values-002", *BOTH).output

    assert "nasw-2021: The course is open." in said
    assert "Bring the work to a planned end" not in output
    assert "Where the base alone decides, that code, law or policy has no rule of its own." in said
    assert "It depends on this: With all that speaks for and against it weighed" in said
    assert "The code knows no exception" not in answer
    assert "Present and prospective clients are not referred" in " ".join(answer.split()).partition("COURSE")[0]


def test_a_step_that_one_code_alone_forbids_is_left_out_unless_it_is_asked_about(run: Run) -> None:
    words = "personal contact with the client on social"

    assert words not in run("compare", "values-002", *BOTH).output
    assert words in run("compare", "aca-2014-005", *BOTH).output


def test_the_codes_compared_are_those_in_force_on_the_day(run: Run) -> None:
    before, after = run("compare", "codes-edition-2013").output, run("compare", "codes-edition-2015").output

    assert "aamft-2012" in before
    assert "aamft-2015" not in before
    assert "aamft-2012" not in after
    assert "aamft-2015: No." in after


def test_an_overlay_given_as_a_ruleset_is_refused_with_the_way_to_use_it(refused: Callable[..., str]) -> None:
    said = refused("consult", "--question", "what", "--rules", "aca-2014")

    assert said == (
        "aca-2014: error: `aca-2014` is an overlay, and no ruleset by itself\n"
        "    use --under aca-2014, or write `referral-and-termination+aca-2014`\n"
    )


def test_every_command_finds_the_overlay_beside_a_case(run: Run, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "mine")
    inside = folder / "cases" / "mine-001.case.yaml"
    (tmp_path / "cases").mkdir()
    beside = tmp_path / "cases" / "mine-001.case.yaml"
    beside.write_text(inside.read_text())

    for case in (inside, beside):
        for command in (["consult", case], ["consult", case, "--under", "mine"], ["cases", "show", case]):
            assert run(*command).exit_code == 0
    compared = run("compare", inside)
    assert compared.exit_code == 0
    assert "mine: Not yet." in compared.output
    assert run("compare", inside, "--under", folder, "--under", "none").exit_code == 0


def test_terms_are_listed_and_found_by_words(run: Run) -> None:
    assert "  safety_ground: " in run("rules", "list", "--terms").output
    assert "danger_at_hand (defined term)" in run("facts", "danger_at_hand").output


BASE, FACT, RULE = "referal-and-termination", "client_threaten_violence", "values.refer-anyway"


def test_a_misspelt_name_is_answered_with_the_nearest_and_a_far_one_with_none(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    rules = LETTER.replace("always: yes", f"when: {{{FACT}: yes}}\n    overrides: [{RULE}]")
    folder = overlay(tmp_path / "mine", rules, over=f"{{ruleset: {BASE}}}")

    said = refused("consult", "values-002", "--under", folder)

    assert "did you mean `referral-and-termination`?" in said
    assert "did you mean `client_threatens_violence`?" in said
    assert f"no rule `{RULE}`" in said
    assert said.count("did you mean") == 2


def test_without_its_overlay_nothing_else_is_said_of_a_case(refused: Callable[..., str], tmp_path: Path) -> None:
    case = overlay(tmp_path / "mine") / "cases" / "mine-001.case.yaml"

    said = refused("consult", case, "--under", "none")

    assert said.count("error:") == 1
    assert "this case needs the overlay `mine`, which was not given" in said


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_a_comparison_has_every_format(run: Run, form: str) -> None:
    output = run("compare", "values-002", *BOTH, "--format", form).output

    assert "The codes part ways here." in output
    assert "aca-2014" in output


def test_codes_that_agree_are_said_to(run: Run) -> None:
    assert "They all agree" in run("compare", "values-001", *BOTH).output


def test_a_side_is_not_given_a_fact_that_it_does_not_have(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "mine.case.yaml"
    case.write_text(MISSED)

    output = " ".join(run("compare", case, "--under", "none", "--under", "aca-2014,example-agency").output.split())

    assert "base has no such fact or step, so it is left out there: agency_missed_appointments." in output
    assert "aca-2014,example-agency: " in output
    assert "example-agency: Policy of an agency that does not exist, to copy from, version 1.0" in output


def test_law_that_permits_what_a_code_forbids_is_said_beside_it(run: Run) -> None:
    output = run("compare", "values-001", "--under", "aca-2014", "--under", "tennessee,aca-2014").output

    assert 'The law permits "refer the client to someone else"; ethics forbids it.' in " ".join(output.split())
    assert "aca-2014: no difference" in output
    assert "no legal advice; ask a lawyer" in " ".join(output.split())


def test_places_are_compared_each_with_its_own_law(run: Run, tmp_path: Path) -> None:
    for place in ("texas", "ohio"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "overlay.yaml").write_text(
            f'{{name: my-{place}, version: "1", language: 2, title: Law of {place}, sets: {{jurisdiction: {place}}}, '
            'over: {ruleset: referral-and-termination, version: ">=2.0,<3"}}'
        )
    sides = [option for place in ("texas", "ohio") for option in ("--under", str(tmp_path / place))]

    result = run("compare", "--question", "may refer", "--fact", "jurisdiction=texas", *sides)

    assert "my-ohio is for another place, so what was stated is left out there: jurisdiction." in result.output
    assert "my-texas is for another place" not in result.output


def test_a_new_overlay_loads_and_its_case_passes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my-agency"

    assert run("rules", "new", "my-agency", "--output", folder).exit_code == 0
    assert run("rules", "check", folder, "--strict").exit_code == 0
    assert run("test", folder / "cases", "--under", folder).exit_code == 0
    assert "my-agency 0.1" in run("consult", folder / "cases" / "my-agency-001.case.yaml").output


def test_the_overlay_in_the_documentation_is_sound(tmp_path: Path) -> None:
    import re

    blocks = re.findall(r"```yaml\n(.*?)```", Path("docs/write-an-overlay.md").read_text(), re.DOTALL)
    sources, rules, restates, *_, case, _held = blocks
    folder = tmp_path / "my-agency"
    folder.mkdir()
    over = 'over: {ruleset: referral-and-termination}\nname: my-agency\nversion: "0.1"\nlanguage: 2\ntitle: Mine\n'
    (folder / "overlay.yaml").write_text(over + restates.replace("HANDBOOK 3.2", "HANDBOOK 2.5"))
    (folder / "sources.yaml").write_text(sources)
    (folder / "rules.yaml").write_text(rules)
    (tmp_path / "case.yaml").write_text(case)

    ruleset = ee.load_ruleset(under=[folder])
    loaded = ee.load_case(tmp_path / "case.yaml", ruleset)

    assert loaded.held is not None
    assert ee.consult(ruleset, loaded).answer.value == loaded.held.answer == "not_yet"


def test_a_composition_is_compared_with_its_base(run: Run) -> None:
    base, whole = "referral-and-termination", "referral-and-termination+aca-2014"

    assert "aca-2014.no-personal-media" in run("diff", base, whole, "--text-only").output


def test_the_handbook_the_trace_and_the_rules_show_the_parts(run: Run) -> None:
    book = run("rules", "book", "--under", "aca-2014").output
    assert "- Restated by\n  - aca-2014: The code permits ending" in book
    assert "- In the base\n  - The practitioner should end the work" in book
    assert "The sections that bear on these were read, some of them only in part" in book
    assert "ACA-CODE-2014 A.11.b" in run("rules", "trace", "--under", "aca-2014").output
    assert "Restated by aca-2014" in run("rules", "show", "violence.end-the-work", "--under", "aca-2014").output
