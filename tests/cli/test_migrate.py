"""`renamed:` in a ruleset, the errors that use it, and `ethics cases migrate`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

import ethics_engine as ee
from ethics_engine.interview import Interview
from tests.small_ruleset import BOOK, DEFAULTS, write_overlay, write_ruleset

Run = Callable[..., Result]

ITEMS = """
facts:
  - {id: storm, presumed: no}
  - {id: wind, type: choice, values: {none: none, high: high}, presumed: none}
  - {id: ready, presumed: no}
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: look, needs: client}
rules:
  - {id: storm.stay, when: {storm: yes}, then: [{must not: go}], unless: {done: look}}
"""
RENAMED = """
- {fact: gale, now: storm}
- {fact: wind, value: strong, now: high}
- {fact: wind, value: some, decide: "Decide whether it was high."}
- {fact: mood, decide: State `ready` if they were.}
- {fact: eager, now: ready, decide: Only if nobody pressed them.}
- {action: walk, now: go}
- {action: peek, now: look}
- {rule: gale.stay, now: storm.stay}
"""
OLD = """\
# A case that is older than the ruleset.
id: old-1
question: may walk   # as it was asked
facts:
  gale: yes          # a gale it was
  "wind": {not: 'strong'}
tried: [peek]
held:
  answer: yes
  statuses: {walk: permitted}
  ratio: [gale.stay#unless]
held_under:
  elsewhere: {answer: yes, statuses: {walk: advised}}
rationale: The gale and the strong wind; they could walk.
decided: {by: us, date: 2026-01-02}
"""
NEW = """\
# A case that is older than the ruleset.
id: old-1
question: may go   # as it was asked
facts:
  storm: yes          # a gale it was
  "wind": {not: 'high'}
tried: [look]
held:
  answer: yes
  statuses: {go: permitted}
  ratio: [storm.stay#unless]
held_under:
  elsewhere: {answer: yes, statuses: {go: advised}}
rationale: The gale and the strong wind; they could walk.
decided: {by: us, date: 2026-01-02}
"""


@pytest.fixture
def ruleset(tmp_path: Path) -> Callable[..., Path]:
    """Write a ruleset with these renamings."""

    def write(renamed: str = RENAMED) -> Path:
        parts: dict[str, Any] = yaml.safe_load(ITEMS)
        for section, items in parts.items():
            for item in items:
                for key, default in DEFAULTS[section].items():
                    item.setdefault(key, default.format(id=item["id"]) if isinstance(default, str) else default)
        parts |= {"sources": BOOK, "renamed": yaml.safe_load(renamed)}
        return write_ruleset(tmp_path / "rules", json.dumps(parts, indent=1), language=2)

    return write


@pytest.fixture
def case(tmp_path: Path) -> Callable[..., Path]:
    """Write a case file into the folder `cases`."""

    def write(text: str, name: str = "old/one.case.yaml") -> Path:
        file = tmp_path / "cases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    return write


def asked(facts: str) -> str:
    return f"id: one\nquestion: may go\nfacts: {facts}\n"


def test_an_error_about_a_former_name_gives_the_new_one(
    ruleset: Callable[..., Path], case: Callable[..., Path], refused: Callable[..., str]
) -> None:
    said = refused("consult", case(OLD), "--rules", ruleset())

    assert ":5:3: error: `gale` is now `storm`\n    write `storm`; `ethics cases migrate` rewrites whole files" in said
    assert "error: `strong` of `wind` is now `high`" in said
    assert "error: `walk` is now `go`" in said
    assert "error: `gale.stay` is now `storm.stay`" in said


def test_a_fact_given_by_option_by_its_former_name_is_named(
    ruleset: Callable[..., Path], refused: Callable[..., str]
) -> None:
    said = refused("consult", "--question", "may go", "--fact", "gale=yes", "--rules", ruleset())

    assert said == "--fact: error: `gale` is now `storm`\n    write `storm`\n"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--fact", "gale"), "--fact: error: `gale` is now `storm`"),
        (("--rule", "gale.stay"), "--rule: error: `gale.stay` is now `storm.stay`"),
        (("--disposition", "walk"), "--disposition: error: `walk` is now `go`"),
    ],
)
def test_a_filter_by_a_former_name_is_named(
    ruleset: Callable[..., Path], refused: Callable[..., str], option: tuple[str, str], said: str
) -> None:
    assert said in refused("cases", "list", *option, "--rules", ruleset())


def test_a_program_learns_what_a_former_name_is_now(ruleset: Callable[..., Path]) -> None:
    rules = ee.load_ruleset(ruleset())
    case = ee.new_case(rules, "may go")

    with pytest.raises(ee.CaseError, match="`gale` is now `storm`"):
        ee.Session(rules, case).tell("gale", True)
    with pytest.raises(ee.CaseError, match="`gale` is now `storm`"):
        Interview(rules, "may go").tell("gale", True)
    with pytest.raises(ee.CaseError, match="`walk` is now `go`"):
        ee.why(rules, case, "walk")


def test_the_names_of_a_file_are_replaced_and_nothing_else(
    ruleset: Callable[..., Path], case: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    file, rules = case(OLD), ruleset()

    result = run("cases", "migrate", tmp_path / "cases", "-o", tmp_path / "new", "--rules", rules)

    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "new/old/one.case.yaml").read_text() == NEW
    assert file.read_text() == OLD
    assert "1 file written" in result.stdout
    assert ee.load_case(tmp_path / "new/old/one.case.yaml", ee.load_ruleset(rules)).id == "old-1"


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_line_breaks_stay_as_they_are(
    ruleset: Callable[..., Path], case: Callable[..., Path], run: Run, tmp_path: Path, line_break: str
) -> None:
    file = case(OLD.replace("\n", line_break))

    run("cases", "migrate", file, "-o", tmp_path / "new", "--rules", ruleset())

    assert (tmp_path / "new/one.case.yaml").read_bytes() == NEW.replace("\n", line_break).encode()


def test_the_names_in_a_file_of_tests_are_replaced(
    ruleset: Callable[..., Path], case: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    text = "kind: test\ncases:\n  - {id: a, facts: {gale: yes}, held: {disposition: stay}, because: So.}  # terse\n"
    file = case(text, "some.tests.yaml")

    assert run("cases", "migrate", file, "-o", tmp_path / "new", "--rules", ruleset()).exit_code == 0
    assert (tmp_path / "new/some.tests.yaml").read_text() == text.replace("gale", "storm")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("{mood: yes}", "there is no fact `mood` any more\n    State `ready` if they were."),
        ("{eager: yes}", "`eager` may now be `ready`: decide which holds\n    Only if nobody pressed them."),
        ("{wind: some}", "there is no value `some` of `wind` any more\n    Decide whether it was high."),
        ("{gale: yes, storm: no}", "`storm` is given twice"),
        ("{hurricane: yes}", "no fact `hurricane`"),
    ],
)
def test_what_a_person_must_decide_is_listed_with_its_place(
    ruleset: Callable[..., Path], case: Callable[..., Path], run: Run, tmp_path: Path, facts: str, said: str
) -> None:
    result = run("cases", "migrate", case(asked(facts)), "-o", tmp_path / "new", "--rules", ruleset())

    assert result.exit_code == 1
    assert "1 place to decide or put right by hand" in result.stdout
    assert f"{tmp_path / 'new/one.case.yaml'}:3:" in re.sub(r"\n *", "", result.stdout)
    assert " ".join(said.split()) in " ".join(result.stdout.split())


def test_no_file_is_overwritten_and_none_takes_the_place_of_another(
    ruleset: Callable[..., Path], case: Callable[..., Path], refused: Callable[..., str], tmp_path: Path
) -> None:
    one, other, rules = case(OLD), case(OLD, "other/one.case.yaml"), ruleset()

    assert "would both be written here" in refused(
        "cases", "migrate", one, other, "-o", tmp_path / "new", "--rules", rules
    )
    assert "file already exists" in refused("cases", "migrate", one, "-o", one.parent, "--rules", rules)
    assert one.read_text() == OLD
    assert not (tmp_path / "new").exists()


def test_a_file_that_cannot_be_read_stops_no_other(
    ruleset: Callable[..., Path], case: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    case(OLD)
    case("a: [", "bad.case.yaml")

    result = run("cases", "migrate", tmp_path / "cases", "-o", tmp_path / "new", "--rules", ruleset())

    assert result.exit_code == 2
    assert "bad.case.yaml" in result.stderr
    assert (tmp_path / "new/old/one.case.yaml").read_text() == NEW
    assert not (tmp_path / "new/bad.case.yaml").exists()


@pytest.mark.parametrize(
    ("renamed", "said"),
    [
        ("- {fact: storm, now: ready}", "`storm` is still known"),
        ("- {fact: wind, value: high, now: none}", "`high` is still a value of `wind`"),
        ("- {fact: ready, value: 'yes', now: 'no'}", "`yes` is still a value of `ready`"),
        ("- {fact: gale, now: strom}", "no fact `strom`"),
        ("- {action: walk, now: fly}", "no action `fly`"),
        ("- {fact: wind, value: strong, now: hihg}", "`hihg` is not a value of `wind`"),
        ("- {fact: gale}", "a renaming needs `now`, `decide` or both"),
        ("- {now: storm}", "a renaming needs one of `fact`, `action` and `rule`"),
        ("[{fact: gale, now: storm}, {fact: gale, now: ready}]", "`gale` is listed twice"),
        ("{gale: storm}", "`renamed` must be a list"),
    ],
)
def test_a_renaming_that_reverses_or_leads_nowhere_is_refused(
    ruleset: Callable[..., Path], renamed: str, said: str
) -> None:
    with pytest.raises(ee.RulesetError, match="error: ") as raised:
        ee.load_ruleset(ruleset(renamed))

    assert said in str(raised.value)


def test_former_names_are_no_part_of_the_content(ruleset: Callable[..., Path]) -> None:
    with_names = ee.load_ruleset(ruleset()).content_hash

    assert ee.load_ruleset(ruleset("[]")).content_hash == with_names


LAW = """
facts: [{id: unpaid, presumed: no}]
rules: [{id: law.go, when: {unpaid: yes}, then: [{may: go}]}]
renamed:
  - {fact: overdue, now: unpaid}
  - {fact: gone, decide: State `unpaid` if a bill was.}
  - {rule: law.may-go, now: law.go}
"""
UNDER = """\
id: mine   # of the law
question: may walk
under: [law]
facts: {overdue: yes, gale: no}
held: {answer: yes, ratio: [law.may-go]}
"""


@pytest.fixture
def law(ruleset: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path]:
    """A base, and an overlay of it with former names of its own."""
    return ruleset(), write_overlay(tmp_path / "law", LAW)


def test_a_former_name_of_an_overlay_is_known_where_it_is_laid(
    law: tuple[Path, Path], refused: Callable[..., str]
) -> None:
    base, overlay = law
    options = ("consult", "--question", "may go", "--rules", base, "--fact", "overdue=yes")

    assert "`overdue` is now `unpaid`" in refused(*options, "--under", overlay)
    assert "is now" not in refused(*options)


def test_a_case_under_an_overlay_is_brought_across_by_both_lists(
    law: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    base, overlay = law
    for folder in (overlay / "cases", tmp_path / "cases"):
        folder.mkdir()
        (folder / "mine.case.yaml").write_text(UNDER)
        tests = "kind: test\ndecided: {by: us, date: 2026-11-29, under: small+law 1+1}\ncases:\n"
        tests += "  - {id: t, facts: {overdue: yes}, held: {statuses: {walk: permitted}}, because: So.}\n"
        (folder / "some.tests.yaml").write_text(tests)

        result = run("cases", "migrate", folder, "-o", tmp_path / f"new-{folder.parent.name}", "--rules", base)

        assert (result.exit_code, result.stderr) == (0, "")
        (case,) = (tmp_path / f"new-{folder.parent.name}").rglob("mine.case.yaml")
        new = UNDER.replace("walk", "go").replace("overdue", "unpaid").replace("gale", "storm").replace("may-go", "go")
        assert case.read_text() == new
        (file,) = (tmp_path / f"new-{folder.parent.name}").rglob("some.tests.yaml")
        assert "unpaid: yes" in file.read_text()
        assert "{go: permitted}" in file.read_text()


def test_what_an_overlay_leaves_to_a_person_is_listed(law: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    base, overlay = law
    (overlay / "cases").mkdir()
    case = overlay / "cases" / "mine.case.yaml"
    case.write_text(UNDER.replace("overdue: yes", "gone: yes"))

    result = run("cases", "migrate", case, "-o", tmp_path / "new", "--rules", base)

    assert result.exit_code == 1
    assert "there is no fact `gone` any more" in result.stdout


def test_a_former_name_that_the_base_still_uses_is_refused_in_an_overlay(
    ruleset: Callable[..., Path], tmp_path: Path
) -> None:
    overlay = write_overlay(tmp_path / "law", LAW.replace("{fact: overdue, now: unpaid}", "{fact: storm, now: unpaid}"))

    with pytest.raises(ee.RulesetError) as raised:
        ee.load_ruleset(ruleset(), under=[overlay])
    assert "`storm`" in str(raised.value)
    assert "items.yaml:" in str(raised.value)
