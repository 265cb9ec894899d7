"""Items made from cases and rules: what is asked, that the key is the only one, and that nothing gives it away."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import ReportedCase, read_corpus
from ethics_engine.model.case import Statement
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.items import build, items_of
from ethics_engine.quiz.items.fact_texts import WITH_ONE_CHANGE
from ethics_engine.quiz.items.option_texts import MAY_SAYS, MUST_SAYS, STATUS_SAYS, VERDICT_SAYS

PARTS = """
topic: hills
facts:
  - {id: fog, ask: "Is there fog?", says: there is fog, denies: there is no fog, type: yes_no, presumed: no}
  - {id: storm, ask: "Is a storm coming?", says: a storm is coming, denies: no storm comes, type: yes_no, presumed: no}
  - {id: dog, ask: "Does a dog come along?", says: a dog comes along, denies: no dog comes, type: yes_no, presumed: no}
  - {id: hat, ask: "Is there a hat?", says: there is a hat, denies: there is no hat, type: yes_no, presumed: no}
  - {id: stick, ask: "Is there a stick?", says: there is a stick, denies: there is no stick, type: yes_no, presumed: no}
  - {id: gate, ask: "Is the gate open?", says: the gate is open, type: yes_no, unpresumed: Nobody knows from here.}
constraints:
  - {id: no_dog_in_fog, never: {fog: yes, dog: yes}, because: Dogs stay away from fog.}
actions:
  - {id: ask_warden, label: ask the warden}
  - {id: pack, label: pack the bag, after: [ask_warden]}
  - {id: lace, label: lace the boots, after: [pack]}
  - {id: go, label: climb the hill, way: yes, after: [lace]}
  - {id: stay, label: stay in the hut, way: yes}
rules:
  - {id: hill.fine, then: [{may: go}], because: A hill is there to be climbed., sources: B-1}
  - {id: hill.fog, when: {fog: yes}, then: [{must: ask_warden, before: go}], because: Fog hides the path., sources: B-1}
  - {id: hill.storm, when: {storm: yes}, then: [{must not: go}], because: Lightning strikes high., sources: B-1}
  - {id: hill.gate, when: {gate: no}, then: [{should not: go}], because: A shut gate is a request., sources: B-1}
  - {id: hill.ready, when: {fog: yes}, then: [{must: [pack, lace]}], because: One goes prepared., sources: B-1}
  - {id: hut.dog, when: {dog: yes}, then: [{should not: stay}], because: Dogs want to run., sources: B-1}
  - {id: hut.stick, when: {stick: yes, hat: yes}, then: [{may: stay}], because: Sticks can wait., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written.}}
"""

Make = Callable[..., tuple[Item, ...]]


@pytest.fixture
def make(tmp_path: Path, write_ruleset: Callable[..., Path]) -> Make:
    """The items of cases in the hills, each given as YAML: `make(one="question: ...")`."""
    ruleset = ee.load_ruleset(write_ruleset(tmp_path / "rules", PARTS, name="hills", title="In the hills"))
    cases = tmp_path / "cases" / "hills"
    cases.mkdir(parents=True)

    def made(*, kinds: Iterable[ItemKind] | None = None, **stated: str) -> tuple[Item, ...]:
        for name, text in stated.items():
            (cases / f"{name}.case.yaml").write_text(f"id: {name}\n{text}\n")
        corpus = read_corpus([cases], ruleset)
        assert not corpus.broken, corpus.broken
        return items_of(ruleset, corpus.cases, kinds=None if kinds is None else list(kinds))

    return made


FOG = """
question: {ask: may, action: go}
narrative: It was a grey day.
facts: {fog: yes, gate: yes}
held: {answer: not_yet, statuses: {go: permitted}}
"""
CLEAR = """
question: {ask: may, action: go}
narrative: It was a bright day.
facts: {gate: yes}
held: {answer: yes}
tags: [minimal pair fog]
"""
UNKNOWN = "question: {ask: may, action: go}\nnarrative: Far off.\nfacts: {hat: yes}\nheld: {answer: open}"


def right(item: Item) -> list[str]:
    return [item.option[letter].text for letter in item.key]


def of(items: Sequence[Item], name: str) -> Item:
    (found,) = [item for item in items if item.id == name]
    return found


def test_the_answer_is_what_the_rules_say_and_every_wrong_one_says_why_not(make: Make) -> None:
    item = of(make(fog=FOG), "answer.fog")

    assert right(item) == ["Not yet: a step has to come first."]
    assert item.question == "May the practitioner climb the hill?"
    (feedback,) = [option.feedback for option in item.options if option.text.startswith("Yes")]
    assert "It would be right with one change: there is no fog." in feedback
    assert "A hill is there to be climbed." in feedback
    assert "Fog hides the path." in item.explanation


def test_an_open_answer_is_an_answer(make: Make) -> None:
    assert right(of(make(far=UNKNOWN), "answer.far")) == ["Open: it depends on something that is not known."]


def test_an_open_answer_says_what_it_depends_on_and_which_reply_gives_which_answer(make: Make) -> None:
    item = of(make(far=UNKNOWN), "answer.far")

    assert "The answer depends on what is not known: whether the gate is open." in item.explanation
    assert "“yes” gives “Yes”" in item.explanation
    assert "“no” gives “Advised against”" in item.explanation
    assert "A shut gate is a request." in item.explanation
    assert set(item.rules) == {"hill.gate", "hill.fine"}
    (feedback,) = [option.feedback for option in item.options if option.text.startswith("Advised against")]
    assert "is “no”: Is the gate open?" in feedback


def test_conduct_of_which_too_little_is_known_says_what_is_missing(make: Make) -> None:
    item = of(make(far=UNKNOWN), "conduct.far")

    assert right(item) == ["No verdict: it cannot be judged on what is known."]
    assert "whether the gate is open" in item.explanation


def test_the_status_of_an_action_that_was_held_is_asked_for(make: Make) -> None:
    assert right(of(make(fog=FOG), "status.fog.go")) == ["It is permitted, but no rule asks for it."]


def test_the_deciding_fact_stands_among_facts_that_do_not_decide(make: Make) -> None:
    item = of(make(fog=FOG.replace("gate: yes", "gate: yes, hat: yes, stick: no")), "deciding-fact.fog")

    assert right(item) in (["There is fog."], ["The gate is open."])
    assert {option.text for option in item.options} - set(right(item)) <= {
        "There is a hat.",
        "There is no stick.",
        "No dog comes.",
    }


def test_two_cases_of_a_pair_differ_in_what_changed_the_answer(make: Make) -> None:
    stated = FOG.replace("facts: {", "facts: {stick: yes, ")
    item = of(make(fog=stated, clear=CLEAR.replace("gate: yes", "gate: yes, hat: yes")), "minimal-pair.clear.fog")

    assert right(item) == ["Whether there is fog."]
    assert item.cases == ("clear", "fog")
    assert item.family == "clear"


def test_all_items_of_a_pair_are_of_one_family(make: Make) -> None:
    assert {item.family for item in make(fog=FOG, clear=CLEAR)} == {"clear"}


def test_of_several_changes_told_at_once_one_made_the_difference(make: Make) -> None:
    item = of(make(clear=CLEAR), "minimal-pair.clear")

    assert right(item) in (["There is fog."], ["A storm is coming."])
    assert len(item.options) == 4


def test_a_change_that_leads_to_another_answer_stands_among_those_that_do_not(make: Make) -> None:
    item = of(make(clear=CLEAR), "change.clear.no")

    assert right(item) == ["A storm is coming."]
    assert "“No”" in item.question
    assert "Lightning strikes high." in item.option[item.key[0]].feedback
    assert "hill.storm" in item.rules


def test_the_question_to_ask_next_gives_the_answer_whatever_the_reply(make: Make) -> None:
    item = of(make(far=UNKNOWN), "next-question.far")

    assert right(item) == ["Is the gate open?"]
    assert "Each reply gives an answer" in item.option[item.key[0]].feedback


def test_what_is_unknown_and_matters_stands_among_what_does_not(make: Make) -> None:
    assert right(of(make(far=UNKNOWN), "unknown.far")) == ["Is the gate open?"]


def test_the_rule_that_decides_stands_among_rules_that_do_not(make: Make) -> None:
    item = of(make(fog=FOG), "controlling.fog")

    assert right(item) == ["Fog hides the path."]
    assert item.rules[0] == "hill.fog"
    assert item.sources == ("B-1",)


def test_steps_are_put_in_order_where_each_has_to_come_after_the_one_before(make: Make) -> None:
    item = of(make(fog=FOG), "order.fog")

    assert right(item) == ["Ask the warden.", "Pack the bag.", "Lace the boots."]
    assert [option.id for option in item.options] != list(item.key)


def test_conduct_is_judged_of_what_was_done_and_of_what_might_be(make: Make) -> None:
    done = "question: {ask: right}\ndid: [go]\nnot_done: [ask_warden]\nfacts: {fog: yes}\nheld: {verdict: premature}"
    items = make(fog=FOG, done=done)

    assert right(of(items, "conduct.done")) == [VERDICT_SAYS[ee.Verdict.PREMATURE]]
    assert right(of(items, "conduct.fog")) == ["Too soon: a step that has to come first has not been taken."]


def test_what_is_stated_is_shown_and_so_is_what_is_assumed_if_the_answer_depends_on_it(make: Make) -> None:
    vignette = of(make(fog=FOG), "answer.fog").vignette

    assert vignette.startswith("It was a grey day.")
    assert "Stated: there is fog; the gate is open." in vignette
    assert "Assumed: no storm comes." in vignette
    assert "a hat" not in vignette


def test_an_item_that_the_narrative_gives_away_is_not_made(make: Make) -> None:
    plain = {item.id for item in make(fog=FOG)}
    stated = FOG.replace("It was a grey day.", "Fog hides the path, they said.")

    assert plain - {item.id for item in make(fog=stated)} == {"controlling.fog"}


def test_a_case_that_contradicts_itself_makes_no_item(make: Make) -> None:
    stated = "question: {ask: may, action: go}\nfacts: {fog: yes, dog: yes}\nheld: {constraint: no_dog_in_fog}"

    assert make(odd=stated) == ()


def test_only_the_kinds_that_are_named_are_made(make: Make) -> None:
    assert {item.kind for item in make(fog=FOG, kinds=[ItemKind.CHANGE, ItemKind.ORDER])} == {
        ItemKind.CHANGE,
        ItemKind.ORDER,
    }


# On the cases that come with the package.

TOPICS = ("culture", "crisis", "ending", "romance", "medical", "wish")


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="module")
def entries(ruleset: ee.Ruleset) -> tuple[ReportedCase, ...]:
    return tuple(entry for entry in read_corpus(None, ruleset).cases if entry.topic in TOPICS)


@pytest.fixture(scope="module")
def items(ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]) -> tuple[Item, ...]:
    return items_of(ruleset, entries)


def test_every_kind_of_item_is_built(items: tuple[Item, ...]) -> None:
    assert {item.kind for item in items} == set(ItemKind)
    assert len({item.id for item in items}) == len(items)


def test_every_item_is_well_formed(items: tuple[Item, ...]) -> None:
    for item in items:
        letters = [option.id for option in item.options]
        assert letters == list("abcdef"[: len(letters)]), item.id
        assert 3 <= len(letters) <= 6, item.id
        assert len({option.text for option in item.options}) == len(letters), item.id
        assert all(option.feedback for option in item.options), item.id
        assert set(item.key) <= set(letters), item.id
        assert (set(item.key) == set(letters)) == item.ordered, item.id
        assert item.difficulty in (1, 2, 3), item.id


def test_no_name_of_a_rule_a_fact_or_a_source_stands_in_what_a_student_reads(
    ruleset: ee.Ruleset, items: tuple[Item, ...]
) -> None:
    names = {*ruleset.rule, *(reference.split()[0] for reference in ruleset.passage)}
    names |= {name for name in (*ruleset.fact, *ruleset.action, *ruleset.concept) if "_" in name}
    names |= {case for item in items for case in item.cases}
    for item in items:
        said = [item.vignette, item.question, item.explanation]
        said += [text for option in item.options for text in (option.text, option.feedback)]
        words = {word.strip(".-") for word in re.findall(r"[\w.-]+", "\n".join(said))}
        assert words.isdisjoint(names), (item.id, words & names)
        assert "hoose all that apply" not in item.question, item.id
        assert not re.search(r"\.\.|  |[{}]| [.,;]|“”|\bNone\b", "\n".join(said)), item.id


def test_the_key_has_no_favourite_letter(items: tuple[Item, ...]) -> None:
    counted = Counter(item.key[0] for item in items if not item.ordered and len(item.options) == 4)
    total = counted.total()

    assert all(0.15 < counted[letter] / total < 0.35 for letter in "abcd"), counted


def test_answers_statuses_and_verdicts_are_those_of_consult(
    ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...], items: tuple[Item, ...]
) -> None:
    by_id = {item.id: item for item in items}
    for entry in entries[::4]:
        found = ee.consult(ruleset, entry.case, engine=ee.Engine.BITSET)
        says = {ee.Ask.MAY: MAY_SAYS, ee.Ask.MUST: MUST_SAYS}.get(found.ask)
        if says and f"answer.{entry.case.id}" in by_id:
            assert right(by_id[f"answer.{entry.case.id}"]) == [says[ee.Answer(found.answer.value)]]
        if found.ask is ee.Ask.RIGHT and f"conduct.{entry.case.id}" in by_id:
            assert right(by_id[f"conduct.{entry.case.id}"]) == [VERDICT_SAYS[ee.Verdict(found.answer.value)]]
        for report in found.statuses:
            item = by_id.get(f"status.{entry.case.id}.{report.action}")
            if item and report.status:
                assert right(item) == [STATUS_SAYS[report.status]]


@pytest.mark.slow
def test_consult_says_of_every_change_what_its_item_says(
    ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]
) -> None:
    from ethics_engine.quiz.items import change

    contexts = build._workshop(ruleset, build._Cases(entries)).contexts
    tried = 0
    for draft in list(change.drafts(contexts))[::4]:
        context = draft.context
        variants = {f"{v.fact}.{v.variable.option or ''}.{v.value}": v for v in context.nearby.variants}
        for choice in draft.choices if context.ask is not ee.Ask.RIGHT else ():
            variant = variants[choice.name]
            stated = {**context.case.facts, variant.fact: Statement(variant.known)}
            found = ee.consult(ruleset, attrs.evolve(context.case, facts=stated), engine=ee.Engine.BITSET)
            if found.ask is not ee.Ask.WHAT:
                assert (found.answer.value == draft.about) == choice.right, (draft.id, choice.name)
                tried += 1
    assert tried > 20


@pytest.mark.slow
def test_consult_says_of_every_changed_fact_what_feedback_says(
    ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]
) -> None:
    """Feedback on what a change would do rests on the readings; here each is asked for afresh."""
    tried = 0
    for context in build._workshop(ruleset, build._Cases(entries)).contexts[::3]:
        readings = context.variations.readings
        known = [variant for variant in readings.variants if readings.of(variant) is not None]
        for variant in known[:: len(known) // 4 + 1] if context.ask in (ee.Ask.MAY, ee.Ask.MUST) else ():
            stated = {**context.case.facts, variant.fact: Statement(variant.known)}
            found = ee.consult(ruleset, attrs.evolve(context.case, facts=stated), engine=ee.Engine.BITSET)
            assert readings.of(variant) is ee.Answer(found.answer.value), (context.case.id, variant.name)
            tried += 1
    assert tried > 20


def test_the_same_cases_give_the_same_items_in_every_process(
    ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]
) -> None:
    program = (
        "import hashlib, sys, ethics_engine as ee\n"
        "from ethics_engine.case_law.corpus import read_corpus\n"
        "from ethics_engine.quiz.items import items_of\n"
        "ruleset = ee.load_ruleset()\n"
        "cases = [e for e in read_corpus(None, ruleset).cases if e.topic == 'romance']\n"
        "prints = ''.join(item.fingerprint for item in items_of(ruleset, cases))\n"
        "print(hashlib.sha256(prints.encode()).hexdigest())\n"
    )
    command = [sys.executable, "-c", program]
    there = subprocess.run(command, env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True).stdout
    here = [item.fingerprint for item in items_of(ruleset, [e for e in entries if e.topic == "romance"])]

    assert there.strip() == hashlib.sha256("".join(here).encode()).hexdigest()


@pytest.fixture(scope="module")
def corpus(ruleset: ee.Ruleset) -> tuple[ReportedCase, ...]:
    return read_corpus(None, ruleset).cases


REFERS_ELSEWHERE = re.compile(
    r"(the same|another|(on|in) (the same|another)|th(is|at) \w+ too|(she|he) too)\b", re.IGNORECASE
)


def test_no_narrative_opens_by_referring_to_another_case(corpus: tuple[ReportedCase, ...]) -> None:
    for entry in corpus:
        opening = re.split(r"(?<=[.!?])\s", " ".join(entry.case.narrative.split()))[0]
        assert not REFERS_ELSEWHERE.match(opening), entry.case.id
        assert "in the same way" not in opening, entry.case.id
        assert "another client of the same" not in opening, entry.case.id


@pytest.mark.exhaustive
def test_no_option_is_right_so_often_or_so_seldom_that_it_can_be_guessed(
    ruleset: ee.Ruleset, corpus: tuple[ReportedCase, ...]
) -> None:
    offered: Counter[tuple[ItemKind, str]] = Counter()
    keys: Counter[tuple[ItemKind, str]] = Counter()
    for item in items_of(ruleset, corpus, kinds=[kind for kind in ItemKind if kind is not ItemKind.ORDER]):
        for option in item.options:
            offered[item.kind, option.text] += 1
            keys[item.kind, option.text] += option.id in item.key
    rates = {which: keys[which] / often for which, often in offered.items() if often >= 10}
    odd = {which: rate for which, rate in rates.items() if not 0.1 <= rate <= 0.7}

    # A watch, not a praise: it keeps the bank from getting worse until the items themselves are balanced.
    assert len(odd) < 0.45 * len(rates), odd
    assert all(0.01 < rates[which] < 0.75 for which in odd if offered[which] > 40), odd


def test_no_change_that_is_offered_is_a_pretext(ruleset: ee.Ruleset, items: tuple[Item, ...]) -> None:
    """Neither as an option nor as what would make another answer right."""
    pretexts = [says.lower() for fact in ruleset.facts if fact.pretext for says in (fact.says, fact.denies) if says]
    offered = [
        text.lower()
        for item in items
        for option in item.options
        for text in (
            (option.text,) if item.kind is ItemKind.CHANGE else (option.feedback.partition(WITH_ONE_CHANGE)[2],)
        )
    ]

    assert not [text for text in offered if any(says in text for says in pretexts)]


@pytest.mark.slow
def test_a_question_varies_a_pretext_only_if_nothing_else_decides(
    ruleset: ee.Ruleset, corpus: tuple[ReportedCase, ...]
) -> None:
    asks = {fact.ask for fact in ruleset.facts if fact.pretext}
    kinds = (ItemKind.NEXT_QUESTION, ItemKind.UNKNOWN)
    items = items_of(ruleset, corpus, kinds=kinds)
    supposed = [item for item in items if "Suppose that nothing is known" in item.question]
    keys = [item for item in supposed if asks & set(right(item))]

    assert not [item.id for item in supposed for option in item.options if option.text in asks - set(right(item))]
    assert len(keys) < 0.15 * len(supposed)


FORBIDDEN = re.compile(
    r"were this|way on|presum|nobody (has )?said|hangs? on|turns on|bears on|as told|for the record|what is left",
    re.IGNORECASE,
)


def test_items_are_worded_plainly(make: Make) -> None:
    for item in make(fog=FOG, clear=CLEAR, far=UNKNOWN):
        texts = [item.vignette, item.question, item.explanation]
        texts += [text for option in item.options for text in (option.text, option.feedback)]
        assert not FORBIDDEN.search("\n".join(texts)), item.id
