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
from ethics_engine.model.sources import Authority
from ethics_engine.quiz.guessing import guessed
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.items import build, items_of
from ethics_engine.quiz.items.balance import MOST_ALIKE, balanced
from ethics_engine.quiz.items.draft import Draft, finished
from ethics_engine.quiz.parse_questions import EITHER_STRENGTH

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
  - {id: hill.dog, when: {dog: yes}, then: [{should not: go}], because: Paws slip on scree., sources: B-2}
  - {id: hut.dog, when: {dog: yes}, then: [{should not: stay}], because: Dogs want to run., sources: B-1}
  - {id: hut.stick, when: {stick: yes, hat: yes}, then: [{may: stay}], because: Sticks can wait., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written., "2": And this too.}}
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


def test_the_answer_stands_with_its_reason_and_every_wrong_one_says_why_not(make: Make) -> None:
    item = of(make(fog=FOG), "answer.fog")

    assert right(item) == ["Not yet: first ask the warden. Fog hides the path."]
    assert item.question == "May the practitioner climb the hill? Choose the answer with the reason that applies."
    feedback = {option.text: option.feedback for option in item.options}
    assert "applies only if a storm is coming" in feedback["No. Lightning strikes high."]
    assert (
        "does not spare the practitioner what comes first: ask the warden"
        in feedback["Yes. A hill is there to be climbed."]
    )
    assert feedback[right(item)[0]] == "Right. Fog hides the path. Source: A book."
    assert "Fog hides the path." in item.explanation


def test_answers_that_differ_in_strength_alone_never_stand_beside_each_other(make: Make) -> None:
    shut = "question: {ask: may, action: go}\nfacts: {gate: no}\nheld: {answer: advised_against}"
    item = of(make(shut=shut), "answer.shut")

    assert right(item) == ["Better not. A shut gate is a request."]
    assert "Better not. Paws slip on scree." in {option.text for option in item.options}
    assert not [option.text for option in item.options if option.text.startswith("No.")]


def test_an_open_answer_names_what_it_depends_on(make: Make) -> None:
    item = of(make(far=UNKNOWN), "answer.far")

    assert right(item) == ["It cannot be said yet: it depends on whether the gate is open."]
    assert "“yes” gives “Yes”" in item.explanation
    assert "“no” gives “Advised against”" in item.explanation
    assert set(item.rules) == {"hill.gate", "hill.fine"}
    (feedback,) = [option.feedback for option in item.options if option.text.startswith("Better not")]
    assert "is “no”: Is the gate open?" in feedback


def test_nothing_is_asked_where_no_rule_speaks(make: Make) -> None:
    alone = "question: {ask: may, action: stay}\nfacts: {fog: yes, hat: yes}\nheld: {answer: rules_say_nothing}"

    assert make(alone=alone) == ()


def test_two_cases_of_a_pair_differ_in_what_changed_the_answer(make: Make) -> None:
    stated = FOG.replace("facts: {", "facts: {stick: yes, ")
    item = of(make(fog=stated, clear=CLEAR.replace("gate: yes", "gate: yes, hat: yes")), "minimal-pair.clear.fog")

    assert right(item) == ["Whether there is fog."]
    assert item.cases == ("clear", "fog")
    assert item.family == "clear"


def test_all_items_of_a_pair_are_of_one_family(make: Make) -> None:
    assert {item.family for item in make(fog=FOG, clear=CLEAR)} == {"clear"}


def test_conduct_is_judged_with_its_reason(make: Make) -> None:
    done = "question: {ask: right}\ndid: [go]\nnot_done: [ask_warden]\nfacts: {fog: yes, gate: yes}"

    items = make(done=f"{done}\nheld: {{verdict: premature}}")
    assert right(of(items, "conduct.done")) == ["It was too soon: first ask the warden. Fog hides the path."]


def test_no_key_is_right_more_than_a_few_times(make: Make) -> None:
    cases = {f"fog{number}": FOG for number in range(7)}
    keys = Counter((item.kind, *right(item)) for item in make(**cases))

    assert max(keys.values()) == MOST_ALIKE


def test_what_is_stated_is_shown_and_so_is_what_is_assumed_if_the_answer_depends_on_it(make: Make) -> None:
    vignette = of(make(fog=FOG), "answer.fog").vignette

    assert vignette.startswith("It was a grey day.")
    assert "Stated: there is fog; the gate is open." in vignette
    assert "Assumed: no storm comes." in vignette
    assert "a hat" not in vignette


def test_an_item_that_the_narrative_gives_away_is_not_made(make: Make) -> None:
    plain = {item.id for item in make(fog=FOG)}
    stated = FOG.replace("It was a grey day.", "Not yet, first ask the warden, for fog hides the path, they said.")

    assert plain - {item.id for item in make(fog=stated)} == {"answer.fog"}


def test_a_case_that_contradicts_itself_makes_no_item(make: Make) -> None:
    stated = "question: {ask: may, action: go}\nfacts: {fog: yes, dog: yes}\nheld: {constraint: no_dog_in_fog}"

    assert make(odd=stated) == ()


def test_only_the_kinds_that_are_named_are_made(make: Make) -> None:
    assert {item.kind for item in make(fog=FOG, kinds=[ItemKind.ANSWER])} == {ItemKind.ANSWER}


# On the cases that come with the package.

QUICK = [kind for kind in build.MAKERS if kind is not ItemKind.CODE]
"""The kinds that need no code to be laid over the rules, which takes a while."""
TOPICS = ("fees", "culture", "crisis", "ending", "romance", "medical", "wish", "values", "needs")


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="module")
def entries(ruleset: ee.Ruleset) -> tuple[ReportedCase, ...]:
    return tuple(entry for entry in read_corpus(None, ruleset).cases if entry.topic in TOPICS)


@pytest.fixture(scope="module")
def items(ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]) -> tuple[Item, ...]:
    return items_of(ruleset, entries, kinds=QUICK)


def test_every_kind_of_item_is_built(items: tuple[Item, ...]) -> None:
    assert {item.kind for item in items} >= {*build.MAKERS} - {ItemKind.CODE}
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

    assert all(0.12 < counted[letter] / total < 0.4 for letter in "abcd"), counted


def check(draft: Draft, ruleset: ee.Ruleset) -> None:
    """Hold an item to what `consult` says of its case, and of two cases with what makes the difference."""
    context, key = draft.context, draft.key
    found = ee.consult(ruleset, context.case, engine=ee.Engine.BITSET)
    effective = {reason.rule for reason in found.reasons if reason.effective}
    applicable = {reason.rule for reason in found.reasons}
    said = key.name.split(".")[0]
    if draft.kind is ItemKind.MINIMAL_PAIR and draft.partner is not None:
        there = draft.partner.evaluated.known[key.name]
        changed = attrs.evolve(context.case, facts={**context.case.facts, key.name: Statement(there)})
        turned = ee.consult(ruleset, changed, engine=ee.Engine.BITSET)
        assert turned.answer.value == ee.consult(ruleset, draft.partner.case, engine=ee.Engine.BITSET).answer.value
    if context.is_written:
        if draft.kind in (ItemKind.ANSWER, ItemKind.CONDUCT):
            check_written(draft, found)
        return
    if draft.kind is ItemKind.ANSWER and found.ask in (ee.Ask.MAY, ee.Ask.MUST) and found.answer.value is not None:
        assert said == found.answer.value, draft.id
    if draft.kind is ItemKind.CONDUCT:
        assert said == found.answer.value, draft.id
    if draft.kind in (ItemKind.ANSWER, ItemKind.CONDUCT):
        for option in draft.wrong:
            rule = next((name for name in ruleset.rule if f".{name}." in f"{option.name}."), None)
            if rule and "This rule does not apply here" in option.feedback:
                assert rule not in applicable, (draft.id, option)
            if rule and "This rule applies" in option.feedback:
                assert rule in effective, (draft.id, option)
            if rule and "gives way here" in option.feedback:
                assert rule in applicable - effective, (draft.id, option)


def check_written(draft: Draft, found: ee.Determination) -> None:
    """Of a written item, exactly the option that is right gives the answer, and the step and rule behind it."""
    (question,) = [each for each in draft.context.questions if each.beside is None and not each.codes]
    effective = {reason.rule for reason in found.reasons if reason.effective}
    given = {found.answer.value or "open"} if found.answer else set()
    if found.disposition is not None and found.ask is ee.Ask.WHAT:
        given = set(found.disposition.ways)
    for number, option in enumerate(question.options):
        fits = not given.isdisjoint(EITHER_STRENGTH.get(option.answer, (option.answer,)))
        if str(number) == draft.key.name:
            assert fits, (draft.id, option)
            assert option.rule is None or option.rule in effective, (draft.id, option)
        elif fits:
            assert option.step or option.rule, (draft.id, option)


def drafts_of(ruleset: ee.Ruleset, entries: Sequence[ReportedCase], kinds: Iterable[ItemKind]) -> list[Draft]:
    """Every draft of some kinds of which an item is made."""
    contexts = build._workshop(ruleset, build._Cases.read(entries)).contexts
    return [draft for kind in kinds for draft in balanced(build.MAKERS[kind](contexts)) if finished(draft)]


def test_no_item_contradicts_consult_or_what_if(ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]) -> None:
    for draft in drafts_of(ruleset, entries, QUICK)[::18]:
        check(draft, ruleset)


@pytest.mark.exhaustive
def test_no_item_at_all_contradicts_consult_or_what_if(ruleset: ee.Ruleset, corpus: tuple[ReportedCase, ...]) -> None:
    for draft in drafts_of(ruleset, corpus, build.MAKERS):
        check(draft, ruleset)


def test_the_same_cases_give_the_same_items_in_every_process(
    ruleset: ee.Ruleset, entries: tuple[ReportedCase, ...]
) -> None:
    program = (
        "import hashlib, sys, ethics_engine as ee\n"
        "from ethics_engine.case_law.corpus import read_corpus\n"
        "from ethics_engine.quiz.items import items_of\n"
        "from ethics_engine.quiz.item import ItemKind\n"
        "ruleset = ee.load_ruleset()\n"
        "cases = [e for e in read_corpus(None, ruleset).cases if e.topic == 'wish']\n"
        "kinds = [ItemKind.ANSWER]\n"
        "prints = ''.join(item.fingerprint for item in items_of(ruleset, cases, kinds=kinds))\n"
        "print(hashlib.sha256(prints.encode()).hexdigest())\n"
    )
    command = [sys.executable, "-c", program]
    there = subprocess.run(command, env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True).stdout
    kinds = [ItemKind.ANSWER]
    here = [item.fingerprint for item in items_of(ruleset, [e for e in entries if e.topic == "wish"], kinds=kinds)]

    assert there.strip() == hashlib.sha256("".join(here).encode()).hexdigest()


@pytest.fixture(scope="module")
def corpus(ruleset: ee.Ruleset) -> tuple[ReportedCase, ...]:
    return read_corpus(None, ruleset).cases


REFERS_ELSEWHERE = re.compile(
    r"(as before|the same|another|(on|in) (the same|another)|th(is|at) \w+ too|(she|he) too)\b", re.IGNORECASE
)


def test_no_narrative_opens_by_referring_to_another_case(corpus: tuple[ReportedCase, ...]) -> None:
    for entry in corpus:
        opening = re.split(r"(?<=[.!?])\s", " ".join(entry.case.narrative.split()))[0]
        assert not REFERS_ELSEWHERE.match(opening), entry.case.id
        assert "in the same way" not in opening, entry.case.id
        assert "another client of the same" not in opening, entry.case.id


def test_feedback_names_a_reason_and_never_the_brief(ruleset: ee.Ruleset, items: tuple[Item, ...]) -> None:
    brief = [document.title for document in ruleset.documents if document.authority is Authority.BRIEF]
    for item in items:
        feedback = [option.feedback for option in item.options]
        assert all(len(text) > 20 for text in feedback), item.id
        assert not any(title in text for title in brief for text in (*feedback, item.explanation)), item.id
        assert not any(text.startswith("The rules say this here") for text in feedback), item.id


def test_articles_are_shown_only_where_no_code_speaks(ruleset: ee.Ruleset, items: tuple[Item, ...]) -> None:
    for item in items:
        kinds = {ruleset.document[ruleset.passage[name].document].authority for name in item.sources}
        assert not kinds >= {Authority.CODE, Authority.ARTICLE}, item.id


@pytest.mark.slow
def test_codes_are_compared_as_consult_answers_under_each(
    ruleset: ee.Ruleset, corpus: tuple[ReportedCase, ...]
) -> None:
    drafts = drafts_of(ruleset, corpus, [ItemKind.CODE])
    words = {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "neither"}

    assert {draft.key.name for draft in drafts} == {*words.values()}, "a key that never occurs can be ruled out"
    for draft in drafts:
        (question,) = [each for each in draft.context.questions if each.codes]
        under = [ee.load_ruleset(under=[code]) for code in question.codes]
        first, second = (ee.consult(rules, draft.context.case, engine=ee.Engine.BITSET) for rules in under)
        assert draft.key.name == words[first.answer.value == "yes", second.answer.value == "yes"], draft.id


@pytest.mark.slow
def test_no_way_to_guess_gets_far_beyond_chance(ruleset: ee.Ruleset, corpus: tuple[ReportedCase, ...]) -> None:
    found = guessed(items_of(ruleset, corpus))

    assert found.worst < 0.08, found


def test_no_way_to_guess_gets_far_beyond_chance_on_a_part(items: tuple[Item, ...]) -> None:
    found = guessed(items)

    assert max(found.shortest, found.echo) < found.chance + 0.12, found


FORBIDDEN = re.compile(
    r"were this|way on|presum|nobody (has )?said|hangs? on|turns on|bears on|as told|for the record|what is left",
    re.IGNORECASE,
)


def test_items_are_worded_plainly(make: Make) -> None:
    for item in make(fog=FOG, clear=CLEAR, far=UNKNOWN):
        texts = [item.vignette, item.question, item.explanation]
        texts += [text for option in item.options for text in (option.text, option.feedback)]
        assert not FORBIDDEN.search("\n".join(texts)), item.id
