"""Everything that was held of a case is held against the rules, and a difference says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.case_law.case_tests import CaseTestResult, check_case, check_cases, evaluate_case
from ethics_engine.case_law.corpus import Corpus, read_corpus
from ethics_engine.case_law.failure_report import failure_entry
from ethics_engine.case_law.holdings import Holding, Point, said
from ethics_engine.consultation import Engine
from ethics_engine.loading import read_case_marked

Decided = Callable[..., Path]
Read = Callable[[], Corpus]

MAY_GO = "question: {ask: may, action: go}\n"

STANDS = {
    "an answer": MAY_GO + "facts: {storm: yes}\nheld: {answer: no}",
    "an answer that is on the way": MAY_GO + "facts: {storm: no, rain: yes}\nheld: {answer: advised_against}",
    "a step that is awaited": MAY_GO
    + "facts: {rain: no, storm: yes}\nnot_done: [look]\nheld: {answer: no, first: look, not: {go: permitted}}",
    "that nothing is awaited": MAY_GO + "facts: {rain: no}\nheld: {answer: yes, first: none}",
    "an answer to first": "question: {ask: first}\nfacts: {rain: yes}\nheld: {answer: look, first: look}",
    "an answer to first of an action": (
        "question: {ask: first, action: go}\nfacts: {rain: yes}\nheld: {answer: look, first: look}"
    ),
    "an open answer and what must be asked": (
        MAY_GO + "held: {answer: open, disposition: open, statuses: {stay: open}, must_ask: rain}"
    ),
    "a way on": "question: {ask: what}\nfacts: {rain: yes}\nheld: {disposition: stay}",
    "an open way on": "question: {ask: what}\nheld: {disposition: open, must_ask: [rain]}",
    "statuses": "question: {ask: what}\nfacts: {rain: no}\nheld: {statuses: {go: permitted, stay: unregulated}}",
    "a dilemma with the rules that collide": (
        "question: {ask: must, action: sing}\nfacts: {mood: low, visits: 4}\n"
        "held: {answer: dilemma, statuses: {sing: dilemma}, norms: [sing.when-low, sing.not-to-many]}"
    ),
    "a breach": "question: {ask: right, action: go}\nfacts: {storm: yes}\nnot_done: [look]\nheld: {verdict: breach}",
    "no verdict where it is open": "question: {ask: right, action: stay}\nomitted: [look]\nheld: {verdict: no_verdict}",
    "a contradiction": "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {constraint: rain_wets}",
    "the exception as ratio": (
        MAY_GO + "facts: {rain: no, storm: yes}\ndone: [look]\n"
        "held: {answer: yes, ratio: ['go.not-in-a-storm#unless', go.may]}"
    ),
}
FALLS = {
    "an answer": (MAY_GO + "facts: {storm: yes}\nheld: {answer: yes}", "answer", "yes", "no"),
    "an answer that is open": (MAY_GO + "held: {answer: yes}", "answer", "yes", "open: advised_against or yes"),
    "an open answer that is not": (MAY_GO + "facts: {rain: no}\nheld: {answer: open}", "answer", "open", "yes"),
    "a way on": ("question: {ask: what}\nfacts: {rain: yes}\nheld: {disposition: go}", "disposition", "go", "stay"),
    "a way on that is open": (
        "question: {ask: what}\nheld: {disposition: stay}",
        "disposition",
        "stay",
        "open: advised: stay or permitted: go",
    ),
    "a status": (
        "question: {ask: what}\nfacts: {rain: yes}\nheld: {statuses: {stay: required}}",
        "statuses",
        "required",
        "advised",
    ),
    "a status that it must not have": (
        "question: {ask: what}\nfacts: {rain: yes}\nheld: {not: {stay: advised}}",
        "not",
        "advised",
        "advised",
    ),
    "what comes first": (MAY_GO + "facts: {rain: yes}\nheld: {first: sing}", "first", "sing", "look"),
    "a verdict": (
        "question: {ask: right, action: go}\nfacts: {rain: no}\nheld: {verdict: breach}",
        "verdict",
        "breach",
        "consistent",
    ),
    "a ratio that does not apply": (
        "question: {ask: what}\nfacts: {rain: no}\nheld: {ratio: stay.in-the-rain}",
        "ratio",
        "effective",
        "does not apply",
    ),
    "a ratio that gives way": (
        "question: {ask: what}\nfacts: {storm: yes}\ndone: [look]\nheld: {ratio: go.not-in-a-storm}",
        "ratio",
        "effective",
        "overridden by go.not-in-a-storm#unless",
    ),
    "a ratio of which nobody knows": (
        "question: {ask: what}\nheld: {ratio: stay.in-the-rain}",
        "ratio",
        "effective",
        "may be effective",
    ),
    "what must be asked": (
        "question: {ask: what}\nheld: {disposition: open, must_ask: mood}",
        "must_ask",
        "asked",
        "asks for rain",
    ),
    "rules that collide": (
        "question: {ask: must, action: sing}\nfacts: {mood: low, visits: 4}\nheld: {answer: dilemma, norms: go.may}",
        "norms",
        "collides",
        "in conflict: sing.not-to-many and sing.when-low",
    ),
    "a contradiction": (
        "question: {ask: what}\nfacts: {rain: yes}\nheld: {constraint: rain_wets}",
        "constraint",
        "rain_wets",
        "the facts do not contradict each other",
    ),
}


@pytest.mark.parametrize("body", STANDS.values(), ids=STANDS)
def test_a_case_stands_on(body: str, decided: Decided, corpus: Read, weather: ee.Ruleset) -> None:
    decided("a", body)

    (judged,) = check_cases(corpus().cases, weather)

    assert isinstance(judged, CaseTestResult)
    assert judged.differences == ()


@pytest.mark.parametrize(("body", "expected"), [(body, tuple(rest)) for body, *rest in FALLS.values()], ids=FALLS)
def test_a_case_falls_on(
    body: str, expected: tuple[str, str, str], decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    file = decided("a", body)

    (judged,) = check_cases(corpus().cases, weather)

    assert isinstance(judged, CaseTestResult)
    (difference,) = judged.differences
    assert (difference.point, difference.held, difference.said) == expected
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1) if text.startswith("held"))
    assert (difference.place.file, difference.place.line) == (str(file), line)
    assert difference.place.column > len("held: ")


SO = "because: So., sources: B-1"
COLLISIONS = {
    "ways that are both required": (
        (f"{{id: a, when: {{mood: low}}, then: [{{must: go}}], {SO}}}", f"{{id: b, then: [{{must: stay}}], {SO}}}"),
        "question: {ask: what}\nfacts: {mood: low}\nheld: {disposition: [dilemma, go, stay], norms: [a, b]}",
    ),
    "ways that are all forbidden": (
        (f"{{id: a, then: [{{must not: stay}}], {SO}}}",),
        (
            "question: {ask: what}\nfacts: {storm: yes, rain: no}\n"
            "held: {disposition: dilemma, norms: [a, go.not-in-a-storm]}"
        ),
    ),
    "a duty of which every means is closed": (
        (f"{{id: a, then: [{{must: care}}], {SO}}}",),
        (
            "question: {ask: must, action: care}\nfacts: {visits: 3, mood: middle}\n"
            "held: {answer: dilemma, norms: [a, sing.not-to-many]}"
        ),
    ),
}


@pytest.mark.parametrize(("rules", "body"), COLLISIONS.values(), ids=COLLISIONS)
def test_the_rules_that_collide_are_named_in_a_dilemma_of(
    rules: tuple[str, ...], body: str, decided: Decided, cases: Path, with_more: Callable[..., ee.Ruleset]
) -> None:
    weather = with_more(*rules, actions=("{id: care, label: care, met_by: [sing]}",))
    decided("a", body)

    (judged,) = check_cases(read_corpus([cases], weather).cases, weather)

    assert isinstance(judged, CaseTestResult)
    assert judged.differences == ()


STATED = {
    "an answer": ["    decided:       may go? yes", "    rules now say: no"],
    "a way on": ["    decided:       the course is go", "    rules now say: stay"],
    "a status": ["    decided:       stay is required", "    rules now say: advised"],
    "a status that it must not have": ["    decided:       stay is not advised", "    rules now say: advised"],
    "what comes first": ["    decided:       first comes sing", "    rules now say: look"],
    "a verdict": ["    decided:       the verdict is breach", "    rules now say: consistent"],
    "a ratio that does not apply": [
        "    decided:       decided on rule stay.in-the-rain",
        "    rules now say: does not apply",
    ],
    "what must be asked": ["    decided:       mood must be asked", "    rules now say: asks for rain"],
    "rules that collide": [
        "    decided:       rule go.may conflicts with another",
        "    rules now say: in conflict: sing.not-to-many and sing.when-low",
    ],
    "a contradiction": [
        "    decided:       the facts contradict each other (constraint rain_wets)",
        "    rules now say: the facts do not contradict each other",
    ],
}


@pytest.mark.parametrize(("name", "lines"), STATED.items(), ids=STATED)
def test_the_docket_says_what_was_held_and_what_the_rules_say_on(
    name: str, lines: list[str], decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    decided("a", FALLS[name][0])

    (judged,) = check_cases(corpus().cases, weather)

    assert isinstance(judged, CaseTestResult)
    assert failure_entry(judged).splitlines()[2:4] == lines


def test_many_assumptions_are_only_counted(decided: Decided, cases: Path, with_more: Callable[..., ee.Ruleset]) -> None:
    when = "{none: [{storm: yes}, {mood: low}, {friends: {includes: ann}}, {friends: {includes: bob}}, {done: look}]}"
    weather = with_more(f"{{id: alone, when: {when}, then: [{{must not: sing}}], {SO}}}")
    decided("a", "question: {ask: what}\nheld: {statuses: {sing: unregulated}}")

    (judged,) = check_cases(read_corpus([cases], weather).cases, weather)

    assert isinstance(judged, CaseTestResult)
    assert failure_entry(judged).endswith(
        "      - alone (must not sing) is effective\n          because and 4 assumptions"
    )


def test_a_rule_out_of_force_on_the_day_is_no_ratio(decided: Decided, folder: Path, cases: Path) -> None:
    parts = folder / "parts.yaml"
    parts.write_text(parts.read_text().replace("{id: go.may, then", "{id: go.may, in_force: {from: 2026-01-02}, then"))
    weather = ee.load_ruleset(folder)
    body = "question: {ask: what}\nheld: {ratio: go.may}\ndecided: {by: one, date: 2026-01-01}\n"
    decided("before", body)
    decided("meant", f"as_of: 2026-01-02\n{body}")
    decided("after", body.replace("2026-01-01", "2026-01-02"))

    judged = {
        result.case.id: [difference.said for difference in result.differences]
        for result in check_cases(read_corpus([cases], weather).cases, weather)
        if isinstance(result, CaseTestResult)
    }

    assert judged == {"after": [], "before": ["is not in force on the day"], "meant": []}


def test_a_difference_names_the_rules_on_either_side_and_the_facts_they_rest_on(
    decided: Decided, weather: ee.Ruleset
) -> None:
    file = decided("a", MAY_GO + "facts: {rain: no, storm: yes}\ndone: [look]\nheld:\n  answer: no\n")
    read = read_case_marked(file, weather)
    case, places = read.case, read.places

    (difference,) = check_case(case, weather, places=places).differences
    (against,), (may,) = difference.for_held, difference.for_said

    assert (difference.place.line, difference.place.column) == (6, 3)
    assert (against.rule, against.says) == ("go.not-in-a-storm", "must not go")
    assert against.standing == "overridden by go.not-in-a-storm#unless"
    assert [fact.fact for fact in against.facts] == ["done:look"]
    assert (may.rule, may.says, may.standing) == ("go.may", "may go", "is effective")


def test_a_way_that_gives_way_to_its_rival_names_the_rule_for_the_rival(
    decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    decided("a", MAY_GO + "facts: {rain: yes}\nheld: {statuses: {go: permitted}}")

    (judged,) = check_cases(corpus().cases, weather)

    assert isinstance(judged, CaseTestResult)
    (difference,) = judged.differences
    assert [speaker.rule for speaker in difference.for_said] == ["stay.in-the-rain"]
    assert [(fact.fact, fact.value) for fact in difference.for_said[0].facts] == [("rain", "yes")]


def test_a_docket_entry_reads_from_the_holding_to_the_facts(
    decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    file = decided(
        "storm-1",
        "title: Out in the storm\nnarrative: MARKER\nquestion: {ask: may, action: go}\n"
        "facts: {storm: {value: yes, note: MARKER}}\nheld:\n  answer: yes\n",
    )

    (judged,) = check_cases(corpus().cases, weather)

    assert isinstance(judged, CaseTestResult)
    entry = failure_entry(judged)
    assert entry.splitlines() == [
        "storm-1: Out in the storm",
        f"  {file}:7:3",
        "    decided:       may go? yes",
        "    rules now say: no",
        "    rules for what was decided:",
        "      - go.may (may go) is effective",
        "    rules for what they say now:",
        "      - go.not-in-a-storm (must not go) is effective",
        "          because there is a storm",
    ]


def test_facts_that_contradict_each_other_where_nobody_held_it_are_refused_with_their_place(
    decided: Decided, weather: ee.Ruleset
) -> None:
    file = decided("a", "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {disposition: none}")
    read = read_case_marked(file, weather)
    case, places = read.case, read.places

    with pytest.raises(
        ee.CaseError, match=r"a\.case\.yaml:3:9: error: these facts contradict each other: `rain`, `wet`"
    ):
        check_case(case, weather, places=places)


def test_a_case_of_which_nothing_was_held_cannot_be_judged(weather: ee.Ruleset) -> None:
    with pytest.raises(ee.CaseError, match="is not decided"):
        check_case(ee.new_case(weather, "may go"), weather)


def test_all_engines_judge_alike(
    decided: Decided, corpus: Read, weather: ee.Ruleset, engines: tuple[Engine, ...]
) -> None:
    for number, body in enumerate([*STANDS.values(), *(body for body, *_ in FALLS.values())]):
        decided(f"case-{number:02}", body)

    judged = [list(check_cases(corpus().cases, weather, engine)) for engine in engines]

    assert all(other == judged[0] for other in judged)
    assert len(judged[0]) == len(STANDS) + len(FALLS)


@pytest.mark.slow
def test_what_is_judged_is_what_a_consult_says() -> None:
    """The way that is quick for many cases, and the way through a determination, over the bundled cases."""
    ruleset = ee.load_ruleset()
    entries = read_corpus(None, ruleset).cases[::12]

    for entry, tested in zip(entries, evaluate_case(entries, ruleset), strict=True):
        if tested.evaluated is None:  # its facts contradict each other, and a consult would refuse it
            assert entry.case.held is not None
            assert entry.case.held.constraint
            continue
        determination = ee.consult(ruleset, entry.case, engine=Engine.BITSET)
        for report in determination.statuses:
            possible = said(Holding(Point.STATUS, (), report.action), tested.evaluated)
            assert possible == {(status.value,) for status in report.possible}
        possible = said(Holding(Point.DISPOSITION, ()), tested.evaluated)
        force, ways = determination.disposition.force, tuple(sorted(determination.disposition.ways))
        words = {ee.Force.NONE: ("none",), ee.Force.DILEMMA: ("dilemma", *ways)}
        assert (len(possible) > 1) if force is None else (possible == {words.get(force, ways)})
        if entry.case.question.ask in (ee.Ask.MAY, ee.Ask.MUST, ee.Ask.FIRST, ee.Ask.RIGHT):
            assert {answer.value for answer in tested.evaluated.answers()} == set(determination.answer.possible)
        if entry.case.question.ask in (ee.Ask.MAY, ee.Ask.MUST) and determination.answer.first:
            assert {first.value for first in tested.evaluated.firsts()} == {determination.answer.first[0]}


def test_a_case_that_is_read_again_is_judged_again_alike(weather: ee.Ruleset) -> None:
    case = ee.new_case(weather, "may go", {"storm": True}, held={"answer": "no"})

    assert check_case(case, weather) == check_case(attrs.evolve(case), weather) == CaseTestResult(case)
