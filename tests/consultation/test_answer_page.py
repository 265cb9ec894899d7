"""The answer on one page: what is picked, and that every result on it is what a consult gives."""

from __future__ import annotations

import json
from collections.abc import Callable

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.consultation.report.formats import page_in_brief
from ethics_engine.consultation.report.page import page_as_text
from ethics_engine.loading import bundled
from ethics_engine.model.answer_page import AnswerPage, PageResult, ResultPart, Stance, When
from ethics_engine.text.page import IF_ONE_IS_WRONG_PERHAPS, consequence
from tests.sampling import Of, sampled_cases

Ask = Callable[..., ee.Determination]
World = Callable[[str], ee.Ruleset]

WORLD = """
facts:
  - {id: wet, ask: "Is it wet?", says: it is wet, denies: it is dry, type: yes_no, presumed: no}
  - {id: dark, ask: "Is it dark?", says: it is dark, type: yes_no, presumed: no}
  - {id: tired, ask: "Are you tired?", says: you are tired, type: yes_no, presumed: no, pretext: yes}
  - {id: idle, ask: "Is it idle?", says: it is idle, type: yes_no, presumed: no}
  - {id: asked, ask: "Did anybody ask?", says: somebody asked, type: yes_no}
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
  - {id: look, label: look, of: [go]}
  - {id: call, label: call}
  - {id: shout, label: shout}
  - {id: sing, label: sing}
rules:
  - {id: go, when: {asked: yes}, then: [{should: go}], because: They asked.}
  - {id: wet, when: {wet: yes}, then: [{must not: go}], because: It is slippery.}
  - {id: dark, when: {dark: yes}, then: [{must: call, before: go}], because: Nobody sees you.}
  - {id: tired, when: {tired: yes}, then: [{must not: go}], because: You need rest.}
  - {id: look, then: [{must: look}], because: One looks.}
  - {id: shout, then: [{must not: shout}], because: Nobody shouts.}
  - {id: sing, when: {asked: yes}, then: [{should not: sing}], because: They asked.}
"""


@pytest.fixture
def page(world: World, ask: Ask) -> Callable[..., AnswerPage]:
    ruleset = world(WORLD)
    return lambda question, **facts: ee.answer_page(ask(ruleset, question, facts))


def test_in_brief_what_does_not_fit_is_counted(page: Callable[..., AnswerPage]) -> None:
    found = page("may go")
    long = attrs.evolve(found, questions=found.questions * 100, assumptions=found.assumptions * 100)

    text = page_in_brief(long)

    shown = json.loads(text)
    assert len(text) < 8192
    assert len(shown["questions"]) + shown["more_questions"] == len(long.questions) + long.more_questions
    assert len(shown["assumptions"]) + shown["more_assumptions"] == len(long.assumptions) + long.more_assumptions
    assert json.loads(page_in_brief(found)) == found.to_dict()


def test_the_assumptions_that_would_change_the_answer_are_listed_with_what_they_would_change(
    page: Callable[..., AnswerPage],
) -> None:
    found = page("may go", asked=True).assumptions

    wrong = {each.fact: [(one.sentence, one.result.sentence) for one in each.if_wrong] for each in found}
    assert wrong["wet"] == [("if wrong", "No")]
    assert wrong["dark"] == [("if wrong", "Not yet, first call")]
    assert "It is dry." in [each.sentence for each in found]
    assert "idle" not in wrong


def test_what_could_be_a_pretext_comes_last_and_is_not_told_what_it_would_bring(
    page: Callable[..., AnswerPage],
) -> None:
    *_, last = page("may go", asked=True).assumptions

    assert (last.fact, last.if_wrong) == ("tired", ())


def test_an_open_answer_says_what_each_reply_brings(page: Callable[..., AnswerPage]) -> None:
    shown = page("may go")

    (question,) = shown.questions
    assert shown.answer.firmness is ee.Firmness.OPEN
    assert (question.fact, question.ask) == ("asked", "Did anybody ask?")
    answers = {reply.values: reply.result.answers for reply in question.replies}
    assert answers[("yes",)] == ("yes",)
    assert answers[("no",)] == ("rules_say_nothing",)


def test_each_step_carries_its_condition(page: Callable[..., AnswerPage]) -> None:
    steps = {step.action: (step.when, step.ways) for step in page("may go", asked=True, dark=True).steps}
    assert steps["call"] == (When.BEFORE, ("go",))
    assert steps["look"] == (When.IF, ("go",))
    assert steps["go"] == (When.NOW, ())

    forbidden = {step.action: step.when for step in page("may go", asked=True, wet=True).steps}
    assert forbidden["look"] is When.ANYWAY


def test_what_rests_on_something_stated_bears_on_the_case_and_a_standing_prohibition_is_counted(
    page: Callable[..., AnswerPage],
) -> None:
    shown = page("may go", asked=True)

    assert {item.action: item.instead for item in shown.not_to_do} == {"stay": ("go",), "sing": ()}
    assert shown.more_not_to_do == 1


def test_where_no_rule_decides_what_is_asked_the_page_says_why_of_what_is_to_be_done_now(
    page: Callable[..., AnswerPage],
) -> None:
    found = page("may stay", asked=False, dark=True)

    assert found.answer.value == "rules_say_nothing"
    assert [reason.because for reason in found.reasons] == ["Nobody sees you."]


NEAR = """
facts:
  - {id: flood, topic: danger, ask: "Is there a flood?", says: there is a flood, type: yes_no, presumed: no}
  - {id: fire, topic: danger, ask: "Is there a fire?", says: there is a fire, type: yes_no, presumed: no}
  - {id: asked, topic: road, ask: "Did anybody ask?", says: somebody asked, type: yes_no}
  - {id: late, topic: time, ask: "Is it late?", says: it is late, type: yes_no, presumed: no}
  - {id: far, topic: road, ask: "Is it far?", says: it is far, type: yes_no, presumed: no}
  - {id: ill, topic: health, ask: "Are you ill?", says: you are ill, type: yes_no, presumed: no}
safety:
  - {id: flood, when: {flood: yes}, danger: There is a flood. Call for help., matters_for: [go]}
  - {id: fire, when: {fire: yes}, danger: There is a fire. Call for help., matters_for: [go]}
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
  - {id: pack, label: pack, of: [go]}
  - {id: tidy, label: tidy}
rules:
  - {id: tidy, then: [{should: tidy}], because: It is tidy.}
  - {id: go, when: {asked: yes}, unless: {ill: yes}, then: [{may: go}], because: They asked.}
  - {id: flood, when: {flood: yes}, then: [{must not: go}], because: There is a flood.}
  - {id: fire, when: {fire: yes}, then: [{must not: go}], because: There is a fire.}
  - {id: late, when: {late: yes}, then: [{should not: go}], because: It is late.}
  - {id: far, when: {far: yes}, then: [{should not: go}], because: It is far.}
  - {id: pack, when: {asked: yes}, then: [{must: pack}], because: It is a way.}
"""


def test_assumptions_near_to_what_was_stated_are_shown_and_that_there_is_no_danger_is_one_line(
    world: World, ask: Ask
) -> None:
    determination = ask(world(NEAR), "may go", {"asked": True})
    found = ee.answer_page(determination)

    assert [each.fact for each in found.assumptions] == ["far", "ill"]
    assert set(found.safety_assumptions) == {"fire", "flood"}
    assert found.more_assumptions == 1
    assert "There is no danger to anyone." in ee.render(determination, "text")


def test_of_a_danger_of_which_the_case_speaks_the_assumption_stands_by_itself(world: World, ask: Ask) -> None:
    found = ee.answer_page(ask(world(NEAR), "may go", {"asked": True, "fire": "unknown"}))

    assert "flood" in [each.fact for each in found.assumptions]
    assert found.safety_assumptions == ()


def test_a_sentence_that_two_dangers_share_is_said_once(world: World, ask: Ask) -> None:
    found = ee.answer_page(ask(world(NEAR), "may go", {"fire": True, "flood": True}))

    assert [each.sentence for each in found.safety] == ["There is a fire. Call for help.", "There is a flood."]


def test_a_course_that_is_only_permitted_is_said_to_be_the_only_one_left(world: World, ask: Ask) -> None:
    ruleset = world(NEAR.replace("rules:", "rules:\n  - {id: stay, then: [{should not: stay}], because: No.}"))
    course = ee.answer_page(ask(ruleset, "may go", {"asked": True})).answer.course

    assert course == "It is the only course left: every other is forbidden or advised against."


def test_what_is_permitted_instead_is_shown_with_what_ends_the_permission(world: World, ask: Ask) -> None:
    ruleset = world("""
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
rules:
  - {id: go, then: [{should: go}]}
  - {id: stay, then: [{may: stay, instead_of: go}], only_until: somebody comes}
""")

    assert ee.answer_page(ask(ruleset, "may go")).answer.course.endswith(
        "may instead stay, but only until somebody comes."
    )


def test_where_every_course_is_closed_the_least_wrong_is_named_and_whom_to_ask(world: World, ask: Ask) -> None:
    ruleset = world(NEAR.replace("rules:", "rules:\n  - {id: stay, then: [{should not: stay}], because: No.}"))
    page = ee.answer_page(ask(ruleset, "may go", {"asked": True, "fire": True}))

    assert "Least wrong, as it is only advised against: stay." in page.answer.course
    assert "supervisor" in page.answer.course


@pytest.mark.parametrize("question", ["may go", "how go"])
def test_of_a_wrong_course_what_is_owed_anyway_is_named(world: World, ask: Ask, question: str) -> None:
    shown = ee.render(ask(world(NEAR), question, {"asked": True, "fire": True}), "text")

    heading = (
        "IF THE PRACTITIONER DOES GO ANYWAY. This does not make it right, and these steps are still owed to the client."
    )
    assert f"{heading} must: pack" in " ".join(shown.split())


def test_beside_a_danger_no_course_is_called_a_thing_that_need_not_be(ask: Ask) -> None:
    page = ee.answer_page(ask(ee.load_ruleset(), "must continue", {"danger_to_others": True}))

    said = f"{page.answer.sentence} {page.answer.course}"
    assert "need not" not in said
    assert "not required" not in said
    assert said.endswith("Before anything else, do what Safety says above.")


def test_in_danger_what_to_do_is_what_safety_says_and_then_the_steps_that_are_due(ask: Ask) -> None:
    """Not the course, which is only permitted; and the steps are numbered as if it were asked about an ending."""
    stated = {"suicide_risk": "plan", "client_walks_away": True}
    page = ee.answer_page(ask(ee.load_ruleset(), "what", stated))
    shown = ee.render(ask(ee.load_ruleset(), "what", stated), "text")

    assert page.answer.sentence.startswith("First do what Safety says above, then the numbered steps below: find out")
    assert page.answer.first[:2] == ("check_client_safety", "assess_suicide_risk")
    assert "  1. must     find out whether the client is safe" in shown
    assert page.reasons[0].foremost
    assert page.reasons[0].because.startswith("A client in crisis may walk away")


def test_a_no_that_steps_turn_says_into_what(ask: Ask) -> None:
    """So that nobody has to ask when an end may come; what a supervisor will say is not foreseen."""
    law = ee.load_ruleset()

    def said(**stated: object) -> str:
        return ee.answer_page(ask(law, "may terminate", stated)).answer.sentence

    walks_away = said(suicide_risk="plan", client_walks_away=True)
    assert walks_away.startswith("Advised against.")
    assert walks_away.endswith("Once the steps that come first are done, the answer is yes.")
    unpaid = said(fees_unpaid=True, reasons_for_referral=["money"], suicide_risk="thoughts")
    assert unpaid.endswith("are done, it is no longer forbidden, but still advised against.")
    assert "Once the steps" not in said(practitioner_values_conflict=True, reasons_for_referral=["values_conflict"])


def test_what_comes_before_the_course_is_said_also_where_another_is_asked_about(ask: Ask) -> None:
    stated = {"need_exceeds_training": True, "related_training": "little", "provider_safety": "none_safe"}
    page = ee.answer_page(ask(ee.load_ruleset(), "may refer", stated))
    shown = ee.render(ask(ee.load_ruleset(), "may refer", stated), "text")

    assert "The practitioner may work with this client. But first consult a supervisor." in page.answer.course
    assert "must        first consult a supervisor (if there is none, an experienced colleague)\n" in shown


def test_many_steps_that_are_owed_on_a_wrong_course_are_only_counted(ask: Ask) -> None:
    stated = {"practitioner_values_conflict": True, "reasons_for_referral": ["values_conflict"]}
    shown = " ".join(ee.render(ask(ee.load_ruleset(), "may refer", stated), "text").split())

    assert "ANYWAY. This does not make it right, and 16 steps are still owed to the client (--full). WHY" in shown


def test_that_one_step_was_done_brings_no_misdeed_near() -> None:
    ruleset, case, determination = consulted("boundaries-013") or pytest.fail("it cannot be consulted")
    assert any(fact.startswith("done:") for fact in case.facts)

    shown = [each.fact for each in ee.answer_page(determination).assumptions]
    assert [ruleset.fact.get(fact) for fact in shown if fact.startswith("done:")] == []


def test_steps_that_come_first_are_numbered_and_those_before_other_courses_follow(ask: Ask) -> None:
    stated = {"client_is_minor": True, "guardian_objects": True}
    shown = ee.render(ask(ee.load_ruleset(), "may refer", stated), "text")

    heading, *lines = shown.partition("WHAT TO DO NOW. ")[2].partition("\n\n")[0].splitlines()
    leads = [line[2:10].strip() for line in lines if line[2:10].strip()]
    assert heading == "First the numbered steps in this order, then the rest."
    assert leads[:3] == ["1. must", "2. must", "3. must"]
    assert not [lead for lead in leads[3:] if lead != "must"]
    assert "(before: " not in " ".join(lines).partition("find out what the law of this place requires")[0]


def test_what_the_answer_names_first_stands_first_among_what_to_do_now(ask: Ask) -> None:
    stated = {"progress": "none", "reasons_for_referral": ["lack_of_progress", "strain"]}
    shown = ee.render(ask(ee.load_ruleset(), "may complete", stated), "text")

    _, *lines = shown.partition("WHAT TO DO NOW")[2].partition("\n\n")[0].splitlines()
    assert "Not yet. First check that the reasons" in shown
    assert lines[0].split(maxsplit=2)[:2] == ["1.", "must"]
    assert lines[0].endswith("check that the reasons for referring or ending serve the client")
    assert any(line.split()[:3] == ["should", "consult", "a"] for line in lines)


def test_the_reason_nearest_to_what_was_stated_comes_first(world: World, ask: Ask) -> None:
    ruleset = world(NEAR.replace("{should: tidy}", "{should: tidy}, {may: go}"))
    found = ee.answer_page(ask(ruleset, "may go", {"asked": True}))

    assert [reason.rule for reason in found.reasons] == ["go", "tidy"]


def test_a_page_needs_the_ruleset_and_the_case_and_says_to_consult_again(world: World, ask: Ask) -> None:
    determination = ask(world(WORLD), "may go", {"asked": True})
    read_back = ee.Determination.from_dict(json.loads(json.dumps(determination.to_dict())))

    with pytest.raises(ee.EthicsError, match="consult again"):
        ee.answer_page(read_back)
    assert read_back == determination
    assert json.loads(ee.render(read_back, "json"))["page"] is None


def consulted(name: str) -> tuple[ee.Ruleset, ee.Case, ee.Determination] | None:
    ruleset = ee.load_ruleset()
    case = ee.load_case(name, ruleset)
    try:
        return ruleset, case, ee.consult(ruleset, case)
    except ee.ContradictionError:
        return None


def otherwise(ruleset: ee.Ruleset, case: ee.Case, fact: str, value: str) -> ee.Determination:
    """What a consult says where a fact has another value."""
    found = ee.new_case(ruleset, "what", {fact: value}).facts
    return ee.consult(ruleset, attrs.evolve(case, facts={**case.facts, **found}))


def agree(found: PageResult, before: ee.Determination, after: ee.Determination) -> None:
    """A result of the page is what a consult gives; of several, at least no other."""
    if before.ask not in (ee.Ask.HOW, ee.Ask.WHAT):
        possible = set(after.answer.possible)
        assert set(found.answers) == possible or (len(found.answers) > 1 and possible <= set(found.answers))
    if ResultPart.COURSE in found.changes and after.disposition.force is not None:
        assert course_of(after) != course_of(before)
    is_course = before.ask is ee.Ask.WHAT or found.changes[:1] == (ResultPart.COURSE,)
    told = "course is open" not in found.sentence and after.disposition.force is not before.disposition.force
    if is_course and after.disposition.force is ee.Force.ADVISED and told:
        names_the_course_of(after, found.sentence)


def course_of(determination: ee.Determination) -> tuple[ee.Force | None, tuple[str, ...], tuple[str, ...]]:
    """The course of a consult: its force, what it names, and what of that is only permitted instead."""
    return determination.disposition.force, determination.disposition.ways, determination.disposition.instead


def names_the_course_of(after: ee.Determination, sentence: str) -> None:
    """Of an advised course the sentence calls advised what a consult advises, and permitted what it permits instead."""
    advised, _, permitted = sentence.partition(", and permitted to ")
    labels = {way: after.label(way) for way in after.disposition.ways}
    own = [label for way, label in labels.items() if way not in after.disposition.instead]
    instead = [labels[way] for way in after.disposition.instead]
    shown = own if len(own) <= 2 else own[:1]
    assert advised.lower().startswith(f"it is advised to {' or '.join(shown)}".lower()), sentence
    assert not [label for label in instead if label in advised], sentence
    assert bool(permitted) == bool(instead), sentence
    assert len(instead) > 2 or all(label in permitted for label in instead), sentence


def holds_by_consulting(name: str) -> None:
    if (found := consulted(name)) is None:
        return
    ruleset, case, before = found
    page = ee.answer_page(before)
    kinds = {fact.id: fact.type.value for fact in ruleset.facts}
    results = [(each.fact, one.values, one.result) for each in page.assumptions for one in each.if_wrong]
    results += [(each.fact, one.values, one.result) for each in page.questions for one in each.replies]
    for fact, values, result in results:
        if kinds.get(fact) in ("yes_no", "choice"):
            for value in values:
                agree(result, before, otherwise(ruleset, case, fact, value))


@pytest.mark.parametrize(
    "name", ["culture-001", "violence-004", "romance-006", "dual-003", "school-011", "payment-001", "violence-012"]
)
def test_every_result_on_the_page_is_what_a_consult_gives(name: str) -> None:
    holds_by_consulting(name)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", bundled.cases())
def test_every_result_on_every_page_is_what_a_consult_gives(name: str) -> None:
    holds_by_consulting(name)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(sampled_cases(Of.ANSWER)[::2], marks=pytest.mark.slow),
        pytest.param(list(bundled.cases()), marks=pytest.mark.exhaustive),
    ],
    ids=len,
)
def test_pages_are_short_and_offer_no_pretext(names: list[str]) -> None:
    ruleset = ee.load_ruleset()
    pretexts = {fact.id for fact in ruleset.facts if fact.pretext}
    lengths = []
    for name in names:
        if (found := consulted(name)) is not None:
            page = ee.answer_page(found[2])
            lines = ee.render(found[2], "text").splitlines()
            lengths.append(len(lines))
            assert max(map(len, lines)) <= 88, name
            assert len(ee.render(found[2], "json", brief=True)) < 8192, name
            assert [each.fact for each in page.assumptions if each.fact in pretexts and each.if_wrong] == [], name

    assert max(lengths) <= 60
    short = sum(length <= 45 for length in lengths) / len(lengths)
    assert short >= (0.9 if len(names) == len(bundled.cases()) else 0.75), (
        short
    )  # a part of them may have more long ones


@pytest.fixture(scope="module")
def law() -> ee.Ruleset:
    return ee.load_ruleset(under=["aca-2014"])


def answered_on_a_page(law: ee.Ruleset, question: str, facts: dict[str, object], **rest: object) -> AnswerPage:
    return ee.answer_page(ee.consult(law, ee.new_case(law, question, facts, **rest)))


def test_of_a_danger_only_what_was_stated_as_unknown_is_called_unknown(law: ee.Ruleset) -> None:
    page = answered_on_a_page(law, "may terminate", {"suicide_risk": "unknown", "higher_care_needed": "none"})
    (suicide,) = [line for line in page.safety if line.id == "suicide"]

    assert suicide.sentence == "It is not known how things stand with this: risk of suicide or self-harm."


def test_a_danger_that_was_seen_to_is_shown_as_seen_to(law: ee.Ruleset) -> None:
    threat: dict[str, object] = {"client_threatens_violence": True}
    before = answered_on_a_page(law, "may terminate", threat)
    after = answered_on_a_page(law, "may terminate", threat, done=["secure_own_safety"])

    assert "Stated as done" not in before.safety[0].sentence
    assert " Stated as done: get to safety and stay there. " in after.safety[0].sentence


def test_what_was_done_about_a_danger_counts_only_for_what_came_of_it(law: ee.Ruleset) -> None:
    facts: dict[str, object] = {"suicide_risk": "thoughts", "fees_unpaid": True, "client_absence": "stopped"}
    told = {**facts, "fee_terms_clear": True}
    done = ["discuss_fees", "name_other_services", "reach_out"]
    before = answered_on_a_page(law, "may terminate", told, done=done)
    after = answered_on_a_page(law, "may terminate", told, done=[*done, "check_client_safety"])
    only_if = "The answer holds only if what came of it shows that the danger is seen to."

    assert not before.safety[0].seen_to
    assert after.answer.value == "yes"
    assert after.safety[0].seen_to
    assert after.safety[0].sentence.endswith(only_if)

    forbidden = answered_on_a_page(law, "may terminate", {"suicide_risk": "plan"}, done=["assess_suicide_risk"])
    assert forbidden.answer.value == "no"
    assert only_if not in forbidden.safety[0].sentence


def test_what_is_put_off_by_a_danger_that_is_not_the_reason_for_it_is_not_called_a_yes() -> None:
    law = ee.load_ruleset()
    threat = answered_on_a_page(law, "may terminate", {"client_threatens_violence": True})
    bridge = ee.answer_page(ee.consult(law, ee.load_case("progress-022", law)))

    assert threat.answer.sentence.startswith("Yes, but first get to safety")
    assert bridge.answer.sentence.startswith("Not yet. First call the emergency services.")
    assert bridge.reasons[0].rule == "violence.call-emergency"


def test_to_reach_a_client_at_risk_and_to_ask_a_supervisor_is_due_whatever_is_asked(law: ee.Ruleset) -> None:
    stated: dict[str, object] = {"fees_unpaid": True, "client_absence": "unreachable", "suicide_risk": "thoughts"}
    steps = {step.action: step.when for step in answered_on_a_page(law, "may terminate", stated).steps}

    trainee: dict[str, object] = {"practitioner_is_trainee": True, "suicide_risk": "plan"}
    of_trainee = {step.action: step.when for step in answered_on_a_page(law, "may terminate", trainee).steps}

    assert steps["reach_out"] is When.BEFORE
    assert of_trainee["consult_supervisor"] is When.BEFORE
    assert steps["discuss_fees"] is When.ANYWAY


def test_what_is_always_forbidden_is_shown_where_the_case_is_about_it(law: ee.Ruleset) -> None:
    stated: dict[str, object] = {"client_stage": "current"}
    romance = answered_on_a_page(law, "what", {**stated, "client_romance": "persistent"})
    threat = answered_on_a_page(law, "may terminate", {**stated, "client_threatens_violence": True})

    assert "enter_relationship" in {each.action for each in romance.not_to_do}
    because_of_the_threat = {"tell_more_than_needed"}
    assert {each.action for each in threat.not_to_do} <= {way.id for way in law.ways} | because_of_the_threat


ENDS = """
facts:
  - {id: bad, ask: "Is it bad?", says: it is bad, type: yes_no, presumed: no}
  - {id: odd, ask: "Is it odd?", says: it is odd, type: yes_no, presumed: no}
  - {id: near, ask: "Is it near?", says: it is near, type: yes_no}
actions:
  - {id: end, label: end, way: yes}
  - {id: pass, label: pass it on, way: yes}
  - {id: tell, label: tell them, of: [end]}
  - {id: care, label: see to their care, of: [end, pass]}
rules:
  - {id: bad, when: {bad: yes}, then: [{should not: end}, {may: pass}], because: It is bad.}
  - {id: steps, then: [{must: [tell, care]}], because: They need it.}
  - {id: odd, when: {odd: yes, near: yes}, then: [{must not: pass}], because: It is odd.}
"""


def test_what_belongs_to_a_wrong_course_stands_under_one_heading(world: World, ask: Ask) -> None:
    shown = ee.render(ask(world(ENDS), "may end", {"bad": True}), "text")

    assert "HOW TO END" not in shown
    assert "must: tell them; see to their care\n" in shown.partition("IF THE PRACTITIONER DOES END ANYWAY")[2]


def test_of_an_assumption_that_would_leave_the_answer_open_it_says_what_would_then_have_to_be_found_out(
    world: World, ask: Ask
) -> None:
    page = ee.answer_page(ask(world(ENDS), "may pass", {"bad": True}))

    (odd,) = [each for each in page.assumptions if each.fact == "odd"]
    assert [(each.result.sentence, each.result.find_out) for each in odd.if_wrong] == [
        ('It may become "no"', "Is it near?")
    ]
    shown = " ".join(ee.render(ask(world(ENDS), "may pass", {"bad": True}), "text").split())
    assert 'If that is wrong, the answer may become "no". Then find out: Is it near?' in shown


STEPS = """
facts: [{id: due, ask: "Is it due?", says: it is due, type: yes_no}]
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
%s
rules:
  - {id: go, when: {due: yes}, then: [{should: go}], because: It is due.}
  - {id: steps, then: [{must: [%s]}], because: It takes these.}
"""


@pytest.mark.parametrize(("number", "spacious"), [(3, True), (35, False)])
def test_each_step_has_its_line_and_where_there_is_no_room_only_the_gist_of_it(
    number: int, spacious: bool, world: World, ask: Ask
) -> None:
    names, care = [f"s{each}" for each in range(number)], "with all the care that can be taken of a step like it"
    actions = "\n".join(f'  - {{id: {name}, label: "take step {name}: {care}", of: [go]}}' for name in names)

    shown = ee.render(ask(world(STEPS % (actions, ", ".join(names))), "may go", {"due": True}), "text")

    assert "HOW TO GO, IN THIS ORDER" in shown
    assert (care in shown) is spacious
    assert ("  must        take step s1\n" in shown) is not spacious


def test_what_danger_asks_for_comes_first_among_what_to_do() -> None:
    ruleset = ee.load_ruleset()

    def shown(**facts: object) -> str:
        return ee.render(ee.consult(ruleset, ee.new_case(ruleset, "may terminate", facts)), "text")

    assert "WHAT TO DO NOW. First what Safety says above, then" in shown(client_threatens_violence=True)
    assert "First what Safety says above" not in shown(fees_unpaid=True)


ORDER = """
facts:
  - {id: wet, ask: "Is it wet?", says: it is wet, type: yes_no}
actions:
  - {id: go, label: go, way: yes}
  - {id: look, label: look}
  - {id: pack, label: pack}
  - {id: call, label: call, after: [sit]}
  - {id: sit, label: sit}
rules:
  - {id: go, then: [{should: go}], because: It is time.}
  - {id: look, when: {wet: yes}, then: [{must: look, before: go}, {must: call, before: go}], because: It is slippery.}
  - {id: pack, when: {wet: yes}, then: [{must: pack, before: go}, {should: sit}], because: It is wet.}
"""


def test_steps_that_come_first_stand_in_the_order_of_the_answer(world: World, ask: Ask) -> None:
    found = ee.answer_page(ask(world(ORDER), "may go", {"wet": True}))

    before = [step.action for step in found.steps if step.when is When.BEFORE]
    assert before == [*found.answer.first]
    assert [step.action for step in found.steps].index("sit") < [step.action for step in found.steps].index("call")


UNDECIDED = """
facts:
  - {id: threat, ask: "Is there a threat?", says: there is a threat, type: yes_no, presumed: no}
  - id: law
    ask: What does the law say?
    says: the law
    clause: {unread: nobody has read the law, silent: the law is silent, requires: the law requires it}
    type: choice
    values: {unread: not read, silent: says nothing, requires: requires it}
    presumed: unread
actions:
  - {id: go, label: go, way: yes}
  - {id: tell, label: tell}
  - {id: look, label: look it up}
rules:
  - {id: go, then: [{may: go}], because: It may go on.}
  - {id: look, when: {threat: yes, law: {one_of: [unread, silent]}}, then: [{must: look}], because: It may be law.}
  - {id: tell, when: {threat: yes, law: requires}, then: [{must: tell}], because: The law requires it.}
"""


def test_what_would_decide_where_no_rule_does_is_asked_and_not_assumed(world: World, ask: Ask) -> None:
    found = ee.answer_page(ask(world(UNDECIDED), "must tell", {"threat": True}))

    assert found.answer.sentence.startswith("These rules do not decide")
    assert "If the law requires it, the answer is yes. Find that out first." in found.answer.sentence
    assert [question.fact for question in found.questions] == ["law"]
    assert "law" not in [assumption.fact for assumption in found.assumptions]
    assert [reason.rule for reason in found.reasons] == ["look"]
    assert found.answer.course == ""


def test_danger_that_was_denied_is_not_said_to_be_unstated(world: World, ask: Ask) -> None:
    found = ee.answer_page(ask(world(NEAR), "may go", {"fire": False}))

    assert found.not_stated.startswith("Nobody is in danger, as far as it was asked and answered.")


TWO_UNKNOWN = {"need_exceeds_training": "unknown", "client_wants_to_stay": True, "progress": "small_steps"}


def test_an_open_answer_names_the_question_that_decides_and_only_counts_the_steps_of_a_course_that_is_open() -> None:
    ruleset = ee.load_ruleset(under=["nasw-2021"])
    text = ee.render(ee.consult(ruleset, ee.new_case(ruleset, "may refer", TWO_UNKNOWN)), "text")

    assert "If yes, it takes question 2 as well. Must: consult a supervisor" in text
    assert "the answer is open" not in text
    assert "HOW TO REFER THE CLIENT TO SOMEONE ELSE. 10 steps (--full)." in text
    assert "assess whether this client might benefit" not in text


def test_of_the_passages_behind_a_rule_those_of_the_chosen_code_come_first() -> None:
    ruleset = ee.load_ruleset(under=["nasw-2021"])
    case = ee.new_case(ruleset, "may refer", {"told_to_part": True, "client_wants_to_stay": True})
    (order,) = [each for each in ee.answer_page(ee.consult(ruleset, case)).reasons if "order-to-part" in each.rule]

    assert order.sources[0][1][0].startswith("NASW-2021 ")


def test_that_no_other_course_is_spoken_for_is_not_hidden_behind_need_not(ask: Ask) -> None:
    nobody_near = {"need_exceeds_training": True, "provider_safety": "none_safe"}
    answer = ee.answer_page(ask(ee.load_ruleset(), "must continue", nobody_near)).answer

    assert answer.sentence.startswith("No rule requires it, but none speaks for any other course.")
    assert answer.sentence.endswith("but only until somebody safe is found who has the training; keep looking.")


def test_an_open_answer_tells_which_rules_would_speak_on_which_side(page: Callable[..., AnswerPage]) -> None:
    shown = page("may go", wet="unknown")

    assert {(reason.rule, reason.would) for reason in shown.reasons} == {("go", Stance.FOR), ("wet", Stance.AGAINST)}
    text = page_as_text(shown)
    assert "WHY IT IS OPEN. It is not known yet which of these rules apply." in text
    assert "- For it: They asked." in text
    assert "- Against it: It is slippery." in text
    assert "No step is due yet. Find out what is asked above" in text


def test_where_what_follows_the_first_step_is_open_each_reply_tells_what_follows(
    page: Callable[..., AnswerPage],
) -> None:
    shown = page("may go", dark=True)

    (question,) = shown.questions
    after = "After what comes first, the answer is:"
    assert {reply.values[0]: reply.result.sentence for reply in question.replies} == {
        "yes": f"{after} yes",
        "no": f"{after} no rule speaks of it",
    }
    assert "HOW FIRM: WHAT FOLLOWS IS OPEN." in page_as_text(shown)


def test_where_a_danger_was_stated_the_rule_behind_what_must_be_done_first_says_why(ask: Ask) -> None:
    harmed = {"client_is_minor": True, "client_is_harmed": True, "abuse_suspected": True}
    page = ee.answer_page(ask(ee.load_ruleset(), "must continue", harmed))

    first = next(step.action for step in page.steps if step.when is When.NOW)
    shown = [reason.rule for reason in page.reasons]
    assert set(shown) & {norm.rule for norm in ask(ee.load_ruleset(), "what", harmed).status(first).decided_by}
    assert "safety.stay-with-whoever-is-being-harmed" in shown


def test_a_code_that_was_not_chosen_is_named_as_another(ask: Ask) -> None:
    values = {"practitioner_values_conflict": True, "reasons_for_referral": ["values_conflict"]}

    def shown(*codes: str) -> str:
        return ee.render(ask(ee.load_ruleset(under=codes), "may refer", values), "text")

    assert "other code: ACA-2014 A.11.b" in shown("nasw-2021")
    assert " code: ACA-2014 A.11.b" in shown()
    assert "other code: ACA-2014 A.11.b" not in shown()


def test_of_what_the_rules_are_silent_on_the_answer_names_no_remote_question() -> None:
    ruleset = ee.load_ruleset(under=["nasw-2021"])
    case = ee.new_case(ruleset, "may continue", {"dual_relationship": "possible"})

    answer = ee.answer_page(ee.consult(ruleset, case)).answer
    assert "That is not a yes: ask a supervisor." in answer.sentence
    assert "Find that out first" not in answer.sentence


def test_that_the_work_has_begun_is_not_shown_as_near_to_every_case(ask: Ask) -> None:
    page = ee.answer_page(ask(ee.load_ruleset(), "what", {"practitioner_absence": "for_good"}))

    assert "client_stage" not in [assumption.fact for assumption in page.assumptions]


def test_beside_a_danger_no_other_ground_for_another_course_is_listed(ask: Ask) -> None:
    harmed = {"client_is_minor": True, "client_is_harmed": True, "abuse_suspected": True}
    page = ee.answer_page(ask(ee.load_ruleset(), "what", harmed))

    assert all(assumption.danger for assumption in page.assumptions)


def test_after_a_step_that_a_rule_asks_about_the_page_says_what_holds_then(law: ee.Ruleset) -> None:
    page = answered_on_a_page(law, "may terminate", {"client_absence": "irregular"})

    assert page.answer.then == "yes"
    assert "The practitioner may then end the work" in page.answer.sentence


def test_a_course_is_not_required_where_no_rule_speaks_of_it_and_another_is_open(law: ee.Ruleset) -> None:
    page = answered_on_a_page(law, "must continue", {"client_walks_away": True})

    assert page.answer.sentence.startswith("No rule requires the practitioner to work with this client")


def test_what_was_stated_without_deciding_is_named(law: ee.Ruleset) -> None:
    facts = {"brief_contact_setting": True, "practitioner_leaves": "planned"}
    page = answered_on_a_page(law, "may refer", facts)

    assert [fact.fact for fact in page.unused] == ["brief_contact_setting"]


def test_a_verdict_that_departs_from_advice_names_what_would_be_a_breach_if_left_out(law: ee.Ruleset) -> None:
    facts = {"client_disliked_or_demanding": True, "way_of_ending": "message"}
    page = answered_on_a_page(law, "right", facts, did=["terminate"])

    assert page.answer.value == "departure"
    assert page.answer.sentence.endswith("To leave out one of these is a breach.")


def test_of_several_dangers_in_one_line_none_is_called_unknown_of_which_only_a_part_was_stated_so(ask: Ask) -> None:
    """That a crisis may be at hand says nothing of whether the practitioner is able to help in it."""
    law = ee.load_ruleset()
    page = ee.answer_page(ask(law, "may terminate", {"client_in_crisis": "unknown"}))

    assert [line.id for line in page.safety if "never" in line.sentence or line.id == "unable"] == []


@pytest.mark.parametrize(
    ("condition", "result", "told"),
    [
        ("if wrong", "No", "If that is wrong, the answer is no."),
        ("if wrong", "Advised against", "If that is wrong, it is advised against."),
        ("if it rains", "Not yet, first call", "If it rains, the answer is not yet: first call."),
        ("if one is wrong", "First call", "If one is wrong, another step comes first: call."),
        ("if done", "No rule speaks of it", "If it is done, no rule speaks of it."),
        (IF_ONE_IS_WRONG_PERHAPS, "Yes", "If one is wrong, it may be that the answer is yes."),
    ],
)
def test_what_comes_of_a_wrong_assumption_is_told_in_a_whole_sentence(condition: str, result: str, told: str) -> None:
    assert consequence(condition, result) == told


def test_of_two_assumptions_that_say_the_same_one_is_listed(ask: Ask) -> None:
    """A former partner is a close tie, and either alone would turn the answer to the same."""
    found = ee.answer_page(ask(ee.load_ruleset(), "may refer", {"dual_relationship": "actual", "gift": "large"}))

    facts = [each.fact for each in found.assumptions]
    assert "close_personal_tie" in facts
    assert "former_partner" not in facts


def test_that_no_danger_is_known_stands_first_among_what_would_change_the_answer(ask: Ask) -> None:
    shown = ee.render(ask(ee.load_ruleset(), "may continue", {"need_exceeds_training": True}), "text")

    first = shown.partition("HOW FIRM")[2].partition("\n  - ")[2]
    assert first.startswith("There is no danger to anyone.")


def test_beside_a_danger_that_is_not_known_nobody_is_told_that_nothing_is_left_to_find_out(ask: Ask) -> None:
    shown = " ".join(ee.render(ask(ee.load_ruleset(), "may pause", {"suicide_risk": "unknown"}), "text").split())

    assert "First find out what Safety says is not known." in shown
    assert "left to find out" not in shown


def test_a_course_that_is_not_required_is_told_with_what_must_come_before_it(ask: Ask) -> None:
    stated = {"need_exceeds_training": True, "provider_safety": "none_safe"}
    course = ee.answer_page(ask(ee.load_ruleset(), "must continue", stated)).answer.course

    assert "But first consult a supervisor" in course


def test_in_danger_the_steps_of_a_course_are_not_numbered_among_those_that_come_before_all() -> None:
    law = ee.load_ruleset()
    shown = ee.render(ee.consult(law, ee.load_case("violence-019", law)), "text")

    before, _, after = shown.partition("HOW TO REFER THE CLIENT")
    assert "assess whether this client might benefit" not in before
    assert "assess whether this client might benefit" in after


def test_a_client_who_wants_no_contact_is_not_to_be_contacted(law: ee.Ruleset) -> None:
    shown = answered_on_a_page(law, "what", {"contact_not_wanted": True})

    assert {"contact_against_wish", "reach_out"} <= {each.action for each in shown.not_to_do}


def test_a_course_that_awaits_what_the_answer_says_comes_first_is_permitted_after_that() -> None:
    answer = answered_on_a_page(ee.load_ruleset(), "may continue", {"progress": "none"}).answer

    assert answer.sentence.startswith("Not yet. First talk with the client")
    assert answer.course.startswith("After what comes first, the practitioner may end the work without a referral")


def test_what_is_wrong_only_until_something_is_told_so(world: World, ask: Ask) -> None:
    """Beside a course that may be taken only so long, a ban without an end would read as a contradiction."""
    slippery = "because: It is s"
    for_now = WORLD.replace(f"{{must not: go}}], {slippery}", f"{{should not: go}}], only_until: it dries, {slippery}")
    shown = ee.answer_page(ask(world(for_now), "may stay", {"wet": True, "asked": False}))

    assert [each.label for each in shown.not_to_do] == ["go (until it dries)"]


def test_what_must_not_be_done_is_told_without_how_it_must_never_be_done() -> None:
    law = ee.load_ruleset()
    page = ee.answer_page(ee.consult(law, ee.load_case("related-clients-012", law)))

    assert page.answer.sentence.startswith("No. The practitioner must not tell the parent")
    assert "never" not in page.answer.sentence


def test_the_step_to_state_is_named_only_where_the_page_asks_for_it(ask: Ask) -> None:
    law = ee.load_ruleset()
    clash = {"practitioner_values_conflict": True, "reasons_for_referral": ["values_conflict"]}

    assert "--done" not in ee.render(ask(law, "may refer", clash), "text")
    alone = {"need_exceeds_training": True, "provider_safety": "none_safe"}
    assert "--done consult_supervisor" in " ".join(ee.render(ask(law, "may continue", alone), "text").split())
