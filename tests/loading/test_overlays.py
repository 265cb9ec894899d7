"""Overlays on a small base: what they do, the traps that a prototype fell into, and what is wrong with bad ones."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ethics_engine as ee
from ethics_engine import loading
from ethics_engine.case_law.case_tests import check_case
from tests.small_ruleset import BOOK, items_of, write_overlay, write_ruleset

BASE = """
facts:
  - {id: threat, presumed: no}
  - {id: values, presumed: no}
  - {id: goals_met, presumed: no}
  - {id: moved, presumed: no}
concepts:
  - {id: ground, means: {any: [{threat: yes}, {moved: yes}]}}
actions:
  - {id: refer, way: yes}
  - {id: finish, way: yes}
  - {id: go_on, way: yes}
  - {id: talk}
rules:
  - {id: safety.end, when: {threat: yes}, then: [{should: refer}], overrides: [goals.finish]}
  - {id: goals.finish, when: {goals_met: yes}, then: [{should: finish}]}
  - {id: values.ban, when: {values: yes, ground: no}, then: [{must not: refer}], unless: {done: talk}}
  - {id: move.may, when: {moved: yes}, then: [{may: refer}]}
"""


Lay = Callable[..., ee.Ruleset]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_ruleset(tmp_path / "base", json.dumps({**items_of(BASE), "sources": BOOK}), language=2)


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[..., Path]:
    """Write an overlay: its items as YAML, and what its main file says beside what every one has to say."""

    def write(name: str, items: str = "", /, **main: Any) -> Path:
        return write_overlay(tmp_path / name, items, **main)

    return write


def restating(rule: str, *norms: dict[str, str], because: str = "the code says it.", **more: Any) -> dict[str, Any]:
    return {rule: {"then": list(norms), "because": because, "sources": ["B-1"], **more}}


def wrong_with(base: Path, *overlays: Path) -> str:
    with pytest.raises(ee.RulesetError) as raised:
        ee.load_ruleset(base, under=overlays)
    return str(raised.value)


def answer(ruleset: ee.Ruleset, question: str, day: datetime.date | None = None, **facts: object) -> str:
    return ee.consult(ruleset, ee.new_case(ruleset, question, facts), as_of=day).answer.value


def test_a_composition_is_named_after_its_parts_sorted_by_name(base: Path, overlay: Callable[..., Path]) -> None:
    one, other = overlay("zeta"), overlay("alpha")

    ruleset = ee.load_ruleset(base, under=[one, other])

    assert (ruleset.name, ruleset.version) == ("small+alpha+zeta", "1+1+1")
    assert [part.name for part in ruleset.made_of] == ["small", "alpha", "zeta"]
    assert ruleset.made_of[0].content_hash == ee.load_ruleset(base).content_hash


def test_its_identity_is_that_of_its_content_whatever_the_order(base: Path, overlay: Callable[..., Path]) -> None:
    one = overlay("one", restates=restating("move.may", {"should": "refer"}))
    other = overlay("other")

    assert ee.load_ruleset(base, under=[one, other]) == ee.load_ruleset(base, under=[other, one])
    assert ee.load_ruleset(base, under=[one]) != ee.load_ruleset(base)


def test_every_item_knows_the_part_it_comes_from(base: Path, overlay: Callable[..., Path]) -> None:
    items = "rules: [{id: mine.talk, when: {threat: yes}, then: [{must: talk}]}]"
    ruleset = ee.load_ruleset(base, under=[overlay("mine", items, restates=restating("move.may", {"should": "refer"}))])

    assert ruleset.parts_of("rule", "mine.talk") == ("mine",)
    assert ruleset.parts_of("rule", "move.may") == ("mine",)
    assert ruleset.parts_of("rule", "safety.end") == ("small",)


def test_a_restatement_weakens_a_rule_which_an_extra_rule_cannot(base: Path, overlay: Callable[..., Path]) -> None:
    restated = ee.load_ruleset(base, under=[overlay("weak", restates=restating("safety.end", {"may": "refer"}))])
    extra = ee.load_ruleset(
        base, under=[overlay("extra", "rules: [{id: extra.may, when: {threat: yes}, then: [{may: refer}]}]")]
    )

    assert answer(ee.load_ruleset(base), "must refer", threat=True) == "advised"
    assert answer(extra, "must refer", threat=True) == "advised"
    assert answer(restated, "must refer", threat=True) == "no"


def test_a_restated_rule_is_overridden_as_in_the_base_and_an_extra_rule_is_not(
    base: Path, overlay: Callable[..., Path]
) -> None:
    restated = ee.load_ruleset(base, under=[overlay("code", restates=restating("goals.finish", {"must": "finish"}))])
    extra = ee.load_ruleset(
        base, under=[overlay("extra", "rules: [{id: extra.finish, when: {goals_met: yes}, then: [{must: finish}]}]")]
    )

    assert answer(restated, "must finish", goals_met=True) == "yes"
    assert answer(restated, "must finish", goals_met=True, threat=True) != "yes"
    assert answer(extra, "must finish", goals_met=True, threat=True) == "yes"


def test_an_extra_rule_on_a_matter_of_the_base_is_warned_about(base: Path, overlay: Callable[..., Path]) -> None:
    folder = overlay("extra", "rules: [{id: extra.finish, when: {goals_met: yes}, then: [{must: finish}]}]")

    warning = loading.check_composition(ee.load_ruleset(base), base, [folder])[0]

    assert "has the condition of `goals.finish`" in warning.message
    assert "base/parts.yaml" in warning.message
    assert "restates" in (warning.hint or "")


def test_a_restatement_that_leaves_out_an_action_is_warned_about(base: Path, overlay: Callable[..., Path]) -> None:
    folder = overlay("code", restates=restating("safety.end", {"may": "finish"}))

    (warning,) = loading.check_composition(ee.load_ruleset(base), base, [folder])

    assert "speaks of `refer` in the base" in warning.message


def test_a_norm_that_a_restatement_leaves_out_on_purpose_is_accepted_with_a_reason(
    base: Path, overlay: Callable[..., Path]
) -> None:
    accepted = {"left-out:safety.end:refer": "The code does not ask for it."}
    finding = restating("safety.end", {"may": "finish"})

    assert not loading.check_composition(
        ee.load_ruleset(base), base, [overlay("code", restates=finding, accepted=accepted)]
    )


def test_a_reason_for_a_norm_that_is_not_left_out_is_warned_about(base: Path, overlay: Callable[..., Path]) -> None:
    accepted = {"left-out:safety.end:refer": "The code does not ask for it."}
    folder = overlay("code", restates=restating("safety.end", {"may": "refer"}), accepted=accepted)

    (warning,) = loading.check_composition(ee.load_ruleset(base), base, [folder])

    assert "accepts what is no longer so" in warning.message


def test_two_codes_that_restate_one_rule_join_their_norms_and_the_stronger_wins(
    base: Path, overlay: Callable[..., Path]
) -> None:
    weak = overlay("weak", restates=restating("safety.end", {"may": "refer"}, because="One says may."))
    strong = overlay("strong", restates=restating("safety.end", {"must": "refer"}, because="The other says must."))

    ruleset = ee.load_ruleset(base, under=[weak, strong])

    assert answer(ruleset, "must refer", threat=True) == "yes"
    assert ruleset.parts_of("rule", "safety.end") == ("strong", "weak")
    assert ruleset.rule["safety.end"].because == "The other says must. One says may."


def test_an_extension_widens_a_term_of_the_base(base: Path, overlay: Callable[..., Path]) -> None:
    accepted = {"extension:ground:values.ban": "Fees are a ground of their own."}
    fees = "facts: [{id: fees_unpaid, presumed: no}]"
    folder = overlay("fees", fees, extends={"ground": {"fees_unpaid": True}}, accepted=accepted)

    ruleset = ee.load_ruleset(base, under=[folder])

    assert answer(ruleset, "may refer", values=True) == "no"
    assert answer(ruleset, "may refer", values=True, fees_unpaid=True) == "rules_say_nothing"


def test_an_extension_that_lifts_a_ban_has_to_be_accepted(base: Path, overlay: Callable[..., Path]) -> None:
    fees = "facts: [{id: fees_unpaid, presumed: no}]"

    said = wrong_with(base, overlay("fees", fees, extends={"ground": {"fees_unpaid": True}}))

    assert "`fees` extends `ground`, and so rule `values.ban`" in said
    assert "base/parts.yaml:" in said
    assert '"extension:ground:values.ban": THE REASON' in said


def test_what_is_accepted_and_no_longer_so_is_warned_about(base: Path, overlay: Callable[..., Path]) -> None:
    folder = overlay("fees", accepted={"extension:ground:values.ban": "Fees are a ground of their own."})

    (warning,) = loading.check_composition(ee.load_ruleset(base), base, [folder])

    assert "accepts what is no longer so" in warning.message


def test_an_overlay_strikes_an_exception(base: Path, overlay: Callable[..., Path]) -> None:
    rule = "rules: [{id: code.none, when: {values: yes}, overrides: ['values.ban#unless']}]"
    strict = ee.load_ruleset(base, under=[overlay("code", rule)])
    case = {"done": ["talk"]}

    def may_refer(ruleset: ee.Ruleset) -> str:
        return ee.consult(ruleset, ee.new_case(ruleset, "may refer", {"values": True}, **case)).answer.value

    assert may_refer(ee.load_ruleset(base)) == "rules_say_nothing"
    assert may_refer(strict) == "no"


def test_an_overlay_overrides_a_permission(base: Path, overlay: Callable[..., Path]) -> None:
    rule = "rules: [{id: code.no-move, when: {moved: yes}, overrides: [move.may]}]"

    assert answer(ee.load_ruleset(base, under=[overlay("code", rule)]), "may refer", moved=True) == "rules_say_nothing"


@pytest.mark.parametrize(
    ("items", "main", "said"),
    [
        ("rules: [{id: bad.x, when: {threat: yes}, overrides: [safety.end]}]", {}, "which does more than permit"),
        ("actions: [{id: flee, way: yes}]", {}, "declares the course of action `flee`"),
        ("facts: [{id: threat, presumed: no}]", {}, "fact `threat` of `bad` is also a fact of `small`"),
        ("concepts: [{id: threat, means: {moved: yes}}]", {}, "concept `threat` of `bad` is also a fact of `small`"),
        ("rules: [{id: move.may, when: {moved: yes}, then: [{may: go_on}]}]", {}, "write it under `restates`"),
        ("rules: [{id: other.x, when: {moved: yes}, then: [{may: go_on}]}]", {}, "does not begin with `bad.`"),
        (
            "constraints: [{id: no_both, never: {threat: yes, moved: yes}}]",
            {},
            "reads nothing but what `small` declares",
        ),
        ("", {"restates": restating("safety.edn", {"may": "refer"})}, "did you mean `safety.end`?"),
        ("", {"restates": restating("safety.end", {"may": "refer"}, when={"moved": True})}, "a restatement keeps it"),
        ("", {"extends": {"grond": {"moved": True}}}, "did you mean `ground`?"),
        ("", {"extends": {"threat": {"moved": True}}}, "a fact and no term"),
        ("", {"over": {"ruleset": "other"}}, "`bad` is laid over `other`, not over `small`"),
        ("", {"over": {"ruleset": "small", "version": ">=2,<3"}}, "is for version >=2,<3 of `small`, and this is 1"),
        ("", {"over": {"ruleset": "small", "version": "new"}}, "is no range of versions"),
        ("", {"name": "none"}, "stands for no overlay"),
        (
            "",
            {
                "safety": [
                    {"id": "x", "when": {"threat": True}, "danger": "Danger.", "ask": "Ask.", "matters_for": ["refer"]}
                ]
            },
            "reads `threat`",
        ),
        (
            "{facts: [{id: late, unpresumed: No.}], rules: [{id: bad.x, when: {late: yes}, then: [{may: refer}]}]}",
            {},
            "nothing is assumed of `late`, so rule `bad.x`",
        ),
        (
            "rules: [{id: bad.x, when: {status: {refer: [advised]}}, then: [{may: finish}]}]",
            {},
            "a circle",
        ),
        ("rules: [{id: bad.x, when: {moved: yes}, overrides: [move.mey]}]", {}, "did you mean `move.may`?"),
    ],
)
def test_what_an_overlay_must_not_do_is_said_with_what_to_do(
    base: Path, overlay: Callable[..., Path], items: str, main: dict[str, Any], said: str
) -> None:
    found = wrong_with(base, overlay("bad", items, **main))

    assert said in found
    assert "bad/" in found
    if main.get("name") != "none":
        assert "\n    " in found
    if not ("name" in main or "new" in str(main) or any(each in items for each in ("other.x", "late", "mey"))):
        assert "base" in found


def test_a_fact_that_nothing_is_assumed_of_may_name_what_it_leaves_open(
    base: Path, overlay: Callable[..., Path]
) -> None:
    items = (
        "facts: [{id: late, unpresumed: Nobody knows., leaves_open: [refer]}]\n"
        "rules: [{id: good.x, when: {late: yes}, then: [{may: refer}]}]"
    )

    assert answer(ee.load_ruleset(base, under=[overlay("good", items)]), "may refer") == "open"


def test_two_overlays_with_one_id_are_named_both(base: Path, overlay: Callable[..., Path]) -> None:
    fact = "facts: [{id: fees_unpaid, presumed: no}]"

    said = wrong_with(base, overlay("one", fact), overlay("two", fact))

    assert "fact `fees_unpaid` is declared by `one` and by `two`" in said
    assert "one/items.yaml" in said
    assert "two/items.yaml" in said


def test_an_overlay_is_no_ruleset_and_a_ruleset_no_overlay(base: Path, overlay: Callable[..., Path]) -> None:
    code = overlay("code")
    with pytest.raises(ee.RulesetError, match="this is an overlay, not a ruleset"):
        ee.load_ruleset(code)
    assert "this is a ruleset, not an overlay" in wrong_with(base, base)


def test_a_missing_overlay_is_named(base: Path) -> None:
    with pytest.raises(ee.RulesetError, match=r"no overlay `aca-2041`\n.*did you mean `aca-2014`"):
        ee.load_ruleset(base, under=["aca-2041"])


def test_a_restatement_out_of_force_leaves_the_rule_of_the_base(base: Path, overlay: Callable[..., Path]) -> None:
    dates = {"from": "2014-01-01", "until": "2029-12-31"}
    code = overlay("code", restates=restating("safety.end", {"may": "refer"}, in_force=dates))
    ruleset = ee.load_ruleset(base, under=[code])

    assert answer(ruleset, "must refer", datetime.date(2013, 12, 31), threat=True) == "advised"
    assert answer(ruleset, "must refer", datetime.date(2014, 1, 1), threat=True) == "no"
    assert answer(ruleset, "must refer", datetime.date(2030, 1, 1), threat=True) == "advised"


def test_an_overlay_out_of_force_changes_nothing(base: Path, overlay: Callable[..., Path]) -> None:
    items = "facts: [{id: late, presumed: no}]\nrules: [{id: law.talk, when: {threat: yes}, then: [{must: talk}]}]"
    accepted = {"extension:ground:values.ban": "It is a ground."}
    law = overlay("law", items, in_force={"from": "2027-01-01"}, extends={"ground": {"late": True}}, accepted=accepted)
    ruleset = ee.load_ruleset(base, under=[law])
    before, after = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)

    assert answer(ruleset, "must talk", before, threat=True) == "rules_say_nothing"
    assert answer(ruleset, "must talk", after, threat=True) == "yes"
    assert answer(ruleset, "may refer", before, values=True, late=True) == "no"
    assert answer(ruleset, "may refer", after, values=True, late=True) == "rules_say_nothing"


def test_a_rule_counts_while_a_document_that_it_cites_is_in_force(base: Path, overlay: Callable[..., Path]) -> None:
    items = """
    rules: [{id: law.talk, when: {threat: yes}, then: [{must: talk}], sources: [ACT 1]}]
    sources: [{id: ACT, title: An act, in_force: {until: '2026-06-30'}, passages: {"1": Talk.}}]
    """
    ruleset = ee.load_ruleset(base, under=[overlay("law", items)])

    assert answer(ruleset, "must talk", datetime.date(2026, 6, 30), threat=True) == "yes"
    assert answer(ruleset, "must talk", datetime.date(2026, 7, 1), threat=True) == "rules_say_nothing"


def test_all_engines_agree_on_a_composition(
    base: Path, overlay: Callable[..., Path], engines: tuple[ee.Engine, ...]
) -> None:
    ruleset = ee.load_ruleset(base, under=[overlay("code", restates=restating("safety.end", {"may": "refer"}))])
    case = ee.new_case(ruleset, "what", {"threat": True, "goals_met": True})

    assert len({ee.consult(ruleset, case, engine=engine).disposition.sentence for engine in engines}) == 1


PLACE = (
    "facts: [{id: place, type: choice, values: {here: Here, there: There}, unpresumed: Any place., for_overlays: yes}]"
)
RULE_OF_HERE = "rules: [{id: law.here, when: {place: here}, then: [{must: talk}]}]"


@pytest.fixture
def base_with_places(tmp_path: Path) -> Path:
    items = {**items_of(BASE), "sources": BOOK}
    items["facts"] += items_of(PLACE)["facts"]
    return write_ruleset(tmp_path / "placed", json.dumps(items), language=2)


def test_a_fact_that_an_overlay_sets_has_its_value_in_every_case(
    base_with_places: Path, overlay: Callable[..., Path]
) -> None:
    law, here = overlay("law", RULE_OF_HERE), overlay("here", sets={"place": "here"})

    without, with_place = (ee.load_ruleset(base_with_places, under=each) for each in ([law], [law, here]))

    assert answer(without, "must talk") == "open"
    made = ee.consult(with_place, ee.new_case(with_place, "must talk"))
    assert (made.answer.value, made.answer.firmness) == ("yes", ee.Firmness.FIRM)
    assert answer(with_place, "must talk", place="unknown") == "yes"
    assert with_place.settings == {"place": "here"}


def test_a_case_that_states_another_value_than_an_overlay_sets_is_refused(
    base_with_places: Path, overlay: Callable[..., Path]
) -> None:
    ruleset = ee.load_ruleset(base_with_places, under=[overlay("here", sets={"place": "here"})])

    with pytest.raises(ee.ContradictionError) as raised:
        answer(ruleset, "may refer", place="there")

    assert "`place`" in str(raised.value)
    assert "The overlay `here` is for Here." in str(raised.value)


def test_overlays_of_two_places_are_refused_with_both_named(
    base_with_places: Path, overlay: Callable[..., Path]
) -> None:
    here, there = overlay("here", sets={"place": "here"}), overlay("there", sets={"place": "there"})

    message = wrong_with(base_with_places, here, there)

    assert "`there` is for There, and `here` for Here" in message
    assert "--under here --under there" in message
    assert ee.load_ruleset(base_with_places, under=[here, overlay("also", sets={"place": "here"})]).settings


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        ({"place": "hre"}, "is not a value of `place`"),
        ({"plcae": "here"}, "no fact `plcae`"),
        ({"threat": "yes"}, "sets `threat`, which is no choice"),
    ],
)
def test_what_cannot_be_set_is_refused(
    base_with_places: Path, overlay: Callable[..., Path], sets: dict[str, str], message: str
) -> None:
    assert message in wrong_with(base_with_places, overlay("bad", sets=sets))


def test_a_fact_for_overlays_that_a_base_tests_is_named(base_with_places: Path, tmp_path: Path) -> None:
    items = {**items_of(BASE), "sources": BOOK}
    items["facts"] += items_of(PLACE)["facts"]
    items["rules"] += items_of("rules: [{id: local.talk, when: {place: here}, then: [{must: talk}]}]")["rules"]
    tested = write_ruleset(tmp_path / "tested", json.dumps(items), language=2)

    assert not [each for each in loading.check_ruleset(base_with_places) if "`place`" in each.message]
    assert any("remove `for_overlays`" in (each.hint or "") for each in loading.check_ruleset(tested))


def test_law_that_takes_the_place_of_ethics_is_warned_of(base: Path, overlay: Callable[..., Path]) -> None:
    items = """
sources: [{id: LAW, title: A statute, authority: law, passages: {"1": So it is enacted.}}]
rules:
  - {id: law.move, when: {threat: yes}, then: [{must not: refer}], overrides: [move.may], sources: [LAW 1]}
"""
    ban = {"then": [{"may": "refer"}], "because": "the law permits it.", "sources": ["LAW 1"]}
    folder = overlay("law", items, restates={"values.ban": ban})

    found = loading.check_composition(ee.load_ruleset(base), base, [folder])

    assert any("so that what ethics says is lost" in each.message for each in found)
    assert any("rests on law alone and overrides `move.may`" in each.message for each in found)


SAFETY = [{"id": "s", "when": {"threat": True}, "danger": "Danger.", "ask": "Ask.", "matters_for": ["refer"]}]


@pytest.mark.parametrize(
    ("rule", "warned"),
    [
        ("{id: law.x, when: {moved: yes}, then: [{must: talk, before: refer}]}", True),
        ("{id: law.x, when: {moved: yes}, then: [{must: talk, before: refer}], unless: {ground: yes}}", False),
        ("{id: law.x, when: {moved: yes, threat: no}, then: [{must: talk, before: refer}]}", False),
        ("{id: law.x, when: {moved: yes}, then: [{should: talk, before: refer}]}", False),
    ],
)
def test_a_course_that_waits_for_a_step_also_in_danger_is_warned_about(
    tmp_path: Path, overlay: Callable[..., Path], rule: str, warned: bool
) -> None:
    parts = json.dumps({**items_of(BASE), "sources": BOOK})
    base = write_ruleset(tmp_path / "base", parts, language=2, safety=SAFETY)
    folder = overlay("law", f"rules: [{rule}]")

    found = [each.message for each in loading.check_composition(ee.load_ruleset(base), base, [folder])]

    assert ["makes `refer` wait, also for somebody who is in danger" in each for each in found] == [True] * warned


def test_a_holding_may_rest_on_a_rule_of_an_overlay_only_under_it(
    base: Path, overlay: Callable[..., Path], tmp_path: Path
) -> None:
    rule = "rules: [{id: code.talk, when: {threat: yes}, then: [{must: talk}], overrides: [move.may]}]"
    law = overlay("code", rule)
    case = tmp_path / "mine.case.yaml"
    case.write_text(
        "id: mine\nquestion: may refer\nfacts: {threat: yes, moved: yes}\nheld: {ratio: [move.may]}\n"
        "held_under: {code: {ratio: [code.talk]}}\n"
    )
    alone, composed = ee.load_ruleset(base), ee.load_ruleset(base, under=[law])

    assert check_case(ee.load_case(case, alone), alone).stands
    (under,) = ee.load_case(case, composed).held_under.values()
    assert under.ratio == ("code.talk",)
    assert not check_case(ee.load_case(case, composed), composed).stands
    case.write_text("id: mine\nquestion: may refer\nfacts: {threat: yes}\nheld: {ratio: [code.talk]}\n")
    with pytest.raises(ee.CaseError, match=r"no rule `code\.talk`"):
        ee.load_case(case, alone)
