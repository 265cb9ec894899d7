"""The smallest changes are the smallest there are, and each does what it promises."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import combinations

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.counterfactual import (
    CounterfactualFinder,
    EditSet,
    OutcomeGoal,
    StatusGoal,
    counterfactual_report,
    render,
    smallest_changes,
)
from ethics_engine.counterfactual.edits import edit_set_of
from ethics_engine.deadline import Deadline
from ethics_engine.errors import ContradictionError
from ethics_engine.loading.bundled import cases
from ethics_engine.model import conditions
from ethics_engine.model import outcome as outcomes
from ethics_engine.model.conditions import ConceptTest, FactTest
from ethics_engine.model.enactment import done_fact

Outcome = Callable[[ee.Determination], outcomes.Outcome | None]

STATED = [
    {},
    {"wet": True},
    {"rain": True},
    {"wet": True, "coat": True, "bag": ["map"]},
    {"cold": True},
    {"bag": ["map"], "hours": 6},
    {"bag": "unknown", "hours": {"at_least": 3}},
    {"cold": False, "bag": ["rope"], "hat": True},
]
QUESTIONS = ["may go", "must stay", "what"]


def tried(
    ruleset: ee.Ruleset, case: ee.Case, size: int, *, assumptions: bool
) -> Iterator[tuple[EditSet, ee.Determination]]:
    """Every change of one size, with what is said of the case then; found without any cleverness."""
    every = CounterfactualFinder.of(ruleset, case, assumptions=assumptions).space.edits
    for chosen in combinations(every, size):
        if len({edit.variable for edit in chosen}) == size:
            change = edit_set_of(chosen)
            try:
                made = ee.consult(ruleset, change.applied(case), assumptions=assumptions)
            except ContradictionError:
                continue
            yield change, made


def hold(ruleset: ee.Ruleset, outcome: Outcome, case: ee.Case, most: int, *, assumptions: bool = True) -> None:
    """The search finds all of the smallest changes to each outcome, and no others."""
    now = outcome(ee.consult(ruleset, case, assumptions=assumptions))
    expected: dict[outcomes.Outcome | None, tuple[int, set[object]]] = {}
    for size in range(1, most + 1):
        for change, made in tried(ruleset, case, size, assumptions=assumptions):
            least, changes = expected.setdefault(outcome(made), (size, set()))
            if least == size:
                changes.add(change.edits)

    found = CounterfactualFinder.of(ruleset, case, assumptions=assumptions).others(most=most, limit=10_000).of
    reached = {
        goal.outcome: (smallest.size, {change.edits for change in smallest.changes})
        for goal, smallest in found.items()
        if isinstance(goal, OutcomeGoal) and smallest.changes
    }

    assert reached == {key: value for key, value in expected.items() if key not in (now, None)}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no search be cut off, however many changes fail."""
    monkeypatch.setattr("ethics_engine.counterfactual.search.PATIENCE", 10_000)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("facts", STATED)
def test_of_up_to_two_facts_none_is_missed_and_none_promised_in_vain(
    small: ee.Ruleset, outcome: Outcome, facts: dict[str, object]
) -> None:
    """Against every change, tried one by one."""
    for question in QUESTIONS:
        hold(small, outcome, ee.new_case(small, question, facts), most=2)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("facts", STATED[::3])
def test_none_is_missed_where_nothing_is_assumed(small: ee.Ruleset, outcome: Outcome, facts: dict[str, object]) -> None:
    """Then most things are open, and most changes settle nothing."""
    hold(small, outcome, ee.new_case(small, "may go", facts), most=2, assumptions=False)


@pytest.mark.exhaustive
@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("facts", "assumptions"), [(STATED[0], True), (STATED[4], True), (STATED[6], False)])
def test_no_smallest_set_of_up_to_three_facts_is_missed(
    small: ee.Ruleset, outcome: Outcome, facts: dict[str, object], assumptions: bool
) -> None:
    """With assumptions and without."""
    hold(small, outcome, ee.new_case(small, "may go", facts), most=3, assumptions=assumptions)


def test_what_is_wanted_of_an_action_may_be_any_of_several_statuses(small: ee.Ruleset) -> None:
    """The nearest of them counts."""
    case = ee.new_case(small, "what", {"wet": True})
    goal = StatusGoal("go", {ee.Status.PERMITTED, ee.Status.ADVISED})

    found = smallest_changes(small, case, goal)

    assert [list(change.facts) for change in found] == [["wet"], ["coat"], ["hat"]]
    assert {ee.consult(small, change.applied(case)).status("go").status for change in found} == {ee.Status.PERMITTED}


def test_of_changes_of_one_size_the_lighter_comes_first(small: ee.Ruleset) -> None:
    """To have it dry weighs 1, a coat 2, a hat 5."""
    case = ee.new_case(small, "may go", {"wet": True})

    found = smallest_changes(small, case, OutcomeGoal(ee.Answer.YES))

    assert [(list(change.facts), change.weight) for change in found] == [(["wet"], 1), (["coat"], 2), (["hat"], 5)]


def test_what_the_practitioner_can_do_comes_first(small: ee.Ruleset) -> None:
    """To look out is within reach; to have no rope is not."""
    case = ee.new_case(small, "may go", {"bag": ["rope"]})

    found = smallest_changes(small, case, OutcomeGoal(ee.Answer.YES))

    assert [(list(change.facts), change.within_reach) for change in found] == [(["done:look"], True), (["bag"], False)]


def test_a_step_of_somebody_else_is_not_within_reach(small: ee.Ruleset) -> None:
    """It is the mother who dresses the child."""
    case = ee.new_case(small, "must stay", {"wet": True})

    (change,) = smallest_changes(small, case, OutcomeGoal(ee.Answer.ADVISED))

    assert (list(change.facts), change.within_reach) == (["done:dress"], False)


def test_what_is_immutable_is_left_alone_unless_asked_for(small: ee.Ruleset) -> None:
    """Rain makes it wet, and is as it is."""
    case = ee.new_case(small, "may go")
    goal = OutcomeGoal(ee.Answer.NO)

    frozen = smallest_changes(small, case, goal)
    free = smallest_changes(small, case, goal, frozen=())

    assert ["rain"] not in [list(change.facts) for change in frozen]
    assert ["rain"] in [list(change.facts) for change in free]


def test_what_is_so_already_needs_no_change(small: ee.Ruleset) -> None:
    """There is nothing to look for."""
    assert smallest_changes(small, ee.new_case(small, "may go"), OutcomeGoal(ee.Answer.YES)) == ()


def test_where_nothing_so_small_would_do_every_change_was_looked_at(small: ee.Ruleset) -> None:
    """To go is always possible."""
    smallest = CounterfactualFinder.of(small, ee.new_case(small, "may go")).smallest(
        OutcomeGoal(ee.Answer.NOT_POSSIBLE)
    )

    assert (smallest.changes, smallest.proved) == ((), 3)


def test_the_first_step_can_be_asked_for(small: ee.Ruleset) -> None:
    """Columns do not give the order of a plan."""
    case = ee.new_case(small, "first")

    (change,) = smallest_changes(small, case, OutcomeGoal(outcomes.FirstStep("look")))

    assert ee.consult(small, change.applied(case)).answer.value == "look"


def test_what_is_stated_cannot_contradict_itself(small: ee.Ruleset) -> None:
    """A contradictory case has no outcome to change."""
    case = ee.new_case(small, "may go", {"rain": True, "wet": False})

    with pytest.raises(ContradictionError, match="rain_wets"):
        smallest_changes(small, case, OutcomeGoal(ee.Answer.NO))


def promises(ruleset: ee.Ruleset, name: str, outcome: Outcome, most: int) -> Iterator[tuple[object, object]]:
    """For each change that is promised to bring an outcome: that outcome, and what is said of the case then."""
    case = ee.load_case(name, ruleset)
    try:
        changing = CounterfactualFinder.of(ruleset, case)
    except ContradictionError:
        return
    for goal, smallest in changing.others(most=most, limit=1).of.items():
        assert isinstance(goal, OutcomeGoal)
        for change in smallest.changes:
            yield (name, goal.outcome), (name, outcome(ee.consult(ruleset, change.applied(case))))


NAMES = sorted(cases())


class TestPretexts:
    def test_a_pretext_is_never_offered_nor_a_step_that_the_rules_speak_against(self, tempting: ee.Ruleset) -> None:
        """A reason that is named would do, and so would a lie; what can be done comes first, and help before all."""
        ruleset = tempting
        found = smallest_changes(
            ruleset, ee.new_case(ruleset, "may go", {"unlearned": True}), OutcomeGoal(ee.Answer.YES)
        )

        assert [list(change.facts) for change in found] == [["done:train"], ["done:rest"], ["unlearned"], ["ill"]]
        assert [change.within_reach for change in found] == [True, True, True, False]

    def test_a_fact_of_the_world_is_one_where_its_term_makes_it_so(self, tempting: ee.Ruleset) -> None:
        """Beside a bias, that somebody asked is not offered: it would lend a name to the bias."""
        goal = StatusGoal("tell", {ee.Status.REQUIRED})

        honest = smallest_changes(tempting, ee.new_case(tempting, "may go"), goal)
        biased = smallest_changes(tempting, ee.new_case(tempting, "may go", {"biased": True}), goal)

        assert [list(change.facts) for change in honest] == [["asked"]]
        assert "asked" not in {fact for change in biased for fact in change.facts}

    def test_even_then_what_the_practitioner_can_set_right_is_offered(self, tempting: ee.Ruleset) -> None:
        """To train them is no pretext; that they are not trained would be one."""
        trained = {"biased": True, "unlearned": False}
        untrained = {**trained, "untrained": True}

        (change,) = smallest_changes(tempting, ee.new_case(tempting, "may go", untrained), OutcomeGoal(ee.Answer.YES))
        others = smallest_changes(tempting, ee.new_case(tempting, "may go", trained), OutcomeGoal(ee.Answer.NO))

        assert (list(change.facts), change.within_reach, others) == (["untrained"], True, ())

    def test_what_a_fact_withholds_is_offered_only_while_it_has_another_value(self, tempting: ee.Ruleset) -> None:
        """What a step brought is to be judged anew, and a fact that is not to be supposed otherwise never is."""
        sure, unsure = (
            CounterfactualFinder.of(tempting, ee.new_case(tempting, "may go", facts))
            for facts in ({}, {"unsure": True})
        )
        offered = [{(edit.fact, edit.value) for edit in finder.space.edits} for finder in (sure, unsure)]

        assert {("ill", "yes"), (done_fact("train"), "yes")} <= offered[0] - offered[1]
        assert {fact for fact, _ in offered[0] ^ offered[1]} == {"ill", done_fact("train"), "unsure"}
        assert "unsure" not in {fact for fact, _ in offered[0]}

    def test_what_the_practitioner_did_is_set_right_and_never_done(self, tempting: ee.Ruleset) -> None:
        """A fixed fact within reach changes in one direction: nobody makes it dirty for the sake of an answer."""
        clean = {"unlearned": False}

        (change,) = smallest_changes(
            tempting, ee.new_case(tempting, "may go", {**clean, "dirty": True}), OutcomeGoal(ee.Answer.YES)
        )
        others = smallest_changes(tempting, ee.new_case(tempting, "may go", clean), OutcomeGoal(ee.Answer.NO))

        assert (list(change.facts), change.within_reach) == (["dirty"], True)
        assert "dirty" not in {fact for each in others for fact in each.facts}

    def test_nor_where_nothing_is_known_or_fixed_facts_may_change(self, tempting: ee.Ruleset) -> None:
        ruleset = tempting
        case = ee.new_case(ruleset, "may go", {"reason": "unknown", "unlearned": True})

        found = smallest_changes(ruleset, case, OutcomeGoal(ee.Answer.YES), frozen=())

        assert "reason" not in {fact for change in found for fact in change.facts}

    def test_the_page_gives_advice_only_on_what_the_practitioner_can_do(self, tempting: ee.Ruleset) -> None:
        """And what is a fact of the world only as what might be the case."""
        ruleset = tempting
        case = ee.new_case(ruleset, "may go", {"unlearned": True})
        shown = render(counterfactual_report(CounterfactualFinder.of(ruleset, case), ee.consult(ruleset, case)), "text")
        able, world_facts = shown.split("WHAT WOULD CHANGE THE ANSWER")

        assert "learn it" in able
        assert "somebody is ill" in world_facts
        assert "somebody is ill" not in able
        assert "a reason is named" not in shown


def test_what_would_only_silence_the_rules_is_not_listed_beside_what_would_change_the_answer(real: ee.Ruleset) -> None:
    """For somebody who works on like a machine, all sorts of things would, and none is worth finding out."""
    case = ee.new_case(real, "may continue", {"fatigue": "automatic"})
    changing = CounterfactualFinder.of(real, case)

    shown = render(counterfactual_report(changing, ee.consult(real, case)), "text")

    assert "rest and recover" in shown
    assert 'The answer becomes "no rule speaks of it", if' not in shown


def offered(ruleset: ee.Ruleset, name: str, outcome: Outcome, most: int) -> None:
    """Whatever what-if offers on a case is no pretext and nothing wrong, works, and is minimal."""
    case = ee.load_case(name, ruleset)
    try:
        made = ee.consult(ruleset, case)
    except ContradictionError:
        return
    changing = CounterfactualFinder.of(ruleset, case)
    pretexts = {fact.id for fact in ruleset.facts if changing.now.situation.is_pretext(fact.id)}
    for search in (changing, changing.within_reach()):
        for goal, smallest in search.others(most=most, limit=3).of.items():
            assert isinstance(goal, OutcomeGoal)
            for change in smallest.changes:
                after = ee.consult(ruleset, change.applied(case))
                assert outcome(after) == goal.outcome, (name, change)
                assert not [each.fact for each in change.edits if each.fact in pretexts and not each.within_reach], name
                wrong = {ee.Status.PROHIBITED, ee.Status.DISCOURAGED, ee.Status.DILEMMA}
                assert not {after.status(step).status for step in change.steps} & wrong, (name, change)
                for one in change.edits if len(change.edits) > 1 else ():
                    less = edit_set_of([each for each in change.edits if each is not one])
                    assert outcome(ee.consult(ruleset, less.applied(case))) != goal.outcome, (name, change)
    shown = json.loads(render(counterfactual_report(changing, made), "json"))
    named = {
        each["fact"]
        for prospect in shown["prospects"]
        for change in (*prospect["changes"], *prospect["next"])
        for each in change["edits"]
        if not each["within_reach"]
    }
    assert not pretexts & named
    for prospect in shown["prospects"]:
        assert all(change["within_reach"] for change in prospect["next"])


@pytest.mark.parametrize("name", ["values-001", "culture-001"])
def test_nothing_that_is_offered_is_a_pretext(real: ee.Ruleset, outcome: Outcome, name: str) -> None:
    """In some decided cases."""
    offered(real, name, outcome, most=2)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_offered_on_any_decided_case_is_a_pretext(
    real: ee.Ruleset, outcome: Outcome, name: str
) -> None:
    """In all of them."""
    offered(real, name, outcome, most=2)


@pytest.mark.parametrize(
    "facts",
    [
        {"prejudice_felt": True, "still_unable_to_serve": True, "reasons_for_referral": ["values_conflict"]},
        {"own_similar_issue": "gets_in_the_way", "reasons_for_referral": ["own_issue"]},
        {"practitioner_is_trainee": True, "supervisor_within_reach": False},
    ],
)
def test_no_supervisor_is_a_box_to_tick(real: ee.Ruleset, facts: dict[str, object]) -> None:
    """Whoever is still unable after work on it, or has nobody to ask, is told what is due and to judge anew."""
    case = ee.new_case(real, "may refer", facts)
    report = counterfactual_report(CounterfactualFinder.of(real, case), ee.consult(real, case))

    assert report.judged_anew
    assert "consult_supervisor" in {step.action for step in report.due}
    offered = {
        edit.fact for each in report.prospects for change in (*each.changes, *each.next) for edit in change.edits
    }
    assert not offered & {done_fact("consult_supervisor"), "prejudice_felt", "practitioner_attracted"}


def test_dangers_stand_in_the_order_of_the_page(real: ee.Ruleset) -> None:
    """Whatever asks for the first step that is due stands first, in what-if as in a consult."""
    facts = {"danger_is_immediate": True, "client_threatens_violence": True, "client_is_harmed": True}
    case = ee.new_case(real, "may refer", facts)
    determination = ee.consult(real, case)
    report = counterfactual_report(CounterfactualFinder.of(real, case), determination)
    page = ee.answer_page(determination)

    assert [text[:20] for text in report.safety] == [line.sentence[:20] for line in page.safety]
    assert report.safety[0].startswith("A threat of violence")


def test_what_names_a_reason_or_a_full_diary_is_a_pretext(real: ee.Ruleset) -> None:
    """The ruleset classes them so."""
    assert {"reasons_for_referral", "fully_booked"} <= {fact.id for fact in real.facts if fact.pretext}


def test_every_other_ground_is_a_pretext_beside_a_reason_of_the_practitioners_own(real: ee.Ruleset) -> None:
    """Whatever makes a ground for parting is fixed, or is not offered beside dislike, values and their like."""
    waiting, read = ["reason_to_part"], set[str]()
    while waiting:
        for test in conditions.tests_in(real.concept[waiting.pop()].means):
            if isinstance(test, ConceptTest):
                waiting.append(test.concept)
            elif isinstance(test, FactTest):
                read.add(test.fact)

    grounds = [real.fact[name] for name in sorted(read)]
    offered = [each for each in grounds if not (each.immutable or each.pretext)]
    assert [each.id for each in offered if each.pretext_if != "personal_reason"] == []


@pytest.mark.parametrize(
    "reason",
    [
        {"practitioner_values_conflict": True},
        {"prejudice_felt": True},
        {"unfamiliar_with_background": True},
        {"client_disliked_or_demanding": True},
        {"practitioner_attracted": True},
        {"fatigue": "weary", "reasons_for_referral": ["strain"]},
        {"fatigue_signs": ["put_upon"]},
        {"work_is_uncomfortable": True},
        {"feels_helpless": True},
        {"shaken_by_encounter": True},
        {"own_similar_issue": "gets_in_the_way"},
        {"afraid_of_client": True},
        {"problems_feared": True},
        {"impairment": "may_interfere"},
    ],
    ids=lambda reason: next(iter(reason)),
)
def test_beside_a_reason_of_the_practitioners_own_no_ground_is_offered(
    real: ee.Ruleset, reason: dict[str, object]
) -> None:
    """Neither the client's wish, nor another relationship, nor want of progress."""
    changing = CounterfactualFinder.of(real, ee.new_case(real, "may refer", reason))

    named = {edit.fact for edit in changing.space.edits if not edit.within_reach}
    assert named.isdisjoint({"client_wants_other_provider", "dual_relationship", "progress", "need_exceeds_training"})
    assert named.isdisjoint({"fatigue", "fatigue_signs", "own_similar_issue", "client_walks_away", "feels_helpless"})


class TestTime:
    def test_a_search_stops_by_itself_and_says_so(self, small: ee.Ruleset) -> None:
        """What it found until then is given."""
        changing = CounterfactualFinder.of(small, ee.new_case(small, "may go"))

        found = changing.others(deadline=Deadline(0))

        assert (found.stopped, found.proved) == (True, 0)

    def test_the_page_tells_that_it_was_stopped(self, small: ee.Ruleset) -> None:
        case = ee.new_case(small, "may go")
        stopped = counterfactual_report(CounterfactualFinder.of(small, case), ee.consult(small, case), seconds=1e-9)

        assert "The search was stopped after 1e-09 seconds." in " ".join(render(stopped, "text").split())

    def test_a_search_that_comes_to_its_end_is_the_same_every_time(self, small: ee.Ruleset) -> None:
        case = ee.new_case(small, "what")
        found = [CounterfactualFinder.of(small, case).others(most=2) for _ in range(2)]

        assert found[0] == found[1]
        assert not found[0].stopped

    def test_no_time_at_all_is_refused(self, small: ee.Ruleset) -> None:
        with pytest.raises(ee.CaseError, match="0 seconds are too few"):
            smallest_changes(small, ee.new_case(small, "may go"), OutcomeGoal(ee.Answer.NO), seconds=0)


@pytest.mark.slow
def test_each_change_of_a_decided_case_brings_what_it_promises(real: ee.Ruleset, outcome: Outcome) -> None:
    """In every twelfth case, every single fact."""
    stated = [each for name in NAMES[::36] for each in promises(real, name, outcome, most=1)]

    assert len(stated) > 20
    assert [promised for promised, _ in stated] == [got for _, got in stated]


@pytest.mark.exhaustive
@pytest.mark.parametrize(("name", "most"), [(name, 1 if index % 20 else 2) for index, name in enumerate(NAMES)])
def test_each_change_of_every_decided_case_brings_what_it_promises(
    real: ee.Ruleset, outcome: Outcome, name: str, most: int
) -> None:
    """Every single fact, and in every twentieth case every two."""
    for promised, got in promises(real, name, outcome, most):
        assert promised == got


def test_a_search_that_is_cut_off_says_so(small: ee.Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has looked at single facts, and not at every two."""
    monkeypatch.setattr("ethics_engine.counterfactual.branch_and_bound.MOST", 3)

    smallest = CounterfactualFinder.of(small, ee.new_case(small, "may go")).smallest(
        OutcomeGoal(ee.Answer.NOT_POSSIBLE), most=2
    )

    assert (smallest.changes, smallest.proved) == ((), 0)


def test_a_choice_keeps_the_rest_of_what_was_chosen(small: ee.Ruleset) -> None:
    """Only the option at hand is changed."""
    case = ee.new_case(small, "may go", {"bag": ["food", "rope"]})

    change = smallest_changes(small, case, OutcomeGoal(ee.Answer.YES))[-1]
    stated = change.applied(case).facts["bag"].known

    assert stated == ee.new_case(small, "what", {"bag": ["food"]}).facts["bag"].known


def test_nothing_else_of_the_case_is_touched(small: ee.Ruleset) -> None:
    """The changed case differs in its facts alone."""
    case = attrs.evolve(ee.new_case(small, "may go", {"wet": True}), title="A walk")

    (change, *_) = smallest_changes(small, case, OutcomeGoal(ee.Answer.YES))

    assert attrs.evolve(change.applied(case), facts=case.facts) == case
